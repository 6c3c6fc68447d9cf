// A widget that shows a number.

import { h } from "../../../src/tying/widgets/common/dom.js";
import { isolated } from "../../../src/tying/widgets/common/isolation.js";

function render({ model, el }) {
  isolated(el, model).append(h("output", { class: "bare-number" }, model.get("setting").n));
}

export default { render };
