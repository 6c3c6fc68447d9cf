"""When a tie pays: bias, variance and risk, in closed form and measured over many training sets."""

from tying.risk._linear_fits import fit_risk, free_directions, hat_matrix, mallows_cp
from tying.risk._means import MeanModel, Risk, Truth, james_stein, pool
from tying.risk._monte_carlo import (
    Estimate,
    Measured,
    decompose,
    least_squares,
    predict,
    simulate,
    train,
)

__all__ = [
    "Estimate",
    "MeanModel",
    "Measured",
    "Risk",
    "Truth",
    "decompose",
    "fit_risk",
    "free_directions",
    "hat_matrix",
    "james_stein",
    "least_squares",
    "mallows_cp",
    "pool",
    "predict",
    "simulate",
    "train",
]
