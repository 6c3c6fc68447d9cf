"""What the extension makes of pictures, claims, formulas and exercises, without a build."""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinxcontrib.katex import KaTeXError, KaTeXServer
from tied_book.content import book_map, claims, sources, svg, widgets
from tied_book.content.exercises import number_by_page
from tied_book.mathematics import start_katex
from tied_book.pages import descriptions

from tying.widgets.two_uses import TwoUses

SVG = """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"
  xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="36pt" style="fill: red">
<metadata>made by a program</metadata>
<defs><style>* { stroke-linecap: butt } #dot, .a { fill: url(#shade) }</style>
<path id="dot" d="M0 0"/><linearGradient id="shade"/></defs>
<use xlink:href="#dot" fill="url(#shade)"/><use href="#elsewhere"/></svg>"""


def test_two_pictures_on_a_page_share_no_id_and_keep_their_references():
    one, two = (
        svg.serialise(svg.fit_to_page(SVG, "A dot", name)) for name in ("picture-1", "picture-2")
    )
    ids = [
        {element.get("id") for element in ElementTree.fromstring(text).iter() if element.get("id")}
        for text in (one, two)
    ]
    assert ids[0] == {"picture-1", "picture-1-dot", "picture-1-shade"}
    assert not ids[0] & ids[1]
    assert 'href="#picture-1-dot"' in one
    assert 'fill="url(#picture-1-shade)"' in one
    assert 'href="#elsewhere"' in one


def test_picture_has_a_name_and_styles_nothing_beyond_itself():
    root = svg.fit_to_page(SVG, "A dot on paper", "picture-1")
    assert (root.get("role"), root.get("aria-label")) == ("img", "A dot on paper")
    text = svg.serialise(root)
    assert "made by a program" not in text
    css = next(element.text or "" for element in root.iter() if element.tag.endswith("style"))
    selectors = [rule.split("{")[0] for rule in css.split("}") if rule.strip()]
    parts = [part.strip() for selector in selectors for part in selector.split(",")]
    assert parts == ["#picture-1 *", "#picture-1 #picture-1-dot", "#picture-1 .a"]
    assert "url(#picture-1-shade)" in css


def test_picture_is_as_wide_as_it_was_drawn_and_no_wider_than_the_page():
    root = svg.fit_to_page(SVG, "A dot", "picture-1")
    assert root.get("width") is None  # 72 pt are one inch, which is 96 CSS pixels
    assert (
        root.get("style") == "fill: red; max-width: 96px; aspect-ratio: 96 / 48; --narrowest: 0px"
    )
    assert root.get("viewBox") == "0 0 96 48"


@pytest.mark.parametrize(
    ("styles", "width"),
    [
        (("font-size: 22px; fill: red", "font: 44px serif"), 48),  # 22 are 11 at half of 96
        (("font: italic 12.5px 'A B'", "font-size: 30px"), 84),  # 11 / 12.5 of 96, rounded
        (("font-size: 8px",), 96),  # never wider than it was drawn
        (("fill: red",), 0),
    ],
)
def test_picture_does_not_shrink_until_its_letters_cannot_be_read(styles, width):
    letters = "".join(f'<text style="{style}">a</text>' for style in styles)
    root = svg.fit_to_page(SVG.replace("</svg>", f"{letters}</svg>"), "Letters", "picture-1")
    assert root.get("style", "").endswith(f"; --narrowest: {width}px")


def test_output_that_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="its root is <p>"):
        svg.fit_to_page("<p/>", "A paragraph", "picture-1")


ROW = {"id": "S9-01", "source": "S9", "text": "All is tied.", "correction": "", "shown": ""}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**ROW, "verdict": "doubtful", "tests": []}, "S9-01 has verdict 'doubtful'"),
        ({**ROW, "verdict": "wrong"}, "S9-01 lacks tests"),
    ],
)
def test_claim_that_is_not_whole_is_refused(tmp_path, row, message):
    lines = [f"{key} = {value!r}" for key, value in row.items()]
    path = tmp_path / "claims.toml"
    path.write_text("[[claim]]\n" + "\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        claims.read_claims(path)


def test_summary_counts_every_verdict():
    rows = [{"verdict": verdict} for verdict in ("wrong", "correct", "wrong")]
    assert claims.summary(rows) == "3 claims: 1 correct; 2 wrong."


LATE = """
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
time.sleep(0.4)
server.listen()
server.accept()[0].sendall(b"ready")
time.sleep(5)
"""


def test_formulas_wait_for_a_process_that_is_late_to_listen(tmp_path, monkeypatch):
    def command(socket: Path) -> list[str]:
        return [sys.executable, "-c", LATE, str(socket)]

    monkeypatch.setattr(KaTeXServer, "build_command", staticmethod(command))
    process, connection = start_katex(tmp_path, timeout=20)
    with connection, process:
        assert connection.recv(5) == b"ready"
        process.kill()


def test_process_that_ends_at_once_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(KaTeXServer, "build_command", staticmethod(lambda socket: ["false"]))
    with pytest.raises(KaTeXError, match="by hand: false"):
        start_katex(tmp_path, timeout=20)


def test_exercises_and_formulas_are_numbered_from_one_on_every_page():
    env: Any = types.SimpleNamespace(
        toc_fignumbers={
            "one": {"exercise": {"ex-a": (1,), "ex-b": (2,)}, "displaymath": {"eq-a": (1,)}},
            "two": {"exercise": {"ex-c": (3,)}, "displaymath": {"eq-b": (2,), "eq-c": (3,)}},
        }
    )
    app: Any = None
    assert number_by_page(app, env) == []
    assert env.toc_fignumbers["two"] == {
        "exercise": {"ex-c": (1,)},
        "displaymath": {"eq-b": (1,), "eq-c": (2,)},
    }


def test_map_shows_parts_and_pages_in_their_order():
    stretches = [
        book_map.Stretch("", (book_map.Station("How to read", "how.html"),)),
        book_map.Stretch(
            "Principles", (book_map.Station("Who owns it, & why?", "a.html", "You count."),)
        ),
        book_map.Stretch("To look up", (book_map.Station("Words", "b.html?c=1&d"),), is_aside=True),
    ]
    root = ElementTree.fromstring(book_map.draw(stretches))
    assert root.get("aria-label") == "Map of the book"
    shown = [(one.text, one.get("href")) for one in root.iter() if one.tag in ("p", "a")]
    assert shown == [
        ("How to read", "how.html"),
        ("Principles", None),
        ("Who owns it, & why?", "a.html"),
        ("You count.", None),
        ("To look up", None),
        ("Words", "b.html?c=1&d"),
    ]
    assert [one.tag for one in root if one.tag != "p"] == ["ol", "ol", "ul"]


def test_a_widget_of_a_page_is_saved_with_its_script_and_its_own_traits():
    record = widgets.record_of(TwoUses(weight=2))
    assert (record["model_module"], record["model_name"]) == ("anywidget", "AnyModel")
    state = record["state"]
    assert sorted(state) == ["_css", "_esm", "result", "setting", "stylesheet"]
    assert state["setting"] == {"weight": 2, "added": 2, "step": 0.5}
    assert "export default" in state["_esm"]
    json.dumps(record)  # plain data


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("A tie joins slots. It is identity.", "A tie joins slots. It is identity."),
        (f"One sentence. {'Word ' * 60}end.", "One sentence."),
        (f"{'Word ' * 60}end.", f"{'Word ' * 39}…"),
        (
            "How many, e.g. in GPT-2? Version 1.5 says 124.",
            "How many, e.g. in GPT-2? Version 1.5 says 124.",
        ),
    ],
)
def test_description_is_whole_sentences_that_fit(text, description):
    assert descriptions.first_sentences(text) == description


def test_description_is_the_first_paragraph_of_the_running_text():
    document = new_document("page")
    aside = nodes.note("", nodes.paragraph("", "A box beside the text that says a lot of things."))
    short = nodes.paragraph("", "Too short.")
    label = nodes.paragraph("", "A paragraph that is long enough but holds no sentence at all")
    text = nodes.paragraph(
        "", "What has the reader to know [DGK+21], and what is left to say? Much."
    )
    document += [aside, short, label, text]
    assert descriptions.first_paragraph(document) == (
        "What has the reader to know, and what is left to say? Much."
    )


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("# Drawing Figure 3\nfigure = 1", "Drawing Figure 3"),
        ("# SGD and Adam, 48 starts\nx = 1", "SGD and Adam, 48 starts"),
        ("# Adam's ends", "Adam's ends"),
        ("# The ring is an identity matrix.\nx = 1", ""),  # a sentence explains the code
        ("#!/bin/sh", ""),
        ("x = 1  # Drawing Figure 3", ""),
        ("x = 1\n# Drawing Figure 3", ""),
        ("", ""),
    ],
)
def test_a_comment_in_the_first_line_names_a_source_and_a_sentence_does_not(source, name):
    assert sources.name_of(source) == name


@pytest.mark.parametrize(
    ("mode", "shown"),
    [
        ("input", "Show the {type}: Drawing Figure 3"),
        ("input+output", "Show the {type}: Drawing Figure 3"),
        ("all", "Show the {type}: Drawing Figure 3"),
        ("output", "Show the {type}"),  # this button shows no source
    ],
)
def test_the_button_of_a_folded_source_says_its_name(mode, shown):
    document = new_document("")
    words = {"prompt_show": "Show the {type}", "prompt_hide": "Hide the {type}"}
    cell = nodes.container(nb_element="cell_code", hide_mode=mode, **words)
    cell += nodes.container("", nodes.literal_block("", "# Drawing Figure 3\nfigure = 1"))
    document += cell
    sources.Sources(document).run()
    assert cell["prompt_show"] == shown
    assert cell["prompt_hide"] == shown.replace("Show", "Hide")
