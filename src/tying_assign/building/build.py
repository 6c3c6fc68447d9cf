"""Write what belongs to a problem, and search what students can read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tying_assign.building import clone, page, source
from tying_assign.building import leaks as search_for
from tying_assign.building.clone import ROOT
from tying_assign.building.instructor import instructor
from tying_assign.building.leaks import Leak
from tying_assign.building.student import student
from tying_assign.definition import Problem
from tying_assign.errors import AssignError

STUDENTS, INSTRUCTOR = "students", "instructor"


def write(
    problems: Iterable[Problem],
    out: Path,
    *,
    class_seed: int = 0,
    into_book: bool = True,
    address: str | None = None,
) -> Iterator[Path]:
    """Write notebooks into ``out``, and the pages into the book; the paths as they are written.

    Without the ``address`` of a site the wheel lies beside the students' notebooks, which install
    it from there.
    """
    settings = clone.book(address)
    if not settings.wheels:
        yield _written(out / STUDENTS / settings.package.wheel, clone.wheel().read_bytes())
    for problem in problems:
        if into_book:
            yield page.write(problem, ROOT)
        for folder, make in ((STUDENTS, student), (INSTRUCTOR, instructor)):
            content = source.content(make(problem, settings, class_seed))
            yield _written(out / folder / f"{problem.name}.ipynb", content)


def _written(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise AssignError(f"{path} cannot be written: {error.strerror}") from error
    return path


def leaks(
    problems: Iterable[Problem],
    out: Path,
    site: Path | None,
    class_seed: int = 0,
    *,
    into_book: bool = True,
) -> list[Leak]:
    """Pieces of solutions in the students' notebooks, the pages and the site."""
    problems = list(problems)
    secrets = [secret for one in problems for secret in search_for.secrets(one, class_seed)]
    notebooks = (out / STUDENTS / f"{one.name}.ipynb" for one in problems)
    files = [(f"{STUDENTS}/{path.name}", path.read_bytes()) for path in notebooks]
    if into_book:
        files += [
            (f"{page.name(one)}.ipynb", (ROOT / f"{page.name(one)}.ipynb").read_bytes())
            for one in problems
        ]
    if site is not None:
        files += search_for.below(site)
    return search_for.search(files, secrets)
