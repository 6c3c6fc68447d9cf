"""A batch: each content once, the same table whatever the order, and anew after a change."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace

import pytest

from tests.assign.grading.conftest import PROBLEMS
from tying_assign import catalogue
from tying_assign.grading import batch, table
from tying_assign.grading.batch import Result, Settings
from tying_assign.grading.folder import submissions
from tying_assign.grading.journal import Journal
from tying_assign.grading.result import Grade, Mark

CONTENTS = {f"{name}.py": f"x = {name!r}" for name in "abcdef"}

SETTINGS = Settings()


class Pool:
    """Gives each submission its length as points, in an order of its own."""

    def __init__(self, seed=0, failing=(), most=100):
        self.seed, self.failing, self.most = seed, failing, most
        self.graded = []

    def run(self, tasks, keep):
        tasks = list(tasks)
        random.Random(self.seed).shuffle(tasks)
        for task in tasks[: self.most]:
            content = task.read()
            self.graded.append(content)
            if content in self.failing:
                keep(Result(task.key, None, "no memory"))
            else:
                keep(Result(task.key, Grade((Mark("double", len(content), 20, "graded"),))))


@pytest.fixture
def run(fill, problem, tmp_path):
    """The rows of a batch; the journal stays from run to run."""

    def rows(contents, pool, settings=SETTINGS, problem=problem, journal="journal"):
        with Journal(tmp_path / journal) as opened:
            listed = submissions(fill(contents))
            said = []
            made = batch.rows(
                problem, listed, settings, opened, pool, lambda *numbers: said.append(numbers)
            )
            assert said == [(n, len(pool.graded)) for n in range(len(pool.graded) + 1)]
            return made

    return rows


def test_the_table_is_the_same_whatever_the_order(run, problem):
    tables = [
        [table.cells(row, problem) for row in run(CONTENTS, Pool(seed), journal=f"j{seed}")]
        for seed in range(5)
    ]
    assert [line[0] for line in tables[0]] == sorted(CONTENTS)
    assert all(other == tables[0] for other in tables)


def test_what_the_journal_has_is_not_graded_again(run):
    first = run(CONTENTS, Pool())
    second = Pool()
    assert run(CONTENTS, second) == first
    assert second.graded == []
    third = Pool()
    run({**CONTENTS, "a.py": "changed = 1"}, third)
    assert third.graded == [b"changed = 1"]


def test_the_same_content_is_graded_once_and_told_to_both(run):
    pool = Pool()
    rows = run({"a.py": "x", "b.py": "x", "c.py": "y"}, pool)
    assert sorted(pool.graded) == [b"x", b"y"]
    assert [row.grade for row in rows[:1]] == [rows[1].grade]
    assert [row.notes for row in rows] == [
        ("the same content as b.py",),
        ("the same content as a.py",),
        (),
    ]


def test_many_copies_are_told_by_their_number(run):
    rows = run({f"{name}.py": "x" for name in "abcde"}, Pool())
    assert rows[0].notes == ("the same content as b.py, c.py, d.py and 1 more",)


def test_further_files_of_a_student_are_told(run):
    rows = run({"doe_1_2_a.py": "x", "doe_1_3_b.py": "y", "roe_2_4_a.py": "z"}, Pool())
    assert [row.notes for row in rows] == [
        ("the same student handed in doe_1_3_b.py",),
        ("the same student handed in doe_1_2_a.py",),
        (),
    ]


def test_a_failure_of_the_grader_is_no_grade_and_is_tried_again(run):
    rows = run({"a.py": "x", "b.py": "y"}, Pool(failing=[b"x"]))
    assert [row.status for row in rows] == ["not graded", "graded"]
    assert rows[0].notes == ("not graded: no memory",)
    again = Pool()
    assert [row.status for row in run({"a.py": "x", "b.py": "y"}, again)] == ["graded"] * 2
    assert again.graded == [b"x"]


def test_a_file_that_is_not_opened_gets_no_points_and_says_why(run, problem):
    pool = Pool()
    (row,) = run({"a.pdf": "x"}, pool)
    assert pool.graded == []
    assert table.cells(row, problem)[3:] == [
        *("unreadable", "0", "0", "", "6", "0"),
        "The file was not graded: neither a notebook nor a file of Python.",
    ]


@pytest.mark.parametrize("settings", [Settings(1), Settings(seconds=3.0), Settings(unsafe=True)])
def test_other_settings_grade_anew(run, settings):
    run(CONTENTS, Pool())
    again = Pool()
    run(CONTENTS, again, settings)
    assert len(again.graded) == len(CONTENTS)


def test_a_changed_problem_grades_anew(run, tmp_path):
    folder = tmp_path / "double"
    shutil.copytree(PROBLEMS / "double", folder)
    (folder / "__pycache__").mkdir(exist_ok=True)
    problem = catalogue.load(folder)
    run(CONTENTS, Pool(), problem=problem)
    (folder / "__pycache__" / "x.pyc").write_text("x")
    kept = Pool()
    run(CONTENTS, kept, problem=problem)
    assert kept.graded == []
    for name in ("grader.py", "probes.py", "data/more.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        with (folder / name).open("a") as file:
            file.write("\n# changed\n")
        again = Pool()
        run(CONTENTS, again, problem=problem)
        assert len(again.graded) == len(CONTENTS), name


def test_the_digest_is_of_the_files_and_not_of_where_they_lie(problem, tmp_path):
    shutil.copytree(PROBLEMS / "double", tmp_path / "double")
    assert batch.digest(catalogue.load(tmp_path / "double")) == batch.digest(problem)
    assert batch.digest(replace(problem, folder=tmp_path)) != batch.digest(problem)


def test_what_decides_a_grade_is_there():
    package = batch.Path(batch.tying_assign.__file__).parent
    assert all((package / name).exists() for name in batch.GRADER)
