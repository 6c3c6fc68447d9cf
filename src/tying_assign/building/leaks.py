"""Whether something of a solution stands where students can read it.

A secret is a piece of a solution that stands nowhere in what students get on purpose: twelve tokens
of its code in a row, the shape of twenty tokens whatever their names are, ten words in a row of the
rubric, of a written answer or of the sentence of a wrong one, or a hidden expected value with many
digits. What the book shows on purpose, and a solution has too, stands in ``known.md`` beside the
problem, with the reason.

Files are searched as text: escapes of JSON and HTML, tags and white space do not hide a secret, the
lines of a notebook's cell are joined, and archives and base64 are opened. Pictures, fonts and PDF
are not read.
"""

from __future__ import annotations

import ast
import base64
import binascii
import gzip
import hashlib
import html
import io
import json
import keyword
import re
import tokenize
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from tying_assign.building import page, source
from tying_assign.definition import Problem, generator

TOKENS, SHAPE = 12, 20
"""Tokens in a row that are a secret as they stand, and whatever their names are."""

WORDS, QUOTED = 7, 10
"""Words that a sentence has at least, to be told from what anybody may write; words in a row of a
longer one that are a secret."""

DIGITS = 9
"""Digits of a number that are looked for; a number with fewer is not."""

DEPTH = 4
"""Archives within archives that are opened."""

LARGEST = 8 * 2**20
"""Characters of a text in which shapes are looked for; words and code are in every one."""

UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
ESCAPE = re.compile(r"\\+[nrt]|\\+\s")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
PIECE = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|[^\s\w]")
WORD = re.compile(r"[^\W_]+")
ENCODED = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}")
ASSIGNED = re.compile(r"\s*[\w.]+\s*=\s*(?=[{\[])")
SENTENCE = re.compile(r"(?<=[.!?:;|])\s+|\n\s*\n|\n\s*[-*|]\s+")


@dataclass(frozen=True)
class Secret:
    """Something that students must not find.

    Attributes:
        what: what it is, for the author.
        problem: whose it is.
        form: the form of a text in which it is looked for: "code", "shape", "words" or "numbers".
        text: how it is written in this form.
    """

    what: str
    problem: str
    form: str
    text: str


@dataclass(frozen=True)
class Leak:
    """A secret that was found, and the file; what lies in an archive stands after a ``!``."""

    file: str
    secret: Secret

    def __str__(self) -> str:
        """One line for the author."""
        return f"{self.file}: holds {self.secret.what} of {self.secret.problem}"


# --- the forms of a text ---


def readable(text: str) -> str:
    """``text`` without escapes and tags."""
    text = UNICODE.sub(lambda match: chr(int(match[1], 16)), text)
    text = html.unescape(html.unescape(TAG.sub("", ESCAPE.sub(" ", text).replace("\\", ""))))
    return TAG.sub("", text)


def as_code(text: str) -> str:
    """Without white space, and with one kind of quotes."""
    return "".join(text.split()).replace("'", '"')


def as_words(text: str) -> str:
    """Words in small letters, one space between them."""
    return f" {' '.join(WORD.findall(text.lower()))} "


def as_shape(text: str) -> str:
    """Tokens with one space between them, and the same letter for every name."""
    return f" {' '.join(map(shape_of, PIECE.findall(text)))} "


def shape_of(token: str) -> str:
    """A token whose name does not count."""
    is_name = token.isidentifier() and not keyword.iskeyword(token)
    return "n" if is_name else token


FORMS = {"code": as_code, "shape": as_shape, "words": as_words, "numbers": str}


# --- what is secret ---


def secrets(problem: Problem, class_seed: int = 0) -> list[Secret]:
    """What students of a class must not find."""
    cells = source.read(problem, class_seed)
    shown_cells = page.page(problem, class_seed).cells
    public = [cell.source for cell in shown_cells]
    public += [" ".join(tokens_of(one.source)) for one in shown_cells if one.cell_type == "code"]
    known = problem.folder / "known.md"
    public += [known.read_text(encoding="utf-8")] if known.is_file() else []
    found = [*_of_code(cells), *_of_words(problem, cells), *_of_values(problem, class_seed)]
    shown = {form: change(readable("\n".join(public))) for form, change in FORMS.items()}
    unique = {(form, text): what for what, form, text in found if text not in shown[form]}
    return [Secret(what, problem.name, form, text) for (form, text), what in unique.items()]


Found = tuple[str, str, str]
"""What a secret is, its form, and its text."""


def _of_code(cells: Sequence[source.Cell]) -> Iterator[Found]:
    for cell in cells:
        if cell.kind == "code" and cell.role in (source.SOLUTION, source.INSTRUCTOR):
            tokens = tokens_of(cell.text)
            what = f"code of the cell {cell.name}"
            for window in windows(tokens, TOKENS):
                yield what, "code", as_code(readable(" ".join(window)))
            for window in windows(tokens, SHAPE):
                yield f"{what}, with other names", "shape", as_shape(readable(" ".join(window)))


def windows(tokens: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """All runs of ``size`` tokens."""
    return (tokens[start : start + size] for start in range(len(tokens) - size + 1))


def tokens_of(code: str) -> list[str]:
    """The tokens of Python code, without comments, docstrings and line ends."""
    lines = _docstring_lines(code)
    read = tokenize.generate_tokens(io.StringIO(code).readline)
    pieces: list[str] = []
    for token in read:
        is_text = token.type in (tokenize.NAME, tokenize.NUMBER, tokenize.OP, tokenize.STRING)
        if is_text and token.start[0] not in lines:
            pieces += PIECE.findall(token.string)
    return pieces


def _docstring_lines(code: str) -> set[int]:
    """The lines on which docstrings stand."""
    holders = (ast.Module, ast.FunctionDef, ast.ClassDef)
    lines: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, holders) and ast.get_docstring(node) is not None:
            first = node.body[0]
            lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def _of_words(problem: Problem, cells: Sequence[source.Cell]) -> Iterator[Found]:
    for cell in cells:
        if cell.kind == "markdown" and cell.role in (source.SOLUTION, source.INSTRUCTOR):
            for sentence in sentences(cell.text):
                yield f"a sentence of the cell {cell.name}", "words", sentence
    for wrong in source.wrong_answers(problem):
        for sentence in sentences(wrong.sentence):
            yield f"the sentence of the wrong answer {wrong.name}", "words", sentence


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that are long enough, as words; of a long one, its parts."""
    for one in SENTENCE.split(text):
        words = as_words(readable(one)).split()
        if len(words) >= WORDS:
            for part in windows(words, min(len(words), QUOTED)):
                yield f" {' '.join(part)} "


def _of_values(problem: Problem, class_seed: int) -> Iterator[Found]:
    for question in problem.graded:
        for case in question.cases(generator(problem, question.name, class_seed)):
            for number in numbers_in(case.expected):
                if digits := telling(number):
                    yield f"a hidden value of the question {question.name}", "numbers", digits


def numbers_in(value: Any) -> Iterator[float]:
    """All numbers in an expected value."""
    if isinstance(value, Tensor | np.ndarray):
        yield from np.asarray(value).reshape(-1).tolist()
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from numbers_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from numbers_in(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def telling(number: float) -> str:
    """The first digits of a number; empty if it has too few to be told from others."""
    digits = repr(number).partition("e")[0].lstrip("-")
    zeros = len(digits) - len(digits.lstrip("0."))
    if len(digits[zeros:].replace(".", "")) < DIGITS + 2:
        return ""
    return digits[: zeros + DIGITS + ("." in digits[zeros : zeros + DIGITS])]


# --- the search ---


def below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files below ``folder``: their paths in it, and their bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def search(files: Iterable[tuple[str, bytes]], wanted: Sequence[Secret]) -> list[Leak]:
    """The secrets that stand in ``files``; what is equal to a file before is read once."""
    leaks: dict[Leak, None] = {}
    seen = set()
    for name, content in files:
        for inner, text in texts(name, content):
            key = hashlib.sha256(text.encode("utf-8", "replace")).digest()
            if key not in seen:
                seen.add(key)
                leaks |= dict.fromkeys(Leak(inner, secret) for secret in _found(text, wanted))
    return list(leaks)


def summary(leaks: Iterable[Leak]) -> list[str]:
    """A line for each file and thing that it holds; several pieces of one cell are one line."""
    return list(dict.fromkeys(map(str, leaks)))


def _found(text: str, wanted: Sequence[Secret]) -> Iterator[Secret]:
    plain = readable(text)
    for form, change in FORMS.items():
        if form == "shape" and len(plain) > LARGEST:
            continue
        here = [secret for secret in wanted if secret.form == form]
        changed = change(plain) if here else ""
        yield from (secret for secret in here if _stands(secret, changed))


def _stands(secret: Secret, text: str) -> bool:
    """Whether a secret is in a text of its form; a number has to begin where one is expected."""
    if secret.form != "numbers":
        return secret.text in text
    return secret.text in text and bool(re.search(rf"(?<![\d.]){re.escape(secret.text)}", text))


def joined(text: str) -> str:
    """All strings of a JSON text, or of a script that assigns one; a list of strings is joined.

    Empty if it is neither. So the lines of a notebook's cell stand one below the other.
    """
    start = ASSIGNED.match(text)
    try:
        return "\n".join(_strings(json.loads(text[start.end() :].rstrip(";\n") if start else text)))
    except (ValueError, RecursionError):
        return ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and all(isinstance(one, str) for one in value):
        yield "".join(value)
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def texts(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The texts that a file holds, each with its name: its own, and those packed into it."""
    if depth > DEPTH:
        return
    if content[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                yield from texts(f"{name}!{entry.filename}", archive.read(entry), depth + 1)
        return
    if content[:2] == b"\x1f\x8b":
        yield from texts(f"{name}!unpacked", gzip.decompress(content), depth + 1)
        return
    text = content.decode("utf-8", errors="replace")
    yield name, text
    if Path(name).suffix in (".ipynb", ".json", ".js") and (whole := joined(text)):
        yield name, whole
    for match in ENCODED.finditer(text):
        try:
            inner = base64.b64decode(match[0], validate=True)
        except binascii.Error:
            continue
        yield from texts(f"{name}!base64", inner, depth + 1)
