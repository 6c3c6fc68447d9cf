"""Sources S0 and S4 on generalisation: a shared kernel against one kernel for each place.

The fit is least squares on the windows of fixed signals, so that the risk has a closed form. Let
a projection P of rank r give the fit of y = mu + noise of variance 1; then the mean square of
Py - mu is r plus the square of (I - P)mu, in expectation. Fits and misfits are computed with torch
alone, so that these tests are a second way to what ``tying.risk`` says.
"""

import pytest
import torch

SIGNALS, LENGTH, WINDOW = 12, 12, 3
PLACES = LENGTH - WINDOW + 1


def windows(signals: int) -> torch.Tensor:
    """The windows of random signals: (places, signals, window)."""
    return torch.randn(signals, LENGTH).unfold(1, WINDOW, 1).transpose(0, 1)


def risks(
    X: torch.Tensor, kernels: torch.Tensor, noise: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean square error for each row of ``noise``: with one kernel, and with one per place."""
    mu = torch.einsum("tnk,tk->tn", X, kernels)
    y = mu + noise  # (replicates, places, signals)
    R = len(y)
    all_windows, all_y = X.reshape(-1, WINDOW), y.reshape(R, -1).T
    shared = (all_windows @ torch.linalg.lstsq(all_windows, all_y).solution).T.reshape(y.shape)
    own = X @ torch.linalg.lstsq(X, y.permute(1, 2, 0)).solution
    return (shared - mu).square().mean((1, 2)), (own.permute(2, 0, 1) - mu).square().mean((1, 2))


def misfit(X: torch.Tensor, kernels: torch.Tensor) -> float:
    """What the best single kernel leaves, by the normal equations: the square of (I - P)mu."""
    gram = X.transpose(1, 2) @ X
    common = torch.linalg.solve(gram.sum(0), torch.einsum("tij,tj->i", gram, kernels))
    return float(torch.einsum("tnk,tk->tn", X, kernels - common).square().sum())


def differs_by_standard_errors(sample: torch.Tensor, expected: float) -> float:
    return abs(float(sample.mean()) - expected) / (float(sample.std()) / len(sample) ** 0.5)


@pytest.mark.claim("S0-02", "S4-07")
@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("signals", [SIGNALS, 120])
def test_one_kernel_wins_if_the_kernels_are_alike_and_loses_if_they_are_not(spread, signals):
    X = windows(signals)
    kernels = torch.randn(WINDOW) + spread * torch.randn(PLACES, WINDOW)
    numbers = PLACES * signals
    expected_shared = (WINDOW + misfit(X, kernels)) / numbers
    expected_own = WINDOW * PLACES / numbers

    shared, own = risks(X, kernels, torch.randn(400, PLACES, signals))
    assert differs_by_standard_errors(shared, expected_shared) < 4
    assert differs_by_standard_errors(own, expected_own) < 4

    # The threshold: one kernel wins if and only if its misfit is below the variance that it saves.
    pays = misfit(X, kernels) < WINDOW * (PLACES - 1)
    assert pays == (expected_shared < expected_own) == bool(shared.mean() < own.mean())
    if spread in (0.0, 1.0):
        assert pays == (spread == 0.0)
    if spread == 0.3:  # the same truth: sharing helps with few data and hurts with many
        assert pays == (signals == SIGNALS)


@pytest.mark.claim("S4-13")
def test_sharing_shrinks_the_class_so_that_training_data_are_never_fitted_better():
    X, noise = windows(SIGNALS), torch.randn(400, PLACES, SIGNALS)
    # With all kernels zero, y is the noise, and residual = noise minus fit.
    shared, own = risks(X, torch.zeros(PLACES, WINDOW), noise)
    total = noise.square().mean((1, 2))
    residual_shared, residual_own = total - shared, total - own  # by Pythagoras
    assert (residual_own < residual_shared).all()
    numbers = PLACES * SIGNALS
    assert differs_by_standard_errors(residual_shared, 1 - WINDOW / numbers) < 4
    assert differs_by_standard_errors(residual_own, 1 - WINDOW * PLACES / numbers) < 4
