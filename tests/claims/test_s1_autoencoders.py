"""Source S1 on autoencoders: whether encoder and decoder share, and what sharing forces."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

K, D = 3, 6
EIGENVALUES = torch.tensor([5.0, 3.0, 2.0, 1.0, 0.5, 0.25], dtype=torch.float64)


def second_moment() -> tuple[Tensor, Tensor]:
    """A matrix with these eigenvalues, and its eigenvectors as columns, the largest first."""
    Q = torch.linalg.qr(torch.randn(D, D)).Q
    return Q @ torch.diag(EIGENVALUES) @ Q.T, Q


def loss(encode: Tensor, decode: Tensor, C: Tensor) -> Tensor:
    """Expected squared error of x -> decode encode x, where E xx' = C."""
    R = torch.eye(D) - decode @ encode
    return torch.trace(R @ C @ R.T)


def minimise(objective: Callable[..., Tensor], *start: Tensor) -> list[Tensor]:
    """Where L-BFGS stops."""
    matrices = [matrix.clone().requires_grad_() for matrix in start]
    optimiser = torch.optim.LBFGS(
        matrices,
        max_iter=5000,
        tolerance_grad=1e-12,
        tolerance_change=1e-16,
        line_search_fn="strong_wolfe",
    )

    def closure() -> Tensor:
        optimiser.zero_grad()
        value = objective(*matrices)
        value.backward()
        return value

    optimiser.step(closure)
    return [matrix.detach() for matrix in matrices]


def off_diagonal(matrix: Tensor) -> float:
    return float((matrix - torch.diag(torch.diag(matrix))).abs().max())


@pytest.mark.claim("S1-10")
def test_an_untied_autoencoder_is_optimal_with_a_decoder_that_is_not_the_transpose():
    C, Q = second_moment()
    A = torch.tensor([[2.0, 1, 0], [0, 1, 0], [0, 0, 0.5]])
    encode = (A @ Q[:, :K].T).requires_grad_()
    decode = (Q[:, :K] @ torch.linalg.inv(A)).requires_grad_()
    value = loss(encode, decode, C)
    # The error of principal components: the sum of the eigenvalues left out.
    torch.testing.assert_close(value.detach(), EIGENVALUES[K:].sum(), rtol=1e-10, atol=1e-10)
    for gradient in torch.autograd.grad(value, (encode, decode)):
        assert gradient.abs().max() < 1e-10
    assert (decode.T - encode).abs().max() > 0.1


@pytest.mark.claim("S1-10")
def test_equal_weight_decay_on_both_halves_makes_them_transposes():
    C, _ = second_moment()
    encode, decode = minimise(
        lambda E, F: loss(E, F, C) + E.square().sum() + F.square().sum(),
        0.3 * torch.randn(K, D),
        0.3 * torch.randn(D, K),
    )
    assert encode.norm() > 1
    assert (decode.T - encode).abs().max() < 1e-6


@pytest.mark.claim("S1-11")
def test_tying_alone_forces_no_orthogonality():
    W = torch.randn(K, D) / D**0.5
    assert off_diagonal(W @ W.T) > 0.1  # tied, and arbitrary


@pytest.mark.claim("S1-11")
def test_at_a_minimum_of_full_rank_the_rows_are_orthonormal_and_span_the_principal_subspace():
    C, Q = second_moment()
    (W,) = minimise(lambda W: loss(W, W.T, C), torch.randn(K, D) / D**0.5)
    torch.testing.assert_close(W @ W.T, torch.eye(K), rtol=0, atol=1e-7)
    torch.testing.assert_close(W.T @ W, Q[:, :K] @ Q[:, :K].T, rtol=0, atol=1e-7)
    assert off_diagonal(W @ C @ W.T) > 0.1  # the rows are not the principal directions


@pytest.mark.claim("S1-11")
def test_any_eigenvectors_make_a_critical_point_and_at_it_each_use_receives_nothing():
    C, Q = second_moment()
    R = torch.linalg.qr(torch.randn(K, K)).Q
    W = (R @ Q[:, [0, 3, 5]].T).requires_grad_()
    copy = W.detach().T.clone().requires_grad_()
    value = loss(W, copy, C)
    torch.testing.assert_close(value.detach(), EIGENVALUES[[1, 2, 4]].sum(), rtol=1e-10, atol=1e-10)
    for part in torch.autograd.grad(value, (W, copy)):
        assert part.abs().max() < 1e-10


@pytest.mark.claim("S1-11")
def test_a_critical_point_of_lower_rank_has_no_orthonormal_rows():
    C, Q = second_moment()
    W = torch.outer(torch.tensor([0.6, 0.8, 0.0]), Q[:, 0]).requires_grad_()
    (gradient,) = torch.autograd.grad(loss(W, W.T, C), W)
    assert gradient.abs().max() < 1e-10
    assert off_diagonal((W @ W.T).detach()) == pytest.approx(0.48)


@pytest.mark.claim("S1-11")
def test_weight_decay_takes_the_orthonormal_rows_away():
    C, _ = second_moment()
    (W,) = minimise(lambda W: loss(W, W.T, C) + W.square().sum(), torch.randn(K, D) / D**0.5)
    expected = torch.sqrt(1 - 1 / (2 * EIGENVALUES[:K]))
    torch.testing.assert_close(torch.linalg.svdvals(W), expected, rtol=0, atol=1e-6)
    assert off_diagonal(W @ W.T) > 0.01


@pytest.mark.claim("S1-11")
def test_with_tanh_the_rows_are_not_of_length_one():
    C, _ = second_moment()
    x = torch.randn(512, D) @ torch.linalg.cholesky(C).T
    (W,) = minimise(
        lambda W: (x - torch.tanh(x @ W.T) @ W).square().sum(1).mean(), torch.randn(K, D) / D**0.5
    )
    assert (torch.diag(W @ W.T) - 1).abs().min() > 0.5
