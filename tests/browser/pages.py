"""Small pages with widgets, of the shape that myst-nb and the book's extension give to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ipywidgets import DOMWidget

from tying.widgets.base import TiedWidget

HOST = Path(__file__).parents[2] / "book" / "vendor" / "widget-host.js"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Widgets</title><link rel="icon" href="data:,">
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script async src="{host}"></script></head>
<body><main><h1>Widgets</h1>{views}</main></body></html>"""

VIEW = """<div class="widget-fallback"><div class="widget-static">
<svg role="img" aria-label="A picture of the widget" viewBox="0 0 9 9" width="90"></svg></div>
<script type="application/vnd.jupyter.widget-view+json">{view}</script></div>"""

SLIDER = """
function render({ model, el }) {
  const input = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 9 });
  const output = document.createElement("output");
  const show = () => { input.value = output.value = model.get("k"); };
  input.addEventListener("input", () => { model.set("k", +input.value); model.save_changes(); });
  model.on("change:k", show);
  el.append(input, output);
  show();
}
export default { render };
"""


def model(esm: str, **state: Any) -> dict[str, Any]:
    """A saved anywidget model; the key ``buffers`` of ``state`` goes beside the state."""
    buffers = state.pop("buffers", [])
    record = {
        "model_module": "anywidget",
        "model_name": "AnyModel",
        "state": {"_esm": esm, "_css": "", **state},
    }
    return {**record, "buffers": buffers} if buffers else record


def saved(widget: TiedWidget) -> dict[str, Any]:
    """A widget as a notebook saves it."""
    own = {name for name in widget.keys if not name.startswith("_")} - set(DOMWidget().keys)
    state = {name: getattr(widget, name) for name in sorted(own)}
    return model(str(widget._esm), _css=str(widget._css), **json.loads(json.dumps(state)))


def write_page(
    folder: Path, models: Mapping[str, Mapping[str, Any]], views: Sequence[str], name: str
) -> Path:
    """Write a page that shows ``views``, in this order, and the host at the root of ``folder``."""
    (folder / "widget-host.js").write_bytes(HOST.read_bytes())
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    state = json.dumps({"version_major": 2, "version_minor": 0, "state": models})
    shown = [VIEW.format(view=json.dumps({"model_id": one, "version_major": 2})) for one in views]
    host = "../" * name.count("/") + "widget-host.js"
    html = PAGE.format(state=state.replace("</", "<\\/"), host=host, views="\n".join(shown))
    path.write_text(html, encoding="utf-8")
    return path
