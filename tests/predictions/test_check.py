"""Every mistake in a prediction is found, and none where there is none."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode

from tests.predictions import demo
from tests.predictions.demo import code, markdown, notebook, prediction
from tools.checks.cells import printed
from tools.checks.predictions import problems, repeated

PRINTED = {
    "alias": "from -0.5  alias -0.50",
    "count": "stored 121",
    "rank": "608 5408 476672",
    "risk": "0.10 1.10 2.10",
}
BOXES = {
    "alias": (demo.ALIAS, demo.ALIAS_OUTCOME),
    "count": (demo.COUNT, demo.COUNT_OUTCOME),
    "rank": (demo.ORDER, demo.ORDER_OUTCOME),
    "risk": (demo.DRAG, demo.DRAG_OUTCOME),
}


def of(name: str, was: str = "", becomes: str = "", text: str | None = None) -> NotebookNode:
    """A notebook of one prediction, where ``was`` is written as ``becomes``."""
    question, outcome = BOXES[name]
    assert was in question + outcome
    if was:
        question, outcome = question.replace(was, becomes), outcome.replace(was, becomes)
    printed = PRINTED[name] if text is None else text
    cell = code("cell", "run()", printed, "hide-output")
    return notebook(*prediction(name, question, outcome, cell))


@pytest.mark.parametrize("chapter", [demo.ends, demo.curves])
def test_the_predictions_of_the_demo_are_in_order(chapter):
    assert problems(chapter()) == []


@pytest.mark.parametrize(
    ("name", "was", "becomes", "said"),
    [
        ("alias", "3. That is where the first use alone would go.", "", "3 options and 2 sent"),
        ("alias", "3. At $3$.", "", "2 options and 3 sentences"),
        ("alias", "**Right.** ", "", "0 of its sentences begin with **Right.**"),
        ("alias", "2. That is", "2. **Right.** That is", "2 of its sentences begin"),
        ("alias", "2. At $1$, as the tie.\n3. At $3$.", "", "1 options; give it 2 to 4"),
        ("alias", "3. At $3$.", "3. a\n4. b\n5. c", "5 options; give it 2 to 4"),
        ("alias", "3. At $3$.", "3. 3.", "its option 3 has no words; write “It is 4.”"),
        ("alias", "1. It", "It", "end it with a numbered list of the options"),
        ("alias", "`from -0.5 alias -0.50`", "`from -0.5 alias`", "is no line of the output"),
        ("alias", "`from -0.5 alias -0.50`", "The output", "quotes no whole line of the output"),
        ("alias", ":class: predict", ":class: predict order number", "number and order; leave one"),
        ("count", "Unit: numbers", "In numbers.", "its last paragraph is not “Unit: …”"),
        ("count", "within-5-percent", "exactly", "a class such as within-5-percent"),
        ("count", "**Right: 121.**", "**Right: about 121.**", "a paragraph “**Right: 193.** …”"),
        ("count", "**Right: 121.**", "**Right: 122.**", "122 does not stand in the lines that"),
        ("count", "- 49: that", "- That", "begin each wrong answer of its list with a number"),
        ("rank", "3, 2, 1", "3, 2, 4", "its right order 3, 2, 4 is not one of its 3 options"),
        ("rank", "3, 2, 1", "1, 2, 3", "its options stand in the right order already"),
        ("rank", "**Right order: 3, 2, 1.**", "", "a paragraph “**Right order: 3, 1, 2.** …”"),
        ("risk", "risk, 0 to 3", "risk", "name the value and its range"),
        ("risk", "| ? | ? | ? |", "| 0.1 | 1.1 | 2.1 |", "at least one value of its table open"),
        ("risk", "| 2.1 |", "| 2.2 |", "its right number 2.2 does not stand in the output"),
        ("risk", "| 2.1 |", "| two |", "the table has '?' and its outcome 'two'; give a number"),
        (
            "risk",
            ":name: outcome-risk\n\n",
            ":name: outcome-risk\n\nText.\n\n",
            "begin the outcome",
        ),
        ("alias", "outcome-alias", "outcome-other", "outcome-other has no question predict-other"),
        ("alias", "outcome-alias", "outcome-other", "predict-alias has no outcome"),
        ("alias", ":class: outcome dropdown\n", "", "predict-alias has no outcome"),
        ("alias", ":class: predict\n", "", "outcome-alias has no question predict-alias"),
        ("alias", "predict-alias", "guess-alias", "class predict has to begin with predict-"),
    ],
)
def test_a_mistake_is_found(name: str, was: str, becomes: str, said: str):
    found = problems(of(name, was, becomes))
    assert [one for one in found if said in one], found


@pytest.mark.parametrize("name", ["alias", "count", "rank", "risk"])
def test_what_is_right_has_to_be_printed(name: str):
    assert problems(of(name)) == []
    assert problems(of(name, text="something else")) != []


def test_a_quote_is_a_whole_line_in_any_spacing():
    assert problems(of("count", text="stored    121\n\nother")) == []
    assert problems(of("count", text="stored 121 numbers")) == [
        "predict-count: its quote `stored 121` is no line of the output"
    ]


def test_a_second_quote_has_to_stand_in_the_output_as_well():
    found = problems(of("count", "`stored 121`:", "`stored 121`, `and 7`:"))
    assert found == ["predict-count: its quote `and 7` is no line of the output"]


def test_code_that_is_named_later_is_no_quote():
    assert problems(of("count", "the second layer", "the layer `chain[2]`")) == []


def test_output_between_has_to_be_hidden():
    shown = notebook(*prediction("alias", *BOXES["alias"], code("cell", "run()", PRINTED["alias"])))
    said = "predict-alias: the output of its cell cell is not hidden; tag the cell hide-output"
    assert problems(shown) == [said]
    silent = code("silent", "x = 1")
    hidden = code("cell", "run()", PRINTED["alias"], "hide-output")
    assert problems(notebook(*prediction("alias", *BOXES["alias"], silent, hidden))) == []


def test_text_between_would_give_the_answer_away():
    cells = prediction(
        "alias", *BOXES["alias"], code("c", "run()", PRINTED["alias"], "hide-output")
    )
    cells.insert(2, markdown("between", "It stays."))
    assert "text stands between predict-alias and outcome-alias" in problems(notebook(*cells))[0]


def test_output_of_an_earlier_cell_confirms_nothing():
    cells = prediction("count", *BOXES["count"], code("cell", "run()", "other", "hide-output"))
    earlier = code("earlier", "run()", PRINTED["count"])
    assert problems(notebook(earlier, *cells)) != []


def test_a_name_is_used_once_in_a_chapter_and_in_the_book():
    again = [markdown(f"again-{place}", one.source) for place, one in enumerate(of("alias").cells)]
    twice = notebook(*of("alias").cells, *again)
    assert "predict-alias is used twice; choose another name" in problems(twice)
    assert repeated({"one": of("alias"), "two": of("alias")}) == ["outcome-alias", "predict-alias"]
    assert repeated({"one": of("alias"), "two": of("count")}) == []


def test_a_row_of_a_table_is_a_line():
    cell = code("table", "table")
    shown = "<table><tr>\n<th>a</th>\n<td>1&nbsp;&lt; 2</td></tr><tr><td>b</td></tr></table>"
    cell.outputs = [{"output_type": "display_data", "data": {"text/html": shown}}]
    assert [" ".join(line.split()) for line in printed(cell)] == ["a 1 < 2", "b"]


def test_words_of_a_picture_are_no_output_and_those_of_a_widget_are():
    data = {"image/svg+xml": "<svg/>", "text/plain": "There are 193."}
    widget = {"application/vnd.jupyter.widget-view+json": {}, **data}
    for shown, lines in ((data, []), (widget, ["There are 193."])):
        cell = code("picture", "picture")
        cell.outputs = [{"output_type": "display_data", "data": shown}]
        assert printed(cell) == lines


def test_a_box_without_a_name_is_no_prediction():
    assert problems(notebook(markdown("old", demo.OLD), code("c", "1", "1"))) == []
