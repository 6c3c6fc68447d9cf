"""What every notebook must hold once it was executed: captions, and numbers with a source.

The executed copies come from the cache that the build filled.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from nbformat import NotebookNode

from tools.build.cache import open_cache
from tools.checks.cells import WIDGET, printed
from tools.toc import read

PICTURES = {"image/svg+xml", "image/png", "image/jpeg", WIDGET}
SEPARATED = re.compile(r"(?<=\d)(?:,|\{,\}|\\,|\u202f|\u2009)(?=\d{3}(?!\d))")
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w]|\.\d)")
# A mean and its error belong together: each alone may be the number of something else.
WITH_ERROR = re.compile(r"(\d+(?:\.\d+)?)\$? ?(?:±|\\pm) ?\$?(\d+(?:\.\d+)?)")
UNITS = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
# What is no statement about the subject: code, citations, addresses, identifiers, options.
ASIDE = re.compile(
    r"```.*?```|\{[\w:-]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|<[^>\s]+>|https?://\S+"
    r"|\b(?:doi|arXiv)\b\S*(?:\s*10\.\S+)?|^\([\w-]+\)=$|^:\w[\w-]*:[^\n]*|^:::[^\n]*",
    flags=re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
# A year is a four-digit number that a word of time or a bracket introduces.
YEAR = re.compile(
    r"(?:\b(?:in|since|until|before|after|by|of|from|year|and|January|February|March|April|May|June"
    r"|July|August|September|October|November|December)\s+|\()(?:19|20)\d\d\b(?![,.]?\d)",
    flags=re.IGNORECASE,
)


def executed(path: Path, cache: Path) -> NotebookNode:
    """The notebook at ``path`` with the outputs that ``cache`` holds for it.

    Raises:
        LookupError: if the cache lacks it; build the book first.
    """
    try:
        with open_cache(cache) as notebooks:
            return notebooks.merge_match_into_notebook(read(path))[1]
    except KeyError:
        raise LookupError(f"{path} was not executed: run make book first") from None


def captions(notebook: NotebookNode) -> list[str]:
    """A caption below every picture and widget, and no caption without one."""
    problems = []
    for cell, below in pairwise([*notebook.cells, NotebookNode(cell_type="end", source="")]):
        shown = {
            mime for output in cell.get("outputs", []) for mime in output.get("data", {})
        } & PICTURES
        captioned = below.source.startswith("**Figure ") and below.cell_type == "markdown"
        if shown and not captioned:
            problems.append(f"{cell.id}: shows a picture, and no caption stands below it")
        if captioned and not shown:
            problems.append(f"{below.id}: a caption, and the cell above shows no picture")
    return problems


def numbers(notebook: NotebookNode, claims: str) -> list[str]:
    """Numbers of three and more digits in the prose that stand nowhere else.

    A number has a source if a cell prints it, if it stands in ``claims`` (the text of the claims
    file), or if it is an input that the reader sees in the code. Decimals may be rounded, and
    "124 million" is the rounding of a printed number.
    """
    cells = [cell for cell in notebook.cells if "outputs" in cell]
    shown = [text for cell in cells for text in (cell.source, *printed(cell))]
    outputs = plain("\n".join(shown))
    sources = {float(word) for word in NUMBER.findall(outputs + plain(f"\n{claims}"))}
    problems = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            problems += [
                f"{cell.id}: {word}{unit} stands in no output and in no claim"
                for word, unit in stated(cell.source)
                if not (supported(word, unit.strip(), sources) or (unit and word + unit in outputs))
            ]
    return problems


def errors(notebook: NotebookNode, claims: str) -> list[str]:
    """Means with an error in the prose, as ``0.21 ± 0.03``, that no cell prints as such a pair.

    ``numbers`` looks at each number alone, and a short one is easily found somewhere. The pair may
    stand in ``claims``, too, and both of its numbers may be rounded.
    """
    shown = [text for cell in notebook.cells if "outputs" in cell for text in printed(cell)]
    sources = WITH_ERROR.findall(plain("\n".join([*shown, claims])))
    return [
        f"{cell.id}: {mean} ± {error} stands in no output and in no claim"
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for mean, error in WITH_ERROR.findall(plain(cell.source))
        if not any(
            supported(mean, "", {float(one)}) and supported(error, "", {float(other)})
            for one, other in sources
        )
    ]


def plain(text: str) -> str:
    """``text`` without separators of thousands."""
    return SEPARATED.sub("", text)


def stated(source: str) -> list[tuple[str, str]]:
    """Numbers of three and more digits in Markdown, each with its unit ("million"), if any."""
    text = YEAR.sub(" ", ASIDE.sub(" ", plain(source)))
    numbers_and_units = []
    for match in NUMBER.finditer(text):
        digits = match[0].replace(".", "").lstrip("0")
        unit = re.match(r"\s+(?:thousand|million|billion)\b", text[match.end() :])
        if len(digits) >= 3:
            numbers_and_units.append((match[0], unit[0] if unit else ""))
    return numbers_and_units


def supported(word: str, unit: str, sources: set[float]) -> bool:
    """Whether one of ``sources`` is the number, exactly or rounded as ``word`` is written."""
    decimals = len(word.partition(".")[2])
    if not decimals and not unit:
        return float(word) in sources
    scale = UNITS.get(unit, 1)
    half = 0.5 * 10**-decimals + 1e-9
    return any(abs(source / scale - float(word)) <= half for source in sources)
