"""Every widget in JupyterLab: its layout, its keys, and what it says when the kernel has ended."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.every_widget import ALL
from tests.browser.lab import ERROR, PATIENCE

ROOT = Path(__file__).parents[2]
CELLS = (
    f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom tests.browser.every_widget import ALL",
    *(f"ALL[{name!r}]()" for name in ALL),
)
ANSWERED = '.tied-source:is([data-source="kernel"], [data-source="own"])'
ASTRAY = """root => {
  const gap = (one, other) => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom, 0);
  };
  const all = (selector) => [...root.querySelectorAll(selector)];
  const seen = (selector) => all(selector).filter((one) => one.checkVisibility());
  const control = (label) => root.querySelector(`#${CSS.escape(label.htmlFor)}`);
  const after = (one) => one.nextElementSibling;
  const kinds = [["label[for]", control], ["legend", after]];
  const beside = seen("dt").filter((term) => {
    const [a, b] = [term.getBoundingClientRect(), after(term).getBoundingClientRect()];
    return Math.abs(a.left - b.left) > 1 || b.top < a.bottom - 1 || b.top > a.bottom + 12;
  });
  const far = kinds.flatMap(([selector, named]) => {
    const pairs = seen(selector).map((label) => [label, named(label)]);
    return pairs.filter(([label, own]) =>
      gap(label, own) > 12 || pairs.some(([_, other]) => gap(label, other) < gap(label, own)));
  }).map(([label]) => label);
  return [...far, ...beside].map((label) => label.textContent);
}"""
"""Labels that stand away from what they name, or nearer to something else; terms above which it is
not."""


def answered(page: Page) -> Locator:
    """The lines of the widgets that torch has answered, once all have been."""
    lines = page.locator(ANSWERED)
    expect(lines).to_have_count(len(ALL), timeout=1000 * PATIENCE)
    assert page.locator(ERROR).all_inner_texts() == []
    return lines


def restart_kernel(page: Page) -> None:
    """Restart the kernel by the menu; the server answers when the old one is gone."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Restart Kernel", exact=False).first.click()
    with page.expect_response("**/api/kernels/*/restart*", timeout=60_000):
        page.get_by_role("button", name="Confirm Kernel Restart").click()


def test_every_widget_is_laid_out_has_its_keys_and_tells_of_the_end_of_its_kernel(lab, run_cells):
    page = run_cells(*CELLS)
    answered(page)
    widgets = page.locator(".tied-widget")
    assert {name: one.evaluate(ASTRAY) for name, one in zip(ALL, widgets.all(), strict=True)} == {
        name: [] for name in ALL
    }
    cells = page.locator(".jp-Notebook .jp-Cell")
    for widget in widgets.all():
        for kind in ("button", "summary", "input", "select"):
            control = widget.locator(f"{kind}:visible:enabled").first
            if control.count():
                control.focus()
                for key in ("b", "d", "d", "a"):  # would insert two cells, and delete one
                    page.keyboard.press(key)
    assert cells.count() == len(CELLS)
    restart_kernel(page)
    told = page.locator(".tied-source").filter(has_text="the notebook's kernel has ended")
    expect(told).to_have_count(len(ALL))
    expect(page.locator(ANSWERED)).to_have_count(0)
    lab.wait_for_kernel(page, "cells.ipynb")  # which cannot end while it starts
