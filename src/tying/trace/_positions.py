"""The places of a convolution: what its kernel receives from each window that it looks through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, product
from typing import Literal, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.slots import require_module
from tying.trace._contributions import Use


class Positions:
    """What :func:`conv_positions` has seen."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: dict[str, list[tuple[int, list, Tensor]]] = {}  # call, places, stack of grads

    def uses(self, name: str) -> tuple[Use, ...]:
        """What the slot ``name`` received, call by call, in each by place in row-major order.

        Raises:
            ValueError: if nothing arrived there.
        """
        return tuple(
            Use(name, self._path, call, f"conv{len(place)}d{list(place)}", grad)
            for call, places, grads in self._at(name)
            for place, grad in zip(places, grads, strict=True)
        )

    def norms(self, name: str) -> Tensor:
        """The norms of :meth:`uses`, of shape (uses,)."""
        return torch.cat(
            [grads.reshape(len(grads), -1).norm(dim=1) for _, _, grads in self._at(name)]
        )

    def _at(self, name: str) -> list[tuple[int, list, Tensor]]:
        if name not in self._found:
            raise ValueError(
                f"no gradient arrived at {name!r}, only at {[*self._found]}: name a slot of the "
                "convolution, and run forward and backward inside the with block"
            )
        return self._found[name]


@contextmanager
def conv_positions(
    model: nn.Module, path: str = "", *, reduce: Literal["norm"] | None = None
) -> Iterator[Positions]:
    """Contributions inside the convolution at ``path``, from a block of forward and backward.

    The ``op`` of a use tells the place, ``"conv2d[3, 4]"``; ``grad`` is what the locally
    connected twin would receive there, summed over the batch. Over the places it sums to the
    gradient, to rounding. With ``reduce="norm"`` it is only the norm, made without the large
    tensor from inner products of windows, and of gradients, between the examples (as Li et al.,
    *Large Language Models Can Be Strong Differentially Private Learners*, 2022, section 4, do).

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if ``path`` names no ``nn.Conv1d``, ``nn.Conv2d`` or ``nn.Conv3d``. Others, and
            those with parametrizations, may apply another weight than the one that they store.
        RuntimeError: in a backward pass with ``create_graph=True``.
    """
    require_module(model)
    kinds = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
    fit = {name: m for name, m in model.named_modules(remove_duplicate=False) if type(m) in kinds}
    if path not in fit or reduce not in (None, "norm"):
        raise ValueError(
            f'path must name a plain convolution, one of {[*fit]}, and reduce be None or "norm"; '
            f"got {path!r} and {reduce!r}"
        )
    conv, found, calls, handles = cast(nn.Conv2d, fit[path]), Positions(path), count(), []

    def called(_: nn.Module, args: tuple, kwargs: dict, y: Tensor) -> None:
        if y.grad_fn is None:
            return
        x, call = (*args, *kwargs.values())[0].detach(), next(calls)

        def arrived(gradients: tuple[Tensor, ...]) -> None:
            if torch.is_grad_enabled():
                raise RuntimeError("places are not told apart with create_graph=True; use a trace")
            for slot, p in conv.named_parameters():
                if p.requires_grad:
                    with torch.autocast(x.device.type, enabled=False):
                        places, grads = _contributions(conv, p, x, gradients[0], bool(reduce))
                    stacks = found._found.setdefault(f"{path}.{slot}".lstrip("."), [])
                    stacks.append((call, places, grads))

        handles.append(y.grad_fn.register_prehook(arrived))

    handles.append(conv.register_forward_hook(called, prepend=True, with_kwargs=True))
    try:
        with torch.compiler.set_stance("force_eager"):
            yield found
    finally:
        for handle in handles:
            handle.remove()


def _contributions(
    conv: nn.Conv2d, p: Tensor, x: Tensor, g: Tensor, norms: bool
) -> tuple[list, Tensor]:
    """The places, and what ``p``, weight or bias, receives at each, or the norms."""
    n, pads = len(conv.kernel_size), []
    x, g = (x.to(p), g.to(p)) if g.dim() == n + 2 else (x.to(p)[None], g.to(p)[None])
    places, space = list(product(*map(range, g.shape[2:]))), tuple(range(-n, 0))
    if p is conv.bias:
        received = g.sum(0).flatten(1).T
        return places, received.norm(dim=1) if norms else received
    for i in reversed(range(n)):
        same = (conv.kernel_size[i] - 1) * conv.dilation[i] if conv.padding == "same" else 0
        word = isinstance(conv.padding, str)
        pads += [same // 2, same - same // 2] if word else [int(conv.padding[i])] * 2
    x = F.pad(x, pads, mode="constant" if conv.padding_mode == "zeros" else conv.padding_mode)
    x, g = x.unflatten(1, (conv.groups, -1)), g.unflatten(1, (conv.groups, -1))
    if norms:  # the sum over pairs of examples of ⟨window, window'⟩⟨g, g'⟩
        squares = torch.zeros_like(g[0, 0, 0])
        for a, b in zip(x, g, strict=True):
            windows = _windows(conv, (x.conj() * a).sum(2)).sum(space)
            squares += (windows * (g * b.conj()).sum(2)).sum((0, 1))
        return places, squares.real.flatten().clamp(min=0).sqrt()
    g = g.permute(*range(3, 3 + n), 1, 2, 0).flatten(0, n - 1)  # place, group, output, example
    x = _windows(conv, x.conj()).permute(*range(3, 3 + n), 1, 0, 2, *space)
    return places, (g @ x.reshape(len(g), *x.shape[n : n + 2], -1)).reshape(-1, *p.shape)


def _windows(conv: nn.Conv2d, x: Tensor) -> Tensor:
    """Cut the last dimensions, padded, into windows: (..., *places, *kernel)."""
    first = x.dim() - len(conv.kernel_size)
    for i, (kernel, dilation) in enumerate(zip(conv.kernel_size, conv.dilation, strict=True)):
        x = x.unfold(first + i, dilation * (kernel - 1) + 1, conv.stride[i])[..., ::dilation]
    return x
