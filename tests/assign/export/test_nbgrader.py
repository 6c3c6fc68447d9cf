"""The source of an nbgrader assignment; tests/package/test_nbgrader.py runs nbgrader itself."""

from __future__ import annotations

import contextlib
import io

import nbformat
import pytest
import torch

from tests.assign.grading.conftest import PROBLEMS
from tying_assign import cli
from tying_assign.building import source
from tying_assign.catalogue import find, load_all
from tying_assign.errors import AssignError
from tying_assign.export import nbgrader

NAMES = [problem.name for problem in load_all()]


@pytest.fixture(scope="module", params=NAMES)
def assignment(request):
    """A problem, and the notebook made of it."""
    problem = find(request.param)
    return problem, nbgrader.notebook(problem, 0)


@pytest.fixture
def defaults():
    """Torch as it was before a notebook changed it."""
    dtype, device = torch.get_default_dtype(), torch.get_default_device()
    yield
    torch.set_default_dtype(dtype)
    torch.set_default_device(device)


def marks(made):
    return {
        cell.id: cell.metadata["nbgrader"] for cell in made.cells if "nbgrader" in cell.metadata
    }


def passed(problem, made, answer):
    """The questions whose tests run without an error, cell after cell in one namespace.

    Args:
        problem: that is answered.
        made: the source for nbgrader.
        answer: "reference", "stub", or a wrong answer, which follows each solution.
    """
    changed = source.defined(answer.code) if isinstance(answer, source.Wrong) else set()
    namespace, right = {"__name__": "__main__"}, set()
    for cell in made.cells:
        if cell.cell_type != "code" or cell.id == "setup":
            continue
        text = cell.source
        if answer == "stub":
            text = text.split(nbgrader.BEGIN)[0]
        elif changed & source.defined(text) and "_hidden_test" not in text:
            text += f"\n{answer.code}"
        mark = cell.metadata.get("nbgrader", {})
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            exec(compile(text, cell.id, "exec"), namespace)
            right |= {mark["grade_id"]} if mark.get("grade") else set()
    return right


def test_points_and_places_of_what_is_graded(assignment):
    problem, made = assignment
    nbformat.validate(made)
    found = marks(made)
    graded = {mark["grade_id"]: mark["points"] for mark in found.values() if mark["grade"]}
    assert graded == {one.name: one.points for one in problem.questions}
    names = [mark["grade_id"] for mark in found.values()]
    assert len(set(names)) == len(names)
    for name, mark in found.items():
        assert mark["schema_version"] == 3
        assert mark["locked"] is name.startswith("test-")
        assert mark["solution"] is not name.startswith("test-")


def test_the_reference_gets_all_the_stub_nothing_and_each_wrong_answer_less(assignment, defaults):
    problem, made = assignment
    every = {one.name for one in problem.graded}
    assert passed(problem, made, "reference") == every
    assert passed(problem, made, "stub") == set()
    wrongs = source.wrong_answers(problem)
    assert len(wrongs) > 5
    assert [wrong.name for wrong in wrongs if passed(problem, made, wrong) == every] == []


def test_what_is_for_the_instructor_is_in_what_nbgrader_takes_out(assignment):
    problem, made = assignment
    cells = source.read(problem)
    public, secret = (
        {
            line
            for cell in cells
            if (cell.role in source.STUDENT) is seen
            for line in lines(cell.text)
        }
        for seen in (True, False)
    )
    kept = (
        cell.source.split(nbgrader.BEGIN)[0].split("### BEGIN HIDDEN TESTS")[0]
        for cell in made.cells
    )
    assert len(secret - public) > 10
    assert (secret - public) & {line for text in kept for line in lines(text)} == set()


def lines(text):
    """The lines that say something."""
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 15}


def test_other_classes_get_other_tests():
    problem = find("counts")
    tests = {nbgrader.test(problem, problem.graded[0], seed) for seed in (0, 0, 1)}
    assert len(tests) == 2


def test_an_assignment_that_is_there_is_not_written_over(tmp_path, capsys):
    command = ["export", "counts", "--to", "nbgrader", "--out", str(tmp_path)]
    assert cli.main(command) == 0
    (tmp_path / "nbgrader_config.py").write_text("# mine")
    assert cli.main(command) == 2
    assert "is there already" in capsys.readouterr().err
    (tmp_path / "source" / "counts" / "counts.ipynb").unlink()
    assert cli.main(command) == 0
    assert (tmp_path / "nbgrader_config.py").read_text() == "# mine"


def test_other_classes_get_other_numbers(tmp_path):
    """The numbers of the text, and those of a class of grade."""
    for seed in ("0", "2027"):
        command = ["export", "counts", "--to", "nbgrader", "--out", str(tmp_path / seed)]
        assert cli.main([*command, "--class-seed", seed]) == 0
    one, other = (tmp_path / seed / "source" / "counts" / "counts.ipynb" for seed in ("0", "2027"))
    cells = nbformat.read(other, as_version=4).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert [one.text for one in source.read(find("counts"), 2027) if one.text in texts]
    before = [cell.source for cell in nbformat.read(one, as_version=4).cells]
    assert [text for text in texts if text not in before]


def test_the_notebook_finds_the_package(tmp_path, capsys):
    command = ["export", "counts", "--to", "nbgrader", "--out"]
    assert cli.main([*command, str(tmp_path / "beside")]) == 0
    (wheel,) = (tmp_path / "beside" / "source" / "counts").glob("*.whl")
    assert str(wheel) in capsys.readouterr().out
    assert cli.main([*command, str(tmp_path / "site"), "--address", "https://example.edu"]) == 0
    made = tmp_path / "site" / "source" / "counts"
    assert [path.name for path in made.iterdir()] == ["counts.ipynb"]
    text = (made / "counts.ipynb").read_text(encoding="utf-8")
    assert r"address=\"https://example.edu/learn\"" in text


@pytest.mark.parametrize("to", ["gradescope", "canvas"])
def test_only_notebooks_have_an_address(to, tmp_path, capsys):
    files = (
        ["--grades", "g", "--roster", "r", "--assignment", "A"] if to == "canvas" else ["counts"]
    )
    command = ["export", *files, "--to", to, "--out", str(tmp_path / "out")]
    assert cli.main([*command, "--address", "https://example.edu"]) == 2
    assert "takes no --address" in capsys.readouterr().err


def test_a_problem_without_text_is_told():
    with pytest.raises(AssignError, match=r"problem\.md"):
        nbgrader.notebook(find("double", PROBLEMS), 0)
