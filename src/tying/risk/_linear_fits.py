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
    """Orthonormal columns P such that the solutions of ``A theta = 0`` are ``P phi``.

    Args:
        A: constraints, ``(constraints, coefficients)``; they may be dependent.

    Returns:
        Tensor of shape ``(coefficients, coefficients - rank of A)``.
    """
    _, _, Vh = torch.linalg.svd(A)
    return Vh[torch.linalg.matrix_rank(A) :].mT


def hat_matrix(X: Tensor, penalty: float = 0.0) -> Tensor:
    """H of least squares with ``penalty |theta|²`` added (ridge).

    Its trace is the effective degrees of freedom. Without a penalty H is the projection on the
    columns of X, which may be dependent, and its trace their rank.

    Args:
        X: design, ``(n, coefficients)``.
        penalty: 0 or more.

    Returns:
        Tensor of shape ``(n, n)``.

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

    Args:
        H: matrix of the fit, ``(n, n)``.
        mu: means of the data, ``(n,)``.
        noise: variance of one datum; errors are independent.
    """
    return Risk(
        bias2=(mu - H @ mu).square().mean(),
        variance=noise * H.square().sum() / len(mu),
    )


def mallows_cp(H: Tensor, y: Tensor, noise: float) -> Tensor:
    """C_p, ``|y - H y|²/noise - n + 2 trace(H)``, in expectation ``n risk / noise``.

    It is Akaike's criterion for a known noise, minus n.

    Args:
        H: matrix of the fit, ``(n, n)``.
        y: data, ``(n,)`` or ``(n, R)`` for R data sets.
        noise: variance of one datum.

    Returns:
        A scalar, or one value for each column of ``y``.

    Source:
        Mallows, Some comments on C_p, *Technometrics* 15, 1973.
    """
    return (y - H @ y).square().sum(0) / noise - len(y) + 2 * H.trace()
