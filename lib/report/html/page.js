// Connects the panes: selects the file and module that are shown, and applies a click in one pane to the others.

class Page {
  constructor(data) {
    this.data = data;
    this.hasLayout = typeof dagre !== 'undefined';
    this.findings = new FindingsPane((finding) => this.goTo(finding));
    this.tree = new TreePane((module) => this.enter(module, []));
    if (this.hasLayout) this.graph = new GraphPane({enter: (module, range) => this.enter(module, range), choose: (level, box) => this.choose(level, box)});
    this.showSummary();
    this.showFiles();
    this.showAbout();
    if (data.models.length) this.open(firstToLookAt(data.models));
  }

  showSummary() {
    const {models, passed, failed, errors, findings} = this.data.summary;
    const verdicts = [[passed, 'passed'], [failed, 'failed'], [errors, 'could not be validated']]
      .filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(', ');
    byId('summary').textContent = `${counted(models, 'file')}: ${verdicts || 'none'}; ${countsText(findings)}.`;
  }

  showFiles() {
    this.fileButtons = new Map();
    if (this.data.models.length < 2) return;
    byId('files').hidden = false;
    appendInSteps(byId('file-rows'), this.data.models, 100, (model) => {
      const counts = countsOfModel(model);
      const button = el('button', {type: 'button', class: 'link mono', click: () => this.chooseFile(model)}, model.path);
      this.fileButtons.set(model, button);
      return el('tr', {}, el('td', {}, button),
        el('td', {class: model.status === 'passed' ? 'good' : 'error'}, verdictOf(model)),
        SEVERITIES.map((severity) => el('td', {class: 'number'}, counts[severity])));
    });
  }

  showAbout() {
    const {name, version, libtorch} = this.data.tool;
    byId('about').append(el('p', {class: 'hint'}, `${name} ${version}${libtorch ? `, LibTorch ${libtorch}` : ''}. Nothing on this page was loaded from anywhere.`));
    if (this.data.diff) byId('diff').append(diffBox(this.data.diff));
  }

  chooseFile(model) {
    this.open(model);
    byId('model').scrollIntoView({block: 'start'});
  }

  open(model) {
    for (const [each, button] of this.fileButtons) button.setAttribute('aria-current', String(each === model));
    this.view = new ModelView(model);
    byId('model-title').replaceChildren(model.path, ' ', el('span', {class: `badge ${model.status === 'passed' ? 'good' : 'error'}`}, verdictOf(model)));
    byId('model-facts').replaceChildren(el('p', {class: 'hint'}, model.how),
      model.coverage && el('p', {}, `Coverage: ${model.coverage}.`),
      ...model.hints.map((hint) => el('p', {class: 'note'}, `note: ${hint}`)));
    if (model.error) byId('model-facts').append(el('p', {class: 'problem'}, `${model.error.kind}: ${model.error.message}`));
    const pictured = this.hasLayout && this.view.graph !== null;
    byId('graph-pane').hidden = !pictured;
    document.querySelector('.panes').classList.toggle('no-graph', !pictured);
    if (!pictured && !model.error) byId('model-facts').append(el('p', {class: 'hint'}, `No graph is shown: ${this.whyNoGraph(model)}.`));
    this.findings.open(this.view);
    this.tree.open(this.view);
    this.enter(this.view.modules[0], []);
  }

  whyNoGraph(model) {
    if (!this.hasLayout) return 'the program was built without a library for layouts';
    return model.graph ? model.graph.reason : 'the report of this page contains none';
  }

  enter(module, range) {
    this.module = module;
    this.tree.choose(module);
    if (this.graph && this.view.graph) this.graph.show(this.view, module, range);
    this.findings.showOnly(module.parent ? this.view.below(module) : null);
  }

  choose(level, box) {
    this.graph.mark(box.start);
    const findings = [];
    for (let index = box.start; index < box.end; ++index) findings.push(...this.view.findingsOfNode(level, index));
    this.findings.showOnly(findings.length ? findings : null);
    if (findings.length) this.findings.reveal(findings[0]);
    if (box.module) this.tree.choose(box.module);
  }

  /** Shows the node of a finding: its op in the module that runs it, or its module in the module that calls it. */
  goTo(finding) {
    const [moduleId, index] = finding.place || [finding.at.id, -1];
    const module = this.view.modules[moduleId];
    this.tree.choose(finding.at);
    if (this.graph && this.view.graph) {
      this.graph.show(this.view, module, rangesTo(this.view.levels.get(module.id), index));
      this.graph.reveal(index < 0 ? null : index);
    }
    this.findings.reveal(finding);
  }
}

/** Returns the groups to open until the node has a box of its own. */
function rangesTo(level, index) {
  const ranges = [];
  if (!level || index < 0) return ranges;
  let [first, last] = [0, level.nodes.length];
  for (;;) {
    const [start, end] = partition(level, first, last).find((part) => index < part[1]);
    if (end - start === 1) return ranges;
    ranges.push([start, end]);
    [first, last] = [start, end];
  }
}

function countsOfModel(model) {
  const counts = {error: 0, warning: 0, note: 0};
  for (const check of model.checks)
    for (const cause of check.causes) counts[cause.severity] += cause.findings.length;
  return counts;
}

function verdictOf(model) {
  return model.status === 'error' ? 'could not be validated' : model.status;
}

function firstToLookAt(models) {
  return models.find((model) => model.status === 'failed') || models.find((model) => model.status === 'error') || models[0];
}

/** Unpacks the levels, which are flat lists of numbers to save space. */
function unpacked(data) {
  for (const model of data.models) {
    if (!model.graph || model.graph.reason) continue;
    model.graph.levels = model.graph.levels.map(([module, calls, nodes, edges]) => ({
      module, calls,
      nodes: triples(nodes, 2).map(([what, call]) => (what < 0 ? {module: -what - 1, call} : {op: what})),
      edges: triples(edges, 3),
    }));
  }
  return data;
}

function triples(numbers, size) {
  const all = [];
  for (let at = 0; at < numbers.length; at += size) all.push(numbers.slice(at, at + size));
  return all;
}

addEventListener('beforeprint', () => { for (const each of document.querySelectorAll('details')) each.open = true; });
new Page(unpacked(JSON.parse(byId('data').textContent)));
