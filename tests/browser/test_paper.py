"""Chapters on paper: a PDF from Chromium, with pictures in the place of widgets."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.test_pages import pictured

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
    prose.querySelectorAll(".widget-live").forEach((widget) => widget.remove());
    return {
        headings: texts("h1, h2, h3").map((text) => text.replace(/#$/, "")),
        controls: texts(":is(button, label, legend)", article.querySelector(".widget-live")),
        solutions: [...article.querySelectorAll("details.folded")]
            .map((one) => [...one.querySelectorAll("pre")].at(-2)?.textContent ?? ""),
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


@pytest.fixture
def chapters(site, served, visit) -> list[Visit]:
    """The pages that hold widgets, opened."""
    found = [visit(f"{served}/{name}") for name in pictured(site, 'class="widget-fallback')]
    assert found, "no chapter holds a widget"
    return found


def test_paper_holds_the_pictures_of_widgets_and_none_of_their_controls(chapters):
    for chapter in chapters:
        page = chapter.page
        assert page.locator(CONTROLS).count() > 0, f"{page.url}: no control to look for"
        page.emulate_media(media="print")
        assert page.locator(f"{CONTROLS} >> visible=true").count() == 0, page.url
        drawn = page.locator(".widget-static svg text")
        assert drawn.count() > 0, page.url
        assert all(text.is_visible() for text in drawn.all()[:5]), page.url


def test_paper_holds_the_whole_chapter(chapters):
    for chapter in chapters:
        page = chapter.page
        content: dict[str, Any] = page.evaluate(CONTENT)
        sheets = printed(page)
        whole = "".join(sheets)
        assert len(sheets) > 5, page.url
        assert len(content["headings"]) > 5, page.url
        assert [text for text in content["headings"] if bare(text) not in whole] == [], page.url

        prose = bare(content["prose"])
        only = {bare(text) for text in content["controls"]} - {""}
        only = {text for text in only if len(text) > 8 and text not in prose}
        assert len(only) > 2, f"{page.url}: too few controls with words of their own"
        assert [text for text in only if text in whole] == [], page.url

        lines = [line for line in map(bare, content["code"]) if line]
        assert len(lines) > 100, page.url
        assert [line for line in lines if line not in whole] == [], page.url

        solutions = [text for text in map(bare, content["solutions"]) if text]
        assert len(solutions) > 2, page.url
        last = [text[-30:] for text in solutions]
        assert [text for text in last if text not in whole] == [], f"{page.url}: folded on paper"


def test_picture_and_caption_are_on_one_sheet(chapters):
    for chapter in chapters:
        content = chapter.page.evaluate(CONTENT)
        sheets = printed(chapter.page)
        figures = [figure for figure in content["figures"] if figure["words"]]
        assert len(figures) > 1, chapter.page.url
        for figure in figures:
            words = {bare(word) for word in figure["words"]} - {""}
            on = [sheet for sheet in sheets if all(word in sheet for word in words)]
            assert any(bare(figure["caption"]) in sheet for sheet in on), (
                f"{chapter.page.url}: {figure['caption']} is not on the sheet of its picture"
            )


CUT = """() => [...document.querySelectorAll("article :is(pre, table, svg, div.math, .output)")]
    .filter((one) => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1
        || one.getBoundingClientRect().right > innerWidth + 1))
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)}`)"""
WIDE = """() => document.querySelector("article").insertAdjacentHTML(
    "beforeend", "<div class='output'><div style='width: 50rem'>wide</div></div>")"""


def test_nothing_is_cut_at_the_edge_of_the_paper(chapters):
    for chapter in chapters:
        page = chapter.page
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PRINTABLE, "height": 900})
        assert page.locator(".cell_input pre").count() > 10
        assert page.evaluate(CUT) == [], page.url
        page.evaluate(WIDE)
        assert page.evaluate(CUT) == ["DIV.output: wide"]
