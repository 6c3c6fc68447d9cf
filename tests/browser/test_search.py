"""The search of the book finds what a reader would type."""

from __future__ import annotations

import pytest

COUNTING = "notebooks/principles/counting-parameters.html"
GLOSSARY = "book/glossary.html"
QUERIES = {
    "alias": GLOSSARY,
    "copy or tie": COUNTING,
    "GPT-2 parameters": COUNTING,
    "receptive field": GLOSSARY,
    "padding": GLOSSARY,
    "equivariance": GLOSSARY,
    "glossary stride": GLOSSARY,
}


@pytest.mark.parametrize(("query", "page"), QUERIES.items())
def test_first_result_is_the_page_that_answers(served, visit, query, page):
    visited = visit(f"{served}/search.html?q={query.replace(' ', '+')}")
    first = visited.page.locator("#search-results li a").first
    first.wait_for()
    assert (first.get_attribute("href") or "").startswith(page)
    assert visited.problems == []
