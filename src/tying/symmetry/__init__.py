"""Weights that a network cannot tell apart: how many there are, and how to undo the difference.

- :func:`count_directions`: how many directions of the weights change the outputs, and how many do
  not, as :class:`Directions`.
- :func:`orthogonal_procrustes`, :func:`match_units`: the orthogonal matrix, or the permutation of
  units, that brings one matrix nearest to another.
- :func:`losses_between`, :func:`barrier`: the loss on the straight line between two solutions.
"""

from tying.symmetry._alignment import match_units, orthogonal_procrustes
from tying.symmetry._directions import Directions, count_directions
from tying.symmetry._line import barrier, losses_between

__all__ = [
    "Directions",
    "barrier",
    "count_directions",
    "losses_between",
    "match_units",
    "orthogonal_procrustes",
]
