"""The arithmetic of the trace's benchmark, by hand; and which steps it measures."""

from __future__ import annotations

import gzip
import random
from contextlib import contextmanager, nullcontext

import pytest
import torch
from torch import nn

from tools.bench.chromium import Visit, Weight
from tools.bench.pages import (
    SLOW,
    SLOWEST,
    figure_bytes,
    print_ratios,
    time_ratios,
    weight_ratios,
)
from tools.bench.trace import (
    cell,
    chain,
    exponent,
    median_ratio,
    memory,
    paired,
    peak,
    training_step,
)
from tying.trace import trace


def test_the_ratio_is_the_median_of_pairs_and_one_slow_pair_does_not_move_it():
    assert median_ratio([(1.0, 2.0), (2.0, 3.0), (1.0, 50.0)]) == 2.0


@pytest.mark.parametrize("power", [0.0, 1.0, 2.0])
def test_the_exponent_of_a_power_is_found(power):
    sizes = (10, 100, 1000)
    assert exponent(sizes, [3e-5 * size**power for size in sizes]) == pytest.approx(power)


def test_the_peak_is_the_largest_sum_on_the_way():
    assert peak([5, 7, -7, 3, -5]) == 12
    assert peak([]) == 0


def test_each_pair_has_one_plain_and_one_traced_step_in_changing_order():
    seen = []

    @contextmanager
    def around():
        seen.append("traced")
        yield
        seen.pop(-2)  # the mark: the step that follows it was traced

    pairs = list(paired(lambda: seen.append("traced step" if seen[-1:] == ["traced"] else "step"),
                        around))  # fmt: skip
    assert len(seen) == 2 * len(pairs) + 2
    turns = [tuple(seen[i : i + 2]) for i in range(0, len(seen), 2)]
    assert set(turns) == {("step", "traced step"), ("traced step", "step")}
    assert all(plain > 0 and traced > 0 for plain, traced in pairs)


def test_as_many_pairs_are_measured_as_are_asked_for_and_one_that_warms_up():
    steps = []
    assert len(list(paired(lambda: steps.append(None), nullcontext, pairs=3))) == 3
    assert len(steps) == 2 * (1 + 3)


@pytest.mark.parametrize(
    ("made", "name"), [(cell(7), "weight_hh"), (cell(7), "bias_ih"), (chain(7, width=4), "weight")]
)
def test_a_deep_case_uses_its_weight_in_every_step(made, name):
    model, step = made
    with trace(model) as t:
        step()
    assert len(t.uses(name)) == 7


def test_memory_is_that_of_the_tensors_that_live_at_once():
    def step() -> None:
        for _ in range(3):
            a = torch.ones(50_000)
            b = torch.ones(50_000)
            del a, b

    assert memory(step, nullcontext) == pytest.approx(2 * 50_000 * 4, rel=0.01)

    @contextmanager
    def around():
        held = torch.ones(100_000)
        yield held

    assert memory(step, around) == pytest.approx(4 * 50_000 * 4, rel=0.01)


def test_a_step_leaves_no_gradient():
    layer = nn.Linear(2, 2)
    training_step(layer, lambda: layer(torch.ones(1, 2)).sum())()
    assert layer.weight.grad is None


# Numbers without a pattern, which compression cannot make much shorter.
NUMBERS = [random.Random(seed).random() for seed in range(999)]
FIGURE = "".join(f"<path d='M{number}'/>" for number in NUMBERS)
PLAIN = "<!DOCTYPE html><html><head></head><body><p>Text of the page.</p>{}</body></html>"


def test_the_figures_of_a_page_are_not_part_of_its_budget():
    drawn = PLAIN.format(f'<div class="picture-box"><svg>{FIGURE}</svg></div>')
    whole, bare = (len(gzip.compress(page.encode())) for page in (drawn, PLAIN.format("")))
    assert figure_bytes(drawn) == pytest.approx(whole - bare, abs=40)
    assert figure_bytes(PLAIN.format("")) == 0


def test_the_front_page_has_a_smaller_budget(tmp_path):
    for name in ("front", "chapter"):
        (tmp_path / f"{name}.html").write_text(PLAIN.format(""), encoding="utf-8")
    weight = Weight(raw=1, sent=150_000, files=1, elsewhere=(), alive=False)
    ratios = weight_ratios(tmp_path, {"front": weight, "chapter": weight}, landing="front")
    assert list(ratios.values()) == [1.0, 0.5]


def test_times_are_shares_of_their_budgets_and_a_page_may_have_no_choice():
    def visits(first: float, prediction: float | None) -> list[Visit]:
        return [Visit(0.1, first, first, 0.1, prediction, prediction)] * 3

    ratios = time_ratios("page", {SLOW: visits(1.0, 0.05), SLOWEST: visits(5.0, None)})
    assert list(ratios.values()) == [2.0, 0.5]
    assert list(time_ratios("page", {SLOW: visits(1.0, None), SLOWEST: visits(1.0, None)})) == [
        "page: first widget 2.5 s, CPU / 4, 1.6 Mbit/s, 150 ms"
    ]


def test_a_measure_over_its_budget_is_named_and_fails(capsys):
    assert print_ratios({"light page": 0.99, "exact": 1.0}) == 0
    assert "OVER" not in capsys.readouterr().out
    assert print_ratios({"light page": 0.99, "slow page": 1.01}) == 1
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "OVER" in line)
    assert "slow page" in line
