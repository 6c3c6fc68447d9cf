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
    assert "\n  0.weight: 2 (2 × addmm)\n" in repr(t)  # which raises nothing


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


class Gathered:
    """Puts whole parameters in place of those in ``module`` and below it, while ``module`` runs.

    FSDP2 does this with shards. ``put`` and ``take_away`` are hooks of ``module``.

    Attributes:
        whole: for each place, the owner and the name, the parameter that is put there.
    """

    def __init__(self, module: nn.Module) -> None:
        self.stored = {
            (owner, local): parameter
            for owner in module.modules()
            for local, parameter in owner._parameters.items()
            if parameter is not None
        }
        self.whole = {
            place: nn.Parameter(2 * parameter.detach()) for place, parameter in self.stored.items()
        }
        module.register_forward_pre_hook(self.put)
        module.register_forward_hook(self.take_away)

    def put(self, *_: Any) -> None:
        for (owner, local), parameter in self.whole.items():
            owner._parameters[local] = parameter

    def take_away(self, *_: Any) -> None:
        for (owner, local), parameter in self.stored.items():
            owner._parameters[local] = parameter


class Reader(nn.Module):
    """Holds a tree of layers, reads the weight of one at the bottom, and calls none of them."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.inner = nn.ModuleDict({"layers": nn.ModuleList([layer, nn.Linear(3, 3)])})

    def forward(self, x: Tensor) -> Tensor:
        weight: Any = self.get_parameter("inner.layers.0.weight")
        return F.linear(x, weight)


def test_a_parameter_that_is_read_without_a_call_of_its_own_module():
    reader = Reader(nn.Linear(3, 3))
    model = nn.Sequential(nn.Linear(3, 3), nn.Sequential(reader))
    whole = Gathered(reader).whole[reader.inner["layers"][0], "weight"]  # pyright: ignore
    with trace(model) as t:
        model(X).pow(2).sum().backward()
    name = "1.0.inner.layers.0.weight"
    assert t.names == ("0.weight", "0.bias", name)
    assert labels(t, name) == [("1.0", 0, "mm")]
    assert same(t.sum(name), whole.grad)
    assert whole.grad is not None and t.sum("1.0.inner.layers.1.weight") is None


def test_such_a_parameter_in_a_layer_and_a_reader_that_are_reused():
    layer = nn.Linear(3, 3)
    reader = Reader(layer)
    model: Any = nn.Sequential(reader, nn.Tanh(), reader, nn.Sequential(layer))
    whole = Gathered(reader).whole[layer, "weight"]
    with trace(model) as t:
        model[2](model[1](model[0](X))).pow(2).sum().backward()  # model[3] is not called
    first = "0.inner.layers.0.weight"
    for name in (first, "2.inner.layers.0.weight", "3.0.weight"):
        assert labels(t, name) == [("0", 1, "mm"), ("0", 0, "mm")]
        assert {use.parameter for use in t.uses(name)} == {first}
        assert same(t.sum(name), whole.grad)


def test_a_parameter_below_that_is_called_too_is_counted_once():
    class Both(Reader):
        def forward(self, x: Tensor) -> Tensor:
            return super().forward(self.inner["layers"][0](x))  # pyright: ignore

    layer = nn.Linear(3, 3)
    both = Both(layer)
    whole = Gathered(both).whole
    model = nn.Sequential(both)
    with trace(model) as t:
        model(X).pow(2).sum().backward()
    assert labels(t, "0.inner.layers.0.weight") == [
        ("0", 0, "mm"),
        ("0.inner.layers.0", 0, "addmm"),
    ]
    assert same(t.sum("0.inner.layers.0.weight"), whole[layer, "weight"].grad)
    assert same(t.sum("0.inner.layers.0.bias"), whole[layer, "bias"].grad)


def test_a_forward_pass_looks_at_each_place_as_often_as_modules_lie_around_it(monkeypatch):
    model: Any = nn.Linear(3, 3, bias=False)
    for _ in range(5):
        model = nn.Sequential(model, nn.Linear(3, 3, bias=False))
    looked_at = []

    class Counted(dict):
        def get(self, key: str, default: Any = None) -> Any:
            looked_at.append(key)
            return super().get(key, default)

    for module in model.modules():
        monkeypatch.setattr(module, "_parameters", Counted(module._parameters))
    with trace(model):
        model(X)
        # Of the 6 slots the outermost lies in 2 modules, the next in 3, and the last two in 6.
        assert len(looked_at) == 2 + 3 + 4 + 5 + 6 + 6


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
