"""The matrix explorer: the page against torch, its answers, and its picture."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch.nn import functional as F

from tests.widgets.modules import WIDGETS, Module
from tying.plotting.structured import LETTERS, STRENGTHS
from tying.widgets.matrix_explorer import LARGEST, MatrixExplorer
from tying.widgets.matrix_explorer.answer import IMAGE, KERNEL, PADDINGS, STRIDES

LAYER = Module(WIDGETS / "matrix_explorer" / "layer.js")
CELLS = Module(WIDGETS / "matrix_explorer" / "cells.js")
WORDS = Module(WIDGETS / "matrix_explorer" / "words.js")
LIMIT = 35_000  # bytes of the linked script

KERNELS = (KERNEL, [1, -2, 3, 0, 2, -1, 3, 1, -3])
SETTINGS = [
    MatrixExplorer(
        str(padding), stride, shared=shared, weight=weight, output=output, kernel=kernel
    ).setting
    for padding, stride, shared, (weight, output), kernel in itertools.product(
        PADDINGS, STRIDES, (True, False), ((0, 0), (5, 1)), KERNELS
    )
]


def test_the_page_finds_what_torch_finds():
    found = LAYER.starmap("answerOf", [(setting, IMAGE) for setting in SETTINGS])
    assert found == [MatrixExplorer(**setting).answer() for setting in SETTINGS]


@pytest.mark.parametrize("padding", [0, 1, 2])
def test_outputs_and_gradient_are_those_of_a_convolution(padding):
    name = ("valid", "same", "full")[padding]
    answer = MatrixExplorer(name, 1).answer()
    kernel = torch.tensor(KERNEL, dtype=torch.float64).reshape(1, 1, 3, 3).requires_grad_()
    image = torch.tensor(IMAGE, dtype=torch.float64)[None, None]
    y = F.conv2d(image, kernel, padding=padding)
    (y.square().sum() / 2).backward()
    assert kernel.grad is not None
    assert answer["outputs"] == y.flatten().tolist()
    assert answer["gradient"] == kernel.grad.flatten().tolist()


def test_without_sharing_a_gradient_is_one_term_and_all_places_make_the_shared_one():
    shared = torch.tensor(MatrixExplorer("same").answer()["gradient"])
    own = [MatrixExplorer("same", shared=False, output=output).answer() for output in range(4 * 5)]
    assert max(max(one["occurrences"]) for one in own) == 1
    assert torch.equal(torch.tensor([one["gradient"] for one in own]).sum(0), shared)


def test_the_places_of_a_weight_are_its_entries_and_their_products_its_gradient():
    for setting in SETTINGS:
        answer = MatrixExplorer(**setting).answer()
        places = LAYER.call("placesOf", setting["weight"], answer, setting, IMAGE)
        assert len(places) == answer["occurrences"][setting["weight"]]
        assert sum(p["y"] * p["x"] for p in places) == answer["gradient"][setting["weight"]]
        for place in places:
            assert answer["index"][place["row"]][place["column"]] == setting["weight"]


def test_a_smaller_output_keeps_the_choice_inside():
    setting = MatrixExplorer("full", output=41).setting
    assert LAYER.call("changed", setting, {"padding": "valid"}, IMAGE)["output"] == 5
    assert LAYER.call("sizeOf", {**setting, "stride": 2}, IMAGE) == [3, 4]


def test_the_page_and_the_picture_have_the_same_letters_and_strengths():
    assert CELLS.value("LETTERS") == LETTERS
    shades = [f"--strength: {strength}%" for strength in STRENGTHS]
    assert CELLS.map("shade", range(9)) == shades


def test_a_kernel_answers_what_the_page_asks():
    widget = MatrixExplorer("same", output=7)
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == widget.setting
    assert len(widget.result["outputs"]) == 20
    widget.setting = {**widget.setting, "padding": "valid"}
    assert widget.result["error"] == "output must be from 0 to 5, got 7"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"padding": "zeros"}, "padding must be one of .*, got 'zeros'"),
        ({"stride": 3}, "stride must be one of .*, got 3"),
        ({"weight": 9}, "weight must be from 0 to 8, got 9"),
        ({"output": 6}, "output must be from 0 to 5, got 6"),
        ({"kernel": [1, 2]}, "kernel must have 9 numbers"),
        ({"kernel": [LARGEST + 1] * 9}, "numbers from -3 to 3"),
    ],
)
def test_what_is_not_there_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        MatrixExplorer(**arguments)


def test_the_picture_says_where_the_weight_stands():
    alt = MatrixExplorer("same", weight=4).picture().alt
    assert "Weight e stands at 20 entries" in alt and "20 rows" in alt
    assert "Weight a stands at 12 entries" in MatrixExplorer("same").picture().alt


def test_the_script_is_small():
    assert len(str(MatrixExplorer._esm).encode()) < LIMIT


def test_both_languages_have_the_same_words():
    words = WORDS.value("WORDS")
    assert _keys(words["en"]) == _keys(words["zh"])


def _keys(words):
    return {key: _keys(value) if isinstance(value, dict) else None for key, value in words.items()}
