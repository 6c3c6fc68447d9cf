"""The table of grades: what stands in it, and that spreadsheets take it for text and numbers."""

from __future__ import annotations

import csv

import pytest

from tying_assign.errors import AssignError
from tying_assign.grading import table
from tying_assign.grading.result import Grade, Mark
from tying_assign.grading.table import Row

MARKS = (
    Mark("double", 2, 2, "graded", "Right."),
    Mark("length", 0, 1, "error", "it raised\nValueError"),
    Mark("why", None, 3, "graded"),
)
ROW = Row("a/b.ipynb", "Jane", "ab", Grade(MARKS, ("Left out: !ls",)), ("the same as c",))


def test_a_row_has_points_of_all_questions_their_sum_and_notes(problem, tmp_path):
    table.write(tmp_path / "t.csv", [ROW], problem)
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8")
    assert text == (
        "\ufeffsubmission,student,sha256,status,double,length,why,of,sum,notes\r\n"
        "a/b.ipynb,Jane,ab,error,2,0,,6,2,"
        "length: it raised ValueError; Left out: !ls; the same as c\r\n"
    )


def test_a_submission_that_the_grader_failed_for_has_no_points(problem):
    row = Row("a", "", "ab", None, ("not graded: no memory",))
    assert table.cells(row, problem)[3:] == [
        *("not graded", "", "", "", "6", "", "not graded: no memory")
    ]


def test_a_reason_that_all_questions_share_stands_once(problem):
    marks = tuple(Mark(one.question, 0, one.of, "unreadable", "No notebook.") for one in MARKS)
    assert table.cells(Row("a", "", "", Grade(marks)), problem)[-1] == "No notebook."


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_cells_that_look_like_formulas_are_escaped_and_read_back(problem, tmp_path, sign):
    names = [f"{sign}1+1.ipynb", f"'{sign}x", "'quoted'", "plain"]
    path = tmp_path / "t.csv"
    table.write(path, [Row(name, sign, "", ROW.grade) for name in names], problem)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert not any(cell.startswith(table.FORMULA) for line in lines for cell in line)
    assert [row["submission"] for row in table.read(path)] == names


def test_marks_that_a_person_wrote_stay_for_the_same_file(problem, tmp_path):
    path = tmp_path / "t.csv"
    other = Row("c.ipynb", "", "cd", ROW.grade)
    table.write(path, [ROW, other], problem)
    marked = path.read_text(encoding="utf-8-sig").replace(",2,0,,6", ",2,0,2.5,6", 1)
    marked = marked.replace(",", ";")
    path.write_text(marked, encoding="utf-8")
    changed = Row("c.ipynb", "", "new", ROW.grade)
    assert table.write(path, [ROW], problem) is None  # the other one had no mark
    path.write_text(marked, encoding="utf-8")
    table.write(path, [ROW, changed], problem)
    assert [row["why"] for row in table.read(path)] == ["2.5", ""]
    assert [row["sum"] for row in table.read(path)] == ["2", "2"]


@pytest.mark.parametrize("now", [[], [Row("a/b.ipynb", "Jane", "new", ROW.grade)]])
def test_marks_for_a_file_that_changed_or_is_gone_stay_in_the_old_table(problem, tmp_path, now):
    path = tmp_path / "t[1].csv"
    assert table.write(path, [ROW], problem) is None
    marked = path.read_bytes().replace(b",2,0,,6", b",2,0,2.5,6")
    path.write_bytes(marked)
    old = table.write(path, now, problem)
    assert old is not None and old.read_bytes() == marked
    assert table.old_tables(path) == [old]
    assert not any(row["why"] for row in table.read(path))
    assert table.write(path, now, problem) is None


def test_a_file_that_is_no_table_of_grades_is_not_overwritten(problem, tmp_path):
    path = tmp_path / "t.csv"
    for content in ("my,own\r\n1,2\r\n", "submissions\n", "submission,other\na,b\n", ""):
        path.write_text(content, encoding="utf-8", newline="")
        with pytest.raises(AssignError, match="no table of grades"):
            table.write(path, [ROW], problem)
        assert path.read_bytes().decode() == content


def test_points_are_written_as_people_write_them():
    assert [table.number(one) for one in (2, 2.0, 1.5, 0, None)] == ["2", "2", "1.5", "0", ""]


def test_a_table_that_cannot_be_written_is_said_and_leaves_nothing(problem, tmp_path):
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(AssignError, match="cannot be"):
        table.write(tmp_path / "t.csv", [ROW], problem)
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
