// The findings of one file as in the text report, filtered and grouped by cause.

const MOST_CAUSES = 40;
const MOST_OTHERS = 20;

class FindingsPane {
  constructor(onFinding) {
    this.onFinding = onFinding;
    for (const id of ['search', 'by-check', 'by-severity', 'by-module']) byId(id).addEventListener('input', () => this.show());
    byId('filters').addEventListener('reset', () => setTimeout(() => { this.only = null; this.show(); }));
    byId('filters').addEventListener('submit', (event) => event.preventDefault());
  }

  open(view) {
    this.view = view;
    this.only = null;
    byId('filters').reset();
    const checks = view.data.checks.filter((check) => check.causes.length > 0);
    byId('by-check').replaceChildren(el('option', {value: ''}, 'all'),
      ...checks.map((check) => el('option', {value: check.id}, check.id)));
    byId('by-severity').replaceChildren(el('option', {value: ''}, 'all'),
      ...SEVERITIES.map((severity) => el('option', {value: severity}, severity)));
    this.show();
  }

  /** Shows only these findings, which were chosen in the graph or the tree; all if null. */
  showOnly(findings) {
    this.only = findings && new Set(findings);
    this.show();
  }

  show() {
    const wanted = {
      text: byId('search').value.toLowerCase(), check: byId('by-check').value,
      severity: byId('by-severity').value, module: byId('by-module').value.trim(),
    };
    const list = byId('findings');
    list.replaceChildren();
    this.boxes = new Map();
    let shown = 0;
    for (const check of worstFirst(this.view.data.checks)) {
      const causes = this.matching(check, wanted);
      shown += causes.reduce((sum, [, findings]) => sum + findings.length, 0);
      if (causes.length) this.addCheck(list, check, causes);
    }
    if (!this.only) list.append(...withoutVerdict(this.view.data.checks));
    const all = this.view.findings.length;
    byId('count').textContent = shown === all ? counted(all, 'finding') : `${shown} of ${counted(all, 'finding')}`;
  }

  matching(check, wanted) {
    if (wanted.check && check.id !== wanted.check) return [];
    const result = [];
    for (const cause of check.causes) {
      if (wanted.severity && cause.severity !== wanted.severity) continue;
      const findings = cause.findings.filter((finding) => (!this.only || this.only.has(finding)) &&
        isBelow(finding.module, wanted.module) && (!wanted.text || textOf(check, cause, finding).includes(wanted.text)));
      if (findings.length) result.push([cause, findings]);
    }
    return result;
  }

  addCheck(list, check, causes) {
    list.append(el('h4', {}, `${check.id}: ${check.summary}`));
    appendInSteps(list.appendChild(el('div')), causes, MOST_CAUSES, ([cause, findings]) => this.box(cause, findings));
  }

  box(cause, findings) {
    const first = findings[0];
    const box = el('article', {class: `cause is-${cause.severity}`},
      el('p', {}, el('span', {class: `badge ${cause.severity}`}, cause.severity), ' ', first.message),
      el('p', {}, this.link(first), first.module_type ? el('span', {class: 'faint'}, ` ${first.module_type}`) : null),
      cause.sources.map(sourceBox), remedyOf(cause));
    if (findings.length > 1) box.append(this.others(findings.slice(1)));
    for (const finding of findings) this.boxes.set(finding, box);
    return box;
  }

  link(finding) {
    return el('button', {type: 'button', class: 'link mono', click: () => this.onFinding(finding)}, placeOf(finding));
  }

  others(findings) {
    const list = el('div');
    appendInSteps(list, findings, MOST_OTHERS, (finding) => el('div', {}, this.link(finding)));
    return el('details', {}, el('summary', {}, `${findings.length} more alike`), list);
  }

  /** Marks a finding's box and scrolls to it. */
  reveal(finding) {
    for (const box of this.boxes.values()) box.classList.remove('chosen');
    const box = this.boxes.get(finding);
    if (!box) return;
    box.classList.add('chosen');
    box.scrollIntoView({block: 'nearest'});
  }
}

function worstFirst(checks) {
  const rank = (check) => Math.min(...check.causes.map((cause) => SEVERITIES.indexOf(cause.severity)));
  return checks.filter((check) => check.causes.length > 0).sort((a, b) => rank(a) - rank(b));
}

function withoutVerdict(checks) {
  const left = checks.filter((check) => check.reason);
  if (!left.length) return [];
  return [el('h4', {}, 'Checks without a verdict'),
    ...left.map((check) => el('p', {class: 'hint'}, `${check.id}: ${check.status}, ${check.reason}`))];
}

function isBelow(path, module) {
  return module === '' || path === module || path.startsWith(`${module}.`) ||
    (module.endsWith('*') && path.startsWith(module.slice(0, -1)));
}

function textOf(check, cause, finding) {
  const lines = cause.sources.map((source) => `${source.where} ${source.line}`);
  return [check.id, finding.message, finding.module, finding.module_type, finding.op, finding.op_kind, cause.help, ...lines]
    .join('\n').toLowerCase();
}

function placeOf(finding) {
  const module = finding.module === '' ? 'the model itself' : finding.module;
  return finding.op ? `${finding.op} (${finding.op_kind}) in ${module}` : module;
}

function sourceBox(source) {
  const box = el('div', {class: 'code'}, el('div', {class: 'faint mono'}, source.where));
  if (source.line === '') return box;
  const marks = source.length > 0 ? `\n${' '.repeat(source.caret)}^${'~'.repeat(source.length - 1)}` : '';
  box.append(el('pre', {}, source.line, el('span', {class: 'caret', 'aria-hidden': 'true'}, marks)));
  return box;
}

function remedyOf(cause) {
  const parts = [];
  if (cause.help) parts.push(el('p', {}, el('strong', {}, 'help: '), cause.help));
  for (const [label, code] of [['__init__', cause.define], ['forward', cause.use], ['to paste', cause.snippet]])
    if (code) parts.push(el('div', {class: 'code paste'}, el('div', {class: 'faint'}, label), el('pre', {}, code), copyButton(code)));
  if (cause.caution) parts.push(el('p', {class: 'warning'}, `caution: ${cause.caution}`));
  if (cause.edit) parts.push(el('p', {class: 'faint'}, cause.edit));
  return parts;
}

function diffBox(diff) {
  const lines = diff.split('\n').map((line) => {
    const mark = line.startsWith('+++') || line.startsWith('---') ? '' : line[0];
    return el('span', {class: mark === '+' ? 'added' : mark === '-' ? 'removed' : mark === '@' ? 'faint' : null}, line);
  });
  return el('section', {}, el('h4', {}, 'The edits that are certain, for patch -p0'),
    el('div', {class: 'code paste'}, el('pre', {class: 'diff'}, lines), copyButton(diff)));
}
