"""Generators of random numbers that say on which device they are."""

from __future__ import annotations

from typing import Any, ClassVar

import torch

DEVICE = "standin"


class Generator(torch._C.Generator):
    """Stands in for ``torch.Generator``; one for the device says that it is there."""

    known: ClassVar[dict[int, Generator]] = {}  # kept alive: numbers are used again

    def __new__(cls, device: Any = None) -> Any:
        where = torch.device("cpu" if device is None else device)  # no default device is asked
        if where.type != DEVICE:
            return torch._C.Generator(where)
        made = super().__new__(cls)
        cls.known[number(made)] = made
        return made

    @property
    def device(self) -> torch.device:  # pyright: ignore[reportIncompatibleVariableOverride]
        return torch.device(DEVICE, 0)


def number(generator: Any) -> int:
    """What identifies a generator, however often Python wraps it again."""
    return generator._cdata


def refuse_generators(func: Any, operands: list[Any]) -> None:
    """Refuse generators of elsewhere."""
    for one in operands:
        if isinstance(one, torch._C.Generator) and number(one) not in Generator.known:
            raise RuntimeError(f"{func}: a generator of {one.device} for numbers on {DEVICE}")
