"""A page for each submission that tells its student the points and why, without right answers.

The files are named so that the platform takes them back. Moodle's "Upload multiple feedback files
in a zip" looks for the folder, or the beginning of the name, that it gave to the student; Canvas'
"Upload Submissions" looks for the numbers at the beginning of the name.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tying_assign.definition import Problem
from tying_assign.grading import files
from tying_assign.grading.document import document, page_start
from tying_assign.grading.folder import printable
from tying_assign.grading.platform import named, parts
from tying_assign.grading.result import MEANING, NOT_READ, Mark
from tying_assign.grading.table import Row, number

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""

LONGEST = 150
"""Bytes of a folder's or a file's name: the least that file systems allow is 255, with endings."""


def write(folder: Path, rows: Sequence[Row], problem: Problem) -> None:
    """Write a page for each row that has a grade, and remove those of files that have gone.

    A page of an earlier attempt would be sent to its student beside the new one.

    Raises:
        AssignError: if a page cannot be written.
    """
    written = set()
    for row, name in zip(rows, names([row.submission for row in rows]), strict=True):
        if row.grade is not None:
            files.write(folder / name, page(row, problem).encode("utf-8", "backslashreplace"))
            written.add(folder / name)
    start = page_start(_title(problem)).encode()
    for path in {*folder.rglob("*.html")} - written:
        with suppress(OSError), path.open("rb") as old:
            if old.read(len(start)) == start:
                path.unlink()


def _title(problem: Problem) -> str:
    return f"Feedback: {problem.title}"


def names(submissions: Sequence[str]) -> list[str]:
    """Where the page of each submission goes, below the folder of all: no two the same.

    The zip that all of them lie in is no part of it.
    """
    taken: set[str] = set()
    chosen = []
    whole = {submission.partition("!")[0] for submission in submissions}
    in_one_zip = len(whole) == 1 and all("!" in submission for submission in submissions)
    for submission in submissions:
        own = submission.partition("!")[2] if in_one_zip else submission
        name = "/".join([*map(_safe, _folders_and_file(own))])
        if _folded(name) in taken:
            name = f"{name}-{_hash(submission)}"
        taken.add(_folded(name))
        chosen.append(f"{name}.html")
    return chosen


def _folders_and_file(submission: str) -> list[str]:
    """The submission's own folders; what the platform named stays in front of the file's name."""
    way = parts(submission)
    found = named(submission)
    if found is None:
        return way
    before, own = way[: found.part], way[found.part :]
    if found.is_folder:
        return [*before, own[0], "_".join(own[1:])]
    return [*before, "_".join(own)]


def _safe(part: str) -> str:
    """A name that every system accepts and no platform takes for a hidden file."""
    name = re.sub(r'[<>:"/\\|?*]', "_", printable(part)).rstrip(". ")
    name = re.sub(r"^[.~]+", "_", name) or "_"
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    if len(name.encode()) > LONGEST:
        name = f"{name.encode()[: LONGEST - 9].decode('utf-8', 'ignore')}-{_hash(part)}"
    return name


def _folded(name: str) -> str:
    """Equal for names that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def page(row: Row, problem: Problem) -> str:
    """The page as HTML; it holds nothing that runs, whatever the submission's names and errors."""
    grade = row.grade
    assert grade is not None
    lines = "\n".join(_line(mark) for mark in grade.marks)
    of = sum(mark.of for mark in grade.marks if mark.points is not None)
    more = ""
    rest = sum(mark.of for mark in grade.marks if mark.points is None)
    if rest and grade.status not in NOT_READ:
        more = f" Up to {number(rest)} more are given by a person who reads your answer."
    body = f"""<p>Your file: {html.escape(row.submission.rpartition("!")[2])}</p>
<table>
<thead><tr><th scope="col">Question<th scope="col">Points<th scope="col">What came of it</thead>
<tbody>
{lines}
</tbody>
</table>
<p>{number(grade.points)} of {number(of)} points.{more}</p>"""
    return document(_title(problem), problem.title, body)


def _line(mark: Mark) -> str:
    points = f"{number(mark.points)} of" if mark.points is not None else "up to"
    said = html.escape(_sentence(mark))
    name = html.escape(mark.question)
    return f'<tr><th scope="row">{name}<td>{points} {number(mark.of)}<td>{said}'


def _sentence(mark: Mark) -> str:
    """What came of a question, in words for the student."""
    if mark.points is None:
        return mark.message or "A person reads this answer."
    if mark.message:
        return mark.message
    if mark.status == "graded":
        return "Right." if mark.points == mark.of else "Not right yet."
    meaning = MEANING[mark.status]
    return f"{meaning[0].upper()}{meaning[1:]}."
