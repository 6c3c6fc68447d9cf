"""The exercises of the chapters: right answers are right, common wrong ones are not."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from tying.check import _registry, check
from tying.check._calling import try_out
from tying.check._comparing import judge
from tying.check._verdict import Verdict
from tying.check.entries import Case, Entry, Function, Rule, Value, Values

NAMES = [
    name for name in _registry.names() if name.partition(".")[0] in _registry.subjects("chapters")
]


def entry(name: str) -> Entry:
    """The entry of an exercise."""
    exercise = _registry.find(name)
    assert isinstance(exercise, _registry.Exercise)
    return exercise.entry


def said(name: str, answer: Any, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``check`` prints."""
    check(name, answer)
    return capsys.readouterr().out.replace("\n  ", " ")  # a long sentence has several lines


# --- right answers, none of them from the entries ---


def bias_gradient(W: Tensor, v: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
    """By autograd."""
    return torch.func.grad(lambda c: (v @ torch.sin(W @ x + c) - t) ** 2 / 2)(b)


def by_columns(W: Tensor, x: Tensor, Z1: Tensor) -> Tensor:
    """By autograd, with the columns of the Jacobian in the order of ``W.T``."""
    b1 = Z1 - W @ x
    jacobian = torch.func.jacrev(lambda both: both @ (both @ x + b1))(W)
    return jacobian.transpose(1, 2).flatten(1)


def undo(y: Tensor, kernel: Tensor) -> Tensor:
    """By the matrix of the layer, a row for each output."""
    N = len(y)
    layer = torch.zeros(N, N, dtype=y.dtype)
    for i in range(N):
        for m in range(3):
            layer[i, (i + m - 1) % N] += kernel[m]
    return torch.linalg.solve(layer, y)


def left_gradient(G: Tensor, B: Tensor, C: Tensor) -> Tensor:
    """By autograd."""
    return torch.func.grad(lambda one: (torch.kron(one, C) * G).sum())(B)


def decide(theta: Tensor, v: Tensor) -> tuple[float, float, float, bool]:
    """With the covariance matrix of the errors, written out."""
    T = len(theta)
    covariance = torch.diag(v)
    mean = torch.full((T, T), 1 / T, dtype=torch.float64)
    tied = (((mean @ theta - theta) ** 2).sum() + torch.trace(mean @ covariance @ mean.T)) / T
    separate = torch.trace(covariance) / T
    saved = separate - covariance.mean()
    return separate.item(), tied.item(), saved.item(), bool(tied < separate)


def corner(*places: tuple[int, int]) -> Tensor:
    """Responses of 81 pixels, above zero at ``places`` only."""
    responses = torch.full((9, 9), -1.0).relu()
    for place in places:
        responses[place] = 1.0
    return responses


def flip(W: Tensor, b: Tensor, c: Tensor, i: int) -> tuple[Tensor, Tensor, Tensor]:
    """With a diagonal matrix of signs; the constant is what the outputs lack at three inputs."""
    signs = torch.ones(len(W), dtype=W.dtype)
    signs[i] = -1
    x = torch.arange(3.0 * W.shape[1], dtype=W.dtype).reshape(3, -1)
    old, new = (torch.sigmoid(x @ (s * W.T) + s * b) @ (s * W.T).T for s in (signs.abs(), signs))
    return signs[:, None] * W, signs * b, c + (old - new).mean(0)


def smoothed() -> np.ndarray:
    """Three lost values of a chain of ten, by least squares with a row for each spring."""
    springs, times = np.diff(np.eye(10), axis=0) * 2**0.5, np.array([0, 1, 2, 3, 7, 8, 9])
    rows = np.concatenate([np.eye(10)[times], springs])
    values = np.concatenate([times**2 / 10, np.zeros(9)])
    return np.linalg.lstsq(rows, values, rcond=None)[0][4:7]


DECAYED = [math.sqrt(1 - 1 / (2 * variance)) for variance in (5, 3, 2)]
WALK = {m: 0.1 * sum((j / m) ** 2 for j in range(1, m + 1)) + 1 / m for m in range(1, 41)}
RIGHT: Mapping[str, Any] = {
    "counting-parameters.three-places": (
        sum(a * b + b for a, b in [(10, 20), (20, 20), (20, 5)]),
        sum(a * b + b for a, b in [(10, 20), *[(20, 20)] * 3, (20, 5)]),
    ),
    "counting-parameters.nested": ("run", 4, "0.block_1.0.bias"),
    "counting-parameters.transposed": (
        16 * 4 + 4 + 16,
        "0.weight 0.bias 1.bias",
        2 * 16 * 4 + 4 + 16,
    ),
    "counting-parameters.listed-twice": (1 - 2 * 0.1 * 2, 1 - 0.1 * 2),
    "ties-and-aliases.colleagues": ("alias", "separate", "tied"),
    "ties-and-aliases.decay": (4 / 6, 4 / 8),
    "ties-and-aliases.symmetry": 8 - 1,
    "ties-and-aliases.signal": (0.01 * math.sqrt(128), math.sqrt(1 / 2), 1),
    "convolution-as-sharing.by-hand": (
        *(len(range(-1, 28 + 1 - 2, 2)), len(range(-1, 30 + 1 - 2, 2))),
        *(4 * 10, 14 * 15 * 4 * 10, 14 * 15 * 4 * 9, 14 * 15 * 4 * 9),
    ),
    "convolution-as-sharing.reach": (
        next(d for d in range(40) if 1 + 2 * d >= 32),
        next(d for d in range(1, 40) if 3 + 4 * (d - 1) >= 32),
    ),
    "convolution-as-sharing.product": np.polymul([2, 1], [5, 4, 3])[::-1].copy(),
    "convolution-as-sharing.corners": (
        corner((8, 8)),
        corner((0, 0), (0, 8), (8, 0), (8, 8)),
    ),
    "convolution-as-sharing.head": corner((0, 0)).flatten(),
    "convolution-as-sharing.deep": (0, (32 - 3 * 2) // 2, 3),
    "convolution-as-sharing.delay": (False, True, False),
    "bias-and-variance.decide": decide,
    # bias² 0.206 with 60 signals and 2.628 with six at h = 1, as the chapter prints its risks
    "bias-and-variance.break-even": (2.7 / 0.206, 4 * 2.7 / 0.206),
    "bias-and-variance.few-data": math.sqrt(2.7 / 6 / (2.683 - 0.05)),
    # half of the variance of a pair, nine tenths of that of ten
    "bias-and-variance.pairs": (5 * 3 / 120, (1 / 2) / (9 / 10)),
    # P(chi² < 7) with 7 degrees of freedom, by the recursion of the incomplete gamma function
    "what-data-can-tell.observed": (
        math.erf(math.sqrt(3.5))
        - math.exp(-3.5) * sum(3.5 ** (k - 0.5) / math.gamma(k + 0.5) for k in (1, 2, 3)),
        2,
    ),
    # with three million draws of the errors
    "what-data-can-tell.conditions": (1.2727, 1.2512),
    "what-data-can-tell.kernels": (27 / (27 + 120 * (0.215 - 0.025)),) * 2,
    "what-data-can-tell.new-inputs": (
        *(0, 10 / (20 - 10 - 1)),
        *((1 - 1 / 8) ** 2 * 10, 20 / (160 - 20 - 1) + 10 * (1 / 8) * (7 / 8)),
    ),
    "what-data-can-tell.right-tie": (1 - 20 / 160, 0),
    "what-data-can-tell.window": min(WALK, key=lambda m: WALK[m]),
    "what-data-can-tell.relatives": (7 / 8 * 3 / 4, 3 / 4, 6 * 3 / 4 / 15),
    "gradient-aggregation.bias": bias_gradient,
    "gradient-aggregation.mirror": ([4 - 1, 1], 4 + 1),
    "gradient-aggregation.power": (2**4, 5 * 2**4),
    "gradient-aggregation.columns": by_columns,
    # five outputs with three pixels each, less one at each end for the outer weights
    "structured-matrices.by-hand": ([5 - 1, 5, 5 - 1], [-2 + 4, 3 - 8 + 1, 1 - 2 + 5]),
    "structured-matrices.some-shifts": (12**2 // 4, 12**2 // 6),
    "structured-matrices.twice": (np.polymul([1, 2, 1], [1, 2, 1]) / 16, 2),
    "structured-matrices.undo": undo,
    "structured-matrices.kronecker": left_gradient,
    "soft-sharing.gap": smoothed(),
    "soft-sharing.convention": (0.05 / 0.2**2, 0.5 / 0.2**2),
    # the gap of one value to the mean of all: 1 + 2 * 100 * 6 is its curvature
    "soft-sharing.six": (2 / 1201, True),
    "soft-sharing.mirror": (1 + 1, 0),
    "training-shared-weights.divided": (0.85, False, True),
    "training-shared-weights.largest-rate": (2 / 6, 2 / 2, 2 / 8, False),
    "training-shared-weights.autoencoder": ([1, 1, 1], DECAYED),
    "training-shared-weights.other-lengths": (1.2, 0.02, 0.5, 0.97),
    # by the scales of three units; by the planes of three axes; by pairs of variances
    "symmetry-and-identifiability.scales": (len("abc"), 0),
    "symmetry-and-identifiability.both-signs": math.comb(3, 2),
    "symmetry-and-identifiability.flip": flip,
    "symmetry-and-identifiability.saddle": (
        (2 + 0.5 + 0.25) - (1 + 0.5 + 0.25),
        sum(kept < dropped for kept in (5, 3, 1) for dropped in (2, 0.5, 0.25)),
    ),
    "symmetry-and-identifiability.oblique": (1 + 3**2, 1, [math.hypot(1, 3), 0]),
    "training-shared-weights.sparse": (torch.strided, torch.sparse_coo, torch.strided),
}


def test_there_is_a_right_answer_for_every_exercise():
    assert sorted(RIGHT) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_right_answer_is_right(name: str, capsys: pytest.CaptureFixture[str]):
    where, _, which = name.partition(".")
    assert said(name, RIGHT[name], capsys) == f"{which}: right.\n", where


# --- wrong answers that have a sentence of their own ---


def mistakes(answer: Entry) -> Iterator[tuple[str, Verdict, Any]]:
    """Sentence, verdict and right answer of every wrong answer in an entry."""
    if isinstance(answer, Value):
        for wrong, sentence in answer.mistakes:
            if not callable(wrong):
                yield sentence, judge(answer, wrong), answer.expected
    elif isinstance(answer, Values):
        for part in answer.parts.values():
            yield from mistakes(part)
    elif isinstance(answer, Function):
        for case in answer.cases:
            yield from mistakes(case.answer)


@pytest.mark.parametrize("name", NAMES)
def test_every_mistake_gets_its_sentence_and_no_solution(name: str):
    for sentence, verdict, expected in mistakes(entry(name)):
        assert verdict == Verdict(False, sentence)
        assert re.fullmatch(r"[A-Z].*[.?]", sentence)
        right = expected() if callable(expected) else expected
        if isinstance(right, str):
            assert not re.search(rf"\b{re.escape(right)}\b", sentence)
        elif not isinstance(right, bool):
            named = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", sentence)}
            near = [n for n in named if np.isclose(n, np.asarray(right, float), rtol=0.02).any()]
            assert near == []


RULED: Mapping[str, Any] = {
    "convolution-as-sharing.corners": [
        (corner((0, 0)), corner((0, 0), (0, 8), (8, 0), (8, 8))),
        (corner((8, 8)), corner((0, 0), (8, 8))),
        (corner((8, 8)), torch.ones(9, 9)),
        (corner(), corner((0, 0), (0, 8), (8, 0), (8, 8))),
    ],
    "convolution-as-sharing.head": [torch.ones(81), torch.zeros(81), torch.ones(9, 9)],
    "training-shared-weights.divided": [(1.0, False, True), (3.2, False, True)],
    "training-shared-weights.other-lengths": [
        (0.02, 0.02, 0.02, 0.02),
        (1.2, 0.5, 0.5, 0.97),
        (-1.2, 0.02, 0.5, 0.97),
    ],
    "what-data-can-tell.window": [1, 40, 5.5, 3, 12],
    "what-data-can-tell.conditions": [(0.8, 1.25), (1.27, 0.9)],
    "convolution-as-sharing.delay": [(True, True, False), (False, True, True)],
    "training-shared-weights.autoencoder": [([1, 0.8, 0.5], DECAYED), ([1] * 3, [1] * 3)],
}
"""Wrong answers of rules, which hold no list of them."""


@pytest.mark.parametrize("name", RULED)
def test_wrong_answers_of_a_rule_are_told_apart(name: str, capsys: pytest.CaptureFixture[str]):
    sentences = [said(name, wrong, capsys) for wrong in RULED[name]]
    assert all(": not yet. " in sentence for sentence in sentences)
    assert len(set(sentences)) > 1


@pytest.mark.parametrize("name", NAMES)
def test_at_least_two_wrong_answers_have_sentences(name: str):
    assert len({sentence for sentence, *_ in mistakes(entry(name))}) >= 2 or name in RULED


# --- functions ---


def wrong_functions() -> Iterator[tuple[str, Any, str]]:
    """Exercise, wrong function and what is said about it."""

    def paths(W: Tensor, v: Tensor, b: Tensor, x: Tensor, t: Tensor) -> Tensor:
        a = W @ x + b
        return (v @ torch.sin(a) - t) * v * torch.cos(a)

    def spread(theta: Tensor, v: Tensor) -> tuple[float, float, float, bool]:
        separate, tied, saved, _ = decide(theta, v)
        s2 = theta.var().item()
        return separate, tied - theta.var(correction=0).item() + s2, saved, s2 < saved

    def greedy(theta: Tensor, v: Tensor) -> tuple[float, float, float, bool]:
        return *decide(theta, v)[:3], bool(theta.var(correction=0) < v.mean())

    def left_over(theta: Tensor, v: Tensor) -> tuple[float, float, float, bool]:
        separate, tied, saved, tie = decide(theta, v)
        return separate, tied, separate - saved, tie

    name = "gradient-aggregation.bias"
    yield name, lambda *a: paths(*a).mean(), "It is the mean of the terms"
    yield name, lambda *a: paths(*a)[-1], "last neuron alone"
    yield name, lambda *a: paths(*a).prod(), "added, not multiplied"
    yield name, paths, "Its shape is (2,), and one number is wanted."
    yield name, lambda *a: -paths(*a).sum(), "wrong sign"
    name = "bias-and-variance.decide"
    yield name, spread, "divides by T - 1"
    yield name, greedy, "'tie' is wrong"
    yield name, left_over, "which is left over"
    name = "gradient-aggregation.columns"
    yield name, lambda W, x, Z1: by_columns(W, x, Z1).reshape(-1, 2, 2).mT.flatten(1), "row by row"
    yield name, lambda W, x, Z1: by_columns(W, x, Z1).T, "transposed"
    name = "structured-matrices.undo"
    yield name, lambda y, kernel: undo(y, kernel.flip(0)), "a cross-correlation"
    yield name, lambda y, kernel: undo(y, kernel).roll(1), "the output's own pixel"
    name = "structured-matrices.kronecker"
    yield name, lambda G, B, C: left_gradient(G, B, torch.ones_like(C)), "a factor of what comes"
    yield name, lambda G, B, C: left_gradient(G, B, C) / C.numel(), "mean over a block"
    name = "symmetry-and-identifiability.flip"
    yield name, lambda W, b, c, i: (*flip(W, b, c, i)[:2], c), "and 1 is left"
    yield name, lambda W, b, c, i: (flip(W, b, c, i)[0], b, flip(W, b, c, i)[2]), "change its sign"


@pytest.mark.parametrize(("name", "function", "words"), list(wrong_functions()))
def test_a_wrong_function_is_told_what_is_wrong(
    name: str, function: Any, words: str, capsys: pytest.CaptureFixture[str]
):
    printed = said(name, function, capsys)
    assert ": not yet. Look at what " in printed and words in printed


@pytest.mark.parametrize("name", [name for name in NAMES if isinstance(entry(name), Function)])
def test_a_function_gets_fresh_arguments_that_it_may_change(name: str):
    function = entry(name)
    assert isinstance(function, Function)

    def spoils(*args: Any) -> Any:
        result = RIGHT[name](*args)
        for one in args:
            if isinstance(one, Tensor):
                one.zero_()
        return result

    assert try_out(function, spoils) == try_out(function, spoils) == Verdict(True)


def test_parts_have_two_kinds_of_entries_and_functions_have_cases():
    for name in NAMES:
        answer = entry(name)
        if isinstance(answer, Values):
            assert all(isinstance(part, Value | Rule) for part in answer.parts.values())
        if isinstance(answer, Function):
            assert answer.cases and all(isinstance(case, Case) for case in answer.cases)
