// Text from a model becomes text nodes and attribute values here, never markup.

/** Returns an element. Attributes that are null are left out; functions become event listeners. */
function el(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}

function byId(id) {
  return document.getElementById(id);
}

function counted(number, thing) {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** Appends make(item) for each item: `step` items at once, the rest on request. */
function appendInSteps(parent, items, step, make) {
  let shown = 0;
  const more = el('button', {type: 'button', click: () => show()});
  function show() {
    more.remove();
    for (const item of items.slice(shown, shown + step)) parent.append(make(item));
    shown = Math.min(items.length, shown + step);
    if (shown === items.length) return;
    more.textContent = `Show ${Math.min(step, items.length - shown)} of ${items.length - shown} more`;
    parent.append(more);
  }
  show();
}

function copyButton(text) {
  const button = el('button', {type: 'button', click: async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch (_) {
      button.textContent = copiedByHand(text) ? 'Copied' : 'Not allowed';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  }}, 'Copy');
  return button;
}

/** For browsers that deny pages on disk access to the clipboard. Returns whether it copied the text. */
function copiedByHand(text) {
  const area = el('textarea', {readonly: ''});
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
