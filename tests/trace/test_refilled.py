"""Slots that hold another parameter for a while, inside the trace."""

from typing import Any

import accelerate
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call

from tests.trace.models import assert_adds_up, labels, same
from tying.ties import tie
from tying.trace import trace

X = torch.linspace(-1, 1, 12).reshape(4, 3)


def layers() -> Any:
    generator = torch.Generator().manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    for parameter in model.parameters():
        parameter.data = torch.randn(parameter.shape, generator=generator)
    return model


@pytest.mark.parametrize("through", ["the module", "the slot"])
def test_the_sum_is_that_of_the_parameter_that_stands_in_the_slot(through):
    model = layers()
    with trace(model) as t:
        model[0].weight = nn.Parameter(2 * model[0].weight.detach())
        y = model[0](X) if through == "the module" else F.linear(X, model[0].weight, model[0].bias)
        model[1](y).sum().backward()
    assert t.names == ("0.weight", "0.bias", "1.weight", "1.bias")
    assert [use.parameter for use in t.uses("0.weight")] == ["0.weight"]
    assert t.gram("0.weight").shape == (1, 1)
    assert_adds_up(t, model)


def test_a_tie_that_is_made_and_one_that_is_undone_meanwhile():
    model = layers()
    with trace(model) as t:
        tie(model, "0.weight", "1.weight")
        model(X).sum().backward()
    assert labels(t, "1.weight") == labels(t, "0.weight") == [("1", 0, "addmm"), ("0", 0, "addmm")]
    assert_adds_up(t, model)

    model.zero_grad()
    with trace(model) as t:
        model[1].weight = nn.Parameter(model[0].weight.detach().clone())
        model(X).sum().backward()
    assert [use.parameter for use in t.uses("1.weight")] == ["1.weight"]
    assert labels(t, "0.weight") == [("0", 0, "addmm")]
    assert_adds_up(t, model)


def test_a_transposed_tie_follows_its_source():
    model: Any = nn.Sequential(nn.Linear(3, 2, bias=False), nn.Linear(2, 3, bias=False))
    tie(model, "0.weight", "1.weight", transposed=True)
    with trace(model) as t:
        model[0].weight = nn.Parameter(torch.ones(2, 3))
        model(X).pow(2).sum().backward()
    assert len(t.uses("1.weight")) == 2
    assert_adds_up(t, model)


def test_of_two_parameters_in_one_slot_the_last_counts():
    model = layers()
    with trace(model) as t:
        for _ in range(2):
            model[0].weight = nn.Parameter(torch.ones(3, 3))
            model(X).sum().backward()
    assert labels(t, "0.weight") == [("0", 1, "addmm")]
    assert_adds_up(t, model)


def test_two_parameters_that_came_and_went_have_no_sum():
    model = layers()
    stored = model[0].weight
    with trace(model) as t:
        for _ in range(2):
            model[0].weight = nn.Parameter(torch.ones(3, 3))
            model(X).sum().backward()
        model[0].weight = stored
    with pytest.raises(RuntimeError, match=r"0\.weight held 2 parameters one after the other"):
        t.sum("0.weight")
    assert same(t.sum("1.bias"), model[1].bias.grad)


class Offloaded(nn.Linear):
    """Loads a copy of its weight for each call, as offloading does."""

    def forward(self, input: Tensor) -> Tensor:
        stored = self.weight
        self.weight = nn.Parameter(stored.detach().clone())
        try:
            return F.linear(input, self.weight, self.bias)
        finally:
            self.weight = stored


def test_a_parameter_that_came_and_went_is_named():
    model: Any = nn.Sequential(nn.Linear(3, 3), Offloaded(3, 3))
    with trace(model) as t:
        model(X).sum().backward()
    for ask in (t.uses, t.sum, t.norms, t.gram):
        with pytest.raises(RuntimeError, match=r"gradient of 1\.weight went to another parameter"):
            ask("1.weight")
    assert model[1].weight.grad is None
    assert same(t.sum("1.bias"), model[1].bias.grad)
    assert same(t.sum("0.weight"), model[0].weight.grad)


def test_a_model_that_is_offloaded_as_a_whole():
    model = layers()
    accelerate.cpu_offload(model, execution_device=torch.device("cpu"))
    with trace(model) as t:
        model(X).sum().backward()
    with pytest.raises(RuntimeError, match=r"gradient of 0\.bias, 0\.weight, 1\.bias, 1\.weight"):
        _ = t.names


def test_a_parameter_that_never_stood_in_a_slot_is_not_the_slots():
    model = layers()
    kept = [nn.Parameter(torch.ones(3, 3))]
    model[0].forward = lambda x: F.linear(x, kept[0])
    with trace(nn.Sequential(model[1])) as t:
        model(X).sum().backward()
    assert t.names == ("0.weight", "0.bias")


def test_tensors_of_a_functional_call_stand_for_themselves():
    model = layers()
    with trace(model) as t:
        own = {name: p.detach().clone().requires_grad_() for name, p in model.named_parameters()}
        functional_call(model, own, (X,)).sum().backward()
        model[1](X).sum().backward()
    assert t.names == ("1.weight", "1.bias")
    assert t.sum("0.weight") is None and model[0].weight.grad is None
    assert_adds_up(t, model)
