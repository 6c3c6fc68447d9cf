"""Bias and variance of linear fits, and so of any linear tie between coefficients.

Data are ``y = mu + noise``, fitted by ``H y``. A tie leaves the coefficients ``theta = P phi``, or
those with ``A theta = 0``, and fits with the design ``X P`` instead of X. It pays if the bias² that
it adds, ``|(H_full - H_tied) mu|²/n``, is below the variance that it saves.
"""

from __future__ import annotations

import torch
from torch import Tensor

from tying.risk._means import Risk


def free_directions(A: Tensor) -> Tensor:
    """Orthonormal columns P such that the solutions of ``A theta = 0`` are ``P phi``."""
    return torch.linalg.svd(A).Vh[torch.linalg.matrix_rank(A) :].mT


def hat_matrix(X: Tensor, penalty: float = 0.0) -> Tensor:
    """H of least squares with ``penalty |theta|²`` added (ridge), shape ``(n, n)``.

    Its trace is the effective degrees of freedom. Without a penalty H is the projection on the
    columns of X, which may be dependent, and its trace their rank.

    Raises:
        ValueError: if the penalty is negative.
    """
    if penalty < 0:
        raise ValueError(f"penalty must be 0 or more, got {penalty}")
    U, values, _ = torch.linalg.svd(X, full_matrices=False)
    rank = torch.linalg.matrix_rank(X)
    U, squares = U[:, :rank], values[:rank].square()
    return (U * (squares / (squares + penalty))) @ U.mT


def fit_risk(H: Tensor, mu: Tensor, noise: float) -> Risk:
    """Mean over n fitted values: bias² ``|mu - H mu|²/n``, variance ``noise |H|²/n`` (Frobenius).

    For a projection the variance is ``noise rank/n``. The means ``mu`` need not lie in the fit.
    """
    return Risk((mu - H @ mu).square().mean(), noise * H.square().sum() / len(mu))


def mallows_cp(H: Tensor, y: Tensor, noise: float) -> Tensor:
    """``|y - H y|²/noise - n + 2 trace(H)``, in expectation ``n risk / noise``, for each column y.

    It is Akaike's criterion for a known noise, minus n. Source: Mallows, Some comments on C_p,
    *Technometrics* 15, 1973.
    """
    return (y - H @ y).square().sum(0) / noise - len(y) + 2 * H.trace()
