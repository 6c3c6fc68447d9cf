"""Submissions that try to get points, or to stop the others: each gets a truthful status.

Each file of ``submissions`` is one. The first line of its docstring names the statuses that are
true of it, then what it does, and at the end the backends where it is not kept from doing so. Its
function gets a number and the path of the hidden tests, and what it has to return is a number that
only the parent knows. One that reaches what it must not raises an AssertionError, which shows in
its message.
"""

from __future__ import annotations

import ast
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.assign.backends import BACKENDS, KINDS, backend
from tying_assign.definition import Case, Problem, Question
from tying_assign.grading.one import grade
from tying_assign.grading.result import STATUSES, Grade

FOLDER = Path(__file__).parent / "submissions"
GROUPS = 4
SECRET = secrets.randbits(60)


@dataclass(frozen=True)
class Attack:
    """A file of ``submissions``: the statuses that are true, and where it is not kept off."""

    name: str
    statuses: frozenset[str]
    not_in: frozenset[str]
    source: str


def read(path: Path) -> Attack:
    source = path.read_text(encoding="utf-8")
    line = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0].rstrip(".")
    statuses, _, rest = line.partition(":")
    _, _, not_in = rest.partition("; not in: ")
    return Attack(path.stem, frozenset(statuses.split()), frozenset(not_in.split()), source)


ATTACKS = [read(path) for path in sorted(FOLDER.glob("*.py"))]


def double(n: int) -> int:
    return 2 * n


def question(attack: Attack, secret: Path) -> Question:
    function = f"answer_{attack.name}"
    seconds = 2.0 if "timeout" in attack.statuses else 20.0
    cases = (Case((3, str(secret)), SECRET), Case((4, str(secret)), SECRET))
    return Question(attack.name, 1, function, lambda rng: cases, seconds=seconds)


def honest(name: str) -> Question:
    cases = (Case((3,), 6), Case((40,), 80))
    return Question(name, 1, "double", lambda rng: cases, seconds=60)


def problem(attacks: list[Attack], secret: Path) -> Problem:
    questions = [one for a in attacks for one in (question(a, secret), honest(f"after {a.name}"))]
    return Problem("1", "t", "c", 1, tuple(questions))


def submission(attacks: list[Attack]) -> bytes:
    """A Python file with each attack in a namespace of its own, which its call makes."""
    lines = ["def double(n):", "    return 2 * n"]
    for attack in attacks:
        lines += [
            f"def answer_{attack.name}(*args):",
            "    namespace = {'__name__': '__main__'}",
            f"    exec({attack.source!r}, namespace)",
            "    return namespace['answer'](*args)",
        ]
    return "\n".join(lines).encode()


def wrong(attack: Attack, result: Grade) -> str:
    """What is not as it should be; empty if all is."""
    marks = {mark.question: mark for mark in result.marks}
    mark, after = marks[attack.name], marks[f"after {attack.name}"]
    said = []
    if mark.status not in attack.statuses or "AssertionError" in mark.message:
        said.append(f"{attack.name}: {mark.status}: {mark.message}")
    if mark.points != 0:
        said.append(f"{attack.name} got {mark.points}")
    if after.points != 1:
        said.append(f"after {attack.name}: {after.status}: {after.message}")
    if any(not sign.isprintable() for sign in mark.message) or len(mark.message) > 300:
        said.append(f"{attack.name} says {mark.message!r}")
    return "; ".join(said)


def test_every_attack_names_its_true_statuses():
    assert len(ATTACKS) > 50
    for attack in ATTACKS:
        assert attack.statuses, attack.name
        assert attack.statuses <= set(STATUSES), attack.name
        assert attack.not_in <= set(KINDS), attack.name


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("name", BACKENDS)
def test_attacks_get_nothing_and_honest_answers_all(name, group, tmp_path):
    attacks = [a for a in ATTACKS[group::GROUPS] if name not in a.not_in]
    secret = tmp_path / "hidden" / "grader.py"
    secret.parent.mkdir(mode=0o700)
    secret.write_text(f"expected = {SECRET}\n")
    result = grade(problem(attacks, secret), submission(attacks), backend(name))
    assert [said for a in attacks if (said := wrong(a, result))] == []
    assert secret.read_text() == f"expected = {SECRET}\n"
