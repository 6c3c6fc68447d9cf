"""The page for instructors says what the tools do: its table, its statuses, its commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tying_assign import cli
from tying_assign.catalogue import load_all
from tying_assign.definition import Problem, Written
from tying_assign.grading.result import MEANING
from tying_assign.sandbox.bubblewrap import Bubblewrap
from tying_assign.sandbox.other_user import OtherUser

PAGE = (Path(__file__).parents[2] / "book" / "instructors.md").read_text(encoding="utf-8")
COMMANDS = [
    line.partition("  #")[0].strip().removeprefix(".venv/bin/python -m ")
    for line in PAGE.splitlines()
    if re.match(r" *(\.venv/bin/python -m )?tying_assign ", line)
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


def test_the_page_shows_every_command():
    assert {shlex.split(command)[1] for command in COMMANDS} >= {
        "verify",
        "variants",
        "grade",
        "export",
        "questions",
    }
