"""The notebook that a page offers for download, run in JupyterLab, where the kernel answers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.lab import ERROR, PATIENCE

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(
    str(path.relative_to(ROOT))
    for path in ROOT.glob("notebooks/*/*.ipynb")
    if path.parent.name != "practice"  # assignments show no widgets
)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_widget_answers_from_the_kernel(site, visit, lab, chapter):
    source = site / "_sources" / chapter
    page = lab.run_all(visit, source)
    answer, wrong = page.locator('[data-source="kernel"]').first, page.locator(ERROR)
    own = page.locator('[data-source="page"]')
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not wrong.count():
        if answer.count() and not own.count():
            break
        page.wait_for_timeout(250)
    assert wrong.all_inner_texts() == []
    prompts = page.locator(".jp-CodeCell .jp-InputArea-prompt").all_inner_texts()
    assert answer.count(), f"no answer of the kernel after {PATIENCE} s; prompts: {prompts}"
    answer.scroll_into_view_if_needed()
    assert answer.is_visible()
    assert answer.inner_text().strip()
    assert own.count() == 0
    summary = page.locator(".tied-widget summary").first
    assert summary.evaluate("node => getComputedStyle(node).display") == "list-item"
    lab.end(source)
