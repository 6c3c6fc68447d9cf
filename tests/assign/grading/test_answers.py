"""The page with the answers that a person reads."""

from __future__ import annotations

import json

from tying_assign import catalogue
from tying_assign.building import source
from tying_assign.definition import Written
from tying_assign.grading import answers
from tying_assign.grading.by_hand import with_marks
from tying_assign.grading.folder import submissions
from tying_assign.grading.notebook import Cell
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
    assert "<h3>doeja (1 of 2 points)</h3>" in page
    assert "The &lt;b&gt;relation&lt;/b&gt; is\nthe same.</pre>" in page
    assert "For which data" not in page  # the question
    assert page.count("Nothing of the student&#x27;s own was found") == 2
    assert page.count("The file") == 2


def cells(*texts: str) -> list[Cell]:
    return [Cell("code" if text.startswith("x =") else "markdown", text) for text in texts]


def test_an_answer_ends_at_the_next_heading_of_its_depth():
    found = cells("## Question 1\ngiven", "one", "### aside", "x = 1", "## Question 11", "two")
    assert answers.answer(found, 1, {"given"}) == "## Question 1\n\none\n\n### aside\n\nx = 1"
    assert answers.answer(found, 1, {"given", "## Question 1", "x = 1"}) == "one\n\n### aside"
    assert answers.answer(found, 11, {"## Question 11"}) == "two"
    assert answers.answer(found, 2, set()) == ""
