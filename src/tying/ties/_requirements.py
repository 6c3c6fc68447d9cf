"""What cannot be tied or untied, and why: checked before anything is changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import NamedTuple

from torch import nn
from torch.nn.utils.parametrize import is_parametrized

from tying.ledger import ledger
from tying.slots import Slot, find_slots, slots
from tying.slots.contents import is_packed
from tying.slots.derived import derived_slots, origin, restorable, source_chain
from tying.slots.offload import is_offloaded


def require_distinct(*names: str) -> None:
    """Refuse a name that is given twice.

    Raises:
        ValueError: if there is one.
    """
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"slot {name!r} is named twice")


def computed_through(first: Slot, other: Slot, transposed: bool) -> bool:
    """Whether ``first`` is computed from ``other`` already, as the tie requires it.

    Raises:
        ValueError: if it is computed from ``other`` the other way round.
    """
    for place in source_chain(first.module, first.local):
        if place.module is not other.module or place.local != other.local:
            continue
        if place.transposed == transposed:
            return True
        how = "its transpose" if place.transposed else "the same place"
        raise ValueError(
            f"cannot tie {other.name!r} to {first.name!r} with transposed={transposed}: "
            f"{first.name!r} is {how} already; untie it first"
        )
    return False


def require_fit(first: Slot, other: Slot, transposed: bool) -> None:
    """Refuse a tie that differs in shape, type or device, or that ``other`` cannot hold.

    Raises:
        ValueError: if ``other`` cannot be tied to ``first``.
    """
    what = f"cannot tie {other.name!r} to {first.name!r}"
    _require_replaceable(other, transposed, what)
    require_restorable(other, what)
    _require_shape(first, other, transposed, what)
    kept, dropped = first.value, other.value
    if (kept.dtype, kept.device) != (dropped.dtype, dropped.device):
        raise ValueError(
            f"{what}: it is {dropped.dtype} on {dropped.device}, "
            f"and {first.name!r} is {kept.dtype} on {kept.device}"
        )


def require_free(model: nn.Module, *slots: Slot, to: str) -> None:
    """Refuse slots whose parameters another library has taken over, and puts back itself.

    Raises:
        ValueError: if there is one; the message says that it was wanted ``to`` do something.
    """
    sharded = any(_is_sharded(module) for module in model.modules())
    for slot in slots:
        source = origin(slot.module, slot.local)
        if is_offloaded(slot.module) or is_offloaded(source.module):
            taken, way_out = "accelerate has offloaded it", "offload afterwards"
        elif hasattr(source.parameter, "ds_numel"):
            taken, way_out = "DeepSpeed has partitioned it", "initialise DeepSpeed afterwards"
        elif sharded:
            taken, way_out = "FSDP has sharded it", "shard the model afterwards"
        else:
            continue
        raise ValueError(
            f"cannot {to} {slot.name!r}: {taken}, and would put its former parameter back; "
            f"{to} first and {way_out}"
        )


def _is_sharded(module: nn.Module) -> bool:
    """Whether FSDP keeps parameters of ``module``, in its second version or its first."""
    names = {kind.__name__ for kind in type(module).__mro__}
    return not names.isdisjoint({"FSDPModule", "FullyShardedDataParallel"})


def require_restorable(slot: Slot, what: str) -> None:
    """Refuse to touch a derived slot whose module has changed its class since.

    Raises:
        ValueError: if it has; the message begins with ``what``.
    """
    if slot.derived and not restorable(slot.module):
        raise ValueError(
            f"{what}: it is computed from another slot, and its module was made a "
            f"{type(slot.module).__name__} since; remove the parametrizations first"
        )


def require_untiable(model: nn.Module, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Refuse to untie slots that share nothing, or that a slot which is not named depends on.

    Returns:
        For each name, all slots that share memory with it, itself included.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if a slot is unknown, shares with no other slot, or is the source of a derived
            slot that is not named.
    """
    to_untie = find_slots(model, *names)
    require_free(model, *to_untie, to="untie")
    slots_of_entry = {name: entry.slots for entry in ledger(model).entries for name in entry.slots}
    dependents = _dependents(model)
    for slot in to_untie:
        require_restorable(slot, f"cannot untie {slot.name!r}")
        if is_packed(slot.value):
            raise ValueError(
                f"cannot untie {slot.name!r}: it is packed, and a copy of its bytes alone could "
                "not be unpacked; untie before you quantise"
            )
        if len(slots_of_entry[slot.name]) == 1:
            raise ValueError(
                f"{slot.name!r} shares with no other slot, so there is nothing to untie"
            )
        _require_dependents_named(slot, dependents, names)
    return {name: slots_of_entry[name] for name in names}


def _require_replaceable(other: Slot, transposed: bool, what: str) -> None:
    """Refuse a module in which a parameter cannot be replaced by a value computed at access."""
    if not transposed:
        return
    if not other.derived and is_parametrized(other.module):
        raise ValueError(
            f"{what}: its module has parametrizations; remove them, tie, and register them again"
        )
    if isinstance(other.module, nn.RNNBase):
        raise ValueError(
            f"{what}: {type(other.module).__name__} keeps a list of its weights, "
            "so that none of them can be computed at each access"
        )


def _require_shape(first: Slot, other: Slot, transposed: bool, what: str) -> None:
    """Refuse a slot whose shape is not that of ``first``, or of its transpose if ``transposed``."""
    kept, dropped = first.value, other.value
    both_matrices = kept.ndim == dropped.ndim == 2
    if transposed and not both_matrices:
        raise ValueError(
            f"{what}: only matrices are transposed, "
            f"got shapes {tuple(dropped.shape)} and {tuple(kept.shape)}"
        )
    plain, reversed_ = tuple(kept.shape), tuple(kept.shape[::-1])
    expected, opposite = (reversed_, plain) if transposed else (plain, reversed_)
    if tuple(dropped.shape) == expected:
        return
    message = f"{what}: shape {tuple(dropped.shape)} is not "
    message += f"the transpose of {plain}" if transposed else f"{plain}"
    if both_matrices and tuple(dropped.shape) == opposite:
        message += f"; they fit with transposed={not transposed}"
    raise ValueError(message)


class _Dependents(NamedTuple):
    """Where places are registered, and which slots are computed from them.

    A place is given by the identity of its module and its name in it.

    Attributes:
        registrations: for each place, the number of its slots.
        of: for each place, the slots that are computed from it directly.
    """

    registrations: Counter[tuple[int, str]]
    of: dict[tuple[int, str], list[str]]


def _dependents(model: nn.Module) -> _Dependents:
    """The places of all slots of ``model``."""
    dependents = _Dependents(Counter(), defaultdict(list))
    for slot in slots(model):
        dependents.registrations[id(slot.module), slot.local] += 1
        if slot.derived:
            source = derived_slots(slot.module)[slot.local]
            dependents.of[id(source.module), source.local].append(slot.name)
    return dependents


def _require_dependents_named(slot: Slot, dependents: _Dependents, names: Collection[str]) -> None:
    """Refuse to untie a source unless the slots that are computed from it are named too."""
    place = id(slot.module), slot.local
    if dependents.registrations[place] > 1:  # the place is split, and the others remain the source
        return
    for other in dependents.of.get(place, ()):
        if other not in names:
            raise ValueError(
                f"{other!r} is computed from {slot.name!r}; untie {other!r}, or name both"
            )
