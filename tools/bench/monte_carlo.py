"""Many training sets at once against a loop over them: how many times faster, by their number.

Both ways get the same data and must give the same answer. Times are CPU times with
one thread: a second one helps the loops least. Each ratio is the median over pairs of runs.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.layers import LocallyConnected2d
from tying.risk import least_squares, predict, train

LINEAR, TRAINED = (20, 200, 2000, 20000), (10, 30, 100, 300)
BUDGETS = {
    ("kernel for all", 2000): 100,
    ("kernel for each", 2000): 100,
    ("convolution", 100): 5,
    ("locally connected", 100): 5,
}
PLACES, SIGNALS = 10, 12
SIDE, WINDOW, CHANNELS, BATCH, STEPS = 6, 3, 4, 8, 20
Way = Callable[[], Tensor]


def linear(R: int, *shape: int) -> tuple[Way, Way]:
    """R least-squares fits of one design, or of one for each place: factored once, or R lstsq."""
    X, Y = torch.randn(*shape, WINDOW).double(), torch.randn(*shape, R).double()

    def loop() -> Tensor:
        fits = [torch.linalg.lstsq(X, y[..., None]).solution for y in Y.movedim(-1, 0).contiguous()]
        return torch.cat(fits, -1)

    return partial(least_squares, X, Y), loop


def trained(first: nn.Module, R: int) -> tuple[Way, Way]:
    """R networks trained by gradient descent: together, and one after the other."""
    model = nn.Sequential(first, nn.Tanh(), nn.Flatten(), nn.LazyLinear(1))
    model(torch.zeros(1, 1, SIDE, SIDE))
    x, y = torch.randn(R, BATCH, 1, SIDE, SIDE), torch.randn(R, BATCH, 1)
    start = {name: value.clone() for name, value in model.state_dict().items()}
    optimizer = partial(torch.optim.SGD, lr=0.05)

    def together() -> Tensor:
        model.load_state_dict(start)
        return predict(model, train([model] * R, x, y, optimizer, STEPS), x[0])

    def loop() -> Tensor:
        outputs = []
        for own_x, own_y in zip(x, y, strict=True):
            model.load_state_dict(start)
            stepper = optimizer(model.parameters())
            for _ in range(STEPS):
                stepper.zero_grad()
                F.mse_loss(model(own_x), own_y).backward()
                stepper.step()
            outputs.append(model(x[0]).detach())
        return torch.stack(outputs)

    return together, loop


CASES: dict[str, tuple[Callable[[int], tuple[Way, Way]], Sequence[int]]] = {
    "kernel for all": (lambda R: linear(R, PLACES * SIGNALS), LINEAR),
    "kernel for each": (lambda R: linear(R, PLACES, SIGNALS), LINEAR),
    "convolution": (lambda R: trained(nn.Conv2d(1, CHANNELS, WINDOW), R), TRAINED),
    "locally connected": (
        lambda R: trained(LocallyConnected2d((SIDE, SIDE), 1, CHANNELS, WINDOW), R),
        TRAINED,
    ),
}


def seconds(way: Way) -> float:
    """Processor time of one call, from calls that last long enough to be measured."""
    calls, started = 0, time.process_time()
    while (elapsed := time.process_time() - started) < 0.02:
        way()
        calls += 1
    return elapsed / calls


def ratio(together: Way, loop: Way) -> tuple[float, float, float]:
    """Median seconds of both ways, and the median of the ratios of neighbouring runs."""
    torch.testing.assert_close(together(), loop(), rtol=1e-4, atol=1e-4)
    pairs = []
    started = time.monotonic()
    while len(pairs) < 3 or (len(pairs) < 9 and time.monotonic() - started < 5):
        pairs.append((seconds(together), seconds(loop)))
    fast, slow = zip(*pairs, strict=True)
    ratios = statistics.median(b / a for a, b in pairs)
    return statistics.median(fast), statistics.median(slow), ratios


def main() -> int:
    """Print the ratios beside their budgets; the exit status is 1 if one is missed."""
    threads, status = torch.get_num_threads(), 0
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print("\nTraining sets at once against a loop over them")
    print(f"  {'':18}{'R':>7}{'ms':>10}{'loop, ms':>11}{'ratio':>8}  budget")
    for title, (make, numbers) in CASES.items():
        for R in numbers:
            fast, slow, times = ratio(*make(R))
            budget = BUDGETS.get((title, R))
            missed = budget is not None and times < budget
            status |= missed
            note = f"  >= {budget}{' MISSED' if missed else ''}" if budget else ""
            print(f"  {title:18}{R:7}{1000 * fast:10.2f}{1000 * slow:11.1f}{times:8.1f}{note}")
    torch.set_num_threads(threads)
    return int(status)


if __name__ == "__main__":
    raise SystemExit(main())
