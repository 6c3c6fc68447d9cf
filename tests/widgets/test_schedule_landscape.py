"""The landscape of a schedule: the page's descent against the package, answers, and picture."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.soft import PAIR_A, PAIR_B, raise_strength
from tying.widgets.schedule_landscape import FRAMES, PAIRS, STARTS, ScheduleLandscape
from tying.widgets.schedule_landscape.ways import WAYS

DESCENT = Module(WIDGETS / "schedule_landscape" / "descent.js")


def asked(widget: ScheduleLandscape) -> dict[str, Any]:
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    return widget.result


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PAIRS)
def test_the_page_goes_the_way_of_the_package(way, name):
    widget = ScheduleLandscape()
    starts = [one[:7] for one in widget.starts]
    path = DESCENT.call("pathOf", widget.pairs[name], {"way": way, "steps": 2000}, starts, 4)
    begun = torch.tensor(starts, dtype=torch.float64)
    expected = raise_strength(PAIRS[name], [WAYS[way]], begun, 2000, snapshots=4)[:, 0]
    torch.testing.assert_close(torch.tensor(path, dtype=torch.float64), expected, rtol=0, atol=1e-7)


def test_the_page_has_the_losses_of_the_package():
    theta = torch.linspace(-4, 4, 33, dtype=torch.float64)
    for name, pair in PAIRS.items():
        given = ScheduleLandscape().pairs[name]
        losses = pair.losses(theta.expand(2, -1))
        for k in (0, 1):
            page = DESCENT.starmap("lossOf", [(given, k, value) for value in theta.tolist()])
            assert page == pytest.approx(losses[k].tolist())
        assert given["best"] == pair.best()


def test_a_kernel_answers_with_the_path_of_all_starts():
    widget = ScheduleLandscape("fixed", 10_000)
    answer = asked(widget)
    assert answer["setting"] == {"way": "fixed", "steps": 10_000}
    path = torch.tensor(answer["path"]["B"])
    assert path.shape == (FRAMES, 2, STARTS)
    starts = torch.tensor(widget.starts, dtype=torch.float64)
    ends = raise_strength(PAIR_B, [WAYS["fixed"]], starts, 10_000)[0, 0]
    torch.testing.assert_close(path[-1], ends.to(path.dtype))
    widget.setting = {"way": "slowly", "steps": 10_000}
    assert asked(widget)["error"].startswith("way must be one of fixed, raised, rest")


def test_raising_wins_on_one_pair_and_loses_on_the_other_from_the_starts_of_the_widget():
    starts = torch.tensor(ScheduleLandscape().starts, dtype=torch.float64)
    good = {}
    for pair in (PAIR_A, PAIR_B):
        ways = [WAYS["fixed"], WAYS["raised"]]
        ends = raise_strength(pair, ways, starts, 30_000)[0].mean(1)
        good[pair] = ((ends - pair.best()).abs() < 0.3).sum(1).tolist()
    assert good[PAIR_A][1] > good[PAIR_A][0] + 10
    assert good[PAIR_B][0] > 50 and good[PAIR_B][1] == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"way": "slowly"}, "way must be one of fixed, raised, rest; got 'slowly'"),
        ({"way": "rest", "ways": ("fixed", "raised")}, "way must be one of fixed, raised; got"),
        ({"ways": ()}, "ways must be some of fixed, raised, rest"),
        ({"steps": 12_345}, "steps must be from 10000 to 60000 by 10000; got 12345"),
        ({"steps": 70_000}, "steps must be from 10000 to 60000 by 10000; got 70000"),
    ],
)
def test_what_no_control_reaches_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        ScheduleLandscape(**given)


def test_the_picture_says_in_words_what_it_shows():
    alt = ScheduleLandscape("fixed", 10_000).picture().alt
    assert "Two rows of four landscapes" in alt
    assert "Of 60 starts" in alt and "of pair B end near the best single value" in alt


def test_a_script_of_one_idea_is_small():
    assert len(str(ScheduleLandscape._esm)) < 35_000
