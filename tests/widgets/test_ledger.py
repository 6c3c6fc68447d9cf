"""The ledger widget in Python: its traits, its bundle, and what it refuses."""

from __future__ import annotations

import re

import pytest
import torch
from torch import nn

from tying.plotting.ledger import LIMIT
from tying.ties import tie
from tying.widgets.ledger import LedgerWidget
from tying.widgets.ledger.recipe import PRESETS


def gpt2() -> nn.Module:
    """A model with the slots and sizes of the smallest GPT-2, without memory."""
    with torch.device("meta"):
        block = {"ln_1": nn.LayerNorm(768), "attn": nn.Linear(768, 3 * 768),
                 "proj": nn.Linear(768, 768), "ln_2": nn.LayerNorm(768),
                 "fc": nn.Linear(768, 3072), "down": nn.Linear(3072, 768)}  # fmt: skip
        blocks = [
            nn.ModuleDict({k: type(m)(*sizes(m)) for k, m in block.items()}) for _ in "a" * 12
        ]
        model = nn.ModuleDict(
            {"wte": nn.Embedding(50257, 768), "wpe": nn.Embedding(1024, 768),
             "h": nn.ModuleList(blocks), "ln_f": nn.LayerNorm(768),
             "head": nn.Linear(768, 50257, bias=False)}
        )  # fmt: skip
    tie(model, "wte.weight", "head.weight")
    return model


def sizes(module: nn.Module) -> tuple[int, ...]:
    weight = module.get_parameter("weight")
    return tuple(weight.shape) if weight.ndim == 1 else tuple(weight.shape[::-1])


def test_the_workbench_starts_with_a_copy_of_its_preset():
    widget = LedgerWidget(preset="aliased")
    assert widget.recipe == PRESETS["aliased"]
    assert widget.presets == PRESETS
    widget.recipe["links"].clear()
    assert len(PRESETS["aliased"]["links"]) == 2


def test_no_example_changes_the_optimiser():
    assert {preset["optimizer"] for preset in PRESETS.values()} == {"sgd"}
    assert list(PRESETS) == ["separate", "tied", "copied", "aliased", "head", "autoencoder"]


def test_the_bundle_is_the_view_the_picture_and_its_words():
    bundle = LedgerWidget()._repr_mimebundle_()
    assert bundle is not None
    data, _ = bundle
    assert set(data) == {
        "application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/plain",
    }  # fmt: skip
    assert "copy: 128 stored" in data["image/svg+xml"]
    assert re.search(r"Tie: .* 64 numbers are stored\. Alias: .* Copy: .* 128", data["text/plain"])


def test_a_model_with_inputs_has_all_four_counts_and_without_them_three():
    net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
    net[1] = net[0]
    expected = {"stored": 20, "object": 20, "slot": 40, "use": 40}
    assert LedgerWidget(net, torch.zeros(1, 4)).scene["full"]["counts"] == expected
    assert LedgerWidget(net).scene["full"]["counts"] == {**expected, "use": None}


def test_the_words_of_a_model_name_its_ties_and_aliases():
    net = nn.Sequential(*(nn.Linear(4, 4, bias=False) for _ in range(4)))
    tie(net, "0.weight", "1.weight")
    net.get_parameter("3.weight").data = net.get_parameter("2.weight").data
    alt = LedgerWidget(net).picture().alt
    assert "32 numbers are stored, 48 counted by object and 64 by slot" in alt
    assert "Tied: 0.weight and 1.weight. Aliases: 2.weight and 3.weight." in alt


def test_many_places_of_one_module_are_folded_into_names_of_one_object():
    widget = LedgerWidget(nn.Sequential(*[nn.Linear(2, 2, bias=False)] * 12))
    slots = widget.scene["folded"]["slots"]
    assert [(slot["name"], slot["object"]) for slot in slots] == [
        ("0.weight", 0),
        ("{1–11}.weight", 0),
    ]
    assert "0.weight" in widget.picture().alt


def test_a_model_of_the_size_of_gpt2_is_folded():
    scene = LedgerWidget(gpt2()).scene
    full, folded = scene["full"], scene["folded"]
    assert full["counts"] == {
        "stored": 124_439_808, "object": 124_439_808, "slot": 163_037_184, "use": None,
    }  # fmt: skip
    assert len(full["slots"]) == 12 * 12 + 5
    nodes = [len(folded[key]) for key in ("slots", "objects", "storages")]
    assert sum(nodes) <= LIMIT
    assert sum(slot["repeats"] for slot in folded["slots"]) == 12 * 12 + 5


@pytest.mark.parametrize(
    ("wrong", "words"),
    [(3, r"must be a torch\.nn\.Module, got int"), (nn.Linear, r"pass an instance")],
)
def test_what_is_no_module_is_refused(wrong, words):
    with pytest.raises(TypeError, match=words):
        LedgerWidget(wrong)


def test_an_unknown_preset_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"separate, tied, copied.*got 'glued'"):
        LedgerWidget(preset="glued")


def test_a_lazy_model_is_refused():
    with pytest.raises(ValueError, match=r"weight has no shape yet"):
        LedgerWidget(nn.Sequential(nn.LazyLinear(4)))


def test_with_a_kernel_torch_answers_every_recipe():
    widget = LedgerWidget()
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["recipe"] == PRESETS["tied"]
    widget.recipe = PRESETS["separate"]
    assert widget.result["recipe"] == PRESETS["separate"]
    assert widget.result["scene"]["counts"] == {
        "stored": 193, "object": 193, "slot": 193, "use": 193,
    }  # fmt: skip
