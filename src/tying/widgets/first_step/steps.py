"""The first step of an optimiser, for one number that is used twice: as a tie, and as an alias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from tying.device import device

OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "SGD": partial(torch.optim.SGD, lr=0.1),
    "Adam": partial(torch.optim.Adam, lr=1.0),
}
"""The optimisers by name, each with the learning rate of the picture."""


@dataclass(frozen=True)
class FirstSteps:
    """How far the number moves: by the one step of a tie, and by the two steps of an alias."""

    tied: float
    alias: tuple[float, float]


def uses(first: Tensor, second: Tensor) -> Tensor:
    """The loss of the two uses, (a − 3)² + (b + 1)²: the first pulls to 3, the second to −1."""
    return (first - 3) ** 2 + (second + 1) ** 2


def first_steps(start: float, optimizer: str) -> FirstSteps:
    """The first steps from ``start``, in double precision.

    A tie is one parameter, which gets one step for the sum of the two gradients. An alias is two
    parameters over one memory, each with the state of its own in the optimiser, so that the
    memory gets two steps, each for one gradient.

    Args:
        start: the value of the number.
        optimizer: a name of :data:`OPTIMIZERS`.

    Raises:
        ValueError: if the name of the optimiser is unknown.
    """
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"optimizer must be {' or '.join(OPTIMIZERS)}, got {optimizer!r}")
    make = OPTIMIZERS[optimizer]
    tied = _number(start)
    uses(tied, tied).backward()
    (one_step,) = _moves(tied, [tied], make)

    first, second = _number(start), _number(start)
    second.data = first.data  # two parameters over one memory
    uses(first, second).backward()
    one, two = _moves(first, [first, second], make)
    return FirstSteps(one_step, (one, two))


def _number(value: float) -> nn.Parameter:
    return nn.Parameter(torch.tensor(value, dtype=torch.float64, device=device()))


def _moves(
    memory: nn.Parameter,
    parameters: Sequence[nn.Parameter],
    make: Callable[..., torch.optim.Optimizer],
) -> list[float]:
    """How far the step of each parameter, one after the other, moves the memory.

    The optimisers treat every parameter separately, so that one optimiser for each of them takes
    the same steps as one for all, and can be stopped in between.
    """
    moves = []
    for parameter in parameters:
        before = memory.item()
        make([parameter]).step()
        moves.append(memory.item() - before)
    return moves
