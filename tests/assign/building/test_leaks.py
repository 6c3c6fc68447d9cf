"""Planted leaks are found wherever they stand, and nothing else is."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from nbformat import v4

from tying_assign.building import leaks, page, source
from tying_assign.catalogue import find, load_all
from tying_assign.definition import generator

PROBLEM = find("counts")
SECRETS = leaks.secrets(PROBLEM)

SOLUTION = """def mine(H, W, c_in, c_out, k, s=1, p=0):
    k_h, k_w = k
    outputs = c_out * places(H, k_h, s, p) * places(W, k_w, s, p)
    return outputs * c_in * k_h * k_w, outputs * c_in * k_h * k_w
"""
RENAMED = """def mine(rows, cols, a, b, size, step=1, pad=0):
    up, down = size
    total = b * f(rows, up, step, pad) * f(cols, down, step, pad)  # all of them
    return total * a * up * down, total * a * up * down
"""
RUBRIC = "The relation between window and target is the same everywhere, or nearly the same"
MISTAKE = "The ratio is one over the pixels of the input, in place of the places of the output."


def found(name: str, content: str | bytes) -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    return leaks.summary(leaks.search([(name, data)], SECRETS))


def in_metadata(text: str) -> tuple[str, str]:
    made = v4.new_notebook(cells=[v4.new_code_cell("1", metadata={"answer": text})])
    return "a.ipynb", json.dumps(made)


def in_an_output(text: str) -> tuple[str, str]:
    made = v4.new_notebook(
        cells=[v4.new_code_cell("1", outputs=[v4.new_output("stream", text=text)])]
    )
    return "a.ipynb", json.dumps(made)


def in_lines(text: str) -> tuple[str, str]:
    cell = {"cell_type": "code", "source": text.splitlines(keepends=True)}
    return "a.ipynb", json.dumps({"cells": [cell]}, indent=1)


def in_the_search_index(text: str) -> tuple[str, str]:
    return "searchindex.js", f"Search.setIndex({json.dumps({'titles': [text]})})"


def in_a_page(text: str) -> tuple[str, str]:
    spans = "".join(f'<span class="n">{word}</span> ' for word in text.split(" "))
    return "a.html", f"<pre>{spans}</pre>".replace("'", "&#39;")


def in_a_script(text: str) -> tuple[str, str]:
    _, notebook = in_lines(text)
    return "a.js", f"window.tiedCopy = {notebook};\n"


def in_a_zip(text: str) -> tuple[str, bytes]:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep/x.py", text)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wheel.whl", inner.getvalue())
    return "all.zip", outer.getvalue()


def in_gzip(text: str) -> tuple[str, bytes]:
    return "a.gz", gzip.compress(text.encode())


def in_base64(text: str) -> tuple[str, str]:
    padded = text + "\n" + "#" * 200
    return "a.ipynb", json.dumps({"attachment": base64.b64encode(padded.encode()).decode()})


PLACES = (
    in_metadata,
    in_an_output,
    in_lines,
    in_the_search_index,
    in_a_page,
    in_a_script,
    in_a_zip,
    in_gzip,
    in_base64,
)


@pytest.mark.parametrize(
    "text", [SOLUTION, RENAMED, RUBRIC, MISTAKE], ids=["code", "renamed", "rubric", "mistake"]
)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_planted_leak_is_found(place: Callable[[str], tuple[str, str | bytes]], text: str):
    name, content = place(text)
    lines = found(name, content)
    assert lines and all(line.startswith(name) and line.endswith("of counts") for line in lines)


def test_a_hidden_value_is_found_where_a_number_begins():
    problem = find("share-over-time")
    secrets = leaks.secrets(problem)
    case = problem.graded[0].cases(generator(problem, "risks", 0))[0]
    digits = repr(case.expected[1])
    assert leaks.summary(leaks.search([("a.json", f"[{digits}]".encode())], secrets)) == [
        "a.json: holds a hidden value of the question risks of share-over-time"
    ]
    assert leaks.search([("a.json", f"[7{digits}]".encode())], secrets) == []
    another = leaks.secrets(problem, class_seed=1)
    assert leaks.search([("a.json", f"[{digits}]".encode())], another) == []


@pytest.mark.parametrize("problem", load_all(), ids=lambda one: one.name)
def test_what_students_get_on_purpose_is_no_leak(problem):
    content = source.content(page.page(problem))
    assert leaks.search([("page.ipynb", content)], leaks.secrets(problem)) == []


@pytest.mark.parametrize("problem", load_all(), ids=lambda one: one.name)
def test_every_solution_and_every_wrong_answer_has_secrets(problem):
    whats = {secret.what.split(",")[0] for secret in leaks.secrets(problem)}
    solutions = [cell for cell in source.read(problem) if cell.role == source.SOLUTION]
    code = [cell for cell in solutions if cell.kind == "code"]
    assert sum(f"code of the cell {cell.name}" in whats for cell in code) >= len(code) - 1
    for wrong in source.wrong_answers(problem):
        assert f"the sentence of the wrong answer {wrong.name}" in whats
    instructors = source.submission(problem, "reference")
    assert leaks.search([("x.ipynb", instructors)], leaks.secrets(problem))


def test_ordinary_code_and_words_are_no_leak():
    text = (
        "def places(length, k, s=1, p=0):\n    return (length + 2 * p - k) // s + 1\n"
        "The convolution is the better choice for images. 0.0125 and 6080 parameters.\n"
    )
    assert found("a.md", text) == []


def test_a_file_that_is_broken_is_read_as_text():
    assert found("a.ipynb", '{"cells": [' + SOLUTION)
    assert found("a.bin", b"\xff\xfe\x00" + SOLUTION.encode())
    assert found("a.js", "window.x = " + "[" * 5000) == []
