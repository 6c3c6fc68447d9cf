"""Which outcome belongs to which question, and what stands between the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes

from tied_book.predictions import grammar

CELL, CAPTION, PROSE = "cell", "caption", "prose"
FOUND_LATER = (nodes.target, nodes.comment, nodes.system_message, nodes.transition)


@dataclass
class Pair:
    """A question, what stands below it up to its outcome, and that outcome."""

    question: nodes.Element
    between: list[Any] = field(default_factory=list)
    outcome: nodes.Element | None = None


def role_of(node: nodes.Node) -> str:
    """What a node is to a prediction; empty if it is nothing that a reader sees."""
    if grammar.is_question(node):
        return grammar.QUESTION
    if grammar.is_outcome(node):
        return grammar.OUTCOME
    if isinstance(node, nodes.container) and node.get("nb_element") == "cell_code":
        return CELL
    if isinstance(node, nodes.paragraph) and node.astext().startswith("Figure "):
        return CAPTION
    return "" if isinstance(node, FOUND_LATER) else PROSE


def pair(steps: Iterable[tuple[str, Any]]) -> tuple[list[Pair], list[str]]:
    """The predictions among ``steps``, pairs of a role and a node, and what is wrong with them."""
    pairs: list[Pair] = []
    wrong: list[str] = []
    waiting: Pair | None = None
    for role, node in steps:
        if role == grammar.QUESTION:
            if waiting is not None:
                wrong.append(_without_outcome(waiting))
            waiting = Pair(node)
        elif role == grammar.OUTCOME:
            name = grammar.name_of(node, grammar.OUTCOME)
            asked = waiting and grammar.name_of(waiting.question, grammar.QUESTION)
            if waiting is None or asked != name:
                wrong.append(f"outcome-{name} has no question predict-{name} above it")
            else:
                waiting.outcome = node
                pairs.append(waiting)
                waiting = None
        elif waiting is not None and role in (CELL, CAPTION):
            waiting.between.append(node)
        elif waiting is not None and role == PROSE:
            name = grammar.name_of(waiting.question, grammar.QUESTION)
            wrong.append(
                f"text stands between predict-{name} and outcome-{name}, where a reader sees it "
                "before the answer is locked; move it into the outcome"
            )
    if waiting is not None:
        wrong.append(_without_outcome(waiting))
    return pairs, list(dict.fromkeys(wrong))


def _without_outcome(waiting: Pair) -> str:
    name = grammar.name_of(waiting.question, grammar.QUESTION)
    return f"predict-{name} has no outcome: write a box of class outcome named outcome-{name}"
