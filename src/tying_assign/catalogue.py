"""Find the problems: those of the book, or those in a folder of the teacher's own."""

from __future__ import annotations

import difflib
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

from tying_assign.definition import Problem
from tying_assign.errors import AssignError

OF_THE_BOOK = Path(__file__).parent / "problems"


def load(folder: Path) -> Problem:
    """The problem that lies in ``folder``.

    Raises:
        AssignError: if there is none, or it cannot be read.
    """
    source = folder / "grader.py"
    if not source.is_file():
        raise AssignError(f"{folder} is no problem: it has no file grader.py")
    spec = importlib.util.spec_from_file_location(f"tying_assign_problem_{folder.name}", source)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look up the module of their types
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a teacher's own file raises is the teacher's to repair
        raise AssignError(f"{source} cannot be read: {type(error).__name__}: {error}") from error
    problem = getattr(module, "PROBLEM", None)
    if not isinstance(problem, Problem):
        raise AssignError(f"{source} defines no PROBLEM, a tying_assign.definition.Problem")
    return replace(problem, folder=folder.resolve())


def load_all(folder: Path = OF_THE_BOOK) -> list[Problem]:
    """The problems below ``folder``, by name.

    Raises:
        AssignError: if there is none, or one cannot be read.
    """
    problems = [load(source.parent) for source in sorted(folder.glob("*/grader.py"))]
    if not problems:
        raise AssignError(f"no problem lies below {folder}: none of its folders has a grader.py")
    return problems


def find(name: str, folder: Path = OF_THE_BOOK) -> Problem:
    """The problem with this name or id below ``folder``; small and capital letters are the same.

    Raises:
        AssignError: if there is none; it says which one may be meant.
    """
    problems = load_all(folder)
    for problem in problems:
        if name in (problem.name, problem.id):
            return problem
    by_name = {problem.name.casefold(): problem for problem in problems}
    wanted = name.strip().replace("_", "-").casefold()
    if wanted in by_name:
        return by_name[wanted]
    near = difflib.get_close_matches(wanted, by_name, n=1)
    meant = f" Do you mean {by_name[near[0]].name}?" if near else ""
    known = ", ".join(f"{problem.name} ({problem.id})" for problem in problems)
    raise AssignError(f"there is no problem {name!r}; there are {known}.{meant}")
