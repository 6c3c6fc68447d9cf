// Sets that the page measures, from a seed.

import { normal } from "../../../src/tying/widgets/common/random.js";
import { measure } from "../../../src/tying/widgets/shrinkage/james_stein.js";

export const measured = (setting, count, seed) => measure(setting, count, normal(seed));
