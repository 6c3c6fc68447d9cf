// A shape for each estimate, so that none is known by its colour alone.

const MARKS = {
  separate: (x, y, r) => `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`,
  tied: (x, y, r) => `M${x - 0.9 * r},${y - 0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
  pooled: (x, y, r) => {
    const d = 1.3 * r;
    return `M${x},${y - d}l${d},${d}l${-d},${d}l${-d},${-d}z`;
  },
};

/** Pixels with two decimals. */
export const round = (value) => Math.round(value * 100) / 100;

/** A mark of an estimate, as a path. */
export const mark = (who, x, y, size) => MARKS[who](round(x), round(y), size);
