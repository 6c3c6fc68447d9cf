"""Soft ties: parameters that a penalty, or a prior, pulls together without making them equal.

With Gaussian data, in closed form:

- :func:`pair_posterior`: two values and one spring, as a :class:`Posterior`.
- :func:`laplacian`, :func:`map_estimate`: any number of values, joined by any graph of springs.

With losses that have more than one minimum:

- :class:`TaskPair`, ``PAIR_A``, ``PAIR_B``: two losses of one parameter each.
- :func:`raise_strength`: gradient descent from many starts while the strength follows a schedule.

With groups that are not known beforehand:

- :class:`Mixture`, :func:`fit_with_mixture`: weights under a mixture of Gaussians that is learned.
"""

from tying.soft._gaussian import Posterior, laplacian, map_estimate, pair_posterior
from tying.soft._mixture import Mixture, fit_with_mixture
from tying.soft._schedules import PAIR_A, PAIR_B, TaskPair, raise_strength

__all__ = [
    "PAIR_A",
    "PAIR_B",
    "Mixture",
    "Posterior",
    "TaskPair",
    "fit_with_mixture",
    "laplacian",
    "map_estimate",
    "pair_posterior",
    "raise_strength",
]
