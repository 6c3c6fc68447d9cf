"""Give one place of a module that is registered at several places a module of its own."""

from __future__ import annotations

import copy

from torch import nn


def split_path(model: nn.Module, name: str) -> nn.Module:
    """Make the modules on the way to slot ``name`` belong to that way alone.

    A module on the way that is also registered elsewhere is replaced, here only, by a shallow
    copy: another module object that holds the same parameters, buffers and children.

    Returns:
        The module that owns the slot now.
    """
    *path, _ = name.split(".")
    parent = model
    for key in path:
        child = parent._modules[key]
        assert child is not None
        if _registrations(model, child) > 1:
            child = parent._modules[key] = _shallow(child)
        parent = child
    return parent


def _registrations(model: nn.Module, module: nn.Module) -> int:
    return sum(child is module for m in model.modules() for child in m._modules.values())


def _shallow(module: nn.Module) -> nn.Module:
    twin = copy.copy(module)
    for key, value in vars(twin).items():
        if isinstance(value, dict | list | set):
            twin.__dict__[key] = copy.copy(value)  # registries, hooks, lists of weights
    return twin
