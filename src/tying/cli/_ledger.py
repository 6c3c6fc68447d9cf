"""The command ``ledger``: from its options to the text that is shown, and the ties that fail."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from tying.cli import _checkpoint as checkpoint
from tying.cli import _model as model
from tying.cli._errors import CommandError
from tying.cli._forms import FORMS, Expected
from tying.cli._subject import Subject
from tying.ledger import Ledger, ledger
from tying.slots import find_slot
from tying.ties import NotTiedError, assert_tied


@dataclass(frozen=True)
class Answer:
    """What a command has to say.

    Attributes:
        text: the ledger in the form that was asked for.
        faults: why expected ties do not hold, a sentence for each.
    """

    text: str
    faults: tuple[str, ...]


def answer(options: argparse.Namespace) -> Answer:
    """The answer to the parsed command line.

    Raises:
        CommandError: if the model cannot be made, the checkpoint not be read, or a parameter that
            is expected to be tied is unknown.
    """
    subject = _subject(options)
    try:
        made = replace(ledger(subject.model), name=subject.name)
    except (TypeError, ValueError) as error:
        raise CommandError(str(error)) from error
    expected = [_expect(subject, made, a, b) for a, b in options.expect_tied]
    return Answer(
        FORMS[options.form](made, subject.notes, expected),
        tuple(one.fault for one in expected if one.fault),
    )


def _subject(options: argparse.Namespace) -> Subject:
    """The model or the checkpoint that the command is about."""
    if not checkpoint.is_meant(options.target):
        if options.key is not None:
            raise CommandError("--key chooses within a checkpoint, and the target is a model")
        return model.build(options.target, options.arguments, options.device)
    if options.arguments:
        raise CommandError(
            f"a checkpoint takes no arguments, got {' '.join(options.arguments)}; "
            "for a model, give module:callable as the target"
        )
    if options.device is not None:
        raise CommandError("--device is where a model is built, and the target is a checkpoint")
    return checkpoint.read(Path(options.target), options.key)


def _expect(subject: Subject, made: Ledger, a: str, b: str) -> Expected:
    """Whether the parameters ``a`` and ``b`` are tied, and if not, why."""
    if a == b:
        raise CommandError(f"--expect-tied wants two parameters, got {a} twice")
    try:
        if subject.is_file:
            return Expected(a, b, _fault_of_file(subject, made, a, b))
        assert_tied(subject.model, a, b)
    except ValueError as error:
        raise CommandError(f"{error}{subject.if_absent}") from error
    except NotTiedError as error:
        return Expected(a, b, str(error))
    return Expected(a, b, "")


def _fault_of_file(subject: Subject, made: Ledger, a: str, b: str) -> str:
    """How two tensors lie in a checkpoint that are not one, told without their values."""
    if find_slot(subject.model, a).value is find_slot(subject.model, b).value:
        return ""
    if any(a in entry.slots and b in entry.slots for entry in made.entries):
        how = "share memory, but are not the same view of it"
    else:
        how = "are saved as two tensors, each with memory of its own (values are not compared)"
    return f"{a} and {b} are not tied: in {made.name} they {how}"
