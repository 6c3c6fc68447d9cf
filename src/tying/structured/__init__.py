"""Matrices whose entries share weights: the matrix of a convolution, and its relatives.

- :class:`SharingPattern`: which weight stands at which entry of a matrix; it writes weights into
  the matrix (``expand``) and sums gradients back over the places (``aggregate``).
- :func:`toeplitz`, :func:`circulant`, :func:`nested`: patterns with constant diagonals, and
  patterns of blocks.
- :func:`convolution`, :func:`locally_connected`: the patterns of two layers.
- :func:`average_over_shifts`: the nearest matrix that commutes with all shifts of a ring.
- :func:`singular_values`: those of a convolution on a ring, by the Fourier transform.
- :class:`Factors`: matrices that are products of small tensors: :func:`dense`, :func:`low_rank`,
  :func:`kronecker` and :func:`block_tensor_train`.
"""

from tying.structured._factors import (
    Factors,
    block_tensor_train,
    dense,
    kronecker,
    low_rank,
)
from tying.structured._families import (
    Padding,
    circulant,
    convolution,
    locally_connected,
    nested,
    toeplitz,
)
from tying.structured._pattern import SharingPattern
from tying.structured._rings import average_over_shifts, singular_values

__all__ = [
    "Factors",
    "Padding",
    "SharingPattern",
    "average_over_shifts",
    "block_tensor_train",
    "circulant",
    "convolution",
    "dense",
    "kronecker",
    "locally_connected",
    "low_rank",
    "nested",
    "singular_values",
    "toeplitz",
]
