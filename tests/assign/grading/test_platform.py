"""Whose submission it is, by the names that Canvas and Moodle give."""

from __future__ import annotations

import pytest

from tying_assign.grading.platform import named, student


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("doejane_1234_56789_homework 1.ipynb", "doejane (1234)"),
        ("doejane_LATE_1234_56789_hw_1.ipynb", "doejane (1234)"),
        ("week 1/doejane_1234_56789_hw.zip!part/a.ipynb", "doejane (1234)"),
        ("all.zip!doejane_1234_56789_hw.ipynb", "doejane (1234)"),
        ("Jane Doe_123456_assignsubmission_file_/my work.ipynb", "Jane Doe (123456)"),
        ("Łukasz Żak_7_assignsubmission_file/a.ipynb", "Łukasz Żak (7)"),
        ("all.zip!王小明_7_assignsubmission_file_/a_1_2_b.ipynb", "王小明 (7)"),
        ("Jane Doe_123_assignsubmission_file_hw.ipynb", "Jane Doe (123)"),
        ("Jane Doe_123_assignsubmission_onlinetext/onlinetext.html", "Jane Doe (123)"),
        ("homework.ipynb", ""),
        ("Jane/homework_1.ipynb", ""),
        ("week_1_2_all/homework.ipynb", ""),
    ],
)
def test_the_student_is_read_off_the_path(path, expected):
    assert student(path) == expected


@pytest.mark.parametrize(
    ("path", "part", "is_folder"),
    [
        ("a/Jane_1_assignsubmission_file_/x.py", 1, True),
        ("Jane_1_assignsubmission_file/x.py", 0, True),
        ("a/Jane_1_assignsubmission_file_x.py", 1, False),
        ("a!b/doe_1_2_x.py", 2, False),
    ],
)
def test_a_folder_of_the_student_is_told_from_a_file(path, part, is_folder):
    found = named(path)
    assert found is not None
    assert (found.part, found.is_folder) == (part, is_folder)
