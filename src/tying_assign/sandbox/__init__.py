"""Where the code of a submission runs, and what it can reach there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from tying_assign.errors import AssignError
from tying_assign.sandbox.bubblewrap import Bubblewrap
from tying_assign.sandbox.channel import Ended
from tying_assign.sandbox.limits import DEFAULT, Limits
from tying_assign.sandbox.other_user import OtherUser
from tying_assign.sandbox.running import Sandbox
from tying_assign.sandbox.unsafe import Unsafe

__all__ = ["Backend", "Limits", "Sandbox", "choose", "told"]


class Backend(Protocol):
    """A way of keeping a submission from what it must not reach.

    Attributes:
        name: one or two words.
        protects: what it protects, for the teacher.
        leaves: what it leaves open.
    """

    name: str
    protects: str
    leaves: str

    def hide(self, folder: Path) -> None:
        """See that a folder cannot be read by a submission.

        Raises:
            AssignError: if it can, and this backend promises that it cannot.
        """
        ...

    def start(
        self, seconds: float, limits: Limits = DEFAULT, imports: Sequence[str] = ()
    ) -> Sandbox:
        """A sandbox for one submission.

        Args:
            seconds: of processor time for each of its processes.
            limits: what else it may take.
            imports: modules beside torch that are imported once for all of its workers.

        Raises:
            AssignError: if it does not start here.
        """
        ...


def told(backend: Backend) -> str:
    """What a teacher should know of a sandbox before the code of students runs in it."""
    return (
        f"Sandbox: {backend.name}.\n  What it does: {backend.protects}.\n"
        f"  What it leaves open: {backend.leaves}."
    )


def _trial(backend: Backend) -> str:
    """What goes wrong where a worker runs a cell; empty if nothing does."""
    cells = ["import random, unittest, numpy.linalg, torch.nn", "from tying.ledger import ledger"]
    question = {"id": "", "cells": cells, "function": "ledger", "probe": "", "probes": ""}
    try:
        with backend.start(seconds=60) as sandbox, closing(sandbox.worker()) as channel:
            reply = channel.ask(question, time.monotonic() + 60)
    except AssignError as error:
        return str(error)
    except Ended as error:
        return f"a process in it gives no answer ({error.status})"
    failed = reply["report"]["failed"]
    return f"in it Python cannot import what it needs: {failed}" if failed else ""


def choose(unsafe: bool = False) -> Backend:
    """The safest way that works on this machine, seen to work by starting it once.

    Args:
        unsafe: whether to run submissions without any protection.

    Raises:
        AssignError: if none works, and ``unsafe`` was not asked for.
    """
    if unsafe:
        return Unsafe()
    reasons = []
    for kind in (Bubblewrap, OtherUser):
        if not (reason := kind.lacks()):
            backend = kind()
            if not (reason := _trial(backend)):
                return backend
        reasons.append(f"- {kind.name}: {reason}")
    raise AssignError(
        "No sandbox works on this machine, and submissions are not run without one.\n"
        + "\n".join(reasons)
        + "\nOn Debian: apt-get install bubblewrap. If you trust every submission: --unsafe."
    )
