"""A learned mixture as a prior: its density, and groups that are planted in a linear teacher."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.distributions import Categorical, MixtureSameFamily, Normal

from tying.risk import least_squares
from tying.soft import Mixture, fit_with_mixture


def randn(*shape: int, seed: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def teachers(weights: Tensor, data: int, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Designs, data with noise of variance 1, and ridge fits, for teachers ``(R, P)``."""
    X = randn(len(weights), data, weights.shape[1], seed=seed)
    y = (X @ weights[..., None])[..., 0] + randn(len(weights), data, seed=seed + 1)
    return X, y, least_squares(X, y[..., None], penalty=1.5)[..., 0]


def test_the_penalty_is_the_negative_log_density_of_the_mixture():
    means, widths = randn(2, 3, seed=0), randn(2, 3, seed=1).exp()
    shares, weights = randn(2, 3, seed=2).softmax(1), randn(2, 7, seed=3)
    density = MixtureSameFamily(
        Categorical(probs=shares[:, None].expand(2, 7, 3)),
        Normal(means[:, None].expand(2, 7, 3), widths[:, None].expand(2, 7, 3)),
    )
    constant = torch.log(torch.tensor(2 * torch.pi, dtype=torch.float64)) / 2
    found = Mixture(means, widths, shares).penalty(weights)
    torch.testing.assert_close(found, -density.log_prob(weights) - constant)


def test_one_component_that_is_fixed_would_be_weight_decay():
    weights = randn(1, 5, seed=4)
    one = torch.ones(1, 1, dtype=torch.float64)
    found = Mixture(0 * one, 2 * one, one).penalty(weights)
    slopes = found - found.min() - (weights.square() - weights.square().min()) / 8
    torch.testing.assert_close(slopes, torch.zeros_like(slopes), rtol=0, atol=1e-12)


def test_planted_groups_are_found_with_enough_data():
    choice = torch.randint(3, (6, 60), generator=torch.Generator().manual_seed(5))
    truth = choice.double() - 1
    X, y, ridge = teachers(truth, data=120, seed=7)
    weights, mixture = fit_with_mixture(X, y, ridge, noise=1.0)
    before, after = ((fit - truth).square().mean(1) for fit in (ridge, weights))
    assert (after < before / 4).all()
    near = (mixture.means[..., None] - torch.tensor([-1.0, 0.0, 1.0])).abs().amin(1)
    assert (near < 0.1).all()
    torch.testing.assert_close(mixture.shares.sum(1), torch.ones(6, dtype=torch.float64))
    assert (mixture.widths >= 0.05 - 1e-12).all()


def test_each_turn_lowers_the_negative_log_posterior():
    truth = randn(3, 20, seed=12).sign()
    X, y, ridge = teachers(truth, data=15, seed=13)

    def loss(steps: int) -> Tensor:
        weights, mixture = fit_with_mixture(X, y, ridge, noise=1.0, steps=steps)
        misfit = (y - (X @ weights[..., None])[..., 0]).square().sum(1) / 2
        return misfit + mixture.penalty(weights).sum(1)

    losses = torch.stack([loss(steps) for steps in (1, 2, 3, 5, 10, 30, 100)])
    assert (losses.diff(dim=0) < 1e-9).all()
    assert (losses[-1] < losses[0] - 1).all()


def test_with_one_component_the_weights_are_a_ridge_fit():
    X, y, ridge = teachers(randn(2, 6, seed=14), data=30, seed=15)
    weights, one = fit_with_mixture(X, y, ridge, noise=1.0, components=1, steps=500)
    for data, target, found, mean, width in zip(X, y, weights, one.means, one.widths, strict=True):
        shifted = target - data.sum(1) * mean
        fit = least_squares(data, shifted[:, None], penalty=float(1 / width**2))[:, 0]
        torch.testing.assert_close(found, fit + mean, rtol=1e-6, atol=1e-6)


def test_from_the_truth_few_data_lead_to_a_lower_loss_than_from_ridge():
    choice = torch.randint(3, (20, 60), generator=torch.Generator().manual_seed(16))
    truth = choice.double() - 1
    X, y, ridge = teachers(truth, data=60, seed=17)
    losses, errors = [], []
    for start in (ridge, truth):
        weights, mixture = fit_with_mixture(X, y, start, noise=1.0)
        misfit = (y - (X @ weights[..., None])[..., 0]).square().sum(1) / 2
        losses.append((misfit + mixture.penalty(weights).sum(1)).mean())
        errors.append((weights - truth).square().mean())
    before = (ridge - truth).square().mean()
    assert losses[1] < losses[0] - 5
    assert errors[1] < 0.02 < errors[0] < before


def test_weights_without_groups_are_estimated_worse_than_by_ridge():
    truth = randn(4, 60, seed=8) * (2 / 3) ** 0.5
    X, y, ridge = teachers(truth, data=120, seed=9)
    weights, _ = fit_with_mixture(X, y, ridge, noise=1.0)
    before, after = ((fit - truth).square().mean(1) for fit in (ridge, weights))
    assert after.mean() > 1.5 * before.mean()


def test_the_start_is_left_as_it_is_and_the_answer_asks_for_no_gradient():
    truth = randn(2, 4, seed=10)
    X, y, ridge = teachers(truth, data=9, seed=11)
    copy = ridge.clone()
    weights, mixture = fit_with_mixture(X, y, ridge, noise=1.0, components=2, steps=3)
    assert torch.equal(ridge, copy)
    assert not any(t.requires_grad for t in (weights, mixture.means, mixture.widths))
    assert mixture.means.shape == (2, 2)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"y must have shape \(2, 5\) and start \(2, 3\), got"):
        fit_with_mixture(torch.zeros(2, 5, 3), torch.zeros(2, 4), torch.zeros(2, 3), noise=1.0)


@pytest.mark.parametrize("narrowest", [0.2, 0.01])
def test_the_narrowest_width_is_the_floor(narrowest: float):
    choice = torch.randint(3, (6, 60), generator=torch.Generator().manual_seed(5))
    X, y, ridge = teachers(choice.double() - 1, data=120, seed=7)
    _, mixture = fit_with_mixture(X, y, ridge, noise=1.0, narrowest=narrowest)
    assert float(mixture.widths.min()) == pytest.approx(narrowest)


def test_widths_without_a_floor_are_refused():
    X, y, ridge = teachers(randn(2, 4, seed=10), data=9, seed=11)
    with pytest.raises(ValueError, match=r"narrowest must be above 0, got 0\.0"):
        fit_with_mixture(X, y, ridge, noise=1.0, narrowest=0.0)
