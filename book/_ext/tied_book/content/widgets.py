"""The directive ``{widget}``: a widget of the package on a page of text, where nothing is executed.

````
```{widget} tying.widgets.two_uses.TwoUses
```
````

The page gets what myst-nb makes of a widget that a notebook shows: its saved state, the element in
which the host draws it, and its picture for print and for readers without JavaScript.
"""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from tied_book.content.pictures import VIEW, picture
from tied_book.content.svg import fit_to_page

if TYPE_CHECKING:  # other builders do without the package
    from tying.widgets.base import TiedWidget

STATE = "application/vnd.jupyter.widget-state+json"


class saved_widget(nodes.container):
    """A widget and its picture; ``model`` names the widget, and ``record`` is its saved state."""


class Widget(SphinxDirective):
    """A widget in its first state; the argument is the full name of its class."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The picture, and the view that the host replaces it with."""
        module, _, name = self.arguments[0].rpartition(".")
        try:
            widget: TiedWidget = getattr(importlib.import_module(module), name)()
        except (AttributeError, ImportError, ValueError) as error:
            raise self.error(
                f"a widget is named by module and class, such as "
                f"tying.widgets.two_uses.TwoUses, got {self.arguments[0]!r}: {error}"
            ) from error
        for folder in (widget.folder, widget.folder.with_name("common")):
            for file in folder.glob("*.*"):
                self.env.note_dependency(str(file))
        model = f"{module.rpartition('.')[2]}-{self.env.new_serialno('widget') + 1}"
        shown = widget.picture()
        drawn = picture(svg=fit_to_page(shown.svg(), shown.alt, f"picture-{model}"))
        view = json.dumps({"model_id": model, "version_major": 2, "version_minor": 0})
        box = saved_widget(classes=["widget-fallback"], model=model, record=record_of(widget))
        box += nodes.container("", drawn, classes=["widget-static"])
        box += nodes.raw("", f'<script type="{VIEW}">{view}</script>\n', format="html")
        return [box]


def record_of(widget: TiedWidget) -> dict[str, Any]:
    """The state of a widget as a notebook saves it, without what ipywidgets adds for its layout."""
    from ipywidgets import DOMWidget

    own = {name for name in widget.keys if not name.startswith("_")} - set(DOMWidget().keys)
    state = {"_esm": str(widget._esm), "_css": str(widget._css), **widget.get_state(own)}
    return {"model_module": "anywidget", "model_name": "AnyModel", "state": state}


def add_states(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add to a page the states of its widgets, and the host that draws them."""
    boxes = list(doctree.findall(saved_widget)) if doctree is not None else []
    if not boxes:
        return
    records = {box["model"]: box["record"] for box in boxes}
    state = json.dumps({"version_major": 2, "version_minor": 0, "state": records})
    app.add_js_file(None, type=STATE, body=state.replace("</", "<\\/"))
    for name, attributes in app.config.nb_ipywidgets_js.items():
        app.add_js_file(name, **attributes)


def connect(app: Sphinx) -> None:
    """Register the directive and the node, which is written as the box that it is."""
    as_box = (HTML5Translator.visit_container, HTML5Translator.depart_container)
    app.add_node(saved_widget, html=as_box)
    app.add_directive("widget", Widget)
    app.connect("html-page-context", add_states)
