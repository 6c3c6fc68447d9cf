"""The cells of recurrent layers that torch hands over whole to every device but the CPU."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

aten = torch.ops.aten


def lstm(x: Tensor, h: Tensor, c: Tensor, *biases: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
    """New state, new cell, and the four gates for the backward pass."""
    gates = x + h
    for bias in biases:
        gates = gates if bias is None else gates + bias
    i, f, new, o = gates.chunk(4, 1)
    i, f, new, o = i.sigmoid(), f.sigmoid(), new.tanh(), o.sigmoid()
    cell = f * c + i * new
    return o * cell.tanh(), cell, torch.cat([i, f, new, o], 1)


def lstm_backward(
    grad_h: Tensor | None, grad_c: Tensor | None, c: Tensor, cell: Tensor, gates: Tensor, bias: bool
) -> tuple[Tensor, Tensor, Tensor | None]:
    """Gradients of the gates, of the old cell and of a bias."""
    i, f, new, o = gates.chunk(4, 1)
    zero = torch.zeros_like(cell)
    dh, dc = zero if grad_h is None else grad_h, zero if grad_c is None else grad_c
    dc = dc + dh * o * (1 - cell.tanh() ** 2)
    parts = [dc * new * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - new**2)]
    grad = torch.cat([*parts, dh * cell.tanh() * o * (1 - o)], 1)
    return grad, dc * f, grad.sum(0) if bias else None


def gru(x: Tensor, h: Tensor, state: Tensor, *biases: Tensor | None) -> tuple[Tensor, Tensor]:
    """New state, and what the backward pass needs."""
    if biases and biases[0] is not None and biases[1] is not None:
        x, h = x + biases[0], h + biases[1]
    (x_r, x_z, x_n), (h_r, h_z, h_n) = x.chunk(3, 1), h.chunk(3, 1)
    r, z = (x_r + h_r).sigmoid(), (x_z + h_z).sigmoid()
    n = (x_n + r * h_n).tanh()
    return (state - n) * z + n, torch.cat([r, z, n, state, h_n], 1)


def gru_backward(grad: Tensor, kept: Tensor, bias: bool) -> tuple[Tensor | None, ...]:
    """Gradients of both gates, of the old state and of both biases."""
    r, z, n, state, h_n = kept.chunk(5, 1)
    dn, dz = grad * (1 - z) * (1 - n**2), grad * (state - n) * z * (1 - z)
    dr = dn * h_n * r * (1 - r)
    dx, dh = torch.cat([dr, dz, dn], 1), torch.cat([dr, dz, dn * r], 1)
    return dx, dh, grad * z, dx.sum(0) if bias else None, dh.sum(0) if bias else None


CELLS: dict[Any, Any] = {
    aten._thnn_fused_lstm_cell.default: lstm,
    aten._thnn_fused_lstm_cell_backward_impl.default: lstm_backward,
    aten._thnn_fused_gru_cell.default: gru,
    aten._thnn_fused_gru_cell_backward.default: gru_backward,
}
