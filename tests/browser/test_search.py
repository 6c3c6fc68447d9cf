"""The search of the book finds what a reader would type."""

from __future__ import annotations

import pytest

COUNTING = "notebooks/principles/counting-parameters.html"
CONVOLUTION = "notebooks/principles/convolution-as-sharing.html"
GLOSSARY = "book/glossary.html"
QUERIES = {
    "weight tying": COUNTING,
    "state_dict": COUNTING,
    "copy or tie": COUNTING,
    "GPT-2 parameters": COUNTING,
    "deepcopy": COUNTING,
    "convolution parameters": CONVOLUTION,
    "shared weights": CONVOLUTION,
    # for a term, its definition or the chapter that is about it
    "alias": (GLOSSARY, COUNTING),
    "receptive field": (GLOSSARY, CONVOLUTION),
    "padding": (GLOSSARY, CONVOLUTION),
    "equivariance": (GLOSSARY, CONVOLUTION),
}


@pytest.mark.parametrize(("query", "page"), QUERIES.items())
def test_first_result_is_the_page_that_answers(served, visit, query, page):
    visited = visit(f"{served}/search.html?q={query.replace(' ', '+')}")
    first = visited.page.locator("#search-results li a").first
    first.wait_for()
    assert (first.get_attribute("href") or "").startswith(page)
    assert visited.problems == []
