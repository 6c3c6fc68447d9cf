// The gradient trace: a graph, the steps of backward through it, and what arrives at a shared
// parameter.

import { words } from "../common/words.js";
import { exampleTrace } from "./example_trace.js";
import { modelTrace } from "./model_trace.js";
import { WORDS } from "./words.js";

function render(context) {
  const isOwnModel = Boolean(context.model.get("scene")?.parameters);
  const trace = isOwnModel ? modelTrace : exampleTrace;
  trace(words(WORDS), context);
}

export default { render };
