"""Write a file so that there is the old one or the new one, and never a part."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from tying_assign.errors import AssignError


def write(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``; the folder is made if it is missing.

    Only the owner may read the file: it holds what students did and got.

    Raises:
        AssignError: if it cannot be written.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix="._", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise AssignError(
            f"{path} cannot be written: {error.strerror}; close it if a program has it open"
        ) from error
