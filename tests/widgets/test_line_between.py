"""The line between two networks: the page against torch, what its numbers show, and the picture."""

from __future__ import annotations

import itertools

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.symmetry import barrier
from tying.widgets.line_between import HIGHEST, LineBetween
from tying.widgets.line_between.answer import (
    ACTIVATIONS,
    CHANGES,
    changed,
    images,
    loss,
    losses,
    network,
    outputs,
)

LINES = Module(WIDGETS / "line_between" / "lines.js")
GIVEN = ("images", "firsts", "seconds", "shown", "last")
PAIRS = list(itertools.product(ACTIVATIONS, CHANGES))


def asked(widget: LineBetween) -> dict:
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    return widget.result


def test_the_page_computes_what_torch_answers():
    made = [LineBetween(*pair, place) for pair in PAIRS for place in (0, 7, 10, 20)]
    given = {name: getattr(made[0], name) for name in GIVEN}
    pages = LINES.starmap("answerOf", [(one.setting, given) for one in made])
    for widget, page in zip(made, pages, strict=True):
        answer = widget.answer()
        for name in ("losses", "before", "outputs"):
            expected = torch.tensor(answer[name], dtype=torch.float64)
            torch.testing.assert_close(torch.tensor(page[name], dtype=torch.float64), expected)


def test_the_page_knows_barriers_and_which_networks_became_others():
    answers = [LineBetween(*pair).answer() for pair in PAIRS]
    rises = LINES.map("barrierOf", [one["losses"] for one in answers])
    expected = [float(barrier(losses(*pair))) for pair in PAIRS]
    assert rises == pytest.approx(expected, abs=1e-12)
    others = {
        pair for pair, same in zip(PAIRS, LINES.map("isSame", answers), strict=True) if not same
    }
    assert others == {("tanh", "rotation"), ("relu", "signs"), ("relu", "rotation")}


def test_what_is_allowed_leaves_the_outputs_and_what_is_not_allowed_does_not():
    for kind, change in PAIRS:
        before, after = (outputs(W, kind) for W in (network(kind, 0), changed(kind, change)))
        allowed = (kind, change) not in {
            ("tanh", "rotation"),
            ("relu", "signs"),
            ("relu", "rotation"),
        }
        assert torch.allclose(after, before) == allowed


@pytest.mark.parametrize(
    ("kind", "change", "least", "most"),
    [
        ("linear", "none", 2, 4),
        ("linear", "order", 1, 2),
        ("linear", "rotation", 0, 1e-3),
        ("tanh", "none", 2, 4),
        ("tanh", "order", 1, 2),
        ("tanh", "signs", 0, 0.06),
        ("relu", "none", 3, 4),
        ("relu", "order", 0, 0.1),
    ],
)
def test_the_pair_shows_what_the_chapter_finds_over_many_pairs(kind, change, least, most):
    assert least <= float(barrier(losses(kind, change))) <= most
    assert float(losses(kind, change).max()) < HIGHEST


@pytest.mark.parametrize("kind", ACTIVATIONS)
@pytest.mark.parametrize("which", [0, 1])
def test_both_ends_are_trained(kind, which):
    """One step of gradient descent gains next to nothing: the weights are rounded minima."""
    W = network(kind, which).requires_grad_()
    value = loss(W, kind)
    (slope,) = torch.autograd.grad(value, W)
    assert value - loss(W.detach() - 0.02 * slope, kind) < 1e-3
    assert value < images().sub(images().mean(0)).square().sum(1).mean() / 2


def test_a_kernel_answers_and_refuses_what_no_control_reaches():
    widget = LineBetween("linear", "rotation", 20)
    assert asked(widget)["losses"][20] == pytest.approx(float(loss(network("linear", 1), "linear")))
    widget.setting = {**widget.setting, "place": 21}
    assert asked(widget)["error"] == "place must be a whole number from 0 to 20, got 21"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "gelu"}, "kind must be linear, tanh, relu, got 'gelu'"),
        ({"change": "flip"}, "change must be none, order, signs, rotation, got 'flip'"),
        ({"place": -1}, "place must be a whole number from 0 to 20, got -1"),
        ({"place": 2.5}, "place must be a whole number from 0 to 20, got 2.5"),
    ],
)
def test_what_is_out_of_bounds_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        LineBetween(**given)


def test_the_picture_says_in_words_what_it_shows():
    picture = LineBetween().picture()
    assert (
        "two tanh networks, the first one as trained. At 50% of the way it is 5.27." in picture.alt
    )
    assert "The barrier is 2.89." in picture.alt
    assert len(picture.figure.axes) == 2
    other = LineBetween("relu", "signs").picture()
    assert other.alt.endswith("The first network has become another one.")


def test_a_script_of_one_idea_is_small():
    assert len(str(LineBetween._esm)) < 28_000
