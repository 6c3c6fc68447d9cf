"""The landscape of a schedule in JupyterLab, where the kernel computes the paths."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lab import ERROR, PATIENCE

CELLS = (
    "from tying.widgets.schedule_landscape import ScheduleLandscape",
    "ScheduleLandscape(ways=('fixed', 'raised'))",
)


def test_the_kernel_computes_the_paths(run_cells):
    page = run_cells(*CELLS)
    kernel = page.locator('.sl [data-source="kernel"]')
    expect(kernel).to_contain_text("by PyTorch, in your notebook", timeout=1000 * PATIENCE)
    assert page.locator(ERROR).all_inner_texts() == []
