"""The story of a tie: what torch makes of each step, which answer is right, and what is refused."""

from __future__ import annotations

import copy
import json
import re

import pytest
import torch
from torch import nn

from tests.widgets.modules import WIDGETS, Module
from tying.ledger import ledger
from tying.widgets.tie_story import TieStory
from tying.widgets.tie_story.story import STORIES, TREATMENTS, Story, equal_objects

ANSWERS = Module(WIDGETS / "tie_story" / "answers.js")
EVERY = [(name, done) for name, story in STORIES.items() for done in range(len(story.steps) + 1)]
KINDS = ["tied", "tied", "tied", "alias", "separate", "tied", "separate"]


def kind(one: torch.Tensor, other: torch.Tensor) -> str:
    """How two slots are joined, by identity and address alone."""
    if one is other:
        return "tied"
    return "alias" if one.data_ptr() == other.data_ptr() else "separate"


def test_the_four_counts_are_those_of_hand_computation():
    counts = [STORIES["counts"].scene(done)["counts"] for done in range(4)]
    names = ("stored", "object", "slot", "use")
    assert counts == [
        dict(zip(names, expected, strict=True))
        for expected in (
            (36, 36, 36, 36),  # 16 + 16 + 4
            (20, 20, 36, 36),  # the second 16 is the first
            (20, 20, 36, 52),  # and is used once more
            (36, 36, 36, 52),
        )
    ]


def test_equal_values_are_marked_where_nothing_is_shared():
    equal = [STORIES["counts"].scene(done)["equal"] for done in range(4)]
    assert equal == [[-1, 0, -1], [-1, -1], [-1, -1], [-1, 0, -1]]


@pytest.mark.parametrize("done", range(7))
def test_a_tie_survives_what_keeps_its_object(done):
    model = STORIES["survival"].model(done)
    joined = kind(model.get_parameter("0.weight"), model.get_parameter("1.weight"))
    assert joined == KINDS[done]
    counts = STORIES["survival"].scene(done)["counts"]
    stored, objects = {"tied": (64, 64), "alias": (64, 128), "separate": (128, 128)}[joined]
    assert (counts["stored"], counts["object"]) == (stored, objects)


def test_each_step_is_the_call_that_its_code_shows():
    before, after = (STORIES["survival"].model(done) for done in (3, 4))
    assert {p.dtype for p in before.parameters()} == {torch.float32}
    assert {p.dtype for p in after.parameters()} == {torch.float64}
    lost = STORIES["survival"].model(6)
    assert all(parameter.isnan().all() for parameter in lost.parameters())
    called = STORIES["counts"].model(2)
    assert called.calls == (1, 1, 2, 1, 1)
    net = STORIES["counts"].model(2)
    for i in range(len(net)):
        net[i] = copy.deepcopy(net[i])
    copied = STORIES["counts"].model(3)
    assert copied.calls == net.calls == called.calls
    assert equal_objects(copied) == equal_objects(net) == [-1, 0, -1]


@pytest.mark.parametrize("name", STORIES)
def test_the_page_finds_the_right_answer_of_every_step(name):
    data = json.loads(json.dumps(STORIES[name].to_data(), sort_keys=True))  # as a notebook saves it
    steps, scenes = data["steps"], data["scenes"]
    calls = [[step, *scenes[i : i + 2]] for i, step in enumerate(steps)]
    right = ANSWERS.starmap("rightOffer", calls)
    for done, (step, i) in enumerate(zip(steps, right, strict=True), start=1):
        before, after = (ledger(STORIES[name].model(k)) for k in (done - 1, done))
        if step["ask"] == "kind":
            entry = after.entries[0]
            expected = "alias" if entry.is_alias else "tied" if entry.is_tied else "separate"
        else:
            used = [STORIES[name].scene(k)["counts"]["use"] for k in (done - 1, done)]
            pairs = {"stored": (before.stored, after.stored), "use": tuple(used),
                     "object": (before.by_object, after.by_object),
                     "slot": (before.by_slot, after.by_slot)}  # fmt: skip
            expected = tuple(
                count for count in ("stored", "object", "slot", "use") if len(set(pairs[count])) > 1
            )
        assert step["offers"][i] == (expected if step["ask"] == "kind" else list(expected))


def test_every_treatment_is_in_a_story_and_has_words():
    words = Module(WIDGETS / "tie_story" / "words.js").value("WORDS")
    used = {step.op for story in STORIES.values() for step in story.steps}
    assert set(TREATMENTS) | {"tie"} == used
    for language in words.values():
        assert set(language["deeds"]) == set(language["because"]) == used
        assert set(language["group"]) == set(language["openings"]) == set(STORIES)
    assert set(Module(WIDGETS / "tie_story" / "code.js").value("CODE")) == used


@pytest.mark.parametrize(("name", "done"), EVERY)
def test_with_a_kernel_torch_does_the_steps_again(name, done):
    widget = TieStory(name, done)
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["step"] == done
    assert widget.result["scene"] == widget.story["scenes"][done]


def test_its_picture_is_the_ledger_of_the_present_step():
    alt = {done: TieStory("survival", done).picture().alt for done in (0, 3)}
    assert "64 numbers are stored, 64 counted by object" in alt[0]
    assert re.search(r"64 numbers are stored, 128 counted by object.*Aliases: 0\.weight", alt[3])
    bundle = TieStory()._repr_mimebundle_()
    assert bundle is not None
    assert "image/svg+xml" in bundle[0]


def test_objects_are_equal_by_value_and_never_to_their_own_memory():
    net = nn.Sequential(*(nn.Linear(2, 2, bias=False) for _ in range(3)))
    net[1].load_state_dict(net[0].state_dict())
    net.get_parameter("2.weight").data = net.get_parameter("0.weight").data
    assert equal_objects(net) == [-1, 0, 1]  # the third equals the second, and is the first


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tragedy",), r"name must be one of counts, survival; got 'tragedy'"),
        (("counts", 4), r"step must be between 0 and 3; got 4"),
        (("survival", -1), r"step must be between 0 and 6; got -1"),
    ],
)
def test_what_is_no_story_is_refused_with_what_there_is(arguments, words):
    with pytest.raises(ValueError, match=words):
        TieStory(*arguments)


def test_a_story_begins_anew_each_time():
    story: Story = STORIES["survival"]
    assert story.scene(6)["counts"]["stored"] == 128
    assert story.scene(0)["counts"]["stored"] == 64
