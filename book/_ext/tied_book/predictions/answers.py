"""The right answer of a prediction on a card: first the answer itself, then why it is right.

An outcome begins with a word for the reader who has just answered, such as “Right.”. A card names
the answer instead, since days later nobody knows which option that was.
"""

from __future__ import annotations

from docutils import nodes

from tied_book.predictions import grammar

WITHOUT_UNIT = ("none", "")


def options(question: nodes.Element, kind: str) -> list[nodes.list_item]:
    """The options of a question, if it is of a kind that has some."""
    return grammar.items(grammar.options(question)) if kind in ("choice", "order") else []


def unit(question: nodes.Element, kind: str) -> str:
    """The unit of a question for a number; empty without one."""
    if kind != "number":
        return ""
    words = grammar.unit(question).astext().removeprefix(grammar.UNIT).strip().removesuffix(".")
    return "" if words in WITHOUT_UNIT else words


def answer(read: grammar.Prediction, question: nodes.Element) -> list[nodes.Node]:
    """The right answer, in the words of its option, with its unit, as a list or as a table."""
    if read.kind == "drag":
        return [_named(), read.answer.deepcopy()]
    if read.kind == "number":
        words = f"{read.stated[0]} {unit(question, read.kind)}".strip()
        return [_named(nodes.Text(f"{words}."))]
    offered = options(question, read.kind)
    if read.kind == "order":
        placed = [offered[place - 1].deepcopy() for place in read.right]
        return [_named(), nodes.enumerated_list("", *placed)]
    first, *others = [child.deepcopy() for child in offered[read.right - 1].children]
    return [_named(*first.children), *others]


def reason(read: grammar.Prediction) -> list[nodes.Node]:
    """What the outcome says of the right answer, without the bold words that it begins with."""
    if read.kind == "drag":
        return []
    box = nodes.container("", read.answer.deepcopy())
    verdict = next(iter(box.findall(nodes.strong)))
    place = verdict.parent.index(verdict)
    del verdict.parent[place]
    following = verdict.parent[place] if place < len(verdict.parent) else None
    if isinstance(following, nodes.Text):
        verdict.parent[place] = nodes.Text(following.lstrip())
    said = box.children[0]
    return list(said.children) if isinstance(said, nodes.list_item) else [said]


def _named(*content: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", "Answer:"), nodes.Text(" "), *content)
