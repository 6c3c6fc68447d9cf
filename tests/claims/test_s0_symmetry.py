"""Source S0 on what a tied autoencoder cannot tell apart, and on one projection in all layers."""

import itertools
import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.func import jacrev
from torch.nn import functional as F

SHAPES = [(2, 5), (3, 5), (4, 7)]


def orthogonal(k: int) -> Tensor:
    return torch.linalg.qr(torch.randn(k, k)).Q


def free(outputs: Callable[..., Tensor], *weights: Tensor) -> int:
    """Entries of the weights, without the rank of the Jacobian of the outputs."""
    jacobians = jacrev(outputs, argnums=tuple(range(len(weights))))(*weights)
    sizes = [weight.numel() for weight in weights]
    flat = [one.reshape(-1, size) for one, size in zip(jacobians, sizes, strict=True)]
    return sum(sizes) - int(torch.linalg.matrix_rank(torch.cat(flat, 1)))


def tied(W: Tensor, x: Tensor, sigma: Callable[[Tensor], Tensor]) -> Tensor:
    return sigma(x @ W.T) @ W


def signed_permutations(k: int) -> list[Tensor]:
    return [
        torch.diag(torch.tensor(signs)) @ torch.eye(k)[list(order)]
        for order in itertools.permutations(range(k))
        for signs in itertools.product((1.0, -1.0), repeat=k)
    ]


@pytest.mark.claim("S0-49")
@pytest.mark.parametrize(("k", "d"), SHAPES)
def test_a_rotated_code_gives_the_same_map(k, d):
    W, Q = torch.randn(k, d), orthogonal(k)
    torch.testing.assert_close((Q @ W).T @ (Q @ W), W.T @ W)
    A = torch.randn(k, k)  # and another matrix does not
    assert ((A @ W).T @ (A @ W) - W.T @ W).abs().max() > 0.1


@pytest.mark.claim("S0-49")
@pytest.mark.parametrize(("k", "d"), SHAPES)
def test_two_matrices_with_the_same_map_differ_by_one_rotation(k, d):
    """The second is found without the first: by a Cholesky factor and a rotation of its own."""
    W = torch.randn(k, d)
    U, values, _ = torch.linalg.svd(W.T @ W)
    other = orthogonal(k) @ (U[:, :k] * values[:k].sqrt()).T
    torch.testing.assert_close(other.T @ other, W.T @ W)
    Q = other @ torch.linalg.pinv(W)
    torch.testing.assert_close(Q.T @ Q, torch.eye(k))
    torch.testing.assert_close(Q @ W, other)


@pytest.mark.claim("S0-50", "S0-51")
@pytest.mark.parametrize(("k", "d"), SHAPES)
def test_a_tie_leaves_the_rotations_of_all_invertible_matrices(k, d):
    E, D = torch.randn(k, d), torch.randn(d, k)
    assert free(lambda W: W.T @ W, E) == k * (k - 1) // 2
    assert free(lambda E, D: D @ E, E, D) == k**2
    A = torch.randn(k, k)
    torch.testing.assert_close(D @ torch.linalg.inv(A) @ A @ E, D @ E)


@pytest.mark.claim("S0-50")
@pytest.mark.parametrize(("k", "r"), [(3, 1), (4, 2), (4, 4), (5, 3)])
def test_with_less_than_full_rank_the_rotations_of_the_rest_do_nothing(k, r):
    W = torch.randn(k, r) @ torch.randn(r, 7)
    pairs = itertools.combinations(range(k), 2)
    moves = []  # of W under a small rotation in each plane
    for i, j in pairs:
        plane = torch.zeros(k, k)
        plane[i, j], plane[j, i] = 1, -1
        moves.append((plane @ W).flatten())
    dimension = int(torch.linalg.matrix_rank(torch.stack(moves)))
    assert dimension == math.comb(k, 2) - math.comb(k - r, 2)


@pytest.mark.claim("S0-50")
@pytest.mark.parametrize(
    ("sigma", "signs"),
    [
        (torch.tanh, True),
        (torch.sin, True),
        (F.relu, False),
        (F.leaky_relu, False),
        (F.gelu, False),
        (F.softplus, False),
        (torch.sigmoid, False),
    ],
)
def test_an_activation_leaves_permutations_and_signs_only_if_it_is_odd(sigma, signs):
    W, x = torch.randn(3, 5), 2 * torch.randn(300, 5)
    before = tied(W, x, sigma)
    for P in signed_permutations(3):
        same = bool((tied(P @ W, x, sigma) - before).abs().max() < 1e-12)
        assert same == (signs or bool(P.min() >= 0))
    assert (tied(orthogonal(3) @ W, x, sigma) - before).abs().max() > 1e-3
    assert free(lambda W: tied(W, x, sigma), W) == 0


@pytest.mark.claim("S0-50")
def test_a_relu_code_with_both_signs_of_each_unit_keeps_the_rotations():
    W, x, Q = torch.randn(3, 3), torch.randn(200, 3), orthogonal(3)
    before, after = (tied(torch.cat([V, -V]), x, F.relu) for V in (W, Q @ W))
    torch.testing.assert_close(before, x @ W.T @ W)
    torch.testing.assert_close(after, before)


def projection(d: int, r: int) -> Tensor:
    """A symmetric projection on a random subspace."""
    if r == 0:
        return torch.zeros(d, d)
    frame = torch.linalg.qr(torch.randn(d, r)).Q
    return frame @ frame.T


@pytest.mark.claim("S0-52", "S0-53", "S0-54")
@pytest.mark.parametrize("r", range(11))
def test_a_deep_network_of_one_projection_is_that_projection_and_its_norm_its_rank(r):
    W, layers = projection(10, r), 7
    deep = torch.linalg.multi_dot([W] * layers)
    torch.testing.assert_close(deep, W)
    budget = layers * float(W.square().sum())
    assert budget / layers == pytest.approx(r)
    values = torch.linalg.svdvals(deep)
    torch.testing.assert_close(values, (torch.arange(10) < r).double(), rtol=0, atol=1e-10)


@pytest.mark.claim("S0-53")
def test_not_the_number_of_parameters_decides_the_rank():
    """Symmetric projections of rank r have the dimension r (d - r)."""

    def onto(B: Tensor) -> Tensor:
        return B @ torch.linalg.solve(B.T @ B, B.T)

    found = {}
    for r in (2, 8):
        frame = torch.randn(10, r)
        found[r] = frame.numel() - free(onto, frame)
    assert found == {2: 16, 8: 16}


@pytest.mark.claim("S0-53")
def test_a_projection_that_is_not_symmetric_has_a_larger_norm_than_its_rank():
    W = torch.tensor([[1.0, 3.0], [0.0, 0.0]])
    assert torch.equal(W @ W, W)
    assert (float(W.square().sum()), int(torch.linalg.matrix_rank(W))) == (10, 1)
