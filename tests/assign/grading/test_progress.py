"""How far a batch is, for people and for files."""

from __future__ import annotations

import io

from tying_assign.grading.progress import Progress, span, told


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(stream, seconds):
    """Progress after 0, 1, 2 ... submissions at these times; all are the last one's number."""
    clock = iter(seconds)
    progress = Progress(stream, lambda: next(clock))
    for done in range(len(seconds)):
        progress(done, len(seconds) - 1)
    return stream.getvalue()


def test_a_terminal_has_one_line_that_changes():
    shown = run(Terminal(), [0, 2, 4])
    assert shown == (
        "\r0 of 2 submissions"
        "\r1 of 2 submissions, 0.5 a second, about 2 s left"
        "\r2 of 2 submissions, 0.5 a second, 4 s" + 11 * " " + "\n"
    )


def test_a_file_gets_a_line_every_ten_seconds_and_the_last():
    lines = run(io.StringIO(), [0, 4, 9, 11, 12, 20, 22, 23]).splitlines()
    assert [line.split(" of ")[0] for line in lines] == ["3", "6", "7"]


def test_nothing_to_do_is_silent_in_a_file():
    assert run(io.StringIO(), [0]) == ""


def test_times_are_in_words():
    assert [span(one) for one in (0.4, 89, 100, 3599, 7500)] == [
        *("0 s", "89 s", "2 min", "1 h 0 min", "2 h 5 min")
    ]
    assert told(0, 5, 0) == "0 of 5 submissions"
