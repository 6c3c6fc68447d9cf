"""Grade one submission on Gradescope: what ``run_autograder`` starts, in the zip that is uploaded.

It reads ``submission`` and writes ``results/results.json`` in the folder of the autograder, which
the variable ``AUTOGRADER`` names, and otherwise is ``/autograder``. If the grader itself fails,
there is no such file: Gradescope then says so, and nobody gets a wrong grade. The format is that of
https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tying_assign import catalogue
from tying_assign.definition import Problem, Written
from tying_assign.errors import AssignError
from tying_assign.grading import files
from tying_assign.grading.folder import Submission, Unopened, submissions
from tying_assign.grading.one import grade
from tying_assign.grading.result import MEANING, Grade, Mark
from tying_assign.sandbox import choose

SETTINGS = "autograder.json"
NOTEBOOK, PYTHON = ".ipynb", ".py"


def main() -> int:
    """Grade what was handed in; the exit status, 1 if that could not be done."""
    root = Path(os.environ.get("AUTOGRADER", "/autograder"))
    source = Path(__file__).parents[2]
    results = root / "results" / "results.json"
    results.unlink(missing_ok=True)
    settings = json.loads((source / SETTINGS).read_text(encoding="utf-8"))
    started = time.monotonic()
    try:
        problem = catalogue.load(source / "problem" / settings["problem"])
        content = made(problem, root / "submission", settings)
        seconds = round(time.monotonic() - started)
        text = json.dumps({**content, "execution_time": seconds}, indent=1)
        files.write(results, f"{text}\n".encode())
    except AssignError as error:
        print(f"Nothing was graded: {error}", file=sys.stderr)
        return 1
    return 0


def made(problem: Problem, folder: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """The results of what lies in ``folder``.

    Args:
        problem: that it answers.
        folder: with one submission.
        settings: ``class_seed`` of the hidden tests, and ``visibility`` of the marks.

    Raises:
        AssignError: if there is no sandbox.
    """
    chosen = choice(listed(folder))
    if isinstance(chosen, str):
        return made_of_none(problem, chosen, settings)
    try:
        content = chosen.read()
    except Unopened as error:
        return made_of_none(problem, f"{chosen.path}: {error.reason}.", settings)
    backend = choose()
    print(f"Sandbox: {backend.name}. It leaves open: {backend.leaves}.")
    got = grade(problem, content, backend, class_seed=settings["class_seed"])
    for note in got.notes:
        print(note)
    return results(problem, got, f"{chosen.path} was read.", settings["visibility"])


def made_of_none(problem: Problem, why: str, settings: dict[str, Any]) -> dict[str, Any]:
    """The results of a submission that cannot be graded, through its own fault."""
    marks = tuple(Mark(one.name, 0, one.points, "refused", why) for one in problem.graded)
    return results(problem, Grade(marks), why, settings["visibility"])


def listed(folder: Path) -> list[Submission]:
    """The files that were handed in; those in zips too."""
    try:
        return submissions(folder)
    except AssignError:  # there is none
        return []


def choice(found: Sequence[Submission]) -> Submission | str:
    """The one notebook, or else the one Python file; a sentence for the student if none is."""
    for suffix in (NOTEBOOK, PYTHON):
        right = [one for one in found if one.path.lower().endswith(suffix)]
        if len(right) == 1:
            return right[0]
        if right:
            names = ", ".join(one.path for one in right[:5])
            return f"Hand in one notebook, not several: {names}."
    names = ", ".join(one.path for one in found[:5]) or "nothing"
    return f"Hand in your notebook (a file that ends in .ipynb); there is {names}."


def results(problem: Problem, got: Grade, read: str, visibility: str) -> dict[str, Any]:
    """What Gradescope reads.

    The first test gives no points and is shown at once: whether everything ran, which tells
    nothing about right and wrong.
    """
    marks = [mark for mark in got.marks if mark.points is not None]
    written = [one for one in problem.questions if isinstance(one, Written)]
    ran = [f"{mark.question}: {MEANING[mark.status]}" for mark in marks if mark.status != "graded"]
    first = {
        "name": "Does it run?",
        "score": 0,
        "max_score": 0,
        "output": "\n".join([read, *ran, "" if ran else "Every question ran to its end."]).strip(),
        "visibility": "visible",
    }
    by_person = "".join(
        f"A person reads {one.name} ({one.points} points); it is in no sum here.\n"
        for one in written
    )
    return {
        "score": sum(mark.points or 0 for mark in marks),
        "output": by_person.strip(),
        "stdout_visibility": "hidden",
        "tests": [first, *(test(mark, visibility) for mark in marks)],
    }


def test(mark: Mark, visibility: str) -> dict[str, Any]:
    """A question as Gradescope has it."""
    return {
        "name": mark.question,
        "score": mark.points,
        "max_score": mark.of,
        "status": "passed" if mark.points == mark.of else "failed",
        "output": mark.message,
        "visibility": visibility,
    }


if __name__ == "__main__":
    sys.exit(main())
