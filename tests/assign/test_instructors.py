"""The page for instructors says what the tools do: its table, its statuses, its commands."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tying_assign import cli
from tying_assign.building import instructor, source
from tying_assign.catalogue import find, load_all
from tying_assign.definition import Problem, Written
from tying_assign.grading.one import grade
from tying_assign.grading.result import MEANING
from tying_assign.oral.command import LAB
from tying_assign.sandbox import choose
from tying_assign.sandbox.bubblewrap import Bubblewrap
from tying_assign.sandbox.other_user import OtherUser

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
COMMANDS = [
    (line or within).partition("  #")[0].strip()
    for line, within in re.findall(
        r"^ *(tying_assign .*)$|`(tying_assign [^`]+)`", PAGE, re.MULTILINE
    )
]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table whose first heading this is, row by row."""
    table = PAGE[PAGE.index(f"| {heading} |") :]
    lines = re.split(r"\n\s*\n", table)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def as_row(problem: Problem) -> list[str]:
    """What the table says of an assignment."""
    by_hand = sum(one.points for one in problem.questions if isinstance(one, Written))
    by_tests = sum(one.points for one in problem.graded)
    number = "the lab" if problem.id == problem.name else problem.id
    page = f"{{doc}}`{problem.name} </notebooks/practice/{problem.name}>` ({number})"
    chapter = f"{{doc}}`/{problem.chapter}`"
    return [page, chapter, str(problem.minutes), str(by_tests), str(by_hand)]


def test_the_table_of_assignments_is_the_catalogue():
    assert sorted(rows("assignment")) == sorted(as_row(problem) for problem in load_all())


def test_the_table_of_statuses_is_that_of_the_grader():
    assert rows("status") == [[name, meaning] for name, meaning in MEANING.items()]


def test_every_backend_has_its_column():
    head = next(line for line in PAGE.splitlines() if line.startswith("| what | bubblewrap"))
    assert all(kind.name in head for kind in (Bubblewrap, OtherUser))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_can_be_given(command):
    arguments = cli.parser().parse_args(shlex.split(command)[1:])
    assert callable(arguments.run)


def test_the_alias_of_the_page_works_in_any_folder(tmp_path):
    (line,) = re.findall(r"^alias tying_assign=.*$", PAGE, re.MULTILINE)
    (book := tmp_path / "a book" / ".venv" / "bin").mkdir(parents=True)
    (book / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (book / "python").chmod(0o755)
    lines = ["shopt -s expand_aliases", f'cd "{tmp_path}/a book"', line, "cd /"]
    done = subprocess.run(
        ["bash", "-c", "\n".join([*lines, "tying_assign questions --help"])],
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("usage: python -m tying_assign questions"), done.stderr


def written() -> set[str]:
    """The names that the page's commands write in the folder in which they run, or read there."""
    names = {"grades.csv.journal", "grades.csv.journal.lock", "grades.0123abcd.csv"}
    for command in COMMANDS:
        given = vars(cli.parser().parse_args(shlex.split(command)[1:]))
        options = ("out", "csv", "feedback", "roster", "folder", "submission")
        names |= {str(given[one]).split("!")[0] for one in options if given.get(one)}
    names |= set(re.findall(r"-m zipfile -[ce] (\S+)", PAGE))
    return names | {f"{name}/file" for name in names if "." not in name}


def test_git_ignores_what_the_commands_of_the_page_write_into_the_book():
    assert len(written()) > 8
    for name in sorted(written()):
        ignored = ["git", "check-ignore", "--quiet", "--no-index", f"{name}"]
        folder = "" if "." in name or "/" in name else "/"
        ignored[-1] += folder
        assert subprocess.run(ignored, cwd=ROOT).returncode == 0, name


@pytest.mark.parametrize("problem", load_all(), ids=lambda one: one.name)
def test_a_right_function_passes_the_hidden_tests_of_another_class(problem):
    work = source.submission(problem, "reference", class_seed=2027)
    graded = grade(problem, work, choose(unsafe=True), class_seed=1)
    assert graded.points == sum(one.points for one in problem.graded)


def test_only_the_lab_asks_for_a_model():
    """What the page says of the command questions, which asks about functions without arguments."""
    made = set()
    for problem in load_all():
        for cell in source.read(problem):
            if cell.role == source.STUB and re.search(r"def \w+\(\):", cell.text):
                made.add((problem.name, *source.defined(cell.text)))
    assert made == {("false-ties", "my_model")}
    assert LAB == "false-ties"


def test_the_instructors_notebook_says_what_the_page_says_of_it():
    shown = instructor.marking(find("counts"), 2027)
    assert "- `sentence` (question 4): you write its points" in shown
    (grading,) = (one for one in COMMANDS if shlex.split(one)[1] == "grade")
    assert f"{grading.split(' --csv')[0]} --csv grades.csv --class-seed 2027" in shown


def test_the_page_shows_every_command():
    assert {shlex.split(command)[1] for command in COMMANDS} >= {
        "verify",
        "variants",
        "grade",
        "export",
        "questions",
    }
