"""Points into a gradebook, and what Canvas makes of the file."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tying_assign import catalogue, cli
from tying_assign.export import canvas
from tying_assign.grading import table
from tying_assign.grading.platform import Upload
from tying_assign.grading.platform import canvas as upload

HEADER = "Counts, by hand (4711)"
GRADEBOOK = f'''\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,"{HEADER}",Quiz (12),Final Score
,,,,,,Manual Posting,,
    Points Possible,,,,,,6.00,10.00,(read only)
"Ångström, Zoë",101,s1,zoe,"Tue, 8",hello,,9,80
"李, 雷",102,s2,lei,Tue,,1.00,,
Right,103,s3,right,Tue,,EX,,
"Doe, Jane",104,s4,jane,Tue,,2.00,3,
"Roe, Max",105,s5,max,Tue,,N/A,,
"=""=Cmd""",106,s6,cmd,Tue,,,,
"Student, Test",107,,4f3a,Tue,,,,
'''
GRADES = """\
submission,student,sha256,status,double,length,why,of,sum,notes
angstromzoe_101_5001_work.ipynb,,a,graded,2,1,2.5,6,3,
lei_LATE_102_5002_work.ipynb,,b,graded,2,0,,6,2,
right_103_5003_work.ipynb,,c,graded,2,1,,6,3,
"""


@pytest.fixture
def export(tmp_path, capsys):
    """Run the command; its status, the bytes written, and what was said."""

    def run(grades=GRADES, gradebook=GRADEBOOK, assignment=HEADER):
        (tmp_path / "grades.csv").write_text(grades, encoding="utf-8-sig", newline="")
        (tmp_path / "roster.csv").write_bytes(gradebook.encode())
        out = tmp_path / "import.csv"
        status = cli.main(
            [
                *("export", "--to", "canvas", "--grades", str(tmp_path / "grades.csv")),
                *("--roster", str(tmp_path / "roster.csv"), "--assignment", assignment),
                *("--out", str(out)),
            ]
        )
        said = capsys.readouterr()
        return status, out.read_bytes() if out.exists() else None, said.out + said.err

    return run


def imported(content: bytes, assignments: dict[int, str]):
    """What Canvas reads from a file: assignment, points possible, and the cells by student's ID.

    Written after lib/gradebook_importer.rb of canvas-lms, for files without custom columns; it
    raises where Canvas refuses the file or would make a new assignment.
    """
    lines = content.decode().splitlines(keepends=True)
    counts = {}
    for separator in ";,":
        sizes = {len(next(csv.reader([line], delimiter=separator))) for line in lines[:3]}
        counts[separator] = sizes.pop() if len(sizes) == 1 else 0
    separator = ";" if counts[";"] > counts[","] else ","
    kept = "".join(line for line in lines if not re.fullmatch(r"[;, ]+\r?\n", line))
    head, *rows = csv.reader(io.StringIO(kept, newline=""), delimiter=separator)
    names = head[:2] == ["LastName", "FirstName"]
    assert names or ("Student" in head[0] and "ID" in head[1])
    size = 4 if names else 3
    if "SIS Login ID" in head[size - 1]:
        size += 1
    elif "SIS User ID" in head[size - 1] and "SIS Login ID" in head[size]:
        size += 2
    assert "Section" in head[size - 1]
    (title,) = head[size:]
    found = re.fullmatch(r"(.+) \((\d+)\)", title)
    assert found and assignments[int(found[2])] == found[1]
    cells, possible = {}, ""
    for row in rows:
        if "Points Possible" in row[0]:
            possible = row[size]
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", one) for one in row if one):
            cell = row[size].strip()
            if re.fullmatch(r"-?[0-9.,]+%?", cell):
                *whole, last = re.split("[,.]", cell)
                cell = f"{''.join(whole)}.{last}" if whole else last
            cells[row[2 if names else 1]] = cell
    return title, possible, cells


TITLES = {4711: "Counts, by hand", 12: "Quiz"}


def test_one_column_is_filled_and_the_rest_is_as_it_was(export):
    status, content, said = export()
    assert status == 0
    title, possible, cells = imported(content, TITLES)
    assert (title, possible) == (HEADER, "6.00")
    assert cells == {
        **{"101": "5.5", "102": "2", "103": "EX", "104": "2.00"},
        **{"105": "N/A", "106": "", "107": ""},
    }
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", HEADER]
    assert [row[0] for row in rows[2:]] == [
        *("    Points Possible", "Ångström, Zoë", "李, 雷", "Right", "Doe, Jane", "Roe, Max"),
        *('="=Cmd"', "Student, Test"),
    ]
    assert "points for 2 of 7 students" in said
    assert "  李, 雷 (102)" in said.split("These have no points for why yet")[1]
    assert "  Right (103)" in said.split("Excused")[1]
    for name in ("Doe, Jane (104)", "Roe, Max (105)", "Student, Test (107)"):
        assert f"  {name}" in said.split("These students")[0]


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separator_mark_and_line_ends_stay(export, separator, bom, end):
    rows = csv.reader(io.StringIO(GRADEBOOK, newline=""))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    status, content, _ = export(gradebook=bom + text.getvalue())
    assert (status, imported(content, TITLES)[2]["101"]) == (0, "5.5")
    shown = content.decode()
    assert shown.startswith(f"{bom}Student{separator}ID{separator}")
    assert shown.count(end) == shown.count("\n") == 10


def test_a_gradebook_with_decimal_commas_gets_them(export):
    gradebook = GRADEBOOK.replace(",", ";").replace("Counts; by", "Counts, by")
    gradebook = gradebook.replace("6.00", "6,00")
    status, content, _ = export(gradebook=gradebook)
    assert status == 0
    assert ";5,5\n" in content.decode()
    assert imported(content, TITLES)[2]["101"] == "5.5"


def test_last_and_first_names_in_columns_of_their_own(export):
    gradebook = (
        f'LastName,FirstName,ID,SIS Login ID,Section,"{HEADER}"\n    Points Possible,,,,,6\n'
        "Ångström,Zoë,101,zoe,1,\n"
    )
    status, content, said = export(GRADES.split("lei")[0], gradebook)
    assert (status, imported(content, TITLES)[2]) == (0, {"101": "5.5"})
    assert "of 1 students" in said


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("Counts, by hand", HEADER),
        ("Counts, by hand (4712)", HEADER),
        ("counts, by hand (4711)", HEADER),
        ("Quiz", "Quiz (12)"),
        ("Lab", "Quiz (12)"),
        ("Final Score", HEADER),
        ("Section", HEADER),
    ],
)
def test_a_title_that_would_make_a_new_assignment_is_an_error_with_near_ones(export, title, near):
    status, content, said = export(assignment=title)
    assert (status, content) == (2, None)
    assert repr(near) in said


def test_what_cannot_be_handed_on_is_listed_and_the_rest_is_handed_on(export):
    more = (
        "stranger_999_1_work.ipynb,,d,graded,2,1,3,6,3,\n"
        "Zoe Roe_7_assignsubmission_file_/w.ipynb,,e,graded,2,1,3,6,3,\n"
        "mine.ipynb,,f,graded,2,1,3,6,3,\n"
        "roemax_105_5005_work.ipynb,,g,graded,2,1,3,6,3,\n"
        "doejane_104_5004_work.ipynb,,h,not graded,,,,6,,the machine\n"
    )
    status, content, said = export(GRADES + more)
    assert status == 1
    cells = imported(content, TITLES)[2]
    assert (cells["101"], cells["104"], cells["105"]) == ("5.5", "2.00", "N/A")
    for line in more.splitlines():
        name = line.split(",")[0]
        assert f"  {'Roe, Max (105)' if name.startswith('roemax') else name}\n" in f"{said}\n"


def test_the_latest_upload_of_a_student_counts_and_the_others_are_said(export):
    more = (
        "angstromzoe_101_5009_work-1.ipynb,,d,graded,2,0,0,6,2,\n"
        "angstromzoe_101_500_first.ipynb,,e,graded,0,0,0,6,0,\n"
        "angstromzoe_101_5010_photo.pdf,,f,unreadable,0,0,,6,0,\n"
    )
    status, content, said = export(GRADES + more)
    assert (status, imported(content, TITLES)[2]["101"]) == (0, "2")
    for old in ("5001_work", "500_first"):
        assert f"  angstromzoe_101_{old}.ipynb; angstromzoe_101_5009_work-1.ipynb counts" in said
    assert "angstromzoe_101_5010_photo.pdf; angstromzoe_101_5009" in said


@pytest.mark.parametrize(
    ("cell", "words"),
    [("good", "'good' is no number"), ("-1", "'-1' is no number"), ("30", "33 points in all")],
)
def test_points_that_are_none_are_refused(export, cell, words):
    status, content, said = export(GRADES.replace("2.5", cell))
    assert (status, content) == (2, None)
    assert "angstromzoe_101_5001_work.ipynb" in said and words in said


def test_a_table_that_a_spreadsheet_saved_with_semicolons_and_decimal_commas(export):
    grades = GRADES.replace("2.5", "2x5").replace(",", ";").replace("2x5", "2,5")
    status, content, _ = export(grades)
    assert (status, imported(content, TITLES)[2]["101"]) == (0, "5.5")


@pytest.mark.parametrize(
    ("gradebook", "words"),
    [
        ("Name,Points\nZoë,1\n", "no gradebook of Canvas"),
        ("", "no gradebook of Canvas"),
        (GRADEBOOK.replace("Section", "Group"), "no column Section"),
        (GRADEBOOK.replace("6.00", "(read only)"), "is read only"),
        (GRADEBOOK.replace(",104,", ",1.04E+10,"), "a spreadsheet has rounded it"),
        (GRADEBOOK.replace("    Points Possible", ""), "no row Points Possible"),
        (GRADEBOOK + "a,b\n", "row 11 has 2 cells"),
        (GRADEBOOK.replace("Quiz (12)", f'"{HEADER}"'), "more than one column"),
    ],
)
def test_a_gradebook_that_canvas_would_misread_is_refused(export, gradebook, words):
    status, content, said = export(gradebook=gradebook)
    assert (status, content) == (2, None)
    assert words in said


def test_another_number_of_points_in_canvas_is_said(export):
    assert "Canvas gives 60.00 points" in export(gradebook=GRADEBOOK.replace("6.00", "60.00"))[2]
    assert "Canvas gives" not in export()[2]


def test_options_of_canvas_are_asked_for(capsys, tmp_path):
    assert cli.main(["export", "--to", "canvas", "--out", str(tmp_path / "o.csv")]) == 2
    assert "--to canvas needs --grades" in capsys.readouterr().err


def test_a_table_or_a_roster_that_is_not_there_is_told_with_where_it_comes_from(tmp_path, capsys):
    command = ["export", "--to", "canvas", "--assignment", "x", "--out", str(tmp_path / "out.csv")]
    grades, roster = tmp_path / "g.csv", tmp_path / "r.csv"
    command += ["--grades", str(grades), "--roster", str(roster)]
    assert cli.main(command) == 2
    assert f"no table of grades {grades}. The command grade" in capsys.readouterr().err
    grades.touch()
    assert cli.main(command) == 2
    assert f"no gradebook {roster}. Canvas exports it" in capsys.readouterr().err
    roster.mkdir()
    assert cli.main(command) == 2
    assert "is a folder; the gradebook is a file" in capsys.readouterr().err


def test_the_roster_is_not_written_over(tmp_path, capsys):
    command = ["export", "--to", "canvas", "--grades", "g.csv", "--assignment", "x"]
    assert cli.main([*command, "--roster", "r.csv", "--out", "./r.csv"]) == 2
    assert "another name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("doejane_104_5004_my work.ipynb", Upload("doejane", "104", 5004)),
        ("all.zip!sub/doejane_LATE_104_5004_w_2.ipynb", Upload("doejane", "104", 5004)),
        ("doejane_104_w.ipynb", None),
        ("Zoe Roe_7_assignsubmission_file_1_2_w.ipynb", None),
    ],
)
def test_what_canvas_says_of_a_file(path, expected):
    assert upload(path) == expected


def test_an_empty_table_is_said(tmp_path):
    with pytest.raises(Exception, match="there is no table of grades"):
        canvas.points(tmp_path / "none.csv", {})


def test_more_points_than_a_question_gives_are_refused(export):
    names = [question.name for question in catalogue.find("counts").questions]
    head = ",".join((*table.FIRST, *names, *table.LAST))
    row = "angstromzoe_101_5001_work.ipynb,,a,graded,3,0,0,5,10,3,"
    status, content, said = export(grades=f"{head}\n{row}\n")
    assert (status, content) == (2, None)
    assert f"{names[-1]}: 5 points, and it gives at most 2" in said
