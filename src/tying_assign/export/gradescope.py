"""An autograder for Gradescope: a zip with all that grades one problem, and nothing that solves it.

In the image that Gradescope builds of it, the sources are for root alone, and submissions run in
the safest sandbox that works there. Equal sources give an equal zip, byte for byte.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tying_assign.definition import Problem
from tying_assign.errors import AssignError
from tying_assign.export.autograder import SETTINGS
from tying_assign.grading import files

SOURCES = Path(__file__).parents[2]
ROOT = SOURCES.parent
SCRIPTS = ("setup.sh", "run_autograder")
GRADER = (
    *("__init__.py", "catalogue.py", "compare.py", "definition.py", "errors.py"),
    *("worker", "sandbox", "export/__init__.py", "export/autograder.py"),
    *(f"grading/{name}.py" for name in ("__init__", "files", "folder", "notebook", "one")),
    "grading/result.py",
)
NEEDED = ("matplotlib", "numpy", "torch")
"""What is installed; students may draw."""

LEFT_OUT = ("problem.md", "known.md", "wrong")
"""Of a problem: what has solutions in it and grades nothing."""

LONG_AGO = (1980, 1, 1, 0, 0, 0)
SCRIPT, FILE = 0o100755, 0o100600


def write(path: Path, problem: Problem, class_seed: int, visibility: str) -> None:
    """Write the zip.

    Raises:
        AssignError: if it cannot be written, or this is no clone of the book.
    """
    files.write(path, packed(dict(contents(problem, class_seed, visibility))))


def contents(problem: Problem, class_seed: int, visibility: str) -> Iterator[tuple[str, bytes]]:
    """The files of the zip, by their names in it."""
    for name in SCRIPTS:
        yield name, (Path(__file__).parent / name).read_bytes()
    yield "requirements.txt", requirements().encode()
    settings = {"problem": problem.name, "class_seed": class_seed, "visibility": visibility}
    yield SETTINGS, f"{json.dumps(settings, indent=1)}\n".encode()
    for place in ("tying", *(f"tying_assign/{name}" for name in GRADER)):
        for file in _below(SOURCES / place):
            yield file.relative_to(SOURCES).as_posix(), file.read_bytes()
    for file in _below(problem.folder):
        name = file.relative_to(problem.folder)
        if name.parts[0] not in LEFT_OUT:
            yield f"problem/{problem.name}/{name.as_posix()}", file.read_bytes()


def requirements() -> str:
    """The packages, in the versions that the book is tested with."""
    try:
        lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise AssignError(f"{ROOT} is no clone of the book: it has no constraints.txt") from error
    kept = [line for line in lines if line.split("==")[0] in NEEDED]
    return "".join(f"{line}\n" for line in kept)


def _below(path: Path) -> list[Path]:
    """The files at or below a path, in their order, without what Python compiled."""
    if path.is_file():
        return [path]
    found = (file for file in path.rglob("*") if file.is_file())
    return sorted(file for file in found if "__pycache__" not in file.parts)


def packed(contents: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but the contents."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system = 3  # Unix: the modes count
            entry.external_attr = (SCRIPT if name in SCRIPTS else FILE) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()
