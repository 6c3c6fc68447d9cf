"""Ties: what they join, what they survive, how they are undone, and what is refused."""

import copy
import importlib
import pickle
from typing import Any

import pytest
import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.nn.utils import parametrize

from tying.ledger import ledger
from tying.ties import NotTiedError, assert_tied, tie, untie


def layers(count: int = 3, size: int = 4, **kwargs: Any) -> Any:
    return nn.Sequential(*(nn.Linear(size, size, **kwargs) for _ in range(count)))


def autoencoder(tied: bool = True) -> Any:
    net: Any = nn.Sequential(nn.Linear(6, 3), nn.Tanh(), nn.Linear(3, 6))
    if tied:
        tie(net, "0.weight", "2.weight", transposed=True)
    return net


def values(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in model.state_dict().items()}


def slot_names(model: nn.Module) -> list[str]:
    return [name for name, _ in model.named_parameters(remove_duplicate=False)]


# --- tie ---


def test_a_tie_keeps_the_object_of_the_source_and_drops_the_other():
    net = layers(2)
    kept, dropped = net[0].weight, net[1].weight
    tie(net, "0.weight", "1.weight")
    assert net[1].weight is net[0].weight is kept
    assert all(p is not dropped for p in net.parameters())
    assert_tied(net, "0.weight", "1.weight")


def test_several_slots_are_tied_at_once_and_a_second_tie_changes_nothing():
    net = layers(4)
    for _ in range(2):
        tie(net, "2.bias", "0.bias", "3.bias")
        assert net[0].bias is net[3].bias is net[2].bias and net[1].bias is not net[2].bias


def test_a_tied_slot_can_be_tied_to_another_source_and_moves_no_other_slot():
    net = layers(3)
    tie(net, "0.weight", "1.weight")
    tie(net, "2.weight", "1.weight")
    assert net[1].weight is net[2].weight and net[0].weight is not net[1].weight


def test_the_gradient_of_a_tie_is_the_sum_over_its_slots():
    torch.manual_seed(0)
    net = layers(2, bias=False).double()
    x = torch.randn(5, 4, dtype=torch.float64)
    untied = copy.deepcopy(net)
    with torch.no_grad():
        untied[1].weight.copy_(untied[0].weight)
    untied(x).square().sum().backward()
    tie(net, "0.weight", "1.weight")
    net(x).square().sum().backward()
    torch.testing.assert_close(net[0].weight.grad, untied[0].weight.grad + untied[1].weight.grad)


def test_an_optimiser_built_after_the_tie_steps_it_once():
    net = layers(2, bias=False)
    tie(net, "0.weight", "1.weight")
    before = net[0].weight.detach().clone()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
    assert sum(len(group["params"]) for group in optimizer.param_groups) == 1
    net[0].weight.grad = torch.ones(4, 4)
    optimizer.step()
    torch.testing.assert_close(net[1].weight.detach(), before - 0.5)


def test_recurrent_layers_follow_in_their_second_list_of_weights():
    torch.manual_seed(0)
    layer = nn.LSTM(3, 3, num_layers=2)
    reference = nn.LSTM(3, 3, num_layers=2)
    reference.load_state_dict(layer.state_dict())
    with torch.no_grad():
        weights = dict(reference.named_parameters())
        weights["weight_hh_l0"].copy_(weights["weight_ih_l0"])
        weights["weight_ih_l1"].copy_(weights["weight_ih_l0"])
    tie(layer, "weight_ih_l0", "weight_hh_l0", "weight_ih_l1")
    assert layer._flat_weights[0] is layer._flat_weights[1] is layer._flat_weights[4]
    x = torch.randn(5, 1, 3)
    torch.testing.assert_close(layer(x)[0], reference(x)[0])
    untie(layer, "weight_hh_l0")
    assert layer._flat_weights[1] is layer.weight_hh_l0 is not layer.weight_ih_l0
    torch.testing.assert_close(layer(x)[0], reference(x)[0])


def test_parametrized_modules_are_tied_through_what_they_store():
    first, second = (nn.utils.parametrizations.weight_norm(nn.Linear(3, 3)) for _ in range(2))
    net: Any = nn.Sequential(first, second)
    path = "parametrizations.weight.original"
    for part in (f"{path}0", f"{path}1"):
        tie(net, f"0.{part}", f"1.{part}")
    torch.testing.assert_close(first.weight, second.weight)
    with pytest.raises(ValueError, match=rf"parametrization from 0\.{path}0, 0\.{path}1"):
        tie(net, "0.weight", "1.weight")


# --- transposed ties ---


def test_a_transposed_tie_computes_the_dependent_and_stores_nothing():
    net = autoencoder()
    assert sorted(net.state_dict()) == ["0.bias", "0.weight", "2.bias"]
    assert torch.equal(net[2].weight, net[0].weight.t())
    with torch.no_grad():
        net[0].weight[1, 2] = 7.0
    assert net[2].weight[2, 1] == 7.0
    assert_tied(net, "0.weight", "2.weight")
    assert isinstance(net[2], nn.Linear) and "Linear(in_features=3, out_features=6" in repr(net[2])


def test_both_directions_contribute_to_the_gradient():
    torch.manual_seed(0)
    net: Any = nn.Sequential(nn.Linear(6, 3, bias=False), nn.Linear(3, 6, bias=False)).double()
    free = copy.deepcopy(net)
    with torch.no_grad():
        free[1].weight.copy_(free[0].weight.t())
    tie(net, "0.weight", "1.weight", transposed=True)
    x = torch.randn(4, 6, dtype=torch.float64)
    for model in (net, free):
        (model(x) - x).square().sum().backward()
    torch.testing.assert_close(
        net[0].weight.grad, free[0].weight.grad + free[1].weight.grad.t(), rtol=1e-12, atol=1e-12
    )


def test_two_dependents_of_one_source_and_one_through_the_other():
    net: Any = nn.Sequential(nn.Linear(6, 3), nn.Linear(3, 6), nn.Linear(3, 6), nn.Linear(6, 3))
    tie(net, "0.weight", "1.weight", "2.weight", transposed=True)
    tie(net, "2.weight", "3.weight", transposed=True)  # the transpose of a transpose: the object
    assert net[3].weight is net[0].weight
    assert torch.equal(net[1].weight, net[0].weight.t()) and ledger(net).entries[0].numel == 18
    tie(net, "1.weight", "2.weight")  # what is tied to a derived slot is derived too
    assert ledger(net).entries[0].derived == ("1.weight", "2.weight")
    assert_tied(net, "0.weight", "1.weight", "2.weight", "3.weight")


def test_tying_the_source_takes_its_dependents_along():
    net: Any = nn.Sequential(nn.Linear(6, 3), nn.Linear(3, 6), nn.Linear(6, 3))
    tie(net, "0.weight", "1.weight", transposed=True)
    tie(net, "2.weight", "0.weight")
    assert net[0].weight is net[2].weight and torch.equal(net[1].weight, net[2].weight.t())
    (entry,) = ledger(net).tied
    assert entry.slots == ("0.weight", "2.weight", "1.weight")


def test_a_chain_of_derived_slots_keeps_its_values():
    net = layers(3, bias=False)
    tie(net, "1.weight", "2.weight", transposed=True)
    tie(net, "0.weight", "1.weight", transposed=True)
    assert torch.equal(net[1].weight, net[0].weight.t())
    assert torch.equal(net[2].weight, net[0].weight)
    assert ledger(net).stored == 16 and ledger(net).entries[0].derived == ("1.weight", "2.weight")
    tie(net, "2.weight", "0.weight")  # so it is already
    assert ledger(net).stored == 16
    with pytest.raises(ValueError, match=r"'2.weight' is its transpose already"):
        tie(net, "2.weight", "1.weight")


def test_a_derived_slot_can_become_a_plain_tie_again():
    net = layers(2, bias=False)
    tie(net, "0.weight", "1.weight", transposed=True)
    tie(net, "0.weight", "1.weight")
    assert net[1].weight is net[0].weight and type(net[1]) is nn.Linear


def test_a_place_with_two_names_is_tied_once():
    shared = nn.Linear(4, 4)
    net: Any = nn.Sequential(shared, shared, nn.Linear(4, 4))
    tie(net, "2.weight", "0.weight", "1.weight", transposed=True)
    assert ledger(net).entries[-2].derived == ("0.weight", "1.weight")
    tie(net, "2.weight", "0.weight", "1.weight")
    assert net[0].weight is net[2].weight and net[0] is net[1] and type(net[0]) is nn.Linear


def test_a_module_can_use_its_own_matrix_transposed():
    class Hopfield(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.up = nn.Parameter(torch.randn(5, 2))
            self.down = nn.Parameter(torch.randn(2, 5))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return (x @ self.up).tanh() @ self.down

    model = Hopfield()
    tie(model, "up", "down", transposed=True)
    assert torch.equal(model.down, model.up.t()) and list(model.state_dict()) == ["up"]
    model(torch.ones(1, 5)).sum().backward()
    assert model.up.grad is not None


# --- what a transposed tie survives ---


def test_deepcopy_of_the_whole_keeps_the_tie_within_the_copy():
    net = autoencoder()
    twin = copy.deepcopy(net)
    assert ledger(twin) == ledger(net)
    with torch.no_grad():
        twin[0].weight.zero_()
    assert not twin[2].weight.any() and net[2].weight.any()


def test_deepcopy_of_the_dependent_part_alone_has_no_parameter_for_it():
    net = autoencoder()
    part = copy.deepcopy(net[2])
    assert [name for name, _ in part.named_parameters()] == ["bias"]
    assert torch.equal(part.weight, net[2].weight)
    with torch.no_grad():
        net[0].weight.zero_()
    assert part.weight.any()
    assert ledger(part).entries[-1].kind == "derived" and ledger(part).stored == 6


def test_pickling_keeps_ties_of_both_kinds():
    net: Any = nn.Sequential(nn.Linear(6, 3), nn.Linear(3, 6), nn.Linear(6, 3))
    tie(net, "0.weight", "1.weight", transposed=True)
    tie(net, "0.bias", "2.bias")
    twin = pickle.loads(pickle.dumps(net))
    assert ledger(twin) == ledger(net)
    assert_tied(twin, "0.weight", "1.weight")
    untie(twin, "1.weight")
    assert slot_names(twin) == [*slot_names(net)[:2], "1.weight", *slot_names(net)[2:]]


@pytest.mark.parametrize("assign", [False, True])
def test_state_dicts_round_trip(assign):
    source, target = autoencoder(), autoencoder()
    target.load_state_dict(source.state_dict(), strict=True, assign=assign)
    assert_tied(target, "0.weight", "2.weight")
    assert torch.equal(target[2].weight, source[0].weight.t())


def test_a_state_dict_of_the_untied_model_has_a_value_too_many_and_a_warning_says_what_to_do():
    net = autoencoder()
    untied = autoencoder(tied=False).state_dict()
    advice = "its own for '2.weight', which is not loaded.*untie it first, or delete the key '2.w"
    with (
        pytest.raises(RuntimeError, match=r'Unexpected key\(s\) in state_dict: "2.weight"'),
        pytest.warns(UserWarning, match=advice),
    ):
        net.load_state_dict(untied)
    with pytest.warns(UserWarning, match=advice):
        assert net.load_state_dict(untied, strict=False).unexpected_keys == ["2.weight"]
    del untied["2.weight"]
    net.load_state_dict(untied)
    assert torch.equal(net[2].weight, untied["0.weight"].t())


def test_other_keys_too_many_are_still_named_by_torch():
    net = autoencoder()
    with pytest.raises(RuntimeError, match=r'Unexpected key\(s\) in state_dict: "2.scale"'):
        net.load_state_dict({**net.state_dict(), "2.scale": torch.zeros(1)})


def test_dtype_and_device_follow_the_source():
    net = autoencoder().to(torch.float64)
    assert net[2].weight.dtype == torch.float64
    empty = net.to("meta").to_empty(device="cpu")
    assert empty[2].weight.device.type == "cpu" and empty[2].weight.shape == (6, 3)
    assert_tied(empty, "0.weight", "2.weight")


def test_functional_call_replaces_the_source_for_both():
    net = autoencoder()
    x = torch.randn(2, 6)
    replaced = {"0.weight": torch.zeros(3, 6)}
    output = torch.func.functional_call(net, replaced, (x,))
    torch.testing.assert_close(output, (net[0].bias.tanh() * 0).sum() + net[2].bias.expand(2, 6))
    assert net[2].weight.any()


def test_compiled_without_a_graph_break_and_exported():
    net = autoencoder()
    x = torch.randn(2, 6)
    compiled = torch.compile(net, backend="eager", fullgraph=True)
    torch.testing.assert_close(compiled(x), net(x))
    exported = torch.export.export(net, (x,))
    assert sorted(exported.state_dict) == ["0.bias", "0.weight", "2.bias"]
    torch.testing.assert_close(exported.module()(x), net(x))


def test_an_optimiser_keeps_both_sides_together():
    net = autoencoder()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        net(torch.ones(2, 6)).square().sum().backward()
        optimizer.step()
    assert torch.equal(net[2].weight, net[0].weight.t())


@pytest.mark.parametrize("place", ["meta", "fake"])
def test_ties_need_no_values(place):
    with torch.device("meta") if place == "meta" else FakeTensorMode():
        net = autoencoder()
        assert_tied(net, "0.weight", "2.weight")
        untie(net, "2.weight")
    assert ledger(net).stored == 18 + 3 + 18 + 6


# --- untie ---


def test_untying_keeps_the_value_and_parts_the_objects():
    net = layers(3)
    tie(net, "0.weight", "1.weight", "2.weight")
    value = net[0].weight.detach().clone()
    untie(net, "1.weight")
    assert net[0].weight is net[2].weight is not net[1].weight
    assert torch.equal(net[1].weight, value)
    untie(net, "0.weight", "2.weight")
    assert len({id(layer.weight) for layer in net}) == 3
    assert all(torch.equal(layer.weight, value) for layer in net)


def test_if_all_slots_are_named_the_first_keeps_its_object():
    net = layers(2)
    tie(net, "0.weight", "1.weight")
    kept = net[0].weight
    untie(net, "0.weight", "1.weight")
    assert net[0].weight is kept is not net[1].weight


def test_untying_a_transposed_tie_restores_the_class_the_order_and_the_keys():
    net = autoencoder(tied=False)
    keys, kind = list(net.state_dict()), type(net[2])
    tie(net, "0.weight", "2.weight", transposed=True)
    untie(net, "2.weight")
    assert list(net.state_dict()) == keys and type(net[2]) is kind
    assert net[2].weight.is_contiguous() and isinstance(net[2].weight, nn.Parameter)
    assert torch.equal(net[2].weight, net[0].weight.t())


def test_derived_slots_of_one_module_come_back_in_their_order():
    class Many(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            for name in "abcde":
                self.register_parameter(name, nn.Parameter(torch.randn(2, 2)))

    for order in ("acd", "dca", "cad", "adc"):
        model = Many()
        tie(model, "b", *order, transposed=True)
        assert list(model.state_dict()) == ["b", "e"]
        for name in sorted(order):
            untie(model, name)
        assert list(model.state_dict()) == list("abcde") and type(model) is Many


def test_untying_an_alias_gives_memory_of_its_own():
    net = layers(2)
    net[1].weight = nn.Parameter(net[0].weight.data)
    assert len(ledger(net).aliases) == 1
    untie(net, "1.weight")
    assert ledger(net).aliases == () and ledger(net).stored == 40
    with torch.no_grad():
        net[0].weight.zero_()
    assert net[1].weight.any()


def test_a_slot_that_no_longer_overlaps_with_another_keeps_its_object():
    flat = torch.zeros(10)
    model: Any = nn.ParameterList(nn.Parameter(part) for part in (flat[:4], flat[3:7], flat[6:]))
    first, middle, last = model
    untie(model, "0", "1", "2")  # the last one first: then 0 and 1 still overlap
    assert model[0] is first and model[1] is not middle and model[2] is not last
    assert ledger(model).aliases == ()


@pytest.mark.parametrize("function", [untie, assert_tied])
def test_a_model_is_walked_as_often_for_many_slots_as_for_few(function, monkeypatch):
    names = importlib.import_module("tying.slots.names")
    walk, walks = names.modules, []
    monkeypatch.setattr(names, "modules", lambda m: walks.append(m) or walk(m))
    counts = []
    for count in (3, 30):
        net = layers(count)
        slots = [f"{i}.weight" for i in range(count)]
        tie(net, *slots)
        walks.clear()
        function(net, *slots)
        counts.append(len(walks))
    assert counts[0] == counts[1]


def test_untying_many_slots_makes_one_ledger(monkeypatch):
    model = layers(20)
    names = [f"{i}.weight" for i in range(20)]
    tie(model, *names)
    calls = []
    requirements = importlib.import_module("tying.ties._requirements")
    monkeypatch.setattr(requirements, "ledger", lambda m: calls.append(m) or ledger(m))
    untie(model, *names)
    assert calls == [model]
    assert ledger(model).tied == ()


def test_untying_keeps_frozen_parameters_frozen_and_expanded_ones_real():
    net: Any = nn.ParameterList(
        [nn.Parameter(torch.zeros(1, 3).expand(2, 3), requires_grad=False)] * 2
    )
    untie(net, "1")
    assert not net[1].requires_grad and net[1].is_contiguous()
    assert ledger(net).stored == 3 + 6


def test_sparse_parameters_are_tied_untied_and_diagnosed_too():
    net = nn.ParameterList([torch.eye(3).to_sparse(), torch.eye(3).to_sparse()])
    with pytest.raises(NotTiedError, match="values are equal"):
        assert_tied(net, "0", "1")
    tie(net, "0", "1")
    assert net[0] is net[1] and ledger(net).stored == 3
    untie(net, "1")
    assert net[0] is not net[1] and net[1].layout == torch.sparse_coo
    net[1] = nn.Parameter(2 * net[1].detach())
    with pytest.raises(NotTiedError, match="values differ by up to 1;"):
        assert_tied(net, "0", "1")


def test_untying_one_place_of_a_reused_container_leaves_the_rest_shared():
    block = nn.Sequential(nn.Linear(3, 3), nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3)))
    net: Any = nn.Sequential(block, block, block)
    x = torch.randn(5, 3)
    before = net.eval()(x)
    untie(net, "1.1.0.weight")
    shared = [e.slots for e in ledger(net).entries if len(e.slots) == 3]
    assert len(shared) == 5  # of six parameters, all but the one that was named
    assert net[0] is net[2] is not net[1] and net[0][0] is net[1][0]
    assert net[1][1][1] is net[0][1][1]  # and the batch norm with its buffers
    torch.testing.assert_close(net(x), before)
    with torch.no_grad():
        net[1][1][0].weight.zero_()
    assert net[0][1][0].weight.any()


def test_untying_a_reused_recurrent_layer():
    layer = nn.GRU(3, 3)
    net: Any = nn.ModuleList([layer, layer])
    untie(net, "1.weight_ih_l0")
    first, second = net
    assert first is layer and second._flat_weights[0] is second.weight_ih_l0
    assert first._flat_weights[0] is first.weight_ih_l0 is not second.weight_ih_l0
    assert second._flat_weights[1] is first._flat_weights[1]


def test_untying_a_reused_derived_slot_splits_it_from_its_twin():
    decoder = nn.Linear(3, 6)
    net: Any = nn.Sequential(nn.Linear(6, 3), decoder, nn.Linear(6, 3), decoder)
    tie(net, "0.weight", "1.weight", transposed=True)
    assert ledger(net).entries[0].derived == ("1.weight", "3.weight")
    untie(net, "3.weight")
    assert ledger(net).entries[0].derived == ("1.weight",)
    assert net[3].bias is net[1].bias and isinstance(net[3].weight, nn.Parameter)


# --- assert_tied ---


def test_a_copy_is_diagnosed():
    net = layers(2)
    net[1].load_state_dict(net[0].state_dict())
    with pytest.raises(NotTiedError, match="values are equal, but lie in separate memory") as e:
        assert_tied(net, "0.weight", "1.weight")
    assert e.value.how == "copied" and "0.weight and 1.weight are not tied" in str(e.value)


def test_a_transposed_copy_is_diagnosed():
    net = autoencoder(tied=False)
    with torch.no_grad():
        net[2].weight.copy_(net[0].weight.t())
    with pytest.raises(NotTiedError) as error:
        assert_tied(net, "0.weight", "2.weight")
    assert error.value.how == "copied"


def test_an_alias_is_diagnosed_as_after_an_assigning_load():
    net = layers(2)
    tie(net, "0.weight", "1.weight")
    net.load_state_dict(net.state_dict(), assign=True)  # pytorch#188346
    with pytest.raises(NotTiedError, match=r"look at one storage.*steps it twice") as error:
        assert_tied(net, "0.weight", "1.weight")
    assert error.value.how == "aliased"


@pytest.mark.parametrize(
    ("frozen", "steps"),
    [
        ((), "so an optimiser steps it twice"),
        ((0,), "the first is frozen, so an optimiser steps it once, by the gradient of the second"),
        ((1,), "the second is frozen, so an optimiser steps it once, by the gradient of the first"),
        ((0, 1), "both frozen, so no optimiser steps it"),
    ],
    ids=["none", "first", "second", "both"],
)
def test_how_often_an_alias_is_stepped_depends_on_what_is_frozen(frozen, steps):
    net = layers(2)
    net[1].weight = nn.Parameter(net[0].weight.data)
    for index in frozen:
        net[index].weight.requires_grad_(False)
    with pytest.raises(NotTiedError, match=f"look at one storage, .*{steps}"):
        assert_tied(net, "0.weight", "1.weight")
    # and so it is: each step of an optimiser with gradients of one moves the storage by one
    before = net[0].weight.detach().clone()
    trained = [net[i].weight for i in range(2) if i not in frozen]
    for parameter in trained:
        parameter.grad = torch.ones(4, 4)
    if trained:
        torch.optim.SGD(trained, lr=1.0).step()
    torch.testing.assert_close(net[0].weight.detach(), before - len(trained))


def test_a_frozen_embedding_made_of_a_head_is_such_an_alias():
    net: Any = nn.ModuleDict({"head": nn.Linear(3, 4, bias=False)})
    net["embedding"] = nn.Embedding.from_pretrained(net["head"].weight)
    with pytest.raises(NotTiedError, match="the first is frozen, so an optimiser steps it once"):
        assert_tied(net, "embedding.weight", "head.weight")


def test_an_optimiser_that_was_there_never_moves_what_was_untied():
    net = layers(2, bias=False)
    tie(net, "0.weight", "1.weight")
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
    untie(net, "1.weight")
    before = [layer.weight.detach().clone() for layer in net]
    net(torch.ones(1, 4)).sum().backward()
    optimizer.step()
    assert not torch.equal(net[0].weight, before[0]) and torch.equal(net[1].weight, before[1])
    optimizer.add_param_group({"params": [net[1].weight]})  # as the docstring says
    optimizer.step()
    assert not torch.equal(net[1].weight, before[1])


def test_values_that_are_no_numbers_are_diagnosed_as_such():
    net = layers(2, bias=False)
    net[0].weight.data.fill_(torch.nan)
    with pytest.raises(NotTiedError, match="differ at every place, where one is NaN or infinite;"):
        assert_tied(net, "0.weight", "1.weight")
    net[1].load_state_dict(net[0].state_dict())
    with pytest.raises(NotTiedError) as error:
        assert_tied(net, "0.weight", "1.weight")
    assert error.value.how == "copied"


def test_a_replaced_parameter_is_diagnosed_with_how_far_it_is_off():
    net = layers(2)
    tie(net, "0.bias", "1.bias")
    with torch.no_grad():
        net[1].bias = nn.Parameter(net[0].bias + torch.tensor([0.0, 0.25, 0.0, 0.0]))
    with pytest.raises(NotTiedError, match=r"values differ by up to 0\.25; one was rep") as error:
        assert_tied(net, "0.bias", "1.bias")
    assert error.value.how == "re-registered"


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (nn.Linear(4, 5), r"their shapes are \(4, 4\) and \(5, 4\)"),
        (nn.Linear(4, 4, device="meta"), "torch.float32 on cpu and torch.float32 on meta"),
        (nn.Linear(4, 4, dtype=torch.float64), "float32 on cpu and torch.float64 on cpu"),
    ],
    ids=["shape", "device", "type"],
)
def test_what_cannot_be_one_parameter_is_diagnosed_as_such(second, why):
    with pytest.raises(NotTiedError, match=why) as error:
        assert_tied(nn.Sequential(nn.Linear(4, 4), second), "0.weight", "1.weight")
    assert error.value.how == "re-registered"


def test_to_empty_breaks_a_tie_and_the_message_says_what_can_be_said():
    net = layers(2)
    tie(net, "0.weight", "1.weight")
    with pytest.raises(NotTiedError, match="on the meta device they have no values to compare"):
        assert_tied(net.to("meta"), "0.weight", "1.weight")  # Modalities#357


def test_the_second_of_three_slots_can_be_the_broken_one():
    net = layers(3)
    tie(net, "0.weight", "2.weight")
    with pytest.raises(AssertionError, match=r"^0\.weight and 1\.weight are not tied"):
        assert_tied(net, "0.weight", "1.weight", "2.weight")


# --- refusals change nothing ---


def refused() -> nn.Module:
    net: Any = nn.ModuleDict(
        {
            "enc": nn.Linear(6, 3),
            "dec": nn.Linear(3, 6, bias=False),
            "low": nn.Linear(6, 3).half(),
            "square": nn.Linear(4, 4),
            "flip": nn.Linear(4, 4),
            "rnn": nn.RNN(3, 3),
            "norm": nn.BatchNorm1d(3),
            "orth": nn.utils.parametrizations.orthogonal(nn.Linear(4, 4)),
        }
    )
    tie(net, "square.weight", "flip.weight", transposed=True)
    return net


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda m: tie(m, "enc.weight", "enc.wieght"),
            "no slot 'enc.wieght'; did you mean 'enc.we",
        ),
        (
            lambda m: tie(m, "enc.weight", "dec.bias"),
            "no slot 'dec.bias'; dec was built without a b",
        ),
        (lambda m: tie(m, "enc.bias", "norm.running_mean"), "that name is a buffer"),
        (lambda m: tie(m, "enc.bias", "orth.weight"), "parametrization from orth.parametrizations"),
        (
            lambda m: tie(m, "enc.weight", "dec.weight"),
            r"\(6, 3\) is not \(3, 6\); they fit with t",
        ),
        (
            lambda m: tie(m, "enc.weight", "square.weight", transposed=True),
            r"'square.weight' to 'enc.weight': shape \(4, 4\) is not the transpose of \(3, 6\)$",
        ),
        (
            lambda m: tie(m, "enc.bias", "norm.bias", transposed=True),
            r"only matrices are transposed, got shapes \(3,\) and \(3,\)",
        ),
        (
            lambda m: tie(m, "enc.weight", "low.weight"),
            "float16 on cpu, and 'enc.weight' is torch.f",
        ),
        (
            lambda m: tie(m, "rnn.weight_ih_l0", "rnn.weight_hh_l0", transposed=True),
            "RNN keeps a list of its weights",
        ),
        (
            lambda m: tie(m, "square.weight", "orth.bias", transposed=True),
            "its module has parametrizations; remove them",
        ),
        (
            lambda m: tie(m, "square.weight", "flip.bias", "enc.bias"),
            r"shape \(4,\) is not \(4, 4\)",
        ),
        (lambda m: tie(m, "square.bias", "flip.bias", "enc.bias"), r"shape \(3,\) is not \(4,\)"),
        (
            lambda m: tie(m, "flip.weight", "square.weight"),
            "'flip.weight' is its transpose already",
        ),
        (lambda m: tie(m, "enc.bias", "enc.bias"), "'enc.bias' is named twice"),
        (lambda m: tie(m, "enc.bias"), "name at least one slot to tie to 'enc.bias'"),
        (lambda m: untie(m, "enc.bias"), "'enc.bias' shares with no other slot"),
        (
            lambda m: untie(m, "square.weight"),
            "'flip.weight' is computed from 'square.weight'; unt",
        ),
        (lambda m: untie(m, "flip.weight", "enc.bias"), "'enc.bias' shares with no other slot"),
        (lambda m: untie(m), "name at least one slot"),
        (lambda m: untie(m, "flip.weight", "flip.weight"), "named twice"),
        (lambda m: assert_tied(m, "enc.bias"), "a tie joins two slots or more, got 1"),
        (lambda m: assert_tied(m, "enc.bias", "bias"), "no slot 'bias'; did you mean"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(act, message):
    model = refused()
    model_ledger, before = ledger(model), values(model)
    objects, kinds = list(model.parameters()), [type(m) for m in model.modules()]
    with pytest.raises(ValueError, match=message):
        act(model)
    assert ledger(model) == model_ledger and list(model.state_dict()) == list(before)
    assert all(torch.equal(model.state_dict()[name], before[name]) for name in before)
    assert all(a is b for a, b in zip(model.parameters(), objects, strict=True))
    assert [type(m) for m in model.modules()] == kinds


def test_a_matrix_is_not_its_own_transpose():
    shared = nn.Linear(4, 4)
    with pytest.raises(ValueError, match=r"'0.weight' is the same place already; untie it first"):
        tie(nn.Sequential(shared, shared), "0.weight", "1.weight", transposed=True)


def test_a_class_that_was_built_on_since_is_left_alone():
    net = autoencoder()
    parametrize.register_parametrization(net[2], "bias", nn.Identity())
    with pytest.raises(ValueError, match="made a ParametrizedLinear since; remove the para"):
        untie(net, "2.weight")
    assert torch.equal(net[2].weight, net[0].weight.t())
    parametrize.remove_parametrizations(net[2], "bias")
    untie(net, "2.weight")
    assert type(net[2]) is nn.Linear and sorted(net.state_dict()) == sorted(
        autoencoder(tied=False).state_dict()
    )


def test_a_derived_slot_takes_no_parameter():
    net = autoencoder()
    for value in (nn.Parameter(torch.zeros(6, 3)), torch.zeros(6, 3), None):
        with pytest.raises(AttributeError, match=r"transpose of 'weight' of a Linear .*untie it f"):
            net[2].weight = value
    assert_tied(net, "0.weight", "2.weight")
    net[2].bias = nn.Parameter(torch.ones(6))
    assert net[2].bias.all()


@pytest.mark.filterwarnings("ignore:`torch.jit")
def test_a_transposed_tie_is_not_scripted_but_traced():
    net = autoencoder()
    with pytest.raises(TypeError, match=r"jit.script cannot compile it.*or use torch.export"):
        torch.jit.script(net)
    x = torch.randn(2, 6)
    traced: Any = torch.jit.trace(net, x)
    torch.testing.assert_close(traced(x), net(x))


@pytest.mark.parametrize("function", [tie, untie, assert_tied])
@pytest.mark.parametrize(("model", "got"), [(None, "NoneType"), (nn.Linear, "call the class")])
def test_what_is_not_a_module_is_refused(function, model, got):
    with pytest.raises(TypeError, match=got):
        function(model, "0.weight", "1.weight")


def test_a_slot_is_named_by_a_string():
    net = layers(2)
    calls: Any = (
        lambda: tie(net, net[0].weight, net[1].weight),
        lambda: tie(net, "1.weight", net[0].weight),
        lambda: untie(net, net[0].weight),
        lambda: assert_tied(net, net[0].weight),
    )
    for call in calls:
        with pytest.raises(TypeError, match=r"got Parameter; did you mean '0.weight'\?$"):
            call()
    with pytest.raises(TypeError, match=r"got Linear; did you mean '1.weight' or '1.bias'"):
        assert_tied(net, "0.weight", net[1])
    with pytest.raises(TypeError, match=r"got list; pass the names one by one"):
        assert_tied(net, ["0.weight", "1.weight"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"a string such as '0.weight', got int$"):
        assert_tied(net, 0, 1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"got Parameter$"):  # of another model, or replaced
        tie(net, "0.weight", nn.Parameter(torch.zeros(4, 4)))  # type: ignore[arg-type]


@pytest.mark.parametrize("first", ["0.weight", nn.Parameter(torch.zeros(2))], ids=["name", "value"])
def test_the_model_comes_first(first):
    for function in (tie, untie, assert_tied, ledger):
        with pytest.raises(TypeError, match="pass the model first, and slots by their names after"):
            function(first, *([] if function is ledger else ["1.weight"]))


def test_the_name_of_a_module_is_answered_by_its_slots():
    with pytest.raises(ValueError, match=r"no slot '1'; that name is a module; its slots are 1.w"):
        tie(layers(2), "0.weight", "1")


def test_lazy_modules_are_refused():
    with pytest.raises(ValueError, match="no shape yet"):
        tie(nn.Sequential(nn.LazyLinear(3), nn.LazyLinear(3)), "0.weight", "1.weight")
