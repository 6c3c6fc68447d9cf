"""The widget of two uses in JupyterLab: torch traces the two contributions."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE

CELL = "from tying.widgets.two_uses import TwoUses\n\nTwoUses(weight=2, added=1)"


def test_the_kernel_traces_the_contributions_again_after_a_step(visit, lab, tmp_path):
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    source = tmp_path / "uses.ipynb"
    nbformat.write(notebook, source)
    page = lab.run_all(visit, source)
    widget = page.locator(".two-uses")
    answered = widget.locator('[data-source="kernel"]')
    expect(answered).to_have_count(1, timeout=1000 * PATIENCE)
    widget.get_by_role("button", name="Let them arrive").press("Enter")
    expect(widget.get_by_text("3 + 2 = 5", exact=True)).to_be_visible()
    rising = widget.get_by_role("slider", name="Raise w by")
    rising.press("ArrowRight")  # not JupyterLab's own shortcut
    expect(answered).to_have_count(1)
    rising.press("End")
    expect(widget.get_by_role("status")).to_contain_text("y grows by 6")
    lab.end(source)
