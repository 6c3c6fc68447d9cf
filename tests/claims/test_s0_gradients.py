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


def fall_ratio(contributions: torch.Tensor) -> float:
    """First-order fall of the loss in a tied step, divided by that in a step of the copies."""
    return float(contributions.sum(0).square().sum() / contributions.square().sum())


@pytest.mark.claim("S0-22")
@pytest.mark.parametrize("uses", [2, 6])
def test_a_small_step_lowers_the_loss_by_the_square_of_the_sum_or_the_sum_of_the_squares(uses):
    mix, target = torch.randn(5, uses, 4), torch.randn(5)

    def loss(copies: torch.Tensor) -> torch.Tensor:
        return (torch.einsum("iuk,uk->i", mix, torch.tanh(copies)) - target).square().sum()

    copies = torch.randn(4).expand(uses, 4)
    g = torch.func.grad(loss)(copies)
    step = 1e-7
    tied = loss(copies) - loss(copies - step * g.sum(0))
    separate = loss(copies) - loss(copies - step * g)
    assert float(tied) == pytest.approx(float(step * g.sum(0).square().sum()), rel=1e-3)
    assert float(separate) == pytest.approx(float(step * g.square().sum()), rel=1e-3)


@pytest.mark.claim("S0-22")
@pytest.mark.parametrize("uses", [2, 6])
def test_the_ratio_of_the_falls_runs_from_zero_to_the_number_of_uses(uses):
    one = torch.randn(8)
    signs = torch.tensor([1.0, -1.0]).repeat(uses // 2)
    assert fall_ratio(one.expand(uses, 8)) == pytest.approx(uses)
    assert fall_ratio(signs[:, None] * one) == pytest.approx(0, abs=1e-12)
    lengths = torch.rand(uses, 1) + 0.1
    orthogonal = torch.linalg.qr(torch.randn(8, uses)).Q.T
    assert fall_ratio(lengths * orthogonal) == pytest.approx(1)
    ratios = [fall_ratio(torch.randn(uses, 8)) for _ in range(200)]
    assert 0 <= min(ratios) and max(ratios) <= uses


STARTS = 24
LOWEST = {"SGD": -10.0, "Adam": -13.0}  # powers of two at which no network learns


def edges(models: list[nn.Module], optimizer: str, x: torch.Tensor, y: torch.Tensor):
    """Of each model the smallest rate at which its loss is below 0.1 after 100 steps, or inf.

    All models and all rates are trained at once, each by its own gradient.
    """
    rates = 2.0 ** torch.arange(LOWEST[optimizer], LOWEST[optimizer] + 9)
    template = copy.deepcopy(models[0])
    names = [name for name, _ in template.named_parameters()]
    rows = [torch.stack([m.get_parameter(name).detach() for m in models]) for name in names]
    theta = [row.repeat_interleave(len(rates), 0) for row in rows]

    x, y = (one.repeat_interleave(len(rates), 0) for one in (x, y))

    def loss(x: torch.Tensor, y: torch.Tensor, *own: torch.Tensor) -> torch.Tensor:
        named = dict(zip(names, own, strict=True))
        return (torch.func.functional_call(template, named, (x,)) - y).square().mean()

    slopes = torch.func.vmap(torch.func.grad(loss, argnums=tuple(range(2, 2 + len(names)))))
    means = [torch.zeros_like(p) for p in theta]
    squares = [torch.zeros_like(p) for p in theta]
    for t in range(1, 101):
        for k, g in enumerate(slopes(x, y, *theta)):
            rate = rates.repeat(len(models)).view(-1, *[1] * (g.ndim - 1))
            if optimizer == "Adam":
                means[k] = 0.9 * means[k] + 0.1 * g
                squares[k] = 0.999 * squares[k] + 0.001 * g**2
                root = (squares[k] / (1 - 0.999**t)).sqrt() + 1e-8
                g = means[k] / (1 - 0.9**t) / root
            theta[k] = theta[k] - rate * g
    losses = torch.func.vmap(loss)(x, y, *theta).view(len(models), len(rates))
    # A run that diverged is not below 0.1, whether its loss is infinite or not a number.
    assert not (losses[:, 0] < 0.1).any()
    return torch.where(losses < 0.1, rates, torch.inf).amin(1)


@pytest.mark.claim("S0-22")
def test_the_smallest_rate_that_works_is_lower_under_sgd_and_higher_under_adam():
    x = torch.randn(STARTS, 64, 4)  # each start has its own examples
    y = torch.tanh(x[..., :1] - x[..., 1:2])
    tied, separate = [], []
    for _ in range(STARTS):
        block = nn.Sequential(nn.Linear(8, 8), nn.Tanh())
        layers = [nn.Linear(4, 8), *[block] * 6, nn.Linear(8, 1)]
        tied.append(nn.Sequential(*layers))
        separate.append(nn.Sequential(*(copy.deepcopy(layer) for layer in layers)))
    ratios = {}
    for optimizer in ("SGD", "Adam"):
        ratio = edges(separate, optimizer, x, y) / edges(tied, optimizer, x, y)
        ratio = ratio[ratio.isfinite() & (ratio > 0)].log2()
        assert len(ratio) >= 20
        ratios[optimizer] = ratio.mean(), ratio.std() / len(ratio) ** 0.5
    mean, error = ratios["SGD"]
    assert mean > 3 * error and 2**mean < 3
    mean, error = ratios["Adam"]
    assert mean < -3 * error and 2**mean > 0.4
