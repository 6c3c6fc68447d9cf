"""The loss on the straight line between two solutions."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def losses_between(
    loss: Callable[[Tensor], Tensor], start: Tensor, end: Tensor, steps: int = 11
) -> Tensor:
    """Loss at ``steps`` places with equal distances on the line from ``start`` to ``end``.

    Args:
        loss: takes weights of start's shape and returns a loss, or a loss for each network if the
            weights hold several.
        start: weights of any shape.
        end: of the same shape.
        steps: places, the ends included; at least 3.

    Returns:
        Tensor of shape ``(steps, *loss(start).shape)``.

    Raises:
        ValueError: if the shapes differ, or there are fewer than 3 places.
    """
    if start.shape != end.shape:
        raise ValueError(
            f"start and end must have one shape, got {tuple(start.shape)} and {tuple(end.shape)}"
        )
    if steps < 3:
        raise ValueError(f"steps must be at least 3, the ends and a place between, got {steps}")
    shares = torch.linspace(0, 1, steps, dtype=start.dtype, device=start.device)
    return torch.stack([loss(torch.lerp(start, end, share)) for share in shares])


def barrier(losses: Tensor) -> Tensor:
    """How far the loss rises above the straight line between its two ends, at most.

    Args:
        losses: of :func:`losses_between`, places along the first axis.

    Returns:
        Tensor of shape ``losses.shape[1:]``, 0 or more.

    Source:
        R. Entezari et al., *The role of permutation invariance in linear mode connectivity of
        neural networks*, 2022, who also take the largest distance to the line.
    """
    shares = torch.linspace(0, 1, len(losses), dtype=losses.dtype, device=losses.device)
    shares = shares.reshape(-1, *(1,) * (losses.ndim - 1))
    return (losses - torch.lerp(losses[:1], losses[-1:], shares)).amax(0)
