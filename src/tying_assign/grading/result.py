"""What came of a submission, as it stands in the journal, the table and the feedback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

STATUSES = (
    "graded",
    "unanswered",
    "error",
    "timeout",
    "memory",
    "died",
    "flood",
    "forged",
    "unreadable",
    "refused",
)
"""From the most harmless to the worst; what each means stands in ``MEANING``."""

NOT_READ = ("unreadable", "refused")
"""Statuses of files that hold no answer to read, also for a person."""

MEANING: Mapping[str, str] = {
    "graded": "every question ran to its end, right or wrong",
    "unanswered": "a function is missing, or still the stub that was handed out",
    "error": "a cell or a call raised an error",
    "timeout": "the time was over",
    "memory": "it took more memory than there is for a submission",
    "died": "its process ended before it had answered",
    "flood": "it sent more than an answer may have",
    "forged": "what it sent is no answer",
    "unreadable": "the file is no notebook",
    "refused": "the file was not opened, for instance since it is too large",
}


@dataclass(frozen=True)
class Mark:
    """What one question got.

    Attributes:
        question: its name.
        points: None where a person has to read it.
        of: the most that it gives.
        status: one of :data:`STATUSES`.
        message: a sentence for the student, without expected values.
    """

    question: str
    points: float | None
    of: float
    status: str
    message: str = ""


@dataclass(frozen=True)
class Grade:
    """What a submission got.

    Attributes:
        marks: one for each question, in their order.
        notes: what else the teacher should know, such as shell lines that were left out.
    """

    marks: tuple[Mark, ...]
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """The worst of its questions."""
        return max((mark.status for mark in self.marks), key=STATUSES.index, default="unreadable")

    @property
    def points(self) -> float:
        """The sum of what was marked without a person."""
        return sum(mark.points or 0 for mark in self.marks)

    def plain(self) -> dict[str, Any]:
        """As JSON carries it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Grade:
        """The inverse of :meth:`plain`."""
        return cls(tuple(Mark(**mark) for mark in plain["marks"]), tuple(plain["notes"]))
