"""Arguments of a callable, as they are typed at a command line."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from typing import Any

from tying.cli._errors import CommandError


def parse(words: Sequence[str]) -> tuple[list[Any], dict[str, Any]]:
    """Positional and keyword arguments from ``name=value``, JSON objects and JSON arrays.

    Raises:
        CommandError: if a word is none of these, or a name is given twice.
    """
    positional: list[Any] = []
    by_name: dict[str, Any] = {}
    for word in words:
        parsed = _json(word) if word[:1] in ("{", "[") else _pair(word)
        if isinstance(parsed, list):
            positional += parsed
            continue
        if twice := sorted(parsed.keys() & by_name.keys()):
            raise CommandError(f"the argument {twice[0]} is given twice")
        by_name |= parsed
    return positional, by_name


def _json(word: str) -> Any:
    try:
        return json.loads(word)
    except ValueError as error:
        raise CommandError(
            f"{word!r} is not JSON: {error}; the shell may have taken its quotes, so put single "
            "quotes around it"
        ) from error


def _pair(word: str) -> dict[str, Any]:
    name, sign, text = word.partition("=")
    if not sign or not name.isidentifier():
        raise CommandError(
            f"an argument is name=value, a JSON object or a JSON array, got {word!r}"
        )
    return {name: _value(text)}


def _value(text: str) -> Any:
    """JSON, or a Python literal, or else the text itself: ``true`` and ``True`` are both true."""
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError):
            continue
    return text
