"""Which tensors of the CPU a GPU takes beside its own; it refuses all others.

A number, which is a tensor of the CPU without dimensions, may enter a pointwise operator or fill a
tensor. It is no index, no member of a stack, and nothing that an operator in place changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch

aten = torch.ops.aten
MOVES = {
    aten._to_copy.default,
    aten.copy.default,
    aten.copy_.default,
    aten._foreach_copy.default,
    aten._foreach_copy_.default,
}
PACK = aten._pack_padded_sequence.default
PUTS = (aten.index_put.default, aten.index_put_.default, aten._index_put_impl_.default)
ANYWHERE = {PACK: "lengths", aten.index.Tensor: "indices", **dict.fromkeys(PUTS, "indices")}
"""The argument that may lie on the CPU, whatever its shape."""

NUMBERS = {
    **dict.fromkeys(PUTS, ("values",)),
    aten.fill.Tensor: ("value",),
    aten.fill_.Tensor: ("value",),
    aten.masked_fill.Tensor: ("value",),
    aten.masked_fill_.Tensor: ("value",),
    aten.index_fill.int_Tensor: ("value",),
    aten.index_fill_.int_Tensor: ("value",),
    aten.rsub.Tensor: ("self", "other"),
    aten._foreach_add.Tensor: ("other",),
    aten._foreach_add_.Tensor: ("other",),
    aten._foreach_mul.Tensor: ("other",),
    aten._foreach_mul_.Tensor: ("other",),
    aten._foreach_div.Tensor: ("other",),
    aten._foreach_div_.Tensor: ("other",),
    aten.equal.default: (),  # pointwise by its tag
}
"""The arguments that may be a number of the CPU, where the tag does not say it."""


def refuse_operands(func: Any, args: Any, kwargs: Any, own: type) -> None:
    """Refuse tensors that are not the device's ``own``, but for what a GPU takes."""
    if func is PACK and isinstance(args[1], own):
        raise RuntimeError(f"{func}: lengths must be on the CPU")
    if func in MOVES or not any(strangers([*args, *kwargs.values()], own)):
        return
    numbers = 0
    for place, argument in enumerate(func._schema.arguments):
        name = argument.name
        value = args[place] if place < len(args) else kwargs.get(name)
        for one in strangers([value], own):
            if ANYWHERE.get(func) == name:
                continue
            if one[0].dim() or changes(argument) or not takes_number(func, name):
                raise RuntimeError(f"{func}: {name} is on {one[0].device}, others are not")
            numbers += 1
    if numbers > 1 and func is not aten.where.self:
        raise RuntimeError(f"{func}: {numbers} numbers are on the CPU, and one may be")


def strangers(values: list[Any], own: type) -> Iterable[tuple[torch.Tensor]]:
    """The tensors that are not the device's own; in tuples, as a tensor may be false."""
    for value in values:
        for one in flat(value):
            if isinstance(one, torch.Tensor) and not isinstance(one, own):
                yield (one,)


def changes(argument: Any) -> bool:
    """Whether the operator writes to its argument."""
    return argument.alias_info is not None and argument.alias_info.is_write


def takes_number(func: Any, name: str) -> bool:
    """Whether the argument may be a number of the CPU."""
    return name in NUMBERS[func] if func in NUMBERS else torch.Tag.pointwise in func.tags


def flat(value: Any) -> Iterable[Any]:
    """The members of a list, or the value alone."""
    return value if isinstance(value, (list, tuple)) else (value,)
