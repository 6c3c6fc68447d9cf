"""What a submission needs of this machine: an interpreter, packages, and what lies beside them."""

from __future__ import annotations

import compileall
import os
import shutil
import site
import sys
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

SOURCES = Path(__file__).parents[2]

INTERPRETER = Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
"""Of the installation itself: that of a virtual environment may lie where nobody may look."""


def packages() -> list[Path]:
    """The folders with numpy and torch, without what is installed in place."""
    known = {Path(path) for path in (*site.getsitepackages(), site.getusersitepackages())}
    return [Path(path) for path in dict.fromkeys(sys.path) if path and Path(path) in known]


PREFIX = "tying-assign-"

IN_USE = "in-use"
"""A file in the folder of a stage, locked as long as its process lives."""

YOUNG = 60.0
"""Seconds in which a stage may not have its lock yet."""


class Stage:
    """A folder with copies of ``tying`` and of the worker, and nothing else; readable by all.

    It goes with the process; what a killed process has left goes when the next stage is made.
    """

    def __init__(self) -> None:
        remove_abandoned(Path(tempfile.gettempdir()))
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = FileLock(self.folder / IN_USE)
        self._lock.acquire()
        self.remove = weakref.finalize(self, _remove, self.folder, self._lock)
        import tying

        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(tying.__path__[0]), self.folder / "tying", ignore=ignore)
        package = self.folder / "tying_assign"
        shutil.copytree(SOURCES / "tying_assign" / "worker", package / "worker", ignore=ignore)
        (package / "__init__.py").touch()
        compileall.compile_dir(self.folder, quiet=2)
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def _remove(folder: Path, lock: FileLock) -> None:
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(temporary: Path) -> None:
    """Remove from a folder the stages whose process was killed; those of other users stay."""
    for folder in temporary.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another one removes it at the same time
            status = folder.lstat()
            own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
            if not own or time.time() - status.st_mtime < YOUNG or not (folder / IN_USE).exists():
                continue
            lock = FileLock(folder / IN_USE, timeout=0)
            with suppress(Timeout):
                lock.acquire()
                _remove(folder, lock)


def environment(home: str) -> dict[str, str]:
    """All that the environment of a submission has; ``home`` is a folder where it may write."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "USER": "student",
        "LOGNAME": "student",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "CUDA_VISIBLE_DEVICES": "",
        **{name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},  # Windows
        "PYTHONHASHSEED": "0",  # the order of a set, and with it a grade, is the same in every run
        **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    }


def worker(interpreter: Path, stage: str, settings: str) -> list[str]:
    """The command that starts the worker: without ``site``, which would follow ``.pth`` files."""
    start = (
        f"import sys; sys.path.insert(0, {stage!r}); import runpy; "
        "runpy.run_module('tying_assign.worker', run_name='__main__', alter_sys=True)"
    )
    return [str(interpreter), "-s", "-S", "-P", "-B", "-c", start, settings]
