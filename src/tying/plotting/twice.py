"""The graphs of the matrix that is used twice, Z₂ = W (W x + b₁) + b₂."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes

from tying.plotting.graphs import Arrow, plot_graph

_CHAIN = ("$x$", "$A_1$", "$Z_1$", "$A_2$", "$Z_2$")


def plot_separate_and_tied(axes: Sequence[Axes]) -> Sequence[Axes]:
    """Two matrices with one use each on the first axes, one matrix with two on the second."""
    values = {name: (1.2 * i, 0.0) for i, name in enumerate(_CHAIN)}
    values |= {"$b_1$": (2.4, -0.9), "$b_2$": (4.8, -0.9)}
    flow = [Arrow(*pair) for pair in pairwise(_CHAIN)]
    flow += [Arrow("$b_1$", "$Z_1$"), Arrow("$b_2$", "$Z_2$")]

    separate = {"$W_1$": (1.2, 1.1), "$W_2$": (3.6, 1.1)}
    uses = [
        Arrow("$W_1$", "$A_1$", meaning="separate"),
        Arrow("$W_2$", "$A_2$", meaning="separate"),
    ]
    plot_graph(
        axes[0], values | separate, flow + uses, meanings=dict.fromkeys(separate, "separate")
    )

    tied = {"$W$": (2.4, 1.1)}
    uses = [Arrow("$W$", "$A_1$", meaning="tied"), Arrow("$W$", "$A_2$", meaning="tied")]
    plot_graph(axes[1], values | tied, flow + uses, meanings=dict.fromkeys(tied, "tied"))
    return axes


def plot_forward_and_backward(axes: Sequence[Axes]) -> Sequence[Axes]:
    """The derivative of each step on the first axes, what comes back to each on the second."""
    places = {name: (1.8 * i, 0.0) for i, name in enumerate(_CHAIN)} | {"$W$": (3.6, 1.9)}
    along, left, right = 0.28, 0.62, 0.72  # from the middle of an arrow to that of its label
    forward = [
        Arrow("$x$", "$A_1$"),
        Arrow("$A_1$", "$Z_1$", "$I$", beside=along),
        Arrow("$Z_1$", "$A_2$", "$W$", beside=along),
        Arrow("$A_2$", "$Z_2$", "$I$", beside=along),
        Arrow("$W$", "$A_1$", r"$I\otimes x^\top$", meaning="tied", beside=-left),
        Arrow("$W$", "$A_2$", r"$I\otimes Z_1^\top$", meaning="tied", beside=left),
    ]
    backward = [
        Arrow("$Z_2$", "$A_2$", r"$\delta$", back=True, beside=-along),
        Arrow("$A_2$", "$Z_1$", r"$W^\top\delta$", back=True, beside=-along),
        Arrow("$Z_1$", "$A_1$", r"$W^\top\delta$", back=True, beside=-along),
        Arrow("$A_1$", "$W$", r"$(W^\top\delta)\,x^\top$", meaning="tied", back=True, beside=right),
        Arrow("$A_2$", "$W$", r"$\delta\,Z_1^\top$", meaning="tied", back=True, beside=-left),
    ]
    plot_graph(axes[0], places, forward, meanings={"$W$": "tied"})
    axes[0].set_title("forward, with the derivative of each step")
    plot_graph(axes[1], places, backward, meanings={"$W$": "tied"})
    axes[1].set_title("backward: two contributions arrive and are added")
    return axes
