"""What ledger and trace say of the models of a submission; it runs in the sandbox.

The text of this file is sent into the worker, as that of a problem's probes is. So it imports
nothing but torch and ``tying``.
"""

from __future__ import annotations

import copy
import inspect
import itertools
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import torch
from torch import Tensor, nn

from tying.ledger import Ledger, ledger
from tying.ties import tie, untie
from tying.trace import trace

MOST_MODELS, MOST_ENTRIES, MOST_SLOTS = 5, 200, 40
SECONDS = 5
"""For a function that may build a model; one that trains has to be stopped."""

SIZES = (8, 16, 28, 32, 64)
"""Sides of pictures that are tried."""

RECURRENT = (nn.RNN, nn.LSTM, nn.GRU, nn.RNNCell, nn.LSTMCell, nn.GRUCell)


def describe(
    namespace: Callable[[], dict[str, Any]],
    only: str,
    first: Sequence[str] = (),
    last: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """The models of a submission, each with its facts.

    Args:
        namespace: returns what the cells have defined.
        only: the name of the one model that is asked for; empty for all.
        first: names that come before all others.
        last: names that come after them.
    """
    defined = {name: value for name, value in namespace().items() if not name.startswith("_")}
    defined = dict(sorted(defined.items(), key=lambda item: (item[0] in last) - (item[0] in first)))
    found: dict[int, tuple[str, nn.Module]] = {}
    for name, model in models(defined, only):
        if any(True for _ in model.parameters()):
            found.setdefault(id(model), (name, model))
        if len(found) == MOST_MODELS:
            break
    facts = []
    for name, model in found.values():
        with suppress(Exception):  # a model that cannot be described is passed over
            facts.append({"name": name, **facts_of(model, defined.get("example"))})
    return facts


def models(defined: dict[str, Any], only: str) -> Iterator[tuple[str, nn.Module]]:
    """Modules, and what functions and classes without arguments make, by how one writes them."""
    chosen = {name: value for name, value in defined.items() if only in ("", name)}
    for name, value in chosen.items():
        if isinstance(value, nn.Module):
            yield name, value
    known = {type(value) for value in chosen.values() if isinstance(value, nn.Module)}
    makers = [(name, value) for name, value in chosen.items() if is_maker(value)]
    for name, value in sorted(makers, key=lambda item: inspect.isclass(item[1])):
        if value not in known:  # a class of which a function has made a model is no other model
            model = made(value)
            if isinstance(model, nn.Module):
                known.add(type(model))
                yield f"{name}()", model


def is_maker(value: Any) -> bool:
    """Whether it was written in the submission, and can be called without arguments."""
    is_model = inspect.isclass(value) and issubclass(value, nn.Module)
    if not (is_model or inspect.isfunction(value)) or value.__module__ != "__main__":
        return False
    try:
        inspect.signature(value).bind()
    except (TypeError, ValueError):
        return False
    return True


def made(maker: Callable[[], Any]) -> Any:
    """What it returns; None if it raises, or takes long."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        torch.manual_seed(0)
        return maker()
    except BaseException:  # SystemExit too: the next model may be sound
        return None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def facts_of(model: nn.Module, example: Any) -> dict[str, Any]:
    """What is known of a model, in plain values."""
    model.eval()
    counts = ledger(model)
    facts: dict[str, Any] = {
        "class": type(model).__name__,
        "stored": counts.stored,
        "by_object": counts.by_object,
        "by_slot": counts.by_slot,
        "optimised": sum(one.numel() for one in model.parameters() if one.requires_grad),
        "slots": sum(len(entry.slots) for entry in counts.entries),
        "shared": [
            {"slots": list(entry.slots[:MOST_SLOTS]), "kind": entry.kind, "numel": entry.numel}
            for entry in counts.entries[:MOST_ENTRIES]
            if len(entry.slots) > 1
        ],
    }
    for name, change in (("untie", untied), ("tie", tied)):
        with suppress(Exception):  # a model that cannot be copied or changed has no such question
            facts[name] = change(model, counts)
    passed = first_pass(model, example)
    if passed:
        words, inputs = passed
        with suppress(Exception):
            facts |= {"input": words, "uses": uses(model, inputs)}
    return facts


def untied(model: nn.Module, counts: Ledger) -> dict[str, Any]:
    """What changes if the first tie is taken apart."""
    slots = next(entry.objects[0] for entry in counts.tied if len(entry.objects[0]) > 1)
    return changed(model, slots, lambda twin: untie(twin, *slots))


def tied(model: nn.Module, counts: Ledger) -> dict[str, Any]:
    """What changes if the first two slots of one shape, which share nothing, are tied."""
    alone = [entry for entry in counts.entries if len(entry.slots) == 1 and len(entry.shape) > 1]
    first, second = next(
        (one.slots[0], other.slots[0])
        for one, other in itertools.combinations(alone, 2)
        if one.shape == other.shape
    )
    return changed(model, (first, second), lambda twin: tie(twin, first, second))


def changed(
    model: nn.Module, slots: tuple[str, ...], change: Callable[[nn.Module], None]
) -> dict[str, Any]:
    """The counts of a copy of ``model`` after the change."""
    twin = copy.deepcopy(model)
    change(twin)
    after = ledger(twin)
    optimised = sum(one.numel() for one in twin.parameters() if one.requires_grad)
    return {"slots": list(slots), "stored": after.stored, "optimised": optimised}


# --- a pass ---


def first_pass(model: nn.Module, example: Any) -> tuple[str, tuple[Any, ...]] | None:
    """An input that the model takes, and how one writes it; None if none is known."""
    tried: list[tuple[str, tuple[Any, ...]]] = []
    if example is not None:
        tried.append(("example", example if isinstance(example, tuple) else (example,)))
    tried += ((words, (value,)) for words, value in guesses(model))
    for words, inputs in tried:
        with suppress(Exception), torch.no_grad():
            output(model, inputs)
            return words, inputs
    return None


def guesses(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Inputs for the first layer that says what it takes."""
    for layer in model.modules():
        shapes = list(shapes_for(layer))
        if isinstance(layer, nn.Embedding):
            for shape in shapes:
                torch.manual_seed(0)
                words = f"torch.randint({layer.num_embeddings}, {shape})"
                yield words, torch.randint(layer.num_embeddings, shape, device="cpu")
        else:
            kinds = (one.dtype for one in model.parameters() if one.dtype.is_floating_point)
            dtype = next(kinds, torch.float32)
            for shape in shapes:
                torch.manual_seed(0)
                values = torch.randn(shape, dtype=dtype, device="cpu")
                yield f"torch.randn({shape}, dtype={dtype})", values
        if shapes:
            return


def shapes_for(layer: nn.Module) -> Iterator[tuple[int, ...]]:
    """Shapes of inputs that a layer may take, with a batch of two."""
    if isinstance(layer, nn.Embedding):
        yield from ((2, 3), (2,))
    elif isinstance(layer, nn.Linear):
        yield from ((2, layer.in_features), (2, 3, layer.in_features))
    elif isinstance(layer, RECURRENT):
        yield from ((2, 3, layer.input_size), (2, layer.input_size))
    elif isinstance(layer, nn.modules.batchnorm._BatchNorm):
        yield (2, layer.num_features)
    elif isinstance(layer, nn.LayerNorm):
        yield (2, *layer.normalized_shape)
    elif isinstance(layer, nn.modules.conv._ConvNd):
        dimensions = len(layer.kernel_size)
        yield from ((2, layer.in_channels, *(size,) * dimensions) for size in SIZES)


def output(model: nn.Module, inputs: tuple[Any, ...]) -> Tensor:
    """The first tensor of what the model returns."""
    value = model(*inputs)
    while not isinstance(value, Tensor):
        value = next(iter(value.values() if isinstance(value, dict) else value))
    return value


def uses(model: nn.Module, inputs: tuple[Any, ...]) -> list[dict[str, Any]]:
    """The parameters that one pass uses, each with the norms of its contributions.

    The loss is the mean of the squared outputs.
    """
    torch.manual_seed(0)
    for parameter in model.parameters():
        parameter.grad = None
    with trace(model) as recorded:
        output(model, inputs).float().square().mean().backward()
    found = []
    for name in recorded.names[:MOST_ENTRIES]:
        total = recorded.sum(name)
        places = [use.place for use in recorded.uses(name)]
        one = {
            "slot": name,
            "count": len(places),
            "places": places[:MOST_SLOTS],
            "norms": recorded.norms(name).double().tolist()[:MOST_SLOTS],
            "sum": 0.0 if total is None else float(total.double().norm()),
        }
        found.append(one)
    return found
