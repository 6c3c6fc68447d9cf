"""Toeplitz and circulant matrices, blocks of them, and the matrices of two layers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Literal

import torch
from torch import Tensor

from tying.layers import output_size
from tying.structured._pattern import SharingPattern

Padding = int | Literal["valid", "same", "full", "circular"]
"""Zeros at each end, or their name.

``valid`` adds none; ``same`` adds as many in all as keep the size at stride 1; ``full`` adds
``kernel - 1`` at each end, so that every window with a pixel counts; ``circular`` reads the
opposite end where ``same`` reads zeros.
"""


def toeplitz(rows: int, columns: int) -> SharingPattern:
    """One weight for each diagonal: entry (i, j) is weight ``j - i + rows - 1``.

    The weights run from the diagonal in the bottom left corner to that in the top right one.

    Raises:
        ValueError: if a size is not positive.
    """
    _require_positive(rows=rows, columns=columns)
    return SharingPattern(_lags(rows, columns) + rows - 1, (rows + columns - 1,))


def circulant(size: int) -> SharingPattern:
    """One weight for each diagonal of a ring: entry (i, j) is weight ``(j - i) mod size``.

    The first row is the weights, and each row is the row above, moved by one to the right.

    Raises:
        ValueError: if ``size`` is not positive.
    """
    _require_positive(size=size)
    return SharingPattern(_lags(size, size) % size, (size,))


def nested(outer: SharingPattern, inner: SharingPattern) -> SharingPattern:
    """A pattern of blocks: a block of ``inner`` for each weight of ``outer``.

    Where ``outer`` has weight a, the block has the weights (a, 0), (a, 1), and so on. Two Toeplitz
    patterns make a doubly block Toeplitz pattern, two circulant ones a doubly block circulant one.

    Returns:
        A pattern with as many rows as both have, multiplied, and weights of the two shapes in a
        row.
    """
    (R, C), (r, c) = outer.index.shape, inner.index.shape
    a, b = outer.index[:, None, :, None], inner.index[None, :, None, :]
    both = torch.where((a >= 0) & (b >= 0), a * len(inner) + b, -1)
    return SharingPattern(both.reshape(R * r, C * c), (*outer.shape, *inner.shape))


def convolution(
    size: Sequence[int],
    kernel: Sequence[int],
    *,
    stride: int = 1,
    padding: Padding = "valid",
    channels_in: int = 1,
    channels_out: int = 1,
) -> SharingPattern:
    """The matrix of a convolution between images that are read row by row, channel by channel.

    As in PyTorch it is a cross-correlation: at stride s and with p zeros in front, the output at i
    is the sum over m of weight m times pixel ``s * i + m - p``.

    Args:
        size: pixels of the input along each axis, such as ``(height, width)``.
        kernel: weights along each axis.
        stride: step from one window to the next, the same along all axes.
        padding: the same along all axes.
        channels_in: channels of the input.
        channels_out: channels of the output.

    Returns:
        A pattern with weights of the shape of a ``Conv2d``: ``(channels_out, channels_in,
        *kernel)``.

    Raises:
        ValueError: if sizes are not positive or do not fit.
    """
    if len(size) != len(kernel) or not size:
        raise ValueError(
            "size and kernel must have as many axes, one or more; "
            f"got {len(size)} and {len(kernel)}"
        )
    _require_positive(channels_in=channels_in, channels_out=channels_out)
    pairs = torch.arange(channels_out * channels_in).reshape(channels_out, channels_in)
    channels = SharingPattern(pairs, (channels_out, channels_in))
    axes = (_axis(n, k, stride, padding) for n, k in zip(size, kernel, strict=True))
    return reduce(nested, axes, channels)


def locally_connected(
    size: Sequence[int],
    kernel: Sequence[int],
    *,
    stride: int = 1,
    padding: Padding = "valid",
    channels_in: int = 1,
    channels_out: int = 1,
) -> SharingPattern:
    """The matrix of :func:`convolution` in which each place has a kernel of its own.

    The nonzero entries are at the same positions, and no two of them share a weight. A weight that
    meets only padding stands nowhere.

    Returns:
        A pattern with weights of shape ``(places, channels_out, channels_in, *kernel)``.

    Raises:
        ValueError: if sizes are not positive or do not fit.
    """
    shared = convolution(
        size, kernel, stride=stride, padding=padding,
        channels_in=channels_in, channels_out=channels_out,
    )  # fmt: skip
    places = len(shared.index) // channels_out
    place = torch.arange(len(shared.index)).remainder(places)[:, None]
    index = torch.where(shared.index >= 0, shared.index + place * len(shared), -1)
    return SharingPattern(index, (places, *shared.shape))


def _axis(size: int, kernel: int, stride: int, padding: Padding) -> SharingPattern:
    """A convolution along one axis."""
    front, back = _ends(size, kernel, padding)
    # output_size knows padding that is equal at both ends, and checks what it is given
    places = output_size(size + front + back, kernel, stride)
    first = stride * torch.arange(places)[:, None] - front
    offset = torch.arange(size) - first
    if padding == "circular":
        offset = offset % size
    index = torch.where((offset >= 0) & (offset < kernel), offset, -1)
    return SharingPattern(index, (kernel,))


def _ends(size: int, kernel: int, padding: Padding) -> tuple[int, int]:
    """Pixels of padding in front of an axis and behind it."""
    if isinstance(padding, int):
        if padding < 0:
            raise ValueError(f"padding must be 0 or more, got {padding}")
        return padding, padding
    if padding == "circular" and kernel > size:
        raise ValueError(
            f"on a ring of {size} pixels a kernel has {size} weights or fewer, got {kernel}; "
            "with more, two weights would meet one pixel"
        )
    extra = kernel - 1
    ends = {"valid": (0, 0), "full": (extra, extra)}
    ends["same"] = ends["circular"] = (extra // 2, extra - extra // 2)  # as PyTorch pads
    if padding not in ends:
        raise ValueError(f"padding must be a number or one of {', '.join(ends)}; got {padding!r}")
    return ends[padding]


def _lags(rows: int, columns: int) -> Tensor:
    """``j - i`` for each entry (i, j)."""
    return torch.arange(columns) - torch.arange(rows)[:, None]


def _require_positive(**sizes: int) -> None:
    for name, value in sizes.items():
        if value < 1:
            raise ValueError(f"{name} must be 1 or more, got {value}")
