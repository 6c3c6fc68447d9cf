"""The worked examples of the gradient trace: script against torch, settings, words, picture."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch

from tying.widgets.gradient_trace import GradientTrace
from tying.widgets.trace_examples import Worked, answer_of
from tying.widgets.trace_settings import EXAMPLES, MATERIAL, PRESETS


@pytest.fixture(scope="module")
def node(in_node) -> Callable[..., Any]:
    """``node(code, data)``: what ``code`` returns in Node, with the widget's script as ``w``."""
    return partial(in_node, str(GradientTrace._esm))


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


def flat(answer: dict[str, Any]) -> torch.Tensor:
    numbers = [answer["loss"], answer["after"], *answer["alone"], *answer["grad"]]
    parts = [x for part in answer["parts"] for x in part]
    return torch.tensor(numbers + parts, dtype=torch.float64)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_computes_what_torch_computes(node, example):
    settings = [*grid(example), *(one for one in PRESETS.values() if one["example"] == example)]
    code = "return data[0].map((one) => w.answerOf(one, data[1]))"
    answers = node(code, [settings, MATERIAL])
    for setting, answer in zip(settings, answers, strict=True):
        ours = answer_of(setting)
        assert answer["shape"] == ours["shape"]
        assert len(answer["parts"]) == len(ours["parts"])
        torch.testing.assert_close(flat(answer), flat(ours), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("preset", PRESETS)
def test_contributions_are_the_gradients_of_separate_copies(preset):
    setting = PRESETS[preset]
    model = Worked(setting)
    copies = [model.shared.detach().clone().requires_grad_() for _ in range(model.uses)]
    model(copies).backward()
    answer = answer_of(setting)
    for copy, part in zip(copies, answer["parts"], strict=True):
        assert copy.grad is not None
        assert copy.grad.flatten().tolist() == pytest.approx(part, rel=1e-12, abs=1e-12)


def test_the_numbers_of_the_bias_are_those_computed_by_hand():
    answer = answer_of(PRESETS["oppose"])  # z = (1.5, 2.5), t = (2.5, 1)
    assert answer["parts"] == [[-1.0], [1.5]]
    assert answer["grad"] == [0.5]
    assert answer["loss"] == 1.625  # (1² + 1.5²) / 2
    assert answer["after"] == pytest.approx((1.05**2 + 1.45**2) / 2)
    assert answer["alone"] == pytest.approx([(1.05**2 + 1.5**2) / 2, (1 + 1.45**2) / 2])
    assert answer_of(PRESETS["cancel"])["grad"] == [0.0]


def test_the_formula_of_a_matrix_used_twice(node):
    setting = {**PRESETS["forward"], "x1": 0.7, "x2": -1.2}
    double = partial(torch.tensor, dtype=torch.float64)
    w, (b1, b2) = double(MATERIAL["matrices"]["mix"]), double(MATERIAL["biases"])
    x, t = double([0.7, -1.2]), double([1.0, 0.0])
    z1 = w @ x + b1
    delta = w @ z1 + b2 - t
    parts = [torch.outer(w.T @ delta, x), torch.outer(delta, z1)]  # G = δ Z₁ᵀ + (Wᵀδ) xᵀ
    answer = node("return w.answerOf(...data)", [setting, MATERIAL])
    for ours, theirs in zip(parts, answer["parts"], strict=True):
        assert theirs == pytest.approx(ours.flatten().tolist(), rel=1e-12)
