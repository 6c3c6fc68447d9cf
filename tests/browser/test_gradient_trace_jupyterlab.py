"""The gradient trace in JupyterLab: torch answers for an example and for a reader's model."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.browser.lab import ERROR, PATIENCE

CELLS = (
    "import torch\nfrom torch import nn\nfrom tying.widgets.gradient_trace import GradientTrace",
    'GradientTrace("rnn")',
    "class Twice(nn.Linear):\n"
    "    def forward(self, x):\n"
    "        return super().forward(super().forward(x))\n\n\n"
    "GradientTrace(Twice(3, 3), torch.ones(2, 3))",
)


def test_an_example_and_a_model_are_answered_by_the_kernel(run_cells):
    page = run_cells(*CELLS)
    example, model = (page.locator(f'[data-source="{one}"]') for one in ("kernel", "own"))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not (example.count() and model.count()):
        assert page.locator(ERROR).all_inner_texts() == []
        page.wait_for_timeout(250)
    expect(example).to_contain_text("by PyTorch, in your notebook, by tying.trace")
    expect(model).to_contain_text("from your model and batch")
    first, second = page.locator(".trace").all()
    scrub = first.get_by_role("slider", name="Step of backward")
    scrub.press("End")
    scrub.press("ArrowLeft")  # not JupyterLab's own shortcut
    expect(scrub).to_have_attribute("aria-valuetext", "step 6 of 7")
    scale = first.get_by_role("slider", name="Scale of W")
    scale.press("ArrowRight")
    expect(scale).to_have_attribute("aria-valuetext", "0.9")
    expect(first.locator('[data-source="page"]')).to_have_count(0)  # torch answers again
    second.get_by_role("button", name="To the end").press("Enter")
    expect(second).to_contain_text("Both have arrived: weight.grad")
