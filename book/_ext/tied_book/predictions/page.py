"""Predictions on a page: their boxes and cells in one element, which the page's script works with.

Without JavaScript, and on paper, everything is open and in reading order: the cells between lose
their fold, and what the script is to withhold carries the class ``withheld``.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from tied_book.predictions import grammar
from tied_book.predictions.mistakes import Mistake
from tied_book.predictions.pairs import Pair, pairs_among, role_of

LOGGER = logging.getLogger(__name__)
WITHHELD, STATIC, TOLD = "withheld", "predict-static", "outcome-told"
SUMMARY = "your-predictions"
OPEN_MODES = {"output": None, "all": "input", "input+output": "input"}


class prediction(nodes.General, nodes.Element):
    """A question, the cells that answer it, and its outcome."""


class summary(nodes.General, nodes.Element):
    """The place at the end of a chapter where the page's script counts the predictions."""


def visit_prediction(self: HTML5Translator, node: prediction) -> None:
    """Open the element, with what the script has to know about it."""
    settings = {f"data-{name}": node[name] for name in ("kind", "key", "right", "tolerance")}
    self.body.append(self.starttag(node, "div", CLASS="prediction", **settings))


def depart_prediction(self: HTML5Translator, node: prediction) -> None:
    """Close the element."""
    self.body.append("</div>\n")


def visit_summary(self: HTML5Translator, node: summary) -> None:
    """Write a box that is empty and hidden until the script fills it."""
    self.body.append(f'<div class="admonition {SUMMARY}" hidden></div>\n')
    raise nodes.SkipNode


class Predictions(SphinxPostTransform):
    """Joins every question, its cells and its outcome, before captions and outputs are written."""

    default_priority = 2
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Change all predictions of the document."""
        parents = {
            id(box.parent): box.parent
            for box in self.document.findall(nodes.admonition)
            if grammar.is_question(box) or grammar.is_outcome(box)
        }
        joined = [self.join(pair) for parent in parents.values() for pair in self.pairs(parent)]
        if any(joined):
            self.summarise()

    def pairs(self, parent: nodes.Element) -> list[Pair]:
        """The predictions among the children of ``parent``."""
        pairs, wrong = pairs_among((role_of(child), child) for child in parent.children)
        for mistake in wrong:
            LOGGER.warning(mistake, location=parent)
        return pairs

    def join(self, pair: Pair) -> bool:
        """Put one prediction into an element of its own; whether it is written as it should be."""
        name = grammar.name_of(pair.question, grammar.QUESTION)
        try:
            read = grammar.read(pair.question, pair.outcome)
        except Mistake as mistake:
            LOGGER.warning(f"predict-{name}: {mistake}", location=pair.question)
            return False
        box = prediction(
            kind=read.kind,
            key=key(self.env.docname, pair.question),
            right=json.dumps(read.right),
            tolerance=read.tolerance,
        )
        box["prediction"] = read
        parent = pair.question.parent
        start, end = parent.index(pair.question), parent.index(pair.outcome)
        inside = parent.children[start : end + 1]
        parent.children[start : end + 1] = [box]
        box.parent = parent
        box += inside
        mark(pair, read.kind)
        return True

    def summarise(self) -> None:
        """Give the page its summary: where the author wants it, or before the references."""
        boxes = list(self.document.findall(nodes.admonition))
        places = [box for box in boxes if SUMMARY in box["classes"]]
        if places:
            places[0].replace_self(summary())
            return
        top = next(iter(self.document.findall(nodes.section)), self.document)
        last = top.children[-1] if top.children else None
        ends = isinstance(last, nodes.section) and last[0].astext() == "References"
        top.insert(len(top.children) - 1 if ends else len(top.children), summary())


def mark(pair: Pair, kind: str) -> None:
    """Class what the script withholds, and what it puts something of its own in the place of."""
    withhold(pair.outcome)
    if "dropdown" in pair.outcome["classes"]:  # a second script would fold it, too
        pair.outcome["classes"].remove("dropdown")
    for node in pair.between:
        if isinstance(node, nodes.paragraph):
            withhold(node)
            continue
        mode = node.get("hide_mode")
        node["hide_mode"] = OPEN_MODES.get(mode, mode)
        for output in node.children:
            if output.get("nb_element") == "cell_code_output":
                withhold(output)
    controlled(pair.question, kind)["classes"].append(STATIC)
    if replaced := told(pair.outcome, kind):
        replaced["classes"].append(TOLD)


def withhold(node: nodes.Element) -> None:
    """Let the script hide ``node`` until an answer is locked."""
    node["classes"].append(WITHHELD)


def controlled(question: nodes.Element, kind: str) -> nodes.Element:
    """The part of a question in whose place the script puts controls."""
    if kind == "number":
        return grammar.unit(question)
    if kind == "drag":
        return grammar.table(question, grammar.QUESTION)
    return grammar.options(question)


def told(outcome: nodes.Element, kind: str) -> nodes.Element | None:
    """The part of an outcome that the script tells in the reader's order instead."""
    if kind == "drag":
        return grammar.table(outcome, grammar.OUTCOME)
    if kind == "order":
        return grammar.body(outcome)[0]
    if kind == "choice" or (kind == "number" and grammar.wrong_numbers(outcome)):
        return grammar.sentences(outcome)
    return None


def key(page: str, question: nodes.Element) -> str:
    """Name under which a browser keeps an answer: another one when the question changes."""
    text = " ".join(question.astext().split())
    kind = grammar.kind_of(question)
    return hashlib.sha256(f"{page}\n{kind}\n{text}".encode()).hexdigest()[:12]


def connect(app: Sphinx) -> None:
    """Register the nodes and the transform."""
    app.add_node(prediction, html=(visit_prediction, depart_prediction))
    app.add_node(summary, html=(visit_summary, None))
    app.add_post_transform(Predictions)


def of_page(doctree: nodes.document | None) -> list[Any]:
    """The predictions of a resolved document."""
    return list(doctree.findall(prediction)) if doctree is not None else []
