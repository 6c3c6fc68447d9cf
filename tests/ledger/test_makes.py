"""The ledger of parameters that are made of other tensors, and of models that are not trees."""

import importlib

import pytest
import torch
from torch import nn
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor, Replicate, Shard

from tests.slots.makes import (
    Quantised,
    first_of_two_processes,
    packed,
    partitioned,
    quantised,
)
from tying.ledger import Ledger, ledger
from tying.ties import NotTiedError, assert_tied, tie, untie


def counts(model_ledger: Ledger) -> tuple[int, int, int]:
    return model_ledger.stored, model_ledger.by_object, model_ledger.by_slot


def kinds(model_ledger: Ledger) -> list[str]:
    return [entry.kind for entry in model_ledger.entries]


# --- wrappers ---


def test_a_quantised_weight_takes_the_bytes_of_its_integers_and_scales():
    # as torchao has a matrix of 256 × 256: a byte for each entry, 4 for the scale of each row
    model_ledger = ledger(nn.ParameterList([quantised(256, 256)]))
    assert counts(model_ledger) == (65536, 65536, 65536)
    assert model_ledger.nbytes == model_ledger.whole_nbytes == 65536 + 256 * 4
    assert model_ledger.optimizer_nbytes() == 0 and kinds(model_ledger) == ["unique"]


def test_two_wrappers_over_one_tensor_are_an_alias():
    weight = quantised(4, 6)
    codes, scale = weight.codes, weight.scale  # type: ignore[attr-defined]
    other = nn.Parameter(Quantised(codes, scale), requires_grad=False)
    model = nn.ParameterList([weight, other, weight])
    model_ledger = ledger(model)
    assert kinds(model_ledger) == ["storage-alias"] and counts(model_ledger) == (24, 48, 72)
    assert model_ledger.nbytes == 24 + 16
    with pytest.raises(NotTiedError, match="look at one storage, both frozen, so no optimiser st"):
        assert_tied(model, "0", "1")
    untie(model, "1")
    assert kinds(ledger(model)) == ["same-parameter", "unique"]
    with pytest.raises(NotTiedError, match="the values are equal, but lie in separate memory"):
        assert_tied(model, "0", "1")


def test_two_wrappers_over_common_integers_with_scales_of_their_own_overlap():
    weight = quantised(4, 6)
    other = Quantised(weight.codes, torch.ones(4, 1))  # type: ignore[attr-defined]
    model_ledger = ledger(nn.ParameterList([weight, nn.Parameter(other, requires_grad=False)]))
    assert kinds(model_ledger) == ["overlap"] and model_ledger.nbytes == 24 + 16 + 16


def test_a_packed_weight_counts_its_entries_and_not_its_bytes():
    model_ledger = ledger(nn.ParameterList([packed(4, 6)]))
    assert counts(model_ledger) == (24, 24, 24) and model_ledger.entries[0].shape == (4, 6)
    assert model_ledger.nbytes == 12 + 16 + 4


def test_a_packed_weight_is_not_untied_since_a_copy_of_its_bytes_would_have_no_tables():
    weight = packed(4, 6)
    model = nn.ParameterList([weight, weight])
    assert kinds(ledger(model)) == ["same-parameter"]
    with pytest.raises(ValueError, match=r"cannot untie '1': it is packed.* untie before"):
        untie(model, "1")
    assert model[0] is model[1] is weight


def test_integers_say_their_type_since_they_may_be_packed():
    weight = nn.Parameter(torch.zeros(12, 1, dtype=torch.uint8), requires_grad=False)
    text = str(ledger(nn.ParameterList([weight, torch.zeros(2)])))
    assert "  0     12 × 1      12  uint8, frozen\n" in text


def test_sparse_parameters_over_one_pattern_share_no_values():
    dense = torch.tensor([[0.0, 2.0, 0.0], [3.0, 0.0, 4.0]]).to_sparse()
    twin = torch.sparse_coo_tensor(
        dense._indices(), dense._values().clone(), dense.shape, check_invariants=True
    )
    alias = torch.sparse_coo_tensor(
        dense._indices().clone(), dense._values(), dense.shape, check_invariants=True
    )
    model = nn.ParameterList([nn.Parameter(dense), nn.Parameter(twin), nn.Parameter(alias)])
    assert [entry.slots for entry in ledger(model).entries] == [("0", "2"), ("1",)]
    assert kinds(ledger(model)) == ["storage-alias", "unique"]
    assert counts(ledger(model)) == (6, 18, 18)


# --- shards ---


def test_shards_count_as_whole_parameters_and_their_bytes_as_those_of_this_process():
    with first_of_two_processes():
        model = nn.Sequential(nn.Linear(4, 5), nn.Linear(5, 4))
        fully_shard(model)
        model_ledger = ledger(model)
        numbers = model_ledger.nbytes, model_ledger.whole_nbytes, model_ledger.optimizer_nbytes()
    assert counts(model_ledger) == (49, 49, 49)
    # the first process has 3 of 5 rows with their biases, then 2 of 4
    here = 4 * (3 * 4 + 3 + 2 * 5 + 2)
    assert numbers == (here, 4 * 49, 2 * here)
    assert f"{here} bytes of parameters in this process, of 196 bytes in all" in str(model_ledger)


def test_a_replica_is_a_whole_parameter():
    with first_of_two_processes() as mesh:
        model = nn.ParameterList([DTensor.from_local(torch.zeros(2, 5), mesh, [Replicate()])])
        model_ledger = ledger(model)
    assert counts(model_ledger) == (10, 10, 10)
    assert model_ledger.nbytes == model_ledger.whole_nbytes == 40


def test_shards_over_one_memory_are_an_alias():
    local = torch.zeros(2, 5)
    with first_of_two_processes() as mesh:
        first, second = (DTensor.from_local(local, mesh, [Shard(0)]) for _ in range(2))
        model = nn.ParameterList([first, second])
        (entry,) = ledger(model).entries
    assert (entry.kind, entry.numel, entry.by_object) == ("storage-alias", 20, 40)
    assert (entry.nbytes, entry.whole_nbytes) == (40, 80)


def test_a_tie_of_a_sharded_model_is_a_tie_and_no_more_is_made_since_fsdp_puts_its_own_back():
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
    tie(model, "0.weight", "1.weight")
    with first_of_two_processes():
        fully_shard(model)
        assert_tied(model, "0.weight", "1.weight")
        assert counts(ledger(model)) == (24, 24, 40)
        with pytest.raises(
            ValueError, match=r"cannot untie '1.weight': FSDP has sharded it, and wo"
        ):
            untie(model, "1.weight")
        with pytest.raises(ValueError, match=r"cannot tie '0.bias': .* shard the model afterwards"):
            tie(model, "0.bias", "1.bias")
        assert counts(ledger(model)) == (24, 24, 40)


@pytest.mark.parametrize(("processes", "here"), [(2, 5000), (None, 0)])
def test_a_partitioned_parameter_of_zero_3_has_its_true_number(processes, here):
    model = nn.Linear(100, 100, bias=False)
    model.weight = partitioned(10000, processes)
    model_ledger = ledger(model)
    assert counts(model_ledger) == (10000, 10000, 10000)
    assert (model_ledger.nbytes, model_ledger.whole_nbytes) == (4 * here, 40000)
    assert model_ledger.optimizer_nbytes(1) == 4 * here
    with pytest.raises(
        ValueError, match=r"DeepSpeed has partitioned it.* initialise DeepSpeed aft"
    ):
        tie(nn.Sequential(model, nn.Linear(100, 100)), "1.weight", "0.weight")


# --- nested tensors, and modules inside themselves ---


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("layout", [torch.jagged, torch.strided])
def test_a_nested_parameter_has_the_entries_of_its_parts(layout):
    nested = torch.nested.nested_tensor([torch.ones(2, 3), torch.ones(4, 3)], layout=layout)
    model = nn.Module()
    model.first = model.second = nn.Parameter(nested)
    model.alias = nn.Parameter(model.first.detach())
    model_ledger = ledger(model)
    assert counts(model_ledger) == (18, 36, 54) and kinds(model_ledger) == ["storage-alias"]
    assert "2 × ragged × 3" in str(model_ledger)
    untie(model, "alias")
    assert counts(ledger(model)) == (36, 36, 54)
    with pytest.raises(NotTiedError, match="values are equal"):
        assert_tied(model, "first", "alias")


def test_a_layer_that_keeps_its_parent_is_listed_once():
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    for layer in model:
        layer.parent = model
    model_ledger = ledger(model)
    assert counts(model_ledger) == (4 + 2 + 2 + 2, 10, 10) and model_ledger.buffers == 5
    tie(model, "0.bias", "1.bias")
    assert_tied(model, "0.bias", "1.bias")


# --- equal but separate ---


def test_a_copy_is_pointed_out_where_values_may_be_read():
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(4, 4))
    model[2].load_state_dict(model[0].state_dict())
    model[1].bias = model[0].bias
    assert ledger(model).equal is None
    model_ledger = ledger(model, compare=True)
    assert model_ledger.equal == (("0.weight", "2.weight"), ("0.bias", "2.bias"))
    assert "\n  equal but separate: 0.weight, 2.weight\n" in str(model_ledger)
    assert counts(model_ledger) == counts(ledger(model))


def test_parameters_with_one_value_throughout_are_left_out():
    layers: list[nn.Module] = [nn.LayerNorm(3) for _ in range(3)]  # of ones and zeros
    layers.append(nn.ParameterList([torch.zeros(0, 3), torch.zeros(0, 3)]))  # equal, and empty
    model_ledger = ledger(nn.ModuleList(layers), compare=True)
    assert model_ledger.equal == ()
    assert "no two parameters are equal but separate" in str(model_ledger)


def test_one_entry_out_of_many_that_differs_is_seen():
    values = torch.randn(1000)
    for place in (0, 1, 500, 999):
        other = values.clone()
        other[place] += 1
        model = nn.ParameterList([values, other, values.clone(), values.clone()[None]])
        assert ledger(model, compare=True).equal == (("0", "2"),)


def test_what_is_made_of_others_is_compared_too():
    model = nn.ParameterList([quantised(), quantised(), quantised(2, 3), torch.eye(3).to_sparse()])
    model.append(torch.eye(3).to_sparse())
    assert ledger(model, compare=True).equal == (("0", "1"), ("3", "4"))


@pytest.mark.parametrize("noncontiguous", [True, False])
def test_order_in_memory_is_no_difference_and_nan_none_either(noncontiguous):
    values = torch.randn(20, 30)
    values[3, 4] = torch.nan
    other = values.t().contiguous().t() if noncontiguous else values.clone()
    assert ledger(nn.ParameterList([values, other]), compare=True).equal == (("0", "1"),)


def test_without_values_there_is_nothing_to_compare():
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2, device="meta"))
    with pytest.raises(ValueError, match=r"1.weight has no values to compare: it is on the meta"):
        ledger(model, compare=True)


# --- finding it ---


def test_the_package_alone_leads_to_its_subjects():
    tying = importlib.import_module("tying")
    assert tying.ledger.ledger is ledger and tying.ties.tie is tie
    assert {"ledger", "ties", "trace", "widgets"} <= set(dir(tying))
    with pytest.raises(AttributeError, match="module 'tying' has no attribute 'legder'"):
        _ = tying.legder


def test_help_shows_the_classes_of_a_subject():
    pydoc = importlib.import_module("pydoc")
    page = pydoc.render_doc(importlib.import_module("tying.ledger"), renderer=pydoc.plaintext)
    assert "class Entry(" in page and "class Ledger(" in page
    assert pydoc.locate("tying.ledger.Entry") is importlib.import_module("tying.ledger").Entry
