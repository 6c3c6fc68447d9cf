"""Questions that the review page asks again: a page's predictions and what it asks to remember.

Each page that is written leaves its cards in a file beside the doctrees, since an unchanged page is
not written again; at the end of the build the files become one script of the site.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from tied_book.content.remember import REMEMBER
from tied_book.predictions import answers, grammar, page, plain

CARDS, KEYS = "tied-cards.js", "tied-keys.js"


def folder(app: Sphinx) -> Path:
    """Where the cards of pages are kept between builds."""
    return Path(app.doctreedir) / "prediction-cards"


def keep(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write the cards of one page."""
    if doctree is None:
        return
    file = folder(app) / f"{pagename}.json"
    cards = [*_of_predictions(app, doctree), *_of_summary(app, pagename, doctree)]
    if not cards:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    heading = app.env.titles[pagename].astext()
    record = {
        "page": pagename,
        "address": app.builder.get_target_uri(pagename),
        "title": heading,
        "cards": cards,
    }
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def _of_predictions(app: Sphinx, doctree: nodes.document) -> list[dict[str, Any]]:
    cards = []
    for box in page.of_page(doctree):
        read: grammar.Prediction = box["prediction"]
        asked = box[0]
        offered = answers.options(asked, read.kind)
        place = section_of(box)
        context = setting(box)
        cards.append(
            {
                "key": box["key"],
                "kind": "prediction",
                "anchor": f"predict-{read.name}",
                "section": place,
                "form": read.kind,
                "size": len(offered) or len(read.stated),
                "options": [_html(app, [item]) for item in offered],
                "unit": answers.unit(asked, read.kind),
                "setting": _html(app, context),
                **_sides(
                    app,
                    grammar.body(asked),
                    answers.answer(read, asked),
                    answers.reason(read),
                    before=[_small(place), *context] if place else context,
                ),
            }
        )
    return cards


def section_of(box: nodes.Element) -> str:
    """Title of the section in which a question stands; empty in the chapter's first part."""
    node = box.parent
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    is_part = node is not None and isinstance(node.parent, nodes.section)
    return node[0].astext() if is_part else ""


def setting(box: nodes.Element) -> list[nodes.Node]:
    """The paragraph that stands right before a question, without which it may not be clear."""
    place = box.parent.index(box)
    before = [one for one in box.parent[:place] if not isinstance(one, nodes.Invisible)]
    return before[-1:] if before and isinstance(before[-1], nodes.paragraph) else []


def _small(words: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.emphasis("", words))


def _of_summary(app: Sphinx, pagename: str, doctree: nodes.document) -> list[dict[str, Any]]:
    boxes = [box for box in doctree.findall(nodes.admonition) if REMEMBER in box["classes"]]
    cards = []
    for entry in [item for box in boxes for item in box.findall(nodes.definition_list_item)]:
        question = next(iter(entry.findall(nodes.term)))
        answer = next(iter(entry.findall(nodes.definition)))
        text = " ".join(question.astext().split())
        name = hashlib.sha256(f"{pagename}\nrecall\n{text}".encode()).hexdigest()[:12]
        front = [nodes.paragraph("", "", *(child.deepcopy() for child in question.children))]
        cards.append(
            {
                "key": name,
                "kind": "recall",
                "anchor": "",
                **_sides(app, front, list(answer.children), []),
            }
        )
    return cards


def _sides(
    app: Sphinx,
    front: list[Any],
    answer: list[Any],
    reason: list[Any],
    before: list[Any] | None = None,
) -> dict[str, str]:
    """Both sides of a card, as HTML for the page and as HTML for Anki.

    On the page the reader's own answer stands between ``answer`` and ``reason``. In Anki, where
    the page's title and sections are not shown, ``before`` stands above the question.
    """
    return {
        "front": _html(app, front),
        "answer": _html(app, answer),
        "reason": _html(app, reason),
        "anki_front": plain.html([*(before or []), *front]),
        "anki_back": plain.html([*answer, *reason]),
    }


def _html(app: Sphinx, parts: list[Any]) -> str:
    """What the page would show, without names and links, which belong to that page."""
    if not parts:
        return ""
    box = nodes.container()
    for part in parts:
        children = part.children if isinstance(part, nodes.list_item) else [part]
        box += [child.deepcopy() for child in children]
    for node in list(box.findall(nodes.reference)):
        node.replace_self(nodes.inline("", "", *node.children))
    for node in box.findall(nodes.Element):
        node["ids"], node["names"] = [], []
        node["classes"] = [name for name in node["classes"] if name != page.STATIC]
    builder: Any = app.builder
    return builder.render_partial(box)["fragment"]


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write the cards of all pages, in the order of the book, as two scripts of the site.

    Scripts rather than JSON: a page that was opened from a file may load them.
    """
    if exception is not None or app.builder.format != "html":
        return
    records = []
    for name in app.env.collect_relations():
        file = folder(app) / f"{name}.json"
        if file.is_file():
            records.append(json.loads(file.read_text(encoding="utf-8")))
    keys = {
        record["page"]: [card["key"] for card in record["cards"] if card["kind"] == "prediction"]
        for record in records
    }
    static = Path(app.outdir) / "_static"
    for name, variable, value in ((CARDS, "tiedCards", records), (KEYS, "tiedKeys", keys)):
        text = f"globalThis.{variable} = {json.dumps(value, ensure_ascii=False)};\n"
        (static / name).write_text(text, encoding="utf-8")


def connect(app: Sphinx) -> None:
    """Keep the cards of each page as it is written, and publish all of them at the end."""
    app.connect("html-page-context", keep)
    app.connect("build-finished", publish)
