"""The one error of the command line."""

from __future__ import annotations


class CommandError(Exception):
    """What was asked has no answer. The message says what was wanted, what came, what to do.

    Attributes:
        traceback: where the caller's own code raised, as Python prints it; empty if it did not.
    """

    def __init__(self, message: str, traceback: str = "") -> None:
        super().__init__(message)
        self.traceback = traceback
