"""Pages for students: their names, and what stands in them."""

from __future__ import annotations

from html.parser import HTMLParser

from tying_assign.grading import feedback
from tying_assign.grading.result import Grade, Mark
from tying_assign.grading.table import Row

MARKS = (
    Mark("double", 2, 2, "graded", "All 2 calls came out right."),
    Mark("length", 0, 1, "error", "it raised <script>alert(1)</script>"),
    Mark("why", None, 3, "graded"),
)


class Text(HTMLParser):
    """The words and the tags of a page."""

    def __init__(self):
        super().__init__()
        self.words, self.tags = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words.append(data)


def test_a_page_has_points_and_a_sentence_for_each_question(problem):
    text = Text()
    text.feed(feedback.page(Row("<b>a.ipynb", "", "", Grade(MARKS, ("a note",))), problem))
    words = " ".join(" ".join(text.words).split())
    assert "Your file: <b>a.ipynb" in words
    assert "double 2 of 2 All 2 calls came out right." in words
    assert "length 0 of 1 it raised <script>alert(1)</script>" in words
    assert "why up to 3 A person reads this answer." in words
    assert "2 of 3 points. Up to 3 more" in words
    assert not {"script", "b", "img"} & set(text.tags)
    assert "a note" not in words  # for the teacher


def test_a_mark_without_a_message_has_a_sentence_too(problem):
    marks = (
        Mark("double", 2, 2, "graded"),
        Mark("length", 0, 1, "graded"),
        Mark("why", 0, 3, "died"),
    )
    page = feedback.page(Row("a", "", "", Grade(marks)), problem)
    for sentence in ("Right.", "Not right yet.", "Its process ended before it had answered."):
        assert sentence in page


def test_a_file_that_could_not_be_read_is_not_promised_more_points(problem):
    marks = (Mark("double", 0, 2, "unreadable"), Mark("why", None, 3, "unreadable"))
    page = feedback.page(Row("a", "", "", Grade(marks)), problem)
    assert "0 of 2 points.</p>" in page


def test_the_page_of_a_file_that_has_gone_is_removed_and_nothing_else(tmp_path, problem):
    rows = [Row(name, "", "", Grade(MARKS)) for name in ("early_1_2_a.ipynb", "late_3_4_a.ipynb")]
    feedback.write(tmp_path, rows, problem)
    for name in ("own.html", "own.txt"):
        (tmp_path / name).write_text("a teacher's own")
    feedback.write(tmp_path, rows[1:], problem)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"own.html", "own.txt", *feedback.names([rows[1].submission])}


def test_pages_are_named_as_the_platform_takes_them_back():
    assert feedback.names(
        [
            "Jane Doe_12_assignsubmission_file_/a.ipynb",
            "Jane Doe_13_assignsubmission_file/sub/a.ipynb",
            "all.zip!Jane Doe_14_assignsubmission_file_/b.zip!a.ipynb",
            "group/doejane_1_2_hw.zip!sub/a.ipynb",
            "sub/a.ipynb",
        ]
    ) == [
        "Jane Doe_12_assignsubmission_file_/a.ipynb.html",
        "Jane Doe_13_assignsubmission_file/sub_a.ipynb.html",
        "all.zip/Jane Doe_14_assignsubmission_file_/b.zip_a.ipynb.html",
        "group/doejane_1_2_hw.zip_sub_a.ipynb.html",
        "sub/a.ipynb.html",
    ]


def test_no_two_pages_have_one_name_on_any_system():
    submissions = ["a/b.py", "a!b.py", "A/B.py", "a?/b.py", "a*/b.py", "é.py", "e\u0301.py"]
    submissions += ["x" * 300 + ".py", "x" * 301 + ".py"]
    folded = {feedback._folded(name) for name in feedback.names(submissions)}
    assert len(folded) == len(submissions)
    assert feedback.names(submissions) == feedback.names(submissions)


def test_a_name_is_safe_whatever_the_submission_was_called(tmp_path, problem):
    names = [
        "../../up.py",
        "/root.py",
        "C:/x.py",
        "con.py",
        "aux",
        "dot./x. ",
        "~a/.b",
        "..",
        "a\0b",
    ]
    names += ["长" * 200, "\udcfc.py", ""]
    rows = [Row(name, "", "", Grade(MARKS)) for name in names]
    feedback.write(tmp_path / "pages", rows, problem)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(names)
    assert {path.relative_to(tmp_path).parts[0] for path in written} == {"pages"}
    for path in written:
        for part in path.relative_to(tmp_path).parts:
            assert not part.startswith((".", "~"))
            assert not part.endswith((".", " "))
            assert not set(part) & set('<>:"\\|?*\0')
            assert len(part.encode("utf-8", "surrogateescape")) < 200
            assert part.split(".")[0].lower() not in ("con", "aux")
