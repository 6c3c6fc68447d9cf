"""What a ledger is made of: a model that was built, or a checkpoint laid out as one."""

from __future__ import annotations

from dataclasses import dataclass

from torch import nn


@dataclass(frozen=True)
class Subject:
    """A model, or a checkpoint laid out as a model.

    Attributes:
        name: the class of the model, or the file.
        model: whose slots the ledger lists.
        notes: how it came about, and what it cannot tell; a sentence each.
        is_file: whether it is a checkpoint.
        if_absent: what to add to the error for a name that it does not have.
    """

    name: str
    model: nn.Module
    notes: tuple[str, ...]
    is_file: bool = False
    if_absent: str = ""
