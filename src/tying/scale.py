"""How large the experiments of the book's notebooks are."""

from __future__ import annotations

import os
import re

__all__ = ["scaled"]


def scaled(number: int) -> int:
    """``number`` times the environment variable ``TYING_SCALE``; unchanged, as published, without.

    Args:
        number: a size in the published book, such as a number of training sets.

    Returns:
        The size to use.

    Raises:
        ValueError: if ``TYING_SCALE`` is not a whole number from 1 to 999999.
    """
    value = os.environ.get("TYING_SCALE") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise ValueError(
            "TYING_SCALE must be a whole number from 1 (the published size) to 999999, "
            f"got {value!r}; unset it for the published size"
        )
    return number * int(value)
