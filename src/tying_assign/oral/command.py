"""The command ``questions``: two or three questions on a student's own model."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from tying_assign import arguments as words
from tying_assign.errors import AssignError

DESCRIPTION = """\
SUBMISSION is one notebook or Python file. It runs in a sandbox; what it defines is searched for
models: modules, and functions or classes without arguments that make one. Ledger and trace say what
is asked about them, and what is right. For a pass, an input is guessed from the first layer; a
student who defines `example` (a tensor, or a tuple of arguments) names one.

Every submission gets its own questions, and the same seed the same ones: run it again with
--answers for your own page. Answers help you to listen; they are no marks, since a submission can
lie about its models.

exit status: 0; 1 if no model was found; 2 if it could not run."""

EXAMPLES = """\
questions "submissions/doejane_104_5004_work.ipynb"
questions "submissions/doejane_104_5004_work.ipynb" --answers"""


def add(commands: Any) -> None:
    """Add the command."""
    parser = words.command(
        commands,
        "questions",
        run,
        summary="ask a student about the model in the submission",
        description=DESCRIPTION,
        examples=EXAMPLES,
    )
    parser.add_argument("submission", metavar="SUBMISSION", type=Path, help="a notebook")
    parser.add_argument(
        "--count", metavar="N", type=_count, default=3, help="how many questions (default: 3)"
    )
    parser.add_argument(
        "--seed", metavar="S", type=words.seed, default=0, help="another one, other questions"
    )
    parser.add_argument("--model", metavar="NAME", default="", help="ask about this one alone")
    parser.add_argument("--answers", action="store_true", help="with the answers, for you")
    parser.add_argument(
        "--unsafe", action="store_true", help="without a sandbox, with your files and your network"
    )


def run(given: argparse.Namespace) -> int:
    """Print the questions; 1 if there are none."""
    from tying_assign.oral import asking, questions
    from tying_assign.sandbox import choose

    try:
        content = given.submission.read_bytes()
    except OSError as error:
        raise AssignError(f"{given.submission} cannot be read: {error.strerror}") from error
    found = asking.facts(content, choose(given.unsafe), given.model.removesuffix("()"))
    try:
        chosen = questions.choose(found, content, given.count, given.seed)
    except ValueError as error:
        raise AssignError(f"what the submission says of its models is unusable: {error}") from error
    if not chosen:
        wanted = f" of the name {given.model}" if given.model else ""
        print(
            f"{given.submission}: no model{wanted} was found. It defines no module with parameters "
            "at the top level, and no function or class without arguments that makes one.",
            file=sys.stderr,
        )
        return 1
    print(questions.sheet(given.submission.name, chosen, given.answers), end="")
    return 0


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of questions, 1 or more")
    return int(text)
