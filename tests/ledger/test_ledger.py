"""The ledger: counts by hand, torch's own sums, published sizes, and the size of real states."""

import copy

import pytest
import torch
import transformers
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.nn.utils import parametrizations

from tying.ledger import Ledger, ledger
from tying.ties import tie


def counts(model_ledger: Ledger) -> tuple[int, int, int]:
    return model_ledger.stored, model_ledger.by_object, model_ledger.by_slot


def kinds(model_ledger: Ledger) -> list[str]:
    return [entry.kind for entry in model_ledger.entries]


def parameter_list(*parameters: torch.Tensor) -> nn.ParameterList:
    """A model whose slots 0, 1, 2, ... hold exactly these."""
    return nn.ParameterList(
        p if isinstance(p, nn.Parameter) else nn.Parameter(p) for p in parameters
    )


# --- separate parameters, and one object in several slots ---


def test_a_plain_network_is_one_entry_for_each_parameter_in_torchs_order():
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.Linear(8, 2, bias=False))
    model_ledger = ledger(net)
    assert [entry.slots for entry in model_ledger.entries] == [
        (n,) for n, _ in net.named_parameters()
    ]
    assert [entry.shape for entry in model_ledger.entries] == [(8, 4), (8,), (8, 8), (8,), (2, 8)]
    assert (
        set(kinds(model_ledger)) == {"unique"} and model_ledger.tied == model_ledger.aliases == ()
    )
    assert counts(model_ledger) == (128, 128, 128)  # 32 + 8 + 64 + 8 + 16
    assert model_ledger.nbytes == 4 * 128 and model_ledger.name == "Sequential"


def test_equal_values_are_no_tie():
    layer = nn.Linear(3, 3)
    model_ledger = ledger(nn.Sequential(layer, copy.deepcopy(layer)))
    assert set(kinds(model_ledger)) == {"unique"} and counts(model_ledger) == (24, 24, 24)


def test_one_object_in_two_modules_is_a_tie():
    net = nn.Sequential(nn.Embedding(10, 3), nn.Linear(3, 10, bias=False))
    net[1].weight = net[0].weight
    (entry,) = ledger(net).entries
    assert entry.kind == "same-parameter" and entry.slots == ("0.weight", "1.weight")
    assert entry.objects == (("0.weight", "1.weight"),) and entry.is_tied and not entry.is_alias
    assert counts(ledger(net)) == (30, 30, 60)
    assert ledger(net).tied == (entry,)


def test_one_object_under_two_names_of_one_module_is_a_tie():
    cell = nn.RNNCell(3, 3)
    cell.weight_hh = cell.weight_ih
    assert kinds(ledger(cell)) == ["same-parameter", "unique", "unique"]
    assert counts(ledger(cell)) == (9 + 6, 9 + 6, 18 + 6)


def test_a_module_at_two_places_is_reused_and_so_is_all_that_it_contains():
    block = nn.Sequential(nn.Linear(3, 3), nn.Sequential(nn.Linear(3, 3, bias=False)))
    model_ledger = ledger(nn.Sequential(block, nn.ReLU(), block, block))
    assert kinds(model_ledger) == ["module-reuse"] * 3
    assert model_ledger.entries[2].slots == ("0.1.0.weight", "2.1.0.weight", "3.1.0.weight")
    assert counts(model_ledger) == (21, 21, 63)


def test_a_reused_module_whose_matrix_stands_elsewhere_too_is_more_than_reuse():
    layer = nn.Linear(3, 3, bias=False)
    other = nn.Linear(3, 3, bias=False)
    other.weight = layer.weight
    (entry,) = ledger(nn.Sequential(layer, layer, other)).entries
    assert entry.kind == "same-parameter" and entry.by_slot == 27


# --- several objects over one storage ---


@pytest.mark.parametrize(
    "reinterpret",
    [
        lambda w: w.data,
        lambda w: w.detach().view(2, 6),
        lambda w: w.detach().t(),
        lambda w: w.detach().view(torch.int32),
    ],
    ids=["data", "view", "transposed", "as integers"],
)
def test_two_objects_over_the_same_bytes_are_an_alias_and_no_tie(reinterpret):
    weight = nn.Parameter(torch.randn(3, 4))
    other = nn.Parameter(reinterpret(weight), requires_grad=reinterpret(weight).is_floating_point())
    model_ledger = ledger(parameter_list(weight, other))
    (entry,) = model_ledger.entries
    assert entry.kind == "storage-alias" and entry.objects == (("0",), ("1",))
    assert counts(model_ledger) == (12, 24, 24)
    assert (
        model_ledger.aliases == (entry,) and model_ledger.tied == () and model_ledger.nbytes == 48
    )


def test_tied_slots_and_an_alias_can_meet_in_one_entry():
    weight = nn.Parameter(torch.randn(3, 4))
    model_ledger = ledger(parameter_list(weight, nn.Parameter(weight.data), weight))
    (entry,) = model_ledger.entries
    assert entry.objects == (("0", "2"), ("1",)) and entry.slots == ("0", "2", "1")
    assert entry.kind == "storage-alias" and entry.is_tied and entry.is_alias
    assert counts(model_ledger) == (12, 24, 36)


def test_partly_common_bytes_overlap():
    flat = torch.zeros(10)
    model_ledger = ledger(parameter_list(flat[:6], flat[4:], torch.zeros(2)))
    assert kinds(model_ledger) == ["overlap", "unique"]
    assert counts(model_ledger) == (12, 14, 14) and model_ledger.aliases == model_ledger.entries[:1]


def test_part_of_a_parameter_as_another_overlaps():
    weight = torch.zeros(4, 5)
    model_ledger = ledger(parameter_list(weight, weight[:, 1]))
    assert kinds(model_ledger) == ["overlap"] and counts(model_ledger) == (20, 24, 24)


def test_chunks_of_one_flat_buffer_share_nothing_and_keep_their_order():
    flat = torch.zeros(12)
    chunks = flat.view(3, 4).unbind()
    model_ledger = ledger(parameter_list(chunks[0], torch.zeros(5), chunks[2], chunks[1]))
    assert [entry.slots for entry in model_ledger.entries] == [("0",), ("1",), ("2",), ("3",)]
    assert set(kinds(model_ledger)) == {"unique"} and counts(model_ledger) == (17, 17, 17)


def test_interleaved_columns_share_nothing():
    table = torch.zeros(6, 2)
    model_ledger = ledger(parameter_list(table[:, 0], table[:, 1]))
    assert kinds(model_ledger) == ["unique", "unique"] and counts(model_ledger) == (12, 12, 12)


def test_an_expanded_parameter_stores_what_it_was_expanded_from():
    model_ledger = ledger(parameter_list(torch.zeros(1, 4).expand(100, 4)))
    (entry,) = model_ledger.entries
    assert entry.kind == "expanded" and not entry.is_tied and not entry.is_alias
    assert counts(model_ledger) == (4, 400, 400) and entry.shape == (100, 4)


def test_overlapping_windows_in_one_parameter_store_their_union():
    windows = torch.zeros(10).as_strided((4, 4), (2, 1))  # up to index 3 * 2 + 3 = 9
    model_ledger = ledger(parameter_list(windows))
    assert kinds(model_ledger) == ["expanded"] and counts(model_ledger) == (10, 16, 16)


def test_an_expanded_parameter_beside_its_source_overlaps_in_all_bytes():
    row = torch.zeros(1, 4)
    model_ledger = ledger(parameter_list(row, row.expand(3, 4)))
    assert kinds(model_ledger) == ["storage-alias"] and counts(model_ledger) == (4, 16, 16)


def test_element_types_over_one_storage_count_every_byte_once():
    raw = torch.zeros(16, dtype=torch.uint8)
    # 8 bytes as two floats, then 8 bytes of which the first 4 are those of the second float
    floats, halves = raw[:8].view(torch.float32), raw[4:12].view(torch.float16)
    model_ledger = ledger(parameter_list(floats, halves))
    assert model_ledger.nbytes == 12
    assert model_ledger.stored == 2 + 2  # two floats, and the two halves that lie outside of them
    assert kinds(model_ledger) == ["overlap"]


def test_bytes_follow_the_element_type():
    model_ledger = ledger(nn.Sequential(nn.Linear(3, 3).double(), nn.Linear(3, 3).half()))
    assert model_ledger.nbytes == 12 * 8 + 12 * 2
    assert [entry.dtype for entry in model_ledger.entries] == [torch.float64] * 2 + [
        torch.float16
    ] * 2


# --- unusual parameters ---


def test_empty_parameters_share_nothing_even_over_one_storage():
    empty = torch.zeros(0, 3)
    model_ledger = ledger(parameter_list(empty, empty.view(3, 0)))
    assert kinds(model_ledger) == ["unique", "unique"] and counts(model_ledger) == (0, 0, 0)


def test_an_empty_parameter_in_two_slots_is_tied_all_the_same():
    empty = nn.Parameter(torch.zeros(0))
    assert kinds(ledger(parameter_list(empty, empty))) == ["same-parameter"]


def test_a_scalar_parameter_counts_one():
    model_ledger = ledger(parameter_list(torch.tensor(2.0)))
    assert counts(model_ledger) == (1, 1, 1) and model_ledger.entries[0].shape == ()


def test_sparse_parameters_store_values_and_their_places():
    dense = torch.tensor([[0.0, 2.0, 0.0], [3.0, 0.0, 4.0]])
    coordinates = nn.Parameter(dense.to_sparse())
    model_ledger = ledger(parameter_list(coordinates, coordinates))
    assert kinds(model_ledger) == ["same-parameter"]
    assert counts(model_ledger) == (3, 6, 12)
    assert model_ledger.nbytes == 3 * 4 + 2 * 3 * 8  # three floats, and two long indices for each


@pytest.mark.filterwarnings("ignore:Sparse:UserWarning")
@pytest.mark.parametrize("rows", [True, False])
def test_compressed_sparse_parameters_too(rows):
    dense = torch.tensor([[0.0, 2.0, 0.0], [3.0, 0.0, 4.0]])
    model_ledger = ledger(parameter_list(dense.to_sparse_csr() if rows else dense.to_sparse_csc()))
    assert model_ledger.stored == 3
    assert model_ledger.nbytes == 3 * 4 + 3 * 8 + (2 + 1 if rows else 3 + 1) * 8


def test_parameter_lists_and_dictionaries_name_their_slots():
    shared = nn.Parameter(torch.zeros(2))
    model = nn.ModuleDict(
        {
            "list": nn.ParameterList([shared, torch.zeros(3)]),
            "dict": nn.ParameterDict({"key": shared}),
        }
    )
    model_ledger = ledger(model)
    assert [entry.slots for entry in model_ledger.entries] == [("list.0", "dict.key"), ("list.1",)]
    assert counts(model_ledger) == (5, 5, 7)


def test_parameters_in_plain_lists_are_invisible_as_they_are_to_torch():
    model = nn.Module()
    model.hidden = [nn.Parameter(torch.zeros(3))]  # type: ignore[assignment]
    assert counts(ledger(model)) == (0, 0, 0) and list(model.parameters()) == []


def test_frozen_parameters_need_no_state():
    net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 2))
    net[0].requires_grad_(False)
    model_ledger = ledger(net)
    assert [entry.trainable for entry in model_ledger.entries] == [False, False, True, True]
    assert model_ledger.optimizer_nbytes() == 2 * 8 * 4 and model_ledger.by_object == 20


def test_buffers_are_counted_apart_and_once():
    norm = nn.BatchNorm1d(5)
    model_ledger = ledger(nn.Sequential(norm, norm, nn.BatchNorm1d(2, affine=False)))
    # running mean and variance, and one long integer; the reused layer once
    assert model_ledger.buffers == 11 + 5 and model_ledger.buffer_nbytes == 4 * 14 + 8 * 2
    assert model_ledger.stored == 10 and model_ledger.by_slot == 20


# --- parametrized, nested, scripted, compiled ---


def test_a_weight_norm_stores_a_direction_and_a_length():
    model_ledger = ledger(parametrizations.weight_norm(nn.Linear(4, 3)))
    path = "parametrizations.weight.original"
    shapes = {entry.slots: entry.shape for entry in model_ledger.entries}
    assert shapes == {("bias",): (3,), (f"{path}0",): (3, 1), (f"{path}1",): (3, 4)}
    assert model_ledger.stored == 18


def test_an_orthogonal_matrix_is_stored_as_what_it_is_computed_from():
    model = parametrizations.orthogonal(nn.Linear(4, 4, bias=False))
    model_ledger = ledger(nn.Sequential(model, model))
    assert [entry.slots for entry in model_ledger.entries] == [
        ("0.parametrizations.weight.original", "1.parametrizations.weight.original")
    ]
    assert counts(model_ledger) == (16, 16, 32)


def test_a_compiled_model_has_the_entries_of_its_source():
    net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    net[1].weight = net[0].weight
    compiled = ledger(torch.compile(net, backend="eager"))  # type: ignore[arg-type]
    assert counts(compiled) == counts(ledger(net)) == (15, 15, 24)
    assert compiled.entries[0].slots == ("_orig_mod.0.weight", "_orig_mod.1.weight")


@pytest.mark.filterwarnings("ignore:`torch.jit")
def test_a_scripted_model_keeps_its_ties():
    net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    net[1].weight = net[0].weight
    assert kinds(ledger(torch.jit.script(net))) == ["same-parameter", "unique", "unique"]


def test_a_model_without_parameters_is_an_empty_ledger():
    model_ledger = ledger(nn.Sequential(nn.ReLU(), nn.Flatten()))
    assert model_ledger.entries == () and counts(model_ledger) == (0, 0, 0)
    assert model_ledger.nbytes == model_ledger.optimizer_nbytes() == model_ledger.buffers == 0


# --- devices without values ---


@pytest.mark.parametrize("place", ["meta", "fake"])
def test_meta_and_fake_tensors_are_told_apart(place):
    def build() -> nn.Module:
        flat = torch.zeros(8)
        shared = nn.Linear(3, 3)
        tied = nn.Linear(3, 3)
        tied.bias = shared.bias
        return nn.ModuleList(
            [shared, shared, tied, parameter_list(flat[:5], flat[4:]), nn.Linear(2, 2)]
        )

    with torch.device("meta") if place == "meta" else FakeTensorMode():
        unreal = build()
    model_ledger = ledger(unreal)
    assert model_ledger == ledger(build())
    assert kinds(model_ledger) == [
        "module-reuse",
        "same-parameter",
        "unique",
        "overlap",
        "unique",
        "unique",
    ]
    assert counts(model_ledger) == (9 + 3 + 9 + 8 + 4 + 2, 9 + 3 + 9 + 9 + 6, 18 + 9 + 9 + 9 + 6)


# --- against torch's own counters and a real optimiser ---


@pytest.fixture(params=["plain", "tied", "reused", "recurrent", "attention"])
def model(request) -> nn.Module:
    if request.param == "plain":
        return nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 4))
    if request.param == "tied":
        net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4))
        net[2].weight = net[0].weight
        return net
    if request.param == "reused":
        layer = nn.Linear(4, 4)
        return nn.Sequential(layer, layer, nn.Linear(4, 2))
    if request.param == "recurrent":
        return nn.LSTM(4, 4, num_layers=2, bidirectional=True)
    return nn.TransformerEncoderLayer(8, 2, 16)


def test_by_object_is_the_sum_over_parameters_and_by_slot_over_the_state_dict(model):
    model_ledger = ledger(model)
    assert model_ledger.by_object == sum(p.numel() for p in model.parameters())
    assert model_ledger.by_slot == sum(value.numel() for value in model.state_dict().values())
    assert [s for e in model_ledger.entries for s in e.slots if not e.is_tied] == [
        name
        for name, p in model.named_parameters(remove_duplicate=False)
        if sum(p is q for _, q in model.named_parameters(remove_duplicate=False)) == 1
    ]


@pytest.mark.parametrize(("kind", "states"), [("adam", 2), ("momentum", 1), ("sgd", 0)])
def test_optimizer_bytes_are_the_size_of_the_state_after_a_step(model, kind, states):
    for index, parameter in enumerate(model.parameters()):
        parameter.requires_grad_(index != 1)
        parameter.grad = torch.ones_like(parameter) if index != 1 else None
    optimizer = {
        "adam": lambda p: torch.optim.Adam(p),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    }[kind](model.parameters())
    optimizer.step()
    kept = sum(
        value.nbytes
        for state in optimizer.state.values()
        for name, value in state.items()
        if isinstance(value, torch.Tensor) and name != "step"
    )
    assert ledger(model).optimizer_nbytes(states) == kept


def test_an_alias_costs_twice_the_state():
    weight = nn.Parameter(torch.randn(3, 4))
    model_ledger = ledger(parameter_list(weight, nn.Parameter(weight.data)))
    assert model_ledger.optimizer_nbytes() == 2 * 2 * 48 and model_ledger.nbytes == 48


def test_a_negative_number_of_states_is_refused():
    with pytest.raises(ValueError, match="0 or more, got -1"):
        ledger(nn.Linear(2, 2)).optimizer_nbytes(-1)


# --- derived slots ---


def autoencoder() -> nn.Sequential:
    net = nn.Sequential(nn.Linear(6, 3), nn.Linear(3, 6))
    tie(net, "0.weight", "1.weight", transposed=True)
    return net


def test_a_transposed_tie_stores_one_matrix_in_two_slots():
    model_ledger = ledger(autoencoder())
    assert [entry.slots for entry in model_ledger.entries] == [
        ("0.weight", "1.weight"),
        ("0.bias",),
        ("1.bias",),
    ]
    entry = model_ledger.entries[0]
    assert entry.kind == "derived" and entry.derived == ("1.weight",)
    assert entry.objects == (("0.weight",),) and entry.is_tied
    assert counts(model_ledger) == (27, 27, 45)  # 18 + 3 + 6, and 18 more by slot
    assert model_ledger.optimizer_nbytes(1) == 27 * 4


def test_the_part_with_the_dependent_slot_stores_no_matrix():
    net = autoencoder()
    model_ledger = ledger(net[1])
    entry = model_ledger.entries[-1]
    assert entry.slots == entry.derived == ("weight",) and entry.objects == ()
    assert (entry.kind, entry.shape, entry.numel, entry.by_slot) == ("derived", (6, 3), 0, 18)
    assert entry.trainable and entry.is_tied
    assert counts(model_ledger) == (6, 6, 24) and model_ledger.optimizer_nbytes() == 2 * 6 * 4
    net[0].weight.requires_grad_(False)
    assert not ledger(net[1]).entries[-1].trainable


def test_the_part_with_the_source_does_not_list_the_dependent():
    model_ledger = ledger(autoencoder()[0])
    assert kinds(model_ledger) == ["unique", "unique"] and counts(model_ledger) == (21, 21, 21)


# --- refusals ---


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (nn.Linear, r"must be a torch.nn.Module, got type \(pass an instance: call the class\)"),
        (None, "got NoneType$"),
        ({"weight": torch.zeros(2)}, "got dict$"),
        (nn.Linear(2, 2).parameters(), "got generator$"),
    ],
    ids=["class", "none", "state_dict", "generator"],
)
def test_what_is_not_a_module_is_refused_with_its_type(wrong, message):
    with pytest.raises(TypeError, match=message):
        ledger(wrong)


@pytest.mark.parametrize(
    ("lazy", "slot"),
    [
        (nn.LazyLinear(3), "0.weight"),
        (nn.LazyConv2d(3, 3), "0.weight"),
        (nn.LazyBatchNorm1d(affine=False), "0.running_mean"),
    ],
    ids=["linear", "conv", "buffer"],
)
def test_a_lazy_module_is_refused_until_its_first_pass(lazy, slot):
    with pytest.raises(ValueError, match=f"{slot} has no shape yet.*run one forward pass first"):
        ledger(nn.Sequential(lazy))


def test_a_lazy_module_is_counted_after_its_first_pass():
    net = nn.Sequential(nn.LazyLinear(3))
    net(torch.zeros(1, 5))
    assert ledger(net).stored == 3 * 5 + 3


# --- published architectures, built on the meta device ---


def on_meta(kind: str, config: dict) -> nn.Module:
    prefix = kind.partition("For")[0].removesuffix("LMHeadModel")
    with torch.device("meta"):
        return getattr(transformers, kind)(getattr(transformers, f"{prefix}Config")(**config))


ALBERT_BASE = {"hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072}


@pytest.mark.parametrize(
    ("kind", "config", "stored", "by_slot"),
    [
        ("GPT2LMHeadModel", {}, 124_439_808, 163_037_184),
        ("BertForMaskedLM", {}, 109_514_298, 132_985_716),
        ("AlbertForMaskedLM", ALBERT_BASE, 11_221_680, 15_091_680),
        ("T5ForConditionalGeneration", {}, 60_506_624, 109_855_232),
    ],
)
def test_known_architectures_have_their_known_sizes(kind, config, stored, by_slot):
    model_ledger = ledger(on_meta(kind, config))
    assert counts(model_ledger) == (stored, stored, by_slot)
    assert model_ledger.aliases == ()


def test_gpt2_differs_by_its_embedding_which_is_also_its_head():
    # 50,257 tokens and width 768: Radford et al. 2019, section 2.3, and the released model
    model_ledger = ledger(on_meta("GPT2LMHeadModel", {}))
    assert model_ledger.by_slot - model_ledger.stored == 50_257 * 768
    assert [entry.slots for entry in model_ledger.tied] == [
        ("transformer.wte.weight", "lm_head.weight")
    ]


def test_t5_holds_one_matrix_in_four_places():
    (entry,) = ledger(on_meta("T5ForConditionalGeneration", {})).tied
    assert entry.slots == (
        "shared.weight",
        "encoder.embed_tokens.weight",
        "decoder.embed_tokens.weight",
        "lm_head.weight",
    )
