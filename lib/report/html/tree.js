// The module tree, with the number of findings below each node. Children are created when a node is opened.

const MOST_OPEN_AT_FIRST = 40;

class TreePane {
  constructor(onModule) {
    this.onModule = onModule;
    this.tree = byId('tree');
    this.tree.addEventListener('keydown', (event) => this.key(event));
  }

  open(view) {
    this.items = new Map();
    this.tree.replaceChildren(this.item(view.modules[0]));
    let rows = 1;
    const waiting = [view.modules[0]];  // breadth first: open the modules near the root
    while (waiting.length && rows < MOST_OPEN_AT_FIRST) {
      const module = waiting.shift();
      if (!module.children.length || (module.parent && !worst(module.counts))) continue;
      if (module.parent && rows + module.children.length > MOST_OPEN_AT_FIRST) continue;
      this.toggle(module, true);
      rows += module.children.length;
      waiting.push(...module.children);
    }
    this.choose(view.modules[0]);
  }

  item(module) {
    const name = module.parent ? module.name : 'model';
    const counts = SEVERITIES.filter((severity) => module.counts[severity] > 0)
      .map((severity) => el('span', {class: `badge ${severity}`, title: counted(module.counts[severity], severity)}, module.counts[severity]));
    const row = el('div', {class: 'row', click: () => { this.choose(module); this.onModule(module); }},
      el('span', {class: 'twist', 'aria-hidden': 'true', click: (event) => { event.stopPropagation(); this.toggle(module); }},
        module.children.length ? '▸' : ''),
      el('span', {class: 'mono'}, name), el('span', {class: 'faint', title: module.type}, shortType(module.type)), counts);
    const item = el('li', {
      role: 'treeitem', tabindex: '-1', 'aria-selected': 'false',
      'aria-expanded': module.children.length ? 'false' : null,
      'aria-label': `${name} ${shortType(module.type)}, ${countsText(module.counts)}`,
    }, row);
    item.module = module;
    this.items.set(module.id, item);
    return item;
  }

  toggle(module, open) {
    const item = this.items.get(module.id);
    if (!item || !module.children.length) return;
    const opens = open === undefined ? item.getAttribute('aria-expanded') === 'false' : open;
    if (opens === (item.getAttribute('aria-expanded') === 'true')) return;
    item.setAttribute('aria-expanded', String(opens));
    item.querySelector('.twist').textContent = opens ? '▾' : '▸';
    if (!opens) {
      item.lastChild.remove();
      return;
    }
    const group = item.appendChild(el('ul', {role: 'group'}));
    appendInSteps(group, module.children, 500, (child) => this.item(child));
  }

  choose(module) {
    const above = [];
    for (let up = module.parent; up; up = up.parent) above.unshift(up);
    for (const each of above) this.toggle(each, true);
    for (const item of this.tree.querySelectorAll('[aria-selected="true"]')) {
      item.setAttribute('aria-selected', 'false');
      item.setAttribute('tabindex', '-1');
    }
    const item = this.items.get(module.id);
    if (!item) return;
    item.setAttribute('aria-selected', 'true');
    item.setAttribute('tabindex', '0');
    item.firstChild.scrollIntoView({block: 'nearest'});
  }

  key(event) {
    const item = event.target.closest('[role="treeitem"]');
    if (!item) return;
    const rows = [...this.tree.querySelectorAll('[role="treeitem"]')];
    const at = rows.indexOf(item);
    const moves = {ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows[rows.length - 1]};
    if (event.key in moves) {
      if (moves[event.key]) this.focus(moves[event.key]);
    } else if (event.key === 'ArrowRight') {
      if (item.getAttribute('aria-expanded') === 'true') this.focus(rows[at + 1]);
      else this.toggle(item.module, true);
    } else if (event.key === 'ArrowLeft') {
      if (item.getAttribute('aria-expanded') === 'true') this.toggle(item.module, false);
      else if (item.module.parent) this.focus(this.items.get(item.module.parent.id));
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.onModule(item.module);
    } else {
      return;
    }
    event.preventDefault();
  }

  focus(item) {
    this.choose(item.module);
    item.focus();
  }
}
