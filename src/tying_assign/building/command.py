"""The commands ``build``, ``variants`` and ``verify``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tying_assign import arguments

if TYPE_CHECKING:
    from tying_assign.definition import Problem

BUILD = """\
The pages go into the book (notebooks/practice), and the notebooks into the folder --out:
students/NAME.ipynb to hand out, and instructor/NAME.ipynb with solutions, rubric and common
mistakes. Then everything that students can read is searched for pieces of the solutions: the
pages, their notebooks, and the site that make book has built, with its downloads and its search
index. A leak is an error. Without --address the package lies as a file beside the notebooks.
"""

VARIANTS = """\
Every class seed gives other numbers in the text and other hidden tests. The same seed always gives
the same files. Grade with the same seed: grade PROBLEM submissions.zip --csv FILE --class-seed S.

Into --out come students/NAME.ipynb to hand out, and instructor/NAME.ipynb with solutions. The first
cell of a student's notebook installs the package tying. With --address it loads it from your site.
Without it the package lies as a file beside the notebook: hand out both.
"""

VERIFY = """\
Grades the solutions, which have to get all points, the notebook as it is handed out, which has to
get none, and every listed wrong answer, which has to lose points for what it returns. Run it once
on a new computer, where it says which sandbox works, and after you have changed an assignment.
"""


def add(commands: Any) -> None:
    """Add the three commands."""
    build = arguments.command(
        commands,
        "build",
        run_build,
        summary="write the pages, and the notebooks for students and instructors",
        description=BUILD,
        examples="build\nbuild counts --out ~/course",
    )
    _add_names(build)
    arguments.add_address(build)
    build.add_argument("--out", metavar="FOLDER", type=Path, help="default: _build/assignments")
    build.add_argument(
        "--site", metavar="FOLDER", type=Path, help="the site to search (default: _build/html)"
    )
    variants = arguments.command(
        commands,
        "variants",
        run_variants,
        summary="write the notebooks of one class",
        description=VARIANTS,
        examples="variants --class-seed 2027 --out ~/course\n"
        "variants counts --class-seed 2027 --out ~/course --address https://example.edu/tied",
    )
    _add_names(variants)
    arguments.add_address(variants)
    arguments.add_class_seed(variants)
    variants.add_argument("--out", metavar="FOLDER", type=Path, required=True)
    verify = arguments.command(
        commands,
        "verify",
        run_verify,
        summary="grade the solutions and the wrong answers that are known",
        description=VERIFY,
        examples="verify\nverify counts --class-seed 2027",
    )
    _add_names(verify)
    arguments.add_class_seed(verify)
    verify.add_argument("--jobs", metavar="N", type=int, default=0, help="default: all cores")
    verify.add_argument(
        "--unsafe",
        action="store_true",
        help="without a sandbox: these answers are your own",
    )


def _add_names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "problem",
        metavar="PROBLEM",
        nargs="*",
        help="names or numbers of assignments (default: all)",
    )
    arguments.add_problems(parser)


def _problems(given: argparse.Namespace) -> list[Problem]:
    from tying_assign.catalogue import find, load_all

    folder = arguments.problems_folder(given)
    return [find(name, folder) for name in given.problem] or load_all(folder)


def run_build(given: argparse.Namespace) -> int:
    """Write pages and notebooks, and look for leaks; 1 if there is one."""
    from tying_assign.building import build, clone
    from tying_assign.building.leaks import summary

    problems = _problems(given)
    out = arguments.folder_to_write(given.out or clone.ROOT / "_build" / "assignments")
    into_book = given.problems is None
    for path in build.write(problems, out, into_book=into_book, address=given.address):
        print(path)
    site = given.site or clone.SITE
    leaks = summary(build.leaks(problems, out, site, into_book=into_book))
    print(*leaks, sep="\n", end="\n" * bool(leaks))
    where = f"and {site}" if site.is_dir() else f"and no site was searched: there is no {site}"
    print(f"{len(leaks)} leak(s): searched were pages, the students' notebooks, {where}.")
    return int(bool(leaks))


def run_variants(given: argparse.Namespace) -> int:
    """Write the notebooks of a class; 1 if one gives a solution away."""
    from tying_assign.building import build
    from tying_assign.building.leaks import summary

    problems = _problems(given)
    out = arguments.folder_to_write(given.out)
    options = {"class_seed": given.class_seed, "into_book": False}
    for path in build.write(problems, out, address=given.address, **options):
        print(path)
    leaks = summary(build.leaks(problems, out, None, **options))
    print(*leaks, sep="\n", end="\n" * bool(leaks))
    return int(bool(leaks))


def run_verify(given: argparse.Namespace) -> int:
    """Grade what is known; 1 if something got other points than it has to get."""
    from tying_assign.building import verify
    from tying_assign.grading.progress import Progress
    from tying_assign.sandbox import choose, told

    problems = _problems(given)
    backend = choose(unsafe=given.unsafe)
    print(told(backend), file=sys.stderr)
    results = verify.verify(problems, backend, given.class_seed, given.jobs, Progress())
    print(verify.table(results))
    bad = [result for result in results if result.problem]
    print(f"{len(results)} answers graded, {len(bad)} not as they should be.")
    return int(bool(bad))
