// What the lines and marks of the picture mean.

import { legend, swatch } from "../common/legend.js";

const LINES = {
  separate: ["separate", "line"],
  tied: ["tied", "line"],
  derived: ["tied", "dotted"],
  alias: ["alias", "dashed"],
};

/** How each kind of line is drawn and, where values are shown, the mark of equal ones. */
export function pictureLegend(t, hasValues) {
  const entries = Object.entries(t.legend).filter(([role]) => hasValues || role !== "equal");
  return legend(entries.map(([role, text]) => [LINES[role] && swatch(...LINES[role]), text]));
}
