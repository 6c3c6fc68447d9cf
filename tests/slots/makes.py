"""Parameters that are made of other tensors, as libraries around torch make them.

``Quantised`` stands for the weights of torchao, ``packed`` for those of bitsandbytes (which needs a
GPU), and ``partitioned`` for the parameters of DeepSpeed's ZeRO-3: they have the attributes that
those libraries give them. The shards are torch's own, in the first of two processes; the second
does not exist.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.testing._internal.distributed.fake_pg import FakeStore
from torch.utils._pytree import tree_map_only

aten: Any = torch.ops.aten


class Quantised(Tensor):
    """A matrix as integers with one scale for each row; torch sees its shape in bfloat16."""

    codes: Tensor
    scale: Tensor

    def __new__(cls, codes: Tensor, scale: Tensor) -> "Quantised":
        self = Tensor._make_wrapper_subclass(cls, codes.shape, dtype=torch.bfloat16)  # type: ignore[attr-defined]
        self.codes, self.scale = codes, scale
        return self

    def __tensor_flatten__(self) -> tuple[list[str], None]:
        return ["codes", "scale"], None

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func in (aten.detach.default, aten.clone.default):
            return cls(func(args[0].codes), func(args[0].scale))
        args = tree_map_only(cls, lambda wrapper: wrapper.codes * wrapper.scale, args)
        return func(*args, **(kwargs or {}))


def quantised(rows: int = 4, columns: int = 6) -> nn.Parameter:
    """A frozen weight of ``rows × columns`` bytes and a float for each row."""
    codes = torch.arange(rows * columns, dtype=torch.int8).reshape(rows, columns)
    return nn.Parameter(Quantised(codes, torch.ones(rows, 1)), requires_grad=False)


class Params4bit(nn.Parameter):
    """A parameter whose entries are packed in pairs; ``quant_state`` tells how."""

    quant_state: Any


def packed(rows: int = 4, columns: int = 6) -> nn.Parameter:
    """``rows × columns`` entries in half as many bytes, 4 float scales, and those quantised too."""
    parameter = Params4bit(torch.zeros(rows * columns // 2, 1, dtype=torch.uint8), False)
    inner = SimpleNamespace(absmax=torch.zeros(1), shape=None, state2=None)
    parameter.quant_state = SimpleNamespace(
        shape=torch.Size([rows, columns]), absmax=torch.zeros(4), state2=inner, quant_type="nf4"
    )
    return parameter


def partitioned(numel: int, processes: int | None = 2) -> nn.Parameter:
    """An empty parameter of ``numel`` entries, of which this process has its part, if any."""
    parameter: Any = nn.Parameter(torch.zeros(numel))
    parameter.ds_numel, parameter.ds_shape = numel, parameter.shape
    parameter.data = torch.empty(0)
    if processes is not None:
        parameter.ds_tensor = torch.zeros(numel // processes)
    return parameter


@contextmanager
def first_of_two_processes() -> Iterator[Any]:
    """The mesh of two processes of which this is the first; their messages go nowhere."""
    dist.init_process_group("fake", store=FakeStore(), rank=0, world_size=2)
    try:
        yield init_device_mesh("cpu", (2,))
    finally:
        dist.destroy_process_group()
