"""Uses: how often a forward pass takes each parameter as an operand.

A slot is a name, a use is an occurrence. A layer that is called five times is one slot and five
uses; a tied embedding that T5 registers in four places is used three times. A use is the same
here as in :mod:`tying.trace`, which needs gradients and says what each contributes: an operand of
an operation, where views, copies and casts are none, and what is done with them is.
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn
from torch._C._functorch import get_unwrapped, is_functorch_wrapped_tensor
from torch.multiprocessing.reductions import StorageWeakRef
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from tying import _table as html
from tying.slots import require_unscripted, slots
from tying.slots.storage import View

SHOWN = 5
"""So many parameters at most are printed for each number of uses."""


@dataclass(frozen=True, repr=False)
class UseCount:
    """Uses of every parameter in one forward pass.

    Attributes:
        uses: number of uses, by the first name of the parameter; 0 where it was not used.
        by_use: sum over all uses of the number of entries that the use takes, those of a slice
            where it takes a slice: the size of a model in which every use had its own copy.
    """

    uses: Mapping[str, int]
    by_use: int

    @property
    def unused(self) -> tuple[str, ...]:
        """Parameters that the forward pass did not touch."""
        return tuple(name for name, count in self.uses.items() if not count)

    def __repr__(self) -> str:
        """The parameters by number of uses, the most first, and the sum of entries."""
        lines = [self._headline]
        for count, names in self._by_count():
            lines.append(f"  {count} ×: {', '.join(names[:SHOWN])}{_beyond(names)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            (f"{count} ×", ", ".join(map(html.code, names[:SHOWN])) + _beyond(names))
            for count, names in self._by_count()
        ]
        columns = (html.Column("uses", is_number=True), html.Column("parameters"))
        table = html.table("Uses of parameters", columns, rows) if rows else ""
        return html.result(self._headline, table)

    @property
    def _headline(self) -> str:
        plural = "" if len(self.uses) == 1 else "s"
        return f"Uses of {len(self.uses)} parameter{plural}, {self.by_use:,} numbers by use"

    def _by_count(self) -> list[tuple[int, list[str]]]:
        """The names of the parameters by their number of uses, the most first."""
        names: dict[int, list[str]] = {}
        for name, count in self.uses.items():
            names.setdefault(count, []).append(name)
        return sorted(names.items(), reverse=True)


def _beyond(names: list[str]) -> str:
    """How many of ``names`` are not printed."""
    others = len(names) - SHOWN
    return f" and {others} more" if others > 0 else ""


def count_uses(model: nn.Module, *args: Any, **kwargs: Any) -> UseCount:
    """Uses of every parameter in ``model(*args, **kwargs)``, which is run once.

    A use is one place for an operand of an operation, as autograd records operations: for
    ``F.linear(x, w)`` one, for ``w * w`` and ``torch.stack([w, w])`` two. Views, copies and casts
    (``w.t()``, ``w[0]``, ``w.clone()``, ``w.detach()``, ``w.bfloat16()``) are none, and each
    thing that is done with them is one. No use is to look at shape, type or device, or to write
    into the parameter. In a training step, :func:`tying.trace.trace` finds a contribution for
    each of these uses, with three exceptions: a use without a gradient has none; a
    ``torch.autograd.Function`` counts here for what it does, there as one; and ``nn.RNN``,
    ``nn.GRU`` and ``nn.LSTM`` count here once for a whole sequence, there as the device runs them.

    Parameters that stand in a slot only for the time of a call, as under the offloading of
    ``accelerate`` and under FSDP2, count for that slot.

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
    require_unscripted(model)
    held = _Held(model)
    mode = _Counting(held)
    gpus = {p.device.index for p in held.parameters.values() if p.device.type == "cuda"}
    with (
        _buffers_restored(model),
        torch.random.fork_rng(devices=gpus),
        torch.compiler.set_stance("force_eager"),
        mode.functions,
        mode,
    ):
        model(*args, **kwargs)
    return UseCount(
        uses=MappingProxyType({name: mode.counts[name] for name in held.parameters}),
        by_use=mode.entries,
    )


class _Held:
    """Which parameter a slot holds, also one that comes and goes during the pass.

    Attributes:
        parameters: those that the model held before, by their first names.
    """

    def __init__(self, model: nn.Module) -> None:
        self.parameters: dict[str, Tensor] = {}
        self._names: dict[int, tuple[weakref.ref[Tensor], str]] = {}
        self._places: list[tuple[Any, str, str]] = []
        for slot in slots(model):
            if slot.derived:
                continue
            if id(slot.value) not in self._names:
                self.parameters[slot.name] = slot.value
                self._names[id(slot.value)] = weakref.ref(slot.value), slot.name
            _, name = self._names[id(slot.value)]
            self._places.append((slot.module._parameters, slot.local, name))

    def name(self, tensor: Tensor) -> str | None:
        """The first name of the parameter in whose slot ``tensor`` stands, or stood."""
        known, name = self._names.get(id(tensor), (None, None))
        if known is not None and known() is tensor:  # an identity can be given out again
            return name
        if isinstance(tensor, nn.Parameter):
            for registry, local, name in self._places:
                if registry.get(local) is tensor:
                    self._names[id(tensor)] = weakref.ref(tensor), name
                    return name
        return None


class _Counting(TorchDispatchMode):
    """Counts how often parameters, or views and copies of them, are operands of operations.

    Attributes:
        counts: uses so far, by the first name of the parameter.
        entries: how many entries of parameters they take.
        functions: sees the calls that are no operation, or too many; to be entered as well.
    """

    def __init__(self, held: _Held) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.entries = 0
        self.functions = _Functions(self)
        self._held = held
        self._stands_for: dict[View | None, str] = {}
        self._storages: dict[int, StorageWeakRef] = {}
        self._paused = False

    def use(self, tensors: Iterable[Any]) -> None:
        """Count a use for each of ``tensors`` that is a parameter, or a view or copy of one."""
        if self._paused:
            return
        for tensor in tensors:
            name = self._name(tensor) if isinstance(tensor, Tensor) else None
            if name is not None:
                self.counts[name] += 1
                # a view can show an entry many times, as after expand
                self.entries += min(tensor.numel(), self._held.parameters[name].numel())

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Count nothing meanwhile."""
        before, self._paused = self._paused, True
        try:
            yield
        finally:
            self._paused = before

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        name = func.__name__.partition(".")[0]  # an overload is called "t.default"
        if func.is_view or name in _COPIES:
            source = self._name(args[0])
            if source is not None:
                self._note(result, source)
            return result
        written = _written(func, args, kwargs)
        if not _only_looks(name) and not _in_plain_backward():
            self.use(self._read(name, tree_leaves((args, kwargs)), written))
        for tensor in written:  # a copy is none any more; a parameter stays what it is
            self._stands_for.pop(View.of(tensor), None)
        return result

    def _read(self, name: str, leaves: list[Any], written: list[Tensor]) -> Iterator[Any]:
        """Those of the operands of the operation ``name`` whose numbers it takes."""
        for leaf in leaves:
            overwritten = any(leaf is one for one in written) and (
                name in _OVERWRITING or self._held.name(leaf) is not None
            )
            if not overwritten:
                yield leaf

    def _name(self, tensor: Tensor) -> str | None:
        """The name of the parameter that ``tensor`` is, or is a view or copy of."""
        while is_functorch_wrapped_tensor(tensor):
            tensor = get_unwrapped(tensor)
        return self._held.name(tensor) or self._stands_for.get(View.of(tensor))

    def _note(self, result: Any, source: str) -> None:
        """From here on, ``result`` stands for the parameter ``source``."""
        for tensor in tree_leaves(result):
            view = View.of(tensor)
            if view is None:
                continue
            self._stands_for[view] = source
            if view.storage not in self._storages:
                # While there is a weak reference, no other storage gets this address.
                self._storages[view.storage] = StorageWeakRef(tensor.untyped_storage())


class _Functions(TorchFunctionMode):
    """Sees calls of Python functions, for ``counting``."""

    def __init__(self, counting: _Counting) -> None:
        super().__init__()
        self._counting = counting

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func in _FUSED:
            self._counting.use(tree_leaves((args, kwargs)))
            with self._counting.paused():
                return func(*args, **kwargs)
        if getattr(func, "__name__", "") in _INTO_PYTHON:
            self._counting.use(args[:1])
        return func(*args, **kwargs)


_COPIES = (
    *("_to_copy", "clone", "lift", "unsafe_split", "unsafe_split_with_sizes", "_unsafe_view"),
    *("expand_copy", "view_copy"),
)
"""Operations that make a copy, in another type or shape perhaps, and no view."""

_LOOKS = (
    *("sym_size", "sym_stride", "sym_numel", "sym_storage_offset", "layout", "device"),
    *("_nested_tensor_size", "_nested_tensor_strides", "_nested_tensor_storage_offsets"),
)
"""Operations by which tensors that are made of others say what they look like."""

_OVERWRITING = ("copy_", "fill_", "zero_", "normal_", "uniform_", "bernoulli_", "exponential_")
"""Operations that write into a tensor, whatever stood there."""

_INTO_PYTHON = ("tolist", "numpy", "__array__")
"""Functions that read numbers without any operation."""

_FUSED = (torch.lstm, torch.gru, torch.rnn_tanh, torch.rnn_relu)
"""Functions that are one operation on some devices, and one for each step on others."""


def _only_looks(name: str) -> bool:
    """Whether the operation takes only shape, type and device of its operands."""
    return name in _LOOKS or name.endswith("_like") or name.startswith("new_")


def _written(func: Any, args: tuple, kwargs: dict) -> list[Tensor]:
    """The operands that the operation writes into."""
    if not func._schema.is_mutable:
        return []
    written = []
    for index, argument in enumerate(func._schema.arguments):
        if argument.alias_info is not None and argument.alias_info.is_write:
            given = args[index] if index < len(args) else kwargs.get(argument.name)
            written += [leaf for leaf in tree_leaves(given) if isinstance(leaf, Tensor)]
    return written


def _in_plain_backward() -> bool:
    """Whether a backward pass is under way that is not itself recorded."""
    return torch._C._current_autograd_node() is not None and not torch.is_grad_enabled()


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
