"""A slot: a dotted name in a tree of modules, and the parameter that it holds."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from tying.slots.derived import declared, derived_slots


class Slot(NamedTuple):
    """One place that holds a parameter.

    Attributes:
        name: the dotted name by which the model knows the place, as in ``state_dict``.
        module: the module that owns the place.
        local: the name of the place inside that module.
        derived: whether the value is computed from another slot and nothing is stored here.
    """

    name: str
    module: nn.Module
    local: str
    derived: bool = False

    @property
    def value(self) -> Tensor:
        """The tensor that the slot holds or, for a derived slot, computes."""
        if self.derived:
            return getattr(self.module, self.local)
        return cast(Tensor, self.module._parameters[self.local])


def modules(model: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """Every module of ``model`` by each of its paths, in the order of ``named_modules``.

    A module that contains itself, such as a layer that keeps its parent, has endless paths. It is
    not entered again inside itself, where all it holds has a shorter name.
    """
    yield "", model
    entered = {id(model)}
    stack = [("", model, iter(model._modules.items()))]
    while stack:
        prefix, module, children = stack[-1]
        for name, child in children:
            if child is not None and id(child) not in entered:
                yield prefix + name, child
                if child._modules:
                    entered.add(id(child))
                    stack.append((f"{prefix}{name}.", child, iter(child._modules.items())))
                    break
        else:
            entered.discard(id(module))
            stack.pop()


def slots(model: nn.Module) -> Iterator[Slot]:
    """Every slot of ``model``, in the order of declaration, repeated places included.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if a parameter has no shape yet, as in ``nn.LazyLinear``.
    """
    require_module(model)
    for path, module in modules(model):
        prefix = f"{path}." if path else ""
        derived = derived_slots(module)
        # keys(): the registry of a scripted module has no other way to be iterated
        local_names = declared(module) if derived else module._parameters.keys()
        for local in local_names:
            if local in derived:
                yield Slot(prefix + local, module, local, derived=True)
                continue
            parameter = module._parameters[local]
            if parameter is not None:
                require_shape(prefix + local, parameter)
                yield Slot(prefix + local, module, local)


def find_slot(model: nn.Module, name: str) -> Slot:
    """The slot of ``model`` called ``name``.

    Raises:
        TypeError: if ``model`` is not a module or ``name`` is not a string.
        ValueError: if there is no such slot; the message names the nearest ones.
    """
    (slot,) = find_slots(model, name)
    return slot


def find_slots(model: nn.Module, *names: str) -> tuple[Slot, ...]:
    """The slots of ``model`` called ``names``, all found in one walk through the model.

    Raises:
        TypeError: if ``model`` is not a module or a name is not a string.
        ValueError: if there is no such slot; the message names the nearest ones to the first
            name that is unknown.
    """
    require_names(model, *names)
    wanted = set(names)
    known: dict[str, Slot] = {}
    for slot in slots(model):
        known[slot.name] = slot
        wanted.discard(slot.name)
        if not wanted:
            break
    if wanted:
        unknown = next(name for name in names if name in wanted)
        hint = _hint(model, unknown, list(known))
        raise ValueError(f"{type(model).__name__} has no slot {unknown!r}; {hint}")
    return tuple(known[name] for name in names)


def require_module(model: object) -> None:
    """Refuse anything but a module, and say what to pass.

    Raises:
        TypeError: if ``model`` is not a ``torch.nn.Module``.
    """
    if isinstance(model, nn.Module):
        return
    hint = ""
    if isinstance(model, type):
        hint = " (pass an instance: call the class)"
    elif isinstance(model, Tensor | str):
        hint = " (pass the model first, and slots by their names after it)"
    raise TypeError(f"model must be a torch.nn.Module, got {type(model).__name__}{hint}")


def require_unscripted(model: nn.Module) -> None:
    """Refuse a model that is, or holds, a module of ``torch.jit``, which hides its operations.

    Raises:
        TypeError: if it does, or ``model`` is not a module.
    """
    require_module(model)
    if any(isinstance(module, torch.jit.ScriptModule) for module in model.modules()):
        raise TypeError(
            "uses inside a torch.jit module cannot be seen; pass the module it was made from"
        )


def require_names(model: object, *names: object) -> None:
    """Refuse a model that is not a module, and names of slots that are not strings.

    Raises:
        TypeError: if one is; the message says which slot was probably meant.
    """
    require_module(model)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(
                "a slot is given by its dotted name, a string such as '0.weight', "
                f"got {type(name).__name__}{_meant(cast(nn.Module, model), name)}"
            )


def _meant(model: nn.Module, wrong: object) -> str:
    """The name of what was passed itself, where ``model`` has one for it."""
    if isinstance(wrong, Tensor):
        names = [slot.name for slot in slots(model) if not slot.derived and slot.value is wrong]
    elif isinstance(wrong, nn.Module):
        names = [
            f"{path}.{local}" if path else local
            for path, module in modules(model)
            if module is wrong
            for local in declared(module)
        ]
    elif isinstance(wrong, list | tuple | set):
        return "; pass the names one by one, as in (model, *names)"
    else:
        return ""
    return f"; did you mean {' or '.join(map(repr, names[:5]))}?" if names else ""


def require_shape(name: str, tensor: Tensor) -> None:
    """Refuse a parameter or buffer that a lazily initialised module has yet to make.

    Raises:
        ValueError: if ``tensor``, which the model knows as ``name``, has no shape yet.
    """
    if is_lazy(tensor):
        raise ValueError(
            f"{name} has no shape yet: its module is initialised lazily; run one forward pass first"
        )


def _hint(model: nn.Module, name: str, known: list[str]) -> str:
    """What stands at ``name`` instead of a slot, or else which of the ``known`` names are near."""
    path, _, local = name.rpartition(".")
    places = dict(modules(model))
    if name in places:
        inside = [slot for slot in known if slot.startswith(f"{name}.")] if name else known
        return f"that name is a module; its slots are {', '.join(inside[:5]) or 'none'}"
    module = places.get(path)
    if module is not None:
        if local in module._parameters and module._parameters[local] is None:
            return f"{path or 'the model'} was built without a {local}"
        if local in getattr(module, "parametrizations", {}):
            stored = [
                slot for slot in known if slot.startswith(f"{path}.parametrizations.{local}.")
            ]
            return f"it is computed by a parametrization from {', '.join(stored)}"
        if local in module._buffers:
            return "that name is a buffer, and a slot holds a parameter"
    if not known:
        return "it has no parameters"
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or known[:5]
    return f"did you mean {' or '.join(map(repr, near))}?"
