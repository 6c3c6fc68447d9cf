// What the lines and marks of the picture mean.

import { legend, swatch } from "../common/legend.js";

const LINES = {
  separate: ["separate", "line"],
  tied: ["tied", "line"],
  derived: ["tied", "dotted"],
  alias: ["alias", "dashed"],
};

/** A sample of the line of a kind; nothing where it has none. */
export const lineSwatch = (kind) => LINES[kind] && swatch(...LINES[kind]);

/** How each of these kinds of line is drawn, and the mark of "equal" values. */
export const pictureLegend = (t, kinds = Object.keys(t.legend)) =>
  legend(kinds.map((kind) => [lineSwatch(kind), t.legend[kind]]));
