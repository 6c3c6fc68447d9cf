"""Users of their own for the sandboxes that root starts: one for each that runs at a time."""

from __future__ import annotations

import os
from pathlib import Path

from tying_assign.errors import AssignError

FIRST, COUNT = 60100, 500
"""Numbers that Debian and systemd give to nobody; as many more are those of the guards."""

LOCKS = Path("/run/tying-assign")


class User:
    """A user that nobody else has, in any process of this machine, until it is given back.

    The kernel counts processes by user, and "all processes of a user" is how they are ended.

    Attributes:
        uid: its number, and that of its group.
        guard: a second user, which nothing of the student's ever is: it ends the first one's.
    """

    def __init__(self) -> None:
        import fcntl

        LOCKS.mkdir(mode=0o700, parents=True, exist_ok=True)
        for uid in range(FIRST, FIRST + COUNT):
            lock = os.open(LOCKS / str(uid), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(lock)
            else:
                self.uid = uid
                self.guard = uid + COUNT
                self._lock = lock
                return
        raise AssignError(f"{COUNT} sandboxes run on this machine already; wait for them to end")

    def give_back(self) -> None:
        """Let others have it."""
        os.close(self._lock)
