"""What cannot be tied or untied, and why: asked before anything is changed."""

from __future__ import annotations

from torch import nn
from torch.nn.utils.parametrize import is_parametrized

from tying.ledger import ledger
from tying.slots import Slot, find_slot, slots
from tying.slots.derived import derived_slots, lineage, restorable


def shares(model: nn.Module, name: str) -> bool:
    """Whether the slot called ``name`` shares memory with another one."""
    return any(name in entry.slots and len(entry.slots) > 1 for entry in ledger(model).entries)


def require_distinct(*names: str) -> None:
    """Refuse a name that is given twice."""
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"slot {name!r} is named twice")


def computed_through(first: Slot, other: Slot, transposed: bool) -> bool:
    """Whether ``first`` is computed from ``other`` already, as the tie wants it."""
    for place in lineage(first.module, first.local):
        if place.module is other.module and place.local == other.local:
            if place.transposed == transposed:
                return True
            how = "its transpose" if place.transposed else "the same place"
            raise ValueError(
                f"cannot tie {other.name!r} to {first.name!r} with transposed={transposed}: "
                f"{first.name!r} is {how} already; untie it first"
            )
    return False


def require_fit(first: Slot, other: Slot, transposed: bool) -> None:
    """Refuse a tie that differs in shape, type or device, or that ``other`` cannot hold."""
    a, b = first.value, other.value
    what = f"cannot tie {other.name!r} to {first.name!r}"
    if transposed and not other.derived and is_parametrized(other.module):
        raise ValueError(
            f"{what}: its module has parametrizations; remove them, tie, and register them again"
        )
    require_restorable(other, what)
    if transposed and isinstance(other.module, nn.RNNBase):
        raise ValueError(
            f"{what}: {type(other.module).__name__} keeps a list of its weights, "
            "so that none of them can be computed at each access"
        )
    if transposed and not a.ndim == b.ndim == 2:
        raise ValueError(
            f"{what}: only matrices are transposed, "
            f"got shapes {tuple(b.shape)} and {tuple(a.shape)}"
        )
    if b.shape != (a.shape[::-1] if transposed else a.shape):
        fits = a.ndim == b.ndim == 2 and b.shape == (a.shape if transposed else a.shape[::-1])
        wanted = "the transpose of " if transposed else ""
        hint = f"; they fit with transposed={not transposed}" if fits else ""
        raise ValueError(f"{what}: shape {tuple(b.shape)} is not {wanted}{tuple(a.shape)}{hint}")
    if (a.dtype, a.device) != (b.dtype, b.device):
        raise ValueError(
            f"{what}: it is {b.dtype} on {b.device}, and {first.name!r} is {a.dtype} on {a.device}"
        )


def require_restorable(slot: Slot, what: str) -> None:
    """Refuse to touch a derived slot whose module has changed its class since."""
    if slot.derived and not restorable(slot.module):
        raise ValueError(
            f"{what}: it is computed from another slot, and its module was made a "
            f"{type(slot.module).__name__} since; remove the parametrizations first"
        )


def require_untiable(model: nn.Module, name: str, named: tuple[str, ...]) -> None:
    """Refuse to untie a slot that shares nothing, or that another one is computed from."""
    slot = find_slot(model, name)
    require_restorable(slot, f"cannot untie {name!r}")
    if not shares(model, name):
        raise ValueError(f"{name!r} shares with no other slot, so there is nothing to untie")
    everywhere = list(slots(model))
    places = [s for s in everywhere if s.module is slot.module and s.local == slot.local]
    if len(places) > 1:  # the place is split, and its other registrations remain the source
        return
    for other in everywhere:
        source = derived_slots(other.module).get(other.local)
        if (
            source
            and source.module is slot.module
            and source.local == slot.local
            and other.name not in named
        ):
            raise ValueError(
                f"{other.name!r} is computed from {name!r}; untie {other.name!r}, or name both"
            )
