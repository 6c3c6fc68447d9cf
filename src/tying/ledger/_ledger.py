"""Who holds which parameter: slots, the objects in them, and the memory behind those.

Three things are easily taken for one. A *slot* is a name under which a module holds a parameter;
a ``Parameter`` *object* is what a slot holds; *storage* is the memory that an object looks at.
Two slots with one object are tied: one gradient, one optimiser state. Two objects over one
storage are an alias: stored once, updated twice. Equal values are neither.
"""

from __future__ import annotations

from collections import defaultdict
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
from tying.slots import Slot, require_shape, slots
from tying.slots.derived import origin


@dataclass(frozen=True)
class Ledger:
    """All parameters of a model, by who shares what. Buffers are a separate total.

    Attributes:
        name: the class of the model.
        entries: one for each group of slots that share memory, in order of registration.
        buffers: elements in the distinct buffers.
        buffer_nbytes: bytes in the distinct buffers.
    """

    name: str
    entries: tuple[Entry, ...]
    buffers: int
    buffer_nbytes: int

    @property
    def stored(self) -> int:
        """Elements that exist in memory, shared memory counted once."""
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
        """Bytes that exist in memory, shared memory counted once."""
        return sum(entry.nbytes for entry in self.entries)

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


def ledger(model: nn.Module) -> Ledger:
    """The ledger of ``model``'s parameters, on any device, ``meta`` and fake tensors included.

    The cost grows linearly with the number of slots (and, for parameters that are strided slices
    of a storage, with the number of runs of bytes). No value is read.

    Args:
        model: any module. Parameters in plain Python lists are invisible to it, as they are to
            ``model.parameters()``.

    Returns:
        The entries, one for each group of slots that share memory, and the totals.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if a parameter or buffer has no shape yet, as in ``nn.LazyLinear``.
    """
    entries = _entries(model)
    buffers = []
    for name, buffer in model.named_buffers():
        require_shape(name, buffer)
        buffers.append(buffer)
    return Ledger(
        name=type(model).__name__,
        entries=tuple(entries),
        buffers=sum(buffer.numel() for buffer in buffers),
        buffer_nbytes=sum(buffer.numel() * buffer.element_size() for buffer in buffers),
    )


def _entries(model: nn.Module) -> list[Entry]:
    """The entries in order of registration; derived slots with a source elsewhere stand last."""
    parameters: dict[int, Tensor] = {}  # by identity, as the dictionaries below
    holders: dict[int, list[Slot]] = defaultdict(list)
    derived: list[Slot] = []
    for slot in slots(model):
        if slot.derived:
            derived.append(slot)
        else:
            parameter = slot.value
            parameters[id(parameter)] = parameter
            holders[id(parameter)].append(slot)

    dependents: dict[int, list[Slot]] = defaultdict(list)
    outside = []
    for slot in derived:
        source = origin(slot.module, slot.local).parameter
        if id(source) in parameters:
            dependents[id(source)].append(slot)
        else:
            outside.append(entry_of_outside_source(slot, source.requires_grad))

    held = [
        HeldParameter(parameter, tuple(holders[key]), tuple(dependents[key]))
        for key, parameter in parameters.items()
    ]
    return [entry_of_group(group) for group in group_by_memory(held)] + outside


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
        totals += [
            f"stored {ledger.stored:,} · by object {ledger.by_object:,} "
            f"· by slot {ledger.by_slot:,}",
            f"{_bytes_text(ledger.nbytes)} of parameters, "
            f"{_bytes_text(ledger.optimizer_nbytes())} of state for Adam",
        ]
    if ledger.buffers:
        totals.append(f"{ledger.buffers:,} numbers in buffers, {_bytes_text(ledger.buffer_nbytes)}")
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
