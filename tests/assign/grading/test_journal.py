"""What a journal keeps, whatever moment it was stopped at."""

from __future__ import annotations

import os

import pytest

from tying_assign.errors import AssignError
from tying_assign.grading.journal import Journal
from tying_assign.grading.result import Grade, Mark

GRADES = {
    f"key{number}": Grade(
        (Mark("ü", number, 2, "graded", "Ω\n"), Mark("w", None, 1, "graded")), ("n",)
    )
    for number in range(3)
}


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "g.csv.journal"
    with Journal(path) as journal:
        for key, grade in GRADES.items():
            journal.add(key, grade)
    return path


def test_what_was_added_is_read_again(written):
    with Journal(written) as journal:
        assert journal.grades == GRADES


def test_a_file_cut_at_any_byte_keeps_all_whole_lines_and_can_go_on(written):
    data = written.read_bytes()
    for cut in range(len(data)):
        written.write_bytes(data[:cut])
        whole = data[:cut].count(b"\n")
        with Journal(written) as journal:
            assert list(journal.grades) == list(GRADES)[:whole]
            journal.add("key2", GRADES["key2"])
        with Journal(written) as journal:
            assert journal.grades == dict([*list(GRADES.items())[:whole], ("key2", GRADES["key2"])])


def test_a_broken_line_loses_only_itself(written):
    lines = written.read_bytes().splitlines(keepends=True)
    for broken in (b"\0\0\0\n", b"{}\n", b'{"key": "x", "grade": 1}\n', b"[]\n", b"\xff\n"):
        written.write_bytes(lines[0] + broken + lines[2])
        with Journal(written) as journal:
            assert list(journal.grades) == ["key0", "key2"]


def test_each_line_is_on_the_disk_before_the_next(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(os, "fsync", lambda file: done.append(os.fstat(file).st_size))
    path = tmp_path / "j"
    with Journal(path) as journal:
        for number, (key, grade) in enumerate(GRADES.items(), start=1):
            journal.add(key, grade)
            assert len(done) == number
            assert done[-1] == path.stat().st_size


def test_a_second_run_is_refused_while_the_first_has_the_journal(written):
    with (
        Journal(written),
        pytest.raises(AssignError, match=r"another run grades into g\.csv"),
        Journal(written),
    ):
        pass
    with Journal(written) as journal:
        assert journal.grades == GRADES


def test_a_journal_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "j").mkdir()
    with pytest.raises(AssignError, match="cannot be written"), Journal(tmp_path / "j"):
        pass


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    def full(file):
        raise OSError(28, "No space left on device")

    with Journal(tmp_path / "j") as journal:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(AssignError, match="No space left on device"):
            journal.add("key0", GRADES["key0"])
        assert journal.grades == {}
