"""Checks of what a page says: to readers, to screen readers, and about itself."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from tests.site.page import Page

FEWEST_WORDS = 4
PATH = re.compile(r"^\S+\.(?:png|svg|jpe?g|gif)$|(?:^|/)_images/", re.IGNORECASE)
OBJECT = re.compile(r"^<[\w.]+( .*)?>$")


def undescribed_pictures(page: Page) -> list[str]:
    """Pictures whose words are missing, or say nothing of what is to be seen."""
    problems = []
    for image in page.find("img"):
        problems += problems_of_description(page, "img", image.get("alt"))
    for image in page.find("[role=img]"):
        problems += problems_of_description(page, image.name, image.get("aria-label"))
    return problems


def problems_of_description(page: Page, tag: str, words: object) -> list[str]:
    """Why ``words`` do not describe a picture: one reason or none."""
    text = str(words or "").strip()
    if not text:
        why = "has no words"
    elif PATH.search(text):
        why = f"is described by a path: {text}"
    elif OBJECT.match(text):
        why = f"is described by an object: {text}"
    elif len(text.split()) < FEWEST_WORDS:
        why = f"says too little: {text}"
    else:
        return []
    return [f"{page.name}: <{tag}> {why}"]


def repeated_ids(page: Page) -> list[str]:
    """Ids that stand more than once on a page."""
    counts = Counter(page.ids)
    return [f"{page.name}: #{name} stands {n} times" for name, n in counts.items() if n > 1]


def disordered_headings(page: Page) -> list[str]:
    """Headings of the article that skip a level, and articles that do not start with one h1."""
    headings = page.find(", ".join(f"article.bd-article h{level}" for level in range(1, 7)))
    levels = [int(heading.name[1]) for heading in headings]
    problems = []
    if levels[:1] != [1] or levels.count(1) != 1:
        problems.append(f"{page.name}: the article has headings {levels}, not one h1 at its start")
    for before, heading in pairwise(headings):
        if int(heading.name[1]) > int(before.name[1]) + 1:
            text = heading.get_text().strip()
            problems.append(f"{page.name}: {heading.name} after {before.name}: {text}")
    return problems


def untypeset_mathematics(page: Page) -> list[str]:
    """Formulas that KaTeX could not read, and formulas that were not typeset."""
    wrong = [tag.get("title") or tag.get_text() for tag in page.find(".katex-error")]
    raw = [tag.get_text() for tag in page.find(".math") if not tag.select(".katex, .katex-error")]
    return [f"{page.name}: formula not typeset: {text}" for text in [*wrong, *raw]]


def tracebacks(page: Page) -> list[str]:
    """Outputs that show an uncaught error."""
    outputs = page.find(".cell_output, .output.traceback, .output_error")
    text = [output.get_text() for output in outputs if "Traceback (most" in output.get_text()]
    return [f"{page.name}: an output holds a traceback: {words[:80]!r}" for words in text]


def missing_metadata(page: Page, version: str) -> list[str]:
    """What a page does not say about itself: title, description, language, version."""
    root = page.soup.html
    title = page.soup.title
    description = [str(tag.get("content", "")) for tag in page.find("meta[name=description]")]
    versions = {tag.get_text() for tag in page.find(".book-version")} | {
        str(tag.get("content")) for tag in page.find('meta[name="docsearch:version"]')
    }
    problems = []
    if title is None or not title.get_text().strip():
        problems.append("no title")
    if len(description) != 1 or len(description[0]) < 20:
        problems.append(f"not one description of some length: {description}")
    if root is None or not root.get("lang"):
        problems.append("no language")
    if versions != {version}:
        problems.append(f"versions {sorted(versions)}, not {version}")
    return [f"{page.name}: {problem}" for problem in problems]
