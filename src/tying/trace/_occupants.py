"""Which parameters stand in the slots of a model while it is traced.

A slot can be refilled: by the model's own code, by offloading, or by FSDP2, where the whole
parameter takes the place of a shard for the time of forward and backward pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView
from typing import Any

from torch import Tensor, nn

from tying.slots import modules, slots
from tying.slots.derived import origin


class _Place:
    """A place that slots stand for: two of them where a module is reused, or a slot is derived.

    Attributes:
        registry: the parameters of the module that owns the place.
        local: its name in that module.
        names: the slots.
        parameter: what stood there last.
    """

    def __init__(self, registry: Any, local: str) -> None:
        self.registry = registry
        self.local = local
        self.names: list[str] = []
        self.parameter: Any = registry[local]


class Occupants:
    """The parameters in the slots of ``model``, those from the start and all that were noted.

    A module can hold other parameters for the time of a call, and not only in its own slots: FSDP2
    gathers all that lies below the module it was given, and a block can read the weight of a
    layer that it never calls. What is noted when a module returns is therefore all that stands
    at or below it. Which places those are is looked up once; a forward pass that calls every
    module once looks at each place as often as modules lie around it.

    Attributes:
        of_slot: for each slot its parameters, those that came last at the end; those of a derived
            slot are those of its source.
        first_names: for each parameter, by its identity, its first name.
    """

    def __init__(self, model: nn.Module) -> None:
        self.of_slot: dict[str, list[Tensor]] = {}
        self.first_names: dict[int, str] = {}
        self._places: dict[tuple[int, str], _Place] = {}
        self._within: dict[int, dict[_Place, None]] = defaultdict(dict)
        every_slot = list(slots(model))
        module_at = dict(modules(model))
        for slot in every_slot:
            source = origin(slot.module, slot.local)
            registry = source.module._parameters
            key = (id(registry), source.local)
            place = self._places.setdefault(key, _Place(registry, source.local))
            place.names.append(slot.name)
            self.of_slot[slot.name] = [place.parameter]
            self.first_names.setdefault(id(place.parameter), slot.name)
            for path in _paths_around(slot.name):
                self._within[id(module_at[path])][place] = None

    @property
    def identities(self) -> KeysView[int]:
        """The identities of all parameters, of those too that are noted later."""
        return self.first_names.keys()

    def note(self, module: nn.Module) -> None:
        """Note what stands now in the slots of ``module`` and of all modules in it."""
        self._note(self._within.get(id(module), ()))

    def note_all(self) -> None:
        """Note what stands in all slots now."""
        self._note(self._places.values())

    def _note(self, places: Iterable[_Place]) -> None:
        for place in places:
            parameter = place.registry.get(place.local)
            if place.parameter is not parameter:
                self._fill(place, parameter)

    def of_module(self, path: str) -> list[str]:
        """The slots of the module at ``path``."""
        return [name for name in self.of_slot if name.rpartition(".")[0] == path]

    def _fill(self, place: _Place, parameter: Any) -> None:
        """Note a parameter that has come to a place.

        Other tensors are left out: a functional call puts them there, and asks for their
        gradients itself.
        """
        if not isinstance(parameter, nn.Parameter):
            return
        place.parameter = parameter
        self.first_names.setdefault(id(parameter), place.names[0])
        for name in place.names:
            before = [one for one in self.of_slot[name] if one is not parameter]
            self.of_slot[name] = [*before, parameter]


def _paths_around(name: str) -> Iterator[str]:
    """The paths of all modules that slot ``name`` lies in: its owner's first, the model's last."""
    path = name
    while path:
        path = path.rpartition(".")[0]
        yield path
