"""Linear maps on rings: those that commute with all shifts, and their singular values."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import torch
from torch import Tensor


def average_over_shifts(matrix: Tensor, size: Sequence[int], step: int = 1) -> Tensor:
    """The mean of S A S⁻¹ over the shifts S of a ring, or of a ring in each direction.

    The mean commutes with all these shifts, and it is the nearest matrix to A that does so: the
    average over a group is the projection on what the group leaves unchanged.

    Args:
        matrix: A, from an image to an image of the same ``size``, both read row by row.
        size: pixels of the image along each axis; what leaves at one end comes in at the other.
        step: shifts by multiples of so many pixels along each axis.

    Returns:
        A matrix of the same shape. At ``step`` 1 it is circulant, or doubly block circulant.

    Raises:
        ValueError: if the matrix does not fit, or a side is no multiple of ``step``.
    """
    pixels = math.prod(size)
    if tuple(matrix.shape) != (pixels, pixels):
        raise ValueError(
            f"for images of {tuple(size)} the matrix must be {pixels} by {pixels}, "
            f"got {tuple(matrix.shape)}"
        )
    if step < 1 or any(side % step for side in size):
        raise ValueError(f"step must divide every side of {tuple(size)}, got {step}")
    axes = tuple(range(2 * len(size)))
    by_pixels = matrix.reshape(*size, *size)
    shifts = list(itertools.product(*(range(0, side, step) for side in size)))
    # S A S⁻¹ moves rows and columns alike
    moved = [by_pixels.roll((*shift, *shift), axes) for shift in shifts]
    return (sum(moved[1:], moved[0]) / len(shifts)).reshape(pixels, pixels)


def singular_values(kernel: Tensor, size: Sequence[int]) -> Tensor:
    """The singular values of a convolution with circular padding at stride 1.

    At each frequency the layer is a small matrix, of channels by channels: the discrete Fourier
    transform of the kernel at this frequency. Its singular values are those of the layer.

    Args:
        kernel: shape ``(channels_out, channels_in, *window)``.
        size: pixels of the image along each axis.

    Returns:
        Shape ``(*size, channels)`` with the smaller number of channels: those of each frequency,
        largest first.

    Raises:
        ValueError: if the axes differ in number, or the window is larger than the ring.

    Source:
        Sedghi, Gupta & Long, *The Singular Values of Convolutional Layers*, ICLR 2019.
    """
    window = tuple(kernel.shape[2:])
    if len(window) != len(size) or any(k > n for k, n in zip(window, size, strict=False)):
        raise ValueError(
            f"a window of {window} does not fit a ring of {tuple(size)}; "
            "give as many axes, with as many pixels as weights or more"
        )
    # Where the window begins turns only the phase of a frequency.
    response = torch.fft.fftn(kernel, s=tuple(size), dim=tuple(range(2, kernel.ndim)))
    return torch.linalg.svdvals(response.movedim((0, 1), (-2, -1)))
