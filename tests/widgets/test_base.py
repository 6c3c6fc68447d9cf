"""What every widget has: one script, one style, answers of its kernel, and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import traitlets

from tying.plotting.palette import palette_css
from tying.plotting.picture import Picture, new_figure
from tying.widgets.base import TiedWidget
from tying.widgets.two_outputs import TwoOutputs

FOLDER = Path(__file__).parent / "bare"


class Bare(TiedWidget):
    """A widget that halves a number, and adds to it on demand."""

    folder = FOLDER
    questions = ("sum",)
    setting = traitlets.Dict({"n": 4}).tag(sync=True)
    sum = traitlets.Dict().tag(sync=True)
    computed = 0

    def picture(self) -> Picture:
        return Picture(new_figure(1, 1), f"The number is {self.setting['n']}.")

    def answer(self) -> dict[str, Any]:
        self.computed += 1
        n = self.setting["n"]
        if n % 2:
            raise ValueError(f"n must be even, got {n}")
        return {"half": n // 2}

    def answer_sum(self, term: int) -> dict[str, Any]:
        return {"sum": self.setting["n"] + term}


@pytest.fixture
def widget() -> Bare:
    return Bare()


def hear(widget: TiedWidget, content: Any) -> None:
    """Let the widget have a message of its page."""
    data = {"method": "custom", "content": content}
    widget._handle_msg({"content": {"data": data}, "buffers": []})


def test_the_script_draws_and_imports_nothing():
    script = str(Bare._esm)
    assert script.endswith("export default { render };\n")
    assert script.count("export ") == 1
    assert "import " not in script


def test_a_page_gets_the_palette_and_the_widget_the_shared_style_before_its_own(widget):
    assert str(widget._css) == palette_css()
    assert 0 <= widget.stylesheet.index(".tied-widget") < widget.stylesheet.index(".bare-number")
    assert "--tied-paper:" in palette_css() and "--tied-paper:" not in widget.stylesheet


def test_a_widget_with_traits_added_at_run_time_keeps_its_script(widget):
    widget.add_traits(late=traitlets.Int(1))
    assert str(widget._esm).startswith("const linked")


def test_the_kernel_answers_only_when_the_page_asks_and_then_after_every_change(widget):
    assert widget.result == {}
    hear(widget, {"ask": "result"})
    assert widget.result == {"setting": {"n": 4}, "half": 2, "answers": 1}
    widget.setting = {"n": 10}
    assert widget.result == {"setting": {"n": 10}, "half": 5, "answers": 2}


def test_an_equal_answer_is_noticed_too(widget):
    seen: list[Any] = []
    widget.observe(seen.append, "result")
    for _ in range(2):
        hear(widget, {"ask": "result"})
    assert len(seen) == 2


def test_a_further_question_has_a_trait_of_its_own(widget):
    hear(widget, {"ask": "sum", "term": 3})
    assert widget.sum == {"setting": {"n": 4}, "sum": 7, "answers": 1}
    assert widget.result == {}


def test_a_setting_without_an_answer_is_reported_to_the_page(widget):
    widget.setting = {"n": 3}
    assert widget.result == {"setting": {"n": 3}, "error": "n must be even, got 3", "answers": 1}


@pytest.mark.parametrize(
    "content", [{"ask": "half"}, {"ask": ["result"]}, {"ask": "folder"}, {}, None, "result", [1]]
)
def test_an_unknown_question_is_reported_to_the_page_with_the_known_ones(widget, content):
    hear(widget, content)
    assert widget.result["error"] == f"ask must be one of result, sum; got {content!r}"
    assert widget.computed == 0


@pytest.mark.parametrize("values", [{}, {"term": 1, "more": 2}, {"term": "x"}, {"term": None}])
def test_a_question_with_the_wrong_values_is_reported_to_the_page(widget, values):
    hear(widget, {"ask": "sum", **values})
    assert "sum" not in widget.sum
    assert widget.sum["error"]


def test_a_mistake_in_an_answer_is_reported_to_the_page_and_raised(widget):
    with pytest.raises(KeyError):
        widget.setting = {"m": 4}
    assert widget.result == {"setting": {"m": 4}, "error": "'n'", "answers": 1}


def test_a_widget_that_is_closed_computes_nothing(widget):
    widget.close()
    widget.setting = {"n": 10}
    assert widget.computed == 0


def test_the_bundle_has_the_view_and_the_picture_of_the_present_state(widget):
    widget.setting = {"n": 6}
    bundle = widget._repr_mimebundle_()
    assert bundle is not None
    data, _ = bundle
    assert data["text/plain"] == "The number is 6."
    assert data["image/svg+xml"].startswith("<svg ")
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id


@pytest.mark.parametrize("method", ["picture", "answer"])
def test_a_widget_without_a_picture_or_an_answer_is_refused(method):
    complete = {"picture": Bare.picture, "answer": Bare.answer}
    del complete[method]
    Partial = type("Partial", (TiedWidget,), {"folder": FOLDER, **complete})
    with pytest.raises(TypeError, match=rf"abstract .*{method}"):
        Partial()


def test_the_script_of_a_class_is_linked_once(monkeypatch):
    monkeypatch.setattr("tying.widgets.base.link", pytest.fail)
    first, second = TwoOutputs(), TwoOutputs()
    assert first._esm is second._esm
