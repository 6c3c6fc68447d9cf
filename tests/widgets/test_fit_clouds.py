"""Clouds of fits: the page's arithmetic against the package, the answers, and the picture."""

from __future__ import annotations

import itertools
import math

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.risk import MeanModel, decompose, pool
from tying.widgets.fit_clouds import LIMITS, FitClouds

FITS = Module(WIDGETS / "fit_clouds" / "fits.js")
GRID = list(itertools.product((0.0, 0.05, 0.4, 0.7, 0.75, 1.0), (1, 2, 10, 77, 200)))
KINDS = ("separate", "tied")
MOST = LIMITS["sets"][1]


def numbers(answer: dict) -> list[float]:
    """All numbers of an answer."""
    found = [answer["nearer"], answer["theory"]["nearer"]]
    for parts in (answer, answer["theory"]):
        for kind in KINDS:
            found += [parts[kind]["bias2"], parts[kind]["variance"], *parts[kind].get("mean", ())]
    return found


def arrows(widget: FitClouds) -> list[float]:
    """How far it is from the truth to the means of the separate and of the tied fits."""
    answer = widget.answer()
    return [math.sqrt(2 * answer[kind]["bias2"]) for kind in KINDS]


def asked(widget: FitClouds) -> dict:
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    return widget.result


def test_the_page_computes_what_torch_answers_from_the_same_draws():
    widgets = [FitClouds(h, sets) for h, sets in GRID]
    pages = FITS.starmap("answerOf", [(widget.setting, widget.noise) for widget in widgets])
    for widget, page in zip(widgets, pages, strict=True):
        assert numbers(page) == pytest.approx(numbers(widget.answer()), abs=1e-12)


def test_the_theory_is_the_risk_of_two_means():
    for h in (0.0, 0.4, 1.0):
        theory = FITS.call("theory", h)
        assert theory["nearer"] == pytest.approx(math.erfc(h), abs=1e-15)
        model = MeanModel(spread=h**2, noise=1, times=2)
        for kind, weight in {"separate": 0, "tied": 1}.items():
            risk = model.risk(weight)
            assert theory[kind] == pytest.approx(
                {"bias2": float(risk.bias2), "variance": float(risk.variance)}
            )


def test_all_sets_lie_within_four_standard_errors_of_the_theory():
    widget = FitClouds(0.4, MOST)
    noise = torch.tensor(widget.noise, dtype=torch.float64)
    truth = torch.tensor([0.4, -0.4], dtype=torch.float64)
    for kind, weight in {"separate": 0.0, "tied": 1.0}.items():
        measured = decompose(pool(truth + noise, weight), truth)
        exact = widget.answer()["theory"][kind]
        for part in ("bias2", "variance"):
            estimate = getattr(measured, part)
            assert abs(estimate.value - exact[part]) < 4 * estimate.error


@pytest.mark.parametrize("h", [0.05, 0.4, 0.8])
def test_the_tied_fit_is_nearer_as_often_as_the_error_beside_the_diagonal_is_larger(h):
    """Both have the same error along the diagonal; beside it a normal number meets h√2."""
    answer = FitClouds(h, MOST).answer()
    share = math.erfc(h)
    assert abs(answer["nearer"] / MOST - share) < 4 * math.sqrt(share * (1 - share) / MOST)


def test_the_first_state_has_two_arrows_of_about_one_length_and_later_only_one_stays():
    widget = FitClouds()
    separate, tied = arrows(widget)
    assert separate == pytest.approx(tied, rel=0.1)
    widget.setting = {**widget.setting, "sets": MOST}
    separate, tied = arrows(widget)
    assert separate < 0.15
    assert tied == pytest.approx(0.4 * math.sqrt(2), abs=0.05)
    assert widget.answer()["nearer"] > MOST / 2


def test_a_kernel_answers_at_once_and_refuses_what_no_control_reaches():
    widget = FitClouds(0.4, 10)
    result = asked(widget)
    assert result["setting"] == {"h": 0.4, "sets": 10}
    assert result["theory"]["tied"] == pytest.approx({"bias2": 0.16, "variance": 0.5})
    widget.setting = {"h": 2, "sets": 10}
    assert asked(widget)["error"] == "h must be from 0 to 1, got 2"


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"h": -0.1}, ValueError, "h must be from 0 to 1, got -0.1"),
        ({"h": float("nan")}, ValueError, "h must be from 0 to 1, got nan"),
        ({"sets": 0}, ValueError, "sets must be from 1 to 200, got 0"),
        ({"sets": 1.5}, TypeError, "sets must be an integer, got 1.5"),
    ],
)
def test_what_is_out_of_bounds_is_refused(given, error, words):
    with pytest.raises(error, match=words):
        FitClouds(**given)


def test_the_picture_says_in_words_what_it_shows():
    alt = FitClouds(0.4, 10).picture().alt
    assert "the truth is at 0.4 and -0.4" in alt
    assert "10 tied fits are squares on the diagonal" in alt


def test_a_script_of_one_idea_is_small():
    assert len(str(FitClouds._esm)) < 35_000
