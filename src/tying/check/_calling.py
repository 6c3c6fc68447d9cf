"""Try the reader's function on public inputs; whatever it raises becomes a sentence."""

from __future__ import annotations

import linecache
import traceback
from types import TracebackType
from typing import Any

from tying.check import _reading
from tying.check._comparing import judge
from tying.check._verdict import RIGHT, Verdict
from tying.check.entries import Case, Function


def try_out(function: Function, given: Any) -> Verdict:
    """The verdict on a function; the first case that goes wrong decides."""
    if given is ...:
        return Verdict(False, "It is not answered yet: ... stands for your function.")
    if not callable(given):
        said = _reading.kind(given)
        return Verdict(False, f"It is {said}, and the function {function.call} itself is wanted.")
    verdicts = []
    for case in function.cases:
        verdicts.append(_try_case(function, case, given))
        if not verdicts[-1].right:
            return _recognised(function, case, given) or verdicts[-1]
    return next((one for one in verdicts if one.words), RIGHT)


def _recognised(function: Function, case: Case, given: Any) -> Verdict | None:
    """The verdict on a function that says in all cases what a known wrong rule says."""
    if not function.patterns:
        return None
    try:
        said = tuple(_reading.truth(given(*one.args())) for one in function.cases)
    except KeyboardInterrupt:
        raise
    except BaseException:  # the verdict on the one case names it
        return None
    for wrong, sentence in function.patterns:
        if said == wrong:
            return Verdict(False, f"Look at what {_called(function, case)} returns. {sentence}")
    return None


def _called(function: Function, case: Case) -> str:
    """The call of a case, for a reader."""
    name = function.call.partition("(")[0]
    return case.shown or f"{name}({', '.join(map(_reading.shown, case.args()))})"


def _try_case(function: Function, case: Case, given: Any) -> Verdict:
    called = _called(function, case)
    try:
        returned = given(*case.args())
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # also SystemExit: a check never stops the notebook
        return Verdict(False, f"{called} stops with {_error(error)}{_place(error, given)}.")
    verdict = judge(case.answer, returned)
    if verdict.right:
        return verdict
    return Verdict(False, f"Look at what {called} returns. {verdict.words}")


def _error(error: BaseException) -> str:
    """Kind and message of an exception, in one line."""
    message = " ".join("".join(traceback.format_exception_only(error)).split())
    return message[:200].rstrip(".")


def _place(error: BaseException, given: Any) -> str:
    """The last line of the reader's code before the error; empty if none is known.

    An object that is called has no code of its own: what it runs first stands for it.
    """
    trace: TracebackType | None = error.__traceback__ and error.__traceback__.tb_next
    code = getattr(given, "__code__", trace and trace.tb_frame.f_code)
    file, line = getattr(code, "co_filename", ""), 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    if not file or not line:
        return ""
    text = linecache.getline(file, line).strip()
    return f", in line {line} of your code{f': {text}' if text else ''}"
