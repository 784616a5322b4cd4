// The graph of one module: its children and its own ops as nodes, the flow of tensors between them as edges.
//
// The layout library is @dagrejs/dagre: 49 KB. elkjs 0.12 has 1.6 MB and @viz-js/viz 3.31 (Graphviz) 1.3 MB, and the
// page should stay below 2 MB. Graphviz as WebAssembly would also need 'wasm-unsafe-eval' in the policy. On levels of
// up to 8 nodes the slowest layout took 170, 249 and 139 ms in Node on a busy machine.

const MOST_NODES = 120;   // of one drawing; if there are more, neighbours in program order are folded
const MOST_LABELS = 150;  // edges with visible shapes; if there are more edges, all shapes are only tooltips
const NODE_HEIGHT = 38;
const LEAST_READABLE = 0.7;  // zoom; the text has 12 pixels at zoom 1
const INPUT = -1;
const OUTPUT = -2;

/** Divides the nodes from `first` to `last` of a level into boxes of neighbours. Returns [start, end] of each box. */
function partition(level, first, last) {
  if (last - first <= MOST_NODES) return evenParts(first, last, 1);
  const parts = [];  // each module alone, the ops between modules folded
  for (let index = first; index < last; ++index) {
    const isModule = level.nodes[index].module !== undefined;
    const before = parts[parts.length - 1];
    if (before && !isModule && !before.isModule) before[1] = index + 1;
    else parts.push(Object.assign([index, index + 1], {isModule}));
  }
  return parts.length > 1 && parts.length <= MOST_NODES ? parts : evenParts(first, last, Math.ceil((last - first) / MOST_NODES));
}

function evenParts(first, last, size) {
  const parts = [];
  for (let start = first; start < last; start += size) parts.push([start, Math.min(start + size, last)]);
  return parts;
}

/** Returns the boxes and edges to draw for the nodes from `first` to `last`. */
function drawingOf(view, level, first, last) {
  const parts = partition(level, first, last);
  const boxes = parts.map(([start, end]) => boxAt(view, level, start, end));
  const boxOfNode = new Map(parts.flatMap(([start, end], at) => Array.from({length: end - start}, (_, offset) => [start + offset, at])));
  const boxOf = (index) => boxOfNode.get(index);
  const edges = new Map();
  for (const [from, to, label] of level.edges) {
    const a = from < 0 ? INPUT : boxOf(from) ?? INPUT;
    const b = to < 0 ? OUTPUT : boxOf(to) ?? OUTPUT;
    if (a === b || (a === INPUT && b === OUTPUT)) continue;
    const key = `${a} ${b}`;
    const edge = edges.get(key) || {from: a, to: b, labels: []};
    const text = label < 0 ? '' : view.graph.labels[label];
    if (text && !edge.labels.includes(text)) edge.labels.push(text);
    edges.set(key, edge);
  }
  return {boxes, edges: [...edges.values()]};
}

function boxAt(view, level, start, end) {
  if (end - start > 1) return groupOf(view, level, start, end);
  const node = level.nodes[start];
  const box = {start, end, counts: countsOf(view.findingsOfNode(level, start)), kind: 'op'};
  if (node.module === undefined) {
    const kind = view.graph.labels[node.op];
    return {...box, title: kind.slice(kind.lastIndexOf(':') + 1), subtitle: kind};
  }
  const module = view.modules[node.module];
  const calls = view.levels.get(module.id)?.calls || 1;
  const name = module.path.startsWith(`${view.modules[level.module].path}.`) && level.module !== 0
    ? module.path.slice(view.modules[level.module].path.length + 1) : module.path;
  return {...box, kind: 'module', module, title: name, subtitle: shortType(module.type), call: node.call, calls};
}

function groupOf(view, level, start, end) {
  const kinds = new Map();
  const counts = {error: 0, warning: 0, note: 0};
  for (let index = start; index < end; ++index) {
    const node = level.nodes[index];
    const kind = node.module === undefined ? view.graph.labels[node.op] : shortType(view.modules[node.module].type);
    kinds.set(kind, (kinds.get(kind) || 0) + 1);
    for (const finding of view.findingsOfNode(level, index)) counts[finding.severity] += 1;
  }
  const most = [...kinds].sort((a, b) => b[1] - a[1]).slice(0, 2).map(([kind, times]) => `${times} × ${kind.replace('aten::', '')}`);
  return {start, end, counts, kind: 'group', title: `${end - start} nodes`, subtitle: most.join(', ')};
}

class GraphPane {
  constructor(actions) {
    this.actions = actions;
    this.zoom = 1;
    byId('zoom-in').addEventListener('click', () => this.scale(this.zoom * 1.25));
    byId('zoom-out').addEventListener('click', () => this.scale(this.zoom / 1.25));
    byId('zoom-fit').addEventListener('click', () => this.fit());
    byId('legend').replaceChildren(...[['error', 'has errors'], ['warning', 'has warnings'], ['again', 'called more than once'], ['into', 'module']]
      .map(([name, text]) => el('span', {}, el('span', {class: `swatch ${name}`}), text)));
  }

  /** Draws `module`. `range` contains the groups that were opened, outermost first. */
  show(view, module, range = []) {
    this.view = view;
    this.module = module;
    this.range = range;
    this.level = view.levels.get(module.id) || null;
    this.nodes = new Map();
    this.showPath();
    const place = byId('graph');
    place.replaceChildren();
    this.picture = null;
    if (!this.level) {
      place.append(this.withoutLevel(module));
      return;
    }
    const [first, last] = range.length ? range[range.length - 1] : [0, this.level.nodes.length];
    this.drawing = drawingOf(view, this.level, first, last);
    place.append(this.draw());
    this.start();
  }

  withoutLevel(module) {
    if (!module.children.length) return el('p', {class: 'hint'}, 'This module was not called, or computes nothing.');
    return el('div', {}, el('p', {class: 'hint'}, 'This module has no forward of its own that ran. Below it:'),
      el('ul', {}, module.children.map((child) => el('li', {}, el('button', {type: 'button', class: 'link', click: () => this.actions.enter(child, [])},
        `${child.name} ${shortType(child.type)}: ${countsText(child.counts)}`)))));
  }

  showPath() {
    const parts = [];
    for (let module = this.module; module; module = module.parent) {
      const name = module.parent ? module.name : 'model';
      const target = module;
      parts.unshift(el('button', {type: 'button', class: 'link', click: () => this.actions.enter(target, [])}, name));
    }
    this.range.forEach(([first, last], at) => parts.push(
      el('button', {type: 'button', class: 'link', click: () => this.actions.enter(this.module, this.range.slice(0, at + 1))}, `nodes ${first + 1} to ${last}`)));
    const calls = this.view.levels.get(this.module.id)?.calls || 1;
    byId('path').replaceChildren(...parts.flatMap((part, at) => (at ? [' › ', part] : [part])),
      el('span', {class: 'faint'}, ` ${shortType(this.module.type)}${calls > 1 ? `, called ${calls} times; this is the first` : ''}`));
  }

  draw() {
    const layout = laidOut(this.drawing);
    const content = svg('g');
    this.picture = svg('svg', {viewBox: `-8 -8 ${layout.width + 16} ${layout.height + 16}`, role: 'group', 'aria-label': 'nodes and edges'}, arrowHead(), content);
    this.size = [layout.width + 16, layout.height + 16];
    const named = this.drawing.edges.length <= MOST_LABELS;
    for (const edge of layout.edges) content.append(...edgeParts(edge, named));
    for (const node of layout.nodes) content.append(this.node(node));
    return this.picture;
  }

  node(node) {
    const box = node.box;
    if (!box) return endNode(node);
    const severity = worst(box.counts);
    const again = box.calls > 1;
    const group = svg('g', {
      class: `node ${box.kind === 'op' ? '' : 'module'} ${severity ? `has-${severity}` : ''} ${again ? 'again' : ''}`,
      transform: `translate(${node.x - node.width / 2},${node.y - node.height / 2})`, tabindex: '0', role: 'button',
      'aria-label': `${box.title} ${box.subtitle}${again ? `, call ${box.call} of ${box.calls}` : ''}: ${countsText(box.counts)}`,
      click: () => this.actions.choose(this.level, box), dblclick: () => this.into(box),
      keydown: (event) => this.key(event, box),
    },
    svg('title', {}, `${box.module ? box.module.path : box.title}\n${box.module ? box.module.type : box.subtitle}\n${countsText(box.counts)}`),
    svg('rect', {width: node.width, height: node.height, rx: box.kind === 'op' ? 12 : 3}),
    svg('text', {x: 8, y: 16}, clipped(box.title, 30)),
    svg('text', {x: 8, y: 31, class: 'class'}, clipped(again ? `${box.subtitle}, call ${box.call} of ${box.calls}` : box.subtitle, 36)));
    if (severity) group.append(svg('text', {x: node.width - 6, y: 16, 'text-anchor': 'end', class: 'tag'}, `${severity === 'error' ? '✗' : severity === 'warning' ? '!' : 'i'} ${box.counts[severity]}`));
    this.nodes.set(box, group);
    return group;
  }

  key(event, box) {
    if (event.key === 'Enter') this.into(box);
    else if (event.key === ' ') this.actions.choose(this.level, box);
    else return;
    event.preventDefault();
  }

  into(box) {
    if (box.kind === 'group') this.actions.enter(this.module, [...this.range, [box.start, box.end]]);
    else if (box.kind === 'module') this.actions.enter(box.module, []);
    else this.actions.choose(this.level, box);
  }

  /** Marks the box that contains the node. */
  mark(index) {
    for (const [box, group] of this.nodes) {
      const is = index !== null && index >= box.start && index < box.end;
      group.classList.toggle('chosen', is);
      if (is) this.marked = group;
    }
  }

  /** Marks a node and scrolls to it. Not for clicks: the node must stay in place for the second click of a pair. */
  reveal(index) {
    this.marked = null;
    this.mark(index);
    byId('graph-pane').scrollIntoView({block: 'nearest'});  // for narrow pages, where the panes are stacked
    if (this.marked) this.center(this.marked);
  }

  scale(zoom) {
    if (!this.picture) return;
    this.zoom = Math.min(4, Math.max(0.05, zoom));
    this.picture.setAttribute('width', this.size[0] * this.zoom);
    this.picture.setAttribute('height', this.size[1] * this.zoom);
  }

  /** Shows the whole drawing, however small. */
  fit() {
    if (!this.picture) return;
    const place = byId('graph');
    this.scale(Math.min(1, place.clientWidth / this.size[0], place.clientHeight / this.size[1]));
    place.scrollTo(0, 0);
  }

  /** Shows the drawing large enough to read, with the first node that has the worst findings in view. */
  start() {
    this.fit();
    if (this.zoom >= LEAST_READABLE) return;
    this.scale(LEAST_READABLE);
    for (const severity of SEVERITIES) {
      const [box] = [...this.nodes.keys()].filter((each) => worst(each.counts) === severity);
      if (box) return this.center(this.nodes.get(box));
    }
    const [first] = this.nodes.values();
    if (first) this.center(first);
  }

  /** Scrolls only the pane; scrollIntoView would also scroll the page. */
  center(node) {
    const place = byId('graph');
    const [outer, inner] = [place.getBoundingClientRect(), node.getBoundingClientRect()];
    place.scrollBy(inner.left + inner.width / 2 - outer.left - outer.width / 2, inner.top + inner.height / 2 - outer.top - outer.height / 2);
  }
}

function laidOut(drawing) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({rankdir: 'TB', nodesep: 24, ranksep: 34, edgesep: 12, marginx: 4, marginy: 4});
  graph.setDefaultEdgeLabel(() => ({}));
  drawing.boxes.forEach((box, at) => graph.setNode(String(at), {box, width: widthOf(box), height: NODE_HEIGHT}));
  for (const edge of drawing.edges) {
    for (const end of [edge.from, edge.to])
      if (end < 0 && !graph.hasNode(String(end))) graph.setNode(String(end), {end, width: 60, height: 24});
    const text = edge.labels.join(' | ');
    graph.setEdge(String(edge.from), String(edge.to), {text, width: Math.min(text.length, 40) * 6 + 6, height: text ? 13 : 0, labelpos: 'c'});
  }
  dagre.layout(graph);
  const {width, height} = graph.graph();
  return {width: Number.isFinite(width) ? width : 100, height: Number.isFinite(height) ? height : 60,
    nodes: graph.nodes().map((id) => graph.node(id)), edges: graph.edges().map((id) => graph.edge(id))};
}

function widthOf(box) {
  const second = box.calls > 1 ? box.subtitle.length + 15 : box.subtitle.length;
  return Math.max(70, Math.min(box.title.length, 30) * 7.2 + 52, Math.min(second, 36) * 6.2 + 18);
}

function clipped(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function endNode(node) {
  return svg('g', {class: 'node end', transform: `translate(${node.x - node.width / 2},${node.y - node.height / 2})`},
    svg('rect', {width: node.width, height: node.height, rx: 12}),
    svg('text', {x: node.width / 2, y: 16, 'text-anchor': 'middle'}, node.end === INPUT ? 'input' : 'output'));
}

function edgeParts(edge, named) {
  const points = edge.points.map(({x, y}) => `${x.toFixed(1)},${y.toFixed(1)}`);
  const path = svg('path', {class: 'edge', d: `M${points.join(' L')}`, 'marker-end': 'url(#head)'}, svg('title', {}, edge.text || 'no shape is known'));
  if (!named || !edge.text) return [path];
  return [path, svg('text', {class: 'shape', x: edge.x, y: edge.y + 4, 'text-anchor': 'middle'}, clipped(edge.text, 40))];
}

function arrowHead() {
  return svg('defs', {}, svg('marker', {id: 'head', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto'},
    svg('path', {class: 'head', d: 'M0,0 L8,4 L0,8 z'})));
}
