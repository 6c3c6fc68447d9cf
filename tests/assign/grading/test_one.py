"""One submission from its bytes to its marks, in a child process that nothing protects."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from tests.assign.backends import BACKENDS, backend
from tying_assign.definition import Case, Model, Problem, Question, Written
from tying_assign.errors import AssignError
from tying_assign.grading.one import grade
from tying_assign.grading.result import Grade, Mark
from tying_assign.sandbox.unsafe import Unsafe

PROBES = """
import torch

def doubled_weight(model_of, width):
    model = model_of(width)
    with torch.no_grad():
        model[0].weight.fill_(3.0)
    return float(model[1].weight.sum())
"""


def tied_model() -> nn.Module:
    model = nn.Sequential(nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False))
    model[1].weight = model[0].weight
    return model


def add_cases(rng) -> list[Case]:
    return [Case((a, b), a + b) for a, b in rng.integers(0, 100, (3, 2)).tolist()]


def model_cases(rng) -> list[Case]:
    twin = nn.Sequential(nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False))
    return [Case((Model(tied_model()), 2), True), Case((Model(twin), 2), False)]


def list_cases(rng) -> list[Case]:
    x = torch.arange(3.0, dtype=torch.float64)
    return [Case(([x, x + 1],), 2 * x + 1), Case(([x, x],), 2 * x)]


@pytest.fixture(scope="module")
def problem(tmp_path_factory) -> Problem:
    folder = tmp_path_factory.mktemp("problem", numbered=False)
    (folder / "probes.py").write_text(PROBES)
    questions = (
        Question("sum", 2, "add", add_cases),
        Question("tied", 3, "is_tied", model_cases),
        Question("total", 1, "total", list_cases, rtol=1e-12),
        Question("built", 4, "build", lambda rng: [Case((2,), 12.0)], probe="doubled_weight"),
        Written("why", 5),
    )
    return Problem("7", "Title", "chapter", 20, questions, folder=folder)


RIGHT = {
    "add": "def add(a, b):\n    return a + b",
    "is_tied": "def is_tied(model, n):\n    model[0].weight.data += 1\n"
    "    return model[0].weight is model[1].weight",
    "total": "def total(xs):\n    xs[0] += xs[1]\n    return xs[0]",
    "build": "import torch\ndef build(n):\n    a = torch.nn.Linear(n, n)\n"
    "    b = torch.nn.Linear(n, n)\n    b.weight = a.weight\n    return torch.nn.Sequential(a, b)",
}


def notebook(**changed: str) -> bytes:
    """A right submission, but for the cells that are named; ``first`` and ``last`` are more."""
    sources = {"first": "", **RIGHT, "last": "", **changed}
    cells = [{"cell_type": "code", "source": text} for text in sources.values()]
    return json.dumps({"cells": cells}).encode()


def marks(result: Grade) -> dict[str, Mark]:
    return {mark.question: mark for mark in result.marks}


@pytest.fixture(scope="module")
def graded(problem) -> Callable[..., Grade]:
    def run(seconds: float | None = None, **changed: str) -> Grade:
        return grade(problem, notebook(**changed), backend("unsafe"), seconds=seconds)

    return run


def test_what_takes_long_to_import_is_imported_once_for_all_questions(graded):
    late = "import sys\nuses = 'tying.trace'\nearly = 'tying.trace' in sys.modules\n"
    cell = f"{late}def add(a, b):\n    return a + b if early else None"
    assert marks(graded(add=cell))["sum"].points == 2


def test_what_torch_imports_late_for_an_assignment_is_imported_once(problem):
    late = replace(problem, late=("torch.fx.experimental.symbolic_shapes", "no.such.module"))
    cell = "import sys\ndef add(a, b):\n    return a + b if 'sympy' in sys.modules else None"
    result = grade(late, notebook(add=cell), backend("unsafe"))
    assert marks(result)["sum"].points == 2


def test_feedback_for_the_student_calls_nothing_while_marks_are_given(graded):
    """The first call of all is that of a hidden test, and not one of ``check``."""
    checked = (
        "from tying.check import check\ncalls = []\ndef add(a, b, *more):\n    calls.append(a)\n"
        "    return a + b\ncheck('counts.parameters', add)\nbefore = len(calls)\n"
    )
    here: dict[str, Any] = {}
    exec(checked, here)
    assert here["before"] > 0
    asked = "def total(xs):\n    return xs[0] + xs[1] if before == 0 else None"
    assert marks(graded(add=checked, total=asked))["total"].points == 1


@pytest.mark.parametrize("name", BACKENDS)
def test_a_right_submission_gets_all(name, problem, monkeypatch):
    where = backend(name)
    monkeypatch.setattr(where, "hide", lambda folder: None)  # the tests' own folders are open
    result = grade(problem, notebook(), where)
    assert [mark.points for mark in result.marks] == [2, 3, 1, 4, None]
    assert (result.status, result.points, result.notes) == ("graded", 10, ())
    assert marks(result)["sum"].message == "All 3 calls came out right."


def test_workers_that_are_processes_of_their_own_grade_alike(problem, graded):
    fresh = Unsafe(forks=False)
    assert grade(problem, notebook(total=""), fresh) == graded(total="")
    result = grade(problem, notebook(last="import os\nos._exit(3)"), fresh)
    assert [mark.status for mark in result.marks] == [*["died"] * 4, "graded"]


def test_wrong_answers_and_stubs_get_nothing_and_do_not_touch_the_others(graded):
    result = marks(
        graded(
            add="def add(a, b):\n    return a + b + 1",
            is_tied="def is_tied(model, n):\n    return ...",
            total="",
            build="def build(n):\n    raise ValueError('secret\\nmore')",
        )
    )
    assert [mark.points for mark in result.values()] == [0, 0, 0, 0, None]
    statuses = ["graded", "unanswered", "unanswered", "error", "graded"]
    assert [mark.status for mark in result.values()] == statuses
    assert result["sum"].message == "Call 1 of 3: it returned a wrong number."
    assert result["tied"].message == "Call 1 of 2: is_tied is still the stub."
    assert result["total"].message == "There is no function total."
    assert result["built"].message == "The call: it raised ValueError: secret."


def test_a_probe_sees_a_copy_for_a_tie(graded):
    copied = "    b.weight = torch.nn.Parameter(a.weight.detach().clone())\n"
    text = RIGHT["build"].replace("    b.weight = a.weight\n", copied)
    assert text != RIGHT["build"]
    result = marks(graded(build=text))
    assert (result["built"].points, result["built"].status) == (0, "graded")
    assert result["sum"].points == 2


def test_odd_cells_cost_nothing_and_are_noted(graded):
    result = graded(
        first="%matplotlib inline\n!pip install x",
        add="from no_such_module import nothing\n",
        last="def add(a, b):\n    return a + b\n1 / 0",
    )
    assert result.points == 10
    assert result.notes == (
        "Cell 2 raised ModuleNotFoundError: No module named 'no_such_module'.",
        "Cell 6 raised ZeroDivisionError: division by zero.",
        "Left out of cell 1: %matplotlib inline",
        "Left out of cell 1: !pip install x",
    )


def test_a_cell_that_does_not_parse_says_so_where_its_function_is_asked_for(graded):
    result = marks(graded(add="def add(a, b)\n    return a + b", is_tied="is_tied = 3"))
    message = (
        "There is no function add: cell 2 raised SyntaxError: expected ':' (<cell 2>, line 1)."
    )
    assert (result["sum"].status, result["sum"].message) == ("error", message)
    assert (result["tied"].status, result["tied"].message) == (
        "error",
        "is_tied is no function but int.",
    )
    assert result["total"].points == 1


def test_cells_that_never_end_are_not_run_for_the_other_questions(graded):
    result = graded(last="while True:\n    pass", seconds=3)
    assert [mark.status for mark in result.marks] == [*["timeout"] * 4, "graded"]
    assert result.points == 0
    assert "3 seconds" in result.marks[3].message


@pytest.mark.parametrize(
    ("last", "status"),
    [
        ("import os\nos._exit(3)", "died"),
        ("import os\nos.abort()", "died"),
        ("import os\nos.write(3, b'{}\\n')", "forged"),
        ("import os\nwhile True:\n    os.write(3, b'x' * 60000)", "flood"),
    ],
)
def test_cells_that_end_the_worker_give_no_points(graded, last, status):
    result = graded(last=last)
    assert [mark.status for mark in result.marks] == [*[status] * 4, "graded"]
    assert result.points == 0


def test_the_time_of_all_questions_together_is_limited(graded):
    slow = "import time\ntime.sleep(1000)\n"
    result = marks(graded(add="def add(a, b):\n    " + slow.replace("\n", "\n    "), seconds=3))
    assert result["sum"].status == "timeout"
    assert result["built"].status == "timeout"
    assert result["built"].points == 0


def test_a_submission_that_draws_numbers_draws_the_same_ones_again(problem):
    draw = (
        "import random, numpy, torch\nDRAWN = (random.random(), numpy.random.rand(), "
        "float(torch.rand(())), list({'a', 'b', 'c', 'd'}))\n"
        "def add(a, b):\n    raise ValueError(DRAWN)"
    )
    first, second = (
        marks(grade(problem, notebook(add=draw), backend("unsafe")))["sum"] for _ in range(2)
    )
    assert first == second
    assert "0.84" in first.message


def test_classes_have_different_hidden_inputs(problem):
    told = "def add(a, b):\n    raise ValueError((a, b))"
    python = told.encode()
    messages = {
        marks(grade(problem, python, backend("unsafe"), class_seed=seed))["sum"].message
        for seed in (1, 1, 2)
    }
    assert len(messages) == 2


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", "unreadable"),
        (b"{", "unreadable"),
        (b"\xff\xfe\x00", "unreadable"),
        (b"#" * (20 * 1024**2 + 1), "refused"),
        (b'{"cells": [{"cell_type": "markdown"}]}', "unanswered"),
    ],
)
def test_what_cannot_be_run_needs_no_sandbox(problem, content, status):
    class Nowhere(Unsafe):
        def start(self, *args, **kwargs):
            raise AssertionError

    result = grade(problem, content, Nowhere())
    assert [mark.points for mark in result.marks] == [0, 0, 0, 0, None]
    assert result.status == status


def test_an_argument_that_cannot_cross_is_the_problems_fault(tmp_path):
    question = Question("q", 1, "f", lambda rng: [Case((object(),), 1)])
    with pytest.raises(AssignError, match=r"argument .* builtins\.object"):
        grade(Problem("1", "t", "c", 1, (question,)), b"f = len", backend("unsafe"))


def test_a_problem_that_others_may_read_is_not_graded_by_another_user(problem):
    open_folder = Path("/usr/share")
    closed = Problem("1", "t", "c", 1, problem.questions, folder=open_folder)
    with pytest.raises(AssignError, match="chmod 700 /usr/share"):
        grade(closed, notebook(), backend("other"))
