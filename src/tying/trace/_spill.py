"""Contributions put aside in a file, so that their inner products need no memory of their own."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from contextlib import suppress
from threading import Lock
from typing import IO, NamedTuple

import numpy as np
import torch
from torch import Tensor

from tying.trace._contributions import gram

ALIGNMENT = 16
"""Every vector begins at a multiple of so many bytes, at which a number of any type may begin."""


class Stored(NamedTuple):
    """A vector that lies in the file.

    Attributes:
        extent: its bytes in the file.
        dtype: the type of its numbers.
        device: the device that it came from.
    """

    extent: slice
    dtype: torch.dtype
    device: torch.device


class Spill:
    """Vectors by key, in a file until their inner products are taken; any thread may put."""

    def __init__(self) -> None:
        self._kept: dict[int, list[Tensor | Stored]] = defaultdict(list)
        self._grams: dict[int, Tensor] = {}
        self._file: IO[bytes] | None = None
        self._lock = Lock()

    def close(self) -> None:
        """Take all inner products that were not taken before, and close the file."""
        try:
            for key in self._kept:
                self.gram(key)
        finally:
            self._kept.clear()
            if self._file is not None:
                with suppress(OSError):  # of what is written late, and not needed any more
                    self._file.close()

    def put(self, key: int, tensor: Tensor) -> int:
        """Keep ``tensor`` as a dense vector, and say how many were kept under ``key`` before.

        Raises:
            OSError: if there is no folder for temporary files, or no space in it.
        """
        with self._lock:
            stored = self._stored(tensor.detach().to_dense().flatten())
            self._kept[key].append(stored)
            return len(self._kept[key]) - 1

    def gram(self, key: int) -> Tensor:
        """The inner products of what was put under ``key``, on the device that it came from."""
        with self._lock:
            kept = self._kept.get(key, [])
            known = len(self._grams[key]) if key in self._grams else 0
            if known < len(kept):
                content = self._content()
                vectors = [
                    vector
                    if isinstance(vector, Tensor)
                    else content[vector.extent].view(vector.dtype)
                    for vector in kept
                ]
                self._grams[key] = gram(vectors).to(kept[0].device)
        return self._grams[key]

    def _content(self) -> Tensor:
        """The bytes of the file, mapped and not read."""
        if self._file is None:
            return torch.empty(0, dtype=torch.uint8, device="cpu")
        self._file.flush()
        # Shared pages, which need no memory; writable since torch requires it, but nothing writes.
        return torch.from_numpy(np.memmap(self._file, np.uint8, "r+"))

    def _stored(self, vector: Tensor) -> Tensor | Stored:
        """Write ``vector`` to the file; a copy instead where its numbers cannot be written."""
        if vector.is_meta:
            return vector.clone()  # has no numbers
        host = vector.cpu().resolve_conj().resolve_neg().contiguous()
        if type(host) is not Tensor or host.is_meta or host.numel() == 0:
            return vector.clone()  # only its class knows the numbers, or there are none
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="tying-")
        start = self._file.seek(-self._file.tell() % ALIGNMENT, os.SEEK_CUR)
        self._file.write(host.view(torch.uint8).numpy().data)
        return Stored(slice(start, self._file.tell()), host.dtype, vector.device)
