"""Files of a stub are written all together or not at all, and overwrite nothing."""

from __future__ import annotations

from pathlib import Path


class Refused(Exception):
    """The stub was not written; the message says why, and what to do."""


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
