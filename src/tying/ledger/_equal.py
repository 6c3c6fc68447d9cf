"""Parameters that are equal but separate: copies that look tied, and part when they are trained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from tying.ledger._entry import HeldParameter
from tying.slots.contents import is_plain
from tying.slots.values import equal, has_values

_PROBES = 16
"""So many entries of a parameter are compared first."""


def equal_but_separate(parameters: Iterable[HeldParameter]) -> tuple[tuple[str, ...], ...]:
    """Groups of parameters with equal values, each by the name of its first slot.

    Shapes and a few entries tell most of them apart; the others are compared as a whole, so that
    the cost is linear in the number of entries. Parameters with one value throughout are left out.

    Args:
        parameters: objects of which no two share memory.

    Raises:
        ValueError: if one has no values, as on the ``meta`` device.
    """
    alike: dict[Hashable, list[list[HeldParameter]]] = defaultdict(list)
    for held in parameters:
        if not has_values(held.parameter):
            raise ValueError(
                f"{held.slots[0].name} has no values to compare: it is on the "
                f"{held.parameter.device.type} device; load the model, or leave compare out"
            )
        probes = _probes(held)
        if _is_constant(held, probes):
            continue
        parameter = held.parameter
        classes = alike[parameter.dtype, parameter.device, held.contents.shape, probes]
        for members in classes:
            if equal(members[0].parameter, parameter):
                members.append(held)
                break
        else:
            classes.append([held])
    return tuple(
        tuple(held.slots[0].name for held in members)
        for classes in alike.values()
        for members in classes
        if len(members) > 1
    )


def _probes(held: HeldParameter) -> tuple[Hashable, ...]:
    """Entries of a plain parameter at equal distances; none of one that is made of others."""
    numel = held.contents.numel
    if not numel or not is_plain(held.parameter):
        return ()
    places = sorted({i * (numel - 1) // (_PROBES - 1) for i in range(_PROBES)})
    values = held.parameter.detach().flatten()[places].tolist()
    return tuple(value if value == value else "NaN" for value in values)


def _is_constant(held: HeldParameter, probes: tuple[Hashable, ...]) -> bool:
    """Whether a parameter is empty, or plain with one value throughout."""
    if not held.contents.numel:
        return True
    if len(set(probes)) != 1:
        return False
    values = held.parameter.detach().flatten()
    return bool((values == values[0]).all())
