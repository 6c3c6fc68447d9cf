"""The widget of shrinkage in JupyterLab: torch answers for estimates, and measures true values."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.browser.lab import ERROR, PATIENCE

CELLS = (
    "from tying.widgets.shrinkage import Shrinkage\nShrinkage()",
    "Shrinkage([0] * 7 + [4], truths=True)",
)


def test_the_kernel_moves_estimates_and_measures_true_values(run_cells):
    page = run_cells(*CELLS)
    answered = page.locator('.shrinkage [data-source="kernel"]')
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and answered.count() < len(CELLS):
        assert page.locator(ERROR).all_inner_texts() == []
        page.wait_for_timeout(250)
    estimates, truths = page.locator(".shrinkage").all()
    last = estimates.get_by_role("slider", name="Value 8")
    last.press("ArrowRight")  # not JupyterLab's own shortcut
    expect(last).to_have_value("3.25")
    truths.get_by_role("button", name="1,000 more times").press("Enter")
    expect(truths.get_by_role("status")).to_contain_text(
        re.compile(r"In [78]\d\d of 1,001 sets .* Larger error than separate: value 8\.")
    )
    expect(answered).to_have_count(len(CELLS))  # torch answers again
