"""The checks of executed notebooks find their mistakes (executed/ applies them)."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode, v4

from tools.checks import executed
from tools.checks.cells import printed

SVG = v4.new_output("display_data", {"image/svg+xml": "<svg/>", "text/plain": "alt"})


def shown(*texts: str) -> NotebookNode:
    """A cell of code that printed ``texts``."""
    return v4.new_code_cell(
        "f(784)", id="shown", outputs=[v4.new_output("stream", text=t) for t in texts]
    )


def test_a_line_that_came_in_two_parts_is_one_line():
    cell = shown("smallest 38.6 of", " 124.4 million\n", "largest 80.4\n")
    cell.outputs.insert(2, SVG)
    assert printed(cell) == ["smallest 38.6 of 124.4 million", "largest 80.4"]


def prose(source: str) -> NotebookNode:
    """A cell of Markdown."""
    return v4.new_markdown_cell(source, id="prose")


def unsupported(source: str, *texts: str, claims: str = "") -> list[str]:
    """Findings of the check of numbers for prose below a cell that printed ``texts``."""
    return executed.numbers(v4.new_notebook(cells=[shown(*texts), prose(source)]), claims)


@pytest.mark.parametrize(
    ("source", "texts", "word"),
    [
        ("It has 193 numbers.", ("121",), "193"),
        ("It has 38,597,376 more.", ("38,597,377",), "38597376"),
        ("It has $38{,}597{,}376$ more.", ("1",), "38597376"),
        ("About 117 million.", ("124439808",), "117 million"),
        ("The factor is 0.103.", ("0.1041",), "0.103"),
        ("It holds 2048 numbers.", ("1",), "2048"),
        ("As {cite}`a2019` found, 555.", ("1",), "555"),
        ("It has 193 numbers.", ("1193 1930 193.5",), "193"),
        (":::{admonition} What came out\n:class: outcome\nIt has 193.\n:::", ("1",), "193"),
        ("About 116.5 million.", ("It has 116.5 thousand.",), "116.5 million"),
    ],
)
def test_a_number_without_a_source_is_found(source: str, texts: tuple[str, ...], word: str):
    assert unsupported(source, *texts) == [f"prose: {word} stands in no output and in no claim"]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("It has 193 numbers.", ("(121, 193)",)),
        ("It has 38,597,376 more.", ("38597376",)),
        ("It has $38{,}597{,}376$ more.", ("38,597,376",)),
        ("About 124 million.", ("124,439,808",)),
        ("About 1.24 million.", ("1239808",)),
        ("About 116.5 million.", ("the older model: 116.5 million",)),
        ("The factor is 0.103.", ("0.10296",)),
        ("The input of 784 numbers is in the code.", ()),
        ("In 2019, and later (2021), and since March 2020.", ()),
        ("See {cite}`radford2019` and [it](https://example.org/12345), doi 10.1000/12345.", ()),
        ("The cell `x[1024]` and 12 apples.", ()),
        ("(sec-1234)=\n:::{exercise} 4567\n:label: ex-1234\n:::", ()),
    ],
)
def test_a_number_with_a_source_passes(source: str, texts: tuple[str, ...]):
    assert unsupported(source, *texts) == []


def test_a_claim_is_a_source():
    assert unsupported("117 million", claims="117 million, by the paper") == [
        "prose: 117 million stands in no output and in no claim"
    ]
    assert unsupported("117 million", claims="117,000,000") == []


@pytest.mark.parametrize(
    ("source", "printed", "found"),
    [
        ("It is 0.0095 ± 0.0007.", "0.0095 ± 0.0007", None),
        ("It is 0.01 ± 0.001.", "bias 0.0095 ± 0.0007", None),
        (r"It is $0.25 \pm 0.04$.", "0.250 ± 0.041", None),
        ("It is 0.0095 ± 0.0007.", "0.0106 ± 0.0009, 0.0095, 0.0007", "0.0095 ± 0.0007"),
        ("It is 0.0095 ± 0.0007.", "0.0095 ± 0.0009", "0.0095 ± 0.0007"),
    ],
)
def test_a_mean_with_its_error_needs_a_pair_that_is_printed(source, printed, found):
    notebook = v4.new_notebook(cells=[shown(printed), prose(source)])
    wanted = [f"prose: {found} stands in no output and in no claim"] if found else []
    assert executed.errors(notebook, "") == wanted


def test_tables_are_read_without_their_markup():
    table = v4.new_output("display_data", {"text/html": "<td width='555'>193</td>"})
    cell = v4.new_code_cell("f()", id="table", outputs=[table])
    assert executed.numbers(v4.new_notebook(cells=[cell, prose("193")]), "") == []
    assert len(executed.numbers(v4.new_notebook(cells=[cell, prose("555")]), "")) == 1


def test_words_of_a_picture_are_no_source():
    picture = v4.new_output("display_data", {**SVG.data, "text/plain": "There are 193."})
    cell = v4.new_code_cell("picture", id="picture", outputs=[picture])
    notebook = v4.new_notebook(cells=[cell, prose("There are 193.")])
    assert executed.numbers(notebook, "") == ["prose: 193 stands in no output and in no claim"]


def test_a_picture_without_a_caption_is_found():
    cell = v4.new_code_cell("plot()", id="plot", outputs=[SVG])
    bare = v4.new_notebook(cells=[cell, prose("It falls.")])
    assert executed.captions(bare) == ["plot: shows a picture, and no caption stands below it"]
    last = v4.new_notebook(cells=[cell])
    assert len(executed.captions(last)) == 1
    good = v4.new_notebook(cells=[cell, prose("**Figure 1.** It falls.")])
    assert executed.captions(good) == []


def test_a_caption_without_a_picture_is_found():
    lone = v4.new_notebook(cells=[shown("1"), prose("**Figure 1.** It falls.")])
    assert executed.captions(lone) == ["prose: a caption, and the cell above shows no picture"]


def test_a_notebook_that_was_not_executed_is_named(tmp_path: Path):
    path = tmp_path / "chapter.ipynb"
    path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    with pytest.raises(LookupError, match=r"chapter\.ipynb was not executed: run make book first"):
        executed.executed(path, tmp_path / "cache")
