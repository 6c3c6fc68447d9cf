"""What has been graded, kept so that a batch goes on after it was stopped at any moment.

One line of JSON for each submission, appended and brought to the disk before the next, and one for
each change of the class seed. A line that a stop cut off is dropped. The key of a line stands for
all that decides a grade, so that a changed problem, seed or file is graded anew, and the old lines
do no harm.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock, Timeout

from tying_assign.errors import AssignError
from tying_assign.grading.result import Grade


class Journal:
    """The grades in a file, by key; only one process at a time has it open.

    Args:
        path: of the file; it is made if it is missing.

    Raises:
        AssignError: on entering, if another process has it, or it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.grades: dict[str, Grade] = {}
        self._class_seed: int | None = None
        self._lock = FileLock(f"{path}.lock", timeout=0)
        self._file = -1

    def __enter__(self) -> Journal:
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._lock.acquire()
            self._file = os.open(self.path, flags, 0o600)
            self._load()
        except Timeout as error:
            raise AssignError(
                f"another run grades into {self.path.stem} at this moment; wait until it has ended"
            ) from error
        except OSError as error:
            self.close()
            raise AssignError(f"{self.path} cannot be written: {error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the file to others."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self._lock.release()

    def began(self, class_seed: int) -> int:
        """Keep the class seed of this run; that of the last one, if there was one."""
        before = self._class_seed
        if before != class_seed:
            self._append({"class_seed": class_seed})
            self._class_seed = class_seed
        return class_seed if before is None else before

    def add(self, key: str, grade: Grade) -> None:
        """Keep a grade; when this returns, it is on the disk.

        Raises:
            AssignError: if the disk is full, for instance.
        """
        self._append({"key": key, "grade": grade.plain()})
        self.grades[key] = grade

    def _append(self, entry: Mapping[str, Any]) -> None:
        data = (json.dumps(entry) + "\n").encode("ascii")
        try:
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        except OSError as error:
            raise AssignError(f"{self.path} cannot be written: {error.strerror}") from error

    def _load(self) -> None:
        with os.fdopen(os.dup(self._file), "rb") as stream:
            stream.seek(0)
            data = stream.read()
        whole = data.rfind(b"\n") + 1
        for line in data[:whole].splitlines():
            try:
                entry = json.loads(line)
                if "class_seed" in entry:
                    self._class_seed = int(entry["class_seed"])
                    continue
                self.grades[entry["key"]] = Grade.from_plain(entry["grade"])
            except (ValueError, KeyError, TypeError):
                continue  # of a broken disk: this submission is graded again
        os.ftruncate(self._file, whole)
        os.lseek(self._file, whole, os.SEEK_SET)
