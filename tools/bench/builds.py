"""Time of builds: cold, unchanged, and after changes of a page and of the package."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measure(root: Path) -> None:
    """Build a copy of the book of ``root`` again and again, and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        book = copy(root, Path(folder) / "book")
        print("\nBuilds (the environment stands already)")
        timed(root, book, "cold")
        times = json.loads((book / "_build" / "execution.json").read_text(encoding="utf-8"))
        timed(root, book, "unchanged")
        page = book / "book" / "intro.md"
        page.write_text(page.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
        timed(root, book, "one page of prose changed")
        (book / "src" / "new.py").write_text("changed = True\n", encoding="utf-8")
        timed(root, book, "package changed")
        for name, entry in times["notebooks"].items():
            print(f"  {entry['seconds']:6.1f} s  {name}, its execution")


def copy(root: Path, to: Path) -> Path:
    """A copy of the files of the project that git tracks or could track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, to / name)
    return to


def timed(root: Path, book: Path, title: str) -> None:
    """Build ``book`` once and print the seconds, or what went wrong."""
    command = [sys.executable, "-m", "tools.build", "--root", str(book)]
    started = time.monotonic()
    completed = subprocess.run(command, cwd=root, capture_output=True, text=True)
    seconds = time.monotonic() - started
    print(f"  {seconds:6.1f} s  {title}", flush=True)
    if completed.returncode:
        raise SystemExit(completed.stderr)
