"""The search of the book finds what a reader would type."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

COUNTING = "notebooks/principles/counting-parameters.html"
TRAINING = "notebooks/mechanisms/training-shared-weights.html"
TIES = "notebooks/principles/ties-and-aliases.html"
CONVOLUTION = "notebooks/principles/convolution-as-sharing.html"
CLAIMS = "book/claims.html"
READING = "book/how-to-read.html"
GLOSSARY = "book/glossary.html"
PACKAGE = "book/package/"
SAVING = f"{PACKAGE}save-and-load.html"
TRACE = f"{PACKAGE}trace.html"
QUERIES = {
    "weight tying": COUNTING,
    "state_dict": COUNTING,
    "copy or tie": (COUNTING, TIES),
    "GPT-2 parameters": COUNTING,
    "deepcopy": (COUNTING, TIES),
    "convolution parameters": CONVOLUTION,
    "shared weights": (COUNTING, TIES, CONVOLUTION, TRAINING),
    # for a term, its definition or the chapter that is about it
    "alias": (GLOSSARY, TIES),
    "receptive field": (GLOSSARY, CONVOLUTION),
    "padding": (GLOSSARY, CONVOLUTION),
    "equivariance": (GLOSSARY, CONVOLUTION),
    "locally connected layer": (GLOSSARY, CONVOLUTION),
    # questions, as they come to a reader's mind
    "why does my model have fewer parameters than state_dict entries": COUNTING,
    "named_parameters duplicates": COUNTING,
    "tie embedding and output layer": COUNTING,
    "optimizer updates shared weight twice": (COUNTING, TIES),
    "load_state_dict assign breaks tying": TIES,
    "difference between copy and alias": TIES,
    "does convolution save compute": CONVOLUTION,
    "how many parameters does a conv layer have": CONVOLUTION,
    "same padding": (GLOSSARY, CONVOLUTION),
    "is a convolution translation invariant": CONVOLUTION,
    "stride changes number of parameters": CONVOLUTION,
    "error in the source about equivariance": (CLAIMS, CONVOLUTION),
    "run the notebook on a gpu": READING,
    "colab": READING,
    # what people type who have a model: a recipe, or the page of a name
    "safetensors": SAVING,
    "save_pretrained": SAVING,
    "tie_word_embeddings": SAVING,
    "from_pretrained random head": SAVING,
    "LSTM": TRACE,
    "BPTT": TRACE,
    "count_uses": f"{PACKAGE}ledger.html",
    "assert_tied": f"{PACKAGE}ties.html",
    "NotTiedError": f"{PACKAGE}ties.html",
    "conv_positions": TRACE,
    "LocallyConnected2d": (CONVOLUTION, f"{PACKAGE}layers.html"),
    "MeanModel": f"{PACKAGE}risk.html",
    "FSDP": f"{PACKAGE}distributed.html",
    "DDP tied weights": f"{PACKAGE}distributed.html",
    "LoRA": f"{PACKAGE}peft.html",
    "peft": f"{PACKAGE}peft.html",
    "untie": (f"{PACKAGE}tie-and-train.html", f"{PACKAGE}ties.html"),
    "optimizer does not update untied head": f"{PACKAGE}tie-and-train.html",
    "pytest": f"{PACKAGE}test-suite.html",
    "command line": f"{PACKAGE}command-line.html",
    "exit status": f"{PACKAGE}command-line.html",
    "pip install": (f"{PACKAGE}overview.html", READING),
}
NOWHERE = "zebra quagga"


@pytest.mark.parametrize(("query", "page"), QUERIES.items())
def test_first_result_is_the_page_that_answers(served, visit, query, page):
    visited = visit(f"{served}/search.html?q={query.replace(' ', '+')}")
    first = visited.page.locator("#search-results li a").first
    first.wait_for()
    assert (first.get_attribute("href") or "").startswith(page)
    assert visited.problems == []


@pytest.mark.parametrize(("query", "word"), [("alias", "alias"), ("state_dict", "state_dict")])
def test_a_result_shows_an_excerpt_with_the_word_that_was_looked_for(served, visit, query, word):
    visited = visit(f"{served}/search.html?q={query}")
    excerpt = visited.page.locator("#search-results li").first.locator("p.context")
    expect(excerpt).to_contain_text(word, ignore_case=True)
    assert 40 < len(excerpt.inner_text()) < 220
    assert visited.problems == []


def test_from_the_disk_results_come_without_excerpts_and_errors(site, visit):
    visited = visit(f"{site.resolve().as_uri()}/search.html?q=alias")
    visited.page.locator("#search-results li a").first.wait_for()
    assert visited.page.locator("#search-results p.context").count() == 0
    assert visited.problems == []


def test_words_that_no_page_holds_find_nothing_and_say_so(served, visit):
    visited = visit(f"{served}/search.html?q={NOWHERE.replace(' ', '+')}")
    visited.page.get_by_text("did not match any documents").wait_for()
    assert visited.page.locator("#search-results li").count() == 0
    assert visited.problems == []
