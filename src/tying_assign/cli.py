"""The command line: python -m tying_assign COMMAND.

Each command lies beside its subject, in a module that :data:`COMMANDS` names. Such a module has
``add(commands)``, which adds its parser by :func:`tying_assign.arguments.command` and names in
``run`` the function that takes the parsed arguments and returns the exit status. What only that
function needs is imported within it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from tying_assign.errors import AssignError

COMMANDS: tuple[str, ...] = (
    "tying_assign.building.command",
    "tying_assign.grading.command",
    "tying_assign.export.command",
    "tying_assign.oral.command",
)
"""Modules of the commands, in the order in which an instructor meets them."""

DESCRIPTION = """\
Assignments of the book for teachers: build them, grade submissions safely, hand on the results.

PROBLEM is the name of an assignment, such as counts, or its number. Add --help to a command for
its options and an example.
"""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""


def parser() -> argparse.ArgumentParser:
    """The parser with all commands."""
    whole = argparse.ArgumentParser(
        prog="python -m tying_assign",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        importlib.import_module(name).add(commands)
    return whole


def main(given: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0, 1 if its answer is no, 2 if it could not run."""
    arguments = parser().parse_args(given)
    try:
        status = arguments.run(arguments)
        sys.stdout.flush()
    except AssignError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\n{arguments.interrupted}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of the output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
