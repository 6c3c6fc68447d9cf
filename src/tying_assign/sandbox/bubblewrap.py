"""Namespaces by bubblewrap: no network, no home, no other processes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tying_assign.sandbox import staging
from tying_assign.sandbox.limits import DEFAULT, Limits
from tying_assign.sandbox.running import Sandbox
from tying_assign.sandbox.users import User

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store")
FILES = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/sys/devices/system/cpu")
SCRATCH = ("/tmp", "/dev/shm")
STAGE = "/stage"
PACKAGES = "/packages"


class Bubblewrap:
    """A sandbox that sees an interpreter, packages and the worker, and of the rest nothing."""

    name = "bubblewrap"
    protects = (
        "the hidden tests, your files and the other submissions cannot be seen; there is no "
        "network; memory, processes, files and time are limited, and nothing outlives a question"
    )
    leaves = "holes in the kernel itself: student code shares it with you"

    def __init__(self) -> None:
        self._stage = staging.Stage()

    @staticmethod
    def lacks() -> str:
        """What is missing on this machine for it; empty if nothing is known to be."""
        return "" if shutil.which("bwrap") else "bubblewrap is not installed (no command bwrap)"

    def hide(self, folder: Path) -> None:
        """Nothing to do: no folder is seen but those that are handed in."""

    def start(
        self, seconds: float, limits: Limits = DEFAULT, imports: Sequence[str] = ()
    ) -> Sandbox:
        """A sandbox for one submission; see :class:`tying_assign.sandbox.Backend`."""
        user = User() if os.geteuid() == 0 else None
        packages = [f"{PACKAGES}/{place}" for place, _ in enumerate(staging.packages())]
        settings = {
            "imports": list(imports),
            "packages": packages,
            "uid": user.uid if user else None,
            "guard": user.guard if user else None,
            "alone": True,
            "limits": limits.for_process(seconds, own_user=True),
        }

        def command(control: int) -> list[str]:
            text = json.dumps({**settings, "control": control})
            inner = staging.worker(staging.INTERPRETER, STAGE, text)
            return [*self._outer(limits, as_root=user is not None), "--", *inner]

        clean_up = user.give_back if user else lambda: None
        return Sandbox(command, staging.environment("/tmp"), "/", limits, clean_up, SCRATCH)

    def _outer(self, limits: Limits, as_root: bool) -> Iterator[str]:
        yield shutil.which("bwrap") or "bwrap"
        if as_root:  # the worker then becomes another user, which it can only from a real root
            yield from ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts")
            yield from ("--unshare-cgroup-try", "--cap-drop", "ALL")
            yield from ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
        else:
            yield from ("--unshare-all", "--uid", "60100", "--gid", "60100")
        yield from ("--die-with-parent", "--new-session", "--as-pid-1")
        yield from ("--proc", "/proc", "--dev", "/dev")
        for folder in SCRATCH:
            yield from ("--perms", "1777", "--size", str(limits.scratch), "--tmpfs", folder)
        yield from self._seen()
        yield from ("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp")

    def _seen(self) -> Iterator[str]:
        """What of this machine can be read."""
        binds = {path: path for path in SYSTEM if Path(path).is_dir()}
        prefix = str(staging.INTERPRETER.parents[1])
        if not any(Path(prefix).is_relative_to(path) for path in binds):
            binds[prefix] = prefix
        binds |= {path: path for path in FILES if Path(path).exists()}
        for place, path in enumerate(staging.packages()):
            binds[str(path)] = f"{PACKAGES}/{place}"
        yield from _folders([*binds.values(), STAGE])
        for path, inside in binds.items():
            if Path(path).is_symlink():
                yield from ("--symlink", str(Path(path).readlink()), inside)
            else:
                yield from ("--ro-bind", path, inside)
                yield from _covers(Path(path), inside)
        yield from ("--ro-bind", str(self._stage.folder), STAGE)


def _folders(paths: Iterable[str]) -> Iterator[str]:
    """What the paths lie in: those that bubblewrap makes by itself are closed to other users."""
    parents = {str(parent) for path in paths for parent in Path(path).parents}
    for parent in sorted(parents - {"/"}):
        if not any(Path(parent).is_relative_to(path) for path in SYSTEM):
            yield from ("--perms", "0755", "--dir", parent)


def _covers(path: Path, inside: str) -> Iterator[str]:
    """An empty folder over the sources, where they lie in what the sandbox sees."""
    for secret in (staging.SOURCES / "tying_assign", path / "tying_assign"):
        if secret.is_dir() and secret.resolve().is_relative_to(path.resolve()):
            below = secret.resolve().relative_to(path.resolve())
            yield from ("--tmpfs", f"{inside}/{below}", "--remount-ro", f"{inside}/{below}")
