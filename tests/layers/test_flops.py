"""Floating-point operations of a pass: two for each multiply-add, whoever owns the weight."""

from __future__ import annotations

import torch
from torch import nn

from tying.layers import LocallyConnected2d, count_flops, count_layers


def test_a_linear_layer_needs_two_operations_for_each_weight_and_row():
    assert count_flops(nn.Linear(5, 3), torch.ones(7, 5)) == 2 * 7 * 5 * 3


def test_a_convolution_and_its_twin_need_two_for_each_multiply_add():
    conv, image = nn.Conv2d(2, 4, 3), torch.ones(1, 2, 8, 9)
    twin = LocallyConnected2d.from_convolution(conv, (8, 9))
    macs = count_layers(8, 9, 2, 4, kernel=3).convolution.macs
    assert count_flops(conv, image) == count_flops(twin, image) == 2 * macs


def test_a_layer_that_is_used_twice_costs_twice():
    layer, x = nn.Linear(6, 6), torch.ones(1, 6)
    assert count_flops(nn.Sequential(layer, layer), x) == 2 * count_flops(layer, x)
