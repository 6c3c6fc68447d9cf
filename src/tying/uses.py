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
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

from tying.slots import slots


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
    """Run ``model(*args, **kwargs)`` once, without gradients, and count the uses.

    A use is one call of a torch function that takes the parameter itself as an operand:
    ``F.linear(x, w)`` is one, and so is ``w.t()``, whatever is then done with the transpose. A
    fused operation counts once: ``nn.LSTM`` uses its recurrent weight once for a whole sequence.
    Looking at shape, type or device is no use. A compiled model is run eagerly, since compiled
    code hides its operations. Buffers and the state of the random number generators are put
    back, so that counting leaves no trace; the ``meta`` device is enough.

    Raises:
        TypeError: if ``model`` is not a module, or is a ``torch.jit`` module, which hides its
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
    devices = {p.device for p in parameters.values() if p.device.type == "cuda"}
    with (
        _buffers_restored(model),
        torch.random.fork_rng(devices=[device.index for device in devices]),
        torch.compiler.set_stance("force_eager"),
        torch.no_grad(),
        mode,
    ):
        model(*args, **kwargs)
    return UseCount(
        uses=MappingProxyType({name: mode.seen[key] for key, name in names.items()}),
        by_use=sum(count * parameters[key].numel() for key, count in mode.seen.items()),
    )


class _Counting(TorchFunctionMode):
    def __init__(self, watched: set[int]) -> None:
        super().__init__()
        self.watched = watched
        self.seen: Counter[int] = Counter()

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if _reads_values(func, result):
            for leaf in tree_leaves((args, kwargs)):
                if id(leaf) in self.watched:
                    self.seen[id(leaf)] += 1
        return result


def _reads_values(func: Any, result: Any) -> bool:
    """Whether ``func`` computes with its operands, rather than asking for their shape or type."""
    name = getattr(func, "__name__", "")
    if name.endswith("_like") or name.startswith("new_") or name in ("type_as", "requires_grad_"):
        return False
    if name == "__get__":  # attributes: only views such as ``w.T`` or ``w.data`` are operands
        return getattr(func.__self__, "__name__", "") in ("T", "mT", "H", "mH", "data", "real")
    return any(isinstance(leaf, Tensor) for leaf in tree_leaves(result))


@contextmanager
def _buffers_restored(model: nn.Module) -> Iterator[None]:
    before = [
        (module, name, buffer, buffer.clone())
        for module in model.modules()
        for name, buffer in module._buffers.items()
        if buffer is not None
    ]
    try:
        yield
    finally:
        with torch.no_grad():
            for module, name, buffer, values in before:
                module._buffers[name] = buffer
                buffer.copy_(values)
