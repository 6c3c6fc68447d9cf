"""When a tie pays: bias, variance and risk, in closed form and measured over many training sets.

Of means:

- :class:`MeanModel`: bias², variance and :class:`Risk` of separate, tied and partly pooled means.
- :func:`pool`, :func:`james_stein`, :func:`james_stein_weight`: partial pooling of estimates.

Of linear fits and ties:

- :func:`hat_matrix`, :func:`free_directions`: the matrix of a fit, and the design of a tied one.
- :func:`fit_risk`, :func:`mallows_cp`: the risk of a fit, and an estimate of it from the data.

Measured:

- :func:`simulate`, :func:`decompose`: bias², variance and risk with standard errors, as
  :class:`Measured`, from a model or from estimates.
- :func:`sample_risk`: bias² and variance of the training sets that were drawn, and of no others.
- :func:`least_squares`, :func:`train`, :func:`predict`: fits and networks for many training sets
  at once.
"""

from tying.risk._linear_fits import fit_risk, free_directions, hat_matrix, mallows_cp
from tying.risk._means import (
    MeanModel,
    Risk,
    RiskTerms,
    Truth,
    james_stein,
    james_stein_weight,
    pool,
)
from tying.risk._monte_carlo import (
    Estimate,
    Measured,
    decompose,
    least_squares,
    predict,
    sample_risk,
    simulate,
    train,
)

__all__ = [
    "Estimate",
    "MeanModel",
    "Measured",
    "Risk",
    "RiskTerms",
    "Truth",
    "decompose",
    "fit_risk",
    "free_directions",
    "hat_matrix",
    "james_stein",
    "james_stein_weight",
    "least_squares",
    "mallows_cp",
    "pool",
    "predict",
    "sample_risk",
    "simulate",
    "train",
]
