"""The words of the command line, and what becomes of them: output and exit status."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence

from tying.cli._errors import CommandError

PROGRAM = "python -m tying"

TIED, NOT_TIED, NO_ANSWER = 0, 1, 2
"""The exit statuses."""

DESCRIPTION = """\
Show who shares which parameter in a PyTorch model or a checkpoint, and check that ties hold.

TARGET is one of
  module:callable          a class, or a function that returns a model: torch.nn:Linear
  path/to/file.py:callable the same in a file that is not installed
  module:instance          a model that the module made when it was imported
  a checkpoint             *.safetensors, a state_dict saved by torch.save (*.pt, *.pth, *.bin,
                           *.ckpt), or the index of a sharded one (*.index.json)

ARGUMENT goes to the callable: name=value, where the value is read as JSON or as a Python literal,
and is a string if it is neither; or all at once, as a JSON object or a JSON array.

A model is built on the meta device, where it takes no memory; where that fails, on its usual
device, and the output says so. Of a checkpoint, names and shapes are read, and no values. No code
in a checkpoint is run."""

EPILOG = """\
examples:
  python -m tying ledger torch.nn:TransformerEncoderLayer d_model=64 nhead=4
  python -m tying ledger my_package.models:build '{"layers": 2, "tied": true}' --json
  python -m tying ledger model.safetensors --markdown
  python -m tying ledger train.py:Net --expect-tied embedding.weight head.weight

exit status:
  0  the ledger was shown, and every expected tie holds
  1  an expected tie does not hold
  2  no answer: wrong usage, an unknown parameter, a model or a checkpoint that cannot be read"""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, which also prints the help."""
    made = argparse.ArgumentParser(
        prog=PROGRAM,
        usage=f"{PROGRAM} ledger TARGET [ARGUMENT ...] [options]",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("command", choices=["ledger"], help="the only command")
    made.add_argument("target", metavar="TARGET", help="a model or a checkpoint; see above")
    made.add_argument("arguments", metavar="ARGUMENT", nargs="*", help="for the callable")
    made.add_argument(
        "--expect-tied",
        metavar=("A", "B"),
        nargs=2,
        action="append",
        default=[],
        help="end with status 1 unless the parameters A and B are tied; may be repeated",
    )
    form = made.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_const", const="json", dest="form", help="as JSON")
    form.add_argument(
        "--markdown", action="store_const", const="markdown", dest="form", help="as Markdown"
    )
    made.add_argument(
        "--device",
        help="build the model here, such as on cpu, instead of trying meta first; the reason why "
        "a tie fails then also compares values",
    )
    made.add_argument(
        "--key",
        help="the entry of a checkpoint that holds the state_dict, if there are several",
    )
    made.set_defaults(form="text")
    return made


def main(words: Sequence[str] | None = None) -> int:
    """Run ``python -m tying`` with ``words``, by default those of the command line.

    Returns:
        The exit status: 0; 1 if an expected tie does not hold; 2 if there is no answer.

    Raises:
        SystemExit: with status 0 for help, and 2 for words that the parser does not know.
    """
    options = parser().parse_intermixed_args(words)
    from tying.cli import _ledger  # not at the top, since it imports torch

    try:
        answer = _ledger.answer(options)
    except CommandError as error:
        print(f"{error.traceback}{PROGRAM}: error: {error}", file=sys.stderr)
        return NO_ANSWER
    except Exception:  # with which Python would end with 1: that an expected tie does not hold
        traceback.print_exc()
        return NO_ANSWER
    _show(answer.text)
    for fault in answer.faults:
        print(f"{PROGRAM}: {fault}", file=sys.stderr)
    return NOT_TIED if answer.faults else TIED


def _show(text: str) -> None:
    """Print ``text``, with ``?`` for signs that the terminal does not have."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        print(text, flush=True)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
