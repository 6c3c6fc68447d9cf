"""Chapters on paper: a PDF from Chromium, with pictures in the place of widgets."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.built import CHAPTERS
from tests.browser.conftest import WIDE

CONTROLS = ".widget-live :is(button, label, legend)"
PRINTABLE = 658  # CSS pixels: A4 without the margins of the style sheet, 210 - 2 * 18 mm
# What a reader sees on the page, before it is printed: in the words of the page itself.
CONTENT = """() => {
    const article = document.querySelector("article");
    const texts = (selector, within = article) =>
        [...within.querySelectorAll(selector)].map((one) => one.textContent.trim());
    const figures = [...article.querySelectorAll("p.figure-caption")].map((caption) => {
        const picture = article.querySelector(`svg[aria-describedby="${caption.id}"]`);
        return { caption: caption.querySelector("strong").textContent,
            words: picture ? texts("text", picture) : [] };
    });
    const prose = article.cloneNode(true);
    const live = ".widget-live, .predict-live";
    prose.querySelectorAll(live).forEach((part) => part.remove());
    return {
        headings: texts("h1, h2, h3").map((text) => text.replace(/#$/, "")),
        controls: [...article.querySelectorAll(live)]
            .flatMap((part) => texts(":is(button, label, legend)", part)),
        solutions: [...article.querySelectorAll("details.folded")]
            .map((one) => [...one.querySelectorAll(".cell_input pre")].at(-1)?.textContent ?? ""),
        code: texts(".cell_input pre").flatMap((text) => text.split("\\n")),
        prose: prose.textContent,
        figures,
    };
}"""


def bare(text: str) -> str:
    """``text`` without spaces, which a PDF does not keep, and without ligatures."""
    for ligature, letters in {"\ufb01": "fi", "\ufb02": "fl", "\ufb00": "ff"}.items():
        text = text.replace(ligature, letters)
    return re.sub(r"\s+", "", text)


def printed(page: Page) -> list[str]:
    """Text of every page of the PDF that Chromium prints, without spaces."""
    content = page.pdf(format="A4", prefer_css_page_size=True)
    return [bare(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(content)).pages]


@dataclass(frozen=True)
class Chapter:
    """A chapter as it is on the screen and on paper.

    Attributes:
        page: the page, opened.
        content: what a reader sees on it.
        sheets: text of every sheet of paper, without spaces.
    """

    page: Page
    content: dict[str, Any]
    sheets: list[str]


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request, site, served, tabs) -> Iterator[Chapter]:
    """Each page that holds widgets, opened and printed once."""
    tab = tabs.take()
    page = tab.open(f"{served}/{request.param}", WIDE, 900, "light").page
    yield Chapter(page, page.evaluate(CONTENT), printed(page))
    tabs.put_back(tab)


def test_paper_holds_the_pictures_of_widgets_and_none_of_their_controls(chapter: Chapter):
    page = chapter.page
    assert page.locator(CONTROLS).count() > 0, "no control to look for"
    page.emulate_media(media="print")
    assert page.locator(f"{CONTROLS} >> visible=true").count() == 0
    drawn = page.locator(".widget-static svg text")
    assert drawn.count() > 0
    assert all(text.is_visible() for text in drawn.all()[:5])


def absent(texts: Iterable[str], chapter: Chapter) -> list[str]:
    """Those of the texts that no sheet holds."""
    whole = "".join(chapter.sheets)
    return [text for text in texts if bare(text) not in whole]


def test_paper_holds_all_headings(chapter: Chapter):
    headings = chapter.content["headings"]
    assert headings
    assert absent(headings, chapter) == []


def test_paper_holds_no_words_of_controls(chapter: Chapter):
    prose = bare(chapter.content["prose"])
    words = {bare(text) for text in chapter.content["controls"]}
    own = {word for word in words if len(word) > 8 and word not in prose}
    assert own, "no control has words of its own"
    assert set(absent(own, chapter)) == own


def test_paper_holds_all_code(chapter: Chapter):
    lines = [line for line in chapter.content["code"] if bare(line)]
    assert lines
    assert absent(lines, chapter) == []


def test_paper_holds_the_end_of_every_solution(chapter: Chapter):
    ends = [bare(text)[-30:] for text in chapter.content["solutions"] if bare(text)]
    assert ends
    assert absent(ends, chapter) == []  # folded on paper


def test_picture_and_caption_are_on_one_sheet(chapter: Chapter):
    for figure in chapter.content["figures"]:
        words = {bare(word) for word in figure["words"]} - {""}
        on = [sheet for sheet in chapter.sheets if all(word in sheet for word in words)]
        assert any(bare(figure["caption"]) in sheet for sheet in on), (
            f"{figure['caption']} is not on the sheet of its picture"
        )


CUT = """() => [...document.querySelectorAll("article :is(pre, table, svg, div.math, .output)")]
    .filter((one) => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1
        || one.getBoundingClientRect().right > innerWidth + 1))
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)}`)"""
TOO_WIDE = """() => document.querySelector("article").insertAdjacentHTML(
    "beforeend", "<div class='output' id='too-wide'><div style='width: 50rem'>wide</div></div>")"""


def test_nothing_is_cut_at_the_edge_of_the_paper(chapter: Chapter):
    page = chapter.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PRINTABLE, "height": 900})
    assert page.locator(".cell_input pre").count() > 10
    assert page.evaluate(CUT) == []
    page.evaluate(TOO_WIDE)
    assert page.evaluate(CUT) == ["DIV.output: wide"]
    page.evaluate("() => document.getElementById('too-wide').remove()")
