"""The steps of a recurrent layer: what its weights receive from each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from tying.slots import require_module
from tying.trace._trace import Reduce, Trace, trace

CELLS: dict[Any, Any] = {
    torch.lstm: torch.lstm_cell,
    torch.gru: lambda x, state, *weights: (torch.gru_cell(x, *state, *weights),),
    torch.rnn_tanh: lambda x, state, *weights: (torch.rnn_tanh_cell(x, *state, *weights),),
    torch.rnn_relu: lambda x, state, *weights: (torch.rnn_relu_cell(x, *state, *weights),),
}
"""The step of each fused function: the next state from the input, the state and the weights."""


@contextmanager
def unfused() -> Iterator[None]:
    """Run every ``nn.RNN``, ``nn.GRU`` and ``nn.LSTM`` in the block step by step, on any device.

    A fused layer uses each weight once for a whole sequence, an unrolled one each weight and
    bias once at each step. The outputs are the same to rounding; dropout between layers draws
    other numbers. Layers, directions and packed sequences are followed; a projection
    (``proj_size``) raises a ValueError.
    """
    with _Unrolled(), torch.compiler.set_stance("force_eager"):
        yield


@contextmanager
def rnn_steps(model: nn.Module, *, reduce: Reduce = None) -> Iterator[Trace]:
    """Trace ``model``, or one layer of it, with its recurrent layers :func:`unfused`.

    A weight of a recurrent layer has one use for each time step of each call, in the order of
    arrival: the last step first or, if the layer runs backwards in time, the first one.

    Raises:
        TypeError: if ``model`` is not a module.
        ValueError: if there is no ``nn.RNN``, ``nn.GRU`` or ``nn.LSTM`` in it.
    """
    require_module(model)
    if not any(isinstance(module, nn.RNNBase) for module in model.modules()):
        raise ValueError(f"no nn.RNN, nn.GRU or nn.LSTM in {type(model).__name__}; use a trace")
    with unfused(), trace(model, reduce=reduce) as t:
        yield t


class _Unrolled(TorchFunctionMode):
    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        if func not in CELLS or kwargs:  # the layers call them by position
            return func(*args, **(kwargs or {}))
        packed = isinstance(args[3], list)
        *operands, weights, bias, layers, dropout, train, both = args[: 9 if packed else 8]
        time = int(not packed and args[8])  # the dimension
        xs = operands[0].split(operands[1].tolist()) if packed else operands[0].unbind(time)
        states = operands[-1] if func is torch.lstm else operands[-1:]
        each, ways = 4 if bias else 2, 1 + both
        if len(weights) != each * layers * ways:
            raise ValueError("an LSTM with a projection (proj_size) cannot be run step by step")
        finals, ys = [], {}
        for i, state in enumerate(zip(*states, strict=True)):
            layer, backwards = divmod(i, ways)
            for t in reversed(range(len(xs))) if backwards else range(len(xs)):
                now = tuple(s[: len(xs[t])] for s in state)  # in a packed sequence the others rest
                new = CELLS[func](xs[t], now, *weights[each * i :][:each])
                ys[t, backwards] = new[0]
                rest = (s[len(xs[t]) :] for s in state)
                state = [torch.cat(pair) for pair in zip(new, rest, strict=True)]
            finals.append(state)
            if backwards == both:
                xs = [torch.cat([ys[t, way] for way in range(ways)], -1) for t in range(len(xs))]
                if train and dropout and layer + 1 < layers:
                    xs = [F.dropout(x, dropout) for x in xs]
        y = torch.cat(xs) if packed else torch.stack(xs, time)
        return y, *map(torch.stack, zip(*finals, strict=True))
