"""How large the book's experiments are."""

from __future__ import annotations

import os
import re


def scaled(number: int) -> int:
    """``number`` times the variable ``TYING_SCALE``; as it is, and as published, without it.

    Raises:
        ValueError: if ``TYING_SCALE`` is no whole number, or less than 1.
    """
    wanted = os.environ.get("TYING_SCALE") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,5}", wanted):
        raise ValueError(
            "TYING_SCALE must be a whole number from 1, the published size, to 999999; "
            f"got {wanted!r}"
        )
    return number * int(wanted)
