"""The hidden values of ``same-function``, against Jacobians and the outputs of real networks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
import torch
from torch import Tensor
from torch.func import jacrev

from tying_assign.catalogue import find
from tying_assign.definition import Case, generator

PROBLEM = find("same-function")
QUESTIONS = {question.name: question for question in PROBLEM.graded}
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z,
    "tanh": torch.tanh,
    "relu": torch.relu,
}


def cases(name: str, seed: int = 0) -> Sequence[Case]:
    return QUESTIONS[name].cases(generator(PROBLEM, name, seed))


def free(outputs: Callable[..., Tensor], *weights: Tensor) -> int:
    """Directions that change no output: entries of the weights without the rank of the Jacobian."""
    jacobians = jacrev(outputs, argnums=tuple(range(len(weights))))(*weights)
    sizes = [weight.numel() for weight in weights]
    flat = [one.reshape(-1, size) for one, size in zip(jacobians, sizes, strict=True)]
    return sum(sizes) - int(torch.linalg.matrix_rank(torch.cat(flat, 1)))


def numbers(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(5), dtype=torch.float64)


def test_dimensions_are_the_ranks_of_jacobians():
    found = cases("dimensions")
    assert {(2, 5), (3, 4), (4, 4), (1, 6)} < {case.args for case in found}
    for case in found:
        k, d = case.args
        tied = free(lambda W: W.T @ W, numbers(k, d))
        untied = free(lambda E, D: D @ E, numbers(k, d), numbers(d, k))
        assert case.expected == (tied, untied, k * d - tied)


def test_a_rotation_leads_to_the_other_matrix_and_is_the_only_one():
    for case in cases("recover"):
        W, turned = case.args
        Q = case.expected
        torch.testing.assert_close(Q @ W, turned)
        torch.testing.assert_close(Q.T @ Q, torch.eye(len(W), dtype=W.dtype))
        assert torch.linalg.matrix_rank(W) == len(W)  # so that no other Q does the same
        assert (W @ W.T - torch.eye(len(W))).abs().max() > 0.1  # rows that are not orthonormal


@pytest.mark.parametrize("seed", [0, 1, 2027])
def test_what_survives_gives_equal_outputs_and_nothing_else_does(seed: int):
    decisions = cases("survivors", seed)
    assert len(decisions) == 27
    for case in decisions:
        Q, name = case.args
        W, x = numbers(len(Q), 4), 2 * numbers(500, 4)
        before, after = (ACTIVATIONS[name](x @ V.T) @ V for V in (W, Q @ W))
        assert bool((after - before).abs().max() < 1e-12) == case.expected
    kept = [
        sum(case.expected for case in decisions if case.args[1] == name) for name in ACTIVATIONS
    ]
    assert kept == [7, 4, 2]
