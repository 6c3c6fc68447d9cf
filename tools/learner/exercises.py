"""Exercises and solutions in Markdown: where they start and end, however they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools.learner.labels import LABEL, OPTIONS, Place
from tools.learner.markdown import Unknown, anchor

MARKER = re.compile(
    r"^(?P<fence>:{3,}|`{3,})\{(?P<kind>exercise|solution)-(?P<edge>start|end)\}(?P<of>[^\n]*)\n"
    rf"{OPTIONS}(?P=fence)[ ]*$\n*",
    re.MULTILINE,
)
WHOLE = re.compile(
    r"^(?P<fence>:{3,}|`{3,})\{(?P<kind>exercise|solution)\}(?P<of>[^\n]*)\n"
    rf"{OPTIONS}\n*(?P<body>.*?)^(?P=fence)[ ]*$\n?",
    re.MULTILINE | re.DOTALL,
)
AS_MARKERS = r":::{\g<kind>-start}\g<of>\n\g<options>:::\n\g<body>\n:::{\g<kind>-end}\n:::\n"


@dataclass(frozen=True)
class Piece:
    """Text between two markers.

    Attributes:
        text: MyST without markers; a heading where an exercise or a solution starts.
        in_solution: whether it belongs to a solution.
        exercise: what the exercise is called that ends with it, such as "exercise 3", or empty.
    """

    text: str
    in_solution: bool
    exercise: str = ""


class Exercises:
    """Goes through the Markdown of a chapter, and tracks whether it is inside a solution.

    Args:
        place: what a label stands for; raises ``Unknown`` for a label of nothing.
    """

    def __init__(self, place: Callable[[str], Place]) -> None:
        self.place = place
        self.in_solution = False
        self.current = ""

    def pieces(self, source: str) -> Iterator[Piece]:
        """The pieces of one cell, in order."""
        source, text, end = WHOLE.sub(AS_MARKERS, source), "", 0
        for marker in MARKER.finditer(source):
            text += source[end : marker.start()]
            end = marker.end()
            if marker["kind"] == "solution":
                yield Piece(text, self.in_solution)
                self.in_solution = marker["edge"] == "start"
                text = self.solution(marker["of"].strip()) if self.in_solution else ""
            elif marker["edge"] == "start":
                text += self.exercise(marker["of"].strip(), marker["options"])
            else:
                yield Piece(text, self.in_solution, self.current)
                text = ""
        yield Piece(text + source[end:], self.in_solution)

    def exercise(self, title: str, options: str) -> str:
        """The heading of an exercise."""
        label = LABEL.search(options)
        if label is None:
            raise Unknown("an exercise without a label")
        self.current = self.place(label[1]).words
        named = f" ({title})" if title else ""
        return f"{anchor(label[1])}### {self.current.capitalize()}{named}\n\n"

    def solution(self, label: str) -> str:
        """The heading of a solution."""
        return f"### Solution of {self.place(label).words}\n\n"
