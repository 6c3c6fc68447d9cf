"""Ranks of Jacobians, against the dimensions of groups and against hand computation."""

from __future__ import annotations

import pytest
import torch

from tying.symmetry import Directions, count_directions

pytestmark = pytest.mark.usefixtures("doubles")

SHAPES = [(1, 6), (2, 5), (3, 4), (4, 4), (4, 7)]


def test_a_product_of_two_numbers_by_hand():
    """The output ab has the slope (b, a): one direction changes it and one does not."""
    a, b = torch.tensor(3.0), torch.tensor(-2.0)
    found = count_directions(lambda a, b: a * b, a, b)
    assert found == Directions(stored=2, effective=1)
    assert found.free == 1
    assert count_directions(lambda a, b: a * b, 0 * a, 0 * b).free == 2  # at the saddle


@pytest.mark.parametrize(("k", "d"), SHAPES)
def test_a_tied_linear_autoencoder_has_the_free_directions_of_the_orthogonal_group(k, d):
    found = count_directions(lambda W: W.T @ W, torch.randn(k, d))
    assert found.free == k * (k - 1) // 2
    # the dimension of the positive semidefinite matrices of d rows with rank k
    assert found.effective == d * (d + 1) // 2 - (d - k) * (d - k + 1) // 2


@pytest.mark.parametrize(("k", "d"), SHAPES)
def test_an_untied_one_has_those_of_all_invertible_matrices(k, d):
    found = count_directions(lambda E, D: D @ E, torch.randn(k, d), torch.randn(d, k))
    assert found.free == k * k
    assert found.effective == d * d - (d - k) ** 2  # the matrices of d by d with rank k


def test_the_free_directions_are_the_same_from_data_as_from_the_matrix():
    x, W = torch.randn(50, 5), torch.randn(3, 5)
    assert count_directions(lambda W: x @ W.T @ W, W) == count_directions(lambda W: W.T @ W, W)


@pytest.mark.parametrize("activation", [torch.tanh, torch.relu, torch.sigmoid])
def test_a_non_linearity_leaves_a_tied_network_no_free_direction(activation):
    x, W = torch.randn(200, 5), torch.randn(3, 5)
    assert count_directions(lambda W: activation(x @ W.T) @ W, W) == Directions(15, 15)


def test_an_untied_relu_leaves_a_scale_for_each_unit():
    x, E, D = torch.randn(200, 5), torch.randn(3, 5), torch.randn(5, 3)
    assert count_directions(lambda E, D: torch.relu(x @ E.T) @ D.T, E, D).free == 3


def test_too_few_inputs_show_too_few_directions():
    x, W = torch.randn(1, 5), torch.randn(3, 5)
    assert count_directions(lambda W: torch.tanh(x @ W.T) @ W, W).effective == 5


def test_no_weights_are_refused():
    with pytest.raises(ValueError, match="one or more tensors, got none"):
        count_directions(lambda: torch.zeros(2))
