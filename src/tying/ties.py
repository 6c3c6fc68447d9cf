"""Make a tie, undo it, and say how it is broken.

A tie is identity: two slots are tied when they hold one ``Parameter`` object, or when one of
them is computed from the other. Neither equal values nor a common storage is a tie.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn

from tying.broken import diagnosis
from tying.derived import Source, derive, derived_slots, origin, restore
from tying.ledger import ledger
from tying.slots import Slot, find_slot
from tying.slots import slots as all_slots
from tying.splitting import split_path


class NotTiedError(AssertionError):
    """Two slots that should be tied are not.

    Attributes:
        how: ``copied`` (equal values in separate memory), ``aliased`` (two objects over one
            storage), or ``re-registered`` (one of the slots holds another parameter).
    """

    def __init__(self, message: str, how: str) -> None:
        super().__init__(message)
        self.how = how


def tie(model: nn.Module, source: str, *slots: str, transposed: bool = False) -> None:
    """Let ``slots`` hold what ``source`` holds; what they held before is dropped.

    Tie before you build the optimiser, which otherwise goes on holding the dropped objects.
    Slots of a module that is registered at several places move together.

    Args:
        model: the module that all the names are relative to.
        source: the slot whose parameter stays, for example ``"embedding.weight"``.
        slots: the slots to tie to it.
        transposed: tie to the transpose of a matrix. The dependent slot then stores nothing:
            it is computed at each access and is no longer in ``state_dict``.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if a slot is unknown, named twice, or does not fit in shape, type or device;
            nothing is changed then.
    """
    if not slots:
        raise ValueError(f"name at least one slot to tie to {source!r}")
    _require_distinct(source, *slots)
    first, *others = (find_slot(model, name) for name in (source, *slots))
    for other in others:
        _require_fit(first, other, transposed)
    start = origin(first.module, first.local)
    for other in others:
        if transposed == start.transposed:
            _hold(other, start.parameter)
        elif origin(other.module, other.local)[:2] != start[:2]:
            derive(other.module, other.local, Source(start.module, start.local))


def untie(model: nn.Module, *slots: str) -> None:
    """Give each of ``slots`` a parameter of its own, with the value that it has now.

    A module that is registered at several places is split: the place that is named gets a module
    of its own, which goes on sharing everything but the named slot. If all slots of a tie are
    named, the first keeps the object that it holds.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if a slot is unknown, shares with no other slot, or is the source of a
            transposed tie whose dependent slot is not named; nothing is changed then.
    """
    if not slots:
        raise ValueError("name at least one slot to untie")
    _require_distinct(*slots)
    for name in slots:
        _require_untiable(model, name, slots)
    for name in reversed(slots):
        if _shares(model, name):
            split_path(model, name)
            slot = find_slot(model, name)
            value = slot.value.detach().clone(memory_format=torch.contiguous_format)
            _hold(slot, nn.Parameter(value, requires_grad=slot.value.requires_grad))


def assert_tied(model: nn.Module, *slots: str) -> None:
    """Raise, saying how the tie is broken, unless all of ``slots`` are tied to one another.

    Raises:
        NotTiedError: an ``AssertionError``, if two of them are not tied.
        TypeError: if ``model`` is not a module.
        ValueError: if a slot is unknown, or fewer than two are named.
    """
    if len(slots) < 2:
        raise ValueError(f"a tie joins two slots or more, got {len(slots)}")
    for first, second in pairwise([find_slot(model, name) for name in slots]):
        parameters = [origin(slot.module, slot.local).parameter for slot in (first, second)]
        if parameters[0] is not parameters[1]:
            how, why = diagnosis(*parameters)
            raise NotTiedError(f"{first.name} and {second.name} are not tied, {how}: {why}", how)


def _hold(slot: Slot, parameter: nn.Parameter) -> None:
    if slot.derived:
        restore(slot.module, slot.local, parameter)
    else:  # setattr, not the dictionary: recurrent layers keep a second list of their weights
        setattr(slot.module, slot.local, parameter)


def _shares(model: nn.Module, name: str) -> bool:
    return any(name in entry.slots and len(entry.slots) > 1 for entry in ledger(model).entries)


def _require_distinct(*names: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"slot {name!r} is named twice")


def _require_fit(first: Slot, other: Slot, transposed: bool) -> None:
    a, b = first.value, other.value
    what = f"cannot tie {other.name!r} to {first.name!r}"
    if transposed and isinstance(other.module, nn.RNNBase):
        raise ValueError(
            f"{what}: {type(other.module).__name__} keeps a list of its weights, "
            "so that none of them can be computed at each access"
        )
    if transposed and not a.ndim == b.ndim == 2:
        raise ValueError(
            f"{what}: only matrices are transposed, got shapes {tuple(b.shape)} and {tuple(a.shape)}"
        )
    if b.shape != (a.shape[::-1] if transposed else a.shape):
        fits = a.ndim == b.ndim == 2 and b.shape == (a.shape if transposed else a.shape[::-1])
        wanted = "the transpose of " if transposed else ""
        hint = f"; they fit with transposed={not transposed}" if fits else ""
        raise ValueError(
            f"{what}: shape {tuple(b.shape)} is not {wanted}{tuple(a.shape)}{hint}"
        )
    if (a.dtype, a.device) != (b.dtype, b.device):
        raise ValueError(
            f"{what}: it is {b.dtype} on {b.device}, and {first.name!r} is {a.dtype} on {a.device}"
        )


def _require_untiable(model: nn.Module, name: str, named: tuple[str, ...]) -> None:
    slot = find_slot(model, name)
    if not _shares(model, name):
        raise ValueError(f"{name!r} shares with no other slot, so there is nothing to untie")
    everywhere = list(all_slots(model))
    places = [s for s in everywhere if s.module is slot.module and s.local == slot.local]
    if len(places) > 1:  # the place is split, and its other registrations remain the source
        return
    for other in everywhere:
        source = derived_slots(other.module).get(other.local)
        if source and source[:2] == (slot.module, slot.local) and other.name not in named:
            raise ValueError(
                f"{other.name!r} is computed from {name!r}; untie {other.name!r}, or name both"
            )
