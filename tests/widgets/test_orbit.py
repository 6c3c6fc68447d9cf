"""A code that is turned: the page's arithmetic against torch, what survives, and the picture."""

from __future__ import annotations

import itertools

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.orbit import Orbit
from tying.widgets.orbit.answer import ACTIVATIONS, STEP, orthogonal, outline, outputs, turned

ROTATIONS = Module(WIDGETS / "orbit" / "rotations.js")
SETTINGS = list(itertools.product((0, 5, 90, 135, 270, 355), ACTIVATIONS, (False, True)))


def widgets() -> list[Orbit]:
    return [Orbit(angle, activation, mirror=mirror) for angle, activation, mirror in SETTINGS]


def asked(widget: Orbit) -> dict:
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    return widget.result


def still(activation: str, *, mirror: bool) -> list[int]:
    """Angles at which the output stands still."""
    changes = Orbit(0, activation, mirror=mirror).answer()["changes"]
    return [k * STEP for k, change in enumerate(changes) if change < 1e-9]


def test_the_page_computes_what_torch_answers():
    made = widgets()
    traits = {name: getattr(made[0], name) for name in ("matrix", "points", "step")}
    pages = ROTATIONS.starmap("answerOf", [(one.setting, traits) for one in made])
    for widget, page in zip(made, pages, strict=True):
        answer = widget.answer()
        assert page["change"] == pytest.approx(answer["change"], abs=1e-12)
        assert page["changes"] == pytest.approx(answer["changes"], abs=1e-12)
        for row, other in zip(page["matrix"], answer["matrix"], strict=True):
            assert row == pytest.approx(other, abs=1e-12)


def test_the_page_draws_the_outputs_of_torch():
    made = widgets()
    calls = [(one.answer()["matrix"], one.points, one.setting["activation"]) for one in made]
    for (matrix, _, activation), page in zip(
        calls, ROTATIONS.starmap("outputs", calls), strict=True
    ):
        expected = outputs(torch.tensor(matrix, dtype=torch.float64), activation)
        torch.testing.assert_close(torch.tensor(page, dtype=torch.float64), expected)


def test_the_linear_output_stands_still_because_the_gram_matrix_does():
    W = turned(0, mirror=False)
    for angle, mirror in itertools.product((5, 40, 200), (False, True)):
        other = turned(angle, mirror)
        torch.testing.assert_close(other.mT @ other, W.mT @ W)
        assert (other - W).abs().max() > 0.05
    assert len(still("linear", mirror=False)) == len(still("linear", mirror=True)) == 72


def test_signed_permutations_survive_tanh_and_permutations_survive_relu():
    """Of two units there are eight signed permutations, of which two change no sign."""
    found = {
        name: [(angle, mirror) for mirror in (False, True) for angle in still(name, mirror=mirror)]
        for name in ("tanh", "relu")
    }
    assert found["tanh"] == [(a, mirror) for mirror in (False, True) for a in (0, 90, 180, 270)]
    assert found["relu"] == [(0, False), (90, True)]
    for angle, mirror in found["relu"]:
        Q = orthogonal(angle, mirror)
        torch.testing.assert_close(Q.abs(), Q)  # no sign is changed


def test_the_change_is_seen_in_the_picture():
    """The largest changes are a tenth of the plane and more."""
    assert max(Orbit(0, "tanh").answer()["changes"]) > 0.3
    assert max(Orbit(0, "relu").answer()["changes"]) > 1
    assert outline().abs().max() < Orbit().reach


def test_a_kernel_answers_and_refuses_what_no_control_reaches():
    widget = Orbit(90, "tanh", mirror=True)
    result = asked(widget)
    assert result["setting"] == {"angle": 90, "mirror": True, "activation": "tanh"}
    assert result["change"] == pytest.approx(0, abs=1e-12)
    widget.setting = {**widget.setting, "angle": 7}
    assert asked(widget)["error"] == "angle must be a multiple of 5 from 0 to 355, got 7"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"angle": 360}, "angle must be a multiple of 5 from 0 to 355, got 360"),
        ({"angle": 2.5}, "angle must be a multiple of 5 from 0 to 355, got 2.5"),
        ({"activation": "gelu"}, "activation must be linear, tanh, relu, got 'gelu'"),
    ],
)
def test_what_is_out_of_bounds_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        Orbit(**given)


def test_the_picture_says_in_words_what_it_shows():
    alone = Orbit(40).picture()
    assert "turned by 40 degrees." in alone.alt
    assert "outputs of the linear network lie exactly on those before" in alone.alt
    assert len(alone.figure.axes) == 2
    compared = Orbit(45, "tanh", mirror=True, compare=True).picture()
    assert "turned by 45 degrees after a mirror" in compared.alt
    assert "have moved by 0.3" in compared.alt
    assert len(compared.figure.axes) == 3


def test_a_script_of_one_idea_is_small():
    assert len(str(Orbit._esm)) < 32_000
