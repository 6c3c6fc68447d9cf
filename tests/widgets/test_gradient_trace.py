"""The worked examples of the gradient trace: script against torch, settings, words, picture."""

from __future__ import annotations

import dataclasses
import itertools
from functools import partial
from typing import Any

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.gradient_trace import GradientTrace
from tying.widgets.gradient_trace.examples import Answer, Worked, answer_of, use_labels
from tying.widgets.gradient_trace.settings import EXAMPLES, MATERIAL, PRESETS

ANSWER = Module(WIDGETS / "gradient_trace" / "answer.js")
SCENE = Module(WIDGETS / "gradient_trace" / "example_scene.js")
LAYOUT = Module(WIDGETS / "gradient_trace" / "layout.js")
SENTENCES = Module(WIDGETS / "gradient_trace" / "sentences.js")
WORDS = Module(WIDGETS / "gradient_trace" / "words.js")


@pytest.fixture(scope="module")
def english() -> dict[str, Any]:
    """The words of the page."""
    return WORDS.value("WORDS")["en"]


@pytest.fixture(scope="module")
def scenes() -> dict[str, Any]:
    """What the page draws of each preset."""
    calls = [(setting, MATERIAL) for setting in PRESETS.values()]
    return dict(zip(PRESETS, SCENE.starmap("exampleScene", calls), strict=True))


def grid(example: str) -> list[dict[str, Any]]:
    """Settings of an example: every loss and choice, and the ends and a middle of each slider."""
    rules = EXAMPLES[example]
    base = next(one for one in PRESETS.values() if one["example"] == example)
    few = {name: choices[:4] for name, choices in rules["choices"].items()}
    lists = {"loss": rules["losses"], **few}
    settings = [
        {**base, **dict(zip(lists, values, strict=True))}
        for values in itertools.product(*lists.values())
    ]
    for name, (least, most, step) in rules["sliders"].items():
        middle = least + round((most - least) / 3 / step) * step
        settings += [
            {**base, "loss": loss, name: value}
            for loss in rules["losses"]
            for value in (least, middle, most)
        ]
    return settings


def numbers(answer: Answer) -> torch.Tensor:
    parts = [x for part in answer.parts for x in part]
    all_numbers = [answer.loss, answer.after, *answer.alone, *answer.grad, *parts]
    return torch.tensor(all_numbers, dtype=torch.float64)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_computes_what_torch_computes(example):
    settings = [*grid(example), *(one for one in PRESETS.values() if one["example"] == example)]
    answers = ANSWER.starmap("answerOf", [(setting, MATERIAL) for setting in settings])
    for setting, answer in zip(settings, answers, strict=True):
        page, ours = Answer(**answer), answer_of(setting)
        assert page.shape == ours.shape
        assert len(page.parts) == len(ours.parts)
        torch.testing.assert_close(numbers(page), numbers(ours), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("preset", PRESETS)
def test_contributions_are_the_gradients_of_separate_copies(preset):
    setting = PRESETS[preset]
    model = Worked(setting)
    copies = [model.shared.detach().clone().requires_grad_() for _ in range(model.uses)]
    model(copies).backward()
    answer = answer_of(setting)
    for copy, part in zip(copies, answer.parts, strict=True):
        assert copy.grad is not None
        assert copy.grad.flatten().tolist() == pytest.approx(part, rel=1e-12, abs=1e-12)


def test_the_numbers_of_the_bias_are_those_computed_by_hand():
    answer = answer_of(PRESETS["oppose"])  # z = (1.5, 2.5), t = (2.5, 1)
    assert answer.parts == [[-1.0], [1.5]]
    assert answer.grad == [0.5]
    assert answer.loss == 1.625  # (1² + 1.5²) / 2
    assert answer.after == pytest.approx((1.05**2 + 1.45**2) / 2)
    assert answer.alone == pytest.approx([(1.05**2 + 1.5**2) / 2, (1 + 1.45**2) / 2])
    assert answer_of(PRESETS["cancel"]).grad == [0.0]


@pytest.mark.parametrize(
    ("preset", "sign"),
    [("agree", 1), ("oppose", -1), ("cancel", -1), ("forward", 1), ("against", -1), ("across", 0)],
)
def test_two_uses_agree_or_disagree_as_the_name_of_the_setting_says(preset, sign):
    first, second = torch.tensor(answer_of(PRESETS[preset]).parts, dtype=torch.float64)
    cosine = float(first @ second / (first.norm() * second.norm()))
    assert sign * cosine > 0.5 if sign else abs(cosine) < 1e-12


def test_the_numbers_of_a_matrix_used_twice_are_those_computed_by_hand():
    answer = answer_of(PRESETS["forward"])  # Z₁ = (1, −2), Z₂ = (0, −2), δ = (−1, −1)
    assert answer.parts == [[-0.5, 0.5, -1.5, 1.5], [-1, 2, -1, 2]]  # Wᵀδ = (−0.5, −1.5)
    assert answer.grad == [-1.5, 2.5, -2.5, 3.5]
    assert answer.loss == 1.0


def test_the_formula_of_a_matrix_used_twice():
    setting = {**PRESETS["forward"], "x1": 0.7, "x2": -1.2, "t2": 0.0}
    double = partial(torch.tensor, dtype=torch.float64)
    w, (b1, b2) = double(MATERIAL["matrices"]["mix"]), double(MATERIAL["biases"])
    x, t = double([0.7, -1.2]), double([1.0, 0.0])
    z1 = w @ x + b1
    delta = w @ z1 + b2 - t
    parts = [torch.outer(w.T @ delta, x), torch.outer(delta, z1)]  # G = δ Z₁ᵀ + (Wᵀδ) xᵀ
    answer = ANSWER.call("answerOf", setting, MATERIAL)
    for ours, theirs in zip(parts, answer["parts"], strict=True):
        assert theirs == pytest.approx(ours.flatten().tolist(), rel=1e-12)


def test_every_name_that_a_reader_can_choose_has_words(english):
    assert set(english["examples"]) == set(EXAMPLES)
    assert set(english["presets"]) == set(PRESETS)
    for rules in EXAMPLES.values():
        assert set(rules["losses"]) <= set(english["losses"])
        assert {*rules["sliders"], *rules["choices"]} <= set(english["controls"])


@pytest.mark.parametrize("preset", PRESETS)
def test_steps_visit_every_operation_once_and_each_use_arrives(scenes, preset):
    scene = scenes[preset]
    operations = [one["id"] for one in scene["nodes"] if one["kind"] == "op"]
    assert [step["node"] for step in scene["steps"]] == operations[::-1]
    arrived = [use["use"] for step in scene["steps"] for use in step["uses"]]
    parameter = scene["parameters"][0]
    assert arrived == list(range(len(parameter["uses"])))[::-1]
    owners = [use["node"] for use in parameter["uses"]]
    assert sorted(b for a, b in scene["edges"] if a == parameter["node"]) == owners


@pytest.mark.parametrize("preset", PRESETS)
def test_the_page_names_uses_as_the_printed_picture_does(scenes, preset):
    labels = [use["label"] for use in scenes[preset]["parameters"][0]["uses"]]
    assert labels == use_labels(PRESETS[preset])


@pytest.mark.parametrize("width", [290, 420])
def test_no_two_boxes_of_a_graph_overlap_and_edges_lead_down(scenes, width):
    sizes = {"least": 98, "most": 178, "height": 50, "pitch": 72, "lane": 92, "gap": 8}
    calls = [(scene, {"width": width, **sizes}) for scene in scenes.values()]
    for scene, plan in zip(scenes.values(), LAYOUT.starmap("layout", calls), strict=True):
        places, kinds = plan["places"], [one["kind"] for one in scene["nodes"]]
        assert len(places) == len(kinds)
        assert None not in places
        assert plan["width"] <= max(width, 296)
        for a, b in itertools.combinations(places, 2):
            apart = abs(a["x"] - b["x"]) >= (a["width"] + b["width"]) / 2
            assert apart or abs(a["y"] - b["y"]) >= 50
        for a, b in scene["edges"]:
            assert kinds[a] == "parameter" or places[a]["y"] < places[b]["y"]


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("agree", "pulls with"), ("oppose", "pulls against"),
        ("cancel", "The contributions cancel"), ("forward", "pulls with"),
        ("against", "pulls against"),
    ],
)  # fmt: skip
def test_a_preset_has_the_properties_in_its_name(english, scenes, preset, words):
    parameter = scenes[preset]["parameters"][0]
    assert words in " ".join(SENTENCES.call("agreement", english, parameter))


def test_on_a_long_way_back_early_uses_contribute_less():
    norms = [torch.tensor(part).norm().item() for part in answer_of(PRESETS["fading"]).parts]
    assert norms[0] == 0  # the start is zero
    assert norms[1] < norms[2] < norms[3] < norms[4] < norms[5]
    assert norms[1] < norms[5] / 100  # four more steps at 0.3


def test_with_a_kernel_torch_answers_the_setting_that_is_shown():
    widget = GradientTrace("twice")
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == widget.setting
    widget.setting = PRESETS["sentence"]
    assert widget.result["setting"] == PRESETS["sentence"]
    assert widget.result["answer"] == dataclasses.asdict(answer_of(PRESETS["sentence"]))
    widget.setting = wrong = {**PRESETS["sentence"], "first": "dog"}  # no control makes this one
    assert widget.result["setting"] == wrong
    assert "answer" not in widget.result
    assert "got 'dog'" in widget.result["error"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("lstm",), "a module or one of bias, twice, rnn, embedding; got 'lstm'"),
        (("bias", None, None, "forward"), "preset must be one of agree, oppose, cancel; got"),
    ],
)
def test_an_example_that_is_not_there_is_refused(arguments, words):
    model, *rest = arguments
    with pytest.raises(ValueError, match=words):
        GradientTrace(model, **({"preset": rest[2]} if rest else {}))


@pytest.mark.parametrize("preset", PRESETS)
def test_the_picture_says_each_contribution_and_the_sum(preset):
    widget = GradientTrace(PRESETS[preset]["example"], preset=preset)
    picture = widget.picture()
    uses = {"bias": 2, "twice": 2, "embedding": 3}.get(
        PRESETS[preset]["example"], PRESETS[preset].get("steps")
    )
    assert picture.alt.count(" contributes ") == uses
    assert "The contributions add up to" in picture.alt
    assert ".grad</text>" in picture.svg()


def test_the_picture_of_the_bias_has_its_numbers():
    bundle = GradientTrace("bias", preset="oppose")._repr_mimebundle_()
    assert bundle is not None
    alt = bundle[0]["text/plain"]
    assert "z₁ = x₁ + b contributes (-1); z₂ = x₂ + b contributes (1.5)" in alt
    assert alt.endswith("The contributions add up to b.grad, (0.5).")
