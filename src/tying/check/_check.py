"""``check``: find the exercise, judge the answer, print one sentence."""

from __future__ import annotations

import textwrap

from tying.check import _registry
from tying.check._calling import try_out
from tying.check._comparing import judge
from tying.check._verdict import Verdict
from tying.check.entries import Function

WIDTH = 37
"""Letters in a line that a page shows without scrolling, on a phone too."""

HIDDEN = (
    "These checks try a few public inputs, and give no points. Hidden tests with other inputs "
    "decide about the points."
)
BROKEN = "It could not be read as an answer: {}. Give plain numbers, tensors or words."


def check(name: str, value: object = ...) -> None:
    """Print one sentence: whether ``value`` is right, or what is wrong with it.

    The sentence never holds the right answer. Common mistakes have sentences of their own, and a
    near miss is named: a factor of 2, a mean for a sum, a transposed matrix, another shape. A
    function is called with a few public inputs, and what it raises is named with its line.

    Nothing is raised, whatever is given; only the keyboard interrupts. A function that never ends
    is not stopped: interrupt the kernel.

    Args:
        name: the name that the exercise gives, such as ``"counting-parameters.three-places"``.
        value: the answer: numbers as int, float, list, array or tensor on any device, words, a
            tuple of several answers, or a function, as the exercise asks for.
    """
    try:
        lines = _lines(name, value)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        lines = [BROKEN.format(type(error).__name__)]
    for line in lines:
        text = textwrap.fill(line, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
        try:
            print(text)
        except UnicodeEncodeError:  # a stream that knows fewer letters
            print(text.encode("ascii", "backslashreplace").decode())


def _lines(name: object, value: object) -> list[str]:
    """What is printed."""
    exercise = _registry.find(name)
    if isinstance(exercise, str):
        return [exercise]
    entry = exercise.entry
    verdict = try_out(entry, value) if isinstance(entry, Function) else judge(entry, value)
    graded = exercise.hidden and isinstance(entry, Function)  # hidden tests call functions
    lines = [f"{exercise.name}: {_sentence(verdict, graded)}"]
    return [*lines, HIDDEN] if exercise.hidden and exercise.last else lines


def _sentence(verdict: Verdict, hidden: bool) -> str:
    start = "right for these inputs." if hidden else "right."
    return " ".join(filter(None, [start if verdict.right else "not yet.", verdict.words]))
