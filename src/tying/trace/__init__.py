"""What each use of a parameter contributes to its gradient."""

from tying.trace._contributions import Use
from tying.trace._positions import Positions, conv_positions
from tying.trace._steps import rnn_steps, unfused
from tying.trace._trace import Reduce, Trace, trace

__all__ = ["Positions", "Reduce", "Trace", "Use", "conv_positions", "rnn_steps", "trace", "unfused"]
