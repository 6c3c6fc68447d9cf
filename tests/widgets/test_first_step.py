"""The first step: the page's arithmetic against torch, its answers, and its picture."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.first_step import LIMITS, FirstStep
from tying.widgets.first_step.steps import OPTIMIZERS, first_steps, uses

STEPS = Module(WIDGETS / "first_step" / "steps.js")
WORDS = Module(WIDGETS / "first_step" / "words.js")
GRID = [LIMITS[0] + k / 2 for k in range(25)]  # the starts of the slider
SETTINGS = [{"start": start, "optimizer": name} for start in GRID for name in OPTIMIZERS]


def test_the_page_steps_as_torch_does():
    for setting, page in zip(SETTINGS, STEPS.map("firstSteps", SETTINGS), strict=True):
        answer = FirstStep(**setting).answer()
        assert page["tied"] == pytest.approx(answer["tied"], rel=1e-12, abs=1e-15)
        assert page["alias"] == pytest.approx(answer["alias"], rel=1e-12, abs=1e-15)


def test_the_page_has_the_loss_and_the_gradients_of_autograd():
    theta = torch.tensor(GRID, dtype=torch.float64)
    losses = uses(theta, theta)
    assert STEPS.map("loss", GRID) == losses.tolist()
    both = torch.func.jacrev(uses, argnums=(0, 1))(theta, theta)
    gradients = torch.stack([each.diagonal() for each in both], 1)
    assert STEPS.map("contributions", GRID) == gradients.tolist()


def test_the_rates_are_those_of_the_optimisers():
    made = {name: make([torch.zeros(1)]) for name, make in OPTIMIZERS.items()}
    rates = {name: optimizer.param_groups[0]["lr"] for name, optimizer in made.items()}
    assert STEPS.value("RATES") == rates


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_one_optimiser_with_both_objects_moves_the_memory_by_both_steps(optimizer):
    for start in GRID:
        p = nn.ParameterList(torch.full((1,), start, dtype=torch.float64) for _ in range(2))
        p[1].data = p[0].data
        stepper = OPTIMIZERS[optimizer](p.parameters(), foreach=False)
        uses(p[0], p[1]).sum().backward()
        stepper.step()
        expected = start + sum(first_steps(start, optimizer).alias)
        assert p[0].item() == pytest.approx(expected, abs=1e-12)


def test_under_sgd_the_two_steps_of_an_alias_add_up_to_the_step_of_the_tie():
    for start in GRID:
        steps = first_steps(start, "SGD")
        assert sum(steps.alias) == pytest.approx(steps.tied, abs=1e-12)
        assert steps.tied == pytest.approx(-0.1 * 4 * (start - 1), abs=1e-12)


def test_under_adam_every_step_has_the_length_of_the_rate_unless_its_gradient_is_zero():
    for start in GRID:
        steps = first_steps(start, "Adam")
        assert abs(steps.tied) == pytest.approx(float(start != 1), abs=1e-7)
        lengths = [abs(step) for step in steps.alias]
        assert lengths == pytest.approx([float(start != 3), float(start != -1)], abs=1e-7)


def test_under_adam_the_alias_rests_between_the_two_minima_and_goes_twice_as_far_outside():
    starts = [-5, -1.5, -1, -0.5, 1, 2.5, 3, 3.5, 7]
    steps = [STEPS.call("firstSteps", {"start": start, "optimizer": "Adam"}) for start in starts]
    assert STEPS.map("outcome", steps) == [
        "twice", "twice", "same", "rests", "neither", "rests", "same", "twice", "twice",
    ]  # fmt: skip
    sgd = [STEPS.call("firstSteps", {"start": start, "optimizer": "SGD"}) for start in starts]
    assert STEPS.map("outcome", sgd) == ["same"] * 4 + ["neither"] + ["same"] * 4


def test_a_kernel_answers_what_the_page_asks():
    widget = FirstStep(-0.5, "SGD")
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == {"start": -0.5, "optimizer": "SGD"}
    assert widget.result["tied"] == pytest.approx(0.6)  # −0.1 · (−7 + 1)
    assert widget.result["alias"] == pytest.approx((0.7, -0.1))


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ((7.5, "Adam"), "start must be from -5 to 7, got 7.5"),
        ((0, "RMSprop"), "optimizer must be SGD or Adam, got 'RMSprop'"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(setting, words):
    with pytest.raises(ValueError, match=words):
        FirstStep(*setting)
    widget = FirstStep()
    data = {"method": "custom", "content": {"ask": "result"}}
    start, optimizer = setting
    widget.setting = {"start": start, "optimizer": optimizer}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert words in widget.result["error"]


def test_the_picture_says_in_words_what_it_shows():
    picture = FirstStep().picture()
    assert picture.alt.endswith(
        "a start at −0.5. Below, arrows for the first step of Adam. Tied: one arrow of +1.00. "
        "Alias: an arrow of +1.00, and from its end one of −1.00."
    )
    assert "alias, use 2" in picture.svg()


def test_the_words_have_a_row_for_each_step_in_both_languages():
    for words in WORDS.value("WORDS").values():
        assert [len(words[name]) for name in ("rows", "names")] == [3, 3]
