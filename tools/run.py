"""The commands of the project: python tools/run.py book | serve | lab | test | ....

Standard library only, and a syntax that every Python since 2.7 can read: a Python that is
too old or too new runs this file first, and gets one sentence that says so.
"""

from __future__ import print_function

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST, NEWEST = (3, 11), (3, 13)
NAMES = ["python3.13", "python3.12", "python3.11", "python3", "python"]
COMMANDS = [
    ("book", "set up .venv, run every notebook, build the book into _build/html"),
    ("serve", "serve the book that was built"),
    ("lab", "open your copies of the chapters in JupyterLab; with SOURCES=1 the sources"),
    ("test", "run every check that CI runs, or the stages named: test unit book"),
    ("bench", "measure builds, pages, widgets, ledger, trace, simulations, grading"),
    ("chapter", "write the stub of a new chapter: chapter part/noun"),
    ("widget", "write the stub of a new widget: widget noun"),
    ("copies", "write learner copies and their wheel; with SOLUTIONS=no without solutions"),
    ("pdf", "print the book that was built; with SOLUTIONS=no without solutions"),
    ("links", "check the links of the built book to other sites"),
    ("release", "pack site, PDF, copies and wheel, as they were built, into dist"),
    ("clean", "remove what was built (.venv stays)"),
]
WITH_ARGUMENTS = ("test", "chapter", "widget", "copies", "pdf", "release")
PROBE = (
    "import sys, venv, ensurepip; "
    "sys.exit(not ((%d, %d) <= sys.version_info[:2] <= (%d, %d)))" % (OLDEST + NEWEST)
)


def usage():
    """The commands, one a line."""
    lines = ["usage: python tools/run.py COMMAND", ""]
    return "\n".join(lines + ["  %-8s%s" % command for command in COMMANDS])


def suitable(command):
    """Whether ``command`` starts a Python that can set the book up."""
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.call([command, "-c", PROBE], stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


def refusal():
    """One sentence that says why this Python does not suit, and which one does."""
    version = "%d.%d.%d" % sys.version_info[:3]
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return (
            "The book needs Python 3.11, 3.12 or 3.13, and this is %s (%s): install one of them, "
            "or put it on PATH." % (version, sys.executable)
        )
    return (
        "Python %s (%s) lacks venv or ensurepip, which make the environment: "
        "install them (Debian, Ubuntu: apt-get install python%d.%d-venv)."
        % ((version, sys.executable) + tuple(sys.version_info[:2]))
    )


def main(arguments):
    """Run one command with a Python that can; the exit status."""
    names = [name for name, _ in COMMANDS]
    known = arguments[:1] and arguments[0] in names
    if not known or (len(arguments) > 1 and arguments[0] not in WITH_ARGUMENTS):
        print(usage())
        return 0 if arguments in (["help"], ["--help"], ["-h"]) else 2
    if suitable(sys.executable):
        sys.path.insert(0, ROOT)
        from tools.commands import run

        return run(arguments[0], arguments[1:])
    for name in NAMES:
        if suitable(name):
            return subprocess.call([name, os.path.abspath(__file__)] + arguments)
    print(refusal(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(130)
