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
        grad: the contribution, of the shape and type of the parameter's gradient, or what was
            made of it.
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
    """The inner products Re⟨v, w⟩ of all pairs.

    They are taken in double precision, piece by piece: what is copied at a time takes no more
    memory than one vector in single precision or the result.

    Args:
        vectors: at least one, all of one length, type and device.

    Returns:
        A symmetric matrix of shape ``(vectors, vectors)``, in single precision at least.
    """
    first = vectors[0]
    count = len(vectors)
    # On mps there are no doubles.
    device = torch.device("cpu") if first.is_mps else first.device
    dtype = torch.promote_types(first.dtype, torch.float64)
    # A piece has count · length doubles: a quarter of a vector at most, but no tiny pieces either.
    length = max(count, max(first.numel(), 2**15) // (4 * count))
    total = first.new_zeros(count, count, dtype=torch.float64, device=device)
    for start in range(0, first.numel(), length):
        piece = [vector[start : start + length].to(device, dtype) for vector in vectors]
        rows = torch.stack(piece)
        total += (rows @ rows.mH).real
    symmetric = total.tril() + total.tril(-1).T
    return symmetric.to(first.device, torch.promote_types(first.dtype, torch.float32).to_real())
