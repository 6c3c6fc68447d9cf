// A widget of all the parts that widgets share.

import { button } from "../../../src/tying/widgets/common/button.js";
import { choice, segments } from "../../../src/tying/widgets/common/choice.js";
import { h } from "../../../src/tying/widgets/common/dom.js";
import { labelled } from "../../../src/tying/widgets/common/field.js";
import { bar, fold, frame, spring } from "../../../src/tying/widgets/common/frame.js";
import { isolated } from "../../../src/tying/widgets/common/isolation.js";
import { kernelOf } from "../../../src/tying/widgets/common/kernel.js";
import { legend, swatch } from "../../../src/tying/widgets/common/legend.js";
import { scroller } from "../../../src/tying/widgets/common/scroller.js";
import { slider } from "../../../src/tying/widgets/common/slider.js";
import { statusLine } from "../../../src/tying/widgets/common/status.js";
import { stepper } from "../../../src/tying/widgets/common/stepper.js";
import { dataTable } from "../../../src/tying/widgets/common/table.js";
import { words } from "../../../src/tying/widgets/common/words.js";

const COLUMNS = 30;
const LAST = 3;
const PAUSE = 100; // milliseconds

/** Thirty columns, so that it is wider than a phone. */
function wideTable() {
  const heads = ["name", ...Array(COLUMNS).fill("number")];
  const table = dataTable("Numbers", heads, [1]);
  table.fillWith([["one", ...Array(COLUMNS).fill("1,000")]]);
  return table.node;
}

function render({ model, el, signal }) {
  const t = words({ en: {} });
  const status = statusLine("Nothing yet.", signal);
  const kernel = kernelOf(t, model, "setting", () => {}, signal);
  const sized = (n) => {
    size.draw(n);
    status.say(`Size ${n}.`, "done");
  };
  const size = slider("Size", [0, 10], (n) => `${n} units`, sized);
  const kinds = [
    ["a", "first"],
    ["b", "second"],
    ["c", "third"],
  ];
  const kind = segments("Kind", kinds, (key) => {
    kind.draw(key);
    status.say(`Kind ${key}.`);
  });
  const go = (k) => {
    steps.draw(k, LAST);
    status.say(`Step ${k}.`, "done", { aloud: !steps.playing() });
  };
  const steps = stepper(t, "Steps", go, signal, PAUSE);
  const list = choice("List", (key) => status.say(`List ${key}.`));
  const act = button("Act", () => status.say("Acted."));
  size.draw(4);
  kind.draw("a");
  steps.draw(0, LAST);
  list.draw(
    [
      ["x", "ex"],
      ["y", "why"],
    ],
    "x",
  );
  kernel.draw("page");
  const marks = [
    [swatch("tied"), "tied"],
    [swatch("alias", "dashed"), "alias"],
  ];
  isolated(el, model).append(
    frame(
      "Parts",
      bar("Controls", list.field, size.field, kind.field, spring(), act),
      steps.node,
      labelled("Check", h("input", { type: "checkbox" })),
      status.node,
      legend(marks),
      fold("As a table", scroller(t, "Numbers", wideTable(), signal)),
      kernel.node,
    ),
  );
}

export default { render };
