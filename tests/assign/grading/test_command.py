"""The command grade, with submissions that run."""

from __future__ import annotations

import pytest

from tests.assign.backends import BACKENDS, backend
from tests.assign.grading.conftest import PROBLEMS, RIGHT, notebook, packed
from tying_assign import cli
from tying_assign.grading import table
from tying_assign.grading.journal import Journal

WRONG = "def double(x):\n    return x\n\ndef length(x):\n    return 1 / 0\n"
GRADE = ["grade", "double"]
OPTIONS = ["--unsafe", "--problems", str(PROBLEMS)]


@pytest.fixture
def graded(fill, tmp_path, capsys):
    """Run the command over the submissions; its status, the table, and what was said."""

    def run(contents, *more, command=GRADE, options=OPTIONS):
        folder, csv = fill(contents), tmp_path / "out" / "grades.csv"
        arguments = [*command, str(folder), "--csv", str(csv), *options, *more]
        status = cli.main(arguments)
        return status, {row["submission"]: row for row in table.read(csv)}, capsys.readouterr()

    return run


def test_submissions_become_rows_and_pages(graded, tmp_path):
    pages = tmp_path / "pages"
    status, rows, said = graded(
        {
            "Zoë Ω_1_assignsubmission_file_/her work.ipynb": notebook(RIGHT),
            "b.zip": packed({"wrong.py": WRONG.encode()}),
            "c.ipynb": b"{broken",
            "d.pdf": b"%PDF",
        },
        *("--feedback", str(pages), "--jobs", "2"),
    )
    assert status == 0
    shown = {
        name: (row["status"], row["double"], row["length"], row["why"], row["sum"])
        for name, row in rows.items()
    }
    assert shown == {
        "Zoë Ω_1_assignsubmission_file_/her work.ipynb": ("graded", "2", "1", "", "3"),
        "b.zip!wrong.py": ("error", "0", "0", "", "0"),
        "c.ipynb": ("unreadable", "0", "0", "", "0"),
        "d.pdf": ("unreadable", "0", "0", "", "0"),
    }
    assert rows["Zoë Ω_1_assignsubmission_file_/her work.ipynb"]["student"] == "Zoë Ω (1)"
    assert "ZeroDivisionError" in rows["b.zip!wrong.py"]["notes"]
    assert sorted(path.relative_to(pages).as_posix() for path in pages.rglob("*.html")) == [
        "Zoë Ω_1_assignsubmission_file_/her work.ipynb.html",
        "b.zip/wrong.py.html",
        "c.ipynb.html",
        "d.pdf.html",
    ]
    assert "4 submissions: 1 graded, 1 error, 2 unreadable" in said.out
    assert "Sandbox: unsafe" in said.err
    assert "3 of 3 submissions" in said.err  # the zip and the two files beside it


@pytest.mark.parametrize("name", [name for name in BACKENDS if name == "bubblewrap"])
def test_in_a_sandbox_a_submission_sees_neither_the_others_nor_the_tests(graded, tmp_path, name):
    backend(name)  # says what is missing, if it cannot run here
    paths = [str(tmp_path / "submissions" / "honest.py"), str(PROBLEMS / "double" / "grader.py")]
    snoop = (
        "import os\n"
        f"SEEN = [path for path in {paths!r} if os.path.exists(path)]\n"
        "def double(x): return 2 * x if SEEN else 'nothing seen'\n"
    )
    contents = {"honest.py": RIGHT, "snoop.py": snoop}
    status, rows, said = graded(contents, options=["--problems", str(PROBLEMS)])
    assert status == 0
    assert "Sandbox: bubblewrap" in said.err
    assert (rows["honest.py"]["sum"], rows["snoop.py"]["sum"]) == ("3", "0")
    _, rows, _ = graded(contents)
    assert rows["snoop.py"]["double"] == "2"  # it does find them where nothing hinders it


def test_the_table_and_its_journal_may_lie_among_the_submissions(fill, capsys):
    folder = fill({"a.pdf": b"%PDF"})
    arguments = [*GRADE, str(folder), "--csv", str(folder / "g.csv"), *OPTIONS]
    arguments += ["--feedback", str(folder / "pages")]
    tables = []
    for _ in range(2):
        assert cli.main(arguments) == 0
        tables.append((folder / "g.csv").read_bytes())
    assert tables[0] == tables[1]
    assert [row["submission"] for row in table.read(folder / "g.csv")] == ["a.pdf"]


def test_a_mark_for_a_file_that_has_changed_is_told_and_kept_beside_the_table(fill, capsys):
    folder = fill({"a.py": RIGHT})
    arguments = [*GRADE, str(folder), "--csv", str(folder / "g.csv"), *OPTIONS]
    assert cli.main(arguments) == 0
    marked = (folder / "g.csv").read_bytes().replace(b",2,1,,", b",2,1,3,", 1)
    (folder / "g.csv").write_bytes(marked)
    fill({"a.py": f"{RIGHT}# better\n"})
    capsys.readouterr()
    assert cli.main(arguments) == 0
    (old,) = table.old_tables(folder / "g.csv")
    said = capsys.readouterr().out
    assert str(old) in said and "a.py: why 3" in said
    assert old.read_bytes() == marked
    assert cli.main(arguments) == 0  # the old table is no submission
    assert [row["submission"] for row in table.read(folder / "g.csv")] == ["a.py"]


def test_a_person_reads_the_answers_marks_them_and_the_feedback_has_the_marks(fill, tmp_path):
    folder, csv, page = fill({"a.py": RIGHT}), tmp_path / "g.csv", tmp_path / "answers.html"
    arguments = [*GRADE, str(folder), "--csv", str(csv), *OPTIONS, "--answers", str(page)]
    arguments += ["--feedback", str(tmp_path / "pages")]
    assert cli.main(arguments) == 0
    assert "<h3>a.py</h3>" in page.read_text(encoding="utf-8")
    csv.write_bytes(csv.read_bytes().replace(b",2,1,,", b",2,1,3,", 1))
    assert cli.main(arguments) == 0
    assert "<h3>a.py (3 of 3 points)</h3>" in page.read_text(encoding="utf-8")
    feedback = (tmp_path / "pages" / "a.py.html").read_text(encoding="utf-8")
    assert "6 of 6 points." in feedback


@pytest.mark.parametrize("option", ["--csv", "--answers"])
def test_a_folder_in_place_of_a_file_is_told_before_anything_is_graded(
    fill, tmp_path, option, capsys
):
    arguments = [*GRADE, str(fill({"a.py": RIGHT})), "--csv", str(tmp_path / "g.csv"), *OPTIONS]
    assert cli.main([*arguments, option, str(tmp_path)]) == 2
    assert f"{option} {tmp_path} is a folder, and the name of a file" in capsys.readouterr().err
    assert not (tmp_path / "g.csv").exists()


def test_another_class_seed_than_before_is_said(graded):
    _, _, said = graded({"a.py": RIGHT}, "--class-seed", "3")
    assert "class seed" not in said.err
    _, _, said = graded({"a.py": RIGHT}, "--class-seed", "4")
    assert "Note: the class seed is 4, and was another one" in said.err
    _, _, said = graded({"a.py": RIGHT}, "--class-seed", "4")
    assert "class seed" not in said.err


def test_submissions_that_look_like_another_assignment_are_said(fill, tmp_path, capsys):
    folder = fill(
        {"a.py": "def parameters(): pass\ndef ratio(): pass\ndef multiply_adds(): pass\n"}
    )
    arguments = ["grade", "shared-bias", str(folder), "--csv", str(tmp_path / "g.csv")]
    assert cli.main([*arguments, "--unsafe"]) == 0
    assert "Note: they look like answers to counts, not shared-bias." in capsys.readouterr().err


def test_a_problem_that_the_submissions_show_need_not_be_named(graded):
    status, rows, said = graded({"a.pdf": b"%PDF"}, command=["grade"])
    assert (status, rows["a.pdf"]["of"]) == (0, "6")
    assert "The submissions answer double: Twice." in said.err


def test_a_second_run_beside_the_first_is_refused(graded, tmp_path):
    (tmp_path / "out").mkdir()
    with Journal(tmp_path / "out" / "grades.csv.journal"):
        status, rows, said = graded({"a.pdf": b"%PDF"})
    assert (status, rows) == (2, {})
    assert "another run grades into grades.csv" in said.err


def test_another_file_of_the_name_is_refused_before_anything_is_graded(graded, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "grades.csv").write_text("mine")
    with pytest.raises(Exception, match="no table of grades"):
        graded({"a.py": RIGHT})
    assert (tmp_path / "out" / "grades.csv").read_text() == "mine"
    assert not (tmp_path / "out" / "grades.csv.journal").exists()


def test_a_grader_that_fails_is_told_and_the_batch_goes_on(graded, monkeypatch):
    from tying_assign.grading import one

    really = one.grade

    def failing(problem, content, backend, **rest):
        if b"bad" in content:
            raise OSError("no more processes")
        return really(problem, content, backend, **rest)

    monkeypatch.setattr(one, "grade", failing)
    status, rows, said = graded({"a.py": "bad = 1", "b.py": "x = 1"})
    assert status == 1
    assert rows["a.py"]["status"] == "not graded"
    assert rows["a.py"]["notes"] == "not graded: OSError: no more processes"
    assert rows["b.py"]["status"] == "unanswered"
    assert "run the command again" in said.out


@pytest.mark.parametrize("wrong", [("--jobs", "0"), ("--seconds", "-1"), ("--seconds", "nan")])
def test_numbers_that_make_no_sense_are_refused(fill, capsys, wrong):
    with pytest.raises(SystemExit):
        cli.main([*GRADE, str(fill({})), "--csv", "x.csv", *wrong])
    assert "is not a" in capsys.readouterr().err


def test_an_empty_folder_is_said(graded):
    status, _, said = graded({})
    assert status == 2
    assert "no submission lies in" in said.err
