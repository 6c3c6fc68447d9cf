"""What a submission needs of this machine: an interpreter, packages, and what lies beside them."""

from __future__ import annotations

import compileall
import os
import shutil
import site
import sys
import tempfile
import weakref
from pathlib import Path

SOURCES = Path(__file__).parents[2]

INTERPRETER = Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
"""Of the installation itself: that of a virtual environment may lie where nobody may look."""


def packages() -> list[Path]:
    """The folders with numpy and torch, without what is installed in place."""
    known = {Path(path) for path in (*site.getsitepackages(), site.getusersitepackages())}
    return [Path(path) for path in dict.fromkeys(sys.path) if path and Path(path) in known]


class Stage:
    """A folder with copies of ``tying`` and of the worker, and nothing else; readable by all."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tying-assign-"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        import tying

        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(tying.__path__[0]), self.folder / "tying", ignore=ignore)
        package = self.folder / "tying_assign"
        shutil.copytree(SOURCES / "tying_assign" / "worker", package / "worker", ignore=ignore)
        (package / "__init__.py").touch()
        compileall.compile_dir(self.folder, quiet=2)
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


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
