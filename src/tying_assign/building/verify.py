"""Whether a problem's tests tell right from wrong: the reference, the stub, the wrong answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from joblib import Parallel, delayed

from tying_assign.building import source
from tying_assign.building.source import Wrong
from tying_assign.definition import Problem, Question
from tying_assign.grading.one import grade
from tying_assign.grading.result import Grade
from tying_assign.sandbox import Backend

PATIENCE = 10
"""How many times the usual seconds an answer may take."""


@dataclass(frozen=True)
class Result:
    """What one answer got.

    Attributes:
        name: of the problem.
        answer: "reference", "stub", or the name of a wrong answer.
        grade: what it got.
        of: what the questions give that need no person.
        problem: what is not as it has to be; empty if all is.
    """

    name: str
    answer: str
    grade: Grade
    of: int
    problem: str


def verify(
    problems: Iterable[Problem],
    backend: Backend,
    class_seed: int = 0,
    jobs: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Result]:
    """Grade all answers that are known.

    Args:
        problems: whose answers.
        backend: where they run.
        class_seed: of the class.
        jobs: answers at a time; 0 stands for all cores.
        progress: is called with the number of answers that are graded, and that of all.
    """
    tasks = [
        delayed(_result)(problem, answer, backend, class_seed)
        for problem in problems
        for answer in ("reference", "stub", *source.wrong_answers(problem))
    ]
    at_once = jobs or os.cpu_count() or 1
    graded: Any = Parallel(n_jobs=at_once, prefer="threads", return_as="generator")(tasks)
    results: list[Result] = []
    progress(0, len(tasks))
    for result in graded:
        results.append(result)
        progress(len(results), len(tasks))
    return results


def _result(problem: Problem, answer: str | Wrong, backend: Backend, class_seed: int) -> Result:
    content = source.submission(problem, answer, class_seed)
    graded = grade(_patient(problem), content, backend, class_seed)
    of = sum(question.points for question in problem.graded)
    name = answer.name if isinstance(answer, Wrong) else answer
    return Result(problem.name, name, graded, of, _mistake(problem, answer, graded, of))


def _patient(problem: Problem) -> Problem:
    """The problem with more time: what counts here is the value, on a busy machine too."""
    questions = tuple(
        replace(one, seconds=PATIENCE * one.seconds) if isinstance(one, Question) else one
        for one in problem.questions
    )
    return replace(problem, questions=questions)


def _mistake(problem: Problem, answer: str | Wrong, graded: Grade, of: int) -> str:
    marks = [mark for mark in graded.marks if mark.points is not None]
    lost = {mark.question for mark in marks if not mark.points}
    if answer == "reference":
        return f"it lost {', '.join(sorted(lost))}" if graded.points < of else ""
    if answer == "stub":
        answered = [mark.question for mark in marks if mark.status != "unanswered"]
        if answered:
            return f"it has to be unanswered, and is not: {', '.join(answered)}"
        return "it got points" if graded.points else ""
    assert isinstance(answer, Wrong)
    crashed = [f"{mark.question}: {mark.status}" for mark in marks if mark.status != "graded"]
    if crashed:
        return f"it has to be wrong by its value, and is {', '.join(crashed)}"
    functions = source.defined(answer.code)
    mistaken = {one.name for one in problem.graded if one.function in functions}
    if missed := mistaken - lost:
        return f"it kept the points of {', '.join(sorted(missed))}"
    return "" if lost else "it got all points"


def table(results: Sequence[Result]) -> str:
    """A line for each answer: points, what lost them, and what is not as it has to be."""
    lines = []
    width = max((len(result.answer) for result in results), default=0)
    for result in results:
        marks = result.grade.marks
        lost = [f"{mark.question} ({mark.status})" for mark in marks if mark.points == 0]
        points = f"{result.grade.points:g} of {result.of}"
        line = f"{result.name:16} {result.answer:{width}} {points:>8}  {', '.join(lost)}"
        lines.append(f"{line.rstrip()}{f'   NOT SO: {result.problem}' * bool(result.problem)}")
    return "\n".join(lines)
