"""What is drawn of many starts: the median, and the band that holds the middle half."""

from __future__ import annotations

import torch
from torch import Tensor


def quartiles(values: Tensor) -> tuple[list[float], list[float], list[float]]:
    """Lower quartile, median and upper quartile over the starts.

    Args:
        values: of shape ``(starts, points)``.

    Returns:
        Three lists with an entry for each point.
    """
    at = torch.tensor([0.25, 0.5, 0.75], dtype=values.dtype, device=values.device)
    low, middle, high = torch.quantile(values, at, dim=0).tolist()
    return low, middle, high
