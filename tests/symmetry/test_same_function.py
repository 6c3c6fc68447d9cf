"""What leaves the function of a network as it is, and the conditions on its weights."""

from __future__ import annotations

import itertools
import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tying.symmetry import count_directions

pytestmark = pytest.mark.usefixtures("doubles")


def inputs(d: int) -> Tensor:
    return 2 * torch.randn(400, d)


def free_tied(W: Tensor, x: Tensor, sigma) -> int:
    return count_directions(lambda W: sigma(x @ W.T) @ W, W).free


def free_untied(E: Tensor, D: Tensor, x: Tensor, sigma) -> int:
    return count_directions(lambda E, D: sigma(x @ E.T) @ D.T, E, D).free


def signed_permutations(k: int) -> Tensor:
    signs = torch.cartesian_prod(*[torch.tensor([1.0, -1.0])] * k)
    orders = torch.eye(k)[torch.tensor(list(itertools.permutations(range(k))))]
    return (signs[:, None, :, None] * orders).flatten(0, 1)


def count_equal(W: Tensor, x: Tensor, sigma) -> int:
    """Signed permutations of the rows of W that leave the outputs as they are."""
    outputs = [sigma(x @ V.T) @ V for V in (W, *(signed_permutations(len(W)) @ W))]
    return sum(torch.allclose(other, outputs[0]) for other in outputs[1:])


def test_untied_linear_networks_of_rank_k_with_one_function_differ_by_one_invertible_matrix():
    E, D, A = torch.randn(3, 5), torch.randn(5, 3), torch.randn(3, 3)
    other_E, other_D = A @ E, D @ torch.linalg.inv(A)
    found = other_E @ torch.linalg.pinv(E)
    torch.testing.assert_close(found, A)
    torch.testing.assert_close(other_D @ found, D)


def test_an_untied_linear_network_of_smaller_rank_has_more_free_directions():
    def linear(z):
        return z

    x, E, D = inputs(5), torch.randn(3, 5), torch.randn(5, 3)
    assert free_untied(E, D, x, linear) == 9
    D[:, 2] = 0  # what unit 3 encodes is lost: its whole row is free, and its other mixtures
    assert free_untied(E, D, x, linear) > 9


@pytest.mark.parametrize(("k", "d", "r"), [(3, 5, 2), (4, 7, 2), (3, 3, 1), (4, 4, 4)])
def test_a_tied_linear_network_of_rank_r_has_directions_that_are_free_to_first_order_only(k, d, r):
    W = torch.randn(k, r) @ torch.randn(r, d)
    free = count_directions(lambda W: W.T @ W, W).free
    assert free == math.comb(r, 2) + (k - r) * d
    rotations = math.comb(k, 2) - math.comb(k - r, 2)
    assert free - rotations == (k - r) * (d - r)


def test_a_step_in_a_row_of_zeros_is_seen_to_second_order():
    W = torch.tensor([[1.0, 2.0, 0.0], [0.0, 0.0, 0.0]])
    step = torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # no rotation of W
    changes = [((W + t * step).T @ (W + t * step) - W.T @ W).norm() for t in (1e-1, 1e-2)]
    assert float(changes[0] / changes[1]) == pytest.approx(100)


def test_an_untied_relu_keeps_order_and_scales_while_no_column_is_zero():
    x, E, D = inputs(5), torch.randn(3, 5), torch.randn(5, 3)
    P, a = torch.eye(3)[[2, 0, 1]], torch.tensor([[2.0], [0.5], [3.0]])
    before, after = F.relu(x @ E.T) @ D.T, F.relu(x @ (P @ (a * E)).T) @ (D / a.T @ P.T).T
    torch.testing.assert_close(after, before)
    assert free_untied(E, D, x, F.relu) == 3
    D[:, 2] = 0  # unit 3 has no effect: its five weights are free, and not only their scale
    assert free_untied(E, D, x, F.relu) == 2 + 5


def test_dependent_rows_let_an_untied_relu_change_signs_as_well():
    """With rows in a plane, no two of them parallel, and columns for which the sum of D E is 0."""
    x, E = inputs(2), torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    D = torch.tensor([[1.0, 1.0, -1.0]])
    torch.testing.assert_close(D @ E, torch.zeros(1, 2))
    torch.testing.assert_close(F.relu(-x @ E.T) @ D.T, F.relu(x @ E.T) @ D.T)


@pytest.mark.parametrize(("sigma", "count"), [(torch.tanh, 384), (torch.sin, 384), (F.relu, 24)])
def test_more_units_than_inputs_leave_the_same_list(sigma, count):
    """The rows are linearly dependent, but none is zero and no two are parallel."""
    x, W = inputs(2), torch.randn(4, 2)
    assert count_equal(W, x, sigma) == count
    assert free_tied(W, x, sigma) == 0


@pytest.mark.parametrize(
    ("sigma", "factor"),
    [(torch.tanh, 0.0), (torch.tanh, 1.0), (torch.tanh, -1.0), (F.relu, 0.0), (F.relu, 1.0)],
)
def test_a_row_of_zeros_or_two_rows_that_act_as_one_leave_free_directions(sigma, factor):
    W, x = torch.randn(3, 5), inputs(5)
    W[2] = factor * W[1]
    assert free_tied(W, x, sigma) == 5


def test_two_pairs_of_opposite_rows_leave_relu_a_rotation():
    """Each pair is one linear unit: one pair has nothing to rotate with, two span one plane."""
    W, x = torch.randn(2, 5), inputs(5)
    assert free_tied(torch.cat([W, -W[:1]]), x, F.relu) == 0
    assert free_tied(torch.cat([W, -W]), x, F.relu) == 1


def test_parallel_rows_matter_to_relu_and_not_to_tanh():
    W, x = torch.randn(3, 5), inputs(5)
    W[2] = 2 * W[1]
    assert free_tied(W, x, F.relu) == 5
    assert free_tied(W, x, torch.tanh) == 0


def test_sigmoid_units_whose_rows_sum_to_zero_may_change_all_signs():
    """So for sigmoid the rows must be independent, and not only no two of them parallel."""
    W, x = torch.randn(3, 5), inputs(5)
    W[2] = -W[0] - W[1]
    assert count_equal(W, x, torch.sigmoid) == 2 * 6
