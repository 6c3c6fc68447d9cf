"""The hidden values of ``norm-budget``, against projections on random frames, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor

from tying_assign.catalogue import find
from tying_assign.definition import Case, generator

PROBLEM = find("norm-budget")
QUESTIONS = {question.name: question for question in PROBLEM.graded}


def cases(name: str, seed: int = 0) -> Sequence[Case]:
    return QUESTIONS[name].cases(generator(PROBLEM, name, seed))


def budgets(d: int, layers: int) -> dict[int, Tensor]:
    """For each budget that a projection in d dimensions can have, the whole network."""
    draws = torch.Generator().manual_seed(d)
    networks = {}
    for r in range(d + 1):
        frame = torch.randn(d, r, generator=draws, dtype=torch.float64)
        W = torch.zeros(d, d, dtype=torch.float64)
        if r:
            basis = torch.linalg.qr(frame).Q
            W = basis @ basis.T
        network = torch.linalg.multi_dot([W] * layers) if layers > 1 else W
        networks[round(float(layers * W.square().sum()))] = network
    return networks


@pytest.mark.parametrize("seed", [0, 1, 2027])
def test_a_budget_is_possible_if_some_projection_has_it(seed: int):
    decisions = cases("possible", seed)
    for case in decisions:
        d, budget, layers = case.args
        assert (budget in budgets(d, layers)) == case.expected
    answers = [case.expected for case in decisions]
    assert min(answers.count(True), answers.count(False)) >= 8
    assert {(10, 7, 2), (3, 40, 2)} < {case.args for case in decisions if not case.expected}


@pytest.mark.parametrize("seed", [0, 5])
def test_rank_share_and_singular_values_are_those_of_the_network(seed: int):
    for name in ("rank", "alpha", "spectrum"):
        for case in cases(name, seed):
            d, budget, layers = case.args
            values = torch.linalg.svdvals(budgets(d, layers)[budget])
            passed = int((values > 0.5).sum())
            expected = {"rank": passed, "alpha": passed / d, "spectrum": values.tolist()}[name]
            found = case.expected.tolist() if name == "spectrum" else case.expected
            assert found == pytest.approx(expected, abs=1e-9)
