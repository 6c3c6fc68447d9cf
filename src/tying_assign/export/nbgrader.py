"""A course folder for nbgrader: one assignment, with its hidden tests and solutions in the source.

nbgrader takes solutions and hidden tests out when it makes the students' version, and puts the
tests back when it grades. It runs them beside the student's code, in one process: a submission that
means to can read them, or pass them without an answer. This package's own ``grade`` is safe
against that.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode, v4

import tying_assign
from tying_assign.building import source
from tying_assign.building.clone import book, wheel
from tying_assign.building.plain import plain
from tying_assign.building.source import Cell
from tying_assign.definition import Problem, Question, Written, generator
from tying_assign.errors import AssignError
from tying_assign.grading import files
from tying_assign.grading.one import plain_argument
from tying_assign.worker import codec

if TYPE_CHECKING:
    from tools.learner.settings import Book

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CODE_STUB = "# Write your answer in place of the ... above."

CONFIG = """\
# Of a course that was exported by: python -m tying_assign export {name} --to nbgrader
#
# nbgrader runs the hidden tests in the process of the student's code. A submission can read them,
# or change what they call. It runs as you, with your files and your network.
c = get_config()  # noqa: F821 - nbgrader defines it
c.CourseDirectory.course_id = "tied"
c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.ClearSolutions.code_stub = {{"python": "{stub}"}}
c.ClearSolutions.text_stub = ""
c.ExecutePreprocessor.timeout = {seconds}
"""

TEST = """\
# {title}
### BEGIN HIDDEN TESTS
def _hidden_test():
    import base64, json, zlib
    import torch
    torch.set_default_device("cpu")

    def text(packed):
        return zlib.decompress(base64.b64decode(packed)).decode()

    # tying_assign/worker/codec.py, tying_assign/compare.py, and the problem's probes.py
    code, probes = {{}}, {{}}
    exec(text("{code}"), code)
    exec(text("{probes}"), probes)
    cases = json.loads(text("{cases}"))
    for number, case in enumerate(cases, start=1):
        args = [code["decode"](arg, models=True) for arg in case["args"]]
        value = {call}
        assert value is not ..., "{function} is still the stub"
        value = code["loads"](code["dumps"](value))
        wrong = code["difference"](value, code["decode"](case["expected"]), {rtol!r}, {atol!r})
        assert not wrong, f"call {{number}} of {{len(cases)}}: it returned {{wrong}}"


_hidden_test()
### END HIDDEN TESTS
"""


def write(out: Path, problem: Problem, class_seed: int, address: str | None = None) -> list[Path]:
    """Write the assignment into the folder of a course; the files that were written.

    Without the ``address`` of a site the wheel lies beside the notebook, which installs it;
    nbgrader hands out such files with it.

    Raises:
        AssignError: if the assignment is there already.
    """
    path = out / "source" / problem.name / f"{problem.name}.ipynb"
    if path.exists():
        raise AssignError(f"{path} is there already; delete it to export it anew")
    settings = book(address)
    files.write(path, source.content(notebook(problem, class_seed, settings)))
    written = [path]
    if not settings.wheels:
        written.append(path.with_name(settings.package.wheel))
        files.write(written[-1], wheel().read_bytes())
    config = out / "nbgrader_config.py"
    if config.exists():
        return written
    seconds = int(max((one.seconds for one in problem.graded), default=30))
    text = CONFIG.format(name=problem.name, stub=CODE_STUB, seconds=max(30, seconds))
    files.write(config, text.encode())
    return [*written, config]


def notebook(problem: Problem, class_seed: int, settings: Book | None = None) -> NotebookNode:
    """The source of the assignment, as ``nbgrader generate_assignment`` takes it."""
    cells = source.read(problem, class_seed)
    made = source.notebook(cells, (source.GIVEN, *source.ROLES))
    made = plain(problem, settings or book(), made)
    texts = {cell.id: cell.source for cell in made.cells}
    roles = {cell.name: cell for cell in cells}
    advice = [texts[cell.name] for cell in cells if cell.role == source.INSTRUCTOR]
    written = [one for one in problem.questions if isinstance(one, Written)]
    stub = ""
    kept: list[NotebookNode] = []
    for cell in made.cells:
        known = roles.get(cell.id)
        if known is None or known.role == source.GIVEN:
            kept.append(cell)
        elif known.role == source.STUB:
            stub = cell.source
        elif known.role == source.SOLUTION:
            kept.append(_solution(cell, stub, known, written, advice))
            kept += _tests(problem, known, class_seed)
    if written or advice:
        names = ", ".join(one.name for one in written) or "the rubric"
        raise AssignError(f"no Markdown cell with the tag solution has a place for {names}")
    made.cells = kept
    return made


def _solution(
    cell: NotebookNode, stub: str, known: Cell, written: list[Written], advice: list[str]
) -> NotebookNode:
    """A cell that the student fills: the stub, and the solution, which nbgrader takes out.

    Takes from ``written`` the question that it belongs to, and with the last one all ``advice``.
    """
    hidden = [cell.source]
    metadata: dict[str, Any] = {"grade": False, "solution": True, "locked": False}
    if known.kind == "markdown" and written:
        question = written.pop(0)
        metadata |= {"grade": True, "points": question.points}
        if not written:
            hidden += advice
            advice.clear()
        cell.id = question.name
    cell.source = "\n\n".join([stub, f"{BEGIN}\n" + "\n\n".join(hidden) + f"\n{END}"])
    cell.metadata["nbgrader"] = _complete(metadata, cell.id)
    return cell


def _complete(metadata: dict[str, Any], name: str) -> dict[str, Any]:
    return {"schema_version": 3, "task": False, "grade_id": name, **metadata}


def _tests(problem: Problem, known: Cell, class_seed: int) -> Iterator[NotebookNode]:
    """The hidden tests of the functions that a solution defines."""
    functions = source.defined(known.text) if known.kind == "code" else set()
    for question in problem.graded:
        if question.function in functions:
            metadata = {"grade": True, "solution": False, "locked": True}
            metadata = _complete({**metadata, "points": question.points}, question.name)
            text = test(problem, question, class_seed)
            name = f"test-{question.name}"
            yield v4.new_code_cell(text, id=name, metadata={"nbgrader": metadata})


def test(problem: Problem, question: Question, class_seed: int) -> str:
    """The cell that tests one question; it needs nothing but ``torch`` and the submission."""
    cases = question.cases(generator(problem, question.name, class_seed))
    plain_cases = [
        {
            "args": [plain_argument(arg) for arg in case.args],
            "expected": codec.encode(case.expected),
        }
        for case in cases
    ]
    probes = problem.folder / "probes.py"
    call = f"{question.function}(*args)"
    if question.probe:
        call = f'probes["{question.probe}"]({question.function}, *args)'
    points = f"{question.points} point{'s' * (question.points != 1)}"
    return TEST.format(
        title=f"Hidden tests of {question.function}: {points} if all come out right.",
        code=_packed(comparing()),
        probes=_packed(probes.read_text(encoding="utf-8") if probes.is_file() else ""),
        cases=_packed(json.dumps(plain_cases)),
        call=call,
        function=question.function,
        rtol=question.rtol,
        atol=question.atol,
    )


def comparing() -> str:
    """The code that reads cases and compares values, as one module."""
    package = Path(tying_assign.__file__).parent
    lines = [
        line
        for name in ("worker/codec.py", "compare.py")
        for line in (package / name).read_text(encoding="utf-8").splitlines()
        if not line.startswith(("from __future__", "from tying_assign"))
    ]
    return "from __future__ import annotations\n" + "\n".join(lines) + "\n"


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()
