"""The page with the answers that a person reads."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tying_assign import catalogue
from tying_assign.building import source
from tying_assign.definition import Written
from tying_assign.grading import answers
from tying_assign.grading.by_hand import with_marks
from tying_assign.grading.folder import submissions
from tying_assign.grading.notebook import Cell, all_cells
from tying_assign.grading.result import Grade, Mark
from tying_assign.grading.table import Row

COUNTS = catalogue.find("counts")
PLACE = next(
    place for place, one in enumerate(COUNTS.questions, start=1) if isinstance(one, Written)
)


def answered(text: str) -> bytes:
    """The notebook that is handed out, with an answer in place of the dots."""
    stub = source.notebook(source.read(COUNTS), source.STUDENT)
    cell = next(one for one in stub.cells if one.source.endswith("...") and one.id == "stub-text")
    cell.source = cell.source.replace("...", text)
    return json.dumps(stub).encode()


def test_each_answer_stands_with_its_student_without_what_was_handed_out(tmp_path):
    files = {
        "doejane_1_2_a.ipynb": answered("The <b>relation</b> is\nthe same."),
        "leemin_2_3_a.ipynb": answered("..."),
        "oddson_3_4_a.ipynb": b"{}",
        "pdfer_4_5_a.pdf": b"%PDF",
        "writer_5_6_a.py": b"def parameters():\n    pass\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    listed = submissions(tmp_path)
    marks = tuple(Mark(one.name, None, one.points, "graded") for one in COUNTS.questions)
    rows = [Row(one.path, one.path[:5], one.sha256, Grade(marks)) for one in listed]
    name = COUNTS.questions[PLACE - 1].name
    rows[0] = with_marks(rows[0], {name: "1"})
    answers.write(tmp_path / "answers.html", listed, rows, COUNTS)
    page = (tmp_path / "answers.html").read_text(encoding="utf-8")
    assert f"Question {PLACE}: {name}, up to 2 points" in page
    assert "<h3>doeja, doejane_1_2_a.ipynb (1 of 2 points)</h3>" in page
    assert "The &lt;b&gt;relation&lt;/b&gt; is\nthe same.</pre>" in page
    assert "For which data" not in page  # the question
    assert page.count("Nothing of the student&#x27;s own was found") == 2  # the stub, the .py
    assert "<details open><summary>Elsewhere in the file, code included: 1 cells" in page
    assert "def parameters():\n    pass</pre>" in page
    assert page.count("The file") == 2


def texts_of(cells: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in cells]


GIVEN = {"given", "## Question 1", "## Question 2: code", "## What is marked", "x = ..."}
HANDED_OUT = ("## Question 1", "given", "## Question 2: code", "x = ...", "## What is marked")


@pytest.mark.parametrize(
    ("position", "answer"),
    [(2, "# Derivation\n\nb = 1"), (2, "## Answer"), (2, "plain"), (2, "### deeper\nmore")],
)
def test_an_answer_may_have_headings_of_its_own(position, answer):
    texts = [*HANDED_OUT[:position], answer, "then", *HANDED_OUT[position:]]
    own = answers.own(cells(*texts), {1}, GIVEN)
    assert texts_of(own.answers[1]) == [answer, "then"]
    assert own.rest == []


@pytest.mark.parametrize("position", [0, 3, 4, 5])
def test_what_stands_elsewhere_is_shown_as_well(position):
    texts = [*HANDED_OUT[:position], "# Derivation\nb = 1", *HANDED_OUT[position:]]
    own = answers.own(cells(*texts), {1}, GIVEN)
    assert (own.answers[1], texts_of(own.rest)) == ([], ["# Derivation\nb = 1"])
    shown = own.shown(1)
    assert "<details open>" in shown and "# Derivation\nb = 1</pre>" in shown
    assert answers.NOTHING.split("'")[0] in shown


def test_code_of_the_student_stands_folded_below_the_answer():
    own = answers.own(cells("## Question 1", "see my code", *HANDED_OUT[2:], "x = 1"), {1}, GIVEN)
    answer, folded = own.shown(1).split("<details>")
    assert "see my code</pre>" in answer and "x = 1</pre>" in folded


def test_images_are_shown_and_what_only_claims_to_be_one_is_not():
    attached = {
        "a.png": {"image/png": "iVBORw0KGgo=\n"},
        "b.svg": {"image/svg+xml": "PHN2Zz4="},
        "c.png": {"image/png": '"><script>'},
    }
    cell = {"cell_type": "markdown", "source": "![a](attachment:a.png)", "attachments": attached}
    found = all_cells(json.dumps({"cells": [{"cell_type": "markdown", "source": "## Question 1"},
                                            cell]}).encode())  # fmt: skip
    shown = answers.own(found, {1}, GIVEN).shown(1)
    assert shown.count("<img ") == 1
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in shown
    assert "<script>" not in shown


def test_a_cell_of_images_alone_is_an_answer():
    cell = Cell("markdown", "", ("data:image/png;base64,iVBORw0KGgo=",))
    own = answers.own([*cells("## Question 1"), cell], {1}, GIVEN)
    assert own.answers[1] == [cell]


def cells(*texts: str) -> list[Cell]:
    return [Cell("code" if text.startswith("x =") else "markdown", text) for text in texts]
