"""What a tensor is made of: the plain tensors in whose memory its entries lie.

A plain tensor is made of itself. Sparse and nested tensors, and the wrappers that quantise a weight
or shard it over several processes, look at other tensors; their own address, strides and number
of bytes describe no memory. Two of them share memory if the tensors that they are made of do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

RAGGED = -1
"""Stands in a shape for a dimension without one length, as a nested tensor has it."""


class Contents(NamedTuple):
    """The entries of a tensor, and where they lie.

    Attributes:
        shape: the shape of the whole tensor, ``RAGGED`` where lengths differ.
        numel: its number of entries, whatever memory they take and whichever process has it.
        here: how many of them this process holds; fewer than ``numel`` in a shard.
        values: the plain tensors that hold those entries.
        structure: further plain tensors that say where entries stand or how they are packed.
        explicit: the entries in ``values``; fewer than ``numel`` in a sparse tensor.
    """

    shape: tuple[int, ...]
    numel: int
    here: int
    values: tuple[Tensor, ...]
    structure: tuple[Tensor, ...]
    explicit: int


def is_plain(tensor: Tensor) -> bool:
    """Whether ``tensor`` is made of itself alone, so that sizes and strides describe its memory."""
    kind = type(tensor)
    return (
        (kind is nn.Parameter or kind is Tensor)
        and tensor.layout is torch.strided
        and not tensor.is_nested
        and "ds_numel" not in tensor.__dict__
    )


def is_packed(tensor: Tensor) -> bool:
    """Whether ``tensor`` is a 4-bit weight of bitsandbytes, several entries to an element."""
    return hasattr(getattr(tensor, "quant_state", None), "shape")


def contents(tensor: Tensor) -> Contents:
    """What ``tensor`` is made of; no value is read.

    Known are plain, sparse and nested tensors; subclasses that have ``__tensor_flatten__``, as the
    quantised weights of torchao; ``DTensor``, the shards of FSDP2 and tensor parallelism; the
    partitioned parameters of DeepSpeed's ZeRO-3; and the packed 4-bit weights of bitsandbytes. Any
    other subclass is taken for a plain tensor.
    """
    if not is_plain(tensor):  # nearly always it is
        for applies, described in _MAKES:
            if applies(tensor):
                return described(tensor)
    return _as_itself(tensor)


def _as_itself(tensor: Tensor) -> Contents:
    numel = tensor.numel()
    return Contents(tuple(tensor.shape), numel, numel, (tensor,), (), numel)


def _sparse(tensor: Tensor) -> Contents:
    """Values at places; a layout that is not sparse, such as mkldnn's, is made of itself."""
    if tensor.layout == torch.sparse_coo:
        values, *places = tensor._values(), tensor._indices()
    elif tensor.layout in (torch.sparse_csr, torch.sparse_bsr):
        values, *places = tensor.values(), tensor.crow_indices(), tensor.col_indices()
    elif tensor.layout in (torch.sparse_csc, torch.sparse_bsc):
        values, *places = tensor.values(), tensor.ccol_indices(), tensor.row_indices()
    else:
        return _as_itself(tensor)
    whole = _as_itself(tensor)
    return whole._replace(values=(values,), structure=tuple(places), explicit=values.numel())


def _nested(tensor: Any) -> Contents:
    """The tensors of different lengths lie in one tensor of values."""
    values, numel = tensor.values(), tensor.numel()
    if tensor.layout == torch.jagged:
        shape = tuple(n if isinstance(n, int) else RAGGED for n in tensor.shape)
        structure = tuple(part for part in _inner(tensor) if part is not tensor._values)
    else:
        sizes = tensor._nested_tensor_size()
        lengths = [set(column) for column in zip(*sizes.tolist(), strict=True)]
        shape = (len(sizes), *(ns.pop() if len(ns) == 1 else RAGGED for ns in lengths))
        structure = (sizes,)
    return Contents(shape, numel, numel, (values,), structure, numel)


def _wrapper(tensor: Tensor) -> Contents:
    """A subclass that holds other tensors, itself perhaps a shard of what it stands for."""
    parts = [contents(part) for part in _inner(tensor)]
    shape, numel = tuple(tensor.shape), tensor.numel()
    here = sum(part.here for part in parts) if hasattr(tensor, "_local_tensor") else numel
    values = tuple(value for part in parts for value in part.values)
    structure = tuple(piece for part in parts for piece in part.structure)
    return Contents(shape, numel, here, values, structure, here)


def _partitioned(tensor: Any) -> Contents:
    """A parameter of ZeRO-3: the partition in this process, not what is gathered for a moment."""
    partition = getattr(tensor, "ds_tensor", None)
    part = tensor.data if partition is None else partition
    here = part.numel()
    shape = tuple(getattr(tensor, "ds_shape", (tensor.ds_numel,)))
    return Contents(shape, tensor.ds_numel, here, (part,), (), here)


def _packed(tensor: Any) -> Contents:
    """A weight of bitsandbytes: two entries to a byte, and tables to unpack them."""
    state = tensor.quant_state
    numel = math.prod(state.shape)
    structure = tuple(_tensors_of(state))
    return Contents(tuple(state.shape), numel, numel, (tensor.data,), structure, numel)


def _inner(tensor: Any) -> Iterator[Tensor]:
    """The tensors that a subclass names as its own; it may name other things beside them."""
    names, _ = tensor.__tensor_flatten__()
    for name in names:
        part = getattr(tensor, name)
        if isinstance(part, Tensor):
            yield part


def _tensors_of(state: Any) -> Iterator[Tensor]:
    """The tensors of a state of quantisation, and of the one in it that quantises its scales."""
    for value in vars(state).values():
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, type(state)):
            yield from _tensors_of(value)


_MAKES: tuple[tuple[Callable[[Any], bool], Callable[[Any], Contents]], ...] = (
    (lambda tensor: hasattr(tensor, "ds_numel"), _partitioned),
    (lambda tensor: tensor.is_nested, _nested),
    (lambda tensor: tensor.layout != torch.strided, _sparse),
    (is_packed, _packed),
    (lambda tensor: hasattr(tensor, "__tensor_flatten__"), _wrapper),
)
"""How to tell tensors that are made of others, and how to describe them; the first that applies."""
