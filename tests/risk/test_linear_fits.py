"""Risks of linear fits, against Gram matrices, normal equations and drawn data."""

from __future__ import annotations

import pytest
import torch

from tying.risk import MeanModel, fit_risk, free_directions, hat_matrix, mallows_cp

pytestmark = pytest.mark.usefixtures("doubles")


def test_a_projection_by_hand():
    X = torch.tensor([[3.0, 6.0], [4.0, 8.0]])  # one direction, (3, 4)/5, named twice
    torch.testing.assert_close(hat_matrix(X), torch.tensor([[9.0, 12.0], [12.0, 16.0]]) / 25)
    risk = fit_risk(hat_matrix(X), torch.tensor([5.0, 0.0]), noise=2.0)
    # (5, 0) leaves (5, 0) - (9/5, 12/5) = (16/5, -12/5), of square 16; the rank is 1; n is 2.
    assert float(risk.bias2) == pytest.approx(8)
    assert float(risk.variance) == pytest.approx(1)


@pytest.mark.parametrize("shape", [(9, 4), (4, 9), (5, 5)])
@pytest.mark.parametrize("penalty", [0.3, 20.0])
def test_ridge_solves_the_normal_equations(shape, penalty):
    X, y = torch.randn(shape), torch.randn(shape[0])
    theta = torch.linalg.solve(X.T @ X + penalty * torch.eye(shape[1]), X.T @ y)
    H = hat_matrix(X, penalty)
    torch.testing.assert_close(H @ y, X @ theta)
    # Its trace is the sum of d(fit)/d(data), here by differences.
    steps = torch.eye(shape[0])
    moved = torch.linalg.solve(X.T @ X + penalty * torch.eye(shape[1]), X.T @ (y[:, None] + steps))
    degrees = (X @ moved - (X @ theta)[:, None]).diagonal().sum()
    torch.testing.assert_close(H.trace(), degrees)
    assert float(H.trace()) < min(shape)


def test_more_coefficients_than_data_fit_everything():
    torch.testing.assert_close(hat_matrix(torch.randn(4, 9)), torch.eye(4))


def test_a_negative_penalty_is_refused():
    with pytest.raises(ValueError, match="penalty must be 0 or more, got -1"):
        hat_matrix(torch.eye(2), -1.0)


def test_free_directions_are_all_solutions_of_the_conditions():
    A = torch.tensor([[1.0, -1.0, 0.0, 0.0], [0.0, 1.0, -1.0, 0.0], [1.0, 0.0, -1.0, 0.0]])
    P = free_directions(A)  # θ1 = θ2 = θ3, said three times for two conditions, and θ4 free
    assert P.shape == (4, 2)
    torch.testing.assert_close(P.T @ P, torch.eye(2))
    assert float((A @ P).abs().max()) < 1e-14
    expected = torch.tensor([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    torch.testing.assert_close(hat_matrix(P), hat_matrix(expected))
    assert free_directions(torch.eye(3)).shape == (3, 0)
    assert free_directions(torch.zeros(1, 3)).shape == (3, 3)


def test_equal_means_are_the_linear_tie_of_the_model_of_means():
    # m observations at each of T times, so that v = noise/m; all means per observation.
    T, m, noise = 5, 3, 1.7
    X = torch.eye(T).repeat_interleave(m, 0)
    theta = torch.randn(T)
    A = torch.eye(T - 1, T) - torch.eye(T).roll(1, 1)[:-1]
    tied = fit_risk(hat_matrix(X @ free_directions(A)), X @ theta, noise)
    model = MeanModel(theta.var(correction=0), noise / m, T)
    torch.testing.assert_close(tied.bias2, model.risk(1.0).bias2)
    torch.testing.assert_close(tied.variance, model.risk(1.0).variance)
    torch.testing.assert_close(fit_risk(hat_matrix(X), X @ theta, noise).risk, model.risk(0.0).risk)


def test_mallows_cp_is_the_risk_in_expectation_for_any_linear_fit():
    n, noise, R = 20, 0.7, 20_000
    X, mu = torch.randn(n, 6), torch.randn(n)
    y = mu[:, None] + noise**0.5 * torch.randn(n, R)
    for H in (hat_matrix(X), hat_matrix(X[:, :2]), hat_matrix(X, 3.0)):
        cp = mallows_cp(H, y, noise)
        loss = (H @ y - mu[:, None]).square().sum(0)  # what C_p estimates, from the truth
        for sample in (cp, loss / noise):
            expected = n * float(fit_risk(H, mu, noise).risk) / noise
            error = float(sample.std()) / R**0.5
            assert abs(float(sample.mean()) - expected) < 4 * error
