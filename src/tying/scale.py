"""How large the experiments of the book's notebooks are."""

from __future__ import annotations

import os
import re


def scaled(number: int) -> int:
    """``number`` times ``TYING_SCALE``, or as published; a ValueError if that is wrong."""
    wanted = os.environ.get("TYING_SCALE") or "1"
    if not re.fullmatch("[1-9][0-9]{0,5}", wanted):
        raise ValueError(f"TYING_SCALE must be a whole number from 1 to 999999, got {wanted!r}")
    return number * int(wanted)
