"""What the ledger's picture shows, as plain data that can be sent to a page.

A scene lists slots, objects and storages; a slot names its object by position (−1 where it lies
outside the model), an object its storage. ``ledger_model.js`` makes the same scene from a recipe
without torch.
"""

from __future__ import annotations

from typing import Any

from torch import nn

from tying.ledger import Ledger, count_uses, ledger
from tying.ledger.folding import lines
from tying.slots import slots
from tying.slots.derived import origin
from tying.widgets.ledger.recipe import Recipe, build, example_input
from tying.widgets.ledger.steps import take_steps


def scene_of(model: nn.Module, by_use: int | None = None) -> dict[str, Any]:
    """The scene of any model: every slot, in the order in which the modules declare them."""
    book = ledger(model)
    memory = {name: entry for entry in book.entries for name in entry.slots}
    found: list[dict[str, Any]] = []
    objects: dict[int, dict[str, Any]] = {}
    storages: dict[int, dict[str, int]] = {}
    numbers: dict[int, int] = {}
    for slot in slots(model):
        entry = memory[slot.name]
        parameter = origin(slot.module, slot.local).parameter
        if entry.objects:
            storage = numbers.setdefault(id(entry), len(numbers))
            storages[storage] = {"numel": entry.numel}
            number = objects.setdefault(
                id(parameter),
                {"number": len(objects), "shape": list(parameter.shape), "storage": storage},
            )["number"]
        else:
            number = -1
        found.append(
            {
                "name": slot.name,
                "shape": list(slot.value.shape),
                "object": number,
                "derived": slot.derived,
                "repeats": 1,
            }
        )
    return {
        "slots": found,
        "objects": [{"shape": o["shape"], "storage": o["storage"]} for o in objects.values()],
        "storages": list(storages.values()),
        "counts": {
            "stored": book.stored,
            "object": book.by_object,
            "slot": book.by_slot,
            "use": by_use,
        },
    }


def folded(scene: dict[str, Any], book: Ledger) -> dict[str, Any]:
    """``scene`` with blocks that repeat drawn once, as the printed ledger folds them."""
    shown = {
        name: (merged, line.repeats)
        for line in lines(book.entries)
        for name, merged in zip(line.entry.slots, line.slots, strict=True)
    }
    kept = [slot for slot in scene["slots"] if slot["name"] in shown]
    objects = _renumber(slot["object"] for slot in kept if slot["object"] >= 0)
    storages = _renumber(scene["objects"][old]["storage"] for old in objects)
    return {
        **scene,
        "slots": [
            {
                **slot,
                "name": shown[slot["name"]][0],
                "repeats": shown[slot["name"]][1],
                "object": objects.get(slot["object"], -1),
            }
            for slot in kept
        ],
        "objects": [
            {**scene["objects"][old], "storage": storages[scene["objects"][old]["storage"]]}
            for old in objects
        ],
        "storages": [scene["storages"][old] for old in storages],
    }


def recipe_scene(recipe: Recipe) -> dict[str, Any]:
    """The scene of a recipe, with real optimiser steps on the model that it describes."""
    model = build(recipe)
    by_use = count_uses(model, example_input(recipe)).by_use
    return {**scene_of(model, by_use), "step": take_steps(recipe, model)}


def _renumber(numbers: Any) -> dict[int, int]:
    return {old: new for new, old in enumerate(dict.fromkeys(numbers))}
