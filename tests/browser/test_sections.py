"""Sections that are not laid out until they are near the window: links lead to their headings."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.built import CHAPTERS
from tests.browser.conftest import NARROW, WIDE

HEIGHT = 900
LINKS = """() => [...document.querySelectorAll(".bd-article > section > section[id]")]
    .map((one) => one.id)"""
SKIPPED = """() => [...document.querySelectorAll(".bd-article > section > section")]
    .filter((one) => getComputedStyle(one).contentVisibility === "auto").length"""
# Where the heading of a section stands in the window, once it has stopped moving.
TOP = """async (id) => {
    const heading = document.getElementById(id).querySelector("h2");
    const frame = () => new Promise(requestAnimationFrame);
    let last = Infinity;
    for (let still = 0; still < 5; ) {
        await frame();
        const top = heading.getBoundingClientRect().top;
        still = Math.abs(top - last) < 1 ? still + 1 : 0;
        last = top;
    }
    return last;
}"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_link_leads_to_the_heading_of_its_section(served, visit, name, width):
    visited = visit(f"{served}/{name}", width=width, height=HEIGHT)
    page = visited.page
    sections = page.evaluate(LINKS)
    assert page.evaluate(SKIPPED) == len(sections) > 3
    for section in (sections[-2], sections[1], sections[-3]):
        page.evaluate("(id) => { location.hash = id; }", section)
        assert 0 <= page.evaluate(TOP, section) < HEIGHT / 3
    assert visited.problems == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_reader_who_scrolls_back_sees_the_page_move_evenly(served, visit, name):
    """What is above the window gets its true height without pushing what is read away."""
    page = visit(f"{served}/{name}", width=NARROW, height=HEIGHT, fresh=True).page
    last = page.evaluate(LINKS)[-1]
    page.evaluate("(id) => { location.hash = id; }", last)
    tops = [page.evaluate(TOP, last)]
    for _ in range(8):
        page.mouse.move(180, 450)
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(120)
        tops.append(page.evaluate(TOP, last))
    steps = [after - before for before, after in pairwise(tops)]
    assert all(0 < step < 450 for step in steps), steps
