"""What people do with a model in a training step. Each leaves gradients in ``.grad``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from tests.zoo.small import Specimen, loss_of

Situation = Callable[[nn.Module, Specimen], None]


def plain(model: nn.Module, specimen: Specimen) -> None:
    """One forward and one backward pass."""
    loss_of(model, specimen.inputs()).backward()


def accumulation(model: nn.Module, specimen: Specimen) -> None:
    """The gradients of two batches, added up."""
    for step in range(2):
        (loss_of(model, specimen.inputs(step)) / 2).backward()


def together(model: nn.Module, specimen: Specimen) -> None:
    """The losses of two batches in one backward pass."""
    (loss_of(model, specimen.inputs(0)) + loss_of(model, specimen.inputs(1))).backward()


def mixed_precision(model: nn.Module, specimen: Specimen) -> None:
    """Autocast, and a loss that is scaled by 2^16."""
    scaler = torch.amp.GradScaler("cpu")
    with torch.autocast("cpu", torch.bfloat16):
        loss = loss_of(model, specimen.inputs())
    scaler.scale(loss).backward()


def checkpointing(model: nn.Module, specimen: Specimen, reentrant: bool) -> None:
    """The blocks' forward pass is run again during the backward pass."""
    for path in specimen.blocks:
        block = model.get_submodule(path)
        block.forward = partial(_checkpointed, block.forward, reentrant)
    if not specimen.blocks:
        own: Any = model
        own.activation_checkpointing_enable({"use_reentrant": reentrant})
    plain(model, specimen)


def _checkpointed(forward: Callable, reentrant: bool, *args: Any, **kwargs: Any) -> Any:
    """``forward`` in a checkpoint; a reentrant one takes no arguments by name."""
    return checkpoint(partial(forward, **kwargs), *args, use_reentrant=reentrant)


def functional_call(model: nn.Module, specimen: Specimen) -> None:
    """The parameters are handed in."""
    parameters: dict[str, Tensor] = dict(model.named_parameters())

    def call(**inputs: Any) -> Any:
        return torch.func.functional_call(model, parameters, (), inputs)

    loss_of(call, specimen.inputs()).backward()


def assigned(model: nn.Module, specimen: Specimen) -> None:
    """The parameters' values come from a checkpoint, whose tensors are taken as they are."""
    model.load_state_dict(model.state_dict(keep_vars=True), assign=True)
    plain(model, specimen)


SITUATIONS: dict[str, Situation] = {
    "plain": plain,
    "accumulation": accumulation,
    "two batches together": together,
    "mixed precision": mixed_precision,
    "checkpointing": partial(checkpointing, reentrant=False),
    "reentrant checkpointing": partial(checkpointing, reentrant=True),
    "functional_call": functional_call,
    "assigned": assigned,
}
