"""Which problem the submissions answer, if the teacher does not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.assign.grading.conftest import RIGHT, notebook
from tying_assign.errors import AssignError
from tying_assign.grading.folder import submissions
from tying_assign.grading.recognise import fitting, recognise


@pytest.fixture
def problems(problem, tmp_path):
    half = replace(problem, title="Half", folder=tmp_path / "half", questions=problem.questions[:1])
    other = replace(
        problem,
        title="Other",
        folder=tmp_path / "other",
        questions=(replace(problem.questions[0], function="other"),),
    )
    return [problem, half, other]


def names(problems, content):
    return [one.name for one in fitting(problems, content)]


def test_the_title_decides_before_the_functions(problems):
    assert names(problems, b"# Half\n" + RIGHT.encode()) == ["half"]
    assert names(problems, b'{"source": "# Half"}') == ["half"]
    assert names(problems, b'{"source": "# Half\\nText"}') == ["half"]
    assert names(problems, b"# Half a title\n" + RIGHT.encode()) == ["double"]


def test_the_most_functions_decide(problems):
    assert names(problems, notebook("import x\n" + RIGHT)) == ["double"]
    assert names(problems, notebook("def other():\n    pass")) == ["other"]
    assert names(problems, b"def double(x): pass") == ["double", "half"]
    assert names(problems, b"x = 1") == []


def test_one_that_all_submissions_show_is_taken(problems, fill):
    folder = fill({"a.py": RIGHT, "b.ipynb": notebook("x = 1"), "c.pdf": b"x"})
    assert recognise(problems, submissions(folder)).name == "double"


def test_a_single_problem_needs_no_sign(problems, fill):
    assert recognise(problems[2:], submissions(fill({"a.py": "x = 1"}))).name == "other"


def test_doubt_is_said_with_what_to_write(problems, fill):
    folder = fill({"a.py": RIGHT, "b.py": "def other(): pass"})
    with pytest.raises(AssignError, match=r"\(double 1, other 1\); write .* grade PROBLEM FOLDER"):
        recognise(problems, submissions(folder))
    with pytest.raises(AssignError, match=r"no submission shows .*double, half, other"):
        recognise(problems, submissions(fill({"a.py": "x = 1", "b.py": "y = 2"})))
