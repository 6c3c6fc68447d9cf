"""Every problem tells right from wrong, by value; and what does not is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.assign.building.test_source import problem as doubling
from tying_assign.building import verify
from tying_assign.building.source import wrong_answers
from tying_assign.catalogue import load_all
from tying_assign.cli import main
from tying_assign.sandbox import choose

PROBLEMS = load_all()
LISTED = {
    "counts": {
        "biases-forgotten",
        "ratio-of-the-input",
        "sharing-saves-products",
        "bias-per-channel",
    },
    "share-over-time": {
        "sign-reversed",
        "variance-of-one",
        "left-over-variance",
        "sample-variance",
    },
    "shared-bias": {"mean-of-the-paths", "last-path-only", "product-of-the-paths"},
    "conv-matrix": {"flipped-kernel", "wrap-around", "column-by-column", "untied-values"},
    "false-ties": set(),
    "same-function": {
        "tied-as-untied",
        "symmetric-matrices",
        "rotations-of-the-input",
        "untied-without-ambiguity",
        "transposed",
        "rotation-of-the-input",
        "rows-taken-as-orthonormal",
    },
    "norm-budget": {
        "root-of-the-whole",
        "share-of-all-entries",
        "layers-forgotten",
        "powers-of-the-share",
    },
    "raise-strength": {
        "constant-strength",
        "falling-strength",
        "half-the-pull",
        "one-side-only",
    },
    "map-estimate": {
        "indices-exchanged",
        "precision-of-the-prior",
        "always-hard",
        "plain-mean",
    },
}
"""The wrong answers that the analysis of the sources lists for each problem."""


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda one: one.name)
def test_the_solution_gets_all_the_stub_nothing_and_every_wrong_answer_less(problem):
    results = verify.verify([problem], choose(unsafe=True), class_seed=3, jobs=2)
    assert [result for result in results if result.problem] == [], verify.table(results)
    answers = {result.answer for result in results}
    assert {"reference", "stub"} < answers
    assert LISTED[problem.name] <= answers
    assert len(answers) >= 2 + len(LISTED[problem.name]) + 2


WRONG = {
    "right": "def double(x):\n    return x + x\n",
    "crash": "def double(x):\n    return x[0]\n",
}


def test_an_answer_that_is_not_wrong_or_not_by_its_value_is_noticed(tmp_path: Path):
    problem = doubling(tmp_path)
    (tmp_path / "wrong").mkdir()
    for name, code in WRONG.items():
        (tmp_path / "wrong" / f"{name}.py").write_text(f'"""A mistake."""\n\n\n{code}')
    assert len(wrong_answers(problem)) == 2
    results = verify.verify([problem], choose(unsafe=True), jobs=2)
    problems = {result.answer: result.problem for result in results}
    assert problems == {
        "reference": "",
        "stub": "",
        "crash": "it has to be wrong by its value, and is value: error",
        "right": "it kept the points of value",
    }
    assert "NOT SO: it kept the points of value" in verify.table(results)


def test_a_reference_that_loses_points_is_noticed(tmp_path: Path):
    problem = doubling(tmp_path)
    question = replace(
        problem.graded[0],
        cases=lambda rng: [replace(one, expected=3) for one in problem.graded[0].cases(rng)],
    )
    wrong = replace(problem, questions=(question,))
    reference, stub = verify.verify([wrong], choose(unsafe=True), jobs=1)
    assert reference.problem == "it lost value"
    assert stub.problem == ""


def test_the_command_prints_the_table_and_says_how_it_went(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    doubling(tmp_path / "double")
    grader = '''"""A problem of a teacher's own."""

from tests.assign.building.test_source import cases, numbers
from tying_assign.definition import Problem, Question

PROBLEM = Problem("1", "Double", "", 7, (Question("value", 2, "double", cases),), numbers)
'''
    (tmp_path / "double" / "grader.py").write_text(grader)
    assert main(["verify", "--problems", str(tmp_path), "--unsafe", "--jobs", "1"]) == 0
    out, told = capsys.readouterr()
    assert told.startswith("Sandbox: ") and "2 of 2 submissions" in told
    assert "reference   2 of 2" in out and "2 answers graded, 0 not as they should be." in out
    wrong = tmp_path / "double" / "wrong"
    wrong.mkdir()
    (wrong / "right.py").write_text(f'"""None."""\n\n\n{WRONG["right"]}')
    assert main(["verify", "double", "--problems", str(tmp_path), "--unsafe"]) == 1
    assert "3 answers graded, 1 not as they should be." in capsys.readouterr().out
