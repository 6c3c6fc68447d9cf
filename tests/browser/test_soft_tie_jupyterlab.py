"""The soft tie in JupyterLab: torch answers, and keys stay in the widget."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lab import ERROR, PATIENCE

CELLS = ("from tying.widgets.soft_tie import SoftTie", "SoftTie()")


def test_the_kernel_answers_for_every_setting(run_cells):
    page = run_cells(*CELLS)
    kernel = page.locator('.st [data-source="kernel"]')
    expect(kernel).to_contain_text("by PyTorch, in your notebook", timeout=1000 * PATIENCE)
    assert page.locator(ERROR).all_inner_texts() == []
    widget = page.locator(".st")
    widget.get_by_role("slider").first.press("Home")  # not JupyterLab's own shortcut
    expect(widget.get_by_role("status")).to_contain_text("both values are 0.80")
    expect(kernel).to_be_visible()  # torch answers again
