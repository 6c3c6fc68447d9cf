"""What the tests of the claims share: doubles, a seed, and the tied network of source S3."""

from collections.abc import Callable

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


@pytest.fixture(autouse=True)
def _doubles_and_a_seed(doubles: None) -> None:
    """Every claim is tested in double precision, from one seed."""


@pytest.fixture
def plain() -> nn.Sequential:
    """The untied 4-8-1 network with which S3 begins."""
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))


@pytest.fixture
def tied() -> nn.Sequential:
    """The network of S3 in which one layer stands at positions 2 and 4."""
    shared = nn.Linear(8, 8)
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1)
    )


@pytest.fixture
def flops_of() -> Callable[[Callable[[], object]], int]:
    """Operations of a call, backward too: two for each multiply-add; biases are left out."""

    def count(run: Callable[[], object]) -> int:
        with FlopCounterMode(display=False) as counter:
            run()
        return counter.get_total_flops()

    return count


Law = Callable[[torch.Tensor], torch.Tensor]


@pytest.fixture
def kolmogorov_smirnov_accepts() -> Callable[[torch.Tensor, Law], bool]:
    """Whether a sample fits a distribution function, by Kolmogorov's statistic at 0.1 %."""

    def accepts(sample: torch.Tensor, cdf: Law) -> bool:
        values = sample.detach().flatten().sort().values
        n = len(values)
        below, above = torch.arange(n) / n, torch.arange(1, n + 1) / n
        distance = torch.maximum((cdf(values) - below).max(), (above - cdf(values)).max())
        return float(distance) < 1.949 / n**0.5  # asymptotic critical value for p = 0.001

    return accepts
