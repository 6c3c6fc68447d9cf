"""When a tie pays: the risks against matrices, enumeration, integrals and the source's numbers."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tying.risk import MeanModel, james_stein, james_stein_weight, pool


def by_matrices(
    weight: float, spread: float, v: float, T: int, r: float, truth: str
) -> tuple[float, float]:
    """Bias² and variance from the covariances of all values and errors, written out entry by entry.

    The estimates are M x with M = w 11'/T + (1 - w) I; values θ have second moments S around
    their common mean, or around the starting point of the walk.
    """
    eye, one = torch.eye(T, dtype=torch.float64), torch.ones(T, T, dtype=torch.float64)
    M = weight * one / T + (1 - weight) * eye
    errors = v * (r * one + (1 - r) * eye)
    if truth == "fixed":
        theta = torch.sin(torch.arange(T, dtype=torch.float64))
        theta = theta - theta.mean()
        theta = theta * math.sqrt(spread / float(theta.square().mean())) if T > 1 else theta
        return float(((M - eye) @ theta).square().mean()), float((M @ errors @ M.T).trace()) / T
    moments = spread * torch.eye(T + 1, dtype=torch.float64)
    if truth == "walk":
        time = torch.arange(1, T + 2, dtype=torch.float64)
        moments = spread * torch.minimum(time[:, None], time)
    if truth == "random":
        away = M - eye
        bias2 = float((away @ moments[:T, :T] @ away.T).trace()) / T
        return bias2, float((M @ errors @ M.T).trace()) / T
    row = torch.cat([M[-1], -torch.ones(1, dtype=torch.float64)])  # forecast minus the next value
    return float(row @ moments @ row), float(M[-1] @ errors @ M[-1])


@given(
    weight=st.floats(-0.5, 1.5),
    spread=st.floats(0, 9),
    v=st.floats(0, 9),
    T=st.integers(1, 9),
    share=st.floats(0, 1),
    truth=st.sampled_from(["fixed", "random", "next", "walk"]),
)
@settings(deadline=None)
def test_bias_and_variance_are_those_of_the_full_covariances(weight, spread, v, T, share, truth):
    lowest = -1 / max(T - 1, 1)
    r = lowest + share * (1 - lowest)
    spread = 0.0 if T == 1 and truth == "fixed" else spread
    risk = MeanModel(spread, v, T, r, truth).risk(weight)
    bias2, variance = by_matrices(weight, spread, v, T, r, truth)
    assert math.isclose(float(risk.bias2), bias2, abs_tol=1e-12 * (1 + spread * T**2))
    assert math.isclose(float(risk.variance), variance, abs_tol=1e-12 * (1 + v * T))
    assert float(risk.risk) == pytest.approx(bias2 + variance)


def test_two_coins_are_enumerated_by_hand():
    # θ = (0, 2), errors ±1: the tied estimate is 0, 1 or 2 with chances 1/4, 1/2, 1/4.
    tied = [Fraction(a + 2 + b, 2) for a, b in itertools.product((-1, 1), repeat=2)]
    enumerated = sum((x - t) ** 2 for x in tied for t in (0, 2)) / Fraction(8)
    risk = MeanModel(spread=1.0, noise=1.0, times=2).risk(1.0)
    assert enumerated == Fraction(3, 2)
    assert (float(risk.bias2), float(risk.variance), float(risk.risk)) == (1, 0.5, 1.5)


@pytest.mark.parametrize("truth", ["fixed", "random", "walk"])
@pytest.mark.parametrize("r", [-0.1, 0.0, 0.6])
def test_the_sign_of_what_the_tie_gains_turns_at_the_threshold(truth, r):
    for T in (2, 3, 8):
        limit = float(MeanModel(1.0, 2.0, T, r, truth).threshold)
        below, at, above = (
            float(by[1].risk - by[0].risk)
            for by in (
                [MeanModel(c * limit, 2.0, T, r, truth).risk(w) for w in (0.0, 1.0)]
                for c in (0.9, 1.0, 1.1)
            )
        )
        assert below < 0 < above and abs(at) < 1e-12


@pytest.mark.parametrize(
    ("truth", "expected"),  # by hand, for v = 3, T = 4, r = 1/5
    [("fixed", 3 * 0.75 * 0.8), ("random", 3 * 0.8), ("walk", 6 * 3 * 0.8 / 7), ("next", math.inf)],
)
def test_each_truth_has_its_own_constant(truth, expected):
    assert float(MeanModel(1.0, 3.0, 4, 0.2, truth).threshold) == pytest.approx(expected)


@given(st.floats(0, 9), st.floats(0, 9), st.integers(1, 9), st.floats(0, 1))
@settings(deadline=None)
def test_no_weight_on_a_fine_grid_does_better_than_the_best_one(spread, v, T, share):
    grid = torch.linspace(-0.2, 1.2, 281, dtype=torch.float64)
    lowest = -1 / max(T - 1, 1)
    for truth in ("random", "next", "walk"):
        model = MeanModel(spread, v, T, lowest + share * (1 - lowest), truth)
        assert 0 <= float(model.weight) <= 1
        best = float(model.risk(model.weight).risk)
        assert best <= float(model.risk(grid).risk.min()) + 1e-9


def test_degenerate_settings_give_limits_and_no_nan():
    quiet = MeanModel(0.0, 0.0, 5)
    assert float(quiet.weight) == 1 and float(quiet.threshold) == 0
    assert float(quiet.risk(0.3).risk) == 0
    alone = MeanModel(2.0, 3.0, 1, truth="random")  # the mean of one number is that number
    assert [float(alone.risk(w).risk) for w in (0, 0.5, 1)] == [3, 3, 3]
    assert (float(alone.weight), float(alone.threshold)) == (1, 0)
    same = MeanModel(2.0, 3.0, 7, correlation=1.0)  # equal errors do not average out
    assert float(same.risk(1).variance) == 3 and float(same.threshold) == 0
    assert float(same.weight) == 0
    opposite = MeanModel(2.0, 3.0, 2, correlation=-1.0)  # opposite errors vanish in the mean
    assert float(opposite.risk(1).variance) == 0 and float(opposite.threshold) == 3
    for T in range(2, 60):  # the lowest correlation of T errors, as a number that was rounded
        lowest = MeanModel(2.0, 3.0, T, -1 / (T - 1))
        assert float(lowest.risk(1.0).variance) == pytest.approx(0, abs=1e-14)
    # With v = 0 separate is perfect; with spread 0 tied is as good as T times the data.
    assert float(MeanModel(2.0, 0.0, 5).weight) == 0
    assert float(MeanModel(0.0, 3.0, 5).weight) == 1
    assert float(MeanModel(0.0, 3.0, 5).risk(1).risk) == pytest.approx(3 / 5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1.0, 1.0, 3), r"spread must be 0 or more, got -1"),
        ((1.0, -2.0, 3), r"noise must be 0 or more, got -2"),
        ((1.0, math.nan, 3), r"noise must be 0 or more, got nan"),
        ((math.inf, 1.0, 3), r"spread must be 0 or more, got inf"),
        ((1.0, 1.0, 0), r"times must be 1, 2, \.\.\., got 0"),
        ((1.0, 1.0, 2.5), r"times must be 1, 2, \.\.\., got 2.5"),
        ((1.0, 1.0, 3, -0.6), r"from -1/\(times - 1\) to 1, got -0.6"),
        ((1.0, 1.0, 1, -1.1), r"from -1/\(times - 1\) to 1, got -1.1"),
        ((1.0, 1.0, 3, 1.01), r"from -1/\(times - 1\) to 1, got 1.01"),
        ((1.0, 1.0, 1), r"one fixed value has spread 0, got 1"),
        ((1.0, 1.0, 3, 0.0, "drift"), r"'walk'\), got 'drift'"),
    ],
)
def test_settings_that_do_not_exist_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        MeanModel(*arguments)


def test_settings_broadcast_and_keep_their_type():
    spread = torch.rand(5, 1, dtype=torch.float32)
    model = MeanModel(spread, torch.rand(3), 4)
    for value in (model.risk(0.2).risk, model.weight, model.threshold):
        assert value.shape == (5, 3) and value.dtype == torch.float32
    assert MeanModel(1, 1, 4).weight.dtype == torch.float64


def test_pooling_moves_each_estimate_to_the_mean():
    x = torch.tensor([[1.0, 3.0, 8.0]], dtype=torch.float64)
    assert pool(x, 0).tolist() == [[1, 3, 8]]
    assert pool(x, 1).tolist() == [[4, 4, 4]]
    torch.testing.assert_close(pool(x, 0.25), torch.tensor([[1.75, 3.25, 7.0]]).double())


def test_james_stein_by_hand():
    x = torch.tensor([1.0, 3.0, 5.0, 7.0], dtype=torch.float64)  # mean 4, squares 20
    torch.testing.assert_close(james_stein(x, 2.0), 4 + 0.9 * (x - 4))  # (4 - 3) 2/20 = 0.1
    torch.testing.assert_close(james_stein(x, 2.0, centre=1.0), 1 + (1 - 4 / 56) * (x - 1))
    assert james_stein(x, 1e3).tolist() == [4, 4, 4, 4]  # not beyond the centre
    assert james_stein(torch.full((4,), 2.5), 1.0).tolist() == [2.5] * 4
    both = james_stein(torch.stack([x, 10 * x]), 2.0)
    torch.testing.assert_close(both[1], james_stein(10 * x, 2.0))


def test_the_weight_of_james_stein_by_hand():
    x = torch.tensor([1.0, 3.0, 5.0, 7.0], dtype=torch.float64)  # squares 20, and 56 around 1
    weights = james_stein_weight(torch.stack([x, x / 10, torch.ones_like(x)]), 2.0)
    assert weights.tolist() == pytest.approx([0.1, 1, 1])
    assert float(james_stein_weight(x, 2.0, centre=1.0)) == pytest.approx(4 / 56)


@given(st.lists(st.floats(-100, 100), min_size=4, max_size=9), st.floats(0, 100))
@example([0.0, 0.0, 0.0, 1.5e-161], 0.0)  # squares below the smallest normal number
def test_james_stein_pools_by_its_weight(values, noise):
    x = torch.tensor(values, dtype=torch.float64)
    weight = james_stein_weight(x, noise)
    assert 0 <= weight <= 1
    torch.testing.assert_close(james_stein(x, noise), pool(x, weight))


@pytest.mark.parametrize(("T", "centre"), [(3, None), (2, 0.0)])
def test_james_stein_refuses_too_few_estimates(T, centre):
    with pytest.raises(ValueError, match=f"needs {T + 1} estimates or more, got {T}"):
        james_stein(torch.ones(T), 1.0, centre)
