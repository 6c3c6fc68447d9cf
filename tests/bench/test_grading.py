"""The submissions that the benchmark grades, and its arithmetic."""

from __future__ import annotations

import pytest

from tools.bench import grading
from tools.bench.submissions import QUICK, SLOW, write
from tying_assign import catalogue
from tying_assign.grading.folder import submissions
from tying_assign.grading.platform import student


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("submissions")
    write(folder, catalogue.find(grading.PROBLEM), {**QUICK, **SLOW})
    return submissions(folder)


def test_there_are_two_hundred_and_no_two_are_alike(listed):
    assert sum(QUICK.values()) + sum(SLOW.values()) == 200
    assert len({one.sha256 for one in listed}) == 200


def test_each_has_a_student_by_its_platforms_naming(listed):
    assert len({student(one.path) for one in listed} - {""}) == 200
    assert sum("!" in one.path for one in listed) == 67  # 2, 5, ... 200


def test_what_is_no_notebook_is_told_and_the_rest_is_graded(listed):
    assert sum(one.unopened is not None for one in listed) == QUICK["other"]


def test_the_same_seed_writes_the_same_submissions(tmp_path):
    problem = catalogue.find(grading.PROBLEM)
    kinds = {"right": 2, "wrong": 3, "loop": 1}
    hashes = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write(tmp_path / name, problem, kinds, seed)
        hashes.append({one.path: one.sha256 for one in submissions(tmp_path / name)})
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_time_of_a_submission_is_that_of_all_cores():
    batch = grading.Batch(30.0, 40.0, [{}] * 20)
    assert batch.per_submission(cores=2) == 3.0
    assert "20 x: 30 s; 3.00 s of a core for each (budget 2 s" in grading.line("x", batch, 2)
    assert "2.00 s of them computing; 0.33 a second and core" in grading.line("x", batch, 2)
