"""The command ``export``: to nbgrader, to Gradescope, and into a gradebook of Canvas."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tying_assign import arguments as words
from tying_assign.errors import AssignError

DESCRIPTION = """\
--to nbgrader: an assignment in the folder of a course, source/PROBLEM/PROBLEM.ipynb, with solutions
and hidden tests, and nbgrader_config.py if there is none. Numbers and tests are those of
--class-seed. In that folder: nbgrader generate_assignment PROBLEM. nbgrader runs the hidden tests
in the process of the student's code, as you: it keeps no submission from reading them, from passing
without an answer, or from your files.

--to gradescope: an autograder for PROBLEM, a zip to upload as it is (Configure Autograder, Zip file
upload). Every submission runs in a sandbox there, and the hidden tests are for root alone. Students
see at once whether their notebook runs, and their marks when --visibility says so. Questions that a
person reads are not in it: add them to the outline of the assignment. Give the container at least
1 CPU and 1.5 GB of memory.

--to canvas: the points of a table of grades into one column of your gradebook. Export the gradebook
in Canvas (Grades, Export, Export Entire Gradebook) and give it as --roster; give the header of the
column as --assignment, to the letter and with its number. Submissions find their students by the
names that Canvas gives to files ("Download Submissions"). Points that you filled in for questions
that a person reads are added; the column "sum" is not read. Import --out in Canvas (Grades,
Import); only this one column changes there. Every submission that cannot be handed on is listed.

exit status: 0; 1 if a submission could not be handed on; 2 if nothing was written."""

EXAMPLES = """\
export counts --to nbgrader --out ~/nbgrader --class-seed 2027
export counts --to gradescope --out counts.zip --class-seed 2027
export --to canvas --grades grades.csv --roster gradebook.csv --assignment "Counts (123)" --out \
import.csv"""

EXPORT = "Canvas exports it: Grades, Export, Export Entire Gradebook."
CANVAS = ("grades", "roster", "assignment")
VISIBILITIES = ("after_published", "after_due_date", "visible", "hidden")


def add(commands: Any) -> None:
    """Add the command."""
    parser = words.command(
        commands,
        "export",
        run,
        summary="hand on an assignment, or grades, to other systems",
        description=DESCRIPTION,
        examples=EXAMPLES,
    )
    words.add_problem(
        parser,
        nargs="?",
        help="name or number of the assignment; canvas needs none, since the table tells all",
    )
    parser.add_argument("--to", choices=TARGETS, required=True, help="for which system")
    parser.add_argument("--out", metavar="PATH", type=Path, required=True, help="what is written")
    words.add_class_seed(parser)
    nbgrader = parser.add_argument_group("to nbgrader")
    words.add_address(nbgrader)
    gradescope = parser.add_argument_group("to gradescope")
    gradescope.add_argument(
        "--visibility",
        choices=VISIBILITIES,
        default=VISIBILITIES[0],
        help="when students see their marks (default: after you have published them)",
    )
    canvas = parser.add_argument_group("to canvas")
    canvas.add_argument("--grades", metavar="FILE", type=Path, help="the table that grade wrote")
    canvas.add_argument("--roster", metavar="FILE", type=Path, help="the gradebook from Canvas")
    canvas.add_argument("--assignment", metavar="TITLE", help='the column, such as "Counts (123)"')


def run(given: argparse.Namespace) -> int:
    """Export; the exit status."""
    for name in CANVAS:
        if (getattr(given, name) is None) is (given.to == "canvas"):
            verb = "needs" if given.to == "canvas" else "takes no"
            raise AssignError(f"--to {given.to} {verb} --{name}")
    if given.address and given.to != "nbgrader":
        raise AssignError(f"--to {given.to} takes no --address")
    if given.problem is None and given.to != "canvas":
        raise AssignError(f"--to {given.to} needs PROBLEM: export counts --to {given.to} ...")
    return TARGETS[given.to](given)


def to_canvas(given: argparse.Namespace) -> int:
    """Fill a column of a gradebook."""
    from tying_assign.export import canvas

    if given.out.resolve() in (given.grades.resolve(), given.roster.resolve()):
        raise AssignError(f"{given.out} is read for this: give another name to --out")
    words.file_to_write(given.out)
    words.file_to_read(given.grades, "table of grades", "The command grade writes it: --csv FILE.")
    words.file_to_read(given.roster, "gradebook", EXPORT)
    roster = canvas.read(given.roster, given.assignment)
    graded = canvas.points(given.grades, _most(given))
    made = canvas.fill(roster, graded)
    canvas.write(given.out, made.roster)
    print(canvas.report(made, graded, given.out))
    return int(not made.complete)


def _most(given: argparse.Namespace) -> dict[str, float]:
    """The points that each question of the table gives, if its assignment is known."""
    from tying_assign.catalogue import load_all
    from tying_assign.grading import table

    rows = table.read(given.grades)
    for problem in load_all(words.problems_folder(given)):
        if rows and set(table.columns(problem)) <= rows[0].keys():
            return {question.name: question.points for question in problem.questions}
    return {}


def to_gradescope(given: argparse.Namespace) -> int:
    """Write an autograder."""
    from tying_assign.export import gradescope

    problem = words.problem(given)
    words.file_to_write(given.out)
    gradescope.write(given.out, problem, given.class_seed, given.visibility)
    print(f"{given.out}: the autograder of {problem.name}. It holds the hidden tests: keep it.")
    return 0


def to_nbgrader(given: argparse.Namespace) -> int:
    """Write an assignment into a course."""
    from tying_assign.export import nbgrader

    problem, out = words.problem(given), words.folder_to_write(given.out)
    for path in nbgrader.write(out, problem, given.class_seed, given.address):
        print(path)
    return 0


TARGETS = {"nbgrader": to_nbgrader, "gradescope": to_gradescope, "canvas": to_canvas}
