"""What lies in a folder of submissions, as learning platforms hand it out: files, folders, zips.

Nothing is unpacked to the disk: an entry of a zip is read into memory, up to a cap, and its name
is used for nothing but the table.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from tying_assign.errors import AssignError

LARGEST = 20_000_000
"""Bytes of a submission."""

LARGEST_ZIP = 200_000_000
"""Bytes of a zip within a zip, which is read into memory."""

LARGEST_UNPACKED = 2_000_000_000
"""Bytes of all entries of one zip together, those of zips within it included."""

LARGEST_LIST = 16_000_000
"""Bytes of a zip's list of entries: more than 100,000 of them."""

DEEPEST = 2
"""Zips within each other: a platform's download holds what a student packed."""

LEFT_OUT = {"__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git", ".DS_Store", "Thumbs.db"}
"""What systems and editors leave behind, not students; also ``desktop.ini`` and ``._*``."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those of zips that platforms make; a few bytes of the others can stand for gigabytes."""

ARCHIVES = {".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"}


class Unopened(Exception):
    """Why the content of a submission is not graded.

    Attributes:
        status: "unreadable" or "refused", as in :mod:`tying_assign.grading.result`.
        reason: for teacher and student.
    """

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(status, reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True)
class Submission:
    """A file that was handed in.

    Attributes:
        path: relative to the folder, with "/"; ``zip!inner`` for what lies in a zip.
        sha256: of its content; empty if that was not read.
        unopened: why it is not graded; None if it is.
        read: its content.

    ``read`` raises :class:`Unopened` if the file can no longer be read, or has changed.
    """

    path: str
    sha256: str
    unopened: Unopened | None
    read: Callable[[], bytes] = field(compare=False, repr=False)


def submissions(folder: Path, apart: Collection[Path] = ()) -> list[Submission]:
    """All that was handed in, in the order of the paths.

    Args:
        folder: with the submissions; or a zip of them.
        apart: files and folders that are no submissions, such as the table of grades.

    Raises:
        AssignError: if there is no such folder, or nothing in it.
    """
    if not folder.exists():
        raise AssignError(f"there is no folder {folder}; give the one with the submissions")
    root = folder.resolve()
    apart = {path.resolve() for path in apart}
    if root.is_dir():
        names = (found for path in _files(root, apart) for found in _of_file(path, root))
    elif root.suffix.lower() == ".zip":
        names = _of_file(root, root.parent)
    else:
        raise AssignError(f"{folder} is neither a folder nor a zip; give the one with submissions")
    listed = sorted(_told_apart(names), key=lambda one: one.path)
    if not listed:
        raise AssignError(f"no submission lies in {folder}: it has no files")
    return listed


def printable(name: str) -> str:
    """A file's name as text: what is no character, or ends a line, is written as an escape."""
    return "".join(
        one if one.isprintable() or one in "\u200c\u200d" else one.encode("unicode_escape").decode()
        for one in name
    )


def is_left_out(name: str) -> bool:
    """Whether a file or folder of this name belongs to a system or an editor."""
    return name in LEFT_OUT or name.lower() == "desktop.ini" or name.startswith("._")


def _told_apart(found: Iterator[Submission]) -> Iterator[Submission]:
    """A zip may hold the same name twice, and two names may be printed alike."""
    seen: dict[str, int] = {}
    for one in found:
        count = seen[one.path] = seen.get(one.path, 0) + 1
        path = one.path if count == 1 else f"{one.path} ({count})"
        yield Submission(path, one.sha256, one.unopened, one.read)


def _files(root: Path, apart: Collection[Path]) -> Iterator[Path]:
    """Whatever is no folder, and folders that cannot be listed."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            yield folder
            continue
        for entry in entries:
            path = Path(entry.path)
            if is_left_out(entry.name) or path in apart:
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif not _is_met_elsewhere(path, root):
                yield path


def _is_met_elsewhere(path: Path, root: Path) -> bool:
    """Whether it is a link to a folder that is walked at its own place."""
    return path.is_symlink() and _lies_in(path, root) and path.is_dir()


def _lies_in(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # leads nowhere, or in a circle
        return False


def _of_file(path: Path, root: Path) -> Iterator[Submission]:
    """The submission in a file, or those in a zip."""
    name = printable(path.relative_to(root).as_posix())
    try:
        with _opened(path, root) as stream:
            if path.suffix.lower() == ".zip":
                yield from _of_zip(_Zip(stream, (), _Budget()), name, path, root)
                return
            content = _capped(stream, LARGEST, path.suffix)
    except Unopened as reason:
        yield _unopened(name, reason)
        return
    yield _submission(name, content, lambda: _read(path, root))


def _submission(name: str, content: bytes, read: Callable[[], bytes]) -> Submission:
    sha256 = hashlib.sha256(content).hexdigest()
    suffix = PurePosixPath(name).suffix.lower()
    begins = content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if suffix not in (".ipynb", ".py") and begins != b"{":
        if suffix in ARCHIVES:
            reason = "an archive of a kind that is not opened; a zip is"
        else:
            reason = "neither a notebook nor a file of Python"
        return Submission(name, sha256, Unopened("unreadable", reason), read)

    def unchanged() -> bytes:
        content = read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Unopened("unreadable", "the file changed while the others were graded")
        return content

    return Submission(name, sha256, None, unchanged)


def _unopened(name: str, reason: Unopened) -> Submission:
    def read() -> bytes:
        raise reason

    return Submission(name, "", reason, read)


def _opened(path: Path, root: Path) -> IO[bytes]:
    """An ordinary file below ``root``: no device or pipe, which may never end."""
    if path.is_symlink():
        if not _lies_in(path, root):
            raise Unopened("refused", "a link that leads out of the folder, or nowhere")
        path = path.resolve()
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    try:
        if path.is_dir():
            raise Unopened("unreadable", "the folder cannot be listed: look at its permissions")
        stream = os.fdopen(os.open(path, flags), "rb")
    except OSError as error:
        raise Unopened("unreadable", f"it cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise Unopened("refused", "no ordinary file")
    return stream


def _read(path: Path, root: Path) -> bytes:
    with _opened(path, root) as stream:
        return _capped(stream, LARGEST, path.suffix)


def _capped(stream: IO[bytes], most: int, suffix: str) -> bytes:
    """What a stream holds."""
    try:
        content = stream.read(most + 1)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise Unopened("unreadable", f"it cannot be read: {error}") from error
    if len(content) > most:
        kind = "a zip in a zip" if suffix.lower() == ".zip" else "a submission"
        raise Unopened("refused", f"more than the {most // 1_000_000} MB that {kind} may have")
    return content


class _Budget:
    """How much the entries of a zip may still unpack to."""

    def __init__(self) -> None:
        self.left = LARGEST_UNPACKED

    def take(self, size: int) -> None:
        self.left -= size

    @property
    def is_spent(self) -> bool:
        return self.left <= 0


class _Zip:
    """A zip, open.

    Attributes:
        entries: that are files.
        within: the numbers of the entries, from the outermost zip, that lead to this zip.
    """

    def __init__(self, stream: IO[bytes], within: tuple[int, ...], budget: _Budget) -> None:
        self.within, self.budget = within, budget
        try:
            if _list_size(stream) > LARGEST_LIST:
                raise Unopened("refused", "a zip with far too many entries")
            self._file = zipfile.ZipFile(stream)
        except (OSError, EOFError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
            raise Unopened("unreadable", f"no zip, or a damaged one: {error}") from error
        self.entries = [
            (number, entry)
            for number, entry in enumerate(self._file.infolist())
            if not entry.is_dir()
        ]

    def content(self, number: int) -> bytes:
        """That of an entry.

        Raises:
            Unopened: if it is encrypted, damaged, a link, or too large.
        """
        entry = self._file.infolist()[number]
        _refuse(entry)
        if self.budget.is_spent:
            size = LARGEST_UNPACKED // 1_000_000
            raise Unopened("refused", f"its zip unpacks to more than {size} MB")
        suffix = PurePosixPath(entry.filename).suffix
        most = LARGEST_ZIP if suffix.lower() == ".zip" else LARGEST
        try:
            stream = self._file.open(entry)
        except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as error:
            raise Unopened("unreadable", f"it cannot be read: {error}") from error
        with stream:
            try:
                content = _capped(stream, most, suffix)
            except Unopened:  # whatever it is, it was unpacked up to there
                self.budget.take(most)
                raise
        self.budget.take(len(content))
        return content


def _refuse(entry: zipfile.ZipInfo) -> None:
    """Raise if an entry is none to open."""
    name = entry_name(entry)
    climbs = ".." in name.split("/") or name.startswith("/") or name[1:2] == ":"
    if climbs:
        raise Unopened("refused", "its name in the zip leads out of the folder")
    if entry.flag_bits & 1:
        raise Unopened("refused", "it is encrypted; ask for a zip without a password")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unopened("refused", "a link in a zip")
    if entry.compress_type not in METHODS:
        raise Unopened("refused", "packed by an unusual method; ask for an ordinary zip")


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry, with "/".

    Python reads a name without the mark of UTF-8 as cp437, as the standard says; many programs
    write UTF-8 without the mark, which hardly any name in cp437 is by chance.
    """
    name = entry.filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _list_size(stream: IO[bytes]) -> int:
    """Bytes of a zip's list of entries, as its end says; zipfile reads as many into memory."""
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - 66_000))
    tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    size = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    large = tail.rfind(b"PK\6\6")  # the end in zips of 64 bits, which comes first
    if large >= 0:
        size = max(size if size != 0xFFFFFFFF else 0, _long(tail, large + 40))
    stream.seek(0)
    return size


def _long(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 8], "little")


def _of_zip(archive: _Zip, name: str, file: Path, root: Path) -> Iterator[Submission]:
    """What lies in a zip; for an empty one, a row that says so."""
    empty = True
    for number, entry in archive.entries:
        inner = entry_name(entry)
        if any(map(is_left_out, inner.split("/"))):
            continue
        empty = False
        yield from _of_entry(archive, number, f"{name}!{printable(inner)}", file, root)
    if empty:
        yield _unopened(name, Unopened("unreadable", "a zip with nothing in it"))


def _of_entry(
    archive: _Zip, number: int, name: str, file: Path, root: Path
) -> Iterator[Submission]:
    """The submission in an entry of a zip, or those in a zip in it."""
    within = (*archive.within, number)
    try:
        content = archive.content(number)
        if PurePosixPath(name).suffix.lower() != ".zip":
            yield _submission(name, content, lambda: _read_entry(file, root, within))
            return
        if len(within) >= DEEPEST:
            raise Unopened("refused", "a zip in a zip in a zip")
        inner = _Zip(io.BytesIO(content), within, archive.budget)
    except Unopened as reason:
        yield _unopened(name, reason)
        return
    yield from _of_zip(inner, name, file, root)


def _read_entry(file: Path, root: Path, within: tuple[int, ...]) -> bytes:
    """The content of an entry, once more."""
    with _opened(file, root) as stream:
        content = _Zip(stream, (), _Budget()).content(within[0])
    for number in within[1:]:
        content = _Zip(io.BytesIO(content), (), _Budget()).content(number)
    return content
