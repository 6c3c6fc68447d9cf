"""The ledger's arithmetic in the page, against the package and real optimisers of torch."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.ties import NotTiedError, assert_tied
from tying.widgets.ledger.recipe import OPERATIONS, PRESETS, Chain, Recipe, build
from tying.widgets.ledger.scene import recipe_scene

CHAIN = Module(WIDGETS / "ledger" / "chain.js")
REPLAY = Module(WIDGETS / "ledger" / "replay.js")
SCENE = Module(WIDGETS / "ledger" / "scene.js")

Data = dict[str, Any]
NO_NEED = {"already", "aliased", "alone", "twice", "samemodule"}  # torch would change nothing


def built(data: Data) -> Chain:
    return build(Recipe.from_data(data))


def linear(width: int, calls: int = 1, bias: bool = True) -> Data:
    return {"type": "linear", "width": width, "bias": bias, "calls": calls}


def recipe(layers: list[Data], *links: str, width: int = 4, **rest: Any) -> Data:
    """A recipe; a link is written as ``"tie 0.weight 1.weight"`` or ``"untie 1.weight"``."""
    words = [link.split() for link in links]
    operations = [
        {"op": op, "target": names[-1], **({"source": names[0]} if len(names) > 1 else {})}
        for op, *names in words
    ]
    other = {"flipped": [], "optimizer": "sgd", "steps": 0, **rest}
    return {"input": width, "layers": layers, "links": operations, **other}


THREE = [linear(4), linear(4), linear(4)]
NORM = {"type": "layernorm", "width": 0, "bias": True, "calls": 2}
ROWS = {"type": "embedding", "width": 4, "bias": True, "calls": 1}

CHAINS = {
    "calls": recipe([linear(4, calls=3), NORM, linear(2)], flipped=["0.bias"]),
    "reused and called": recipe([linear(4, calls=2), linear(4)], "reuse 0.weight 1.weight"),
    "a chain of ties": recipe(THREE, "tie 0.weight 1.weight", "tie 1.weight 2.weight"),
    "tie to an alias": recipe(THREE, "alias 0.weight 1.weight", "tie 1.weight 2.weight"),
    "three aliases": recipe(THREE, "alias 0.bias 1.bias", "alias 1.bias 2.bias"),
    "tie, then untie": recipe(THREE, "tie 0.weight 1.weight", "untie 1.weight"),
    "reuse, then untie": recipe(THREE, "reuse 0.weight 2.weight", "untie 2.weight"),
    "copy, tie, alias": recipe(
        THREE, "copy 0.weight 1.weight", "tie 0.weight 1.weight", "alias 0.weight 1.weight"
    ),
    "turned twice": recipe(THREE, "transpose 0.weight 1.weight", "transpose 1.weight 2.weight"),
    "turned and tied": recipe(THREE, "transpose 0.weight 1.weight", "tie 1.weight 2.weight"),
    "alias of a source": recipe(THREE, "transpose 0.weight 1.weight", "alias 0.weight 2.weight"),
    "embedding": recipe([ROWS, linear(9, bias=False)], "tie 0.weight 1.weight", width=9),
    "no parameters": recipe([{"type": "relu", "width": 0, "bias": True, "calls": 1}]),
}


def stepped(start: Data) -> Iterator[Data]:
    for optimizer, steps in itertools.product(("sgd", "adam"), (0, 1, 5)):
        yield {**start, "optimizer": optimizer, "steps": steps}


def same(page: Any, kernel: Any) -> bool:
    """Equal, but for rounding of the numbers that steps arrive at."""
    if isinstance(kernel, dict):
        return page.keys() == kernel.keys() and all(same(page[key], kernel[key]) for key in kernel)
    if isinstance(kernel, list):
        return len(page) == len(kernel) and all(map(same, page, kernel))
    return page == (pytest.approx(kernel, rel=1e-9, abs=1e-9) if type(kernel) is float else kernel)


@pytest.mark.parametrize("start", [*PRESETS.values(), *CHAINS.values()], ids=[*PRESETS, *CHAINS])
def test_the_page_and_torch_make_the_same_scene_and_take_the_same_steps(start):
    every = list(stepped(start))
    for one, page in zip(every, SCENE.map("sceneOf", every), strict=True):
        assert same(page, recipe_scene(one)), (one["optimizer"], one["steps"])


@pytest.mark.parametrize("preset", ["tied", "aliased", "head", "autoencoder"])
def test_every_operation_on_every_two_slots_is_done_alike_or_refused_by_both(preset):
    start = {**PRESETS[preset], "steps": 1}
    names = [slot["name"] for slot in recipe_scene(start)["slots"]]
    links = [
        {"op": op, "source": a, "target": b}
        for op in OPERATIONS
        for a, b in itertools.product(names, names)
        if op != "untie" or a == b
    ]
    every = [{**start, "links": [*start["links"], link]} for link in links]
    refusals = REPLAY.starmap("refusalOf", [(start, link) for link in links])
    allowed = 0
    for one, refused, page in zip(every, refusals, SCENE.map("sceneOf", every), strict=True):
        if refused and refused["why"] not in NO_NEED:
            with pytest.raises(ValueError, match=r"\w+"):
                built(one)
        elif not refused:
            allowed += 1
            assert same(page, recipe_scene(one)), one["links"][-1]
    assert allowed


EMBEDDED = {**ROWS, "calls": 2}


@pytest.mark.parametrize(
    ("layers", "wrong"),
    [
        ([linear(4, calls=4), linear(8), NORM], None),
        ([linear(8), linear(8, calls=2), linear(1)], None),
        ([linear(8, calls=3)], 0),
        ([linear(4), linear(1, calls=2), linear(1)], 1),
        ([EMBEDDED, linear(4)], 0),
    ],
)
def test_a_layer_that_cannot_take_what_it_gives_is_called_once_by_both(layers, wrong):
    data = recipe(layers)
    misfit = CHAIN.call("misfit", data)
    assert (misfit and misfit[0]) == wrong
    if wrong is None:
        built(data)(torch.ones(1, 4, dtype=torch.float64))  # torch runs what both allow
    else:
        with pytest.raises(ValueError, match=rf"layer {wrong}, .* has to take what it gives"):
            built(data)


def test_a_layer_called_again_is_called_on_what_it_gave():
    model = built(recipe([linear(4, calls=3)]))
    x = torch.ones(1, 4, dtype=torch.float64)
    assert torch.equal(model(x), model[0](model[0](model[0](x))))


def test_the_middle_layers_have_the_counts_of_the_text():
    scenes = SCENE.map("sceneOf", list(PRESETS.values())[:4])
    counts = [scene["counts"] for scene in scenes]
    assert [one["stored"] for one in counts] == [193, 121, 193, 121]
    assert [one["object"] for one in counts] == [193, 121, 193, 193]
    assert {one["slot"] for one in counts} == {193}


def test_under_adam_an_alias_stands_still_where_the_tie_finds_the_mean():
    pulled = {"flipped": ["1.weight"], "optimizer": "adam", "steps": 300}
    layers = [linear(4, bias=False), linear(4, bias=False)]  # towards 1 and towards -2, from 0.1
    links = "tie 0.weight 1.weight", "alias 0.weight 1.weight", "copy 0.weight 1.weight"
    scenes = SCENE.map("sceneOf", [recipe(layers, link, **pulled) for link in links])
    ends = [[slot["value"] for slot in scene["step"]] for scene in scenes]
    assert ends[0] == pytest.approx([-0.5, -0.5], abs=1e-3)
    assert ends[1] == pytest.approx([0.1, 0.1], abs=1e-6)
    assert ends[2] == pytest.approx([1, -2], abs=1e-3)


def test_under_sgd_an_alias_takes_the_step_of_the_tie():
    both = [recipe(THREE, f"{op} 0.weight 1.weight", steps=3) for op in ("tie", "alias")]
    tied, aliased = (scene["step"][0]["value"] for scene in SCENE.map("sceneOf", both))
    assert tied == pytest.approx(aliased)
    # use 1 and use 3 pull from 0.1 towards 1 and 3: each step leaves 1 - 2 * 0.1 of the way to 2
    assert tied == pytest.approx(2 - 1.9 * 0.8**3)


def test_a_layer_taken_out_takes_its_links_and_flips_and_renames_the_others():
    start = recipe(
        [linear(4), linear(4), linear(4), linear(4)],
        "tie 0.weight 1.weight", "copy 2.weight 3.weight", flipped=["1.weight", "3.weight"],
    )  # fmt: skip
    left = CHAIN.call("without", start, 1)
    assert left["links"] == [{"op": "copy", "source": "1.weight", "target": "2.weight"}]
    assert left["flipped"] == ["2.weight"]
    assert same(SCENE.call("sceneOf", left), recipe_scene(left))


def test_a_layer_put_in_front_moves_all_names():
    more = CHAIN.call("withLayer", PRESETS["tied"], "embedding")
    assert more["links"] == [{"op": "reuse", "source": "3.weight", "target": "5.weight"}]
    assert more["flipped"] == ["5.weight", "5.bias"]
    assert same(SCENE.call("sceneOf", more), recipe_scene(more))


@pytest.mark.parametrize(
    ("preset", "pair"),
    [("separate", ["2.weight", "4.weight"]), ("tied", ["2.weight", "4.weight"]),
     ("copied", ["2.weight", "4.weight"]), ("head", ["0.weight", "3.weight"]),
     ("autoencoder", ["0.weight", "2.weight"])],
)  # fmt: skip
def test_two_slots_are_chosen_to_begin_with(preset, pair):
    assert REPLAY.call("suggested", PRESETS[preset]) == dict(
        zip(("first", "second"), pair, strict=True)
    )


def test_a_layer_is_untied_slot_by_slot():
    start = copy.deepcopy(PRESETS["tied"])
    names = REPLAY.call("sharing", start, "4.weight")
    assert names == ["4.weight", "4.bias"]
    start["links"] += [{"op": "untie", "target": name} for name in names]
    model = built(start)
    for local in ("weight", "bias"):
        with pytest.raises(NotTiedError, match="copied"):
            assert_tied(model, f"2.{local}", f"4.{local}")


def test_links_that_no_longer_fit_are_named():
    wide = recipe([linear(4), linear(8)], "tie 0.weight 1.weight", "tie 0.weight 7.weight")
    dropped = REPLAY.call("replay", wide)["dropped"]
    assert [link["target"] for link in dropped] == ["1.weight", "7.weight"]
