"""What is drawn of many starts: medians and quartiles over the starts, not over the points."""

from __future__ import annotations

import torch

from tying.plotting.quartiles import quartiles


def test_the_band_holds_the_middle_half_of_the_starts_at_each_point():
    values = torch.arange(5.0)[:, None] * torch.tensor([1.0, 10.0])  # five starts, two points
    assert quartiles(values) == ([1, 10], [2, 20], [3, 30])


def test_the_order_of_the_starts_does_not_matter():
    values = torch.randn(7, 3)
    assert quartiles(values) == quartiles(values.flip(0))
