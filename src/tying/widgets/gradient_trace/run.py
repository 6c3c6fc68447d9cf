"""One forward pass of a model on a batch, up to a loss, without a trace left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._pytree import tree_leaves


@contextmanager
def untouched(model: nn.Module, batch: Any) -> Iterator[None]:
    """Take gradients away, and put them, buffers and random states back afterwards."""
    inputs = [one for one in tree_leaves(batch) if isinstance(one, Tensor) and one.is_leaf]
    gradients = [(one, one.grad) for one in (*model.parameters(), *inputs)]
    buffers = [(buffer, buffer.clone()) for buffer in model.buffers()]
    devices = {one.device.index for one in model.parameters() if one.device.type == "cuda"}
    for tensor, _ in gradients:
        tensor.grad = None
    try:
        with torch.random.fork_rng(devices=devices):
            yield
    finally:
        for tensor, gradient in gradients:
            tensor.grad = gradient
        for buffer, before in buffers:
            buffer.data.copy_(before)


def value_of(model: nn.Module, batch: Any, loss: Callable[[Any], Tensor] | None) -> Tensor:
    """The loss of ``model`` on ``batch``, as :class:`GradientTrace` describes it."""
    if loss is not None and not callable(loss):
        raise TypeError(f"loss must be a function of the output, or None; got {loss!r}")
    name = type(model).__name__
    output = _run(model, batch, name)
    value = loss(output) if loss is not None else _default_loss(output, name)
    if not isinstance(value, Tensor) or value.numel() != 1:
        what = _describe(value)
        raise ValueError(f"the loss must be a tensor with one number, got {what}")
    if value.grad_fn is None:
        raise ValueError(
            f"the loss depends on no parameter of {name} that requires a gradient; check "
            "requires_grad, torch.no_grad and detach"
        )
    return value.reshape(())


def _run(model: nn.Module, batch: Any, name: str) -> Any:
    """The output of ``model``, called as the kind of ``batch`` asks for."""
    try:
        with torch.enable_grad():
            if isinstance(batch, Mapping):
                return model(**batch)
            return model(*batch) if isinstance(batch, tuple) else model(batch)
    except Exception as error:
        raise ValueError(
            f"{name} cannot be run on {_describe(batch)}: {error}. A batch is a tensor, a tuple "
            "of positional arguments or a dict of keyword arguments"
        ) from error


def _default_loss(output: Any, name: str) -> Tensor:
    """The output's own loss, or half the sum of the squares of its first tensor with a gradient."""
    own = output.get("loss") if isinstance(output, Mapping) else getattr(output, "loss", None)
    if isinstance(own, Tensor):
        return own
    leaves = tree_leaves(dict(output) if isinstance(output, Mapping) else output)
    for leaf in leaves:
        if isinstance(leaf, Tensor) and leaf.requires_grad:
            return leaf.square().sum() / 2
    raise ValueError(
        f"the output of {name} holds no tensor that depends on a parameter, got "
        f"{_describe(output)}; give a loss, a function of the output"
    )


def _describe(thing: Any) -> str:
    """Shapes and types, for a message."""
    if isinstance(thing, Tensor):
        return f"a tensor of shape {tuple(thing.shape)} and type {thing.dtype}"
    if isinstance(thing, Mapping):
        return "{" + ", ".join(f"{key!r}: {_describe(one)}" for key, one in thing.items()) + "}"
    if isinstance(thing, tuple):
        return "(" + ", ".join(map(_describe, thing)) + ")"
    return type(thing).__name__
