"""Whether what was executed confirms what a prediction calls right."""

from __future__ import annotations

from tied_book.predictions.grammar import Prediction
from tied_book.predictions.numbers import stands_in


def line(text: str) -> str:
    """``text`` with its white space normalised, as lines and quotes are compared."""
    return " ".join(text.split())


def disagreements(prediction: Prediction, printed: list[str]) -> list[str]:
    """Where ``prediction`` disagrees with the ``printed`` lines of the cells above its outcome.

    Args:
        prediction: what the author says came out.
        printed: the lines of output, in any spacing.
    """
    lines = {line(one) for one in printed}
    wrong = [
        f"its quote `{quote}` is no line of the output"
        for quote in prediction.leading
        if line(quote) not in lines
    ]
    if prediction.kind == "drag":
        sources = sorted(lines)
    else:
        sources = [line(quote) for quote in prediction.quotes if line(quote) in lines]
        if not sources and not wrong:
            wrong.append("its right answer quotes no whole line of the output; write `the line`")
    if wrong:
        return wrong
    where = "the output" if prediction.kind == "drag" else "the lines that it quotes"
    return [
        f"its right number {number} does not stand in {where}"
        for number in prediction.stated
        if not stands_in(number, sources)
    ]
