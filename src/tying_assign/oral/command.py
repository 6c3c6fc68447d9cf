"""The command ``questions``: two or three questions on a student's own model."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from tying_assign import arguments as words
from tying_assign.errors import AssignError

DESCRIPTION = """\
SUBMISSION is one notebook or Python file, or one in a zip, named as in the table of grades:
'submissions.zip!NAME.ipynb'. It runs in a sandbox; what it defines is searched for models: modules,
and functions or classes without arguments that make one. If the assignment asks for one, as the lab
does for `my_model`, the questions are about that; else about those of the student, before those
that came with the notebook. Ledger and trace say what is asked, and what is right. For a pass, an
input is guessed from the first layer; a student who defines `example` (a tensor, or a tuple of
arguments) names one.

Every submission gets its own questions, and the same seed the same ones: run it again with
--answers for your own page. Answers help you to listen; they are no marks, since a submission can
lie about its models.

exit status: 0; 1 if no model was found; 2 if it could not run."""

LAB = "false-ties"

EXAMPLES = """\
questions 'submissions.zip!doejane_104_5004_work.ipynb'
questions 'submissions.zip!doejane_104_5004_work.ipynb' --answers
questions work.ipynb --model my_model"""


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
    parser.add_argument("submission", metavar="SUBMISSION", help="a notebook, or one in a zip")
    words.add_problems(parser)
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
    from tying_assign.oral import asking, questions, reading
    from tying_assign.sandbox import choose

    content = reading.content(given.submission)
    own = given.model.removesuffix("()")
    page = reading.of_the_page(content, words.problems_folder(given))
    found = asking.facts(content, choose(given.unsafe), own, page)
    try:
        found, left_out = questions.preferred(found, page.asked, page.given)
        chosen = questions.choose(found, content, given.count, given.seed)
    except ValueError as error:
        raise AssignError(f"what the submission says of its models is unusable: {error}") from error
    if not chosen:
        wanted = f" of the name {given.model}" if given.model else ""
        print(
            f"{given.submission}: no model{wanted} was found. It defines no module with parameters "
            "at the top level, and no function or class without arguments that makes one. Of the "
            f"assignments of the book only the lab, {LAB}, asks for a model.",
            file=sys.stderr,
        )
        return 1
    title = given.submission.replace("!", "/").split("/")[-1]
    print(questions.sheet(title, chosen, given.answers), end="")
    if left_out:
        print(f"Left out: {', '.join(left_out)}. To ask about one: --model NAME.", file=sys.stderr)
    elif not own and all(one["name"].removesuffix("()") in page.given for one in found):
        print(
            "These models came with the notebook: the student has defined none, or none that works "
            "and has parameters.",
            file=sys.stderr,
        )
    return 0


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of questions, 1 or more")
    return int(text)
