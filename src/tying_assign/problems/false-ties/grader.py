"""The hidden tests of ``false-ties``: fresh models of all six ways, of other sizes in each class.

What is expected follows from how a model was made, and for the first step from the contributions of
the slots of an untied twin, by autograd, and the updates of both optimisers as formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from tying.check.models import WAYS, claimed
from tying_assign.definition import Case, Model, Problem, Question, Written

KINDS = {
    "tie": "tie",
    "alias": "alias",
    "copy": "copy",
    "deepcopy": "copy",
    "to_empty": "separate",
    "assign": "alias",
}
EPSILON = 1e-8
"""Of Adam: what it adds to the root."""


@dataclass(frozen=True)
class Claim:
    """A model that claims a tie, and how it was made."""

    model: nn.Sequential
    way: str
    width: int
    depth: int
    slots: tuple[str, str]
    x: Tensor

    @property
    def kind(self) -> str:
        """What its slots hold."""
        return KINDS[self.way]


def claims(rng: np.random.Generator) -> list[Claim]:
    """Two models of each way, shuffled."""
    return [claim(rng, way) for way in rng.permutation([*WAYS, *WAYS])]


def claim(rng: np.random.Generator, way: str) -> Claim:
    """A model of this way: its size, the places of its slots, and an input."""
    width, depth = int(rng.integers(3, 8)), int(rng.integers(3, 6))
    places = sorted(rng.choice(depth, size=2, replace=False).tolist())
    layers = (int(places[0]), int(places[1]))
    model = claimed(str(way), width, depth, layers, int(rng.integers(2**31)))
    names = [f"{2 * layer}.weight" for layer in layers]
    first, second = names if rng.random() < 0.5 else names[::-1]
    x = torch.tensor(rng.normal(size=(6, width)), dtype=torch.float64)
    return Claim(model, str(way), width, depth, (first, second), x)


def kinds(rng: np.random.Generator) -> Sequence[Case]:
    """What the slots hold, by how the model was made."""
    return [Case((Model(one.model), *one.slots), one.kind) for one in claims(rng)]


def costs(rng: np.random.Generator) -> Sequence[Case]:
    """What the layers have, less what two slots share."""
    return [Case((Model(one.model),), costs_of(one)) for one in claims(rng)]


def costs_of(one: Claim) -> dict[str, int]:
    """Numbers in memory, and two for each number of each object."""
    by_slot, weight = one.depth * (one.width**2 + one.width), one.width**2
    stored = by_slot - weight * (one.kind in ("tie", "alias"))
    return {"stored": stored, "adam": 2 * (by_slot - weight * (one.kind == "tie"))}


def first_steps(rng: np.random.Generator) -> Sequence[Case]:
    """How far the first slot moves, by the formulas of both optimisers."""
    return [Case((Model(one.model), *one.slots, one.x), ratios(one)) for one in claims(rng)]


def ratios(one: Claim) -> dict[str, float]:
    """Movement of the first slot by that of a tie, for both optimisers."""
    gradients = untied_gradients(one)
    return {
        "sgd": ratio(one.kind, gradients, lambda gradient: gradient),
        "adam": ratio(one.kind, gradients, lambda gradient: gradient / (gradient.abs() + EPSILON)),
    }


def ratio(kind: str, gradients: tuple[Tensor, Tensor], update: Callable[[Tensor], Tensor]) -> float:
    """The same for one optimiser, whose first update is a function of the gradient."""
    first, second = gradients
    honest = update(first + second)
    moved = {"tie": honest, "alias": update(first) + update(second)}.get(kind, update(first))
    return float(moved.norm() / honest.norm())


def untied_gradients(one: Claim) -> tuple[Tensor, Tensor]:
    """What each of the two slots contributes: gradients of a twin that shares nothing."""
    twin: dict[str, Any] = {
        name: value.detach().clone().requires_grad_()
        for name, value in one.model.named_parameters(remove_duplicate=False)
    }
    output = torch.func.functional_call(one.model, twin, (one.x,), tie_weights=False)
    first, second = torch.autograd.grad(output.square().mean(), [twin[slot] for slot in one.slots])
    return first, second


PROBLEM = Problem(
    id="false-ties",
    title="Lab: find the tie that is not a tie",
    chapter="notebooks/principles/ties-and-aliases",
    minutes=100,
    late=("torch.fx.experimental.symbolic_shapes",),  # for a model without memory
    questions=(
        Question("kind", 4, "kind", kinds, seconds=30),
        Question("costs", 2, "costs", costs, seconds=30),
        Question("first-step", 5, "first_step", first_steps, rtol=1e-4, seconds=30),
        Written("own-work", 3, "`test_tie` and text"),
        Written("own-model", 2, "`my_model`, `example` and text"),
    ),
)
