"""What the ledger's picture shows: slots, objects and storages.

``scene.js`` makes the same scene from a recipe without torch.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from torch import nn

from tying.ledger import Ledger, count_uses, ledger
from tying.ledger.folding import lines
from tying.slots import slots
from tying.slots.derived import origin
from tying.widgets.ledger.recipe import Recipe, build, example_input
from tying.widgets.ledger.steps import take_steps


@dataclass(frozen=True)
class SceneSlot:
    """A slot of a scene.

    Attributes:
        name: the dotted name, or that of several slots which are folded into one.
        shape: the shape of its value.
        object: the position of the object that it holds, or −1 where that is outside the model.
        derived: whether it is computed from that object.
        repeats: for how many slots it stands.
    """

    name: str
    shape: list[int]
    object: int
    derived: bool
    repeats: int = 1


@dataclass(frozen=True)
class SceneObject:
    """A ``Parameter`` object: its shape, and the position of its storage."""

    shape: list[int]
    storage: int


@dataclass(frozen=True)
class SceneStorage:
    """Memory, as the number of elements in it."""

    numel: int


@dataclass(frozen=True)
class SceneCounts:
    """The four counts of parameters; that by use is None where no input is known."""

    stored: int
    object: int
    slot: int
    use: int | None


@dataclass(frozen=True)
class Scene:
    """A ledger as a picture shows it; :meth:`to_data` is what is sent to the page."""

    slots: list[SceneSlot]
    objects: list[SceneObject]
    storages: list[SceneStorage]
    counts: SceneCounts

    def to_data(self) -> dict[str, Any]:
        """The scene as plain data."""
        return dataclasses.asdict(self)


def scene_of(model: nn.Module, by_use: int | None = None) -> Scene:
    """The scene of any model: every slot, in the order in which the modules declare them."""
    model_ledger = ledger(model)
    entries = {name: entry for entry in model_ledger.entries for name in entry.slots}
    every = list(slots(model))
    inside = [slot for slot in every if entries[slot.name].objects]
    parameters = {slot.name: origin(slot.module, slot.local).parameter for slot in inside}
    objects = _positions(id(parameter) for parameter in parameters.values())
    storages = _positions(id(entries[name]) for name in parameters)
    return Scene(
        slots=[
            SceneSlot(
                name=slot.name,
                shape=list(slot.value.shape),
                object=objects[id(parameters[slot.name])] if slot.name in parameters else -1,
                derived=slot.derived,
            )
            for slot in every
        ],
        objects=list(
            {
                id(parameter): SceneObject(list(parameter.shape), storages[id(entries[name])])
                for name, parameter in parameters.items()
            }.values()
        ),
        storages=list(
            {id(entries[name]): SceneStorage(entries[name].numel) for name in parameters}.values()
        ),
        counts=SceneCounts(
            model_ledger.stored, model_ledger.by_object, model_ledger.by_slot, by_use
        ),
    )


def fold(scene: Scene, model_ledger: Ledger) -> Scene:
    """``scene`` with blocks that repeat drawn once, as the printed ledger folds them."""
    merged = {
        name: (merged_name, line.repeats)
        for line in lines(model_ledger.entries)
        for name, merged_name in zip(line.firsts, line.slots, strict=True)
    }
    kept = [slot for slot in scene.slots if slot.name in merged]
    objects = _positions(slot.object for slot in kept if slot.object >= 0)
    storages = _positions(scene.objects[old].storage for old in objects)

    def folded(slot: SceneSlot) -> SceneSlot:
        name, repeats = merged[slot.name]
        return replace(slot, name=name, repeats=repeats, object=objects.get(slot.object, -1))

    def moved(old: SceneObject) -> SceneObject:
        return replace(old, storage=storages[old.storage])

    return replace(
        scene,
        slots=[folded(slot) for slot in kept],
        objects=[moved(scene.objects[old]) for old in objects],
        storages=[scene.storages[old] for old in storages],
    )


def recipe_scene(data: Mapping[str, Any]) -> dict[str, Any]:
    """The scene of the recipe that a page sends, with steps of an optimiser, as plain data.

    Raises:
        ValueError: if there is no such model; the message says why.
    """
    recipe = Recipe.from_data(data)
    model = build(recipe)
    by_use = count_uses(model, example_input(recipe)).by_use
    scene = scene_of(model, by_use).to_data()
    return {**scene, "step": [dataclasses.asdict(one) for one in take_steps(recipe, model)]}


def _positions(items: Iterable[Hashable]) -> dict[Any, int]:
    """The distinct items, each with its position in the order in which they come."""
    return {item: position for position, item in enumerate(dict.fromkeys(items))}
