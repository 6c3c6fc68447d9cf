"""Where the code of a submission runs, and what it can reach there."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from tying_assign.errors import AssignError
from tying_assign.sandbox.bubblewrap import Bubblewrap
from tying_assign.sandbox.limits import DEFAULT, Limits
from tying_assign.sandbox.other_user import OtherUser
from tying_assign.sandbox.running import Sandbox
from tying_assign.sandbox.unsafe import Unsafe

__all__ = ["Backend", "Limits", "Sandbox", "choose"]


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

    def start(self, seconds: float, limits: Limits = DEFAULT) -> Sandbox:
        """A sandbox for one submission.

        Args:
            seconds: of processor time for each of its processes.
            limits: what else it may take.

        Raises:
            AssignError: if it does not start here.
        """
        ...


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
            try:
                backend.start(seconds=60).close()
            except AssignError as error:
                reason = str(error)
            else:
                return backend
        reasons.append(f"- {kind.name}: {reason}")
    raise AssignError(
        "No sandbox works on this machine, and submissions are not run without one.\n"
        + "\n".join(reasons)
        + "\nOn Debian: apt-get install bubblewrap. If you trust every submission: --unsafe."
    )
