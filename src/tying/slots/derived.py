"""A slot that stores nothing: its value is the transpose of another slot, taken at each access.

A parameter object can stand in two slots only if it has the same shape in both. A decoder that
uses its encoder's matrix transposed therefore holds no parameter of its own. Its class is
replaced by a subclass in which the name is a property. The module keeps a reference to the
module that owns the source, so the tie survives ``deepcopy`` of the model, ``load_state_dict``,
``to_empty`` and ``functional_call``, and the name does not appear in ``state_dict``. A copy of
the dependent part alone takes along a copy of the source that is no parameter of that part.
Code that asks for the exact class of a layer, as dynamic quantisation does, passes it over.

A source that accelerate has offloaded is brought back for the access. What cannot work is refused
in words: to assign to the name, to compile it by ``torch.jit.script``, and to run the module while
FSDP2 holds the source as a shard. A value for the name in a state dict is not loaded, and a warning
says so.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from tying.slots.offload import present
from tying.slots.registration import register

_RECORD = "_derived_slots"


class Source(NamedTuple):
    """The place that a derived slot transposes, and where the derived slot itself was declared.

    Attributes:
        module: the module that owns the place.
        local: its name in that module.
        position: the index of the derived slot among the slots of its own module.
    """

    module: nn.Module
    local: str
    position: int = 0


class Origin(NamedTuple):
    """A place on the way from a slot to the parameter behind it.

    Attributes:
        module: the module that owns the place.
        local: its name in that module.
        transposed: whether the slot is the transpose of what stands here, rather than equal to it.
    """

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


def declared(module: nn.Module) -> list[str]:
    """The local names of all slots of ``module`` itself, derived ones in their former places."""
    names = list(module._parameters)
    for name, source in sorted(derived_slots(module).items(), key=lambda item: item[1].position):
        names.insert(source.position, name)
    return names


def source_chain(module: nn.Module, local: str) -> list[Origin]:
    """The places that ``module.local`` is computed through: itself first, the parameter's last."""
    place = Origin(module, local, transposed=False)
    chain = [place]
    while source := derived_slots(place.module).get(place.local):
        place = Origin(source.module, source.local, transposed=not place.transposed)
        chain.append(place)
    return chain


def origin(module: nn.Module, local: str) -> Origin:
    """The place that holds the parameter behind ``module.local``."""
    return source_chain(module, local)[-1]


def derive(module: nn.Module, local: str, source: Source) -> None:
    """Make ``module.local`` the transpose of ``source``; its own parameter is dropped."""
    position = declared(module).index(local)
    record = {**derived_slots(module), local: source._replace(position=position)}
    module.__dict__[_RECORD] = record
    module._parameters.pop(local, None)
    module.__class__ = _subclass(_base(type(module)), tuple(record))


def restore(module: nn.Module, local: str, parameter: nn.Parameter) -> None:
    """Undo :func:`derive`: ``module.local`` holds ``parameter`` again, in its former position."""
    base = _base(type(module))
    order = declared(module)
    record = {name: source for name, source in derived_slots(module).items() if name != local}
    if record:
        module.__dict__[_RECORD] = record
        module.__class__ = _subclass(base, tuple(record))
    else:
        del module.__dict__[_RECORD]
        module.__class__ = base
    register(module, local, parameter)
    for name in order:  # taken out and put back at the end, one by one, in the former order
        if name in module._parameters:
            module._parameters[name] = module._parameters.pop(name)


def restorable(module: nn.Module) -> bool:
    """Whether the class of ``module`` is the one that :func:`derive` gave it, and not built on."""
    return "_derived_from" in vars(type(module))


def _base(cls: type[nn.Module]) -> type[nn.Module]:
    """The class that ``cls`` was derived from, or ``cls`` itself."""
    return vars(cls).get("_derived_from", cls)


def _subclass(base: type[nn.Module], names: tuple[str, ...]) -> type[nn.Module]:
    """A class like ``base``, in which each of ``names`` is a property."""

    def reduce(self: nn.Module, protocol: Any) -> tuple:
        # copy and pickle find a class by its name, and this one has none of its own
        return _rebuild, (base, names), self.__getstate__()

    def assign(self: nn.Module, name: str, value: Any) -> None:
        if name in names:  # torch's own message would be that the attribute exists already
            raise AttributeError(_refusal(self, name, "it cannot be assigned"))
        base.__setattr__(self, name, value)

    @functools.wraps(base.forward)
    def forward(self: nn.Module, *args: Any, **kwargs: Any) -> Any:
        if torch.compiler.is_compiling():  # what handles errors cannot be interrupted by them
            return base.forward(self, *args, **kwargs)
        try:
            return base.forward(self, *args, **kwargs)
        except RuntimeError as error:
            if _MIXED in str(error) and (sharded := _sharded(self)):
                raise RuntimeError(_elsewhere(self, sharded)) from error
            raise

    def script(self: nn.Module) -> nn.Module:
        raise TypeError(
            _refusal(self, names[0], "torch.jit.script cannot compile it")
            + "; or use torch.export, torch.compile or torch.jit.trace"
        )

    body: dict[str, Any] = {
        "__module__": base.__module__,
        "__doc__": base.__doc__,
        "__reduce_ex__": reduce,
        "__setattr__": assign,
        "forward": forward,
        "__prepare_scriptable__": script,
        "_load_from_state_dict": _loader(base, names),
        "_derived_from": base,
    }
    for name in names:
        body[name] = property(_transposed_source(name))
    metaclass: Any = type(base)
    return metaclass(base.__name__, (base,), body)


def _transposed_source(name: str) -> Callable[[nn.Module], Tensor]:
    """The getter of the property ``name``."""

    def value(self: nn.Module) -> Tensor:
        source = derived_slots(self)[name]
        return present(source.module, source.local).t()

    return value


def _loader(base: type[nn.Module], names: tuple[str, ...]) -> Callable[..., None]:
    """The method that loads a module's own part of a state dict, and warns of ``names`` in it."""

    def load(
        self: nn.Module,
        state_dict: dict[str, Any],
        prefix: str,
        local_metadata: dict[str, Any],
        strict: bool,
        missing_keys: list[str],
        unexpected_keys: list[str],
        error_msgs: list[str],
    ) -> None:
        base._load_from_state_dict(
            self,
            state_dict,
            prefix,
            local_metadata,
            strict,
            missing_keys,
            unexpected_keys,
            error_msgs,
        )
        for name in names:
            key = prefix + name
            if key in unexpected_keys:
                # a warning, since only the caller knows whether unexpected keys are an error
                what = f"the state dict has a value of its own for {key!r}, which is not loaded"
                message = _refusal(self, name, what) + f", or delete the key {key!r}"
                warnings.warn(message, stacklevel=2)

    return load


def _refusal(module: nn.Module, name: str, what: str) -> str:
    """Why ``what`` is no good for a derived slot, and the ways out."""
    return f"{what}: {_described(module, name)}; tying.ties.untie it first"


def _described(module: nn.Module, name: str) -> str:
    """What a derived slot is, in words."""
    source = derived_slots(module)[name]
    return (
        f"{name!r} of this {type(module).__name__} stores nothing, it is the transpose of "
        f"{source.local!r} of a {type(source.module).__name__} (a transposed tie)"
    )


_MIXED = "mixed torch.Tensor and DTensor"
"""In the message of torch where an operation gets a shard beside a plain tensor."""


def _sharded(module: nn.Module) -> str:
    """The first derived slot of ``module`` whose source is a shard now; empty if none is."""
    for name in derived_slots(module):
        kinds = type(getattr(module, name)).__mro__
        if "DTensor" in {kind.__name__ for kind in kinds}:
            return name
    return ""


def _elsewhere(module: nn.Module, name: str) -> str:
    """Why ``module`` cannot run while the source of ``name`` is a shard, and the ways out."""
    return (
        f"{_described(module, name)}, which is a shard while this module runs: FSDP has freed the "
        "whole, since it shards the two modules by separate calls. Shard them by one call, "
        "fully_shard([source, dependent]), or by their parent alone, or shard the source with "
        "reshard_after_forward=False"
    )


def _rebuild(base: type[nn.Module], names: tuple[str, ...]) -> nn.Module:
    """An empty module of the derived class, which copy and pickle then fill."""
    cls = _subclass(base, names)
    return cls.__new__(cls)
