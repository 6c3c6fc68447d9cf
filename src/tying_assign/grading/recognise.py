"""Tell from the submissions which problem they answer, where the teacher did not name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tying_assign.definition import Problem
from tying_assign.errors import AssignError
from tying_assign.grading.folder import Submission, Unopened

ENOUGH = 20
"""Submissions that are looked at."""


def recognise(problems: Sequence[Problem], submissions: Iterable[Submission]) -> Problem:
    """The one problem that the submissions answer.

    Raises:
        AssignError: if they answer none, or more than one; it says what to write.
    """
    if len(problems) == 1:
        return problems[0]
    votes: Counter[str] = Counter()
    looked_at = 0
    for submission in submissions:
        if submission.unopened or looked_at == ENOUGH:
            continue
        try:
            content = submission.read()
        except Unopened:
            continue
        looked_at += 1
        votes.update(problem.name for problem in fitting(problems, content))
    if len(votes) == 1:
        (name,) = votes
        return next(problem for problem in problems if problem.name == name)
    write = "write its name in front of the folder: grade PROBLEM FOLDER --csv FILE"
    if not votes:
        names = ", ".join(problem.name for problem in problems)
        raise AssignError(f"no submission shows which assignment it answers; {write} ({names})")
    counts = ", ".join(f"{name} {count}" for name, count in sorted(votes.items()))
    raise AssignError(f"the submissions answer more than one assignment ({counts}); {write}")


def fitting(problems: Sequence[Problem], content: bytes) -> list[Problem]:
    """The problems that a notebook or a file of Python can be an answer to.

    That is the one whose title is a heading in it; without a title, those of whose functions it
    defines the most, and at least one.
    """
    titled = [problem for problem in problems if _heading(problem).search(content)]
    if titled:
        return titled
    defined = {
        name.decode() for name in re.findall(rb"(?:^|[\"\n]|\\n)def\s+([A-Za-z_]\w*)", content)
    }
    counts = [
        len(defined & {question.function for question in problem.graded}) for problem in problems
    ]
    most = max(counts)
    return [
        problem for problem, count in zip(problems, counts, strict=True) if count == most and most
    ]


def _heading(problem: Problem) -> re.Pattern[bytes]:
    """The title as a Markdown heading, at the end of its line, in JSON or as text."""
    return re.compile(rb"# " + re.escape(problem.title.encode()) + rb"\s*(?:\"|\\n|\r|\n|$)")
