// The data of one file, prepared for the panes.

const SEVERITIES = ['error', 'warning', 'note'];

/** The modules as a tree, with the findings at and below each. Without a graph, only those that findings name. */
class ModelView {
  constructor(data) {
    this.data = data;
    this.graph = data.graph && !data.graph.reason ? data.graph : null;
    this.modules = this.graph ? this.modulesOfGraph() : this.modulesOfFindings();
    this.byPath = new Map(this.modules.map((module) => [module.path, module]));
    this.levels = new Map((this.graph ? this.graph.levels : []).map((level) => [level.module, level]));
    this.findings = [];
    for (const check of data.checks)
      for (const cause of check.causes)
        for (const finding of cause.findings) this.addFinding(finding, cause, check);
  }

  modulesOfGraph() {
    const modules = [];
    this.graph.modules.forEach(([name, parent, type], id) => {
      const above = parent < 0 ? null : modules[parent];
      modules.push(newModule(id, name, type, above));
    });
    return modules;
  }

  modulesOfFindings() {
    const modules = [newModule(0, '', '', null)];
    const known = new Map([['', modules[0]]]);
    const add = (path) => {
      if (known.has(path)) return known.get(path);
      const dot = path.lastIndexOf('.');
      const above = add(dot < 0 ? '' : path.slice(0, dot));
      const module = newModule(modules.length, path.slice(dot + 1), '', above);
      modules.push(module);
      known.set(path, module);
      return module;
    };
    for (const check of this.data.checks)
      for (const cause of check.causes)
        for (const finding of cause.findings) add(finding.module).type ||= finding.module_type;
    return modules;
  }

  addFinding(finding, cause, check) {
    Object.assign(finding, {cause, check, severity: cause.severity});
    this.findings.push(finding);
    const at = this.byPath.get(finding.module) || this.modules[0];
    finding.at = at;
    at.own.push(finding);
    for (let module = at; module; module = module.parent) module.counts[cause.severity] += 1;
  }

  /** Returns the findings of a node of a level; for a module, also those below it. */
  findingsOfNode(level, index) {
    const node = level.nodes[index];
    if (node.module !== undefined) return this.below(this.modules[node.module]);
    return (this.opFindings(level).get(index)) || [];
  }

  below(module) {
    return module.own.concat(...module.children.map((child) => this.below(child)));
  }

  opFindings(level) {
    if (level.opFindings) return level.opFindings;
    level.opFindings = new Map();
    for (const finding of this.findings) {
      if (!finding.place || finding.place[0] !== level.module) continue;
      const list = level.opFindings.get(finding.place[1]) || [];
      list.push(finding);
      level.opFindings.set(finding.place[1], list);
    }
    return level.opFindings;
  }
}

function newModule(id, name, type, parent) {
  const path = parent && parent.path !== '' ? `${parent.path}.${name}` : name;
  const module = {id, name, type, parent, path, children: [], own: [], counts: {error: 0, warning: 0, note: 0}};
  if (parent) parent.children.push(module);
  return module;
}

function shortType(type) {
  return type.slice(type.lastIndexOf('.') + 1);
}

function worst(counts) {
  return SEVERITIES.find((severity) => counts[severity] > 0) || null;
}

function countsOf(findings) {
  const counts = {error: 0, warning: 0, note: 0};
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

function countsText(counts) {
  const parts = SEVERITIES.filter((s) => counts[s] > 0).map((s) => counted(counts[s], s));
  return parts.length ? parts.join(', ') : 'no findings';
}
