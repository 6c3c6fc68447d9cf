"""A mistake in the source of a prediction, which the build and the check report."""

from __future__ import annotations


class Mistake(ValueError):
    """What is wrong with a prediction; the message names it and says what to write."""
