"""Grade one submission."""

from __future__ import annotations

import secrets
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from tying_assign.compare import difference
from tying_assign.definition import Model, Problem, Question, Written, generator
from tying_assign.errors import AssignError
from tying_assign.grading.notebook import TooLarge, Unreadable, code_cells
from tying_assign.grading.result import Grade, Mark
from tying_assign.sandbox import Backend, Sandbox
from tying_assign.sandbox.channel import Channel, Ended
from tying_assign.worker import codec

MOST_NOTES = 5
"""Notes of one kind for a submission."""

SLOW = ("tying.check", "tying.ledger", "tying.trace")
"""Modules that each worker would import again where a submission names them."""

WHY = {
    "timeout": "The time was over: {time} together.",
    "memory": "It took more memory than there is for a submission.",
    "died": "Its process ended before it had answered{how}.",
    "flood": "It sent more than an answer may have.",
    "forged": "What it sent is no answer.",
}


def grade(
    problem: Problem,
    content: bytes,
    backend: Backend,
    class_seed: int = 0,
    seconds: float | None = None,
) -> Grade:
    """What a submission gets; never raises for anything that is in it.

    Args:
        problem: its questions and hidden tests.
        content: the bytes of a notebook or of a Python file.
        backend: where the code of the submission runs.
        class_seed: of the class; chooses the hidden inputs.
        seconds: wall time for all questions together; None for the sum of theirs.

    Raises:
        AssignError: if the sandbox does not start.
    """
    if problem.folder.name:
        backend.hide(problem.folder)
    try:
        cells = code_cells(content)
    except (Unreadable, TooLarge) as error:
        status = "refused" if isinstance(error, TooLarge) else "unreadable"
        return _all(problem, status, f"The file {error}.")
    if not cells:
        return _all(problem, "unanswered", "The notebook has no code in it.")
    return _Submission(problem, cells, backend, class_seed, seconds).grade()


def _all(problem: Problem, status: str, message: str) -> Grade:
    return Grade(tuple(_without_points(one, status, message) for one in problem.questions))


def _without_points(question: Question | Written, status: str, message: str) -> Mark:
    points = None if isinstance(question, Written) else 0
    return Mark(question.name, points, question.points, status, message)


class _Submission:
    """A submission while it is graded: what is left of its time, and its sandbox."""

    def __init__(
        self,
        problem: Problem,
        cells: Sequence[str],
        backend: Backend,
        class_seed: int,
        seconds: float | None,
    ) -> None:
        self._problem = problem
        self._cells = cells
        self._backend = backend
        self._class_seed = class_seed
        self._left = seconds or sum(one.seconds for one in problem.graded)
        self._in_all = f"{self._left:g} seconds for all questions"
        self._sandbox: Sandbox | None = None
        self._verdict: tuple[str, str] | None = None
        self._notes: dict[str, None] = {}
        probes = problem.folder / "probes.py"
        self._probes = probes.read_text(encoding="utf-8") if probes.is_file() else ""

    def grade(self) -> Grade:
        """The marks of all questions, in their order."""
        try:
            marks = tuple(self._mark(question) for question in self._problem.questions)
        finally:
            if self._sandbox:
                self._sandbox.close()
        return Grade(marks, tuple(self._notes))

    def _mark(self, question: Question | Written) -> Mark:
        if isinstance(question, Written):
            return Mark(question.name, None, question.points, "graded", "A person reads this.")
        cases = _cases(self._problem, question, self._class_seed)
        if not self._verdict:
            attempt = _Attempt(question, self._cells, self._probes)
            status, message = self._run(attempt, cases)
            self._notes |= dict.fromkeys(attempt.notes)
            if status in WHY and not attempt.cells_have_run:
                self._verdict = status, message  # the cells are the same for the other questions
            if status == "graded" and not message:
                message = f"All {len(cases)} calls came out right." if cases[1:] else "Right."
                return Mark(question.name, question.points, question.points, status, message)
        else:
            status, message = self._verdict
        return _without_points(question, status, message)

    def _run(self, attempt: _Attempt, cases: Sequence[_Call]) -> tuple[str, str]:
        """Status and message; a graded answer without a message is right."""
        seconds = min(attempt.question.seconds, self._left)
        own = seconds == attempt.question.seconds
        allowed = f"{seconds:g} seconds for the cells and all calls" if own else self._in_all
        if seconds <= 0:
            return "timeout", WHY["timeout"].format(time=allowed)
        if not self._sandbox:
            named = [module for module in SLOW if module in "".join(self._cells)]
            imports = [*self._problem.late, *named]
            self._sandbox = self._backend.start(2 * seconds + 10, imports=imports)
        started = time.monotonic()
        status = ""
        channel = None
        try:
            channel = self._sandbox.worker()
            started = time.monotonic()  # what a worker needs to start is not the student's
            return attempt.judge(channel, cases, started + seconds)
        except Ended as ended:
            status = ended.status
        finally:
            self._left -= time.monotonic() - started
            if channel:
                channel.close()
            code = self._sandbox.end()
            if code is None or status == "memory":  # files that are memory are left behind
                self._sandbox.close()
                self._sandbox = None
        if status == "died" and code == -getattr(signal, "SIGXCPU", 0):
            status = "timeout"
        how = f", by {signal.Signals(-code).name}" if code and code < 0 else ""
        return status, WHY[status].format(time=allowed, how=how)


@dataclass(frozen=True)
class _Call:
    """A case as it crosses: the arguments as text has them, and what only the parent knows."""

    args: list[Any]
    expected: Any


@lru_cache(maxsize=64)
def _cases(problem: Problem, question: Question, class_seed: int) -> tuple[_Call, ...]:
    cases = question.cases(generator(problem, question.name, class_seed))
    return tuple(_Call([plain_argument(arg) for arg in case.args], case.expected) for case in cases)


def plain_argument(argument: Any) -> Any:
    """An argument as text has it; models may lie in lists and tuples."""
    if isinstance(argument, Model):
        return codec.model_text(argument.module)
    if type(argument) in (list, tuple):
        return {type(argument).__name__: [plain_argument(one) for one in argument]}
    plain = codec.encode(argument)
    if isinstance(plain, dict) and "other" in plain:
        raise AssignError(f"an argument of a hidden test cannot cross: {plain['other']}")
    return plain


class _Attempt:
    """A question, and what one worker makes of it.

    Attributes:
        cells_have_run: whether they did, well or badly.
        notes: for the teacher.
    """

    def __init__(self, question: Question, cells: Sequence[str], probes: str) -> None:
        self.question = question
        self.cells_have_run = False
        self.notes: list[str] = []
        self._cells = cells
        self._probes = probes

    def judge(self, channel: Channel, cases: Sequence[_Call], deadline: float) -> tuple[str, str]:
        """Status and message; a graded answer without a message is right.

        Raises:
            Ended: if there is no answer.
        """
        question = self.question
        opening = {
            "cells": self._cells,
            "function": question.function,
            "probe": question.probe,
            "probes": self._probes,
        }
        opened = _Opened.read(_ask(channel, opening, deadline), len(self._cells))
        self.cells_have_run = True
        self.notes = list(opened.notes(self._cells))
        if opened.found != "function":
            return self._no_function(opened)
        for number, case in enumerate(cases, start=1):
            reply = _ask(channel, {"args": case.args}, deadline)
            which = f"Call {number} of {len(cases)}" if cases[1:] else "The call"
            status, wrong = self._verdict(reply, case.expected)
            if wrong:
                return status, f"{which}: {wrong}."
        return "graded", ""

    def _no_function(self, opened: _Opened) -> tuple[str, str]:
        name = self.question.function
        if opened.found != "nothing":
            return "error", f"{name} is no function but {_clean(opened.found)}."
        for number, error in opened.failed.items():
            if name in self._cells[number - 1]:
                return "error", f"There is no function {name}: cell {number} raised {error}."
        return "unanswered", f"There is no function {name}."

    def _verdict(self, reply: Mapping[str, Any], expected: Any) -> tuple[str, str]:
        """Status, and what is wrong with a reply."""
        match reply:
            case {"stub": True}:
                return "unanswered", f"{self.question.function} is still the stub"
            case {"error": str(error)}:
                return "error", f"it raised {_clean(error)}"
            case {"memory": str(error)}:
                return "memory", f"it took too much memory ({_clean(error)})"
            case {"value": plain}:
                wrong = _wrong(plain, expected, self.question)
                return "graded", f"it returned {wrong}" if wrong else ""
        raise Ended("forged")


def _ask(channel: Channel, message: dict[str, Any], deadline: float) -> dict[str, Any]:
    """The reply to this message: what was sent before the question is no answer to it."""
    identity = secrets.token_hex(8)
    reply = channel.ask({"id": identity, **message}, deadline)
    if reply.get("id") != identity:
        raise Ended("forged")
    return reply


def _wrong(plain: Any, expected: Any, question: Question) -> str:
    """How a value differs from the right one; empty if it does not."""
    try:
        value = codec.decode(plain)
    except (codec.Malformed, RecursionError, OverflowError) as error:
        raise Ended("forged") from error
    try:
        return difference(value, expected, question.rtol, question.atol)
    except Exception:  # a value that nobody thought of is wrong, and the batch goes on
        return "something that cannot be compared with the right answer"


@dataclass(frozen=True)
class _Opened:
    """What a worker says of the cells."""

    found: str
    failed: Mapping[int, str]
    left_out: Sequence[tuple[int, int]]

    @classmethod
    def read(cls, reply: Mapping[str, Any], cells: int) -> _Opened:
        """Raises ``Ended`` if it is not what a worker says of so many cells."""
        try:
            report = reply["report"]
            failed = {int(number): _clean(error) for number, error in report["failed"].items()}
            left_out = [(number, line) for number, line in report["left_out"]]
            numbers = [*failed, *(number for number, _ in left_out)]
            of_cells = all(type(one) is int and 0 < one <= cells for one in numbers)
            if not of_cells or not all(type(line) is int and line >= 0 for _, line in left_out):
                raise ValueError(numbers)
            return cls(str(reply["found"]), failed, left_out)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Ended("forged") from error

    def notes(self, cells: Sequence[str]) -> Iterator[str]:
        """Sentences for the teacher: what failed, and what was left out since it is no Python."""
        for number, error in islice(sorted(self.failed.items()), MOST_NOTES):
            yield f"Cell {number} raised {error}."
        for number, line in self.left_out[:MOST_NOTES]:
            lines = cells[number - 1].split("\n")
            what = "the whole cell" if line == 0 else _clean("".join(lines[line - 1 : line]))
            yield f"Left out of cell {number}: {what[:80]}"
        if max(len(self.failed), len(self.left_out)) > MOST_NOTES:
            yield "There are more such cells."


def _clean(text: str) -> str:
    """One line of at most 200 characters that can be shown anywhere."""
    words = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "?" for sign in words[:200])
