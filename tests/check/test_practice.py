"""The problems: right answers are right, and a known wrong one gets the sentence for its mistake.

The entries hold numbers only. What makes them stands here, where no student's copy has it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.check import _registry, check
from tying.check.entries import Function, Value, Values
from tying.check.models import SLOTS, six_models
from tying.check.practice import norm_budget as budget_words
from tying.check.practice import same_function as same_words
from tying.check.practice.conv_matrix import ALWAYS as ALL_TOEPLITZ
from tying.check.practice.conv_matrix import (
    AROUND,
    BLOCKS,
    COLUMNS,
    ENTRIES,
    LOCAL,
    NO_PADDING,
    ROUNDING,
    START,
    TRANSPOSED,
    TURNED,
    TURNED_SUMS,
)
from tying.check.practice.conv_matrix import LAST as LAST_OF_THE_PLACES
from tying.check.practice.conv_matrix import MEAN as OF_THE_PLACES
from tying.check.practice.conv_matrix import NEVER as NONE_TOEPLITZ
from tying.check.practice.conv_matrix import OWN as OWN_VALUES
from tying.check.practice.conv_matrix import PLAIN as PLAIN_BLOCKS
from tying.check.practice.counts import (
    ADDED,
    BOTH,
    CHANNEL_BIAS,
    EXCHANGED,
    LAST_PLACE,
    NO_BIAS,
    ONCE,
    ONE_AXIS,
    ONE_CHANNEL,
    PADDED_ONCE,
    PADDING,
    PIXELS,
    SQUARE_IMAGE,
    SQUARE_WINDOW,
    STRIDE,
)
from tying.check.practice.false_ties import (
    EQUAL,
    GRADIENT_TWICE,
    MEAN,
    MEMORY,
    MEMORY_TWICE,
    NEW_OBJECTS,
    NO_BIASES,
    NORMS,
    OBJECT_TWICE,
    OBJECTS,
    OF_GRADIENTS,
    ONE_GRADIENT,
    OWN_STEP,
    PARTS,
    STATE,
    VALUES,
)
from tying.check.practice.map_estimate import (
    BROKEN,
    HARD,
    INVERSE,
    NO_HALF,
    NO_NOISE,
    ONLY_HALF,
    OTHER,
    OTHER_WEIGHTS,
    OWN,
    PLAIN,
    UPSIDE_DOWN,
    VARIANCES,
)
from tying.check.practice.map_estimate import EXCHANGED as EXCHANGED_SENSORS
from tying.check.practice.map_estimate import SAME as SAME_STRENGTH
from tying.check.practice.raise_strength import ALONE as MINIMA_ALONE
from tying.check.practice.raise_strength import (
    ALWAYS as ALWAYS_STRONG,
)
from tying.check.practice.raise_strength import (
    AT_THE_END,
    AVERAGED,
    BEYOND,
    DIRECTION,
    FALLS,
    FIRST,
    HALF,
    IN_TURN,
    LAST,
    NO_REST,
    ONE_SIDE,
    PRECISION,
    UPHILL,
)
from tying.check.practice.raise_strength import MEAN as HARD_END
from tying.check.practice.raise_strength import PLAIN as PLAIN_END
from tying.check.practice.share_over_time import (
    ALONE,
    ALWAYS,
    FIXED,
    FIXED_ALONE,
    GREEDY,
    LEFT,
    LEFT_ALONE,
    NEVER,
    NO_BIAS2,
    NO_T,
    NO_T_RULE,
    NO_V,
    NO_VARIANCE,
    OF_ONE,
    OF_SUM,
    ONE_PAIR,
    OVER,
    REVERSED,
    ROOT,
    SAMPLE,
    SAMPLE_RULE,
    SIGN,
    SMALLER,
    SUMMED,
    SUMMED_RULE,
    UNSQUARED,
    WITH_ITSELF,
)
from tying.check.practice.shared_bias import (
    ALL_MEAN,
    EARLY,
    LAST_UNIT,
    NO_B,
    NO_ERROR,
    NO_SLOPE,
    NO_WEIGHT,
    OF_MEAN,
    OF_SUM_N,
    ONE_INPUT,
    OTHER_ERROR,
    OTHER_Y,
    PRODUCT,
    SLOPE,
)
from tying.soft import PAIR_A, raise_strength
from tying_assign.building import source
from tying_assign.catalogue import find, load_all
from tying_assign.compare import difference
from tying_assign.worker import codec

Wrong = tuple[Callable[..., Any], str]
"""A function with a mistake, and what is said about it."""


def function(name: str) -> Function:
    """The entry of an exercise that asks for a function."""
    exercise = _registry.find(name)
    assert isinstance(exercise, _registry.Exercise) and isinstance(exercise.entry, Function)
    return exercise.entry


def said(name: str, answer: Any, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``check`` prints, every sentence in one line."""
    check(name, answer)
    return capsys.readouterr().out.replace("\n  ", " ")


# --- counts ---


def down(H: int, W: int, k: tuple[int, int], s: int, p: int) -> int:
    return (H + 2 * p - k[0]) // s + 1


def number(H: int, W: int, k: tuple[int, int], s: int, p: int) -> int:
    """Places of the window."""
    return down(H, W, k, s, p) * down(W, H, (k[1], k[0]), s, p)


PLACES: Sequence[tuple[Callable[..., int], str]] = (
    (lambda H, W, k, s, p: H * W, PIXELS),
    (lambda H, W, k, s, p: number(H, W, k, 1, p), STRIDE),
    (lambda H, W, k, s, p: number(H, W, k, s, 0), PADDING),
    (lambda H, W, k, s, p: number(H + p, W + p, k, s, 0), PADDED_ONCE),
    (down, ONE_AXIS),
    (lambda H, W, k, s, p: down(H, W, k, s, p) ** 2, SQUARE_IMAGE),
    (lambda H, W, k, s, p: number(H, W, (k[1], k[0]), s, p), EXCHANGED),
    (lambda H, W, k, s, p: number(H - s, W - s, k, s, p), LAST_PLACE),
)
"""Wrong numbers of places."""


def parameters(places: Callable[..., int] = number, bias: int = 1) -> Callable[..., Any]:
    """The answer with this number of places."""

    def answer(H: int, W: int, c_in: int, c_out: int, k: Any, s: int = 1, p: int = 0) -> Any:
        shared = c_out * (c_in * k[0] * k[1] + bias)
        return places(H, W, k, s, p) * shared, shared

    return answer


def ratio(places: Callable[..., int] = number) -> Callable[..., float]:
    return lambda H, W, c_in, c_out, k, s=1, p=0: 1 / places(H, W, k, s, p)


def multiply_adds(places: Callable[..., int] = number) -> Callable[..., Any]:
    return lambda *layer: parameters(places, 0)(*layer)[:1] * 2


def channel_bias(*layer: Any) -> Any:
    local, shared = parameters(bias=0)(*layer)
    return local + layer[3], shared + layer[3]


def one_channel(*layer: Any) -> Any:
    return parameters()(*layer[:2], 1, *layer[3:])


def square_window(make: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *layer: make(*layer[:4], (layer[4][0],) * 2, *layer[5:])


def with_biases(*layer: Any) -> Any:
    products, _ = multiply_adds()(*layer)
    return (products + products // (layer[2] * math.prod(layer[4])),) * 2


# --- share-over-time ---


def bias2(theta: Sequence[float]) -> float:
    return float(np.var(np.asarray(theta)))


def of_mean(T: int, v: float, r: float) -> float:
    return v * (1 + (T - 1) * r) / T


def risks(theta: Sequence[float], v: float, r: float) -> tuple[float, float]:
    """By the covariance matrix of the errors."""
    T = len(theta)
    covariance = v * ((1 - r) * np.eye(T) + r)
    return v, bias2(theta) + float(covariance.sum()) / T**2


def tied(change: Callable[[Sequence[float], int, float, float], float]) -> Callable[..., Any]:
    """Risks of which the second is this."""
    return lambda theta, v, r: (v, change(theta, len(theta), v, r))


def saving(T: int, v: float, r: float) -> float:
    return v - of_mean(T, v, r)


def rule(test: Callable[[float, int, float, float], bool]) -> Callable[..., bool]:
    """A decision by the mean squared distance, T, v and r."""
    return lambda theta, v, r: bool(test(bias2(theta), len(theta), v, r))


# --- shared-bias ---


def contributions(
    w: Tensor,
    v: Tensor,
    b: Tensor,
    x: Tensor,
    t: Tensor,
) -> Tensor:
    """By autograd, with a bias for each unit."""
    untied = b.expand(len(v)).clone().requires_grad_()
    loss = 0.5 * (v @ torch.tanh(w @ x + untied) - t) ** 2
    return torch.autograd.grad(loss, untied)[0]


def chain(
    error: Callable[..., Any] = lambda v, a, t: v @ torch.tanh(a) - t,
    weight: Callable[..., Any] = lambda v: v,
    slope: Callable[..., Any] = lambda a: 1 - torch.tanh(a) ** 2,
    bias: float = 1.0,
) -> Callable[..., Tensor]:
    """Contributions of which one link may be another."""

    def answer(w: Tensor, v: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
        a = w @ x + bias * b
        return error(v, a, t) * weight(v) * slope(a)

    return answer


def table(one: Callable[..., Tensor], network: Sequence[Tensor]) -> Tensor:
    """Contributions, a row for each input."""
    w, v, b, xs, ts = network
    return torch.stack([one(w, v, b, x, t) for x, t in zip(xs, ts, strict=True)])


def gradient(one: Callable[..., Tensor] = contributions) -> Callable[..., Tensor]:
    return lambda *network: table(one, network).sum(1).mean()


def early(w: Tensor, v: Tensor, b: Tensor, xs: Tensor, ts: Tensor) -> Tensor:
    return contributions(w, v, b, xs.mean(0), ts.mean()).sum()


LINKS: Sequence[tuple[Callable[..., Tensor], str]] = (
    (chain(slope=lambda a: 1 - a**2), SLOPE),
    (chain(error=lambda v, a, t: v * torch.tanh(a) - t), OTHER_ERROR),
    (chain(weight=lambda v: 1), NO_WEIGHT),
    (chain(slope=lambda a: 1), NO_SLOPE),
    (chain(error=lambda v, a, t: 1), NO_ERROR),
    (chain(error=lambda v, a, t: torch.tanh(a).sum() - t), OTHER_Y),
    (chain(bias=0.0), NO_B),
)

# --- false-ties ---

WORD = "Return one of the words tie, alias, copy, separate, written exactly so."
X = [[1.0, 0.0, -1.0, 0.5], [0.5, 1.0, 0.0, -0.5]]
Ratio = Callable[[Tensor], Tensor]


def kind(model: nn.Module, first: str, second: str) -> str:
    """By what a change of the first slot does to the second."""
    one, other = model.get_parameter(first), model.get_parameter(second)
    if one is other:
        return "tie"
    equal = bool((one == other).all())
    before = one.detach().clone()
    with torch.no_grad():
        one.add_(1)
        follows = equal and bool((one == other).all())
        one.copy_(before)
    return "alias" if follows else "copy" if equal else "separate"


def by_state_dict(model: nn.Module, first: str, second: str) -> str:
    one, other = model.state_dict()[first], model.state_dict()[second]
    if one is other:
        return "tie"
    if one.data_ptr() == other.data_ptr():
        return "alias"
    return "copy" if torch.equal(one, other) else "separate"


def renamed(changed: Mapping[str, str]) -> Callable[..., str]:
    """``kind`` with other words."""
    return lambda *args: changed.get(kind(*args), kind(*args))


def costs(model: nn.Module, by: str = "memory", state: str = "object") -> dict[str, int]:
    """Numbers of both kinds, each counted by memory, object or slot."""
    slots = list(model.named_parameters(remove_duplicate=False))
    keys = {
        "memory": lambda n, p: p.data_ptr(),
        "object": lambda n, p: id(p),
        "slot": lambda n, p: n,
    }

    def count(by: str) -> int:
        return sum({keys[by](name, one): one.numel() for name, one in slots}.values())

    return {"stored": count(by), "adam": 2 * count(state)}


def weights(model: nn.Module) -> dict[str, int]:
    found = {p.data_ptr(): p.numel() for p in model.parameters() if p.ndim == 2}
    return {"stored": sum(found.values()), "adam": costs(model)["adam"]}


def gradients(model: nn.Module, first: str, second: str, x: Tensor) -> tuple[Tensor, Tensor, bool]:
    """The contributions of both slots (of a tie: its gradient, and zeros); whether they alias."""
    model(x).square().mean().backward()
    one, other = model.get_parameter(first), model.get_parameter(second)
    assert one.grad is not None and other.grad is not None
    if one is other:
        return one.grad, torch.zeros_like(one), False
    return one.grad, other.grad, one.data_ptr() == other.data_ptr()


def adam(gradient: Tensor) -> Tensor:
    return gradient / (gradient.abs() + 1e-8)


def first_step(
    total: Callable[[Tensor, Tensor], Tensor] = torch.add,
    both: bool = True,
    adam: Ratio = adam,
    aliased: bool = True,
) -> Callable[..., dict[str, float]]:
    """The answer by the formulas of both optimisers, or one with a mistake."""

    def answer(*args: Any) -> dict[str, float]:
        first, second, alias = gradients(*args)
        ratios = {}
        for name, move in (("sgd", lambda g: g), ("adam", adam)):
            moved = move(first)
            if alias and both and (aliased or name == "sgd"):
                moved = moved + move(second)
            honest = first if not second.any() else total(first, second)
            ratios[name] = float(moved.norm() / move(honest).norm())
        return ratios

    return answer


def gradient_twice(*args: Any) -> dict[str, float]:
    _, second, _ = gradients(*args)
    if second.any():
        return first_step()(*args)
    return {"sgd": 0.5, "adam": 1.0}


def norms(*args: Any) -> dict[str, float]:
    right = first_step()(args[0], *args[1:])
    args[0].zero_grad()
    first, second, alias = gradients(*args)
    moved = (first + second).norm() if alias else first.norm()
    return {"sgd": float(moved / (first.norm() + second.norm())), "adam": right["adam"]}


def ratio_of_gradients(*args: Any) -> dict[str, float]:
    first, second, alias = gradients(*args)
    value = 1.0 if alias else float(first.norm() / (first + second).norm())
    return {"sgd": value, "adam": value}


# --- conv-matrix ---


def matrix(
    K: Tensor, H: int, W: int, p: int, mode: str = "constant", turned: bool = False
) -> Tensor:
    """A column for each pixel: what PyTorch makes of an image with this pixel."""
    pixels = torch.eye(H * W, dtype=K.dtype).reshape(-1, 1, H, W)
    around = F.pad(pixels, (p,) * 4, mode=mode)
    kernel = K.flip(0, 1) if turned else K
    return F.conv2d(around, kernel[None, None]).flatten(1).T


def column_by_column(K: Tensor, H: int, W: int, p: int) -> Tensor:
    return matrix(K.T, W, H, p)


def inside(K: Tensor, H: int, W: int, p: int) -> Tensor:
    """Windows that start inside the image, and zeros behind it."""
    pixels = torch.eye(H * W, dtype=K.dtype).reshape(-1, 1, H, W)
    return F.conv2d(F.pad(pixels, (0, 2 * p, 0, 2 * p)), K[None, None]).flatten(1).T


def untied(K: Tensor, H: int, W: int, p: int) -> Tensor:
    made = matrix(K, H, W, p)
    return made * torch.linspace(1, 2, len(made), dtype=K.dtype)[:, None]


def toeplitz(
    T: Tensor,
    H: int,
    W: int,
    rows: int,
    columns: int,
    axes: Sequence[int] = (0, 1),
    eps: float = 1e-9,
) -> bool:
    """By the spread of the entries with equal differences, along these axes."""
    values: dict[tuple[object, ...], list[float]] = {}
    for at in itertools.product(*map(range, (rows, columns, H, W))):
        key = tuple(at[2 + k] - at[k] if k in axes else (at[k], at[2 + k]) for k in (0, 1))
        values.setdefault(key, []).append(T[at[0] * columns + at[1], at[2] * W + at[3]].item())
    return max(max(same) - min(same) for same in values.values()) <= eps


def throughout(T: Tensor, *_: int) -> bool:
    return bool(((T[1:, 1:] - T[:-1, :-1]).abs() < 1e-9).all())


def kernel_gradient(G: Tensor, H: int, W: int, k_h: int, k_w: int, p: int) -> Tensor:
    """By autograd."""
    made = torch.func.vjp(lambda K: matrix(K, H, W, p), torch.zeros(k_h, k_w, dtype=G.dtype))
    return made[1](G)[0]


def mean_of_places(G: Tensor, *layer: int) -> Tensor:
    return kernel_gradient(G, *layer) / kernel_gradient(torch.ones_like(G), *layer)


def last_place(G: Tensor, H: int, W: int, k_h: int, k_w: int, p: int) -> Tensor:
    received = torch.zeros(k_h, k_w, dtype=G.dtype)
    for m, n in itertools.product(range(k_h), range(k_w)):
        one = torch.zeros(k_h, k_w, dtype=G.dtype)
        one[m, n] = 1
        received[m, n] = G[matrix(one, H, W, p) == 1][-1]
    return received


# --- same-function ---


def dimensions(k: int, d: int) -> tuple[int, int, int]:
    """By counting pairs and entries."""
    planes = len([1 for i in range(k) for j in range(i)])
    return planes, k * k, k * d - planes


def part(at: int, wrong: Callable[[int, int], int]) -> Callable[..., tuple[int, ...]]:
    """``dimensions`` with one number of another kind."""

    def answer(k: int, d: int) -> tuple[int, ...]:
        numbers = list(dimensions(k, d))
        numbers[at] = wrong(k, d)
        return tuple(numbers)

    return answer


def recover(W: Tensor, turned: Tensor) -> Tensor:
    """By least squares on the columns."""
    return torch.linalg.lstsq(W.T, turned.T).solution.T


def survives(Q: Tensor, activation: str) -> bool:
    """By the outputs of a network at random inputs."""
    draws = torch.Generator().manual_seed(0)
    W, x = (torch.randn(n, len(Q), generator=draws, dtype=torch.float64) for n in (len(Q), 50))
    sigma = {"linear": lambda z: z, "tanh": torch.tanh, "relu": torch.relu}[activation]
    before, after = (sigma(x @ V.T) @ V for V in (W, Q @ W))
    return bool((after - before).abs().max() < 1e-9)


def orthogonal(Q: Tensor) -> bool:
    return torch.allclose(Q @ Q.T, torch.eye(len(Q), dtype=Q.dtype))


def whole(Q: Tensor) -> bool:
    return torch.allclose(Q, Q.round())


# --- norm-budget ---


def possible(d: int, B: int, L: int) -> bool:
    return B in [L * r for r in range(d + 1)]


def spectrum(d: int, B: int, L: int) -> Tensor:
    return torch.tensor([float(k < B / L) for k in range(d)])


# --- map-estimate ---


def map_i(x_i: float, x_j: float, lam_i: float, lam_j: float, s2: float) -> float:
    """By least squares: a row for each observation that there is, and one for the spring."""
    rows = np.diag(np.sqrt([lam_i, lam_j]))
    data = rows @ np.array([x_i, x_j])
    if s2 == 0:
        return float(np.linalg.lstsq(rows.sum(1, keepdims=True), data, rcond=None)[0][0])
    spring = np.array([[1, -1]]) / s2**0.5
    matrix = np.concatenate([rows, spring])
    return float(np.linalg.lstsq(matrix, np.append(data, 0), rcond=None)[0][0])


def limits(x_i: float, x_j: float, lam_i: float, lam_j: float) -> tuple[float, float]:
    return map_i(x_i, x_j, lam_i, lam_j, 0.0), x_i


def weighted(x_i: float, x_j: float, lam_i: float, lam_j: float, *_: float) -> float:
    return (lam_i * x_i + lam_j * x_j) / (lam_i + lam_j)


def exchanged(x_i: float, x_j: float, lam_i: float, lam_j: float, s2: float) -> float:
    """With the weight of the other sensor."""
    return map_i(x_i, x_j, lam_j, lam_i, s2)


# --- raise-strength ---

Pair = tuple[float, float]


def step(a: float, b: float, slope_a: float, slope_b: float, lam: float, rate: float) -> Pair:
    """By autograd, on the whole loss."""
    theta = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
    loss = slope_a * theta[0] + slope_b * theta[1] + lam * (theta[0] - theta[1]) ** 2
    (gradient,) = torch.autograd.grad(loss, theta)
    first, second = (theta - rate * gradient).tolist()
    return first, second


def pulled(first: float, second: float) -> Callable[..., Pair]:
    """A step with so many times the pull of each value."""

    def answer(a: float, b: float, slope_a: float, slope_b: float, lam: float, rate: float) -> Pair:
        pull = 2 * lam * (a - b)
        return a - rate * (slope_a + first * pull), b - rate * (slope_b - second * pull)

    return answer


def in_turn(a: float, b: float, slope_a: float, slope_b: float, lam: float, rate: float) -> Pair:
    a = a - rate * (slope_a + 2 * lam * (a - b))
    return a, b - rate * (slope_b - 2 * lam * (a - b))


def strength(u: float, rest: float, full: float, most: float) -> float:
    return float(np.interp(u, [0, rest, full, 1], [0, 0, most, most]))


def convex_end(c1: float, c2: float, m1: float, m2: float, lam: float, factor: float = 2) -> Pair:
    """By two linear equations."""
    matrix = np.diag([c1, c2]) + factor * lam * np.array([[1, -1], [-1, 1]])
    first, second = np.linalg.solve(matrix, np.array([c1 * m1, c2 * m2])).tolist()
    return first, second


def ends(a: float, b: float, strengths: Sequence[float], rate: float) -> Pair:
    """By the package."""
    start = torch.tensor([[a], [b]], dtype=torch.float64)
    count = len(strengths)
    found = raise_strength(PAIR_A, [lambda u: strengths[round(u * count)]], start, count, rate)
    first, second = found.flatten().tolist()
    return first, second


# --- all ---

RIGHT: Mapping[str, Callable[..., Any]] = {
    "counts.parameters": parameters(),
    "counts.ratio": ratio(),
    "counts.multiply-adds": multiply_adds(),
    "map-estimate.estimate": map_i,
    "map-estimate.limits": limits,
    "map-estimate.strengths": lambda s2, tau2: (1 / (2 * s2), tau2 / s2),
    "raise-strength.step": step,
    "raise-strength.schedule": strength,
    "raise-strength.convex": convex_end,
    "raise-strength.train": ends,
    "share-over-time.risks": risks,
    "share-over-time.saving": saving,
    "share-over-time.decision": lambda theta, v, r: risks(theta, v, r)[1] < v,
    "share-over-time.threshold": lambda T, v, r: saving(T, v, r) * T / (T - 1),
    "shared-bias.contributions": contributions,
    "shared-bias.gradient": gradient(),
    "conv-matrix.matrix": matrix,
    "conv-matrix.structure": toeplitz,
    "conv-matrix.gradient": kernel_gradient,
    "false-ties.kind": kind,
    "false-ties.costs": costs,
    "false-ties.first-step": first_step(),
    "same-function.dimensions": dimensions,
    "same-function.recover": recover,
    "same-function.survivors": survives,
    "norm-budget.possible": possible,
    "norm-budget.rank": lambda d, B, L: int(spectrum(d, B, L).sum()),
    "norm-budget.alpha": lambda d, B, L: spectrum(d, B, L).double().mean().item(),
    "norm-budget.spectrum": spectrum,
}

WRONG: Mapping[str, Sequence[Wrong]] = {
    "counts.parameters": [
        *((parameters(places), sentence) for places, sentence in PLACES),
        (parameters(bias=0), NO_BIAS),
        (channel_bias, CHANNEL_BIAS),
        (one_channel, ONE_CHANNEL),
        (square_window(parameters()), SQUARE_WINDOW),
    ],
    "counts.ratio": [
        *((ratio(places), sentence) for places, sentence in PLACES),
        (square_window(ratio()), SQUARE_WINDOW),
    ],
    "counts.multiply-adds": [
        *((multiply_adds(places), sentence) for places, sentence in PLACES),
        (lambda *layer: (multiply_adds()(*layer)[0], parameters(bias=0)(*layer)[1]), ONCE),
        (with_biases, ADDED),
        (lambda *layer: tuple(2 * one for one in multiply_adds()(*layer)), BOTH),
        (lambda *layer: multiply_adds()(*layer[:2], 1, *layer[3:]), ONE_CHANNEL),
        (square_window(multiply_adds()), SQUARE_WINDOW),
    ],
    "map-estimate.estimate": [
        (exchanged, EXCHANGED_SENSORS),
        (lambda a, b, la, lb, s2: map_i(a, b, la, lb, 1 / s2 if s2 else 0), INVERSE),
        (weighted, HARD),
        (lambda a, b, la, lb, s2: a - (a - b) * la / (la + lb + s2), VARIANCES),
        (lambda a, *_: a, OWN),
        (lambda a, b, *_: (a + b) / 2, PLAIN),
        (lambda a, b, la, lb, s2: map_i(a, b, la, lb, s2) if la * lb else a, BROKEN),
        (lambda a, b, la, lb, s2: map_i(a, b, la, lb, s2) if lb else b, BROKEN),
        (lambda a, b, la, lb, s2: map_i(a, b, la, lb, s2) if s2 else a, OWN),
    ],
    "map-estimate.limits": [
        (lambda *sensors: limits(*sensors)[::-1], "These are the right values in another order"),
        (lambda a, b, la, lb: ((a + b) / 2, a), PLAIN),
        (lambda a, b, la, lb: (weighted(a, b, lb, la), a), OTHER_WEIGHTS),
        (lambda a, b, la, lb: (weighted(a, b, la, lb), b), OTHER),
    ],
    "map-estimate.strengths": [
        (lambda s2, tau2: (1 / s2, tau2 / s2), NO_HALF),
        (lambda s2, tau2: (1 / (2 * s2),) * 2, SAME_STRENGTH),
        (lambda s2, tau2: (1 / (2 * s2), tau2 / (2 * s2)), ONLY_HALF),
        (lambda s2, tau2: (1 / (2 * s2), 1 / s2), NO_NOISE),
        (lambda s2, tau2: (s2, s2 / tau2), UPSIDE_DOWN),
    ],
    "raise-strength.step": [
        (pulled(0.5, 0.5), HALF),
        (pulled(0, 1), ONE_SIDE),
        (pulled(1, 0), ONE_SIDE),
        (pulled(0, 0), ONE_SIDE),
        (pulled(1, -1), DIRECTION),
        (pulled(-1, 1), DIRECTION),
        (lambda a, b, sa, sb, lam, rate: step(a, b, sa, sb, lam, -rate), UPHILL),
        (in_turn, IN_TURN),
    ],
    "raise-strength.schedule": [
        (lambda u, rest, full, most: most, ALWAYS_STRONG),
        (lambda u, rest, full, most: most * min(1, u / full), NO_REST),
        (lambda u, rest, full, most: most * max(0, (u - rest) / (1 - rest)), AT_THE_END),
        (lambda u, rest, full, most: most * (u - rest) / (full - rest), BEYOND),
        (lambda u, rest, full, most: most * max(0, (u - rest) / (full - rest)), BEYOND),
        (lambda u, rest, full, most: strength(u, rest, full, most) * (u < 0.8), FALLS),
    ],
    "raise-strength.convex": [
        (lambda *pair: convex_end(*pair, factor=1), PRECISION),
        (lambda *pair: convex_end(*pair[:4], lam=1e9), HARD_END),
        (lambda c1, c2, m1, m2, lam: (m1, m2), MINIMA_ALONE),
        (lambda c1, c2, m1, m2, lam: ((m1 + m2) / 2,) * 2, PLAIN_END),
    ],
    "raise-strength.train": [
        (lambda a, b, lams, rate: ends(a, b, [lams[-1]] * len(lams), rate), LAST),
        (lambda a, b, lams, rate: ends(a, b, [lams[0]] * len(lams), rate), FIRST),
        (lambda a, b, lams, rate: (sum(ends(a, b, [0.0] * 1000, rate)) / 2,) * 2, AVERAGED),
    ],
    "share-over-time.risks": [
        (tied(lambda theta, T, v, r: T * bias2(theta) + of_mean(T, v, r)), SUMMED),
        (tied(lambda theta, T, v, r: T / (T - 1) * bias2(theta) + of_mean(T, v, r)), SAMPLE),
        (tied(lambda theta, T, v, r: bias2(theta) ** 0.5 + of_mean(T, v, r)), ROOT),
        (tied(lambda theta, T, v, r: bias2(theta) + v / T), ALONE),
        (tied(lambda theta, T, v, r: of_mean(T, v, r)), NO_BIAS2),
        (tied(lambda theta, T, v, r: bias2(theta)), NO_VARIANCE),
        (tied(lambda theta, T, v, r: bias2(theta) + v), OF_ONE),
        (tied(lambda theta, T, v, r: bias2(theta) + T * of_mean(T, v, r)), OF_SUM),
        (tied(lambda theta, T, v, r: bias2(theta) + v * (1 + r) / T), ONE_PAIR),
        (tied(lambda theta, T, v, r: bias2(theta) + v / T + r * v), WITH_ITSELF),
    ],
    "share-over-time.saving": [
        (of_mean, LEFT),
        (lambda T, v, r: v / T, LEFT_ALONE),
        (lambda T, v, r: v * (1 - 1 / T), ALONE),
        (lambda T, v, r: v * (1 - r), NO_T),
        (lambda T, v, r: (1 - 1 / T) * (1 - r), NO_V),
        (lambda T, v, r: v - v * (1 + r) / T, ONE_PAIR),
        (lambda T, v, r: v * (1 - 1 / T) * (1 + r), SIGN),
        (lambda T, v, r: v - (v / T + r * v), WITH_ITSELF),
    ],
    "share-over-time.decision": [
        (rule(lambda s, T, v, r: s > saving(T, v, r)), REVERSED),
        (rule(lambda s, T, v, r: True), ALWAYS),
        (rule(lambda s, T, v, r: False), NEVER),
        (rule(lambda s, T, v, r: s < v), GREEDY),
        (rule(lambda s, T, v, r: s < of_mean(T, v, r)), OVER),
        (rule(lambda s, T, v, r: s < v * (1 - 1 / T)), ALONE),
        (rule(lambda s, T, v, r: s**0.5 < saving(T, v, r)), UNSQUARED),
        (rule(lambda s, T, v, r: s * T < saving(T, v, r)), SUMMED_RULE),
        (rule(lambda s, T, v, r: s * T / (T - 1) < saving(T, v, r)), SAMPLE_RULE),
        (rule(lambda s, T, v, r: s < v * (1 - r)), NO_T_RULE),
    ],
    "share-over-time.threshold": [
        (saving, FIXED),
        (lambda T, v, r: v * (1 - 1 / T), FIXED_ALONE),
        (lambda T, v, r: v * (1 + r), SIGN),
        (lambda T, v, r: v, ALONE),
        (lambda T, v, r: 1 - r, NO_V),
        (lambda T, v, r: saving(T, v, r) * (1 - 1 / T), SMALLER),
        (of_mean, LEFT),
    ],
    "shared-bias.contributions": [
        *LINKS,
        (lambda *network: contributions(*network) / len(network[1]), OF_MEAN),
        (lambda *network: -contributions(*network), "It has the wrong sign."),
        (lambda *network: contributions(*network).sum(), "Its shape is (), and (3,) is wanted."),
    ],
    "shared-bias.gradient": [
        *((gradient(one), sentence) for one, sentence in LINKS),
        (lambda *network: table(contributions, network).sum(), OF_SUM_N),
        (lambda *network: table(contributions, network).mean(), ALL_MEAN),
        (lambda *network: table(contributions, network).mean(1).sum(), OF_MEAN),
        (lambda *network: table(contributions, network).prod(1).mean(), PRODUCT),
        (lambda *network: table(contributions, network)[:, -1].mean(), LAST_UNIT),
        (lambda *network: table(contributions, network)[-1].sum(), ONE_INPUT),
        (lambda *network: table(contributions, network)[0].sum(), ONE_INPUT),
        (early, EARLY),
        (lambda *network: -gradient()(*network), "It has the wrong sign."),
        (lambda *network: table(contributions, network).mean(0), "Its shape is (3,), and one"),
        (lambda *network: [gradient()(*network)], "It is a list, and the number itself is wanted."),
    ],
    "conv-matrix.matrix": [
        (partial(matrix, turned=True), TURNED),
        (partial(matrix, mode="circular"), AROUND),
        (column_by_column, COLUMNS),
        (lambda *layer: matrix(*layer).T, TRANSPOSED),
        (lambda K, H, W, p: matrix(K, H, W, 0), NO_PADDING),
        (inside, START),
        (untied, OWN_VALUES),
    ],
    "conv-matrix.structure": [
        (partial(toeplitz, axes=(1,)), BLOCKS),
        (partial(toeplitz, axes=(0,)), ENTRIES),
        (throughout, PLAIN_BLOCKS),
        (partial(toeplitz, eps=0), ROUNDING),
        (lambda T, *size: toeplitz(T, *size) and bool((T == 0).any()), LOCAL),
        (lambda *_: True, ALL_TOEPLITZ),
        (lambda *_: False, NONE_TOEPLITZ),
    ],
    "conv-matrix.gradient": [
        (mean_of_places, OF_THE_PLACES),
        (last_place, LAST_OF_THE_PLACES),
        (lambda *layer: kernel_gradient(*layer).flip(0, 1), TURNED_SUMS),
    ],
    "false-ties.kind": [
        (lambda model, *slots: "tie", EQUAL),
        (lambda model, *slots: "Tie", WORD),
        (renamed({"tie": "tied"}), WORD),
        (renamed({"separate": "copy"}), VALUES),
        (renamed({"alias": "copy"}), MEMORY),
        (renamed({"copy": "tie", "alias": "alias"}), EQUAL),
        (renamed({"copy": "alias"}), PARTS),
        (renamed({"alias": "tie"}), EQUAL),
        (by_state_dict, NEW_OBJECTS),
        (renamed({"tie": "copy"}), NEW_OBJECTS),
    ],
    "false-ties.costs": [
        (lambda model: costs(model, "slot"), MEMORY_TWICE),
        (lambda model: costs(model, "object"), MEMORY_TWICE),
        (lambda model: costs(model, state="slot"), OBJECT_TWICE),
        (lambda model: costs(model, state="memory"), STATE),
        (weights, NO_BIASES),
        (lambda model: tuple(costs(model).values()), "It is a tuple, and a dictionary with the"),
        (lambda model: {"stored": 44, "adams": 88}, "The dictionary has no 'adam'"),
        (lambda model: costs(model) | {"more": 1}, "has more keys than it may have"),
    ],
    "false-ties.first-step": [
        (gradient_twice, GRADIENT_TWICE),
        (first_step(total=lambda one, other: (one + other) / 2), MEAN),
        (first_step(total=lambda one, other: one), ONE_GRADIENT),
        (norms, NORMS),
        (ratio_of_gradients, OF_GRADIENTS),
        (first_step(both=False), OWN_STEP),
        (first_step(aliased=False), OBJECTS),
    ],
    "same-function.dimensions": [
        (part(0, lambda k, d: k * k), same_words.EVERY_MATRIX),
        (part(0, lambda k, d: k * (k + 1) // 2), same_words.WITH_DIAGONAL),
        (part(0, lambda k, d: d * (d - 1) // 2), same_words.OF_INPUT),
        (part(0, lambda k, d: k), same_words.UNITS),
        (part(1, lambda k, d: 0), same_words.NONE_UNTIED),
        (part(1, lambda k, d: k * (k - 1) // 2), same_words.AS_TIED),
        (part(1, lambda k, d: d * d), same_words.INPUT_SQUARED),
        (part(2, lambda k, d: k * d), same_words.NOTHING_TAKEN),
        (part(2, lambda k, d: k * d - k * k), same_words.UNTIED_TAKEN),
    ],
    "same-function.recover": [
        (lambda W, turned: recover(turned, W), same_words.BACK),
        (lambda W, turned: turned @ W.T, same_words.ORTHONORMAL),
        (lambda W, turned: torch.linalg.pinv(W) @ turned, "Its shape is (3, 3), and (2, 2) is"),
    ],
    "same-function.survivors": [
        (lambda Q, activation: orthogonal(Q), same_words.EVERY_ROTATION),
        (lambda Q, activation: False, same_words.IDENTITY),
        (
            lambda Q, activation: (
                orthogonal(Q) and (activation == "linear" or (whole(Q) and bool(Q.min() == 0)))
            ),
            same_words.NO_SIGNS,
        ),
        (
            lambda Q, activation: orthogonal(Q) and (activation == "linear" or whole(Q)),
            same_words.SIGNS,
        ),
        (
            lambda Q, activation: activation == "linear" or survives(Q, activation),
            same_words.INVERTIBLE,
        ),
        (
            lambda Q, activation: Q[0, 0] == 0 == Q[1, 0] or survives(Q, activation),
            same_words.TWICE,
        ),
        (lambda Q, activation: True, same_words.ALL),
        (lambda Q, activation: not survives(Q, activation), same_words.REVERSED),
    ],
    "norm-budget.possible": [
        (lambda d, B, L: B <= d, budget_words.LAYERS_RULE),
        (lambda d, B, L: B // L <= d, budget_words.WHOLE_RULE),
        (lambda d, B, L: B % L == 0, budget_words.FITS_RULE),
        (lambda d, B, L: True, budget_words.ALWAYS),
        (lambda d, B, L: False, budget_words.ALWAYS),
        (lambda d, B, L: not possible(d, B, L), budget_words.REVERSED),
    ],
    "norm-budget.rank": [
        (lambda d, B, L: B, budget_words.LAYERS),
        (lambda d, B, L: math.isqrt(B // L), budget_words.ROOT),
        (lambda d, B, L: math.isqrt(B), budget_words.ROOT),
    ],
    "norm-budget.alpha": [
        (lambda d, B, L: B / d, budget_words.LAYERS),
        (lambda d, B, L: B / L / d**2, budget_words.ENTRIES),
        (lambda d, B, L: B / d**2, budget_words.ENTRIES),
        (lambda d, B, L: 1 - B / L / d, budget_words.LEFT),
        (lambda d, B, L: (B / L / d) ** L, budget_words.POWER),
    ],
    "norm-budget.spectrum": [
        (lambda d, B, L: [(B / L / d) ** L] * d, budget_words.ALIKE),
        (lambda d, B, L: [B / L / d] * d, budget_words.ALIKE),
        (
            lambda d, B, L: (B / L / d) ** (L - 1) * spectrum(d, B, L),
            budget_words.POWER,
        ),
        (
            lambda d, B, L: (B / L / d) ** L * spectrum(d, B, L),
            budget_words.POWER,
        ),
        (lambda d, B, L: spectrum(d, B, L).flip(0), budget_words.SMALLEST_FIRST),
    ],
}


def test_every_exercise_of_the_problems_is_tried():
    names = {f"{one.name}.{question.name}" for one in load_all() for question in one.graded}
    assert set(RIGHT) == set(WRONG) == names
    assert {*names, "false-ties.quotes"} == {
        name
        for name in _registry.names()
        if name.partition(".")[0] in _registry.subjects("practice")
    }


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_is_right(name: str, capsys: pytest.CaptureFixture[str]):
    printed = said(name, RIGHT[name], capsys).splitlines()[0]
    assert printed == f"{name.partition('.')[2]}: right for these inputs."


CASES = [(name, wrong, words) for name in WRONG for wrong, words in WRONG[name]]


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"), CASES, ids=[f"{name}-{words[:40]}" for name, _, words in CASES]
)
def test_a_wrong_answer_gets_the_sentence_for_its_mistake(
    name: str, wrong: Any, sentence: str, capsys: pytest.CaptureFixture[str]
):
    printed = said(name, wrong, capsys)
    assert ": not yet. Look at what " in printed and sentence in printed


@pytest.mark.parametrize("name", WRONG)
def test_no_sentence_holds_the_answer_of_its_case(name: str):
    for case in function(name).cases:
        parts = case.answer.parts.values() if isinstance(case.answer, Values) else [case.answer]
        for part in parts:
            assert isinstance(part, Value)
            for wrong, sentence in part.mistakes:
                assert re.fullmatch(r"[A-Z`].*[.?]", sentence)
                if isinstance(part.expected, str):
                    assert wrong != part.expected
                    assert not re.search(rf"\b{part.expected}\b", sentence)
                elif not isinstance(part.expected, list | bool):
                    digits = re.findall(r"\d+(?:\.\d+)?", sentence)
                    named = [float(one) for one in digits]
                    small = {0.0, 1.0}  # "at 0", "T - 1"
                    assert not {*named} - small & {float(part.expected)}


@pytest.mark.parametrize("problem", load_all(), ids=lambda one: one.name)
def test_every_wrong_answer_of_the_tests_is_wrong_for_the_checks_too(
    problem: Any, capsys: pytest.CaptureFixture[str]
):
    generic = re.compile(r"It is too (large|small)|numbers? (is|are) wrong|off by a factor|rounded")
    for wrong in source.wrong_answers(problem):
        names: dict[str, Any] = {}
        exec(wrong.code, names)
        for question in problem.graded:
            if question.function in names:
                printed = said(f"{problem.name}.{question.name}", names[question.function], capsys)
                assert ": not yet. " in printed, wrong.name
                assert not generic.search(printed), (wrong.name, printed)


# --- what the checks accept, the hidden tests accept ---


def forms(value: Any) -> list[Any]:
    """A right value in the forms in which students return it."""
    if isinstance(value, str):
        return [value, value.title(), f" {value}", value.upper()]
    if isinstance(value, dict):
        return [value, tuple(value.values()), value | {"more": 1}, list(value.values())]
    if isinstance(value, tuple):
        named = {str(at): one for at, one in enumerate(value)}
        tensors = tuple(torch.tensor(one) for one in value)
        return [value, list(value), np.array(value), torch.tensor(value), named, tensors]
    if isinstance(value, Tensor) and value.ndim:
        return [value, value.numpy(), value.tolist(), list(value), value[:, None], value.float()]
    if isinstance(value, bool | np.bool_):
        return [bool(value), np.bool_(value), torch.tensor(bool(value)), int(value), str(value)]
    plain = float(value)
    arrays = [np.float64(plain), np.array(plain), np.array([plain]), torch.tensor(plain).double()]
    return [plain, *arrays, torch.tensor([plain]), [plain], (plain,), str(plain), plain + 0j]


@pytest.mark.parametrize("name", RIGHT)
def test_the_checks_accept_the_forms_that_the_hidden_tests_accept(
    name: str, capsys: pytest.CaptureFixture[str]
):
    where, _, which = name.partition(".")
    (question,) = (one for one in find(where).graded if one.name == which)
    one = function(name).cases[0]
    right = RIGHT[name](*one.args())
    expected = right.item() if isinstance(right, Tensor) and not right.ndim else right
    for number_of_form in range(len(forms(right))):
        given = codec.loads(codec.dumps(forms(right)[number_of_form]))
        hidden = not difference(given, expected, question.rtol, question.atol)

        def answer(*args: Any, chosen: int = number_of_form) -> Any:
            return forms(RIGHT[name](*args))[chosen]

        public = ": right" in said(name, answer, capsys)
        assert public == hidden, (name, forms(right)[number_of_form])


# --- the lab ---


def test_the_call_of_a_message_can_be_made_by_the_reader(capsys: pytest.CaptureFixture[str]):
    names: dict[str, Any] = {"six_models": six_models, "SLOTS": SLOTS}
    names |= {"x": torch.tensor(X, dtype=torch.float64)}
    names |= {"kind": kind, "costs": costs, "first_step": first_step()}
    for question in ("kind", "costs", "first-step"):
        for case in function(f"false-ties.{question}").cases:
            same = RIGHT[f"false-ties.{question}"](*case.args())
            assert eval(case.shown, dict(names)) == same
    page = (find("false-ties").folder / "problem.md").read_text(encoding="utf-8")
    assert f"rows = {X}\n" in page


QUOTES = {"Mia": "D", "Noor": "AF", "Olga": "BE", "Pedro": "BE", "Quinn": "C", "Rosa": "AF"}


def test_a_quote_has_the_letters_of_the_models_that_it_may_tell_of(
    capsys: pytest.CaptureFixture[str],
):
    assert said("false-ties.quotes", QUOTES, capsys) == "quotes: right.\n"
    words = {letter: kind(model, *SLOTS) for letter, model in six_models().items()}
    for letters in QUOTES.values():
        same = {words[letter] for letter in letters}
        assert len(same) == 1
        assert sorted(letters) == [letter for letter in words if words[letter] in same]
    for letters, sentence in (
        ("A", "Another model fits this quote as well."),
        ("C", "'Noor' is wrong."),
        (..., "It is not answered yet"),
    ):
        assert sentence in said("false-ties.quotes", QUOTES | {"Noor": letters}, capsys)
    stub = dict.fromkeys(QUOTES, ...)
    unanswered = "quotes: not yet. It is not answered yet: ... stands for your answers.\n"
    assert said("false-ties.quotes", stub, capsys) == unanswered
