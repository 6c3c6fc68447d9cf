"""The gradient trace: what every use of a parameter contributes, and how that becomes ``.grad``."""

from __future__ import annotations

import copy
import dataclasses
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import traitlets
from torch import Tensor, nn

from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.trace import MOST, Contribution, contributions_height, plot_contributions
from tying.slots import require_module
from tying.widgets.base import TiedWidget
from tying.widgets.gradient_trace.examples import answer_of, use_labels
from tying.widgets.gradient_trace.scene import scene_of
from tying.widgets.gradient_trace.settings import (
    EXAMPLES,
    MATERIAL,
    NAMES,
    PRESETS,
    Setting,
    check_setting,
)

Rows = Sequence[Sequence[float]]


@dataclasses.dataclass(frozen=True)
class _Watched:
    """The parameter that is drawn.

    Attributes:
        name: its name.
        shape: its shape.
        parts: what its uses contribute; means of blocks where it is large.
        norms: the norms of what they contribute.
        total: rows of its gradient; means of blocks where it is large.
        norm: the norm of its gradient.
        unknown: how many further uses there are, whose contributions are not sent to a page.
    """

    name: str
    shape: Sequence[int]
    parts: list[Contribution]
    norms: list[float]
    total: Rows
    norm: float
    unknown: int = 0

    @property
    def uses(self) -> int:
        """How often it is used."""
        return len(self.parts) + self.unknown


class GradientTrace(TiedWidget):
    """Backward, step by step: each use of a shared parameter contributes, and the sum is ``.grad``.

    ``GradientTrace("twice")`` opens one of the worked examples, whose numbers and loss the reader
    sets. ``GradientTrace(model, batch)`` draws any model: its graph up to 60 nodes, and beyond
    that a table of all uses and the norms of what they contribute.

    Without a kernel the page computes the examples itself. With one, :meth:`answer` computes
    them with torch and :func:`tying.trace.trace`, and the widget says so.

    Args:
        model: ``"bias"``, ``"twice"``, ``"rnn"``, ``"embedding"``, or any module.
        batch: what the module's forward pass takes: a tensor, a tuple of positional arguments,
            or a dict of keyword arguments.
        loss: a callable that makes a scalar of the module's output. By default the output's
            attribute ``loss`` where it has one, and otherwise half the sum of the squares of its
            first tensor that has a gradient.
        preset: the example's first setting, a key of ``PRESETS``.
        compact: backward and what arrives alone, in one screen: without the controls of the
            setting, the agreement of the uses, and what a step does.

    Raises:
        TypeError: if ``model`` is neither a module nor a name, or it comes without a batch.
        ValueError: if the example or the preset is unknown, the module cannot be run on the
            batch, or the loss is no scalar that depends on a parameter.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    examples = traitlets.Dict().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    material = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    compact = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        model: str | nn.Module = "bias",
        batch: Any = None,
        loss: Callable[[Any], Tensor] | None = None,
        *,
        preset: str | None = None,
        compact: bool = False,
    ) -> None:
        if isinstance(model, str):
            setting = _opening(model, preset)
            check_setting(setting)
            super().__init__(
                compact=compact,
                setting=setting,
                examples=copy.deepcopy(EXAMPLES),
                presets=copy.deepcopy(PRESETS),
                material=copy.deepcopy(MATERIAL),
            )
        else:
            require_module(model)
            if batch is None:
                raise TypeError(
                    f"a batch is needed to run {type(model).__name__}: a tensor, a tuple of "
                    "positional arguments or a dict of keyword arguments"
                )
            super().__init__(compact=compact, scene=scene_of(model, batch, loss))

    def picture(self) -> Picture:
        """The parameter, its uses, what each contributes, and the sum."""
        watched = _of_scene(self.scene) if self.scene else _of_example(self.setting)
        figure = new_figure(6.8, contributions_height(watched.parts))
        with mpl.rc_context(STYLE):
            plot_contributions(figure.subplots(), watched.name, watched.parts, watched.total)
        return Picture(figure, _in_words(watched))

    def answer(self) -> dict[str, Any]:
        """The ``answer`` to an example's setting; a model's own scene is one already."""
        if self.scene:
            return {}
        check_setting(self.setting)
        return {"answer": dataclasses.asdict(answer_of(self.setting))}


def _opening(example: str, preset: str | None) -> dict[str, Any]:
    own = [name for name, setting in PRESETS.items() if setting["example"] == example]
    if not own:
        raise ValueError(f"model must be a module or one of {', '.join(EXAMPLES)}; got {example!r}")
    if preset is not None and preset not in own:
        raise ValueError(f"preset must be one of {', '.join(own)}; got {preset!r}")
    return copy.deepcopy(PRESETS[preset or own[0]])


def _of_example(setting: Setting) -> _Watched:
    """The shared parameter of a worked example."""
    answer = answer_of(setting)
    parts = [
        Contribution(label, _rows(part, answer.shape))
        for label, part in zip(use_labels(setting), answer.parts, strict=True)
    ]
    return _Watched(
        name=NAMES[setting["example"]],
        shape=answer.shape,
        parts=parts,
        norms=[math.hypot(*part) for part in answer.parts],
        total=_rows(answer.grad, answer.shape),
        norm=math.hypot(*answer.grad),
    )


def _of_scene(scene: dict[str, Any]) -> _Watched:
    """The parameter that a scene begins with."""
    parameter = scene["parameters"][scene["watched"]]
    uses = parameter["uses"]
    sent = [use for use in uses if use["part"]]
    return _Watched(
        name=parameter["name"],
        shape=parameter["shape"],
        parts=[Contribution(use["label"], _rows(**use["part"])) for use in sent],
        norms=[use["norm"] for use in sent],
        total=_rows(**parameter["sum"]),
        norm=parameter["norm"],
        unknown=len(uses) - len(sent),
    )


def _rows(data: list[float], shape: list[int]) -> Rows:
    """The rows of a matrix, from its entries; a vector is a column."""
    width = shape[1] if len(shape) > 1 else 1
    return [data[k : k + width] for k in range(0, len(data), width)]


def _in_words(watched: _Watched) -> str:
    name, shape = watched.name, watched.shape
    each = "; ".join(
        f"{part.label} contributes {_array_in_words(part.rows, shape, norm)}"
        for part, norm in zip(watched.parts[:MOST], watched.norms[:MOST], strict=True)
    )
    undrawn = watched.uses - MOST
    more = f"; {undrawn} more uses are not drawn" if undrawn > 0 else ""
    times = {1: "once", 2: "twice"}.get(watched.uses, f"{watched.uses} times")
    return (
        f"The parameter {name} is used {times}, with a line to each use: {each}{more}. "
        f"The contributions add up to {name}.grad, "
        f"{_array_in_words(watched.total, shape, watched.norm)}."
    )


def _array_in_words(rows: Rows, shape: Sequence[int], norm: float) -> str:
    """The entries of an array of at most four, as the page writes it; shape and norm of another."""
    if math.prod(shape) <= 4:
        return "(" + "; ".join(", ".join(f"{x + 0.0:.3g}" for x in row) for row in rows) + ")"
    kind = {1: "vector", 2: "matrix"}.get(len(shape), "tensor")
    return f"a {kind} of {' × '.join(map(str, shape))} numbers with norm {norm:.3g}"
