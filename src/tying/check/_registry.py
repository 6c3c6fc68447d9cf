"""The exercises by their names; a module is imported when one of its exercises is checked."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from tying.check.entries import Entry

PACKAGES = ("chapters", "practice")


@dataclass(frozen=True)
class Exercise:
    """An exercise that was found.

    Attributes:
        name: its second part, after the chapter or problem.
        entry: what is right.
        hidden: whether it belongs to a problem, which hidden tests grade.
        last: whether it is the last one of its chapter or problem.
    """

    name: str
    entry: Entry
    hidden: bool
    last: bool


def find(name: object) -> Exercise | str:
    """The exercise of this name, or a sentence that names the nearest."""
    if type(name) is not str:
        return "The name of an exercise is text in quotes; the exercise says which."
    where, _, which = name.strip().partition(".")
    for package in PACKAGES:
        if where in subjects(package):
            entries = load(package, where)
            if which in entries:
                last = which == list(entries)[-1]
                return Exercise(which, entries[which], package == "practice", last)
    return _nearest(name.strip())


def subjects(package: str) -> list[str]:
    """Chapters or problems that have exercises, by their names; imports none of them."""
    folder: ModuleType = importlib.import_module(f"tying.check.{package}")
    names = (one.name for one in pkgutil.iter_modules(folder.__path__))
    return sorted(name.replace("_", "-") for name in names)


def load(package: str, subject: str) -> Mapping[str, Entry]:
    """The exercises of a chapter or problem, in order."""
    module = importlib.import_module(f"tying.check.{package}.{subject.replace('-', '_')}")
    return module.EXERCISES


def names() -> list[str]:
    """All names of exercises."""
    return [
        f"{subject}.{name}"
        for package in PACKAGES
        for subject in subjects(package)
        for name in load(package, subject)
    ]


def _nearest(name: str) -> str:
    """A sentence for an unknown name."""
    shown = name if len(name) <= 60 else f"{name[:57]}..."
    said = f"There is no exercise {shown!r}."
    if near := _near(name[:100], names()):
        return f"{said} Did you mean {' or '.join(map(repr, near))}?"
    return f"{said} The exercise itself says its name, such as {names()[0]!r}."


def _near(name: str, known: list[str]) -> list[str]:
    """Those of the ``known`` names that are near; all of its chapter if only that is right."""
    where, _, which = name.partition(".")
    by_end = {one.partition(".")[2]: one for one in known}
    ends = difflib.get_close_matches(which or where, by_end, n=3, cutoff=0.7)
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.7)
    here = [one for one in known if one.startswith(f"{where}.")]
    return list(dict.fromkeys([*near, *(by_end[end] for end in ends)]))[:3] or here
