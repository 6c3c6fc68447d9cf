"""The soft tie: the page's arithmetic against the package, the answers, and the picture."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.soft import pair_posterior
from tying.widgets.soft_tie import SPREADS, SoftTie

POSTERIOR = Module(WIDGETS / "soft_tie" / "posterior.js")
GRID = [
    {"x": list(x), "v": list(v), "spread": spread}
    for x, v, spread in itertools.product(
        ((0.0, 4.0), (5.0, -1.0), (2.0, 2.0), (1.3, 1.2)),
        ((1.0, 4.0), (9.0, 0.2), (2.0, 2.0)),
        (0.0, 0.1, 1.0, 5.0, 30.0, 1000.0),
    )
]


def widget_of(setting: dict[str, Any]) -> SoftTie:
    return SoftTie(tuple(setting["x"]), tuple(setting["v"]), setting["spread"])


def flat(answer: dict[str, Any]) -> list[float]:
    first, second = answer["covariance"]
    return [*answer["mean"], *first, *second, answer["tied"], answer["sum"]]


def asked(widget: SoftTie) -> dict[str, Any]:
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    return widget.result


def test_the_page_computes_what_torch_answers_on_a_grid():
    for setting, page in zip(GRID, POSTERIOR.map("answerOf", GRID), strict=True):
        assert flat(page) == pytest.approx(flat(widget_of(setting).answer()), abs=1e-12)


def test_the_answer_is_the_posterior_of_the_package():
    answer = SoftTie().answer()
    assert answer["mean"] == pytest.approx([0.4, 2.4])
    assert answer["tied"] == pytest.approx(0.8)
    assert answer["sum"] == pytest.approx(1)  # 0/1 + 4/4
    x, v = torch.tensor([[0.0, 4.0], [1.0, 4.0]], dtype=torch.float64)
    assert answer["covariance"] == pair_posterior(x, v, 5.0).covariance.tolist()


def test_the_ellipse_has_the_axes_and_the_direction_of_the_covariance():
    for setting in GRID:
        covariance = widget_of(setting).answer()["covariance"]
        ellipse = POSTERIOR.call("ellipseOf", covariance)
        values, vectors = torch.linalg.eigh(torch.tensor(covariance, dtype=torch.float64))
        axes = values.clamp(min=0).sqrt().flip(0).tolist()
        assert ellipse["axes"] == pytest.approx(axes, abs=1e-7)
        along = torch.deg2rad(torch.tensor(ellipse["turn"], dtype=torch.float64))
        direction = torch.stack([along.cos(), along.sin()])
        if axes[0] > axes[1] + 1e-6:
            assert abs(float(direction @ vectors[:, 1])) == pytest.approx(1)


def test_a_kernel_answers_at_once_and_refuses_what_no_control_reaches():
    widget = SoftTie()
    result = asked(widget)
    assert result["setting"] == {"x": [0.0, 4.0], "v": [1.0, 4.0], "spread": 5.0}
    assert result["mean"] == pytest.approx([0.4, 2.4])
    widget.setting = {**widget.setting, "spread": -1}
    assert asked(widget)["error"].startswith("spread must be one of 0, 0.1, 0.2")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"x": (0.0, 7.0)}, r"x must be two numbers from -1 to 5, got \[0.0, 7.0\]"),
        ({"x": (0.0,)}, "x must be two numbers"),
        ({"variance": (0.0, 1.0)}, "v must be two numbers from 0.2 to 9"),
        ({"variance": (1.0, float("nan"))}, "v must be two numbers"),
        ({"spread": 6.0}, "spread must be one of 0, 0.1, .*1000; got 6"),
    ],
)
def test_what_is_out_of_bounds_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        SoftTie(**given)


def test_the_picture_says_in_words_what_it_shows():
    alt = SoftTie().picture().alt
    assert "The observations are a circle at 0 and 4" in alt
    assert "an ellipse around 0.40 and 2.40" in alt
    assert "a square on the diagonal, at 0.80" in alt


def test_every_spread_can_be_shown_and_a_script_of_one_idea_is_small():
    for spread in SPREADS:
        assert SoftTie(spread=spread).picture().svg()
    assert len(str(SoftTie._esm)) < 35_000
