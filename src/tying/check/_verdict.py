"""What is said about an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and a sentence; a right answer may need none."""

    right: bool
    words: str = ""


RIGHT = Verdict(True)


class Unreadable(Exception):
    """The answer is of a kind that cannot be compared; the message is the sentence for it."""
