"""The cells of a submission: of a notebook of any age, or of a Python file."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LARGEST = 20 * 1024**2
"""Bytes that a submission may have."""

CELL_MARK = re.compile(r"^# (?:%%|In\[[ \d]*\]:).*$", re.MULTILINE)
"""What stands above a cell in a Python file: as editors write it, and as nbconvert does."""

IMAGE = re.compile(r"image/(?:png|jpeg|gif|webp)")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Unreadable(ValueError):
    """Not a notebook and not a Python file; the message is an end of "the file ..."."""


class TooLarge(ValueError):
    """Larger than a submission may be; the message is an end of "the file ..."."""


@dataclass(frozen=True)
class Cell:
    """A cell of a submission.

    Attributes:
        kind: "code", "markdown", or what else a notebook calls it.
        text: its lines end as they do on Unix.
        images: those that were dropped into it, as ``data:`` addresses.
    """

    kind: str
    text: str
    images: tuple[str, ...] = ()


def code_cells(content: bytes) -> tuple[str, ...]:
    """The text of each cell of code, in the order of the file; see :func:`all_cells`."""
    return tuple(cell.text for cell in all_cells(content) if cell.kind == "code")


def all_cells(content: bytes) -> list[Cell]:
    """The cells in the order of the file; those of a Python file are all code.

    Args:
        content: the bytes of a notebook (nbformat 3 or later) or of a Python file.

    Raises:
        TooLarge: if it has more than :data:`LARGEST` bytes.
        Unreadable: if it is neither.
    """
    if len(content) > LARGEST:
        size = len(content) / 1024**2
        raise TooLarge(f"has {size:.0f} MiB; at most {LARGEST // 1024**2} are read")
    text = _text(content)
    start = text.lstrip()[:1]
    if not start:
        raise Unreadable("is empty")
    if start == "{":
        return list(_of_notebook(text))
    if start == "<":
        raise Unreadable("is a web page, not a notebook")
    return [Cell("code", cell) for cell in CELL_MARK.split(text) if cell.strip()]


def _text(content: bytes) -> str:
    encoding = next((name for bom, name in BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("is no text: neither a notebook nor a Python file") from error
    if "\0" in text:
        raise Unreadable("has zero bytes in it: neither a notebook nor a Python file")
    return _newlines(text)


def _of_notebook(text: str) -> Iterator[Cell]:
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("is damaged: it begins like a notebook and is no JSON") from error
    cells = list(_cells(notebook))
    if not cells:
        raise Unreadable("is a notebook without cells")
    for cell in cells:
        if isinstance(cell, dict):
            source = cell.get("source", cell.get("input", ""))
            lines = source if isinstance(source, list) else [source]
            whole = "".join(line for line in lines if isinstance(line, str))
            yield Cell(str(cell.get("cell_type")), _newlines(whole), tuple(_images(cell)))


def _images(cell: dict[str, Any]) -> Iterator[str]:
    """What lies in the cell's attachments, as far as it is an image in base 64."""
    attached = cell.get("attachments")
    for kinds in attached.values() if isinstance(attached, dict) else ():
        for kind, content in kinds.items() if isinstance(kinds, dict) else ():
            text = "".join(content) if isinstance(content, list) else content
            if IMAGE.fullmatch(kind) and isinstance(text, str) and BASE64.fullmatch(text):
                yield f"data:{kind};base64,{''.join(text.split())}"


def _cells(notebook: dict[str, Any]) -> Iterator[Any]:
    """Of the notebook itself, and of the worksheets that nbformat 3 has."""
    sheets = notebook.get("worksheets")
    for holder in (notebook, *(sheets if isinstance(sheets, list) else ())):
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from cells if isinstance(cells, list) else ()


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
