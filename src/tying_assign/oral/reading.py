"""Which file is meant: one on the disk, or one in a zip, by the name that the table of grades has.

Also what of its models the handed-out notebook defines itself.
"""

from __future__ import annotations

import ast
import difflib
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tying_assign.building import source
from tying_assign.catalogue import load_all
from tying_assign.errors import AssignError
from tying_assign.grading.folder import Submission, Unopened, submissions
from tying_assign.grading.notebook import LARGEST, Unreadable, code_cells
from tying_assign.grading.recognise import fitting

SUFFIXES = (".ipynb", ".py")
WANTED = "Questions are asked about one notebook (.ipynb) or one Python file (.py)"
SHOWN = 5
"""Names that a message lists."""


def content(name: str) -> bytes:
    """The content of one submission.

    Args:
        name: of a file; or of a file in a zip, ``submissions.zip!doejane_104_5004_work.ipynb``.

    Raises:
        AssignError: if it is none, or several; the message says what is wanted.
    """
    path = Path(name)
    if path.is_dir() or (path.is_file() and path.suffix.lower() == ".zip"):
        raise AssignError(_several(path))
    if path.is_file():
        return _of_file(path)
    for place in (number for number, sign in enumerate(name) if sign == "!"):
        outer = Path(name[:place])
        if outer.is_file() and outer.suffix.lower() == ".zip":
            return _of_zip(outer, f"{outer.name}{name[place:]}")
    outer = Path(name.partition("!")[0])
    raise AssignError(
        f"there is no file {outer}. {WANTED}; one in a zip is named as in the column submission "
        "of the table of grades, in single quotation marks: 'submissions.zip!NAME.ipynb'"
    )


def _several(path: Path) -> str:
    kind = "folder" if path.is_dir() else "zip"
    listed = [one.path for one in submissions(path)]
    joined = [f"{path}/{one}" if kind == "folder" else f"{path.parent / one}" for one in listed]
    return f"{path} is a {kind}. {WANTED}. In it lie, among others:{_lines(joined)}"


def _lines(names: Sequence[str]) -> str:
    return "".join(f"\n  {shlex.quote(name)}" for name in names[:SHOWN])


def _of_file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            read = stream.read(LARGEST + 1)
    except OSError as error:
        raise AssignError(f"{path} cannot be read: {error.strerror}") from error
    begins = read[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if path.suffix.lower() not in SUFFIXES and begins != b"{":
        raise AssignError(f"{path} is neither a notebook nor a file of Python. {WANTED}")
    return read


def _of_zip(path: Path, wanted: str) -> bytes:
    listed: dict[str, Submission] = {one.path: one for one in submissions(path)}
    found = listed.get(wanted)
    if found is None:
        near = difflib.get_close_matches(wanted, listed, n=SHOWN, cutoff=0.5) or [*listed]
        joined = [f"{path.parent / one}" for one in near]
        raise AssignError(f"{path} has no such file. Is it one of these?{_lines(joined)}")
    try:
        if found.unopened:
            raise found.unopened
        return found.read()
    except Unopened as error:
        raise AssignError(f"{wanted}: {error.reason}. {WANTED}") from error


@dataclass(frozen=True)
class Names:
    """What the handed-out notebook defines.

    Attributes:
        given: outside of what a student fills in.
        asked: what a student fills in.
    """

    given: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


def of_the_page(submission: bytes, problems: Path) -> Names:
    """The names that the handed-out notebook binds.

    Args:
        submission: which shows to which problem it belongs; if to none, there are no names.
        problems: the folder of the problems.
    """
    names: dict[str, set[str]] = {source.GIVEN: set(), source.STUB: set()}
    with suppress(AssignError, Unreadable):
        code_cells(submission)  # what is no notebook fits no problem
        for problem in fitting(load_all(problems), submission):
            for cell in source.read(problem):
                if cell.kind == "code" and cell.role in names:
                    names[cell.role].update(bound(ast.parse(cell.text)))
    return Names(frozenset(names[source.GIVEN]), frozenset(names[source.STUB]))


def bound(code: ast.AST) -> Iterator[str]:
    """The names that code binds in its module: not those within functions and classes."""
    for node in ast.iter_child_nodes(code):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif not isinstance(node, ast.Lambda | ast.GeneratorExp | ast.ListComp | ast.DictComp):
            yield from bound(node)
