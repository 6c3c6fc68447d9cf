"""A contribution: what one use of a parameter adds to its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Use:
    """One use of a parameter, and what it contributes to the gradient.

    Attributes:
        parameter: the first name of the parameter.
        module: the path of the module in whose call the parameter was used, ``""`` for the model
            itself; None outside of all calls, or where that is not known.
        call: which call of that module, from 0; None as for ``module``.
        op: the operation, by autograd's name, for example ``"addmm"``.
        grad: the contribution, of the parameter's shape and type, or what was made of it.
    """

    parameter: str
    module: str | None
    call: int | None
    op: str
    grad: Any


def norm(gradient: Tensor) -> Tensor:
    """The Euclidean norm over all entries, a scalar, in single precision at least."""
    dtype = torch.promote_types(gradient.dtype, torch.float32)
    return torch.linalg.vector_norm(gradient.to_dense().flatten().to(dtype))


def gram(vectors: Sequence[Tensor]) -> Tensor:
    """The inner products Re⟨v, w⟩ of all pairs, of shape (vectors, vectors).

    They are taken in double precision, piece by piece: what is copied at a time takes no more
    memory than one vector in single precision or the result, which has that precision at least.
    """
    first, count = vectors[0], len(vectors)
    where = "cpu" if first.is_mps else first.device  # which has no doubles
    dtype = torch.promote_types(first.dtype, torch.float64)
    step = max(count, max(first.numel(), 2**15) // (4 * count))
    total = first.new_zeros(count, count, dtype=torch.float64, device=where)
    for start in range(0, first.numel(), step):
        rows = torch.stack([one[start : start + step].to(where, dtype) for one in vectors])
        total += (rows @ rows.mH).real
    total = total.tril() + total.tril(-1).T
    return total.to(first.device, torch.promote_types(first.dtype, torch.float32).to_real())
