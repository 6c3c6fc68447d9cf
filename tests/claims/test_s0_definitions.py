"""Source S0 on what parameters, sharing and tying are."""

import itertools
import math
from typing import Any

import pytest
import torch
from torch import nn
from torch.autograd.functional import jacobian

from tying.ledger import ledger
from tying.ties import tie


@pytest.mark.claim("S0-01")
def test_one_parameter_can_shatter_seven_points_and_another_one_two_labellings():
    x = 10.0 ** -torch.arange(1, 8)
    labellings = [torch.tensor(signs) for signs in itertools.product((-1.0, 1.0), repeat=7)]

    def sine(labels: torch.Tensor) -> torch.Tensor:
        """The weight whose sine has these signs: 10^i for every label of -1 at 10^-i."""
        w = math.pi * (1 + ((1 - labels) / 2 * 10.0 ** torch.arange(1, 8)).sum())
        return (w * x).sin().sign()

    assert all(torch.equal(sine(labels), labels) for labels in labellings)

    # sign(w x) has one parameter too, and x > 0: all weights of one sign give one answer.
    linear = {tuple((w * x).sign().tolist()) for w in torch.linspace(-1e8, 1e8, 1000)}
    assert len(linear) == 2 < len(labellings) == 128


@pytest.mark.claim("S0-01")
def test_twice_the_parameters_can_be_the_same_class_of_functions():
    one = nn.Linear(5, 5, bias=False)
    two = nn.Sequential(nn.Linear(5, 5, bias=False), nn.Linear(5, 5, bias=False))
    assert (ledger(one).stored, ledger(two).stored) == (25, 50)

    # The matrix of the second network moves in no more directions than that of the first.
    A, B = torch.randn(5, 5), torch.randn(5, 5)
    J_A, J_B = jacobian(lambda A, B: A @ B, (A, B))
    J = torch.cat([J_A.reshape(25, 25), J_B.reshape(25, 25)], dim=1)
    assert torch.linalg.matrix_rank(J) == 25
    with torch.no_grad():  # and it reaches every one of the first, with one factor the identity
        first, second = two.parameters()
        first.copy_(one.weight)
        second.copy_(torch.eye(5))
    x = torch.randn(7, 5)
    torch.testing.assert_close(two(x), one(x), rtol=1e-12, atol=1e-12)


def selection(rows: int, columns: int, scale: float) -> torch.Tensor:
    """A in theta = A z: z is W row by row, theta is W and scale times its transpose."""
    A = torch.zeros(2 * rows * columns, rows * columns)
    for i, j in itertools.product(range(rows), range(columns)):
        A[i * columns + j, i * columns + j] = 1
        A[rows * columns + j * rows + i, i * columns + j] = scale
    return A


@pytest.mark.claim("S0-04")
@pytest.mark.parametrize("scale, is_sharing", [(1.0, True), (-1.0, False), (2.0, False)])
def test_a_linear_tie_is_a_matrix_and_its_gradient_comes_back_through_the_transpose(
    scale, is_sharing
):
    A, x = selection(2, 3, scale), torch.randn(5, 3)
    one_1_per_row = bool(((A == 1).sum(1) == 1).all() and ((A != 0).sum(1) == 1).all())
    assert one_1_per_row == is_sharing

    def loss(theta: torch.Tensor) -> torch.Tensor:
        encoder, decoder = theta[:6].view(2, 3), theta[6:].view(3, 2)
        return ((x @ encoder.T).tanh() @ decoder.T - x).square().sum()

    z = torch.randn(6, requires_grad=True)
    (through_the_tie,) = torch.autograd.grad(loss(A @ z), z)
    theta = (A @ z).detach().requires_grad_()
    (separate,) = torch.autograd.grad(loss(theta), theta)
    torch.testing.assert_close(through_the_tie, A.T @ separate, rtol=1e-12, atol=1e-12)
    assert (through_the_tie - separate[:6]).abs().max() > 0.1  # the decoder's part counts


@pytest.mark.claim("S0-04")
def test_the_transposed_tie_of_the_package_is_that_matrix():
    model: Any = nn.Sequential(nn.Linear(3, 2, bias=False), nn.Tanh(), nn.Linear(2, 3, bias=False))
    tie(model, "0.weight", "2.weight", transposed=True)
    assert ledger(model).stored == 6
    (z,) = model.parameters()
    theta = torch.cat([model[0].weight.flatten(), model[2].weight.flatten()])
    torch.testing.assert_close(theta, selection(2, 3, 1.0) @ z.flatten(), rtol=0, atol=0)
