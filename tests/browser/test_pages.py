"""Every page of the built book, opened as readers open it.

A page is opened once on a wide screen in the light theme, and once on a narrow one in the dark; all
tests of ``shown`` look at it and leave it as it is.
"""

from __future__ import annotations

import contextlib
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.axe import unfolded, violations
from tests.browser.built import (
    CHAPTERS,
    MATHEMATICS,
    PAGES,
    PICTURE,
    WIDGET,
    pages,
    pages_with,
)
from tests.browser.conftest import NARROW, WIDE, Tab, Visit

SCREENS = {"light": WIDE, "dark": NARROW}
QUIET_MILLISECONDS = 10_000


@dataclass(frozen=True)
class Shown:
    """A page on a screen.

    Attributes:
        name: its address within the book.
        source: its HTML as it was sent.
        theme: what the reader's system asks for.
        width: of the screen, in pixels.
        visit: the page and its problems.
        missed: requests that the server could not answer.
        sent: compressed bytes of everything that was loaded.
    """

    name: str
    source: str
    theme: str
    width: int
    visit: Visit
    missed: list[str]
    sent: int

    @property
    def page(self) -> Page:
        """The page."""
        return self.visit.page


@pytest.fixture(
    scope="module",
    params=[(name, theme) for name in PAGES for theme in SCREENS],
    ids=lambda pair: f"{pair[0].removesuffix('.html')}-{pair[1]}",
)
def shown(request, site, host, tabs) -> Iterator[Shown]:
    """Each page on each screen, from a host that sends the content security policy."""
    name, theme = request.param
    host.answers.clear()
    host.missed.clear()
    tab: Tab = tabs.take(fresh=True)
    visit = tab.open(f"{host.address}/{name}", SCREENS[theme], 900, theme)
    tab.page.wait_for_load_state("networkidle", timeout=QUIET_MILLISECONDS)
    yield Shown(
        name=name,
        source=(site / name).read_text(encoding="utf-8"),
        theme=theme,
        width=SCREENS[theme],
        visit=visit,
        missed=list(host.missed),
        sent=sum(answer.sent for answer in host.answers),
    )
    tab.close()


def test_the_book_holds_what_the_tests_look_at(site):
    depths = {name.count("/") for name in pages(site)}
    assert {0, 1} <= depths  # at the root, and nested
    for marker in (WIDGET, MATHEMATICS, PICTURE, TABLE):
        assert len(pages_with(site, marker)) > 1, marker


def test_the_root_leads_to_the_first_page(served, visit):
    visited = visit(f"{served}/")
    visited.page.wait_for_url(lambda address: address != f"{served}/")
    visited.page.locator("article h1").wait_for()
    assert visited.problems == []


def test_a_page_has_no_errors(shown: Shown):
    assert shown.visit.problems == []  # a violation of the policy is an error in the console


def test_a_page_asks_for_nothing_that_is_not_there(shown: Shown):
    assert shown.missed == []  # a browser does not report its own request for an icon


def test_what_is_missing_is_noted(host, visit):
    page = visit(f"{host.address}/404.html").page
    host.missed.clear()
    page.evaluate("() => fetch('/gone.js')")
    assert host.missed == ["404: /gone.js"]


def test_a_page_has_the_theme_of_the_reader(shown: Shown):
    assert shown.page.locator("html").get_attribute("data-theme") == shown.theme


OVERFLOW = """() => {
    const width = document.documentElement.clientWidth;
    const scroll = document.scrollingElement.scrollWidth;
    if (scroll <= width) return "";
    const out = [...document.querySelectorAll("main *")]
        .filter((e) => e.getBoundingClientRect().right > width + 1)
        .map((e) => e.tagName.toLowerCase() + "." + e.className).slice(0, 4);
    return `${scroll} px wide in ${width} px: ${out.join(", ")}`;
}"""


def test_a_page_fits_wide_and_narrow_screens(shown: Shown):
    sticking_out = []
    for width in (NARROW + WIDE - shown.width, shown.width):
        shown.page.set_viewport_size({"width": width, "height": 900})
        sticking_out.append(shown.page.evaluate(OVERFLOW))
    assert sticking_out == ["", ""]


TABLE = '<div class="pst-scrollable-table-container">'
STICKING = """() => {
    const withheld = [...document.querySelectorAll(".withheld[hidden]")];
    for (const one of withheld) one.hidden = false;
    const closed = [...document.querySelectorAll(".toggle-hidden")];
    for (const one of closed) one.classList.remove("toggle-hidden");
    const bottom = (box) => box.querySelector("table").getBoundingClientRect().bottom;
    const boxes = ".bd-article :is(.pst-scrollable-table-container, .tied-ledger-table):has(+ p)";
    const close = [...document.querySelectorAll(boxes)]
        .map((box) => [box, box.nextElementSibling])
        .filter((both) => both.every((one) => one.checkVisibility()))
        .map(([box, next]) => [next.getBoundingClientRect().top - bottom(box), next])
        .filter(([gap]) => gap < 12)
        .map(([gap, next]) => `${gap} px: ${next.textContent.slice(0, 40)}`);
    for (const one of withheld) one.hidden = "until-found";
    for (const one of closed) one.classList.add("toggle-hidden");
    return close;
}"""


def test_a_paragraph_does_not_stick_to_the_table_above_it(shown: Shown):
    with unfolded(shown.page):
        assert shown.page.evaluate(STICKING) == []


FONTS = """async () => {
    await document.fonts.ready;
    const loaded = [...document.fonts].filter((font) => font.status === "loaded");
    return loaded.map((font) => font.family);
}"""


def test_mathematics_is_set_in_its_own_font(shown: Shown):
    if MATHEMATICS in shown.source:
        assert any("KaTeX" in family for family in shown.page.evaluate(FONTS))


def test_live_widgets_take_the_place_of_their_pictures(shown: Shown):
    boxes = shown.page.locator(".widget-fallback").all()
    assert len(boxes) == shown.source.count(WIDGET)
    for index, box in enumerate(boxes):
        assert box.locator(".widget-live > *").count() > 0, f"widget {index} drew nothing"
        assert box.locator(".widget-static").is_hidden(), f"widget {index} and its picture"


@contextlib.contextmanager
def printing(page: Page) -> Iterator[None]:
    """The page as in print for the time of the block."""
    page.emulate_media(media="print")
    yield
    page.emulate_media(media="null")


def test_print_shows_pictures_and_no_side_bars(shown: Shown):
    if WIDGET not in shown.source:
        return
    with printing(shown.page):
        for index, box in enumerate(shown.page.locator(".widget-fallback").all()):
            assert box.locator(".widget-static").is_visible(), f"no picture of widget {index}"
            assert box.locator(".widget-live").is_hidden(), f"controls of widget {index}"
        for bar in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".bd-header-article"):
            assert shown.page.locator(bar).first.is_hidden(), bar


LEGIBLE = 4.5  # contrast of text and ground, WCAG 2 AA
TEXTS = """texts => [...new Set(texts.map((text) => getComputedStyle(text).fill))]"""
GROUND = "() => getComputedStyle(document.body).backgroundColor"
PROSE = ".figure-caption, .admonition p, summary, .cell_output .text_html :is(td, th, p, span, b)"
CODE_AND_MATHEMATICS = "pre, pre *, .katex, .katex-html *"  # which axe leaves to this test
INK_AND_GROUND = """(elements) => {
    const ground = (element) => {
        for (; element; element = element.parentElement) {
            const colour = getComputedStyle(element).backgroundColor;
            if (!/, 0\\)$/.test(colour)) return colour;
        }
        return "rgb(255, 255, 255)";
    };
    const pairs = elements.filter((element) => element.textContent.trim())
        .map((element) => getComputedStyle(element).color + " on " + ground(element));
    return [...new Set(pairs)];
}"""


def luminance(colour: str) -> float:
    """Relative luminance of a colour as Chromium writes it, ``rgb(r, g, b)``, after WCAG 2."""
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, after WCAG 2."""
    dark, bright = sorted(map(luminance, (one, other)))
    return (bright + 0.05) / (dark + 0.05)


def test_luminance_of_black_white_and_red():
    assert luminance("rgb(0, 0, 0)") == 0
    assert luminance("rgb(255, 255, 255)") == pytest.approx(1)
    assert luminance("rgb(255, 0, 0)") == pytest.approx(0.2126)
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)


def test_words_in_pictures_can_be_read(shown: Shown):
    ground = shown.page.evaluate(GROUND)
    fills = shown.page.eval_on_selector_all(".picture text", TEXTS)
    assert bool(fills) == (PICTURE in shown.source)
    assert [fill for fill in fills if contrast(fill, ground) < LEGIBLE] == []


def illegible(page: Page, selector: str) -> list[str]:
    """Colours of texts on a ground from which they do not stand out."""
    with unfolded(page):
        pairs = page.eval_on_selector_all(selector, INK_AND_GROUND)
    return [pair for pair in pairs if contrast(*pair.split(" on ")) < LEGIBLE]


def test_captions_boxes_and_tables_can_be_read(shown: Shown):
    if shown.name.startswith("notebooks/"):
        assert shown.page.locator(f"article :is({PROSE})").count() > 3
    assert illegible(shown.page, f"article :is({PROSE})") == []


def test_code_and_mathematics_can_be_read(shown: Shown):
    assert illegible(shown.page, CODE_AND_MATHEMATICS) == []


def test_what_cannot_be_read_is_reported(visit, tmp_path):
    page = tmp_path / "page.html"
    pale = "<pre>plain <span style='color: #999; background: #fff'>pale</span></pre>"
    page.write_text(f"<!DOCTYPE html><title>x</title><details>{pale}</details>", encoding="utf-8")
    opened = visit(page.as_uri()).page
    assert illegible(opened, CODE_AND_MATHEMATICS) == ["rgb(153, 153, 153) on rgb(255, 255, 255)"]


LIMIT = 300_000  # bytes; the theme alone would bring 450 kB of fonts and icons
FRONT_PAGE, FRONT_PAGE_LIMIT = "book/intro.html", 150_000
DRAWING = re.compile(r'<svg\b[^>]*\bclass="picture".*?</svg>', re.DOTALL)


def bytes_of_figures(html: str) -> int:
    """Compressed bytes of the pictures in a page."""
    whole, bare = (gzip.compress(text.encode(), 6) for text in (html, DRAWING.sub("", html)))
    return len(whole) - len(bare)


def test_bytes_of_figures_are_those_of_the_pictures_alone():
    text = "<p>words</p>" * 3
    one = '<svg id="a" class="picture"><path d="M0 1 9 8 7 3 2 6"/></svg>'
    assert bytes_of_figures(text) == 0
    assert bytes_of_figures(text + '<svg class="icon"><path d="M0 1 9 8"/></svg>') == 0
    assert 0 < bytes_of_figures(text + one + text) <= len(one) + 20


def test_a_page_transfers_no_more_than_its_limit(shown: Shown):
    limit = FRONT_PAGE_LIMIT if shown.name == FRONT_PAGE else LIMIT
    assert 0 < shown.sent - bytes_of_figures(shown.source) <= limit


def test_axe_finds_nothing(shown: Shown):
    assert violations(shown.page, shown.width) == []


@pytest.mark.parametrize("name", [name for name in PAGES if name != "search.html"])
def test_a_page_from_a_file_has_no_errors(site, visit, name):
    # without search.html: a browser forbids it to read its index from a file
    assert visit((site / name).resolve().as_uri()).problems == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_javascript_no_button_is_shown_and_the_notebook_can_be_had(served, visit, width):
    page = visit(f"{served}/{CHAPTERS[0]}", width=width, javascript=False).page
    buttons = page.locator("button:visible").all()
    assert [one.get_attribute("title") or one.inner_text() for one in buttons] == []
    assert page.get_by_role("link", name="Notebook to run").is_visible()


def test_every_button_of_the_header_shows_that_it_has_the_focus(served, visit):
    page = visit(f"{served}/{CHAPTERS[0]}").page
    buttons = page.locator(".bd-header-article button:visible")
    assert buttons.count() >= 3
    page.keyboard.press("Tab")  # the keyboard is in use, so that rings are drawn
    for button in buttons.all():
        button.focus()
        ring = button.evaluate("one => getComputedStyle(one).outline")
        assert ring.endswith("solid 2px"), (button.get_attribute("aria-label"), ring)


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_widgets_are_pictures_and_mathematics_is_typeset(
    site, served, visit, name
):
    source = (site / name).read_text(encoding="utf-8")
    if WIDGET not in source and MATHEMATICS not in source:
        return
    page = visit(f"{served}/{name}", javascript=False).page
    boxes = page.locator(".widget-fallback").all()
    assert len(boxes) == source.count(WIDGET)
    for index, box in enumerate(boxes):
        box.scroll_into_view_if_needed()
        drawn = box.locator(".widget-static [role=img], .widget-static img")
        assert drawn.first.is_visible(), f"widget {index} shows no picture"
        assert box.locator("input, button, select, .widget-live").count() == 0
    if MATHEMATICS in source:
        assert page.locator(".katex-html").first.bounding_box()["width"] > 5


ICONS = "[class*='fa-']:is(i, span):not(.btn__icon-container)"


@pytest.mark.parametrize("name", ["book/intro.html", "search.html"])
def test_icons_are_drawn_from_the_subset(served, visit, name):
    page = visit(f"{served}/{name}").page
    assert any("Font Awesome" in family for family in page.evaluate(FONTS))
    signs = page.eval_on_selector_all(
        ICONS, "icons => icons.map((i) => getComputedStyle(i, '::before').content)"
    )
    assert len(signs) > 4
    assert "none" not in signs
