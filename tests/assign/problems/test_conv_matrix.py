"""The hidden values of ``conv-matrix``, against the entries by their formula."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
import torch
from torch import Tensor

from tying_assign.catalogue import find
from tying_assign.definition import Case, generator

PROBLEM = find("conv-matrix")
QUESTIONS = {question.name: question for question in PROBLEM.graded}


def cases(name: str, seed: int = 0) -> Sequence[Case]:
    return QUESTIONS[name].cases(generator(PROBLEM, name, seed))


def weight(kernel: Tensor, m: int, n: int) -> float:
    """A weight of the kernel, zero outside."""
    inside = 0 <= m < kernel.shape[0] and 0 <= n < kernel.shape[1]
    return kernel[m, n].item() if inside else 0.0


@pytest.mark.parametrize("seed", [0, 1, 2027])
def test_every_entry_is_the_weight_at_the_difference_of_pixel_and_output(seed: int):
    for case in cases("matrix", seed):
        kernel, H, W, p = case.args
        rows, columns = H + 2 * p - kernel.shape[0] + 1, W + 2 * p - kernel.shape[1] + 1
        assert case.expected.shape == (rows * columns, H * W)
        assert H != W and not torch.equal(kernel, kernel.flip(0, 1))
        outputs = itertools.product(range(rows), range(columns))
        by_formula = [
            [weight(kernel, u - i + p, v - j + p) for u in range(H) for v in range(W)]
            for i, j in outputs
        ]
        torch.testing.assert_close(case.expected, torch.tensor(by_formula, dtype=torch.float64))


@pytest.mark.parametrize("seed", [0, 1, 2027])
def test_the_true_matrices_are_those_in_which_equal_differences_have_equal_entries(seed: int):
    found = []
    for case in cases("structure", seed):
        T, H, W, rows, columns = case.args
        values: dict[tuple[int, int], list[float]] = {}
        for i, j, u, v in itertools.product(*map(range, (rows, columns, H, W))):
            entry = T[i * columns + j, u * W + v].item()
            values.setdefault((u - i, v - j), []).append(entry)
        spread = max(max(same) - min(same) for same in values.values())
        assert case.expected == (spread < 1e-9)
        found.append(case.expected)
    assert (found.count(True), found.count(False)) == (4, 5)


def test_the_hidden_gradient_is_the_sum_over_the_places_of_each_weight():
    for case in cases("gradient"):
        G, H, W, k_h, k_w, p = case.args
        rows, columns = H + 2 * p - k_h + 1, W + 2 * p - k_w + 1
        by_axes = G.reshape(rows, columns, H, W)
        for m, n in itertools.product(range(k_h), range(k_w)):
            total = sum(
                by_axes[i, j, i + m - p, j + n - p].item()
                for i, j in itertools.product(range(rows), range(columns))
                if 0 <= i + m - p < H and 0 <= j + n - p < W
            )
            assert case.expected[m, n].item() == pytest.approx(total)
