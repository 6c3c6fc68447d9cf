"""What each use of a parameter contributes to its gradient.

- :func:`trace`: a :class:`Trace` of all uses of all parameters, each one a :class:`Use`.
- :func:`conv_positions`: the same inside a convolution, by place, as :class:`Positions`.
- :func:`rnn_steps`: the same inside a recurrent layer, by time step; :func:`unfused` alone runs
  such layers step by step.
- :mod:`tying.trace.graph`: where the edges of an autograd graph lead to a parameter.
"""

from tying.trace._contributions import Use
from tying.trace._positions import Positions, conv_positions
from tying.trace._steps import rnn_steps, unfused
from tying.trace._trace import Reduce, Trace, trace

__all__ = [
    "Positions",
    "Reduce",
    "Trace",
    "Use",
    "conv_positions",
    "rnn_steps",
    "trace",
    "unfused",
]
