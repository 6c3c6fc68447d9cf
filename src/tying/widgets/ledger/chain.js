// The layers of a recipe, one behind the other: widths, slots, and how a reader changes them.

export const MOST_LAYERS = 8;

const SLOTS = {
  embedding: ({ widthIn, widthOut }) => [["weight", [widthIn, widthOut]]],
  linear: ({ widthIn, widthOut, bias }) => [
    ["weight", [widthOut, widthIn]],
    ...(bias ? [["bias", [widthOut]]] : []),
  ],
  layernorm: ({ widthIn }) => [
    ["weight", [widthIn]],
    ["bias", [widthIn]],
  ],
  relu: () => [],
};

/** Whether a layer of this type has a width of its own; the others give as much as they take. */
export const isSized = ({ type }) => type === "linear" || type === "embedding";

/** Layers with the widths that they take and give, and with their slots as [local name, shape]. */
export function chain(recipe) {
  let width = recipe.input;
  return recipe.layers.map((layer) => {
    const widthIn = width;
    width = isSized(layer) ? layer.width : widthIn;
    const sized = { ...layer, widthIn, widthOut: width };
    return { ...sized, slots: SLOTS[layer.type](sized) };
  });
}

/**
 * The first layer that is called on what it gave itself and cannot take it, as [number, layer]; or
 * null.
 */
export function misfit(recipe) {
  const cannotRepeat = ({ type, calls, widthIn, widthOut }) =>
    calls > 1 && (type === "embedding" || widthIn !== widthOut);
  return [...chain(recipe).entries()].find(([, layer]) => cannotRepeat(layer)) ?? null;
}

/** The recipe with new layers, whose `moved(old number)` says where a layer is now, or null. */
function rearranged(recipe, layers, moved) {
  const rename = (name) => {
    const [layer, local] = name.split(".");
    const now = moved(+layer);
    return now === null ? null : `${now}.${local}`;
  };
  const links = recipe.links.map(({ op, source, target }) => ({
    op,
    ...(source && { source: rename(source) }),
    target: rename(target),
  }));
  return {
    ...recipe,
    layers,
    links: links.filter(({ source, target }) => source !== null && target !== null),
    flipped: recipe.flipped.map(rename).filter((name) => name !== null),
  };
}

/** Without one layer: links that name it go, and the layers behind it move up. */
export function without(recipe, index) {
  const moved = (i) => {
    if (i === index) return null;
    return i > index ? i - 1 : i;
  };
  const others = recipe.layers.filter((_, i) => i !== index);
  const shorter = rearranged(recipe, others, moved);
  const { type, width } = recipe.layers[index];
  return type === "embedding" ? { ...shorter, input: width } : shorter;
}

/** With one layer more: at the end, or in front if it is an embedding. */
export function withLayer(recipe, type) {
  const layer = { type, width: 0, bias: true, calls: 1 };
  if (type === "embedding") {
    const front = { ...layer, width: recipe.input };
    return { ...rearranged(recipe, [front, ...recipe.layers], (i) => i + 1), input: 12 };
  }
  const last = type === "linear" ? { ...layer, width: 8 } : layer;
  return { ...recipe, layers: [...recipe.layers, last] };
}
