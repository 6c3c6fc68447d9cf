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


class Stored(NamedTuple):
    """Where the file has a vector."""

    place: slice
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
        """Take all inner products that nobody asked for before, and give up the file."""
        try:
            for key in self._kept:
                self.gram(key)
        finally:
            self._kept.clear()
            if self._file is not None:
                with suppress(OSError):  # of what is written late, and not needed any more
                    self._file.close()

    def put(self, key: int, tensor: Tensor) -> int:
        """Keep ``tensor``, as a dense one; how many were kept under ``key`` before."""
        with self._lock:
            stored = self._stored(tensor.detach().to_dense().flatten())
            self._kept[key].append(stored)
            return len(self._kept[key]) - 1

    def gram(self, key: int) -> Tensor:
        """The inner products of what was put under ``key``."""
        with self._lock:
            kept = self._kept.get(key, [])
            if len(self._grams.get(key, ())) < len(kept):
                content = torch.empty(0, device="cpu")
                if self._file is not None:
                    self._file.flush()
                    # Shared pages, which need no memory; writable for torch, but nothing writes.
                    content = torch.from_numpy(np.memmap(self._file, np.uint8, "r+"))
                put = [v if isinstance(v, Tensor) else content[v.place].view(v.dtype) for v in kept]
                self._grams[key] = gram(put).to(kept[0].device)
        return self._grams[key]

    def _stored(self, vector: Tensor) -> Tensor | Stored:
        host = vector if vector.is_meta else vector.cpu().resolve_conj().resolve_neg().contiguous()
        if type(host) is not Tensor or host.is_meta or not host.numel():
            return vector.clone()  # there are no numbers, or only its class knows them
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="tying-")
        start = self._file.seek(-self._file.tell() % 16, os.SEEK_CUR)  # any type may begin there
        self._file.write(host.view(torch.uint8).numpy().data)
        return Stored(slice(start, self._file.tell()), host.dtype, vector.device)
