"""The ledger as a widget: join and separate slots, and watch objects, storage and counts."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, ClassVar

import traitlets
from torch import nn

from tying.ledger import Ledger, count_uses, ledger
from tying.plotting.ledger import ledger_height, plot_kinds, plot_ledger
from tying.plotting.picture import Picture, new_figure
from tying.slots import require_module
from tying.widgets.base import TiedWidget
from tying.widgets.ledger.recipe import PRESETS, Layer, Link, Recipe, build
from tying.widgets.ledger.scene import fold, recipe_scene, scene_of


class LedgerWidget(TiedWidget):
    """A workbench for small models, or the ledger of any model.

    ``LedgerWidget()`` lets the reader build a model from layers, tie, copy, alias and untie its
    slots, and take steps of an optimiser. ``LedgerWidget(model, *inputs)`` shows the ledger of a
    model; with inputs it also counts uses, by one forward pass.

    Without a kernel the page computes what it shows. With one, :meth:`answer` builds the real
    module, and the widget says that torch has computed.

    Args:
        model: any module, or nothing for the workbench.
        inputs: what its forward pass takes, for the count by use.
        preset: the workbench's first recipe, a key of ``PRESETS``.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if ``preset`` is unknown, or a parameter of ``model`` has no shape yet.
    """

    folder: ClassVar = Path(__file__).parent
    styles: ClassVar = (folder / "picture.css",)
    setting_trait: ClassVar = "recipe"

    recipe = traitlets.Dict().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, model: nn.Module | None = None, *inputs: Any, preset: str = "tied") -> None:
        self._ledger: Ledger | None = None
        if model is None:
            if preset not in PRESETS:
                raise ValueError(f"preset must be one of {', '.join(PRESETS)}; got {preset!r}")
            super().__init__(recipe=copy.deepcopy(PRESETS[preset]), presets=copy.deepcopy(PRESETS))
        else:
            require_module(model)
            self._ledger = ledger(model)
            full = scene_of(model, count_uses(model, *inputs).by_use if inputs else None)
            folded = fold(full, self._ledger)
            name = self._ledger.name
            super().__init__(
                scene={"name": name, "full": full.to_data(), "folded": folded.to_data()}
            )

    def picture(self) -> Picture:
        """A model's own ledger; for the workbench, the three ways to join two slots, or none."""
        if self._ledger is None:
            figure = new_figure(6.8, 1.5)
            ledgers = {op: ledger(build(_two_layers(op))) for op in ("tie", "alias", "copy")}
            plot_kinds(figure.subplots(1, 3), ledgers)
            return Picture(figure, _KINDS)
        return ledger_picture(self._ledger)

    def answer(self) -> dict[str, Any]:
        """The ``scene`` of a recipe; that of a model of the reader's own is there already."""
        return {} if self._ledger is not None else {"scene": recipe_scene(self.recipe)}


def ledger_picture(shown: Ledger) -> Picture:
    """The ledger of a model as a figure, in words too."""
    figure = new_figure(6.8, ledger_height(shown))
    plot_ledger(figure.subplots(), shown)
    return Picture(figure, _alt(shown))


def _two_layers(op: str) -> Recipe:
    """Two layers of 64 weights each, joined by one operation."""
    layer = Layer("linear", 8, bias=False)
    return Recipe(8, (layer, layer), (Link(op, "0.weight", "1.weight"),))


_KINDS = """
Three ways to join two slots, 0.weight and 1.weight, each drawn as slots, objects and storage. Tie:
both slots hold one object, and 64 numbers are stored. Alias: each slot holds an object of its
own, both objects look at one storage, and 64 numbers are stored. Copy: two slots, two objects, two
storages, 128 numbers are stored, and nothing is joined.
"""


def _alt(shown: Ledger) -> str:
    tied = "; ".join(" and ".join(entry.slots) for entry in shown.tied[:3]) or "none"
    aliases = "; ".join(" and ".join(entry.slots) for entry in shown.aliases[:3]) or "none"
    return (
        f"Slots, objects and storage of {shown.name}: {shown.stored:,} numbers are stored, "
        f"{shown.by_object:,} counted by object and {shown.by_slot:,} by slot. "
        f"Tied: {tied}. Aliases: {aliases}."
    )
