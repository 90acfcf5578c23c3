/* How the scripts of the editor and the log make elements: with a class, a text, a symbol of icons.svg, a label. */
(() => {
  const el = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const svg = (id, className) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    node.setAttribute('class', className);
    node.setAttribute('aria-hidden', 'true');
    node.append(document.createElementNS('http://www.w3.org/2000/svg', 'use'));
    setGlyph(node, id);
    return node;
  };
  const setGlyph = (node, id) => {
    if (node.dataset.g !== id) {
      node.dataset.g = id;
      node.firstChild.setAttribute('href', 'vireo/icons.svg#' + id);
    }
  };
  const button = (className, label, glyph, act) => {
    const node = el('button', className);
    node.type = 'button';
    if (glyph) node.append(svg(glyph, 'vr-i s'));
    if (className.startsWith('ib')) {
      node.setAttribute('aria-label', label);
      node.title = label;
    } else {
      node.append(el('span', 'lbl', label));
    }
    node.addEventListener('click', act);
    return node;
  };
  /* 12345 as 12 345, with a space that does not break. */
  const grouped = (n) => n.toLocaleString('en-US').replaceAll(',', ' ');

  globalThis.VireoElements = { el, svg, setGlyph, button, grouped };
})();
