"""Why two slots that should hold one parameter hold two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from tying.slots import storage

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
            "aliased",
            "two Parameter objects look at one storage, so an optimiser steps it twice",
        )
    if _equal(first, second) or (second.ndim == 2 and _equal(first, second.t())):
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
    """Whether the two tensors have a byte in common."""
    if storage.storage_key(first) != storage.storage_key(second):
        return False
    runs = [storage.byte_runs(first), storage.byte_runs(second)]
    return len(storage.overlapping(runs)) == 1


def _difference(first: Tensor, second: Tensor) -> str:
    """How two unequal parameters differ, in words."""
    if first.shape != second.shape:
        return f"their shapes are {tuple(first.shape)} and {tuple(second.shape)}"
    if (first.dtype, first.device) != (second.dtype, second.device):
        return f"they are {first.dtype} on {first.device} and {second.dtype} on {second.device}"
    if _has_values(first) and _has_values(second):
        largest = (_dense(first) - _dense(second)).abs().max()
        return f"their values differ by up to {float(largest):.3g}"
    return f"on the {first.device.type} device they have no values to compare"


def _equal(first: Tensor, second: Tensor) -> bool:
    if (first.shape, first.dtype, first.device) != (second.shape, second.dtype, second.device):
        return False
    return _has_values(first) and _has_values(second) and torch.equal(_dense(first), _dense(second))


def _dense(tensor: Tensor) -> Tensor:
    return tensor.detach().to_dense()


def _has_values(tensor: Tensor) -> bool:
    return tensor.device.type != "meta" and not isinstance(tensor, torch._subclasses.FakeTensor)
