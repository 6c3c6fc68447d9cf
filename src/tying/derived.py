"""A slot that stores nothing: its value is the transpose of another slot, taken at each access.

A parameter object can stand in two slots only if it has the same shape in both. A decoder that
uses its encoder's matrix transposed therefore holds no parameter of its own. Its class is
replaced by a subclass in which the name is a property. The module keeps a reference to the
module that owns the source, so the tie survives ``deepcopy`` of the model, ``load_state_dict``,
``to_empty`` and ``functional_call``, and the name does not appear in ``state_dict``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from torch import Tensor, nn

_RECORD = "_derived_slots"


class Source(NamedTuple):
    """The place of the parameter that a derived slot transposes, and its own former place.

    Attributes:
        module: the module that owns the source.
        local: the name of the source in that module.
        position: where the derived slot stood among its own module's parameters.
    """

    module: nn.Module
    local: str
    position: int = 0


class Origin(NamedTuple):
    """Where the value of a slot comes from in the end."""

    module: nn.Module
    local: str
    transposed: bool

    @property
    def parameter(self) -> nn.Parameter:
        """The object that is stored there."""
        return getattr(self.module, self.local)


def derived_slots(module: nn.Module) -> Mapping[str, Source]:
    """The derived slots of ``module`` itself (not of its children): local name to source."""
    return module.__dict__.get(_RECORD, {})


def origin(module: nn.Module, local: str) -> Origin:
    """Follow ``module.local`` through derived slots to the place that holds a parameter."""
    transposed = False
    while source := derived_slots(module).get(local):
        module, local, transposed = source.module, source.local, not transposed
    return Origin(module, local, transposed)


def derive(module: nn.Module, local: str, source: Source) -> None:
    """Make ``module.local`` the transpose of ``source``; its own parameter is dropped."""
    former = derived_slots(module).get(local)
    position = former.position if former else list(module._parameters).index(local)
    module._parameters.pop(local, None)
    base = _base(type(module))
    record = {**derived_slots(module), local: source._replace(position=position)}
    module.__dict__[_RECORD] = record
    module.__class__ = _subclass(base, tuple(record))


def restore(module: nn.Module, local: str, parameter: nn.Parameter) -> None:
    """Undo :func:`derive`: ``module.local`` holds ``parameter`` again, in its former position."""
    base = _base(type(module))
    record = dict(derived_slots(module))
    position = record.pop(local).position
    if record:
        module.__dict__[_RECORD] = record
        module.__class__ = _subclass(base, tuple(record))
    else:
        del module.__dict__[_RECORD]
        module.__class__ = base
    module.register_parameter(local, parameter)
    for later in list(module._parameters)[position:-1]:
        module._parameters[later] = module._parameters.pop(later)


def _base(cls: type[nn.Module]) -> type[nn.Module]:
    return getattr(cls, "_derived_from", cls)


def _subclass(base: type[nn.Module], names: tuple[str, ...]) -> type[nn.Module]:
    def reduce(self: nn.Module, protocol: Any) -> tuple:
        # copy and pickle find a class by its name, and this one has none of its own
        return _rebuild, (base, names), dict(self.__dict__)

    body: dict[str, Any] = {name: property(_transposed(name)) for name in names}
    body |= {"_derived_from": base, "__reduce_ex__": reduce}
    body |= {"__module__": base.__module__, "__doc__": base.__doc__}
    return type(base.__name__, (base,), body)


def _transposed(name: str) -> Any:
    def value(self: nn.Module) -> Tensor:
        source = derived_slots(self)[name]
        return getattr(source.module, source.local).t()

    return value


def _rebuild(base: type[nn.Module], names: tuple[str, ...]) -> nn.Module:
    cls = _subclass(base, names)
    return cls.__new__(cls)
