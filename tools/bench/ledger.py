"""The ledger against torchinfo, fvcore and sum(p.numel()): right counts, and times.

Runs in the environment of peers.py. The right number of each case is worked out by hand, or is
published. Times are CPU times, without other load of the machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import torch
import torchinfo  # pyright: ignore[reportMissingImports]
from fvcore.nn import parameter_count  # pyright: ignore[reportMissingImports]
from torch import nn
from transformers import GPT2Config, GPT2LMHeadModel

from tying.ledger import ledger
from tying.ties import tie

REPEATS = 7
SIZES = (200, 400, 800, 1600, 3200, 6400)
COUNTERS: dict[str, Callable[[nn.Module], int]] = {
    "ledger": lambda model: ledger(model).stored,
    "sum(numel)": lambda model: sum(p.numel() for p in model.parameters()),
    "torchinfo": lambda model: torchinfo.summary(model, verbose=0).total_params,
    "fvcore": lambda model: parameter_count(model)[""],
}


def pair(rows: int = 8) -> nn.Sequential:
    """Two matrices of 8 columns, without biases."""
    return nn.Sequential(nn.Linear(8, rows, bias=False), nn.Linear(8, rows, bias=False))


def gpt2() -> nn.Module:
    """GPT-2, smallest: the head holds the embedding's matrix."""
    with torch.device("meta"):
        model = GPT2LMHeadModel(GPT2Config())
    model.tie_weights()
    return model


def alias() -> nn.Module:
    """Two parameters over one storage."""
    model = pair()
    model[1].weight = nn.Parameter(model.get_parameter("0.weight").detach())
    return model


def transposed() -> nn.Module:
    """Two parameters over one storage, one of them transposed."""
    model = pair()
    model[1].weight = nn.Parameter(model.get_parameter("0.weight").detach().t())
    return model


def expanded() -> nn.Module:
    """One row of 8 numbers that stands for eight."""
    model = pair()
    model[0].weight = nn.Parameter(torch.zeros(1, 8).expand(8, 8))
    return model


def overlapping() -> nn.Module:
    """Two windows of 64 numbers on a stretch of 96."""
    model, stretch = pair(), torch.zeros(96)
    model[0].weight = nn.Parameter(stretch[:64].view(8, 8))
    model[1].weight = nn.Parameter(stretch[32:].view(8, 8))
    return model


def reused() -> nn.Module:
    """One module in two places, in a chain of three slots."""
    layer = nn.Linear(8, 8, bias=False)
    return nn.Sequential(layer, layer, nn.Linear(8, 8, bias=False))


def derived() -> nn.Module:
    """An autoencoder whose decoder is computed from its encoder."""
    model = nn.Sequential(nn.Linear(16, 4, bias=False), nn.Linear(4, 16, bias=False))
    tie(model, "0.weight", "1.weight", transposed=True)
    return model


CASES: dict[str, tuple[Callable[[], nn.Module], int]] = {
    "GPT-2 on meta": (gpt2, 124_439_808),  # published by its authors' code, see the chapter
    "module twice": (reused, 2 * 64),
    "alias": (alias, 64),
    "alias, transposed": (transposed, 64),
    "expanded": (expanded, 8 + 64),
    "overlapping": (overlapping, 96),
    "derived": (derived, 64),
}


def seconds(counter: Callable[[nn.Module], int], model: nn.Module) -> float:
    """Shortest time of one count among repetitions long enough to be measured."""
    times = []
    for _ in range(REPEATS):
        calls, started = 0, time.process_time()
        while (elapsed := time.process_time() - started) < 0.02:
            counter(model)
            calls += 1
        times.append(elapsed / calls)
    return min(times)


def chain(slots: int) -> nn.Module:
    """A chain with ``slots`` slots, every second layer tied to the first."""
    with torch.device("meta"):
        layers = [nn.Linear(4, 4) for _ in range(slots // 2)]
    for layer in layers[2::2]:
        layer.weight = layers[0].weight
    return nn.Sequential(*layers)


def main() -> None:
    """Print counts, times and the growth with the number of slots."""
    print(f"\nStored elements, * = wrong\n  {'':18}{'by hand':>12}", end="")
    print("".join(f"{name:>14}" for name in COUNTERS))
    for title, (make, truth) in CASES.items():
        model = make()
        counts = [counter(model) for counter in COUNTERS.values()]
        cells = "".join(f"{count:>13}{' ' if count == truth else '*'}" for count in counts)
        print(f"  {title:18}{truth:>12}{cells}")
    model = gpt2()
    print("\nTime to count GPT-2 (ms), and the ledger's time over it")
    times = {name: seconds(counter, model) for name, counter in COUNTERS.items()}
    for name, taken in times.items():
        print(f"  {name:12}{1000 * taken:8.2f}{times['ledger'] / taken:8.2f}")
    print("\nThe ledger's time by the number of slots (microseconds a slot; level if linear)")
    for slots in SIZES:
        model = chain(slots)
        print(f"  {slots:6}{1e6 * seconds(COUNTERS['ledger'], model) / slots:8.1f}")


if __name__ == "__main__":
    main()
