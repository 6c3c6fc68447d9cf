"""Source S0 on the gradient of a shared parameter, and on the step that it makes."""

import copy
import math
from typing import Any

import pytest
import torch
from torch import nn


@pytest.mark.claim("S0-21")
@pytest.mark.parametrize("units", [1, 2, 5])
def test_a_shared_bias_receives_the_sum_over_its_neurons(units):
    W, v, x, target = torch.randn(units, 3), torch.randn(units), torch.randn(3), torch.randn(())
    b = torch.randn((), requires_grad=True)
    z = W @ x + b
    z.retain_grad()
    y = v @ torch.tanh(z)
    ((y - target) ** 2 / 2).backward()
    assert b.grad is not None and z.grad is not None
    by_hand = ((y - target) * v * (1 - torch.tanh(z) ** 2)).detach()  # dL/dz_i, by the chain rule
    torch.testing.assert_close(z.grad, by_hand, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(b.grad, by_hand.sum(), rtol=1e-12, atol=1e-12)
    if units > 1:  # neither the mean, nor the last path, nor the product of the paths
        for other in (by_hand.mean(), by_hand[-1], by_hand.prod()):
            assert abs(b.grad - other) > 1e-3


@pytest.mark.claim("S0-21")
def test_a_nudge_of_a_shared_bias_moves_the_loss_by_the_sum():
    W, v, x = torch.randn(4, 3), torch.randn(4), torch.randn(3)

    def loss(b: torch.Tensor) -> torch.Tensor:
        return (v @ torch.tanh(W @ x + b) - 1) ** 2 / 2

    b, eps = torch.tensor(0.1), 1e-5
    slopes = [
        (loss(b + eps * torch.eye(4)[i]) - loss(b - eps * torch.eye(4)[i])) / (2 * eps)
        for i in range(4)
    ]  # the bias of one neuron alone
    together = (loss(b + eps) - loss(b - eps)) / (2 * eps)
    assert math.isclose(together, sum(slopes), rel_tol=1e-6)


def parts(theta: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Two uses of one number: the minimum of the first is at 1, that of the second at -1."""
    return 3 * (theta - 1) ** 2, (theta + 1) ** 2


@pytest.mark.claim("S0-22")
def test_a_small_step_lowers_the_total_and_raises_a_part_and_a_large_one_raises_the_total():
    theta = torch.zeros((), requires_grad=True)
    (slope,) = torch.autograd.grad(torch.stack(parts(theta)).sum(), theta)
    assert slope == -6 + 2
    theta.requires_grad_(False)
    first, second = parts(theta - 0.01 * slope)  # theta = 0.04
    assert (float(first), float(second)) == pytest.approx((3 * 0.96**2, 1.04**2))
    assert first + second < 3 + 1 and second > 1
    assert sum(parts(theta - slope)) == 27 + 25  # theta = 4


@pytest.mark.claim("S0-22")
def test_the_total_falls_for_steps_below_two_over_the_sum_of_the_curvatures():
    start, slope = torch.zeros(()), -4.0
    for step, falls in ((0.249, True), (0.251, False)):  # curvatures 6 and 2: 2 / 8
        assert bool(sum(parts(start - step * slope)) < 4) is falls


@pytest.mark.claim("S0-22")
@pytest.mark.parametrize("times", [2, 6])
def test_the_shared_step_is_m_times_the_mean_step_of_m_copies(times):
    block: Any = nn.Sequential(nn.Linear(8, 8), nn.Tanh())
    tied = nn.Sequential(*[block] * times)
    copies = nn.Sequential(*(copy.deepcopy(block) for _ in range(times)))
    x = torch.randn(16, 8)
    before = block[0].weight.detach().clone()
    for model in (tied, copies):
        optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
        model(x).square().mean().backward()
        optimiser.step()
    weights = [p for name, p in copies.named_parameters() if name.endswith("weight")]
    mean_step = sum(p.detach() - before for p in weights) / times
    step = block[0].weight.detach() - before
    assert step.norm() > 1e-4
    torch.testing.assert_close(step, times * mean_step, rtol=1e-10, atol=1e-14)


@pytest.mark.claim("S0-22")
def test_adam_does_not_tell_the_sum_from_the_mean():
    steps = []
    for factor in (1.0, 1 / 6):
        theta = nn.Parameter(torch.tensor([1.0, -2.0]))
        optimiser = torch.optim.Adam([theta], lr=0.1)
        theta.grad = factor * torch.tensor([0.5, -3.0])
        optimiser.step()
        steps.append(theta.detach() - torch.tensor([1.0, -2.0]))
    # The first step of Adam is lr in the direction of the sign, up to its epsilon of 1e-8.
    for step in steps:
        torch.testing.assert_close(step, torch.tensor([-0.1, 0.1]), rtol=1e-6, atol=0)
