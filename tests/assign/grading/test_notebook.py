"""Files as learning platforms and editors hand them out; expected cells are written by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tying_assign.grading import notebook
from tying_assign.grading.notebook import TooLarge, Unreadable, code_cells

TWO = ("x = 1\ny = 2", "print(x)")


def nbformat4(**extra: Any) -> dict[str, Any]:
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "text"], **extra},
        {"cell_type": "code", "source": ["x = 1\n", "y = 2"], **extra},
        {"cell_type": "raw", "source": "raw"},
        {"cell_type": "code", "source": "print(x)", **extra},
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def encoded(plain: Any) -> bytes:
    return json.dumps(plain).encode()


def nbformat3() -> dict[str, Any]:
    cells = [
        {"cell_type": "heading", "source": "Title", "level": 1},
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": []},
    ]
    more = [{"cell_type": "code", "input": "print(x)", "language": "python", "outputs": []}]
    sheets = [{"cells": cells, "metadata": {}}, {"cells": more, "metadata": {}}]
    return {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets}


def with_crlf() -> bytes:
    plain = nbformat4()
    plain["cells"][1]["source"] = "x = 1\r\ny = 2"
    return json.dumps(plain, indent=1).replace("\n", "\r\n").encode()


def with_odd_cells() -> bytes:
    plain = nbformat4()
    plain["cells"] += [7, None, [], {}, {"cell_type": "code"}, {"cell_type": ["code"]}]
    return encoded(plain)


@pytest.mark.parametrize(
    "content",
    [
        encoded(nbformat4()),
        encoded(nbformat4(metadata={"tags": ["stub"]}, outputs=[], execution_count=3)),
        encoded({"cells": nbformat4()["cells"]}),
        encoded(nbformat3()),
        b"\xef\xbb\xbf" + encoded(nbformat4()),
        json.dumps(nbformat4()).encode("utf-16"),
        b"\n \t" + encoded(nbformat4()),
        with_crlf(),
        b"# %% first\r\nx = 1\r\ny = 2\r\n# %% [markdown]\r\n".replace(b"# %% [markdown]\r\n", b"")
        + b"# %%\r\nprint(x)",
        b"# In[1]:\nx = 1\ny = 2\n# In[ ]:\nprint(x)\n",
    ],
    ids=[
        *("nbformat 4", "with metadata", "without metadata", "nbformat 3", "byte order mark"),
        *("utf-16", "leading space", "crlf", "python with marks", "python of nbconvert"),
    ],
)
def test_cells_of_code_are_found(content):
    assert tuple(cell.strip("\n").removeprefix(" first\n") for cell in code_cells(content)) == TWO


def test_what_is_no_cell_is_passed_over():
    assert code_cells(with_odd_cells()) == (*TWO, "")


def test_a_python_file_without_marks_is_one_cell():
    assert code_cells("a = 'ä'\n\ndef f():\n    pass\n".encode()) == (
        "a = 'ä'\n\ndef f():\n    pass\n",
    )


def test_a_notebook_of_text_alone_has_no_code():
    assert code_cells(encoded({"cells": [{"cell_type": "markdown", "source": "x"}]})) == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b'{"cells": [', "damaged"),
        (b"{" * 100_000, "damaged"),
        (b'{"a":' * 100_000, "damaged"),
        (b'{"cells": 3}', "without cells"),
        (b'{"nbformat": 4}', "without cells"),
        (b'{"worksheets": [3, {"cells": {}}]}', "without cells"),
        (b"%PDF-1.7\n\xff\xfe\x00", "no text"),
        (b"PK\x03\x04\x00\x00", "zero bytes"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"x = 1\0", "zero bytes"),
        (b"x = '\xff'", "no text"),
    ],
)
def test_what_is_no_notebook_is_said(content, message):
    with pytest.raises(Unreadable, match=message):
        code_cells(content)


def test_a_large_file_is_not_opened(monkeypatch):
    monkeypatch.setattr(notebook, "LARGEST", 1000)
    with pytest.raises(TooLarge, match="at most"):
        code_cells(b"#" * 1001)
    assert code_cells(b"#" * 1000) == ("#" * 1000,)
