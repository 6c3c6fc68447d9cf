"""The environment .venv: made once, stamped when complete, renewed when its files change.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

BOOK = "requirements.txt"
TEST = "requirements-test.txt"
INPUTS = {BOOK: (BOOK,), TEST: (BOOK, TEST)}
STAMP = "installed"


class SetupError(Exception):
    """The environment could not be made; the message is what the user reads."""


def python_of(folder: Path) -> Path:
    """Interpreter of the environment in ``folder``."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(root: Path, requirements: str) -> str:
    """Hash of all that decides what ``requirements`` installs."""
    files = (*INPUTS[requirements], "constraints.txt", "pyproject.toml")
    total = hashlib.sha256()
    for name in files:
        total.update(name.encode() + b"\0" + (root / name).read_bytes() + b"\0")
    return total.hexdigest()


def ensure(root: Path, requirements: str = BOOK) -> Path:
    """Interpreter of an environment of ``root`` in which ``requirements`` are installed.

    Args:
        root: folder of the project.
        requirements: ``requirements.txt`` or ``requirements-test.txt``, which contains the first.

    Raises:
        SetupError: if a step of the installation fails.
    """
    folder = root / ".venv"
    python, stamp = python_of(folder), folder / STAMP
    place, *installed = read(stamp)
    if place == str(folder) and digest(root, requirements) in installed and python.exists():
        return python
    if place != str(folder) or not python.exists():
        print(f"Making the environment .venv with Python {sys.version.split()[0]} ...", flush=True)
        create(folder)
    stamp.unlink(missing_ok=True)
    started = time.monotonic()
    print(f"Installing {requirements} (the first time, this takes minutes) ...", flush=True)
    install(root, python, requirements)
    held = [name for name in INPUTS if set(INPUTS[name]) <= set(INPUTS[requirements])]
    lines = [str(folder), *(digest(root, name) for name in held)]
    stamp.write_text("\n".join(lines), encoding="utf-8")
    print(f"The environment is ready after {time.monotonic() - started:.0f} s.", flush=True)
    return python


def create(folder: Path) -> None:
    """Make the environment; remove what an interrupted installation or a moved checkout left."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
        venv.create(folder, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(f"The environment {folder} could not be made: {error}") from error


def read(stamp: Path) -> list[str]:
    """Where the environment was made, and the digests of what is installed in it."""
    return stamp.read_text(encoding="utf-8").splitlines() if stamp.is_file() else [""]


def install(root: Path, python: Path, requirements: str) -> None:
    """Install torch (from the index named by TORCH_INDEX, if any), the rest, and the package."""
    if index := os.environ.get("TORCH_INDEX"):
        # Its dependencies follow from the usual index, in the versions of constraints.txt; its own
        # local label (2.13.0+cpu) satisfies the pin.
        pip(root, python, "--no-deps", "--index-url", index, pinned(root, "torch"))
    pip(root, python, "-r", requirements, "-c", "constraints.txt")
    pip(root, python, "--no-deps", "--no-build-isolation", "-e", ".")


def pinned(root: Path, name: str) -> str:
    """The line of requirements.txt that pins ``name``."""
    for line in (root / BOOK).read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}=="):
            return line.strip()
    raise SetupError(f"{BOOK} does not pin {name}.")


def pip(root: Path, python: Path, *arguments: str) -> None:
    """One ``pip install``; quiet unless stdout is a terminal."""
    quiet = () if sys.stdout.isatty() else ("--quiet",)
    command = [python, "-m", "pip", "--disable-pip-version-check", "install", *quiet, *arguments]
    if subprocess.run(command, cwd=root).returncode:
        raise SetupError(
            f"pip could not install {' '.join(arguments)}; see its messages above. "
            "The environment is incomplete; the next call makes it again."
        )
