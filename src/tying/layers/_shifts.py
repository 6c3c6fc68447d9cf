"""Two ways to a moved response: move the image and apply the layer, or the other way round."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class TwoWays:
    """The response to an image, and the two ways to move it, all of one shape.

    A layer f is equivariant under the shift S if both ways give the same: f(Sx) = S'f(x).

    Attributes:
        response: f(x), the response to the image that has not moved.
        shifted_first: f(Sx), the response to the shifted image.
        shifted_last: S'f(x), the response shifted by whole places.
    """

    response: Tensor
    shifted_first: Tensor
    shifted_last: Tensor

    @property
    def difference(self) -> Tensor:
        """f(Sx) - S'f(x)."""
        return self.shifted_first - self.shifted_last

    @property
    def error(self) -> Tensor:
        """The size of the difference relative to the response: ‖f(Sx) - S'f(x)‖ / ‖f(x)‖."""
        return self.difference.norm() / self.response.norm()


def shift_both_ways(
    layer: Callable[[Tensor], Tensor], x: Tensor, shift: tuple[int, int], stride: int = 1
) -> TwoWays:
    """Shift an image on a ring before the layer and after it.

    The response moves by ``shift / stride`` places. Where this is no whole number, of the nearest
    moves by whole places the one with the smallest difference is taken.

    Args:
        layer: maps ``(..., height, width)`` to ``(..., rows, columns)``.
        x: the image, of shape ``(..., height, width)``.
        shift: rows down and columns to the right; what leaves at one edge comes back at the
            opposite one.
        stride: step from one window of the layer to the next.

    Raises:
        ValueError: if ``stride`` is not positive.
    """
    if stride < 1:
        raise ValueError(f"stride must be 1 or more, got {stride}")
    response, shifted_first = layer(x), layer(x.roll(shift, (-2, -1)))
    moves = itertools.product(*({step // stride, -(-step // stride)} for step in shift))
    candidates = [response.roll(move, (-2, -1)) for move in moves]
    sizes = torch.stack([(shifted_first - one).norm() for one in candidates])
    return TwoWays(response, shifted_first, candidates[int(sizes.argmin())])
