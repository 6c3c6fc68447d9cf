"""The clouds of fits in JupyterLab: torch answers, and keys stay in the widget."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lab import ERROR, PATIENCE

CELLS = ("from tying.widgets.fit_clouds import FitClouds", "FitClouds()")


def test_the_kernel_answers_for_every_setting(run_cells):
    page = run_cells(*CELLS)
    kernel = page.locator('.fc [data-source="kernel"]')
    expect(kernel).to_contain_text("by PyTorch, in your notebook", timeout=1000 * PATIENCE)
    assert page.locator(ERROR).all_inner_texts() == []
    widget = page.locator(".fc")
    slider = widget.get_by_role("slider")
    slider.press("ArrowRight")  # not JupyterLab's own shortcut
    expect(slider).to_have_attribute("aria-valuetext", "true weights 0.45 and −0.45")
    widget.get_by_role("button", name="Draw 10 sets").press("Enter")
    expect(widget.get_by_role("status")).to_contain_text("20 training sets")
    expect(kernel).to_be_visible()  # torch answers again
