"""Which outcome belongs to which question, and what stands between the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docutils import nodes

from tied_book.predictions import grammar

CELL, CAPTION, PROSE = "cell", "caption", "prose"
UNSEEN = (nodes.target, nodes.comment, nodes.system_message, nodes.transition)


@dataclass(frozen=True)
class Pair:
    """A question, its outcome, and the cells and captions between them."""

    question: nodes.Element
    between: list[Any]
    outcome: nodes.Element


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
    return "" if isinstance(node, UNSEEN) else PROSE


def pairs_among(steps: Iterable[tuple[str, Any]]) -> tuple[list[Pair], list[str]]:
    """The predictions among ``steps``, pairs of a role and a node, and what is wrong with them."""
    pairs: list[Pair] = []
    wrong: list[str] = []
    question: nodes.Element | None = None
    between: list[Any] = []
    for role, node in steps:
        if role in (grammar.QUESTION, grammar.OUTCOME) and not grammar.name_of(node, role):
            wrong.append(f"the name of a box of class {role} has to begin with {role}-")
        if role == grammar.QUESTION:
            wrong += _without_outcome(question)
            question, between = node, []
        elif role == grammar.OUTCOME:
            name = grammar.name_of(node, role)
            if question is None or _name(question) != name:
                wrong.append(f"outcome-{name} has no question predict-{name} above it")
                continue
            pairs.append(Pair(question, between, node))
            question = None
        elif question is not None:
            if role == PROSE:
                wrong.append(_prose(question))
            elif role:
                between.append(node)
    return pairs, list(dict.fromkeys([*wrong, *_without_outcome(question)]))


def _name(question: nodes.Element) -> str:
    return grammar.name_of(question, grammar.QUESTION)


def _without_outcome(question: nodes.Element | None) -> list[str]:
    if question is None:
        return []
    name = _name(question)
    return [f"predict-{name} has no outcome: write a box of class outcome named outcome-{name}"]


def _prose(question: nodes.Element) -> str:
    name = _name(question)
    return (
        f"text stands between predict-{name} and outcome-{name}, where a reader sees it "
        "before the answer is locked; move it into the outcome"
    )
