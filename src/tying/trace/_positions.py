"""The places of a convolution: what its kernel receives from each window that it looks through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count, product
from typing import Any, Literal, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.slots import require_module
from tying.trace._contributions import Use

Place = tuple[int, ...]
"""Where an output stands in its feature map: an index for each dimension of the image."""


@dataclass(frozen=True)
class _Call:
    """What one parameter received from one call of the convolution.

    Attributes:
        number: which call, from 0.
        places: the places of the output, in row-major order.
        received: the contributions ``(places, *parameter.shape)``, or their norms ``(places,)``.
    """

    number: int
    places: list[Place]
    received: Tensor


class Positions:
    """Contributions by place, recorded by :func:`conv_positions`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._calls: dict[str, list[_Call]] = {}  # by the name of the slot

    def uses(self, name: str) -> tuple[Use, ...]:
        """What the slot ``name`` received, call by call, in each by place in row-major order.

        Raises:
            ValueError: if nothing arrived there.
        """
        return tuple(
            Use(name, self._path, call.number, f"conv{len(place)}d{list(place)}", grad)
            for call in self._calls_of(name)
            for place, grad in zip(call.places, call.received, strict=True)
        )

    def norms(self, name: str) -> Tensor:
        """The norms of :meth:`uses`, of shape (uses,).

        Raises:
            ValueError: if nothing arrived there.
        """
        received = [call.received for call in self._calls_of(name)]
        return torch.cat([values.reshape(len(values), -1).norm(dim=1) for values in received])

    def _add(self, slot: str, call: _Call) -> None:
        name = f"{self._path}.{slot}" if self._path else slot
        self._calls.setdefault(name, []).append(call)

    def _calls_of(self, name: str) -> list[_Call]:
        if name not in self._calls:
            raise ValueError(
                f"no gradient arrived at {name!r}, only at {[*self._calls]}: name a slot of the "
                "convolution, and run forward and backward inside the with block"
            )
        return self._calls[name]


@contextmanager
def conv_positions(
    model: nn.Module, path: str = "", *, reduce: Literal["norm"] | None = None
) -> Iterator[Positions]:
    """Contributions inside the convolution at ``path``, from a block of forward and backward.

    The ``op`` of a use tells the place, ``"conv2d[3, 4]"``; ``grad`` is what the locally
    connected twin would receive there, summed over the batch. Over the places it sums to the
    gradient, to rounding.

    Args:
        model: the module that contains the convolution.
        path: where, as in ``model.named_modules()``; empty for the model itself.
        reduce: ``"norm"`` keeps only the norm of each contribution, and is made without the large
            tensor of all of them, from inner products of windows, and of gradients, between the
            examples.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if ``path`` names no ``nn.Conv1d``, ``nn.Conv2d`` or ``nn.Conv3d``, or
            ``reduce`` is neither None nor ``"norm"``. Other convolutions, and those with
            parametrizations, may apply another weight than the one that they store.
        RuntimeError: in a backward pass with ``create_graph=True``.

    Source:
        Li, Tramèr, Liang & Hashimoto, *Large Language Models Can Be Strong Differentially Private
        Learners*, 2022, section 4, for norms from inner products.
    """
    require_module(model)
    conv = _plain_convolution(model, path)
    if reduce not in (None, "norm"):
        raise ValueError(f'reduce must be None or "norm", got {reduce!r}')
    positions = Positions(path)
    call_numbers = count()
    handles: list[Any] = []

    def after_forward(_: nn.Module, args: tuple, kwargs: dict, output: Tensor) -> None:
        if output.grad_fn is None:
            return
        x = args[0] if args else kwargs["input"]
        record = partial(_record, positions, conv, next(call_numbers), x.detach(), reduce == "norm")
        handles.append(output.grad_fn.register_prehook(record))

    # Before other hooks, which may replace the output.
    handles.append(conv.register_forward_hook(after_forward, prepend=True, with_kwargs=True))
    try:
        with torch.compiler.set_stance("force_eager"):
            yield positions
    finally:
        for handle in handles:
            handle.remove()


def _plain_convolution(model: nn.Module, path: str) -> nn.Conv2d:
    """The convolution at ``path``, cast to the type of two dimensions; it can have one or three.

    Raises:
        ValueError: if there is none, or a class built on one.
    """
    places = dict(model.named_modules(remove_duplicate=False))
    plain = {
        name: module
        for name, module in places.items()
        if type(module) in (nn.Conv1d, nn.Conv2d, nn.Conv3d)
    }
    if path not in plain:
        kind = f", a {type(places[path]).__name__}" if path in places else ""
        known = f"one of {[*plain]}" if plain else "of which this model has none"
        raise ValueError(
            "path must name a plain convolution (nn.Conv1d, nn.Conv2d or nn.Conv3d itself), "
            f"{known}, got {path!r}{kind}"
        )
    return cast(nn.Conv2d, plain[path])


def _record(
    positions: Positions,
    conv: nn.Conv2d,
    call: int,
    x: Tensor,
    norms_only: bool,
    gradients: tuple[Tensor, ...],
) -> None:
    """Add what the parameters of ``conv`` receive from a call with input ``x``.

    Args:
        positions: to which it is added.
        conv: the convolution.
        call: the number of the call.
        x: its input, with or without a batch.
        norms_only: whether only the norms are wanted.
        gradients: a tuple of one, the gradient of the call's output.
    """
    if torch.is_grad_enabled():
        raise RuntimeError("places are not told apart with create_graph=True; use a trace")
    (gradient,) = gradients
    batched = gradient.dim() == len(conv.kernel_size) + 2
    for slot, parameter in conv.named_parameters():
        if not parameter.requires_grad:
            continue
        with torch.autocast(x.device.type, enabled=False):
            # Under autocast both can have another type than the parameter.
            g, inputs = gradient.to(parameter), x.to(parameter)
            if not batched:
                g, inputs = g[None], inputs[None]
            received = _received(conv, parameter is conv.bias, inputs, g, norms_only)
        places = list(product(*map(range, g.shape[2:])))
        positions._add(slot, _Call(call, places, received))


def _received(conv: nn.Conv2d, bias: bool, x: Tensor, g: Tensor, norms_only: bool) -> Tensor:
    """Contributions ``(places, *shape)`` to bias or weight, or their norms ``(places,)``.

    Args:
        conv: the convolution.
        bias: whether the bias is meant rather than the weight.
        x: input, ``(batch, channels_in, *size)``.
        g: gradient of the output, ``(batch, channels_out, *places)``.
        norms_only: whether only the norms are wanted.
    """
    if bias:
        contributions = g.sum(0).flatten(1).T
        return contributions.norm(dim=1) if norms_only else contributions
    mode = "constant" if conv.padding_mode == "zeros" else conv.padding_mode
    padded = F.pad(x, _padding(conv), mode=mode)
    x = padded.unflatten(1, (conv.groups, -1))
    g = g.unflatten(1, (conv.groups, -1))
    return _weight_norms(conv, x, g) if norms_only else _weight_contributions(conv, x, g)


def _weight_contributions(conv: nn.Conv2d, x: Tensor, g: Tensor) -> Tensor:
    """For each place the sum over the examples of gradient times conjugate window.

    Args:
        conv: the convolution.
        x: padded input, ``(batch, groups, channels_in / groups, *size)``.
        g: gradient of the output, ``(batch, groups, channels_out / groups, *places)``.

    Returns:
        Tensor of shape ``(places, *conv.weight.shape)``.
    """
    n = len(conv.kernel_size)
    place_axes, kernel_axes = range(3, 3 + n), range(3 + n, 3 + 2 * n)
    batch, groups = x.shape[:2]
    outputs = g.permute(*place_axes, 1, 2, 0)  # places, group, channel, example
    outputs = outputs.flatten(0, n - 1)
    windows = _windows(conv, x.conj())
    windows = windows.permute(*place_axes, 1, 0, 2, *kernel_axes)  # places, group, example, window
    windows = windows.reshape(len(outputs), groups, batch, -1)
    return (outputs @ windows).reshape(-1, *conv.weight.shape)


def _weight_norms(conv: nn.Conv2d, x: Tensor, g: Tensor) -> Tensor:
    r"""Norms of :func:`_weight_contributions`, of shape ``(places,)``, without its result.

    With gradients g_a and windows x_a of the examples a at one place, the squared norm of
    Σ_a g_a ⊗ x̄_a is Σ_a Σ_b ⟨g_a, g_b⟩⟨x_b, x_a⟩, and groups add up.
    """
    n = len(conv.kernel_size)
    kernel_axes = tuple(range(-n, 0))
    squares = torch.zeros_like(g[0, 0, 0])
    for x_b, g_b in zip(x, g, strict=True):
        pixel_products = (x.conj() * x_b).sum(2)  # over channels: (batch, groups, *size)
        window_products = _windows(conv, pixel_products).sum(kernel_axes)
        gradient_products = (g * g_b.conj()).sum(2)
        squares += (window_products * gradient_products).sum((0, 1))
    return squares.real.flatten().clamp(min=0).sqrt()


def _padding(conv: nn.Conv2d) -> list[int]:
    """Padding before and after each dimension, the last one first, as ``F.pad`` takes it."""
    padding = []
    for i in reversed(range(len(conv.kernel_size))):
        if conv.padding == "same":
            total = (conv.kernel_size[i] - 1) * conv.dilation[i]
            padding += [total // 2, total - total // 2]
        elif conv.padding == "valid":
            padding += [0, 0]
        else:
            padding += [int(conv.padding[i])] * 2
    return padding


def _windows(conv: nn.Conv2d, x: Tensor) -> Tensor:
    """Cut the last dimensions, padded, into windows: ``(..., *places, *kernel)``."""
    first = x.dim() - len(conv.kernel_size)
    for i, (kernel, dilation) in enumerate(zip(conv.kernel_size, conv.dilation, strict=True)):
        extent = dilation * (kernel - 1) + 1
        x = x.unfold(first + i, extent, conv.stride[i])[..., ::dilation]
    return x
