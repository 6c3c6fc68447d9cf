"""Numbers as authors write them and as cells print them."""

from __future__ import annotations

import re

NUMBER = re.compile(
    r"(?<![\w.])[-+−]?\d+(?:[,\u202f\u2009]\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])"
)


def value(text: str) -> float:
    """The number that ``text`` writes, with separators of thousands or without.

    Raises:
        ValueError: if ``text`` is not one number.
    """
    text = text.strip()
    if not NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a number; write it like 193, 38,597 or -0.5")
    return float(re.sub(r"[,\u202f\u2009]", "", text).replace("−", "-"))


def rounds_to(printed: str, stated: str) -> bool:
    """Whether the number ``printed`` is the number ``stated``, rounded as that is written."""
    decimals = len(stated.lower().partition("e")[0].partition(".")[2])
    half = 0.5 * 10**-decimals + 1e-9 if decimals else 1e-9
    return abs(value(printed) - value(stated)) <= half


def stands_in(stated: str, lines: list[str]) -> bool:
    """Whether one of ``lines`` holds the number ``stated``, exactly or before it was rounded."""
    return any(rounds_to(match[0], stated) for line in lines for match in NUMBER.finditer(line))
