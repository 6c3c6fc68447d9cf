"""The command ``grade``: from a folder of submissions to a table and to pages of feedback."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tying_assign import arguments as words

if TYPE_CHECKING:
    from tying_assign.definition import Problem
    from tying_assign.grading.batch import Pool, Settings
    from tying_assign.grading.folder import Submission
    from tying_assign.grading.table import Row

DESCRIPTION = """\
FOLDER holds what the learning platform gave you, as it is: notebooks, files of Python, folders and
zips, also within each other; a single zip will do as well. Every file gets a row in the table,
whatever is in it. Each submission runs in a sandbox of its own, and cannot see the hidden tests.

The command may be stopped at any time, by Ctrl-C or worse: the same command goes on where it
stopped. To that end it keeps what is graded in a journal beside the table (FILE.journal); delete
that to grade all submissions anew.

The columns of the table are submission, student (if Canvas' or Moodle's naming tells), sha256,
status, one for each question with its points, of, sum, and notes. A question that a person reads
is empty: fill it in, and grade again: your marks are kept, and the feedback has them. If a file
that you marked has changed meanwhile, its mark is told to you and not taken over, and the old table
stays beside the new one. The column "sum" leaves those questions out; "of" counts all.

exit status: 0 if all are graded, right or wrong; 1 if the grader failed for some; 2 if it could
not begin."""

EXAMPLES = """\
grade counts submissions --csv grades.csv --feedback feedback
grade submissions.zip --csv grades.csv --class-seed 7"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = words.command(
        commands,
        "grade",
        run,
        summary="grade a folder of submissions into a table, safely",
        description=DESCRIPTION,
        examples=EXAMPLES,
        interrupted="Stopped. What was graded is kept: the same command goes on where it stopped.",
    )
    words.add_problem(
        parser,
        nargs="?",
        help="name or number of the assignment; may be left out where the submissions show it",
    )
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, help="the submissions: a folder or a zip"
    )
    parser.add_argument(
        "--csv", metavar="FILE", type=Path, required=True, help="where the table goes"
    )
    parser.add_argument(
        "--feedback",
        metavar="FOLDER",
        type=Path,
        help="write a page for each student into this folder, named so that the platform takes "
        "it back; it holds no right answers",
    )
    parser.add_argument(
        "--answers",
        metavar="FILE.html",
        type=Path,
        help="write a page with all answers to the questions that a person reads, side by side",
    )
    words.add_class_seed(parser)
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=0,
        help="submissions at a time (default: the number of cores)",
    )
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="grade on a Dask cluster, by the address of its scheduler: tcp://10.0.0.5:8786",
    )
    parser.add_argument(
        "--seconds",
        metavar="S",
        type=_seconds,
        help="time for a submission (default: that of its questions)",
    )
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="where no sandbox works: run submissions as you, with your files and your network",
    )


def run(arguments: argparse.Namespace) -> int:
    """Grade; the exit status."""
    from tying_assign.grading import answers, batch, by_hand, feedback, table
    from tying_assign.grading.folder import submissions
    from tying_assign.grading.journal import Journal
    from tying_assign.grading.progress import Progress

    path: Path = words.file_to_write(arguments.csv, "--csv").resolve()
    if arguments.answers:
        words.file_to_write(arguments.answers, "--answers")
    if arguments.feedback:
        words.folder_to_write(arguments.feedback, "--feedback")
    beside = path.with_name(f"{path.name}.journal")
    own = [path, *table.old_tables(path), beside, path.with_name(f"{beside.name}.lock")]
    own += [place for place in (arguments.feedback, arguments.answers) if place]
    listed = submissions(arguments.folder, own)
    problem = _problem(arguments, listed)
    settings = batch.Settings(arguments.class_seed, arguments.seconds, arguments.unsafe)
    before = by_hand.read(path, problem)  # refuses another file before the hours of grading
    pool = _pool(arguments, problem, settings)
    with _journal(Journal, beside) as journal:
        if journal.began(settings.class_seed) != settings.class_seed:
            print(
                f"Note: the class seed is {settings.class_seed}, and was another one when these "
                "submissions were graded before.",
                file=sys.stderr,
            )
        rows = batch.rows(problem, listed, settings, journal, pool, Progress())
        kept = by_hand.carry(before, rows, problem)
        old_table = table.write(path, rows, problem, kept)
        seen = [*map(by_hand.with_marks, rows, kept.cells)]
        if arguments.feedback:
            feedback.write(arguments.feedback, seen, problem)
        if arguments.answers:
            answers.write(arguments.answers, listed, seen, problem, settings.class_seed)
    print(summary(rows, arguments.csv))
    if old_table:
        print(
            "What you wrote for these files is not in the new table, since they have changed or "
            f"are no longer there; the table with it is {old_table}:"
        )
        print(*(f"  {line}" for line in kept.told()), sep="\n")
    return int(any(row.grade is None for row in rows))


def _journal(kind: Any, path: Path) -> Any:
    from tying_assign.errors import AssignError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AssignError(f"{path.parent} cannot be made: {error.strerror}") from error
    return kind(path)


def _problem(arguments: argparse.Namespace, listed: Sequence[Submission]) -> Problem:
    """The problem that was named, or that the submissions show."""
    from tying_assign.catalogue import load_all
    from tying_assign.errors import AssignError
    from tying_assign.grading.recognise import recognise

    problems = load_all(words.problems_folder(arguments))
    if arguments.problem is None:
        problem = recognise(problems, listed)
        print(f"The submissions answer {problem.name}: {problem.title}.", file=sys.stderr)
        return problem
    problem = words.problem(arguments)
    with suppress(AssignError):  # they need not show it
        shown = recognise(problems, listed)
        if shown.name != problem.name:
            said = f"Note: they look like answers to {shown.name}, not {problem.name}."
            print(said, file=sys.stderr)
    return problem


def _pool(arguments: argparse.Namespace, problem: Problem, settings: Settings) -> Pool:
    if arguments.cluster:
        from tying_assign.grading.cluster import Cluster

        return Cluster(problem, settings, arguments.cluster)
    from tying_assign.grading.local import Local
    from tying_assign.sandbox import choose, told

    backend = choose(arguments.unsafe)
    print(told(backend), file=sys.stderr)
    backend.hide(arguments.folder)  # from the other submissions
    return Local(problem, settings, backend, arguments.jobs)


def summary(rows: Sequence[Row], path: Path) -> str:
    """What came of the batch."""
    from tying_assign.grading.result import STATUSES

    counts = Counter(row.status for row in rows)
    parts = [f"{counts[one]} {one}" for one in (*STATUSES, "not graded") if counts[one]]
    said = f"{len(rows)} submissions: {', '.join(parts)}.\nThe table is {path}."
    if counts["not graded"]:
        said += "\nFor some the grader itself failed; see their notes, and run the command again."
    return said


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of submissions, 1 or more")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time in seconds, more than 0")
    return value
