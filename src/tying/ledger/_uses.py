"""Uses: how often a forward pass takes each parameter as an operand.

A slot is a name, a use is an occurrence. A layer that is called five times is one slot and five
uses; a tied embedding that T5 registers in four places is used three times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn
from torch._C._functorch import get_unwrapped, is_functorch_wrapped_tensor
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

from tying.slots import slots
from tying.slots.derived import transpose


@dataclass(frozen=True)
class UseCount:
    """Uses of every parameter in one forward pass.

    Attributes:
        uses: number of uses, by the first name of the parameter; 0 where it was not used.
        by_use: sum over all uses of the number of entries of the parameter used: the size of a
            model in which every use had its own copy.
    """

    uses: Mapping[str, int]
    by_use: int

    @property
    def unused(self) -> tuple[str, ...]:
        """Parameters that the forward pass did not touch."""
        return tuple(name for name, count in self.uses.items() if not count)


def count_uses(model: nn.Module, *args: Any, **kwargs: Any) -> UseCount:
    """Uses of every parameter in ``model(*args, **kwargs)``, which is run once.

    A use is one place for an operand of a torch function, taken by the parameter itself:
    ``F.linear(x, w)`` is one, ``w * w`` and ``torch.stack([w, w])`` are two, and ``w.t()`` is
    one, whatever is then done with the transpose. One call counts once, whatever it does inside:
    ``nn.LSTM`` uses its recurrent weight once for a whole sequence. No use is to look at shape,
    type or device, or a call that returns the parameter as it is, such as ``w.to(x.dtype)`` where
    nothing is to be converted. A derived slot uses its source where its value is used.

    A compiled model is run eagerly, since compiled code hides its operations. The ``meta``
    device is enough. Whether gradients are recorded is up to the caller, as in any forward pass;
    under ``torch.no_grad()`` a large model needs less memory. Buffers and the state of the
    random number generators are put back. What a layer writes into its own parameters, as
    ``nn.Embedding`` does with ``max_norm``, stays.

    Args:
        model: any module.
        *args: what it is called with.
        **kwargs: what it is called with by name.

    Returns:
        The number of uses of each parameter, and the number of entries in all the uses.

    Raises:
        TypeError: if ``model`` is not a module, or holds a ``torch.jit`` module, which hides its
            operations.
        ValueError: if a parameter has no shape yet, as in ``nn.LazyLinear``.
    """
    names: dict[int, str] = {}
    parameters: dict[int, Tensor] = {}
    for slot in slots(model):
        if not slot.derived:
            names.setdefault(id(slot.value), slot.name)
            parameters[id(slot.value)] = slot.value
    if any(isinstance(module, torch.jit.ScriptModule) for module in model.modules()):
        raise TypeError(
            "uses inside a torch.jit module cannot be seen; pass the module it was made from"
        )
    mode = _Counting(set(parameters))
    gpus = {p.device.index for p in parameters.values() if p.device.type == "cuda"}
    with (
        _buffers_restored(model),
        torch.random.fork_rng(devices=gpus),
        torch.compiler.set_stance("force_eager"),
        mode,
    ):
        model(*args, **kwargs)
    return UseCount(
        uses=MappingProxyType({name: mode.counts[key] for key, name in names.items()}),
        by_use=sum(count * parameters[key].numel() for key, count in mode.counts.items()),
    )


class _Counting(TorchFunctionMode):
    """Counts how often parameters are operands of torch functions.

    Attributes:
        watched: identities of the parameters.
        counts: uses so far, by identity.
        accesses: values of derived slots, by identity, each with the identity of its parameter;
            the values are kept, so that no other object takes over an identity.
    """

    def __init__(self, watched: set[int]) -> None:
        super().__init__()
        self.watched = watched
        self.counts: Counter[int] = Counter()
        self.accesses: dict[int, tuple[int, Tensor]] = {}

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if func is transpose:  # the value of a derived slot stands for its source from here on
            self.accesses[id(result)] = (self._parameter(args[0]), result)
            return result
        returned = {id(leaf) for leaf in tree_leaves(result)}
        for operand in _operands(func, args, kwargs, result):
            if isinstance(operand, Tensor) and id(operand) not in returned:
                key = self._parameter(operand)
                if key in self.watched:
                    self.counts[key] += 1
        return result

    def _parameter(self, tensor: Tensor) -> int:
        """The identity of what ``tensor`` stands for: inside vmap or a derived slot, or itself."""
        while is_functorch_wrapped_tensor(tensor):
            tensor = get_unwrapped(tensor)
        if id(tensor) in self.accesses:
            key, _ = self.accesses[id(tensor)]
            return key
        return id(tensor)


_VIEWS = ("T", "mT", "H", "mH", "data", "real", "imag")
"""Attributes of a tensor that are computed from its values; others tell its shape or type."""

_INTO_PYTHON = (
    *("item", "tolist", "numpy", "equal", "allclose", "is_nonzero"),
    *("__float__", "__int__", "__bool__", "__index__", "__complex__", "__array__"),
)
"""Functions that read values without returning a tensor."""


def _operands(func: Any, args: tuple, kwargs: dict | None, result: Any) -> list[Any]:
    """The arguments that ``func`` computes with, rather than asking for their shape or type."""
    name = getattr(func, "__name__", "").partition(".")[0]  # an overload is called "t.default"
    if name.endswith("_like") or name.startswith("new_") or func is torch.autograd.grad:
        return []
    if name == "__get__":
        return list(args[:1]) if getattr(func.__self__, "__name__", "") in _VIEWS else []
    if name in ("to", "type_as") or name.endswith(("_as", "_as_")):
        return list(args[:1])  # the other one only lends its shape or type
    if name == "__setitem__":
        return tree_leaves(args[1:])
    if name in _INTO_PYTHON or any(isinstance(leaf, Tensor) for leaf in tree_leaves(result)):
        return tree_leaves((args, kwargs))
    return []


@contextmanager
def _buffers_restored(model: nn.Module) -> Iterator[None]:
    """Put back which buffers the modules hold, and the values in them."""
    registries = [(module._buffers, dict(module._buffers)) for module in model.modules()]
    values = [(buffer, buffer.clone()) for buffer in model.buffers()]
    try:
        yield
    finally:
        for registry, before in registries:
            registry.clear()
            registry.update(before)
        for buffer, before in values:
            # through .data, which leaves the version alone: a backward pass still to come would
            # refuse a tensor that has changed since the forward pass
            buffer.data.copy_(before)
