"""Why two slots that should hold one parameter hold two."""

from __future__ import annotations

import torch
from torch import Tensor

from tying.slots import storage


def diagnosis(first: Tensor, second: Tensor) -> tuple[str, str]:
    """How two distinct parameters differ from a tie, as one word and as a sentence.

    Returns:
        ``("aliased" | "copied" | "re-registered", sentence)``.
    """
    if _share_memory(first, second):
        return "aliased", (
            "two Parameter objects look at one storage, so an optimiser steps it twice"
        )
    if _equal(first, second) or (second.ndim == 2 and _equal(first, second.t())):
        return "copied", (
            "the values are equal, but lie in separate memory and part once their gradients differ"
        )
    if first.shape != second.shape:
        why = f"their shapes are {tuple(first.shape)} and {tuple(second.shape)}"
    elif (first.dtype, first.device) != (second.dtype, second.device):
        why = f"they are {first.dtype} on {first.device} and {second.dtype} on {second.device}"
    elif _has_values(first) and _has_values(second):
        largest = (_dense(first) - _dense(second)).abs().max()
        why = f"their values differ by up to {float(largest):.3g}"
    else:
        why = f"on the {first.device.type} device they have no values to compare"
    return "re-registered", (
        f"they hold two Parameter objects, and {why}; "
        "one was replaced after the tie, or the tie was never made"
    )


def _share_memory(first: Tensor, second: Tensor) -> bool:
    if storage.storage_key(first) != storage.storage_key(second):
        return False
    runs = [storage.byte_runs(first), storage.byte_runs(second)]
    return len(storage.overlapping(runs)) == 1


def _equal(first: Tensor, second: Tensor) -> bool:
    if (first.shape, first.dtype, first.device) != (second.shape, second.dtype, second.device):
        return False
    return _has_values(first) and _has_values(second) and torch.equal(_dense(first), _dense(second))


def _dense(tensor: Tensor) -> Tensor:
    return tensor.detach().to_dense()


def _has_values(tensor: Tensor) -> bool:
    return tensor.device.type != "meta" and not isinstance(tensor, torch._subclasses.FakeTensor)
