"""The command of a stub, whose files are written all together or not at all, over nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools import ROOT


class Refused(Exception):
    """The stub was not written; the message says why, and what to do."""


def run(add: Callable[[Path, str], list[Path]], usage: str) -> int:
    """Write the stub that the command line names into this project; the exit status.

    Args:
        add: takes the folder of the project and the name, and returns the files it has written.
        usage: what to type, said if no name or several are given.
    """
    if len(sys.argv) != 2:
        print(usage, file=sys.stderr)
        return 2
    try:
        paths = add(ROOT, sys.argv[1])
    except Refused as reason:
        print(f"{reason}.", file=sys.stderr)
        return 1
    print(*(path.relative_to(ROOT) for path in paths), sep="\n")
    print("are written. CONTRIBUTING.md says what comes next; make book builds the pages.")
    return 0


def write(new: dict[Path, str], changed: dict[Path, str]) -> None:
    """Write files.

    Args:
        new: texts of files that must not exist, by path.
        changed: new texts of files that exist, by path.

    Raises:
        Refused: if a file of ``new`` exists; nothing is written then.
        OSError: if a file cannot be written; everything is then as it was before.
    """
    if existing := [path for path in new if path.exists()]:
        names = ", ".join(map(str, existing))
        raise Refused(f"{names}: exists already; choose another name, or remove it first")
    before = {path: path.read_text(encoding="utf-8") for path in changed}
    folders: list[Path] = []
    written: list[Path] = []
    try:
        for path, text in (new | changed).items():
            folders += make_folder(path.parent)
            written.append(path)
            path.write_text(text, encoding="utf-8")
    except BaseException:
        undo(written, folders, before)
        raise


def make_folder(folder: Path) -> list[Path]:
    """Make ``folder``; the folders that were missing, the outermost first."""
    missing = [path for path in (*reversed(folder.parents), folder) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def undo(written: list[Path], folders: list[Path], before: dict[Path, str]) -> None:
    """Take back what ``write`` has done so far."""
    for path in written:
        if path in before:
            path.write_text(before[path], encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
    for folder in reversed(folders):
        folder.rmdir()
