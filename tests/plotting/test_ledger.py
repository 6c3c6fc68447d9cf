"""The ledger's picture: a box for every slot, object and storage, and how they are joined."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch, Rectangle
from torch import nn

from tying.ledger import ledger
from tying.plotting.ledger import LIMIT, ledger_height, plot_kinds, plot_ledger
from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure
from tying.ties import tie


def pair() -> nn.Sequential:
    return nn.Sequential(nn.Linear(4, 4, bias=False), nn.Linear(4, 4, bias=False))


def tied() -> nn.Sequential:
    net = pair()
    tie(net, "0.weight", "1.weight")
    return net


def aliased() -> nn.Sequential:
    net = pair()
    net.get_parameter("1.weight").data = net.get_parameter("0.weight").data
    return net


def transposed() -> nn.Sequential:
    net = pair()
    tie(net, "0.weight", "1.weight", transposed=True)
    return net


def drawn(model: nn.Module):
    result = ledger(model)
    return plot_ledger(new_figure(6.8, ledger_height(result)).subplots(), result)


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def boxes(ax) -> list[FancyBboxPatch]:
    return [one for one in ax.patches if isinstance(one, FancyBboxPatch)]


def bars(ax) -> list[Rectangle]:
    return [one for one in ax.patches if isinstance(one, Rectangle)]


@pytest.mark.parametrize(
    ("model", "objects", "storages", "colour"),
    [
        pytest.param(pair(), 2, 2, "separate", id="separate"),
        pytest.param(tied(), 1, 1, "tied", id="tied"),
        pytest.param(aliased(), 2, 1, "alias", id="aliased"),
        pytest.param(transposed(), 1, 1, "tied", id="transposed"),
    ],
)
def test_two_slots_have_the_objects_and_storage_of_how_they_are_joined(
    model, objects, storages, colour
):
    ax = drawn(model)
    words = texts(ax)
    assert words[:3] == ["slots", "objects", "storage"]
    assert {"0.weight", "1.weight"} <= set(words)
    assert [text for text in words if text in "ABC"] == list("AB")[:objects]
    assert len(boxes(ax)) == 2 + objects
    assert len(bars(ax)) == storages
    assert words.count("16") == storages
    assert {to_hex(box.get_edgecolor()) for box in boxes(ax)} == {LIGHT[colour]}


def test_only_what_is_a_tie_has_two_lines_to_one_object():
    ends = {}
    for name, model in {"tied": tied(), "aliased": aliased()}.items():
        lines = [tuple(np.asarray(line.get_xydata())[1].tolist()) for line in drawn(model).lines]
        ends[name] = [lines.count(end) for end in dict.fromkeys(lines)]
    assert ends == {"tied": [2, 1], "aliased": [1, 2, 1]}  # both to an object; both to a storage


def test_an_alias_is_dashed_and_a_transposed_slot_dotted_with_its_word():
    assert {line.get_linestyle() for line in drawn(tied()).lines} == {"-"}
    assert "--" in {line.get_linestyle() for line in drawn(aliased()).lines}
    ax = drawn(transposed())
    assert "transposed" in texts(ax)
    assert sorted(box.get_linestyle() for box in boxes(ax)) == ["-", "-", ":"]


def test_blocks_that_repeat_are_drawn_once():
    block = nn.Linear(3, 3)
    ax = drawn(nn.Sequential(*(copy.deepcopy(block) for _ in range(12))))
    assert "{0–11}.weight" in texts(ax)
    assert "12 × [3 × 3]" in texts(ax)
    assert len(boxes(ax)) == 4


def test_many_places_of_one_object_are_drawn_folded():
    block, twin = nn.Linear(3, 3, bias=False), nn.Linear(3, 3, bias=False)
    twin.weight = nn.Parameter(block.weight.data)
    ax = drawn(nn.Sequential(*[block, twin] * 6))
    assert {"0.weight", "{2,4,6,8,10}.weight", "1.weight", "{3,5,7,9,11}.weight"} <= set(texts(ax))
    assert len(boxes(ax)) == 4 + 2  # names, and objects


def test_beyond_the_limit_the_last_row_counts_the_rest():
    wide = nn.ParameterList(torch.zeros(n + 1) for n in range(100))
    ax = drawn(wide)
    shown = len(bars(ax))
    assert shown == LIMIT // 3
    assert f"and {100 - shown} more slots" in texts(ax)


def test_longer_bars_hold_more_and_the_height_grows_with_the_rows():
    net = nn.Sequential(nn.Linear(2, 2, bias=False), nn.Linear(8, 8, bias=False))
    lengths = [bar.get_width() for bar in bars(drawn(net))]
    assert lengths[0] < lengths[1]
    assert ledger_height(ledger(nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)))) > ledger_height(
        ledger(nn.Linear(2, 2))
    )


def test_kinds_stand_side_by_side_under_their_names_and_what_they_store():
    axes = new_figure().subplots(1, 3)
    plot_kinds(axes, {"tie": ledger(tied()), "alias": ledger(aliased()), "copy": ledger(pair())})
    titles = [ax.get_title() for ax in axes]
    assert titles == ["tie: 16 stored", "alias: 16 stored", "copy: 32 stored"]
