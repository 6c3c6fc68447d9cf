"""Time and memory of a traced training step over those of a plain one, beside their budgets.

A ratio is the median over pairs of steps that follow one another, in one thread and in CPU
time, without other load of the machine. Memory is the largest sum of the tensors
that exist at once, beyond those that existed before.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn
from torch.profiler import ProfilerActivity, profile
from transformers import GPT2Config, GPT2LMHeadModel

from tying.trace import conv_positions, rnn_steps, trace, unfused

PAIRS = 9
FEW_PAIRS = 3  # where a step takes seconds
USES = (10, 100, 1000)
STEPS = 5000
DEPTHS = (2000, 20_000)
Around = Callable[[], AbstractContextManager]


def median_ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """The median of (plain, other) pairs, as other over plain."""
    return statistics.median(other / plain for plain, other in pairs)


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of log(cost) over log(size) by least squares: 1 if the cost is linear."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    return statistics.linear_regression(x, y).slope


def peak(changes: Iterable[int]) -> int:
    """The largest sum of the first so many of ``changes``."""
    total = largest = 0
    for change in changes:
        total += change
        largest = max(largest, total)
    return largest


def paired(
    step: Callable[[], object], around: Around, pairs: int = PAIRS
) -> Iterator[tuple[float, float]]:
    """Seconds of ``step`` as it is and inside ``around()``, in turn the one and the other first."""
    for turn in range(-1, pairs):
        seconds = {}
        for traced in (turn % 2, 1 - turn % 2):
            started = time.process_time()
            with around() if traced else nullcontext():
                step()
            seconds[traced] = time.process_time() - started
        if turn >= 0:  # the first pair warms up
            yield seconds[0], seconds[1]


def memory(step: Callable[[], object], around: Around) -> int:
    """The most bytes that exist at once in ``step`` inside ``around()``."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as seen, around():
        step()
    assert seen.profiler is not None and seen.profiler.kineto_results is not None
    events = seen.profiler.kineto_results.events()
    changes: list[Any] = [event for event in events if event.name() == "[memory]"]
    return peak(event.nbytes() for event in sorted(changes, key=lambda event: event.start_ns()))


def training_step(model: nn.Module, loss: Callable[[], Tensor]) -> Callable[[], None]:
    """Forward and backward; what has gathered in ``.grad`` is dropped."""

    def step() -> None:
        loss().backward()
        model.zero_grad(set_to_none=True)

    return step


def gpt2() -> tuple[nn.Module, Callable[[], None]]:
    """GPT-2, smallest: 12 layers, and a head that is the embedding."""
    model = GPT2LMHeadModel(GPT2Config())
    tokens = torch.randint(50257, (1, 64))
    return model, training_step(model, lambda: model(input_ids=tokens, labels=tokens).loss)


def tied_block(tokens: int = 256) -> tuple[nn.Module, Callable[[], None]]:
    """One block of a transformer, called 12 times."""
    block = nn.TransformerEncoderLayer(256, 4, 1024, dropout=0.0, batch_first=True)
    return block, training_step(block, lambda: repeat(block, torch.randn(1, tokens, 256), 12))


def chain(calls: int, width: int = 64) -> tuple[nn.Module, Callable[[], None]]:
    """A small layer that is called many times."""
    layer = nn.Linear(width, width, bias=False)
    return layer, training_step(layer, lambda: repeat(layer, torch.randn(32, width), calls))


def repeat(layer: nn.Module, x: Tensor, calls: int) -> Tensor:
    """A number from ``calls`` calls of ``layer``, one after the other."""
    for _ in range(calls):
        x = layer(x)
    return x.square().mean()


def convolution() -> tuple[nn.Module, Callable[[], None]]:
    """A convolution on 8 images of 32 x 32 places."""
    conv, images = nn.Conv2d(16, 32, 3, padding=1), torch.randn(8, 16, 32, 32)
    return conv, training_step(conv, lambda: conv(images).square().mean())


def recurrent() -> tuple[nn.Module, Callable[[], None]]:
    """A fused LSTM of 100 steps."""
    layer, x = nn.LSTM(64, 64), torch.randn(100, 16, 64)
    return layer, training_step(layer, lambda: layer(x)[0].square().mean())


def cell(steps: int) -> tuple[nn.Module, Callable[[], None]]:
    """An LSTM cell that is called step by step: a deep graph, which uses each weight often."""
    cell, x = nn.LSTMCell(16, 16), torch.randn(4, 16)

    def loss() -> Tensor:
        state = None
        for _ in range(steps):
            state = cell(x, state)
        assert state is not None
        return state[0].square().mean()

    return cell, training_step(cell, loss)


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch in one thread, then in as many as before."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def main() -> None:
    """Print all ratios."""
    print(f"\nTraced over plain step\n  {'':36}{'ratio':>8}{'budget':>8}")
    model, step = gpt2()
    line("GPT-2 124M, min_uses=2", step, lambda: trace(model, min_uses=2), "1.1")
    line("GPT-2 124M, all parameters", step, lambda: trace(model))
    block, step = tied_block()
    traces: dict[str, Around] = {
        "contributions kept": lambda: trace(block),
        "norms": lambda: trace(block, reduce="norm"),
        "Gram matrix": lambda: trace(block, reduce="gram"),
        "a function": lambda: trace(block, reduce=lambda grad: grad.sum()),
    }
    for title, around in traces.items():
        line(f"block x 12, {title}", step, around, "1.4")
    block, step = tied_block(tokens=16)
    plain = memory(step, nullcontext)
    for title, around in traces.items():
        budget = "" if title == "contributions kept" else "1.0"
        show(f"  memory, {title}", memory(step, around) / plain, budget)
    conv, step = convolution()
    line("places of a convolution", step, lambda: conv_positions(conv))
    line("  norms only", step, lambda: conv_positions(conv, reduce="norm"))
    lstm, step = recurrent()
    line("LSTM of 100 steps, unfused", step, unfused)
    line("  its steps", step, lambda: rnn_steps(lstm))
    line("  norms only", step, lambda: rnn_steps(lstm, reduce="norm"))
    deep, step = cell(STEPS)
    line(f"LSTM cell, {STEPS:,} steps", step, lambda: trace(deep), pairs=FEW_PAIRS)
    line("  norms only", step, lambda: trace(deep, reduce="norm"), pairs=FEW_PAIRS)
    print("\nCost of a trace by the number of uses")
    costs = []
    for calls in USES:
        layer, step = chain(calls)
        pairs = list(paired(step, lambda layer=layer: trace(layer)))
        costs.append(statistics.median(traced - plain for plain, traced in pairs))
        each = 1e6 * costs[-1] / calls
        print(f"  {calls:6} uses: ratio {median_ratio(pairs):.2f}, {each:.1f} microseconds a use")
    print(f"  cost ~ uses ** {exponent(USES, costs):.2f} (1 if linear)")
    print("\nTraced step of a chain by its depth")
    costs = []
    for depth in DEPTHS:
        layer, step = chain(depth, width=16)
        pairs = list(paired(step, lambda layer=layer: trace(layer), FEW_PAIRS))
        costs.append(statistics.median(traced for _, traced in pairs))
        each = 1e6 * costs[-1] / depth
        print(f"  {depth:6} calls: ratio {median_ratio(pairs):.2f}, {each:.1f} microseconds a call")
    print(f"  time ~ depth ** {exponent(DEPTHS, costs):.2f} (1 if linear)")


def line(
    title: str, step: Callable[[], None], around: Around, budget: str = "", pairs: int = PAIRS
) -> None:
    """Measure and print a ratio of times."""
    show(title, median_ratio(paired(step, around, pairs)), budget)


def show(title: str, ratio: float, budget: str = "") -> None:
    """Print a ratio beside its budget."""
    print(f"  {title:36}{ratio:8.2f}{budget:>8}", flush=True)


if __name__ == "__main__":
    with one_thread():
        main()
