"""Which bytes of memory a tensor occupies, on any device, real or not.

An address cannot tell: every tensor on the ``meta`` device, and every empty one, reports address
0. The identity of the storage object can, together with the runs of bytes that sizes, strides
and offset cover in it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

Runs = np.ndarray
"""Sorted, disjoint half-open byte intervals, an integer array of shape (runs, 2)."""


class View(NamedTuple):
    """Which numbers of which storage a tensor shows, and in which order.

    Equal for two living tensors if and only if they show the same numbers of one storage at the
    same places. Below autograd, where a parameter is no object of Python any more, and in a file
    of ``torch.save``, which keeps no objects, this is all that is left of identity.

    Attributes:
        storage: address of the storage object, as another may have it once this one is freed.
        offset: of the first number in the storage.
        shape: of the tensor, or of each part of a nested one.
        strides: as ``shape``.
        dtype: type of the numbers.
    """

    storage: int
    offset: int | torch.SymInt
    shape: tuple[Hashable, ...]
    strides: tuple[Hashable, ...]
    dtype: torch.dtype

    @classmethod
    def of(cls, tensor: Tensor) -> View | None:
        """The view that ``tensor`` is; None if it has no storage of its own, as a sparse one.

        Raises:
            RuntimeError: as :func:`storage_key`.
        """
        address = _storage_address(tensor)
        if address is None:
            return None
        if tensor.is_nested and tensor.layout == torch.strided:  # which has no shape as a whole
            shape = tuple(map(tuple, tensor._nested_tensor_size().tolist()))
            strides = tuple(map(tuple, tensor._nested_tensor_strides().tolist()))
        else:
            shape, strides = tuple(tensor.shape), tensor.stride()
        return cls(address, tensor.storage_offset(), shape, strides, tensor.dtype)


def storage_key(tensor: Tensor) -> Hashable:
    """A value equal for two living tensors if and only if they look at one storage.

    A tensor without a storage, as in the layout of mkldnn, gets a key of its own.

    Raises:
        RuntimeError: if this version of torch does not expose the identity of a storage.
    """
    address = _storage_address(tensor)
    return ("object", id(tensor)) if address is None else ("storage", address)


def _storage_address(tensor: Tensor) -> int | None:
    """The address of the storage object; None if the tensor has none."""
    try:
        storage = tensor.untyped_storage()
    except (NotImplementedError, RuntimeError):
        return None
    # private, but the only identity that also holds on meta and fake tensors
    address = getattr(storage, "_cdata", None)
    if address is None:
        raise RuntimeError(
            f"torch {torch.__version__} does not say which storage a tensor has "
            "(UntypedStorage._cdata is missing); use a version that tying is tested with"
        )
    return address


def byte_runs(tensor: Tensor) -> Runs:
    """The bytes of its storage that ``tensor`` occupies, every byte once.

    Dimensions are taken by rising stride. As long as the bytes seen so far form one run without
    a gap and the next stride does not jump over its end, the run grows; after the first gap, the
    starts are enumerated. A dense tensor, transposed or not, is one run and costs nothing to
    describe; a strided slice costs one row for each of its runs.
    """
    if tensor.numel() == 0:
        return np.empty((0, 2), dtype=np.int64)
    itemsize = tensor.element_size()
    if tensor.layout != torch.strided:  # in a layout of its own, which nothing else looks into
        return np.array([[0, tensor.numel() * itemsize]])
    extent = itemsize  # of each run
    starts = np.zeros(1, dtype=np.int64)
    for stride, size in sorted(zip(tensor.stride(), tensor.shape, strict=True)):
        step = stride * itemsize
        if len(starts) == 1 and step <= extent:
            extent += step * (size - 1)
        elif step > 0:  # a dimension of stride 0 adds no bytes
            starts = (starts[:, None] + step * np.arange(size)).ravel()
    starts = np.unique(starts) + int(tensor.storage_offset()) * itemsize
    return _merge(np.stack([starts, starts + extent], axis=1))


def union(*runs: Runs) -> Runs:
    """All bytes that occur in any of ``runs``."""
    together = np.concatenate(runs)
    return _merge(together[np.argsort(together[:, 0], kind="stable")])


def byte_count(runs: Runs) -> int:
    """The number of bytes in ``runs``."""
    return int((runs[:, 1] - runs[:, 0]).sum())


class Partition:
    """The numbers from 0 to ``count`` − 1, in parts that only ever grow together."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))  # a forest; the numbers of one tree are one part

    def join(self, first: int, second: int) -> None:
        """Make the parts of two numbers one."""
        self._parent[self._root(first)] = self._root(second)

    def parts(self) -> list[list[int]]:
        """The parts, each in rising order, by their lowest number."""
        parts: dict[int, list[int]] = {}
        for i in range(len(self._parent)):
            parts.setdefault(self._root(i), []).append(i)
        return list(parts.values())

    def _root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]  # halves the path for later look-ups
            i = parent[i]
        return i


def overlapping(groups: list[Runs]) -> list[list[int]]:
    """Partition of ``range(len(groups))`` by chains of overlaps.

    Two indices stand together if they have a byte in common, or each has one with a third.
    Touching without a common byte does not join. The runs are taken by rising start, so that one
    which overlaps any earlier run overlaps the earlier run that reaches furthest.
    """
    partition = Partition(len(groups))
    runs = np.concatenate(groups)
    owners = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    order = np.argsort(runs[:, 0], kind="stable")
    furthest_end, furthest_owner = -1, -1
    for (start, end), owner in zip(runs[order].tolist(), owners[order].tolist(), strict=True):
        if start < furthest_end:
            partition.join(owner, furthest_owner)
        if end > furthest_end:
            furthest_end, furthest_owner = end, owner
    return partition.parts()


class Occupied:
    """Bytes of any number of storages, in which every byte counts once.

    Attributes:
        nbytes: how many they are.
    """

    def __init__(self) -> None:
        self.nbytes = 0
        self._runs: dict[Hashable, Runs] = {}

    def add(self, *tensors: Tensor) -> int:
        """Take in the bytes of plain tensors; the number that were not there before."""
        before = self.nbytes
        for tensor in tensors:
            key, runs = storage_key(tensor), byte_runs(tensor)
            if key in self._runs:
                self.nbytes -= byte_count(self._runs[key])
                runs = union(self._runs[key], runs)
            self._runs[key] = runs
            self.nbytes += byte_count(runs)
        return self.nbytes - before


def _merge(runs: Runs) -> Runs:
    """Join the runs of an array sorted by start that overlap or touch."""
    if len(runs) < 2:
        return runs
    reach = np.maximum.accumulate(runs[:, 1])
    opens = np.concatenate([[True], runs[1:, 0] > reach[:-1]])
    closes = np.concatenate([opens[1:], [True]])
    return np.stack([runs[opens, 0], reach[closes]], axis=1)
