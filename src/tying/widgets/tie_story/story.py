"""Stories of a small model: what is done to it, step by step, and what the reader is asked."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from tying.ledger import count_uses
from tying.widgets.ledger.recipe import (
    OPERATIONS,
    Chain,
    Layer,
    Link,
    Recipe,
    build,
    example_input,
)
from tying.widgets.ledger.scene import scene_of


@dataclass(frozen=True)
class Step:
    """Something done to a model, before which the reader says what will come of it.

    Attributes:
        op: a link of two slots, a key of ``OPERATIONS``, or a treatment of the whole model, a key
            of ``TREATMENTS``.
        ask: ``kind``, how the first slot is joined to another afterwards, or ``counts``, which of
            the four counts change.
        offers: the answers to choose from: kinds, or lists of counts; the right one is among them.
        source: the slot that stays as it is, for a link.
        target: the slot that a link changes, or one of the layer that a treatment is about.
    """

    op: str
    ask: str
    offers: tuple[Any, ...]
    source: str | None = None
    target: str = ""


@dataclass(frozen=True)
class Story:
    """A model and what is done to it, in order."""

    recipe: Recipe
    steps: tuple[Step, ...]

    def model(self, done: int) -> Chain:
        """The model after the first steps, ``done`` of them; it begins in single precision."""
        model = build(self.recipe).float()
        for step in self.steps[:done]:
            if step.op in TREATMENTS:
                model = TREATMENTS[step.op](model, step)
            else:
                OPERATIONS[step.op](model, Link(step.op, step.source, step.target))
        return model

    def scene(self, done: int) -> dict[str, Any]:
        """The scene after these steps as plain data, and which objects are ``equal``."""
        model = self.model(done)
        x = example_input(self.recipe)
        if x.is_floating_point():
            x = x.to(next(model.parameters()).dtype)
        by_use = count_uses(model, x).by_use
        return {**scene_of(model, by_use).to_data(), "equal": equal_objects(model)}

    def to_data(self) -> dict[str, Any]:
        """The steps as a page takes them, and the ``scenes`` before, between and after them."""
        return {
            "steps": [dataclasses.asdict(step) for step in self.steps],
            "scenes": [self.scene(done) for done in range(len(self.steps) + 1)],
        }


def equal_objects(model: nn.Module) -> list[int]:
    """For each object of a model the first that holds equal values in another memory, or −1."""
    objects = list(model.parameters())

    def equal(i: int, j: int) -> bool:
        one, other = objects[i], objects[j]
        return one.data_ptr() != other.data_ptr() and torch.equal(one, other)

    return [next((j for j in range(i) if equal(i, j)), -1) for i in range(len(objects))]


def _load(model: Chain, step: Step) -> Chain:
    model.load_state_dict(model.state_dict(), assign=step.op == "assign")
    return model


def _empty(model: Chain, step: Step) -> Chain:
    """Memory without values; not a number stands for them, which equals nothing."""
    device = next(model.parameters()).device
    model.to("meta").to_empty(device=device)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(torch.nan)
    return model


def _layers(model: Chain, step: Step) -> Chain:
    """A copy of each layer in its place; the forward pass stays the same."""
    for i, layer in enumerate(model):
        model[i] = copy.deepcopy(layer)
    return model


def _twice(model: Chain, step: Step) -> Chain:
    layer = int(step.target.split(".")[0])
    model.calls = tuple(calls + (i == layer) for i, calls in enumerate(model.calls))
    return model


TREATMENTS: dict[str, Callable[[Chain, Step], Chain]] = {
    "deepcopy": lambda model, step: copy.deepcopy(model),
    "load": _load,
    "assign": _load,
    "double": lambda model, step: model.double(),
    "empty": _empty,
    "layers": _layers,
    "twice": _twice,
}
"""What is done to a whole model, by name."""

_ALL = ("stored", "object", "slot", "use")
_BOTH = ("stored", "object")
_KINDS = ("tied", "alias", "separate")
_WEIGHTS = {"source": "0.weight", "target": "2.weight"}

_NET = Recipe(
    4,
    (
        Layer("linear", 4, bias=False), Layer("relu"), Layer("linear", 4, bias=False),
        Layer("relu"), Layer("linear", 1, bias=False),
    ),
    (Link("copy", "0.weight", "2.weight"),),
)  # fmt: skip
_PAIR = Recipe(
    8,
    (Layer("linear", 8, bias=False), Layer("linear", 8, bias=False)),
    (Link("tie", "0.weight", "1.weight"),),
)

STORIES: dict[str, Story] = {
    "counts": Story(
        _NET,
        (
            Step("tie", "counts", (_ALL, _BOTH, ("stored",)), **_WEIGHTS),
            Step("twice", "counts", (_ALL, ("slot", "use"), ("use",)), target="2.weight"),
            Step("layers", "counts", ((), _BOTH, _ALL)),
        ),
    ),
    "survival": Story(
        _PAIR,
        (
            Step("deepcopy", "kind", _KINDS),
            Step("load", "kind", _KINDS),
            Step("assign", "kind", _KINDS),
            Step("double", "kind", _KINDS),
            Step("tie", "kind", _KINDS, source="0.weight", target="1.weight"),
            Step("empty", "kind", _KINDS),
        ),
    ),
}
"""The stories by name: what a tie does to the four counts, and what a tie survives."""
