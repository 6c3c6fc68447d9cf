"""Every public function that computes with tensors, on tensors of a device that is given.

A case returns the tensors and numbers of its result. The same cases run on the stand-in, under
fake tensors and, in tests/gpu, on a real GPU, with doubles as torch's default type: all numbers are
the same on every device.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.nn import functional as F

from tying.layers import LocallyConnected2d, shift_both_ways
from tying.ledger import count_uses, ledger
from tying.plotting.grids import plot_grids
from tying.plotting.paths import plot_paths
from tying.plotting.risk import plot_shrinkage
from tying.risk import (
    MeanModel,
    decompose,
    fit_risk,
    free_directions,
    hat_matrix,
    james_stein,
    james_stein_weight,
    least_squares,
    mallows_cp,
    pool,
    predict,
    sample_risk,
    simulate,
    train,
)
from tying.soft import (
    PAIR_B,
    fit_with_mixture,
    laplacian,
    map_estimate,
    pair_posterior,
    raise_strength,
)
from tying.structured import (
    average_over_shifts,
    block_tensor_train,
    convolution,
    singular_values,
)
from tying.symmetry import (
    barrier,
    count_directions,
    losses_between,
    match_units,
    orthogonal_procrustes,
)
from tying.ties import NotTiedError, assert_tied, tie, untie
from tying.trace import conv_positions, rnn_steps, trace, unfused
from tying.widgets.first_step import FirstStep
from tying.widgets.first_step.steps import OPTIMIZERS
from tying.widgets.fit_clouds import FitClouds
from tying.widgets.gradient_trace import GradientTrace
from tying.widgets.gradient_trace.examples import answer_of
from tying.widgets.gradient_trace.settings import PRESETS
from tying.widgets.ledger import LedgerWidget
from tying.widgets.ledger.recipe import PRESETS as RECIPES
from tying.widgets.ledger.scene import recipe_scene
from tying.widgets.line_between import LineBetween
from tying.widgets.matrix_explorer import MatrixExplorer
from tying.widgets.orbit import Orbit
from tying.widgets.outer_products import OuterProducts
from tying.widgets.shift_average import ShiftAverage
from tying.widgets.shifted_digit import ShiftedDigit
from tying.widgets.shrinkage import Shrinkage
from tying.widgets.shrinkage.answer import errors_over_sets
from tying.widgets.soft_tie import SoftTie
from tying.widgets.tie_story import TieStory
from tying.widgets.tie_story.story import STORIES
from tying.widgets.two_outputs import TwoOutputs
from tying.widgets.two_uses.answer import growth_of_area

Device = torch.device
CASES: dict[str, Callable[[Device], Any]] = {}
REAL: set[str] = set()
"""Cases that need more than a fake tensor: values, a fused cell, or a module that moves."""

UNTOUCHED: set[str] = set()
"""Cases that are given no device and take the default one."""


def case(function: Callable[[Device], Any]) -> Callable[[Device], Any]:
    """Register a case under its name."""
    CASES[function.__name__] = function
    return function


def real(function: Callable[[Device], Any]) -> Callable[[Device], Any]:
    """Register a case that cannot run under fake tensors."""
    REAL.add(function.__name__)
    return case(function)


def default(function: Callable[[Device], Any]) -> Callable[[Device], Any]:
    """Register a case for the default device, which cannot run under fake tensors, either."""
    UNTOUCHED.add(function.__name__)
    return real(function)


def given(device: Device, *shape: int) -> Tensor:
    """Numbers without a pattern, made on the device and by no generator."""
    count = torch.Size(shape).numel()
    return (torch.arange(count, device=device, dtype=torch.float64) * 1.7).sin().reshape(shape)


def filled(model: nn.Module) -> nn.Module:
    """``model`` with given numbers for parameters."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(given(parameter.device, *parameter.shape) / 2)
    return model


def chain(device: Device) -> nn.Sequential:
    """Two layers of one shape and a last one."""
    layers = [nn.Linear(4, 4, device=device) for _ in range(2)]
    return filled(nn.Sequential(*layers, nn.Linear(4, 2, device=device)))  # pyright: ignore


def gradients(model: nn.Module) -> list[Tensor]:
    """The gradients that there are."""
    return [p.grad for p in model.parameters() if p.grad is not None]


@case
def ledger_of_ties(device: Device) -> Any:
    results = []
    for transposed in (False, True):
        model = chain(device)
        tie(model, "0.weight", "1.weight", transposed=transposed)
        held = ledger(model)
        counts = held.stored, held.by_object, held.by_slot, held.nbytes, held.optimizer_nbytes()
        results += [*counts, len(held.tied), len(repr(held)), len(held._repr_html_())]
    return results


@case
def ledger_of_an_alias(device: Device) -> Any:
    model = chain(device)
    model[1].weight = nn.Parameter(model.get_parameter("0.weight").detach())
    held = ledger(model)
    return held.stored, held.by_object, len(held.aliases)


@case
def uses(device: Device) -> Any:
    model = chain(device)
    tie(model, "0.weight", "1.weight")
    count = count_uses(model, given(device, 3, 4))
    return dict(count.uses), count.by_use


@case
def ties(device: Device) -> Any:
    model = chain(device)
    tie(model, "0.weight", "1.weight", transposed=True)
    assert_tied(model, "0.weight", "1.weight")
    before = model(given(device, 3, 4))
    untie(model, "1.weight")
    return before, model(given(device, 3, 4)), list(model.parameters())


@real
def broken_ties(device: Device) -> Any:
    model, results = chain(device), []
    weight = model.get_parameter("0.weight").detach()
    for value in (weight, weight.clone(), weight + 1):
        model[1].weight = nn.Parameter(value)
        try:
            assert_tied(model, "0.weight", "1.weight")
        except NotTiedError as error:
            results.append(error.how)
    return results


def traced(device: Device, reduce: Any = None) -> Any:
    """A chain with a tie under a trace, and its trace."""
    model = chain(device)
    model[2].bias.requires_grad_(False)
    tie(model, "0.weight", "1.weight")
    with trace(model, reduce=reduce) as t:
        model(given(device, 3, 4)).square().mean().backward()
    return model, t


@case
def trace_uses(device: Device) -> Any:
    t = traced(device)[1]
    names = [*t.names, "2.bias"]  # the last one is frozen
    grads = [[use.grad for use in t.uses(name)] for name in names]
    return grads, [t.sum(name) for name in t.names], [(t.norms(n), t.gram(n)) for n in names]


@real
def trace_sums_bit_for_bit(device: Device) -> Any:
    model, t = traced(device)
    sums = {name: t.sum(name) for name in t.names}
    return [torch.equal(p.grad, sums[n]) for n, p in model.named_parameters() if n in sums]


@case
def trace_reduced(device: Device) -> Any:
    _, norms = traced(device, "norm")
    _, gram = traced(device, "gram")
    return [(norms.norms(n), gram.norms(n), gram.gram(n)) for n in (*norms.names, "2.bias")]


@case
def places_of_a_convolution(device: Device) -> Any:
    results = []
    for reduce in (None, "norm"):
        conv = filled(nn.Conv2d(2, 3, 3, padding=1, device=device))
        with conv_positions(conv, reduce=reduce) as p:
            conv(given(device, 2, 2, 5, 5)).square().sum().backward()
        results += [gradients(conv), p.norms("weight"), p.norms("bias")]
        results += [] if reduce else [use.grad for use in p.uses("weight")]
    return results


@real
def steps_of_a_recurrent_layer(device: Device) -> Any:
    results = []
    for kind in (nn.RNN, nn.GRU, nn.LSTM):
        layer = filled(kind(3, 4, num_layers=2, bidirectional=True, device=device))
        with rnn_steps(layer, reduce="norm") as t:
            layer(given(device, 5, 2, 3))[0].square().mean().backward()
        results += [t.norms(name) for name in t.names] + gradients(layer)
    return results


@real
def recurrent_layers_step_by_step(device: Device) -> Any:
    results = []
    for kind in (nn.RNN, nn.GRU, nn.LSTM):
        layer = filled(kind(3, 4, device=device))
        with unfused():
            results.append(layer(given(device, 5, 2, 3)))
    return results


@real
def locally_connected(device: Device) -> Any:
    conv = filled(nn.Conv2d(2, 3, 3, padding=1, device=device))
    twin = LocallyConnected2d.from_convolution(conv, (5, 5))  # pyright: ignore[reportArgumentType]
    image = given(device, 2, 2, 5, 5)
    return conv(image), twin(image), list(twin.parameters())


@real
def shifted_both_ways(device: Device) -> Any:
    layer = filled(nn.Conv2d(2, 3, 3, stride=2, padding=1, device=device))
    ways = shift_both_ways(layer, given(device, 1, 2, 6, 6), (1, 2), stride=2)
    return ways.response, ways.difference, ways.error


@real
def structured_matrices(device: Device) -> Any:
    pattern = convolution((4, 3), (2, 3), padding="same", channels_in=2)
    kernel, x = given(device, 1, 2, 2, 3), given(device, 24)
    matrix = pattern.expand(kernel)
    G = torch.outer(matrix @ x, x)
    square = given(device, 6, 6)
    monarch = block_tensor_train(2)
    product = monarch.expand(*(given(device, *shape) for shape in monarch.shapes))
    return (
        matrix, pattern.aggregate(G), pattern.project(G), pattern.contains(matrix),
        average_over_shifts(square, (2, 3)), singular_values(kernel, (4, 3)), product,
    )  # fmt: skip


@default
def a_digit_shifted(_: Device) -> Any:
    return ShiftedDigit((3, 5), stride=2, padding="zeros").answer()


@default
def a_matrix_explored(_: Device) -> Any:
    return MatrixExplorer("same", 2, weight=4).answer(), MatrixExplorer(shared=False).answer()


@default
def a_matrix_averaged(_: Device) -> Any:
    return ShiftAverage(2, 2).answer()


@default
def two_outputs_compared(_: Device) -> Any:
    return TwoOutputs(a=5, weight=2).answer()


@real
def two_uses_of_a_side(_: Device) -> Any:
    return growth_of_area(3, 2, 0.5)


@case
def means(device: Device) -> Any:
    x = given(device, 2, 6)
    return pool(x, 0.3), james_stein(x, 0.5), james_stein_weight(x, 0.5)


@real
def risks_of_means(device: Device) -> Any:
    results = []
    for truth in ("fixed", "random", "next", "walk"):
        spread = torch.tensor([0.0, 0.5, 2.0], dtype=torch.float64, device=device)
        model = MeanModel(spread, 1.3, 6, 0.1, truth)
        risk = model.risk(0.4)
        results += [risk.bias2, risk.variance, risk.risk, model.weight, model.threshold]
    whole = MeanModel(0.5, 1.0, torch.tensor([2, 5], device=device))
    return results, whole.risk(1.0).risk


@real
def linear_fits(device: Device) -> Any:
    X, mu = given(device, 8, 3), given(device, 8)
    P = free_directions(given(device, 1, 3))
    results = []
    for H in (hat_matrix(X), hat_matrix(X, 0.5), hat_matrix(X @ P)):
        results += [H, fit_risk(H, mu, 0.5).risk, mallows_cp(H, mu[:, None], 0.5)]
    return P @ P.mT, results


@case
def decomposed(device: Device) -> Any:
    estimates, truth = given(device, 5, 3), given(device, 3)
    measured = decompose(estimates, truth)
    parts = [(p.value, p.error) for p in (measured.bias2, measured.variance, measured.risk)]
    return parts, sample_risk(estimates, truth).risk


@real
def fits(device: Device) -> Any:
    X, Y = given(device, 8, 3), given(device, 8, 2)
    return least_squares(X, Y), least_squares(X, Y, 0.5)


@case
def trained(device: Device) -> Any:
    models = [filled(nn.Linear(3, 1, device=device)) for _ in range(4)]
    optimizer = partial(torch.optim.SGD, lr=0.1)
    x, y = given(device, 4, 6, 3), given(device, 4, 6, 1)
    parameters = train(models, x, y, optimizer, 5, F.mse_loss)
    return parameters, predict(models[0], parameters, x[0])


@real
def soft_ties(device: Device) -> Any:
    x, precision = given(device, 3, 4), given(device, 4).square()
    posterior = pair_posterior(x[:, :2], 1 + precision[:2], given(device, 3).abs())
    springs = torch.ones(4, 4, dtype=x.dtype, device=device).fill_diagonal_(0)
    return posterior.mean, posterior.covariance, map_estimate(x, precision, laplacian(springs))


@real
def soft_tie_that_is_raised(device: Device) -> Any:
    starts = given(device, 2, 5)
    ends = raise_strength(PAIR_B, [lambda u: u, lambda _: 3.0], starts, steps=6, snapshots=2)
    return ends, PAIR_B.losses(starts), PAIR_B.slopes(starts)


@case
def soft_tie_that_is_learned(device: Device) -> Any:
    X, y, start = given(device, 2, 5, 3), given(device, 2, 5), given(device, 2, 3)
    weights, mixture = fit_with_mixture(X, y, start, noise=1.0, components=2, steps=4)
    return weights, mixture.means, mixture.widths, mixture.shares, mixture.penalty(weights)


@real
def aligned(device: Device) -> Any:
    W, target = given(device, 2, 3, 5), given(device, 2, 3, 5).flip(1)
    orders = [match_units(W, target, signs=signs) for signs in (False, True)]
    losses = losses_between(lambda w: w.square().sum((1, 2)), W, target, steps=3)
    return orthogonal_procrustes(W, target), orders, losses, barrier(losses)


@real
def directions(device: Device) -> Any:
    return count_directions(lambda E, D: D @ E, given(device, 2, 4), given(device, 4, 2)).free


@real
def plots(device: Device) -> Any:
    figure, positive = Figure(), given(device, 3, 3).abs()
    plot_grids(Figure(), {"one": positive, "two": positive}, numbers=True)
    plot_paths(figure.subplots(), {"tied": given(device, 5), "separate": given(device, 5, 2)})
    plot_shrinkage(figure.subplots(), given(device, 5), given(device, 5), noise=1.0)
    return len(figure.axes)


@default
def widget_of_the_clouds(_: Device) -> Any:
    widget = FitClouds()
    return widget.answer(), widget.picture().alt != ""


@default
def widget_of_shrinkage(device: Device) -> Any:
    widget = Shrinkage()
    draws = torch.Generator("cpu").manual_seed(0)
    tally = errors_over_sets(widget.setting, 40, draws)
    return widget.answer(), tally, widget.picture().alt != ""


@default
def widget_of_a_soft_tie(_: Device) -> Any:
    widget = SoftTie()
    return widget.answer(), widget.picture().alt != ""


@default
def widget_of_the_ledger(device: Device) -> Any:
    LedgerWidget(chain(device), given(device, 3, 4)).picture()
    for name in RECIPES:
        LedgerWidget(preset=name).picture()
    return [recipe_scene(one) for one in RECIPES.values()]


@default
def widget_of_a_tie(device: Device) -> Any:
    TieStory("counts").picture()
    return [story.scene(done) for story in STORIES.values() for done in range(len(story.steps) + 1)]


@default
def widget_of_the_gradient(device: Device) -> Any:
    widget = GradientTrace(chain(device), given(device, 3, 4))
    widget.picture()
    return widget.scene, [asdict(answer_of(setting)) for setting in PRESETS.values()]


@default
def widget_of_outer_products(device: Device) -> Any:
    widget = OuterProducts(on=3)
    widget.picture()
    return widget.answer()


@default
def widget_of_a_turned_code(_: Device) -> Any:
    widget = Orbit(35, "tanh", mirror=True, compare=True)
    widget.picture()
    return widget.answer()


@default
def widget_of_the_line_between(_: Device) -> Any:
    widget = LineBetween("relu", "rotation", 7)
    widget.picture()
    return widget.answer()


@default
def widget_of_the_first_step(device: Device) -> Any:
    FirstStep().picture()
    return [FirstStep(start, name).answer() for start in (-5.0, 2.5) for name in OPTIMIZERS]


@real
def simulated(device: Device) -> Any:
    """Only where the numbers are: they differ from device to device."""
    generator = torch.Generator(device).manual_seed(0)
    model = MeanModel(torch.tensor([0.5, 2.0]), 1.0, 6)
    measured = simulate(partial(pool, weight=0.5), model, 20, generator)
    assert bool((measured.risk.error > 0).all())
    return [part.value.isfinite() for part in (measured.bias2, measured.variance, measured.risk)]
