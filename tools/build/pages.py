"""The pages: Jupyter Book in a work folder, which becomes _build/html only if it went well."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat

from tools.build import cache as executed
from tools.build import jupyter_book
from tools.build.execute import ANSI
from tools.build.fingerprint import digest
from tools.learner import copies
from tools.learner.markdown import Unknown
from tools.learner.settings import FOLDER, settings
from tools.setup import wheel

STRICT = ("-W", "-n", "--keep-going", "-q")
TRACEBACK = "Traceback (most recent call last):"
PLACE = re.compile(r"^(?P<path>\S.*\.ipynb):(?P<line>[0-9]{5,}):", re.MULTILINE)


def build(root: Path, folder: Path, fingerprint: str, cache: Path) -> bool:
    """Build the pages of ``root`` and put them into ``folder/html``; whether that went well.

    The work folder holds what Sphinx remembers of unchanged pages. It is stamped when a build
    succeeds, and dropped when the stamp is missing or another: after a failure Sphinx would not
    repeat the warnings of unchanged pages.
    """
    work = folder / "work"
    stamp = work / "fingerprint"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != fingerprint:
        shutil.rmtree(work, ignore_errors=True)
    stamp.unlink(missing_ok=True)
    work.mkdir(exist_ok=True)
    print("Pages: building ...", flush=True)
    started = time.monotonic()
    site = work / "_build" / "html"
    problem = run_jupyter_book(root, work, cache)
    problem = problem or add_learner_copies(root, site, folder / "wheel")
    if problem:
        print(f"{problem}\n\nThe pages failed. {site_status(root)}", file=sys.stderr)
        return False
    publish(site, folder / "html")
    stamp.write_text(fingerprint, encoding="utf-8")
    print(f"  built     in {time.monotonic() - started:.1f} s")
    return True


def run_jupyter_book(root: Path, work: Path, cache: Path) -> str:
    """Run Jupyter Book with warnings as errors; its errors and warnings, or nothing."""
    known = executed.count(cache)
    completed = jupyter_book.run(root, work, *STRICT)
    if completed.returncode:
        return error_message(root, completed)
    if executed.count(cache) != known:
        return "Sphinx did not find a notebook in the cache, and executed it."
    return ""


def error_message(root: Path, completed: subprocess.CompletedProcess[str]) -> str:
    """The messages of a failed Jupyter Book, without colours, by the cells of notebooks."""
    # After an exception Jupyter Book adds a traceback of its own to Sphinx's explanation.
    text = completed.stderr.partition(TRACEBACK)[0].strip() or completed.stderr or completed.stdout
    return name_cells(root, ANSI.sub("", text))


def name_cells(root: Path, text: str) -> str:
    """Messages of Sphinx, with the cells of notebooks instead of myst-nb's lines.

    Line n, from 1, of cell i, from 0, is 10000 (i + 1) + n + 1 there.
    """

    def place(match: re.Match[str]) -> str:
        path = Path(match["path"])
        cell, line = divmod(int(match["line"]), 10_000)
        try:
            name = nbformat.read(path, as_version=4).cells[cell - 1]["id"]
            path = path.relative_to(root)
        except (OSError, ValueError, LookupError):
            return match[0]
        return f"{path.as_posix()}, cell {name}, line {max(line - 1, 1)}:"

    return PLACE.sub(place, text)


def add_learner_copies(root: Path, site: Path, kept: Path) -> str:
    """Put the learner copies, and the wheel that they install, into ``learn`` of ``site``.

    An error is returned where something has no plain form, else nothing. The folder ``kept`` holds
    the wheel between builds.
    """
    if not (root / "pyproject.toml").is_file():  # without a package there is nothing to install
        return ""
    learn = site / FOLDER
    shutil.rmtree(learn, ignore_errors=True)
    built = current_wheel(root, kept)
    try:
        written = copies.write(settings(root, built), learn)
    except Unknown as error:
        return str(error)
    for copy in written:
        copies.write_script(copy)
    learn.mkdir(exist_ok=True)  # a book without notebooks has no copies
    shutil.copy(built, learn)
    return ""


def current_wheel(root: Path, folder: Path) -> Path:
    """The wheel of ``root`` in ``folder``, built again only if its sources have changed."""
    stamp = folder / "fingerprint"
    sources = digest(root, ("src", *wheel.SOURCES))
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != sources:
        shutil.rmtree(folder, ignore_errors=True)
        wheel.build(root, folder)
        stamp.write_text(sources, encoding="utf-8")
    (built,) = folder.glob("*.whl")
    return built


def publish(built: Path, site: Path) -> None:
    """Copy ``built`` beside ``site`` and let it take its place."""
    new, old = site.with_name("html.new"), site.with_name("html.old")
    for folder in (new, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built, new)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def site_status(root: Path) -> str:
    """What a reader finds in _build/html after a failure."""
    if (root / "_build" / "html").exists():
        return "_build/html is unchanged: it is the last book that was built without a failure."
    return "There is no book in _build/html."
