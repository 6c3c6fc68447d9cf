"""Measured bias and variance, against closed forms, exact moments and one training at a time."""

from __future__ import annotations

import math
from functools import partial

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tying.layers import LocallyConnected2d
from tying.risk import (
    Estimate,
    MeanModel,
    Measured,
    Risk,
    Truth,
    decompose,
    fit_risk,
    hat_matrix,
    james_stein,
    least_squares,
    pool,
    predict,
    sample_risk,
    simulate,
    train,
)

pytestmark = pytest.mark.usefixtures("doubles")


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def agrees(measured: Measured, exact: Risk) -> bool:
    """Whether bias², variance and risk lie within four standard errors of the exact ones."""
    pairs = [
        (measured.bias2, exact.bias2),
        (measured.variance, exact.variance),
        (measured.risk, exact.risk),
    ]
    return all(
        bool(((estimate.value - value).abs() <= 4 * estimate.error + 1e-12).all())
        for estimate, value in pairs
    )


CASES = [(1, 0.0), (2, -1.0), (5, 0.4), (5, 1.0), (8, -1 / 7)]


@pytest.mark.parametrize("truth", ["fixed", "random", "next", "walk"])
@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_simulated_means_agree_with_the_closed_forms(truth: Truth, weight, generator):
    for T, r in CASES:
        spread = 0.0 if T == 1 and truth == "fixed" else 0.7
        model = MeanModel(spread, 1.3, T, r, truth)
        measured = simulate(lambda x: pool(x, weight), model, 4_000, generator)
        assert agrees(measured, model.risk(weight)), (T, r)


def test_a_whole_curve_is_measured_at_once(generator):
    model = MeanModel(torch.tensor([0.0, 0.5, 3.0]), torch.tensor([[1.0], [0.2]]), 6, 0.1)
    measured = simulate(lambda x: pool(x, 0.5), model, 4_000, generator)
    assert measured.risk.value.shape == (2, 3)
    assert agrees(measured, model.risk(0.5))
    assert not agrees(measured, model.risk(0.6))


def test_four_standard_errors_are_narrow_enough_to_find_a_wrong_formula(generator):
    model = MeanModel(0.7, 1.3, 8)
    measured = simulate(lambda x: pool(x, 1.0), model, 4_000, generator)
    assert not agrees(measured, MeanModel(0.7 * 8 / 7, 1.3, 8).risk(1.0))
    assert not agrees(measured, MeanModel(0.7, 1.3, 9).risk(1.0))


def test_the_same_generator_gives_the_same_numbers():
    first, second = (
        simulate(
            partial(pool, weight=0.5), MeanModel(1, 1, 4), 10, torch.Generator().manual_seed(s)
        )
        for s in (3, 3)
    )
    assert first == second


def james_stein_risk(T: int, spread: float, v: float) -> float:
    """Without the positive part, from v - (T-3)² v²/T E(1/Σ(x - mean)²).

    The sum over v is a noncentral chi-square with T - 1 degrees of freedom, a Poisson mixture.
    """
    rate = T * spread / (2 * v)
    mean = sum(
        math.exp(-rate + k * math.log(rate) - math.lgamma(k + 1)) / (T - 3 + 2 * k)
        if rate
        else (k == 0) / (T - 3)
        for k in range(400)
    )
    return v * (1 - (T - 3) ** 2 / T * mean)


@pytest.mark.parametrize("T", [4, 8, 20])
@pytest.mark.parametrize("spread", [0.0, 0.5, 2.0, 9.0])
def test_james_stein_beats_separate_estimates_for_every_truth(T, spread, generator):
    v = 1.5
    model = MeanModel(spread, v, T)
    without_limit = simulate(
        lambda x: (
            x - (T - 3) * v * (d := x - x.mean(-1, keepdim=True)) / d.square().sum(-1)[..., None]
        ),
        model,
        20_000,
        generator,
    ).risk
    if T > 5:  # the square of the loss has a finite mean
        exact = james_stein_risk(T, spread, v)
        assert abs(float(without_limit.value) - exact) < 4 * float(without_limit.error)
    pooled = simulate(lambda x: james_stein(x, v), model, 20_000, generator).risk
    assert float(pooled.value) < james_stein_risk(T, spread, v) + 4 * float(pooled.error)
    assert james_stein_risk(T, spread, v) < v
    if spread <= 2:
        assert float(pooled.value) + 4 * float(pooled.error) < v


def test_decomposition_by_hand():
    # Two training sets, two entries: distances (1, 0) and (3, 2) from the truth.
    parts = decompose(torch.tensor([[6.0, 7.0], [8.0, 9.0]]), torch.tensor([5.0, 7.0]))
    assert float(parts.risk.value) == pytest.approx((1 + 0 + 9 + 4) / 4)
    assert float(parts.variance.value) == pytest.approx(2)  # of 1 and 3, and of 0 and 2
    assert float(parts.bias2.value) == pytest.approx((1 * 3 + 0 * 2) / 2)  # product of the two


def test_bias_and_variance_from_few_training_sets_are_unbiased_with_honest_errors():
    bias, covariance = torch.tensor([0.3, 0.0, -0.1]), torch.tensor([1.0, 4.0, 0.25])
    exact = Risk(bias.square().mean(), covariance.mean())
    sets = bias + covariance.sqrt() * torch.randn(4_000, 12, 3)  # many experiments of 12 sets
    experiments = [decompose(s, torch.zeros(3)) for s in sets]
    for part in ("bias2", "variance", "risk"):
        estimates: list[Estimate] = [getattr(one, part) for one in experiments]
        values = torch.stack([e.value for e in estimates])
        errors = torch.stack([e.error for e in estimates])
        off = abs(float(values.mean() - getattr(exact, part)))
        assert off < 4 * float(values.std()) / len(values) ** 0.5
        # From few sets the squared covariance, and with it the error, comes out too large.
        assert 0.9 < float(errors.square().mean().sqrt() / values.std()) < 1.5


def test_more_entries_than_training_sets_give_the_same_answer():
    sets, truth = torch.randn(6, 4), torch.zeros(4)
    narrow = decompose(sets, truth)
    wide = decompose(sets.repeat(1, 3), truth.repeat(3))  # the same entries three times
    for part in ("bias2", "variance", "risk"):
        torch.testing.assert_close(getattr(narrow, part).value, getattr(wide, part).value)
        torch.testing.assert_close(getattr(narrow, part).error, getattr(wide, part).error)


@pytest.mark.parametrize("shape", [(1, 3), (4, 2), (4, 3, 1)])
def test_estimates_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"shape \('R > 1', 3\), got \(" + str(shape[0])):
        decompose(torch.zeros(shape), torch.zeros(3))


@pytest.mark.parametrize("R", [1, 2, 7])
def test_the_parts_of_a_sample_add_up_to_its_mean_squared_distance(R, generator):
    truth = torch.tensor([0.3, -0.3])
    estimates = truth + torch.randn(R, 2, generator=generator)
    risk = sample_risk(estimates, truth)
    torch.testing.assert_close(risk.risk, (estimates - truth).square().mean())
    if R == 1:
        assert risk.variance == 0
        return
    corrected = decompose(estimates, truth)
    torch.testing.assert_close(risk.variance, corrected.variance.value * (R - 1) / R)
    torch.testing.assert_close(risk.bias2, corrected.bias2.value + corrected.variance.value / R)


def test_a_sample_by_hand():
    risk = sample_risk(torch.tensor([[0.0, 1.0], [2.0, 5.0]]), torch.tensor([1.0, 1.0]))
    assert (risk.bias2, risk.variance) == (2.0, 2.5)  # mean (1, 3); around it 1, 4, 1, 4


def test_a_large_sample_has_the_risk_of_the_model(generator):
    truth = torch.tensor([0.6, -0.6])
    estimates = truth + torch.randn(200_000, 2, generator=generator)
    model = MeanModel(spread=0.36, noise=1, times=2)
    for weight in (0.0, 1.0):
        measured, exact = sample_risk(pool(estimates, weight), truth), model.risk(weight)
        torch.testing.assert_close(measured.bias2, exact.bias2, atol=5e-3, rtol=0)
        torch.testing.assert_close(measured.variance, exact.variance, atol=1e-2, rtol=0)


def test_a_sample_without_a_set_is_refused():
    with pytest.raises(ValueError, match=r"must have shape \('R > 0', 2\), got \(0, 2\)"):
        sample_risk(torch.zeros(0, 2), torch.zeros(2))


def test_many_fits_agree_with_the_exact_risk_of_a_convolution_and_of_its_twin():
    signals, R = torch.randn(12, 12), 2_000
    X = signals.unfold(1, 3, 1).transpose(0, 1)  # windows: (10 places, 12 signals, 3)
    mu = torch.einsum("tnk,tk->tn", X, torch.randn(3) + 0.3 * torch.randn(10, 3))
    Y = mu[..., None] + torch.randn(10, 12, R)
    separate = (X @ least_squares(X, Y)).permute(2, 0, 1)
    windows = X.reshape(-1, 3)
    tied = (windows @ least_squares(windows, Y.reshape(-1, R))).T
    exact = fit_risk(hat_matrix(windows), mu.flatten(), 1.0)
    assert float(exact.variance) == pytest.approx(3 / 120)  # σ² k/(n L)
    assert agrees(decompose(tied, mu.flatten()), exact)
    zero, third = torch.tensor(0.0), torch.tensor(3 / 12)  # σ² k/n
    assert agrees(decompose(separate, mu), Risk(zero, third))


@pytest.mark.parametrize("penalty", [0.0, 2.5])
def test_one_factorisation_gives_what_lstsq_gives_for_each_data_set(penalty):
    X, Y = torch.randn(4, 9, 3), torch.randn(4, 9, 7)
    below = penalty**0.5 * torch.eye(3).expand(4, 3, 3)  # ridge as rows of data
    rows, data = torch.cat([X, below], 1), torch.cat([Y, torch.zeros(4, 3, 7)], 1)
    torch.testing.assert_close(least_squares(X, Y, penalty), torch.linalg.lstsq(rows, data)[0])


def test_dependent_columns_are_refused_and_a_penalty_helps():
    X = torch.ones(5, 2)
    with pytest.raises(ValueError, match="columns of X are dependent"):
        least_squares(X, torch.ones(5, 1))
    torch.testing.assert_close(least_squares(X, torch.ones(5, 1), 2.0), torch.full((2, 1), 5 / 12))


def first_layer(kind: str) -> nn.Module:
    return nn.Conv2d(1, 2, 3) if kind == "tied" else LocallyConnected2d((5, 5), 1, 2, 3)


@pytest.mark.parametrize("kind", ["tied", "separate"])
@pytest.mark.parametrize("optimizer", [torch.optim.SGD, torch.optim.Adam])
def test_networks_trained_together_are_those_trained_one_by_one(kind, optimizer):
    R, batch, steps = 4, 6, 15
    models = [
        nn.Sequential(first_layer(kind), nn.Tanh(), nn.Flatten(), nn.Linear(18, 3))
        for _ in range(R)
    ]
    x, y = torch.randn(R, batch, 1, 5, 5), torch.randint(3, (R, batch))
    before = [p.clone() for model in models for p in model.parameters()]
    parameters = train(models, x, y, partial(optimizer, lr=0.05), steps, F.cross_entropy)
    after = [p for model in models for p in model.parameters()]
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))

    new = torch.randn(9, 1, 5, 5)
    together = predict(models[0], parameters, new)
    for r, model in enumerate(models):
        stepper = optimizer(model.parameters(), lr=0.05)
        for _ in range(steps):
            stepper.zero_grad()
            F.cross_entropy(model(x[r]), y[r]).backward()
            stepper.step()
        for name, value in model.named_parameters():
            torch.testing.assert_close(parameters[name][r], value.detach())
        torch.testing.assert_close(together[r], model(new).detach())


def test_training_to_the_end_gives_the_risk_of_least_squares():
    # A linear network trained until it stands still is a least-squares fit, whose risk is known.
    n, q, R = 12, 3, 400
    X, mu = torch.linalg.qr(torch.randn(n, q))[0], torch.randn(n)
    y = mu + torch.randn(R, n)
    model = nn.Linear(q, 1, bias=False)
    step = partial(torch.optim.SGD, lr=n / 2)  # the curvature of the mean square is 2/n
    inputs = X.expand(R, n, q)
    parameters = train([model] * R, inputs, y[..., None], step, 2)
    fitted = predict(model, parameters, X)[..., 0]
    assert agrees(decompose(fitted, mu), fit_risk(hat_matrix(X), mu, 1.0))


def test_networks_with_a_layer_used_twice_stay_as_they_are_and_train_the_same_again():
    layers = [nn.Linear(3, 3).double() for _ in range(2)]
    models = [nn.Sequential(layer, nn.Tanh(), layer) for layer in layers]
    start = [layer.weight.detach().clone() for layer in layers]
    x = torch.ones(2, 5, 3, dtype=torch.float64)
    first, second = (train(models, x, 2 * x, partial(torch.optim.SGD, lr=0.1), 2) for _ in "ab")
    predict(models[0], first, x[0])
    for name, values in first.items():
        assert torch.equal(values, second[name])
    for model, layer, value in zip(models, layers, start, strict=True):
        assert [*model.parameters()] == [*layer.parameters()]
        assert layer.weight.requires_grad and torch.equal(layer.weight, value)
