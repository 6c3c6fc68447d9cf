"""Make a tie, undo it, and say how it is broken."""

from tying.ties._ties import NotTiedError, assert_tied, tie, untie

__all__ = ["NotTiedError", "assert_tied", "tie", "untie"]
