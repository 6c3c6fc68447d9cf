"""Small real architectures in the situations of training: the trace is ``.grad``, bit for bit."""

from collections import Counter
from functools import cache

import pytest
import torch
from torch import Tensor, nn

from tests.trace.models import assert_adds_up, labels
from tests.zoo.situations import SITUATIONS, plain
from tests.zoo.small import SPECIMENS, Specimen
from tying.trace import Trace, trace

every_specimen = pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.name)

SAME_USES = ("checkpointing", "reentrant checkpointing", "functional_call", "assigned")
"""Situations in which the same operations use the same parameters as in the plain one."""

ROUNDING = {"mixed precision": 2e-2}
"""How far the contributions, added up in doubles, may be from ``.grad``: eight bits are kept."""


def uses(t: Trace, model: nn.Module) -> dict[str, Counter]:
    """Module, call and operation of the uses of each parameter, in any order."""
    return {name: Counter(labels(t, name)) for name, _ in model.named_parameters()}


def operations(of_parameters: dict[str, Counter]) -> dict[str, Counter]:
    """The same without module and call."""
    return {
        name: Counter(op for _, _, op in labels.elements())
        for name, labels in of_parameters.items()
    }


@cache
def plain_uses(name: str) -> dict[str, Counter]:
    """The uses in one forward and one backward pass of the specimen of that name."""
    (specimen,) = (one for one in SPECIMENS if one.name == name)
    model = specimen.build()
    with trace(model) as t:
        plain(model, specimen)
    return uses(t, model)


@pytest.mark.parametrize("situation", SITUATIONS)
@every_specimen
def test_the_trace_is_the_gradient_and_changes_nothing(specimen: Specimen, situation: str):
    train = SITUATIONS[situation]
    model, untraced = specimen.build(), specimen.build()
    with trace(model) as t:
        train(model, specimen)
    train(untraced, specimen)
    assert_adds_up(t, model, ROUNDING.get(situation, 1e-5))
    for parameter, other in zip(model.parameters(), untraced.parameters(), strict=True):
        assert_equal(parameter.grad, other.grad)
    if situation in SAME_USES:
        expected, found = plain_uses(specimen.name), uses(t, model)
        if specimen.blocks and situation == "reentrant checkpointing":
            # The checkpoint is inside the call of the block, and runs again only what is inside.
            expected, found = operations(expected), operations(found)
        assert found == expected


def assert_equal(first: Tensor | None, second: Tensor | None) -> None:
    """Every bit; where a dimension has one place, its stride means nothing and may differ."""
    torch.testing.assert_close(first, second, rtol=0, atol=0, check_stride=False)
