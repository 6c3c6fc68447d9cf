"""Pages, students' notebooks and the instructor's: what is in them, and that they are current."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.learner.copies import learner_copy
from tools.learner.settings import Book, settings
from tying_assign.building import build, clone, instructor, leaks, page, source, student
from tying_assign.catalogue import load_all
from tying_assign.cli import main
from tying_assign.definition import Problem, Written, generator
from tying_assign.errors import AssignError

ROOT = Path(__file__).parents[3]
PROBLEMS = load_all()
CHAPTERS = [
    name
    for name in parse_toc_yaml(ROOT / "_toc.yml")
    if name.startswith("notebooks/") and not name.startswith("notebooks/practice/")
]
every_problem = pytest.mark.parametrize("problem", PROBLEMS, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def book() -> Book:
    return settings(ROOT)


def text(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells)


@every_problem
def test_the_page_is_what_the_source_says(problem: Problem):
    advice = f"run python -m tying_assign build {problem.name}, and commit the page"
    assert not page.stale(problem, ROOT), advice


def test_pages_and_problems_are_the_same_in_the_order_of_the_book():
    listed = [name for name in parse_toc_yaml(ROOT / "_toc.yml") if "/practice/" in name]
    assert sorted(listed) == sorted(page.name(problem) for problem in PROBLEMS)


@every_problem
def test_a_page_has_the_title_the_time_and_a_ladder_of_hints(problem: Problem):
    shown = text(page.page(problem))
    assert shown.startswith(f"(practice-{problem.name})=\n# {problem.title}\n")
    assert f"about {problem.minutes} minutes" in shown
    assert shown.count(":class: hint dropdown") >= len(problem.graded)
    assert ":class: predict" in shown and "## A first step" in shown
    for question in problem.graded:
        assert f'check("{problem.name}.{question.name}", {question.function})' in shown


@every_problem
def test_every_question_stands_in_the_table_of_points(problem: Problem):
    rows = re.findall(r"^\| \d+ \|.*$", page.table(problem), re.MULTILINE)
    assert len(rows) == len(problem.questions)
    for row, question in zip(rows, problem.questions, strict=True):
        assert f"| {question.points} |" in row
        assert ("a person" in row) == isinstance(question, Written)


@every_problem
def test_students_get_the_learner_copy_of_the_page(problem: Problem, book: Book):
    made = student.student(problem, book)
    assert source.content(made) == source.content(learner_copy(book, page.name(problem)))
    shown = text(made)
    assert not re.search(r"^:::|\{code-cell\}|^## Solution", shown, re.MULTILINE)
    assert [cell.id for cell in made.cells[:3]] == ["title", "about-this-notebook", "setup"]
    assert "<details><summary>Hint" in shown
    assert "write your answers in place of `...`" in shown


@every_problem
def test_the_instructor_gets_solutions_rubric_and_common_mistakes(problem: Problem, book: Book):
    shown = text(instructor.instructor(problem, book))
    for cell in source.read(problem):
        if cell.kind == "code" and cell.role == source.SOLUTION:
            assert cell.text in shown
    assert "return ..." not in shown
    for wrong in source.wrong_answers(problem):
        assert wrong.sentence in shown
    for question in problem.questions:
        if isinstance(question, Written):
            number = problem.questions.index(question) + 1
            assert f"Rubric of question {number}" in shown
    assert f"grade {problem.name} submissions.zip" in shown
    for number, question in enumerate(problem.questions, start=1):
        assert f"- `{question.name}` (question {number}): " in shown


@every_problem
def test_classes_differ_in_hidden_tests_and_equal_seeds_do_not(problem: Problem):
    def arguments(seed: int) -> Iterator[str]:
        for question in problem.graded:
            for case in question.cases(generator(problem, question.name, seed)):
                yield repr([case.args, case.expected])

    def expected(seed: int) -> list[str]:
        return [
            repr(case.expected)
            for question in problem.graded
            for case in question.cases(generator(problem, question.name, seed))
        ]

    assert expected(5) == expected(5)
    assert expected(5) != expected(6)
    assert len(list(arguments(5))) == len(list(arguments(6)))


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path):
    written = {
        name: {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in build.write(PROBLEMS, tmp_path / name, class_seed=seed, into_book=False)
        }
        for name, seed in (("one", 9), ("again", 9), ("other", 10))
    }
    assert written["one"] == written["again"]
    assert written["one"].keys() == written["other"].keys()
    students = {path: data for path, data in written["one"].items() if path.parts[0] == "students"}
    changed = {path.stem for path, data in students.items() if data != written["other"][path]}
    with_numbers = {
        problem.name
        for problem in PROBLEMS
        if source.numbers_of(problem, 0).keys() - {"minutes", "points"}
    }
    assert changed == with_numbers and len(changed) >= 3
    assert build.leaks(PROBLEMS, tmp_path / "one", None, 9, into_book=False) == []


def setup(path: Path) -> str:
    """The setup cell of a notebook."""
    (cell,) = (one for one in nbformat.read(path, as_version=4).cells if one.id == "setup")
    return str(cell.source)


def test_without_an_address_the_package_lies_beside_the_students_notebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["variants", "counts", "--out", str(tmp_path)]) == 0
    told = capsys.readouterr().out.split()
    (wheel,) = (tmp_path / "students").glob("*.whl")
    assert str(wheel) in told
    shown = setup(tmp_path / "students" / "counts.ipynb")
    assert 'address=""' in shown
    assert f'wheel="{wheel.name}"' in shown
    assert f'sha256="{hashlib.sha256(wheel.read_bytes()).hexdigest()}"' in shown


@pytest.mark.parametrize("command", ["variants", "build"])
def test_an_address_stands_in_the_students_notebook(command: str, tmp_path: Path):
    address = "https://example.edu/tied"
    options = ["--out", str(tmp_path), "--address", f"{address}/"]
    if command == "build":
        options += ["--site", str(tmp_path / "none")]
    assert main([command, "counts", *options]) == 0
    path = tmp_path / "students" / "counts.ipynb"
    assert f'address="{address}/learn"' in setup(path)
    assert f"{address}/notebooks/practice/counts.html" in path.read_text(encoding="utf-8")
    assert list((tmp_path / "students").glob("*.whl")) == []


def test_a_wheel_that_cannot_be_built_is_told(monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object) -> None:
        raise RuntimeError("pip could not build the wheel: no setuptools")

    monkeypatch.setattr("tools.build.pages.current_wheel", fails)
    with pytest.raises(AssignError, match=r"no setuptools\nRun make book"):
        clone.wheel()


def test_notebooks_that_cannot_be_written_are_told(tmp_path: Path):
    (tmp_path / "students").touch()
    with pytest.raises(AssignError, match="cannot be written"):
        list(build.write(PROBLEMS[:1], tmp_path, into_book=False))


def test_a_leak_in_a_page_is_found_by_build(tmp_path: Path):
    list(build.write(PROBLEMS, tmp_path, into_book=False))
    site = tmp_path / "site"
    site.mkdir()
    solution = next(cell for cell in source.read(PROBLEMS[0]) if cell.role == source.SOLUTION)
    (site / "searchindex.js").write_text(f"x={solution.text!r}", encoding="utf-8")
    lines = leaks.summary(build.leaks(PROBLEMS, tmp_path, site, into_book=False))
    assert lines and all(line.startswith("searchindex.js") for line in lines)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_names_the_assignment_that_goes_with_it(chapter: str, book: Book):
    own = [problem for problem in PROBLEMS if problem.chapter == chapter]
    for notebook in (
        nbformat.read(ROOT / f"{chapter}.ipynb", as_version=4),
        learner_copy(book, chapter),
    ):
        (line,) = re.findall(r"^\*\*Practice\.\*\*.*$", text(notebook), re.MULTILINE)
        named = [problem for problem in PROBLEMS if problem.name in line or problem.title in line]
        assert named
        assert all(problem in named for problem in own)
        said = re.search(r"This chapter('s assignment| has \w+ assignments) to hand in", line)
        assert bool(said) == bool(own)


@every_problem
def test_a_problem_belongs_to_a_chapter(problem: Problem):
    assert problem.chapter in CHAPTERS
