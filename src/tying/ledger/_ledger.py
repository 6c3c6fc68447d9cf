"""Who holds which parameter: slots, the objects in them, and the memory behind those.

Three things are easily taken for one. A *slot* is a name under which a module holds a parameter;
a ``Parameter`` *object* is what a slot holds; *storage* is the memory that an object looks at.
Two slots with one object are tied: one gradient, one optimiser state. Two objects over one
storage are an alias: stored once, updated twice. Equal values are neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from tying.ledger import _report as report
from tying.ledger._entry import (
    Entry,
    HeldParameter,
    entry_of_group,
    entry_of_outside_source,
    group_by_memory,
)
from tying.ledger._equal import equal_but_separate
from tying.slots import Slot, modules, require_shape, slots
from tying.slots.contents import contents
from tying.slots.derived import origin


@dataclass(frozen=True)
class Ledger:
    """All parameters of a model, by who shares what. Buffers are a separate total.

    Attributes:
        name: the class of the model.
        entries: one for each group of slots that share memory, in order of registration.
        buffers: elements in the distinct buffers.
        buffer_nbytes: bytes in the distinct buffers.
        equal: groups of slots that hold equal values in separate memory, each named by the first
            slot of its entry; None where the ledger was not asked to read values.
    """

    name: str
    entries: tuple[Entry, ...]
    buffers: int
    buffer_nbytes: int
    equal: tuple[tuple[str, ...], ...] | None = None

    @property
    def stored(self) -> int:
        """Elements that exist in memory, shared memory counted once, shards of all processes."""
        return sum(entry.numel for entry in self.entries)

    @property
    def by_object(self) -> int:
        """Sum over the distinct ``Parameter`` objects: what ``model.parameters()`` yields."""
        return sum(entry.by_object for entry in self.entries)

    @property
    def by_slot(self) -> int:
        """Sum over the slots: the count as if nothing were tied."""
        return sum(entry.by_slot for entry in self.entries)

    @property
    def nbytes(self) -> int:
        """Bytes that exist in the memory of this process, shared memory counted once."""
        return sum(entry.nbytes for entry in self.entries)

    @property
    def whole_nbytes(self) -> int:
        """Bytes of the whole parameters, of which this process may hold only shards."""
        return sum(entry.whole_nbytes for entry in self.entries)

    @property
    def tied(self) -> tuple[Entry, ...]:
        """The entries in which one object serves several slots."""
        return tuple(entry for entry in self.entries if entry.is_tied)

    @property
    def aliases(self) -> tuple[Entry, ...]:
        """The entries in which several objects share memory: stored once, updated twice."""
        return tuple(entry for entry in self.entries if entry.is_alias)

    def optimizer_nbytes(self, states_per_parameter: int = 2) -> int:
        """Bytes of optimiser state: so many numbers for each entry of each trainable object.

        Two is right for Adam and AdamW, one for SGD with momentum, none for plain SGD. The step
        counters that some optimisers keep, a few bytes for each object, are left out.

        Raises:
            ValueError: if ``states_per_parameter`` is negative.
        """
        if states_per_parameter < 0:
            raise ValueError(f"states_per_parameter must be 0 or more, got {states_per_parameter}")
        return states_per_parameter * sum(entry.gradient_nbytes for entry in self.entries)

    def __str__(self) -> str:
        return report.as_text(self.name, _headline(self), self.entries, _totals(self))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return report.as_html(self.name, _headline(self), self.entries, _totals(self))


def ledger(model: nn.Module, *, compare: bool = False) -> Ledger:
    """The ledger of ``model``'s parameters, on any device, ``meta`` and fake tensors included.

    The cost grows linearly with the number of slots (and, for parameters that are strided slices
    of a storage, with the number of runs of bytes). No value is read, unless ``compare`` asks.

    Args:
        model: any module. Parameters in plain Python lists are invisible to it, as they are to
            ``model.parameters()``.
        compare: whether to read all values, and to list parameters that are equal but separate:
            copies that look tied. Those with one value throughout, such as biases of zeros, are
            left out, since they are equal by the way in which they begin.

    Returns:
        The entries, one for each group of slots that share memory, and the totals.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if a parameter or buffer has no shape yet, as in ``nn.LazyLinear``, or with
            ``compare`` a parameter has no values, as on the ``meta`` device.
    """
    held, outside = _held_parameters(model)
    groups = group_by_memory(held)
    buffers, buffer_nbytes = _buffers(model)
    return Ledger(
        name=type(model).__name__,
        entries=(*map(entry_of_group, groups), *outside),
        buffers=buffers,
        buffer_nbytes=buffer_nbytes,
        equal=equal_but_separate(group[0] for group in groups) if compare else None,
    )


def _held_parameters(model: nn.Module) -> tuple[list[HeldParameter], list[Entry]]:
    """The objects in order of registration, and entries of derived slots with none among them."""
    by_identity: dict[int, HeldParameter] = {}
    derived: list[Slot] = []
    for slot in slots(model):
        if slot.derived:
            derived.append(slot)
            continue
        parameter = slot.value
        held = by_identity.get(id(parameter))
        if held is None:
            held = HeldParameter(parameter, contents(parameter), [], [])
            by_identity[id(parameter)] = held
        held.slots.append(slot)
    outside = []
    for slot in derived:
        source = origin(slot.module, slot.local).parameter
        if id(source) in by_identity:
            by_identity[id(source)].derived.append(slot)
        else:
            outside.append(entry_of_outside_source(slot, source.requires_grad))
    return list(by_identity.values()), outside


def _buffers(model: nn.Module) -> tuple[int, int]:
    """The elements in the distinct buffers, and the bytes in which they lie."""
    distinct: dict[int, Tensor] = {}
    for path, module in modules(model):
        for local, buffer in module._buffers.items():
            if buffer is not None:
                require_shape(f"{path}.{local}" if path else local, buffer)
                distinct[id(buffer)] = buffer
    numel = nbytes = 0
    for buffer in distinct.values():
        made_of = contents(buffer)
        numel += made_of.explicit
        nbytes += sum(part.nbytes for part in made_of.values + made_of.structure)
    return numel, nbytes


def _headline(ledger: Ledger) -> str:
    """What is stored, and what the same model would take without ties, in one line."""
    if not ledger.entries:
        return "no parameters"
    plural = "" if ledger.stored == 1 else "s"
    words = f"{ledger.stored:,} parameter{plural} stored"
    if ledger.by_slot != ledger.stored:
        words += f", {ledger.by_slot:,} if every slot had its own"
    return words


def _totals(ledger: Ledger) -> list[str]:
    """The totals, one line for each kind."""
    totals = []
    if ledger.entries:
        here = ""
        if ledger.nbytes != ledger.whole_nbytes:
            here = f" in this process, of {_bytes_text(ledger.whole_nbytes)} in all"
        totals += [
            f"stored {ledger.stored:,} · by object {ledger.by_object:,} "
            f"· by slot {ledger.by_slot:,}",
            f"{_bytes_text(ledger.nbytes)} of parameters{here}, "
            f"{_bytes_text(ledger.optimizer_nbytes())} of state for Adam",
        ]
    if ledger.buffers:
        totals.append(f"{ledger.buffers:,} numbers in buffers, {_bytes_text(ledger.buffer_nbytes)}")
    if ledger.equal is not None:
        totals += [f"equal but separate: {', '.join(names)}" for names in ledger.equal]
        totals += [] if ledger.equal else ["no two parameters are equal but separate"]
    return totals


def _bytes_text(nbytes: int) -> str:
    """``1536`` as ``1.5 KiB``."""
    if nbytes < 2**10:
        return f"{nbytes} bytes"
    if nbytes < 2**20:
        return f"{nbytes / 2**10:,.1f} KiB"
    if nbytes < 2**30:
        return f"{nbytes / 2**20:,.1f} MiB"
    return f"{nbytes / 2**30:,.1f} GiB"
