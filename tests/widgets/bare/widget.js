// A widget that shows a number.

import { h } from "../../../src/tying/widgets/common/dom.js";

function render({ model, el }) {
  el.append(h("output", { class: "bare-number" }, model.get("setting").n));
}

export default { render };
