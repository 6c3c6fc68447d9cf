"""A contribution: what one use of a parameter adds to its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from tying.trace import _report as report


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

    @property
    def place(self) -> str:
        """Where the parameter was used, in words: ``"addmm in call 2 of 0"``."""
        if self.module is None:
            return self.op
        return f"{self.op} in call {self.call} of {self.module or 'the model'}"


class Gram(Tensor):
    """The inner products of contributions, which print with the places of the uses.

    What is computed from it is an ordinary tensor.

    Attributes:
        places: for each row and column the place of the use.
    """

    # as nn.Parameter does
    __torch_function__ = torch._C._disabled_torch_function_impl  # pyright: ignore
    places: Sequence[str]

    @classmethod
    def of(cls, matrix: Tensor, places: Sequence[str]) -> Tensor:
        """``matrix`` with a label for each row; one of a class of its own keeps that instead."""
        plain = matrix.detach()
        if type(plain) is not Tensor:  # fake or distributed, for example
            return plain
        labelled = plain.as_subclass(cls)
        labelled.places = places
        return labelled

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        """The rows, each behind its label, as far as tensors are printed whole."""
        if self._has_labels:
            return report.gram_as_text(self.places, self.tolist())
        return repr(self.as_subclass(Tensor))

    def _repr_html_(self) -> str | None:
        """A table with labels; None, for which a notebook shows the text, where there are none."""
        if self._has_labels:
            return report.gram_as_html(self.places, self.tolist())
        return None

    @property
    def _has_labels(self) -> bool:
        """Whether the matrix is short and has values and a place for each of its rows."""
        if self.ndim != 2 or self.is_meta:
            return False
        return len(getattr(self, "places", ())) == len(self) <= report.SHOWN


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
