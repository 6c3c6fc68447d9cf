// The ledger widget: a workbench, or the ledger of a model of the reader's own.

import { frame } from "../common/frame.js";
import { isolated } from "../common/isolation.js";
import { words } from "../common/words.js";
import { viewer } from "./viewer.js";
import { WORDS } from "./words.js";
import { workbench } from "./workbench.js";

function render({ model, el, signal }) {
  const t = words(WORDS);
  const root = frame(t.group);
  root.classList.add("ledger");
  isolated(el, model).append(root);
  const show = model.get("scene")?.full ? viewer : workbench;
  show(t, model, root, signal);
}

export default { render };
