"""Why two slots that should hold one parameter hold two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from torch import Tensor

from tying.slots import storage
from tying.slots.contents import contents
from tying.slots.values import equal, has_values, largest_difference

Fault = Literal["aliased", "copied", "re-registered"]


@dataclass(frozen=True)
class Diagnosis:
    """How two distinct parameters differ from a tie.

    Attributes:
        fault: in one word; see :class:`tying.ties.NotTiedError`.
        reason: in a sentence.
    """

    fault: Fault
    reason: str


def diagnose(first: Tensor, second: Tensor) -> Diagnosis:
    """How two parameters, which are two objects, differ from a tie."""
    if share_memory(first, second):
        return Diagnosis(
            "aliased", f"two Parameter objects look at one storage, {_steps(first, second)}"
        )
    if equal(first, second) or (_is_matrix(second) and equal(first, second.t())):
        return Diagnosis(
            "copied",
            "the values are equal, but lie in separate memory and part once their gradients differ",
        )
    return Diagnosis(
        "re-registered",
        f"they hold two Parameter objects, and {_difference(first, second)}; "
        "one was replaced after the tie, or the tie was never made",
    )


def share_memory(first: Tensor, second: Tensor) -> bool:
    """Whether the values of the two tensors have a byte in common."""
    taken = storage.Occupied()
    numbers = [taken.add(*contents(tensor).values) for tensor in (first, second)]
    alone = storage.Occupied().add(*contents(second).values)
    return numbers[1] < alone


def _steps(first: Tensor, second: Tensor) -> str:
    """How often an optimiser steps the storage of two objects."""
    if first.requires_grad and second.requires_grad:
        return "so an optimiser steps it twice"
    if not (first.requires_grad or second.requires_grad):
        return "both frozen, so no optimiser steps it"
    trained, frozen = ("first", "second") if first.requires_grad else ("second", "first")
    return (
        f"of which the {frozen} is frozen, so an optimiser steps it once, by the gradient of the "
        f"{trained} alone"
    )


def _difference(first: Tensor, second: Tensor) -> str:
    """How two unequal parameters differ, in words."""
    shapes = [contents(tensor).shape for tensor in (first, second)]
    if shapes[0] != shapes[1]:
        return f"their shapes are {shapes[0]} and {shapes[1]}"
    if (first.dtype, first.device) != (second.dtype, second.device):
        return f"they are {first.dtype} on {first.device} and {second.dtype} on {second.device}"
    if has_values(first) and has_values(second):
        return f"their values differ {largest_difference(first, second)}".rstrip()
    return f"on the {first.device.type} device they have no values to compare"


def _is_matrix(tensor: Tensor) -> bool:
    return not tensor.is_nested and tensor.ndim == 2
