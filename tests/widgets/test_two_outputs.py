"""Two outputs and their kernels: the page against torch, its answers, and its picture."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import nn

from tests.widgets.modules import WIDGETS, Module
from tying.layers import LocallyConnected2d, count_layers
from tying.widgets.two_outputs import LIMITS, TwoOutputs
from tying.widgets.two_outputs.answer import IMAGE, KERNEL, PLACES

CHANGES = Module(WIDGETS / "two_outputs" / "changes.js")
WORDS = Module(WIDGETS / "two_outputs" / "words.js")
LIMIT = 35_000  # bytes of the linked script

SETTINGS = [
    {"a": a, "b": (a + 7) % 16, "weight": weight, "added": added}
    for a, weight, added in itertools.product(range(0, 16, 3), range(9), (-2, 0, 1))
]


def test_the_page_finds_the_changes_that_torch_finds():
    found = CHANGES.starmap("changes", [(setting, IMAGE, KERNEL) for setting in SETTINGS])
    assert found == [TwoOutputs(**setting).answer() for setting in SETTINGS]


def test_the_page_counts_what_the_package_counts():
    counts = count_layers(len(IMAGE), len(IMAGE), 1, 1, kernel=len(KERNEL), bias="none")
    assert CHANGES.call("counts", IMAGE, KERNEL) == {
        "convolution": counts.convolution.parameters,
        "local": counts.local.parameters,
        "macs": counts.convolution.macs,
    }
    assert (counts.convolution.macs, counts.local.macs) == (144, 144)
    assert CHANGES.call("placesOf", IMAGE, KERNEL) == counts.height == PLACES


@pytest.mark.parametrize("weight", range(9))
def test_the_pixel_that_is_marked_is_the_slope_that_autograd_finds(weight):
    image = torch.tensor(IMAGE, dtype=torch.float64)[None, None]
    convolution = nn.Conv2d(1, 1, len(KERNEL), bias=False).double()
    local = LocallyConnected2d.from_convolution(convolution, (len(IMAGE), len(IMAGE)))
    places = list(itertools.product(range(PLACES), repeat=2))
    met = CHANGES.starmap("metBy", [(weight, i, j, KERNEL) for i, j in places])
    for (i, j), (row, column) in zip(places, met, strict=True):
        for layer in (convolution, local):
            layer.zero_grad()
            layer(image)[0, 0, i, j].backward()
        pixel = IMAGE[row][column]
        assert convolution.weight.grad is not None and local.weight.grad is not None
        assert convolution.weight.grad.flatten()[weight] == pixel
        assert local.weight.grad[i * PLACES + j, 0, weight] == pixel
        assert local.weight.grad.count_nonzero() == len(KERNEL) ** 2  # a kernel of its own


def test_no_pixel_hides_a_change():
    answer = TwoOutputs().answer()
    assert torch.tensor(answer["convolution"]).count_nonzero() == PLACES**2
    assert torch.tensor(answer["local"]).nonzero().tolist() == [[0, 0]]


def test_an_output_that_moves_onto_the_other_changes_places_with_it():
    setting = {"a": 3, "b": 5, "weight": 0, "added": 1}
    moved = CHANGES.starmap(
        "changed", [(setting, {"a": 5}), (setting, {"b": 3}), (setting, {"a": 4})]
    )
    assert [(one["a"], one["b"]) for one in moved] == [(5, 3), (5, 3), (4, 5)]


def test_a_kernel_answers_what_the_page_asks():
    widget = TwoOutputs(a=2, weight=8, added=2)
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == widget.setting
    assert widget.result["local"][0][2] == 2 * IMAGE[2][4]
    widget.setting = {**widget.setting, "b": 2}
    assert widget.result["error"] == "a and b must be two places, got 2 twice"


@pytest.mark.parametrize("name", LIMITS)
def test_a_number_out_of_bounds_is_refused(name):
    least, most = LIMITS[name]
    for wrong in (least - 1, most + 1):
        with pytest.raises(ValueError, match=f"{name} must be from {least} to {most}, got {wrong}"):
            TwoOutputs(**{name: wrong})


def test_one_output_twice_is_refused():
    with pytest.raises(ValueError, match="two places, got 4 twice"):
        TwoOutputs(a=4, b=4)


def test_the_picture_says_what_changes():
    alt = TwoOutputs().picture().alt
    assert "16 of 16 outputs of the convolution change, and 1 of the locally connected" in alt


def test_the_script_is_small():
    assert len(str(TwoOutputs._esm).encode()) < LIMIT


def test_both_languages_have_the_same_words():
    words = WORDS.value("WORDS")
    assert _keys(words["en"]) == _keys(words["zh"])


def _keys(words):
    return {key: _keys(value) if isinstance(value, dict) else None for key, value in words.items()}
