"""Run a submission in the sandbox, and take the facts of its models out of it."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tying_assign.errors import AssignError
from tying_assign.grading.notebook import TooLarge, Unreadable, code_cells
from tying_assign.oral.reading import WANTED, Names
from tying_assign.sandbox import Backend
from tying_assign.sandbox.channel import Ended
from tying_assign.worker import codec

SECONDS = 60.0
"""Wall time for the cells, for the functions that may build models, and for a pass of each."""

NONE = Names()
NAMESPACE = "_names_of_the_submission"
LAST_CELL = f"def {NAMESPACE}():\n    return dict(globals())\n"


def facts(
    content: bytes, backend: Backend, model: str = "", page: Names = NONE
) -> list[dict[str, Any]]:
    """The facts of the models that a submission has, as it tells them.

    Args:
        content: of a notebook or a Python file.
        backend: where it runs.
        model: the name of the one to look at; empty for all.
        page: what the handed-out notebook defines; what the student added is looked at before
            what was given, and what was asked for before both.

    Raises:
        AssignError: if it cannot be read, or gives no answer.
    """
    try:
        cells = code_cells(content)
    except (Unreadable, TooLarge) as error:
        raise AssignError(f"the file {error}. {WANTED}") from error
    question = {
        "id": "cells",
        "cells": [*cells, LAST_CELL],
        "function": NAMESPACE,
        "probe": "describe",
        "probes": (Path(__file__).parent / "facts.py").read_text(encoding="utf-8"),
    }
    names = [codec.encode(sorted(one)) for one in (page.asked, page.given)]
    deadline = time.monotonic() + SECONDS
    try:
        with backend.start(2 * SECONDS) as sandbox, closing(sandbox.worker()) as channel:
            channel.ask(question, deadline)
            reply = channel.ask({"id": "models", "args": [model, *names]}, deadline)
        return _read(reply)
    except Ended as error:
        raise AssignError(
            f"there are no questions, since the submission gave no answer: {error.status}"
        ) from error


def _read(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts in a reply, whose types are checked where they are used."""
    if "value" not in reply:
        why = " ".join(str(reply.get("error") or reply.get("memory") or "").split())[:200]
        raise AssignError(f"there are no questions, since looking for models failed: {why}")
    try:
        value = codec.decode(reply["value"])
    except (codec.Malformed, RecursionError, OverflowError) as error:
        raise Ended("forged") from error
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Ended("forged")
    return value
