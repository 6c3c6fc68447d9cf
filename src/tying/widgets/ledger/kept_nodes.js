// Elements that outlive a drawing, so that the eye can follow how they move.

/** Elements by key: an element of one drawing is used again in the next. */
export function keptNodes() {
  const nodes = new Map();
  const kept = new Set();

  /** The element of this key; a new one is made and put into `parent`. */
  function keep(key, parent, make) {
    kept.add(key);
    if (!nodes.has(key)) {
      const node = make();
      nodes.set(key, node);
      parent.append(node);
    }
    return nodes.get(key);
  }

  /** Remove what was not kept since the last time. */
  function sweep() {
    for (const [key, node] of nodes) {
      if (kept.has(key)) continue;
      node.remove();
      nodes.delete(key);
    }
  }

  /** Put the children of `parent` into the order of this drawing; only new ones move. */
  function order(parent) {
    let at = parent.firstElementChild;
    for (const key of kept) {
      const node = nodes.get(key);
      if (node === at) at = at.nextElementSibling;
      else if (node.parentNode === parent) parent.insertBefore(node, at);
    }
  }

  /** End a drawing. */
  function finish(parent) {
    sweep();
    order(parent);
    kept.clear();
  }
  return { keep, finish };
}
