"""How learning platforms name what they hand out, so that a row has its student.

Canvas, "Download Submissions": one file for each, ``lastfirst_ID_SUBMISSION_name.ipynb``, with
``LATE`` as its second part if it came late. The numbers are the student's and the upload's.

Moodle, "Download all submissions": one folder for each student,
``First Last_ID_assignsubmission_file`` (before version 4.1 with a further ``_``), or, without
folders, one file, ``First Last_ID_assignsubmission_file_name.ipynb``. The number is that of the
student's place in the assignment. Moodle takes "_" out of names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOODLE = re.compile(r"(?P<student>[^_]+)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?")
CANVAS = re.compile(r"(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?P<upload>\d+)_(?P<file>.+\..+)")


@dataclass(frozen=True)
class Named:
    """What a platform's naming says.

    Attributes:
        student: as the platform writes the name.
        id: the number that the platform gives.
        part: which part of the path says so.
        is_folder: whether this part is a folder of the student.
    """

    student: str
    id: str
    part: int
    is_folder: bool


def parts(path: str) -> list[str]:
    """The folders, zips and files that a submission's path consists of."""
    return re.split("[/!]", path)


def named(path: str) -> Named | None:
    """Whose submission it is; None if its path follows no platform's naming."""
    for pattern in (MOODLE, CANVAS):
        for number, part in enumerate(parts(path)):
            if found := pattern.fullmatch(part):
                return Named(found["student"], found["id"], number, not found["file"])
    return None


@dataclass(frozen=True)
class Upload:
    """What Canvas' naming says of a file.

    Attributes:
        student: as Canvas writes the name, in small letters without spaces.
        id: of the student, as in the column "ID" of the gradebook.
        number: of the upload; a later one is larger.
    """

    student: str
    id: str
    number: int


def canvas(path: str) -> Upload | None:
    """What Canvas says of a submission's path; None if Canvas did not name it."""
    if any(MOODLE.fullmatch(part) for part in parts(path)):
        return None
    for part in parts(path):
        if found := CANVAS.fullmatch(part):
            return Upload(found["student"], str(int(found["id"])), int(found["upload"]))
    return None


def student(path: str) -> str:
    """The student, for the table: the name and the platform's number; empty if it is unknown."""
    found = named(path)
    return f"{found.student} ({found.id})" if found else ""
