"""Cells as students write them in Jupyter, run as Python."""

from __future__ import annotations

import sys

import pytest

from tying_assign.worker import cells


@pytest.fixture(autouse=True)
def _own_main(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


def left(text: str) -> tuple[object, list[int]]:
    """What ``x`` is after the cell, and the lines that were left out."""
    code, _, lines = cells.compile_cell(text, "<cell>")
    namespace: dict[str, object] = {"f": lambda: 7}
    exec(code, namespace)
    return namespace.get("x"), sorted(lines)


@pytest.mark.parametrize(
    ("text", "x", "lines"),
    [
        ("x = 1", 1, []),
        ("%matplotlib inline\nx = 1", 1, [1]),
        ("x = 1\n!pip install -q torch", 1, [2]),
        ("!echo \"it's (open\nx = 1", 1, [1]),
        ("!echo '''\nx = 1", 1, [1]),
        ("x = 1\nx?\n?f\nf??", 1, [2, 3, 4]),
        ("if True:\n    !ls\nx = 1", 1, [2]),
        ("for x in range(3):\n    %time f()", 2, [2]),
        ("%time x = f()", 7, [1]),
        ("%timeit -n 3 f()\nx = 2", 2, [1]),
        ("x = !ls\n", None, [1]),
        ("x = 3\ny = %pwd", 3, [2]),
        ("  %matplotlib inline\nx = 1", 1, [1, 1]),
        ("!ls \\\n  -l\nx = 1", 1, [1]),
        ("%%time\nx = 5", 5, [1]),
        ("\n%%capture out\nx = 5\n%cd ..", 5, [2, 4]),
        ("%%bash\nx=5", None, [0]),
        ("%%writefile a.py\nx = 5", None, [0]),
        ("%%html\n<b>x</b>", None, [0]),
        ('x = """\n%d\n!ls\n"""', "\n%d\n!ls\n", []),
        ('x = """\n%d\n"""\n%ls', "\n%d\n", [4]),
        ("x = 7 \\\n  % 4", 3, []),
        ("x = (7\n% 4)", 3, []),
    ],
)
def test_what_python_does_not_understand_is_left_out(text, x, lines):
    assert left(text) == (x, lines)


@pytest.mark.parametrize("text", ["x = ", "def f(:\n  pass", "x = 1\n  y = 2", "return 3", "%%"])
def test_a_mistake_in_a_cell_stays_one(text):
    if text == "%%":
        assert left(text) == (None, [0])
    else:
        with pytest.raises(SyntaxError):
            cells.compile_cell(text, "<cell>")


def test_a_cell_that_fails_stops_no_other():
    namespace, report = cells.run(["a = 1", "1 / 0", "b = a", "x =", "import sys; sys.exit(1)"])
    assert namespace["b"] == 1
    assert report.failed.keys() == {2, 4, 5}
    assert report.failed[2] == "ZeroDivisionError: division by zero"
    assert report.failed[5] == "SystemExit: 1"


def test_cells_in_another_order_are_run_again():
    namespace, report = cells.run(["y = square(3)", "def square(n):\n    return n * n"])
    assert namespace["y"] == 9
    assert report.failed == {}


def test_the_last_of_two_definitions_counts():
    namespace, _ = cells.run(["def f(): return 1", "def f(): return 2"])
    assert namespace["f"]() == 2


def test_await_works_at_the_top():
    namespace, report = cells.run(["import asyncio\nx = await asyncio.sleep(0, result=5)"])
    assert (namespace["x"], report.failed) == (5, {})


def test_a_cell_is_the_main_module_as_in_jupyter():
    text = (
        "def f(): return 3\n"
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    n: 'int' = 2\n"
        "if __name__ == '__main__':\n    x = A()\n"
        "import inspect\nsource = inspect.getsource(f)\ndisplay(x)\n"
        "get_ipython().run_line_magic('matplotlib', 'inline')"
    )
    namespace, report = cells.run([text])
    assert report.failed == {}
    assert namespace["x"].n == 2
    assert namespace["source"] == "def f(): return 3\n"


def test_left_out_lines_are_reported_with_their_cell():
    _, report = cells.run(["x = 1", "%ls\n%cd ..\ny = undefined", "%%bash\nls"])
    assert report.left_out == [(2, 1), (2, 2), (3, 0)]


def test_an_error_that_cannot_be_told_is_told_by_its_type():
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert cells.describe(Mute()) == "Mute"
    assert cells.describe(ValueError("one\ntwo")) == "ValueError: one"
