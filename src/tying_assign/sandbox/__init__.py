"""Where the code of a submission runs, and what it can reach there."""

from __future__ import annotations

from typing import Protocol

from tying_assign.errors import AssignError
from tying_assign.sandbox.limits import Limits
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

    def start(self, seconds: float, limits: Limits = ...) -> Sandbox:
        """A sandbox for one submission.

        Args:
            seconds: of processor time for each of its processes.
            limits: what else it may take.

        Raises:
            AssignError: if it does not start here.
        """
        ...


def choose(unsafe: bool = False) -> Backend:
    """The safest way that works on this machine.

    Args:
        unsafe: whether to run submissions without any protection.

    Raises:
        AssignError: if none works, and ``unsafe`` was not asked for.
    """
    if unsafe:
        return Unsafe()
    raise AssignError("no sandbox works on this machine; --unsafe grades without one")
