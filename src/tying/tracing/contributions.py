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
    return torch.linalg.vector_norm(_flat(gradient))


def inner_products(gradient: Tensor, others: Sequence[Tensor]) -> Tensor:
    """Re⟨gradient, other⟩ for each of ``others``, in single precision at least."""
    flat, where = _flat(gradient), gradient.device
    return torch.stack([torch.vdot(_flat(other.to(where)), flat).real for other in others])


def _flat(gradient: Tensor) -> Tensor:
    return gradient.to_dense().flatten().to(torch.promote_types(gradient.dtype, torch.float32))
