"""A slot: a dotted name in a tree of modules, and the parameter that it holds."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from tying.slots.derived import declared, derived_slots


@dataclass(frozen=True)
class Slot:
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
        return getattr(self.module, self.local)


def slots(model: nn.Module) -> Iterator[Slot]:
    """Every slot of ``model``, in the order of declaration, repeated places included.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if a parameter has no shape yet, as in ``nn.LazyLinear``.
    """
    require_module(model)
    for path, module in model.named_modules(remove_duplicate=False):
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
    require_module(model)
    if not isinstance(name, str):
        raise TypeError(
            "a slot is given by its dotted name, a string such as '0.weight', "
            f"got {type(name).__name__}"
        )
    known = []
    for slot in slots(model):
        if slot.name == name:
            return slot
        known.append(slot.name)
    raise ValueError(f"{type(model).__name__} has no slot {name!r}; {_hint(model, name, known)}")


def require_module(model: object) -> None:
    """Refuse anything but a module, and say what to pass.

    Raises:
        TypeError: if ``model`` is not a ``torch.nn.Module``.
    """
    if not isinstance(model, nn.Module):
        hint = " (pass an instance: call the class)" if isinstance(model, type) else ""
        raise TypeError(f"model must be a torch.nn.Module, got {type(model).__name__}{hint}")


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
    module = dict(model.named_modules(remove_duplicate=False)).get(path)
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
