"""What a person wrote into the table stays with its file, or is told."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from tests.assign.grading.test_table import ROW
from tying_assign.errors import AssignError
from tying_assign.grading import by_hand, feedback, table
from tying_assign.grading.platform import student
from tying_assign.grading.table import Row

JANE, JOHN, NOBODY = "jane_1_10_a.ipynb", "john_2_20_a.ipynb", "a.ipynb"


def row(path: str, content: str) -> Row:
    return Row(path, student(path), content, ROW.grade)


def again(problem, folder, before, now, marks):
    """Grade ``before``, write the marks, grade ``now``; what was carried, and the new marks."""
    path = folder / "t.csv"
    table.write(path, before, problem, by_hand.carry([], before, problem))
    lines = table.read(path)
    for line in lines:
        line["why"] = marks.get(line["submission"], "")
    write(path, lines)
    carried = by_hand.carry(by_hand.read(path, problem), now, problem)
    old = table.write(path, now, problem, carried)
    assert (old is not None) == bool(carried.homeless)
    return carried, [line["why"] for line in table.read(path)]


def write(path, lines, separator=","):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, lines[0], delimiter=separator)
        writer.writeheader()
        writer.writerows(lines)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ([row(JANE, "x"), row(JOHN, "y")], ["1", "2"]),
        ([row(JOHN, "y"), row(JANE, "x")], ["2", "1"]),
        ([row(f"all.zip!{JANE}", "x"), row(f"new/{JOHN}", "y")], ["1", "2"]),
        ([row("jane_1_11_a-2.ipynb", "x"), row(JOHN, "y")], ["1", "2"]),  # sent once more
        ([row(JANE, "x"), row(JOHN, "y"), row(NOBODY, "z")], ["1", "2", ""]),
        ([row("b.ipynb", "x"), row("c.ipynb", "y")], ["1", "2"]),
    ],
)
def test_marks_stay_with_the_file_wherever_it_lies(problem, tmp_path, now, found):
    before, marks = [row(JANE, "x"), row(JOHN, "y")], {JANE: "1", JOHN: "2"}
    carried, written = again(problem, tmp_path, before, now, marks)
    assert written == found
    assert not carried.homeless


def test_a_mark_for_a_changed_file_is_told_with_its_student_and_kept_in_the_old_table(
    problem, tmp_path
):
    before, marks = [row(JANE, "x"), row(JOHN, "y")], {JANE: "1", JOHN: "2"}
    now = [row(JANE, "new"), row(JOHN, "y")]
    carried, written = again(problem, tmp_path, before, now, marks)
    assert written == ["", "2"]
    assert [*carried.told()] == ["jane (1): why 1"]
    (old,) = table.old_tables(tmp_path / "t.csv")
    assert [line["why"] for line in table.read(old)] == ["1", "2"]


def test_equal_files_of_two_students_keep_their_own_marks(problem, tmp_path):
    before, marks = [row(JANE, "x"), row(JOHN, "x")], {JANE: "1", JOHN: "0"}
    moved = [row(f"z.zip!{JOHN}", "x"), row(f"z.zip!{JANE}", "x")]
    assert again(problem, tmp_path, before, moved, marks)[1] == ["0", "1"]


def test_a_mark_does_not_go_to_another_student_who_had_the_same_file(problem, tmp_path):
    before, marks = [row(JANE, "x"), row(JOHN, "x")], {JANE: "1"}
    carried, written = again(problem, tmp_path, before, [row("b.ipynb", "x")], marks)
    assert written == [""]
    assert [*carried.told()] == ["jane (1): why 1"]


def test_files_that_were_not_opened_are_known_by_their_path_alone(problem, tmp_path):
    before, marks = [row(JANE, ""), row(JOHN, "")], {JANE: "1"}
    assert again(problem, tmp_path, before, [row(JOHN, "")], marks)[1] == [""]


def test_a_column_that_the_teacher_added_stays(problem, tmp_path):
    path, rows = tmp_path / "t.csv", [row(JANE, "x"), row(JOHN, "y")]
    table.write(path, rows, problem, by_hand.carry([], rows, problem))
    lines = [line | {"seen by": "AB", "and": ""} for line in table.read(path)]
    write(path, lines, ";")
    carried = by_hand.carry(by_hand.read(path, problem), rows, problem)
    assert table.write(path, rows, problem, carried) is None
    assert [(line["seen by"], line["and"]) for line in table.read(path)] == [("AB", "")] * 2


def test_the_table_of_another_assignment_is_refused(problem, tmp_path):
    path = tmp_path / "t.csv"
    table.write(path, [ROW], problem, by_hand.carry([], [ROW], problem))
    other = replace(problem, questions=(replace(problem.questions[0], name="halve"),))
    with pytest.raises(AssignError, match="another assignment: its questions are double, length"):
        by_hand.read(path, other)


@pytest.mark.parametrize("mark", ["4", "-1", "good", "1/2", "3.01"])
def test_a_mark_that_cannot_be_one_is_refused(problem, tmp_path, mark):
    with pytest.raises(AssignError, match=f"why is '{mark}'; write a number from 0 to 3"):
        again(problem, tmp_path, [row(JANE, "x")], [row(JANE, "x")], {JANE: mark})


def test_a_student_sees_the_mark_of_the_person_and_the_whole_sum(problem):
    seen = by_hand.with_marks(ROW, {"why": "1,5", "seen by": "AB"})
    page = feedback.page(seen, problem)
    assert "1.5 of 3<td>A person has read this answer." in page
    assert "3.5 of 6 points." in page
    assert by_hand.with_marks(ROW, {}) == ROW
