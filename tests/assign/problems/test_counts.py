"""The hidden values of ``counts``, against real layers of torch and its counter of operations."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tying.layers import LocallyConnected2d
from tying_assign.catalogue import find
from tying_assign.definition import generator

PROBLEM = find("counts")


def with_defaults(layer: tuple[Any, ...]) -> tuple[Any, ...]:
    """All seven numbers of a layer."""
    return (*layer, 1, 0)[:7]


def parameters(layer: tuple[Any, ...]) -> tuple[int, int]:
    """Of a kernel with its bias for every output number of a convolution, and of the convolution.

    Where the window is square, a locally connected layer says it, too.
    """
    height, width, c_in, c_out, k, s, p = with_defaults(layer)
    convolution = nn.Conv2d(c_in, c_out, k, stride=s, padding=p)
    outputs = convolution(torch.zeros(1, c_in, height, width)).numel()
    local = outputs * (convolution.weight[0].numel() + 1)
    if k[0] == k[1]:
        layers = LocallyConnected2d((height, width), c_in, c_out, k[0], stride=s, padding=p)
        assert local == sum(one.numel() for one in layers.parameters())
    return local, sum(one.numel() for one in convolution.parameters())


def multiply_adds(layer: tuple[Any, ...]) -> int:
    """Half of the operations that torch counts, of the convolution without its bias."""
    _, _, c_in, c_out, k, s, p = with_defaults(layer)
    convolution = nn.Conv2d(c_in, c_out, k, stride=s, padding=p, bias=False)
    with FlopCounterMode(display=False) as counter:
        convolution(torch.zeros(1, layer[2], *layer[:2]))
    return counter.get_total_flops() // 2


@pytest.mark.parametrize("seed", [0, 11])
@pytest.mark.parametrize("question", PROBLEM.graded, ids=lambda one: one.name)
def test_hidden_values_are_those_of_real_layers(question, seed):
    cases = question.cases(generator(PROBLEM, question.name, seed))
    assert len(cases) == 6
    for case in cases:
        local, shared = parameters(case.args)
        expected = {
            "parameters": (local, shared),
            "ratio": pytest.approx(shared / local, rel=1e-12),
            "multiply-adds": (multiply_adds(case.args),) * 2,
        }
        assert case.expected == expected[question.name]


def test_the_convolution_of_the_claims_is_among_the_cases():
    layers = [case.args for case in PROBLEM.graded[0].cases(generator(PROBLEM, "parameters", 5))]
    assert layers[:2] == [(28, 30, 1, 4, (3, 3), 2, 1), (9, 9, 2, 5, (1, 1))]
    assert all(height < width for height, width, *_ in layers[2:])
    assert all(k[0] != k[1] for *_, k, _, _ in layers[2:])
