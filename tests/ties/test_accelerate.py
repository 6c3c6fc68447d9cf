"""Ties under accelerate: devices without values while a model is made, and offloading after it."""

import copy
from pathlib import Path
from typing import Any, cast

import accelerate
import pytest
import torch
from accelerate.hooks import remove_hook_from_submodules
from torch import nn
from torch.nn.modules.module import register_module_parameter_registration_hook

from tying.ledger import ledger
from tying.ties import assert_tied, tie, untie

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def layers(count: int = 3, size: int = 4) -> Any:
    return nn.Sequential(*(nn.Linear(size, size) for _ in range(count)))


# --- while a model is made ---


@pytest.mark.parametrize("context", [accelerate.init_empty_weights, lambda: torch.device("meta")])
def test_a_tie_is_made_where_new_parameters_lose_their_values(context):
    with context():
        inside = layers(2)
        tie(inside, "0.weight", "1.weight")
    assert inside[0].weight is inside[1].weight and inside[0].weight.is_meta
    assert ledger(inside).by_slot - ledger(inside).stored == 16


@pytest.mark.parametrize("context", [accelerate.init_empty_weights, lambda: torch.device("meta")])
def test_there_a_model_with_values_keeps_them(context):
    net, value = layers(2), torch.arange(16.0).reshape(4, 4)
    net[0].weight = nn.Parameter(value)
    with context():
        tie(net, "0.weight", "1.weight")
    assert_tied(net, "0.weight", "1.weight")
    with context():
        untie(net, "1.weight")
    assert torch.equal(net[0].weight, value) and torch.equal(net[1].weight, value)
    assert net[0].weight is not net[1].weight
    with context():
        tie(net, "0.weight", "1.weight", transposed=True)
        untie(net, "1.weight")
    assert torch.equal(net[1].weight, value.t())


def test_a_recurrent_layer_follows_there_in_its_second_list_of_weights():
    layer = nn.LSTM(3, 3)
    with accelerate.init_empty_weights():
        tie(layer, "weight_ih_l0", "weight_hh_l0")
    assert layer._flat_weights[1] is layer._flat_weights[0] is layer.weight_hh_l0


def test_a_hook_that_replaces_what_is_registered_replaces_no_tie():
    def doubled(module: nn.Module, name: str, parameter: Any) -> nn.Parameter:
        return nn.Parameter(2 * parameter.detach())

    net = layers(2)
    handle = register_module_parameter_registration_hook(cast(Any, doubled))
    try:
        tie(net, "0.weight", "1.weight")
    finally:
        handle.remove()
    assert_tied(net, "0.weight", "1.weight")


def test_a_class_that_gives_another_object_is_an_error():
    class Copying(nn.Linear):
        def __getattribute__(self, name: str) -> Any:
            value = super().__getattribute__(name)
            return nn.Parameter(value.detach()) if name == "weight" else value

        def __getattr__(self, name: str) -> Any:
            value: Any = super().__getattr__(name)
            return nn.Parameter(value.detach()) if name == "weight" else value

    with pytest.raises(RuntimeError, match=r"Copying.weight was to hold a given Parameter, and gi"):
        tie(nn.Sequential(nn.Linear(4, 4), Copying(4, 4)), "0.weight", "1.weight")


# --- offloading ---


def offload(model: nn.Module, how: str, folder: Path) -> None:
    cpu = torch.device("cpu")
    if how == "cpu":
        accelerate.cpu_offload(model, execution_device=cpu)
    elif how == "disk":
        accelerate.disk_offload(model, str(folder), execution_device=cpu)
    else:
        places: Any = {"0": "disk", "1": "cpu", "2": "cpu"}
        accelerate.dispatch_model(
            model, places, main_device=torch.device("cpu"), offload_dir=str(folder)
        )


def autoencoder() -> Any:
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(6, 3), nn.Tanh(), nn.Linear(3, 6))
    tie(net, "0.weight", "2.weight", transposed=True)
    return net


HOW = ("cpu", "disk", "dispatched")


@pytest.mark.parametrize("how", HOW)
def test_an_offloaded_model_with_a_transposed_tie_gives_the_output_that_it_gave(how, tmp_path):
    net, x = autoencoder(), torch.randn(2, 6)
    before, counted = net(x), ledger(net)
    offload(net, how, tmp_path)
    assert net[0].weight.is_meta
    for _ in range(2):
        assert torch.equal(net(x), before)
    assert net[0].weight.is_meta  # it has gone again
    now = ledger(net)
    assert (now.stored, now.by_object, now.by_slot) == (
        counted.stored,
        counted.by_object,
        counted.by_slot,
    )
    assert_tied(net, "0.weight", "2.weight")


def test_a_chain_of_derived_slots_is_brought_back_too(tmp_path):
    net, x = layers(3), torch.randn(2, 4)
    tie(net, "1.weight", "2.weight", transposed=True)
    tie(net, "0.weight", "1.weight", transposed=True)
    before = net(x)
    offload(net, "cpu", tmp_path)
    assert torch.equal(net(x), before)


@pytest.mark.parametrize("how", HOW)
def test_plain_ties_are_still_ties_while_offloaded(how, tmp_path):
    net, x = layers(3), torch.randn(2, 4)
    tie(net, "0.weight", "1.weight")
    before = net(x)
    offload(net, how, tmp_path)
    assert torch.equal(net(x), before)


@pytest.mark.parametrize("act", [tie, untie], ids=["tie", "untie"])
@pytest.mark.parametrize("transposed", [False, True])
def test_what_is_offloaded_is_not_tied_or_untied_since_the_former_values_come_back(act, transposed):
    net = layers(3)
    tie(net, "0.weight", "1.weight", transposed=transposed)
    accelerate.cpu_offload(net, execution_device=torch.device("cpu"))
    kept = list(net.parameters())
    with pytest.raises(
        ValueError, match=r"accelerate has offloaded it, and would .* first and offload after"
    ):
        act(net, *(["0.weight", "2.weight"] if act is tie else ["1.weight"]))
    assert all(a is b for a, b in zip(net.parameters(), kept, strict=True))


def test_when_the_hooks_are_gone_the_tie_is_as_it_was():
    net, x = autoencoder(), torch.randn(2, 6)
    before, keys = net(x), list(net.state_dict())
    accelerate.cpu_offload(net, execution_device=torch.device("cpu"))
    remove_hook_from_submodules(net)
    assert torch.equal(net(x), before) and list(net.state_dict()) == keys
    untie(net, "2.weight")
    torch.testing.assert_close(net(x), before)


def test_without_hooks_a_model_on_the_meta_device_stays_there():
    net = copy.deepcopy(autoencoder()).to("meta")
    assert net[2].weight.is_meta and net(torch.zeros(2, 6, device="meta")).is_meta
