"""Bias and variance measured over R training sets at once, which lie along the first axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.func import functional_call, stack_module_state, vmap
from torch.nn import functional as F

from tying.risk._means import MeanModel


@dataclass(frozen=True)
class Estimate:
    """A mean over training sets, and its standard error."""

    value: Tensor
    error: Tensor


@dataclass(frozen=True)
class Measured:
    """A risk and its parts. Neither part is biased, and they add up to the risk."""

    bias2: Estimate
    variance: Estimate
    risk: Estimate


def decompose(estimates: Tensor, truth: Tensor) -> Measured:
    """Risk of an estimator from its estimates ``(R, *truth.shape)``, a mean over the entries.

    The scatter of their mean adds variance/R to its squared distance from the truth; bias² is
    what remains without it.

    Raises:
        ValueError: if R is 1, or the shapes do not fit.
    """
    R, size = len(estimates), truth.numel()
    if R < 2 or estimates.shape[1:] != truth.shape:
        wanted = ("R > 1", *truth.shape)
        raise ValueError(f"estimates must have shape {wanted}, got {tuple(estimates.shape)}")
    away = (estimates - truth).flatten(1)
    middle = away.mean(0)
    around = away - middle
    variance = _mean(around.square().sum(1) / size * R / (R - 1))
    gram = around @ around.T if R < size else around.T @ around
    pairs = gram.square().sum() / (R - 1) ** 2  # trace of the squared covariance
    along = ((around @ middle).square().sum() / (R - 1) - pairs / R).clamp(min=0)
    error = (4 * along / R + 2 * pairs / R**2).sqrt() / size  # of a mean over pairs of sets
    bias2 = Estimate(middle.square().sum() / size - variance.value / R, error)
    return Measured(bias2, variance, _mean(away.square().sum(1) / size))


def simulate(
    estimator: Callable[[Tensor], Tensor], model: MeanModel, R: int, generator: torch.Generator
) -> Measured:
    """Measure an estimator in a model with one T and Gaussian numbers.

    Each replicate draws values (``fixed`` ones are equally spaced) and two sets of errors. The
    mean product of the two distances from the truth is bias², the mean of half their squared
    difference the variance.

    Args:
        estimator: maps ``(..., T)`` to estimates, as ``lambda x: pool(x, 0.3)``; a forecast is
            the last one.
        model: its settings may be tensors, and then so are the results.
        R: number of replicates.
        generator: whence the numbers come; they are made on its device.
    """
    s2, v, T, r = (x.to(generator.device, torch.float64)[..., None] for x in model.settings())
    times, where = int(T.max()), {"generator": generator, "device": generator.device}
    errors = torch.randn(2, R, *s2.shape[:-1], times, dtype=torch.float64, **where)
    middle = errors.mean(-1, keepdim=True)
    errors = (1 - r).sqrt() * (errors - middle) + (1 + (T - 1) * r).clamp(min=0).sqrt() * middle
    values = torch.randn(R, *s2.shape[:-1], times + 1, dtype=torch.float64, **where)
    if model.truth == "fixed":
        steps = torch.arange(times + 1.0).to(values) - (times - 1) / 2
        values = (steps / steps[:-1].square().mean().sqrt().clamp(min=0.5)).expand_as(values)
    values = s2.sqrt() * (values.cumsum(-1) if model.truth == "walk" else values)
    found, target = estimator(values[..., :times] + v.sqrt() * errors), values[..., :times]
    if model.truth in ("next", "walk"):
        found, target = found[..., -1:], values[..., times:]
    first, second = found - target
    parts = first * second, (first - second) ** 2 / 2, (first**2 + second**2) / 2
    return Measured(*(_mean(part.mean(-1)) for part in parts))


def least_squares(X: Tensor, Y: Tensor, penalty: float = 0.0) -> Tensor:
    """Coefficients ``(..., q, R)`` of designs X ``(..., n, q)`` for R columns of data Y.

    Each design is factored once. A penalty makes it ridge.

    Raises:
        ValueError: if the columns of X are dependent and there is no penalty.
    """
    gram = X.mT @ X + penalty * torch.eye(X.shape[-1], dtype=X.dtype, device=X.device)
    factor, failed = torch.linalg.cholesky_ex(gram)
    if failed.any():
        raise ValueError("columns of X are dependent; drop some, or give a penalty above 0")
    return torch.cholesky_solve(X.mT, factor) @ Y


def train(
    models: Sequence[nn.Module],
    inputs: Tensor,
    targets: Tensor,
    optimizer: Callable[[Iterable[Tensor]], torch.optim.Optimizer],
    steps: int,
    loss: Callable[[Tensor, Tensor], Tensor] = F.mse_loss,
) -> dict[str, Tensor]:
    """Train R networks of one kind, each on its data, by one backward pass a step.

    The sum of the losses has each network's own gradient, so that an optimiser which treats each
    entry for itself (SGD, Adam) trains each network as if it were alone.

    Args:
        models: R networks, for their initial parameters; they are not changed.
        inputs: shape ``(R, batch, ...)``.
        targets: shape ``(R, batch, ...)``.
        optimizer: takes the parameters, as ``partial(torch.optim.SGD, lr=0.1)``.
        steps: their number, each on the whole batch.
        loss: of one network's outputs and targets, a scalar.

    Returns:
        Trained parameters by name, stacked, for :func:`predict`.
    """
    initial, _ = stack_module_state(list(models))
    parameters = {name: x.detach().clone().requires_grad_() for name, x in initial.items()}
    stepper = optimizer(parameters.values())

    each = vmap(lambda own, x, y: loss(functional_call(models[0], own, (x,)), y))
    for _ in range(steps):
        stepper.zero_grad()
        each(parameters, inputs, targets).sum().backward()
        stepper.step()
    return {name: x.detach() for name, x in parameters.items()}


def predict(model: nn.Module, parameters: dict[str, Tensor], x: Tensor) -> Tensor:
    """Outputs of R trained networks on the same inputs."""
    with torch.no_grad():
        return vmap(lambda own: functional_call(model, own, (x,)))(parameters)


def _mean(sample: Tensor) -> Estimate:
    return Estimate(sample.mean(0), sample.std(0) / len(sample) ** 0.5)
