"""Comparing the values of two tensors, of whatever make and element type."""

from __future__ import annotations

import torch
from torch import Tensor
from torch._subclasses.fake_tensor import FakeTensor

from tying.slots.contents import contents, is_plain


def has_values(tensor: Tensor) -> bool:
    """Whether there are values to read: not on the ``meta`` device, and not in a fake tensor."""
    made_of = contents(tensor)
    return not any(
        part.is_meta or isinstance(part, FakeTensor) for part in made_of.values + made_of.structure
    )


def equal(first: Tensor, second: Tensor) -> bool:
    """Whether make, device and shape agree and all values do; one NaN is equal to another."""
    alike = type(first) is type(second) or (is_plain(first) and is_plain(second))
    if not alike or first.layout != second.layout:
        return False
    if (first.dtype, first.device) != (second.dtype, second.device):
        return False
    if contents(first).shape != contents(second).shape:
        return False
    if not (has_values(first) and has_values(second)):
        return False
    pairs = list(zip(_parts(first), _parts(second), strict=True))
    return all(a.shape == b.shape and _equal_parts(a, b) for a, b in pairs)


def largest_difference(first: Tensor, second: Tensor) -> str:
    """How far two tensors of one shape are apart, in words, such as ``by up to 0.25``."""
    if not (is_plain(_densified(first)) and is_plain(_densified(second))):
        return ""
    apart = (_numbers(_densified(first)) - _numbers(_densified(second))).abs()
    unknown = int(apart.isnan().sum())
    if unknown == apart.numel():
        return "at every place, where one is NaN or infinite"
    words = f"by up to {float(apart[~apart.isnan()].max()):.3g}"
    if unknown:
        words += f", and at {unknown:,} of {apart.numel():,} places, where one is NaN or infinite"
    return words


def _densified(tensor: Tensor) -> Tensor:
    """A sparse tensor as a dense one: the same values can be listed in several ways."""
    tensor = tensor.detach()
    return tensor if tensor.layout == torch.strided or tensor.is_nested else tensor.to_dense()


def _parts(tensor: Tensor) -> tuple[Tensor, ...]:
    dense = _densified(tensor)
    made_of = contents(dense)
    return tuple(part.detach() for part in made_of.values + made_of.structure)


def _equal_parts(first: Tensor, second: Tensor) -> bool:
    if torch.equal(first, second):
        return True
    a, b = _numbers(first), _numbers(second)
    return bool(((a == b) | (a.isnan() & b.isnan())).all())


def _numbers(tensor: Tensor) -> Tensor:
    """``tensor`` in a type that can be subtracted without overflow, and compared."""
    if tensor.is_complex():
        return tensor.to(torch.promote_types(tensor.dtype, torch.complex64))
    if tensor.is_floating_point() and tensor.element_size() < 4:
        return tensor.float()
    return tensor if tensor.is_floating_point() else tensor.double()
