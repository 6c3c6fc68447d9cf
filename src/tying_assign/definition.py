"""What a problem is: its questions, and for each the calls that decide it.

Whatever stands here stays with the parent process. A submission sees the arguments of a call, one
call at a time, and never what is expected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn


@dataclass(frozen=True)
class Model:
    """A model as an argument of a call: the submission gets a module like it, ties included."""

    module: nn.Module


@dataclass(frozen=True)
class Case:
    """One call of a function of the submission.

    Attributes:
        args: its arguments, values that :mod:`tying_assign.worker.codec` carries, or models.
        expected: what it has to return.
    """

    args: tuple[Any, ...]
    expected: Any


@dataclass(frozen=True)
class Question:
    """What a submission has to define, and what that is worth.

    Attributes:
        name: unique in the problem; a column of the table of grades.
        points: given if all cases come out right, and otherwise 0.
        function: what the submission defines under this name; a question finds its answer by it.
        cases: the hidden tests; the generator is seeded for the class and the question.
        rtol: relative tolerance of numbers; 0 with ``atol`` 0 means equality.
        atol: absolute tolerance of numbers.
        probe: if not empty, the function of ``probes.py`` that is called in place of
            ``function``: with what the submission defines, and then the arguments of the case.
        seconds: wall time that the submission's cells and all calls may take together.
    """

    name: str
    points: int
    function: str
    cases: Callable[[np.random.Generator], Sequence[Case]]
    rtol: float = 0.0
    atol: float = 0.0
    probe: str = ""
    seconds: float = 10.0


@dataclass(frozen=True)
class Written:
    """A question that a person reads and marks, by the rubric in ``problem.md``.

    Attributes:
        name: unique in the problem; a column of the table of grades, which stays empty.
        points: the most that can be given.
        answer: what a student writes, for the table of the page, as Markdown.
    """

    name: str
    points: int
    answer: str = "text"


def no_numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """A text in which no number depends on the class."""
    return {}


@dataclass(frozen=True)
class Problem:
    """An assignment.

    Attributes:
        id: the number by which the sources know it.
        title: of its page.
        chapter: the page that it belongs to, a path without suffix.
        minutes: what a student needs, honestly.
        questions: in the order of the page.
        numbers: what stands for each ``{{ name }}`` in ``problem.md``, for a class.
        late: modules that its notebook makes torch import late; a grader imports them once for all
            questions.
        folder: where it lies; set when it is loaded.
    """

    id: str
    title: str
    chapter: str
    minutes: int
    questions: tuple[Question | Written, ...]
    numbers: Callable[[np.random.Generator], Mapping[str, Any]] = no_numbers
    late: tuple[str, ...] = ()
    folder: Path = field(default=Path(), compare=False)

    @property
    def name(self) -> str:
        """Its folder's name, by which the commands and the page know it."""
        return self.folder.name

    @property
    def graded(self) -> tuple[Question, ...]:
        """The questions that need no person."""
        return tuple(one for one in self.questions if isinstance(one, Question))


def generator(problem: Problem, part: str, class_seed: int) -> np.random.Generator:
    """The randomness of one part of a problem for one class: equal seeds, equal numbers."""
    words = [*problem.id.encode(), 0, *part.encode(), 0, class_seed]
    return np.random.default_rng(words)
