"""One layer on an image, three ways: dense, locally connected, convolution.

- :func:`count_layers`: what each of the three stores and computes, as :class:`LayerCounts`.
- :func:`output_size`: places that a window finds along one side.
- :class:`LocallyConnected2d`: the untied twin of a convolution.
- :func:`shift_both_ways`: a shift before the layer and after it, as :class:`TwoWays`.
"""

from tying.layers._counts import (
    Bias,
    LayerCount,
    LayerCounts,
    check_bias,
    count_layers,
    output_size,
)
from tying.layers._flops import count_flops
from tying.layers._locally_connected import LocallyConnected2d
from tying.layers._shifts import TwoWays, shift_both_ways

__all__ = [
    "Bias",
    "LayerCount",
    "LayerCounts",
    "LocallyConnected2d",
    "TwoWays",
    "check_bias",
    "count_flops",
    "count_layers",
    "output_size",
    "shift_both_ways",
]
