"""Grade many submissions, each once, and go on where a stop came."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import tying_assign
from tying_assign.definition import Problem, Written
from tying_assign.errors import AssignError
from tying_assign.grading.folder import Submission, Unopened
from tying_assign.grading.journal import Journal
from tying_assign.grading.platform import student
from tying_assign.grading.result import Grade, Mark
from tying_assign.grading.table import Row

GRADER = (
    "definition.py",
    "compare.py",
    "worker",
    "sandbox",
    "grading/notebook.py",
    "grading/one.py",
)
"""What decides a grade beside the problem: another version of it grades anew."""


@dataclass(frozen=True)
class Settings:
    """What decides the grades beside submission and problem.

    Attributes:
        class_seed: of the hidden tests.
        seconds: wall time of a submission; None for that of its questions.
        unsafe: whether it may run without a sandbox.
    """

    class_seed: int = 0
    seconds: float | None = None
    unsafe: bool = False


@dataclass(frozen=True)
class Task:
    """A submission to be graded.

    Attributes:
        key: of the journal.
        read: the submission's content; raises Unopened.
    """

    key: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Result:
    """What came of a task.

    Attributes:
        key: that of the task.
        grade: None if the grader failed.
        failure: why, if it did; that is no fault of the submission, and not kept.
    """

    key: str
    grade: Grade | None
    failure: str = ""


Keep = Callable[[Result], None]
"""Takes a result, from any thread; when it returns, the result is on the disk."""


class Pool(Protocol):
    """What grades submissions, several at a time."""

    def run(self, tasks: Iterable[Task], keep: Keep) -> None:
        """Grade all, and give each result to ``keep`` before the next task begins in its place."""
        ...


def rows(
    problem: Problem,
    submissions: Sequence[Submission],
    settings: Settings,
    journal: Journal,
    pool: Pool,
    progress: Callable[[int, int], None],
) -> list[Row]:
    """Grade what the journal does not have yet; the table's rows, in the order of ``submissions``.

    Args:
        problem: that they answer.
        submissions: each content is graded once, however many handed it in.
        settings: of this batch.
        journal: open.
        pool: what grades.
        progress: is told how many are done, and of how many.
    """
    problem_digest = digest(problem)
    keys = {
        one.sha256: key(one, problem_digest, settings) for one in submissions if not one.unopened
    }
    reads = {keys[one.sha256]: one.read for one in submissions if not one.unopened}
    tasks = [Task(name, read) for name, read in reads.items() if name not in journal.grades]
    failures: dict[str, str] = {}
    done = 0
    lock = threading.Lock()

    def keep(result: Result) -> None:
        nonlocal done
        with lock:
            if result.grade is not None:
                journal.add(result.key, result.grade)
            else:
                failures[result.key] = result.failure
            done += 1
            progress(done, len(tasks))

    progress(0, len(tasks))
    pool.run(tasks, keep)
    remarks = _remarks(submissions)
    return [
        _row(one, problem, told, keys, journal, failures)
        for one, told in zip(submissions, remarks, strict=True)
    ]


def _row(
    one: Submission,
    problem: Problem,
    remarks: list[str],
    keys: dict[str, str],
    journal: Journal,
    failures: dict[str, str],
) -> Row:
    if one.unopened:
        grade = nothing(problem, one.unopened)
    else:
        name = keys[one.sha256]
        grade = journal.grades.get(name)
        if grade is None:
            remarks = [f"not graded: {failures.get(name, 'no result came')}", *remarks]
    return Row(one.path, student(one.path), one.sha256, grade, tuple(remarks))


def nothing(problem: Problem, reason: Unopened) -> Grade:
    """What a file gets that was not opened, or is no notebook."""
    return Grade(
        tuple(
            Mark(
                question.name,
                None if isinstance(question, Written) else 0,
                question.points,
                reason.status,
                f"The file was not graded: {reason.reason}.",
            )
            for question in problem.questions
        )
    )


def _remarks(submissions: Sequence[Submission]) -> list[list[str]]:
    """For each: who handed in the same, and what else the same student handed in."""
    by_content: dict[str, list[str]] = {}
    by_student: dict[str, list[str]] = {}
    for one in submissions:
        by_content.setdefault(one.sha256, []).append(one.path)
        by_student.setdefault(student(one.path), []).append(one.path)
    remarks = []
    for one in submissions:
        same = [path for path in by_content[one.sha256] if one.sha256 and path != one.path]
        name = student(one.path)
        own = [path for path in by_student[name] if name and path not in (one.path, *same)]
        told = {"the same content as": same, "the same student handed in": own}
        remarks.append([f"{words} {_listed(paths)}" for words, paths in told.items() if paths])
    return remarks


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:3])
    return shown if len(paths) <= 3 else f"{shown} and {len(paths) - 3} more"


def key(submission: Submission, problem_digest: str, settings: Settings) -> str:
    """The journal's key of a submission: equal only where its grade must be."""
    text = json.dumps([submission.sha256, problem_digest, asdict(settings)])
    return hashlib.sha256(text.encode()).hexdigest()


def digest(problem: Problem) -> str:
    """Of the problem's files, and of the code that grades."""
    package = Path(tying_assign.__file__).parent
    found = [file for name in GRADER for file in _below(package / name)]
    every = [(package, file) for file in found]
    every += [(problem.folder, file) for file in _below(problem.folder)]
    hashed = hashlib.sha256()
    for base, file in every:
        name = file.relative_to(base).as_posix()
        hashed.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return hashed.hexdigest()


def problem_files(problem: Problem) -> dict[str, bytes]:
    """The files of a problem, by their path in its folder, to be sent to another machine."""
    return {
        file.relative_to(problem.folder).as_posix(): file.read_bytes()
        for file in _below(problem.folder)
    }


def _below(path: Path) -> list[Path]:
    """The files at or below a path, in their order, without what Python compiled."""
    if path.is_file():
        return [path]
    found = (file for file in path.rglob("*") if file.is_file())
    return sorted(file for file in found if "__pycache__" not in file.parts)


def unexpected(error: BaseException) -> str:
    """A failure of the grader in a line."""
    if isinstance(error, AssignError):
        return str(error)
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
