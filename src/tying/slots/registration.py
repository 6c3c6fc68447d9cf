"""Putting a parameter into a slot so that the slot holds this very object."""

from __future__ import annotations

from torch import nn


def register(module: nn.Module, local: str, parameter: nn.Parameter) -> None:
    """Let ``module.local`` hold ``parameter`` itself.

    Code around us may register something else in its place: inside ``init_empty_weights`` of
    accelerate it is a copy on the ``meta`` device, and a global hook on registration may return
    any other parameter. The registry is then corrected.

    Raises:
        RuntimeError: if the slot gives another object all the same.
    """
    # setattr, not the registry alone: recurrent layers keep a second list of their weights
    setattr(module, local, parameter)
    if module._parameters[local] is not parameter:
        module._parameters[local] = parameter
    held = getattr(module, local)
    if held is not parameter:
        raise RuntimeError(
            f"{type(module).__name__}.{local} was to hold a given {type(parameter).__name__}, and "
            f"gives another {type(held).__name__}: the module replaces what is registered; "
            "tie or untie before it was made or wrapped"
        )
