"""Floating-point operations of a forward pass, as PyTorch counts them."""

from __future__ import annotations

from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode


def count_flops(model: nn.Module, *args: Tensor) -> int:
    """Floating-point operations of ``model(*args)``; a multiply-add counts as two.

    Products of matrices and convolutions are counted, as in
    :class:`torch.utils.flop_counter.FlopCounterMode`; adding a bias or applying a nonlinearity
    costs nothing there.
    """
    with FlopCounterMode(display=False) as counter:
        model(*args)
    return counter.get_total_flops()
