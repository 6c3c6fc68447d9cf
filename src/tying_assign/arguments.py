"""Arguments that several commands take, in the same words."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tying_assign.errors import AssignError

if TYPE_CHECKING:
    from tying_assign.definition import Problem


def command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    summary: str,
    description: str = "",
    examples: str,
    interrupted: str = "Interrupted.",
) -> argparse.ArgumentParser:
    """Add a command, and return its parser for its own arguments.

    Args:
        commands: what ``add_subparsers`` returned.
        name: what is typed.
        run: takes the parsed arguments and returns the exit status.
        summary: one line for the list of commands; first sentence of the command's own help.
        description: what else the command's help says, before the options.
        examples: lines as a teacher types them; without ``python -m tying_assign``.
        interrupted: what is said after Ctrl-C.
    """
    typed = "\n".join(f"  python -m tying_assign {line}" for line in examples.splitlines())
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n\n{description}".strip(),
        epilog=f"example:\n{typed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run, interrupted=interrupted)
    return parser


def add_problem(parser: argparse.ArgumentParser, nargs: str | None = None, help: str = "") -> None:
    """Add PROBLEM and ``--problems``; :func:`problem` reads them.

    Args:
        parser: of the command.
        nargs: as argparse has it, ``"?"`` where the problem need not be named.
        help: in place of the usual words.
    """
    words = help or "name or number of the assignment, such as counts"
    parser.add_argument("problem", metavar="PROBLEM", nargs=nargs, help=words)
    add_problems(parser)


def add_problems(parser: argparse.ArgumentParser) -> None:
    """Add ``--problems``, the folder of a teacher's own problems; None means those of the book."""
    parser.add_argument(
        "--problems",
        metavar="FOLDER",
        type=Path,
        help="a folder with your own assignments (default: those of the book)",
    )


def add_class_seed(parser: argparse.ArgumentParser) -> None:
    """Add ``--class-seed``, an int, 0 where it is not given."""
    parser.add_argument(
        "--class-seed",
        metavar="S",
        type=seed,
        default=0,
        help="number of the class: it decides the numbers in the text and the hidden tests; give "
        "the same one to variants and grade (default: 0)",
    )


def seed(text: str) -> int:
    """A seed: a whole number that is not negative, below 2^64."""
    if not text.isascii() or not text.isdecimal() or int(text) >= 2**64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 2^64 - 1")
    return int(text)


def add_address(parser: Any) -> None:
    """Add ``--address``, a str without "/" at its end, None where it is not given."""
    parser.add_argument(
        "--address",
        metavar="URL",
        type=web_address,
        help="address of your site of the book, such as https://example.edu/tied: the setup cell "
        "of a notebook then loads the package from there",
    )


def web_address(text: str) -> str:
    """The address of a folder of the web, without "/" at its end."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    known = parts.scheme in ("http", "https") and parts.hostname
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    printed = text.isascii() and text.isprintable() and not set(text) & set(" \"'\\<>()[]{}")
    if not (known and plain and printed):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not the address of a site, such as https://example.edu/tied"
        )
    if parts.path.endswith(".html"):
        raise argparse.ArgumentTypeError(
            f"{text!r} is the address of a page; leave out its last part, {text.split('/')[-1]}"
        )
    return text.rstrip("/")


def folder_to_write(path: Path, option: str = "--out") -> Path:
    """``path``, if it is a folder that can be written into, or can be made.

    Raises:
        AssignError: if it is something else.
    """
    there = _that_is_there(path)
    if not there.is_dir():
        raise AssignError(f"{option} {path}: {there} is a file, and a folder is wanted")
    return _writable(path, there, option)


def file_to_write(path: Path, option: str = "--out") -> Path:
    """``path``, if it is a file that can be written, or can be made.

    Raises:
        AssignError: if it is something else.
    """
    if path.is_dir():
        raise AssignError(f"{option} {path} is a folder, and the name of a file is wanted")
    there = _that_is_there(path.parent)
    if not there.is_dir():
        raise AssignError(f"{option} {path}: {there} is a file, and a folder is wanted")
    return _writable(path, there, option)


def _that_is_there(path: Path) -> Path:
    """The path itself or the first folder above it that is there."""
    return next(one for one in (path, *path.absolute().parents) if os.path.lexists(one))


def _writable(path: Path, folder: Path, option: str) -> Path:
    if not os.access(folder, os.W_OK):
        raise AssignError(f"{option} {path}: you may not write into {folder}")
    return path


def file_to_read(path: Path, what: str, advice: str) -> Path:
    """``path``, if it is a file.

    Args:
        path: as it was given.
        what: it has to be, such as "gradebook".
        advice: where such a file comes from.

    Raises:
        AssignError: if it is none.
    """
    if path.is_dir():
        raise AssignError(f"{path} is a folder; the {what} is a file. {advice}")
    if not path.exists():
        raise AssignError(f"there is no {what} {path}. {advice}")
    return path


def problems_folder(arguments: argparse.Namespace) -> Path:
    """Where the problems lie."""
    from tying_assign.catalogue import OF_THE_BOOK

    return OF_THE_BOOK if arguments.problems is None else arguments.problems


def problem(arguments: argparse.Namespace) -> Problem:
    """The problem that was named.

    Raises:
        AssignError: if there is none of this name.
    """
    from tying_assign.catalogue import find

    return find(arguments.problem, problems_folder(arguments))
