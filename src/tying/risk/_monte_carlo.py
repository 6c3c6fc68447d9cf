"""Bias and variance measured over R training sets at once, which lie along the first axis.

What is measured is a mean over training sets, and comes with its standard error: the standard
deviation that it would have if the whole experiment were repeated.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.func import functional_call, stack_module_state, vmap
from torch.nn import functional as F

from tying.risk._means import MeanModel, Risk, Settings


@dataclass(frozen=True)
class Estimate:
    """A mean over training sets.

    Attributes:
        value: the mean.
        error: its standard error.
    """

    value: Tensor
    error: Tensor


@dataclass(frozen=True)
class Measured:
    """A risk and its parts. Neither part is biased, and they add up to the risk.

    Attributes:
        bias2: squared distance of the estimate's mean from the truth; the estimate of it can come
            out below 0.
        variance: variance of the estimate around its mean.
        risk: expected squared distance from the truth.
    """

    bias2: Estimate
    variance: Estimate
    risk: Estimate


def decompose(estimates: Tensor, truth: Tensor) -> Measured:
    """Risk of an estimator and its parts, as means over the entries of the truth.

    With distances e_r = estimate_r - truth, as vectors of d entries, let b be their expectation
    and Σ their covariance. The squared length of the mean ē is too large for ``|b|²`` by tr(Σ)/R,
    the scatter of ē itself; bias² is what remains without it, ``(|ē|² - tr(S)/R)/d``, where S is
    the covariance of the sample.

    Args:
        estimates: shape ``(R, *truth.shape)``, from R > 1 independent training sets.
        truth: what is estimated.

    Raises:
        ValueError: if R is 1, or the shapes do not fit.

    Standard errors:
        Risk is a mean over the R sets, and its error is that of any mean: the standard deviation
        over the sets, divided by √R. So is variance, but for the mean ē that the sets have in
        common, which changes the error by terms of the order 1/R of it.

        bias² is, times d, the mean of the products e_r·e_s over all R(R - 1) ordered pairs of
        different sets, a U-statistic. The pairs are not independent: two of them can share a set.
        For the kernel e·e', a pair with itself (or its reverse) has the covariance
        Var(e·e') = 2 bᵀΣb + tr(Σ²), a pair with one that shares one set has
        Cov(e·e', e·e'') = Var(b·e) = bᵀΣb, and all others have 0. Counted::

            Var = (2 (2 bᵀΣb + tr(Σ²)) + 4 (R - 2) bᵀΣb) / (R (R - 1))
                = 4 bᵀΣb/R + 2 tr(Σ²)/(R (R - 1)).

        S takes the place of Σ, and ē that of b; since ēᵀSē is too large by tr(Σ²)/R, that is
        taken off. For Gaussian numbers tr(S²) has the expectation
        R/(R - 1) tr(Σ²) + tr(Σ)²/(R - 1): R² in place of R (R - 1) makes up for the first, and
        for the second the error comes out too large, not too small, from few sets.

    Source:
        Hoeffding, A class of statistics with asymptotically normal distribution, 1948, for the
        variance of a U-statistic.
    """
    R, d = len(estimates), truth.numel()
    _require_shape(estimates, truth, least=2)
    distances = (estimates - truth).flatten(1)
    mean = distances.mean(0)
    scatter = distances - mean
    variance = _mean(scatter.square().sum(1) / d * R / (R - 1))
    risk = _mean(distances.square().sum(1) / d)
    bias2 = mean.square().sum() / d - variance.value / R
    trace_of_square = _squared_norm_of_products(scatter) / (R - 1) ** 2  # tr(S²)
    along_mean = (scatter @ mean).square().sum() / (R - 1)  # ēᵀSē
    along_bias = (along_mean - trace_of_square / R).clamp(min=0)
    error = (4 * along_bias / R + 2 * trace_of_square / R**2).sqrt() / d
    return Measured(Estimate(bias2, error), variance, risk)


def sample_risk(estimates: Tensor, truth: Tensor) -> Risk:
    """Bias² and variance of the training sets that were drawn, as if there were no others.

    The mean of these sets takes the place of the expectation, so that the parts add up to the mean
    squared distance from the truth exactly, also for one set. As an estimate of what all training
    sets would give, bias² is too large by a share 1/R of the variance, on average, and variance
    too small by the same: :func:`decompose` corrects both. All are means over the entries of the
    truth.

    Args:
        estimates: shape ``(R, *truth.shape)``, from R > 0 training sets.
        truth: what is estimated.

    Raises:
        ValueError: if there is no set, or the shapes do not fit.
    """
    _require_shape(estimates, truth, least=1)
    mean = estimates.mean(0)
    return Risk((mean - truth).square().mean(), (estimates - mean).square().mean())


def simulate(
    estimator: Callable[[Tensor], Tensor], model: MeanModel, R: int, generator: torch.Generator
) -> Measured:
    """Measure an estimator in a model with one T and Gaussian numbers.

    Each replicate draws values (``fixed`` ones are equally spaced) and two independent sets of
    errors, so that the estimator answers twice to one truth. Given the values, let m be the mean
    of its distance from the truth. The two distances e and e' are independent around m: the mean
    of e e' is m², the bias², and that of (e - e')²/2 the variance. Together they are
    (e² + e'²)/2, whose mean is the risk.

    Args:
        estimator: maps ``(..., T)`` to estimates, as ``lambda x: pool(x, 0.3)``; a forecast is
            the last one.
        model: its settings may be tensors, and then so are the results.
        R: number of replicates.
        generator: the source of the random numbers, which are made on its device.

    Standard errors:
        Replicates are independent of one another. Each of the three quantities is one number for
        each replicate, an average over the T times, and its error is the standard deviation over
        the replicates divided by √R.
    """
    errors = _errors(model, R, generator)
    values = _values(model, R, generator)
    at_times = values[..., :-1]
    estimates = estimator(at_times + errors)
    if model.truth in ("next", "walk"):
        distances = estimates[..., -1:] - values[..., -1:]
    else:
        distances = estimates - at_times
    first, second = distances
    return Measured(
        bias2=_mean((first * second).mean(-1)),
        variance=_mean(((first - second) ** 2 / 2).mean(-1)),
        risk=_mean(((first**2 + second**2) / 2).mean(-1)),
    )


def _require_shape(estimates: Tensor, truth: Tensor, least: int) -> None:
    """Refuse estimates that are no row of ``least`` sets or more, each of the truth's shape."""
    if len(estimates) < least or estimates.shape[1:] != truth.shape:
        expected = (f"R > {least - 1}", *truth.shape)
        raise ValueError(f"estimates must have shape {expected}, got {tuple(estimates.shape)}")


def _squared_norm_of_products(vectors: Tensor) -> Tensor:
    """Σ (v_r·v_s)² over all pairs of rows, by the smaller one of two matrices.

    ``|V Vᵀ|² = |Vᵀ V|²`` (Frobenius), as both are the trace of (V Vᵀ)².
    """
    rows, columns = vectors.shape
    products = vectors @ vectors.T if rows < columns else vectors.T @ vectors
    return products.square().sum()


def _on_generator(model: MeanModel, generator: torch.Generator) -> Settings:
    """The model's settings in doubles, with an axis for the times, where numbers are drawn."""
    return Settings(*(x.to(generator.device, torch.float64)[..., None] for x in model.settings()))


def _normal(generator: torch.Generator, *shape: int) -> Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=generator, device=generator.device)


def _errors(model: MeanModel, R: int, generator: torch.Generator) -> Tensor:
    """Two sets of errors with the model's variance and correlation, ``(2, R, ..., T)``.

    The mean of T independent errors and their distances from it are independent. To stretch the
    former by √(1 + (T - 1) r) and the latter by √(1 - r) gives each error the variance
    (1 + (T - 1) r)/T + (1 - r)(1 - 1/T) = 1, and two of them the covariance r.
    """
    _, v, T, r = _on_generator(model, generator)
    errors = _normal(generator, 2, R, *v.shape[:-1], int(T.max()))
    mean = errors.mean(-1, keepdim=True)
    stretched_mean = (1 + (T - 1) * r).clamp(min=0).sqrt() * mean
    return v.sqrt() * ((1 - r).sqrt() * (errors - mean) + stretched_mean)


def _values(model: MeanModel, R: int, generator: torch.Generator) -> Tensor:
    """True values at T times and at the next one, with the model's spread, ``(R, ..., T + 1)``."""
    s2, _, T, _ = _on_generator(model, generator)
    times = int(T.max())
    values = _normal(generator, R, *s2.shape[:-1], times + 1)
    if model.truth == "fixed":
        positions = torch.arange(times + 1, dtype=values.dtype, device=values.device)
        centred = positions - (times - 1) / 2
        root_mean_square = centred[:-1].square().mean().sqrt()
        values = (centred / root_mean_square.clamp(min=0.5)).expand_as(values)  # it is 0 if T = 1
    elif model.truth == "walk":
        values = values.cumsum(-1)
    return s2.sqrt() * values


def least_squares(X: Tensor, Y: Tensor, penalty: float = 0.0) -> Tensor:
    """Coefficients of least squares for R columns of data; each design is factored once.

    Args:
        X: designs, ``(..., n, q)``.
        Y: data, ``(..., n, R)``.
        penalty: strength of ``|theta|²``; above 0 it is ridge regression.

    Returns:
        Tensor of shape ``(..., q, R)``.

    Raises:
        ValueError: if the columns of X are dependent and there is no penalty.
    """
    identity = torch.eye(X.shape[-1], dtype=X.dtype, device=X.device)
    factor, failed = torch.linalg.cholesky_ex(X.mT @ X + penalty * identity)
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
    # A copy, since functional_call leaves plain tensors in a module that is used twice.
    template = copy.deepcopy(models[0])

    def loss_of_one(own: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
        return loss(functional_call(template, own, (x,)), y)

    losses = vmap(loss_of_one)
    for _ in range(steps):
        stepper.zero_grad()
        losses(parameters, inputs, targets).sum().backward()
        stepper.step()
    return {name: x.detach() for name, x in parameters.items()}


def predict(model: nn.Module, parameters: dict[str, Tensor], x: Tensor) -> Tensor:
    """Outputs of R trained networks on the same inputs.

    Args:
        model: one network of the kind; its own parameters are not used.
        parameters: what :func:`train` returned.
        x: inputs, ``(batch, ...)``.

    Returns:
        Tensor of shape ``(R, batch, ...)``.
    """
    template = copy.deepcopy(model)  # as in train
    with torch.no_grad():
        return vmap(lambda own: functional_call(template, own, (x,)))(parameters)


def _mean(sample: Tensor) -> Estimate:
    """Mean of independent numbers along the first axis: its error is their deviation by √R."""
    return Estimate(sample.mean(0), sample.std(0) / len(sample) ** 0.5)
