"""The steps of a recurrent layer: what its weights receive from each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from tying.slots import require_module
from tying.trace._trace import Reduce, Trace, trace

State = tuple[Tensor, ...]
"""Hidden state of a cell, and cell state too for an LSTM; each ``(batch, hidden)``."""

Cell = Callable[..., State]
"""The next state from an input ``(batch, features)``, a state, and the weights of the cell."""


def _gru_cell(x: Tensor, state: State, *weights: Tensor) -> State:
    return (torch.gru_cell(x, *state, *weights),)


def _rnn_tanh_cell(x: Tensor, state: State, *weights: Tensor) -> State:
    return (torch.rnn_tanh_cell(x, *state, *weights),)


def _rnn_relu_cell(x: Tensor, state: State, *weights: Tensor) -> State:
    return (torch.rnn_relu_cell(x, *state, *weights),)


CELLS: dict[Any, Cell] = {
    torch.lstm: torch.lstm_cell,
    torch.gru: _gru_cell,
    torch.rnn_tanh: _rnn_tanh_cell,
    torch.rnn_relu: _rnn_relu_cell,
}
"""The cell of each fused function."""


@contextmanager
def unfused() -> Iterator[None]:
    """Run every ``nn.RNN``, ``nn.GRU`` and ``nn.LSTM`` in the block step by step, on any device.

    A fused layer uses each weight once for a whole sequence, an unrolled one each weight and
    bias once at each step. The outputs are the same to rounding; dropout between layers draws
    other numbers. Layers, directions and packed sequences are followed.

    Raises:
        ValueError: in the forward pass of an LSTM with a projection (``proj_size``).
    """
    with _Unrolled(), torch.compiler.set_stance("force_eager"):
        yield


@contextmanager
def rnn_steps(model: nn.Module, *, reduce: Reduce = None) -> Iterator[Trace]:
    """Trace ``model``, or one layer of it, with its recurrent layers :func:`unfused`.

    A weight of a recurrent layer has one use for each time step of each call, in the order of
    arrival: the last step first or, if the layer runs backwards in time, the first one.

    Args:
        model: a module that is or contains a recurrent layer.
        reduce: what to keep instead of a contribution, as for :func:`tying.trace.trace`.

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
    """Replaces calls of the fused functions by loops over their cells."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        if func not in CELLS or kwargs:  # the layers pass everything by position
            return func(*args, **(kwargs or {}))
        return _FusedCall.of(func, args).unrolled(CELLS[func])


@dataclass(frozen=True)
class _FusedCall:
    """The arguments of a fused recurrent function, by name.

    Attributes:
        inputs: for each time ``(batch, features)``; in a packed sequence the batch shrinks, since
            its sequences stand in the order of their lengths.
        initial: for each layer and direction the state to start from.
        weights: for each layer and direction the weights of the cell.
        directions: 1, or 2 if there is also a cell that runs backwards in time.
        dropout: probability between layers; 0 if the layer is not in training.
        time_dimension: that of the output, or None for a packed sequence.
    """

    inputs: Sequence[Tensor]
    initial: list[State]
    weights: list[Sequence[Tensor]]
    directions: int
    dropout: float
    time_dimension: int | None

    @classmethod
    def of(cls, function: Any, args: tuple) -> _FusedCall:
        """Name what ``function`` was given by position.

        Raises:
            ValueError: if there is a weight too many in each cell, that of a projection.
        """
        if isinstance(args[3], list):
            data, sizes, state, flat, has_bias, layers, dropout, training, bidirectional = args
            inputs = data.split(sizes.tolist())
            time_dimension = None
        else:
            data, state, flat, has_bias, layers, dropout, training, bidirectional, batch_first = (
                args
            )
            time_dimension = 1 if batch_first else 0
            inputs = data.unbind(time_dimension)
        states = state if function is torch.lstm else (state,)
        directions = 2 if bidirectional else 1
        each = 4 if has_bias else 2
        if len(flat) != each * layers * directions:
            raise ValueError("an LSTM with a projection (proj_size) cannot be run step by step")
        return cls(
            inputs=inputs,
            initial=list(zip(*states, strict=True)),
            weights=[flat[i : i + each] for i in range(0, len(flat), each)],
            directions=directions,
            dropout=dropout if training else 0.0,
            time_dimension=time_dimension,
        )

    def unrolled(self, cell: Cell) -> tuple[Tensor, ...]:
        """The output and the final states, as the fused function returns them."""
        inputs = self.inputs
        final: list[State] = []
        layers = len(self.weights) // self.directions
        for layer in range(layers):
            outputs = []
            for direction in range(self.directions):
                index = layer * self.directions + direction
                y, state = self._run(cell, index, inputs, backwards=direction == 1)
                outputs.append(y)
                final.append(state)
            inputs = [torch.cat(at_time, -1) for at_time in zip(*outputs, strict=True)]
            if self.dropout and layer + 1 < layers:
                inputs = [F.dropout(x, self.dropout) for x in inputs]
        if self.time_dimension is None:
            output = torch.cat(list(inputs))
        else:
            output = torch.stack(list(inputs), self.time_dimension)
        return output, *(torch.stack(states) for states in zip(*final, strict=True))

    def _run(
        self, cell: Cell, index: int, inputs: Sequence[Tensor], backwards: bool
    ) -> tuple[list[Tensor], State]:
        """Outputs of one layer in one direction, in the order of time, and its final state."""
        state = self.initial[index]
        weights = self.weights[index]
        outputs: dict[int, Tensor] = {}
        times = range(len(inputs))
        for time in reversed(times) if backwards else times:
            x = inputs[time]
            # In a packed sequence only the first len(x) are that long; the others rest.
            running = tuple(s[: len(x)] for s in state)
            resting = tuple(s[len(x) :] for s in state)
            new = cell(x, running, *weights)
            outputs[time] = new[0]
            state = tuple(torch.cat(parts) for parts in zip(new, resting, strict=True))
        return [outputs[time] for time in times], state
