"""Contributions put aside in a file, so that their inner products need no memory of their own."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable
from typing import IO, NamedTuple

import numpy as np
import torch
from torch import Tensor

from tying.tracing.contributions import gram


class Stored(NamedTuple):
    """Where the file has a vector."""

    place: slice
    dtype: torch.dtype
    device: torch.device


class Spill:
    """Vectors by key, in a temporary file without a name, until their inner products are taken.

    That is when it is closed, or earlier if somebody asks.
    """

    def __init__(self) -> None:
        self._kept: dict[int, list[Tensor | Stored]] = defaultdict(list)
        self._grams: dict[int, Tensor] = {}
        self._file: IO[bytes] | None = None

    def close(self, raised: object = None, *_: object) -> None:
        """Take all inner products, unless something was ``raised``, and give up the file."""
        try:
            if raised is None:
                for key in self._kept:
                    self.gram(key)
        finally:
            self._kept.clear()
            if self._file is not None:
                self._file.close()

    def put(self, key: int, tensor: Tensor) -> Callable[[], Tensor]:
        """Keep ``tensor``; the result gives its inner products with those so far and itself."""
        count = len(self._kept[key]) + 1
        self._kept[key].append(self._stored(tensor.detach().to_dense().flatten()))
        return lambda: self.gram(key)[count - 1, :count]

    def gram(self, key: int) -> Tensor:
        """The inner products of what was put under ``key``."""
        kept = self._kept.get(key, [])
        if len(self._grams.get(key, ())) < len(kept):
            content = self._content()
            put = [v if isinstance(v, Tensor) else content[v.place].view(v.dtype) for v in kept]
            self._grams[key] = gram(put).to(kept[0].device)
        return self._grams[key]

    def _stored(self, vector: Tensor) -> Tensor | Stored:
        host = vector if vector.is_meta else vector.cpu().resolve_conj().resolve_neg()
        if type(host) is not Tensor or host.is_meta or not host.numel():
            return vector  # there are no numbers, or only its class knows them
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="tying-")
        start = self._file.seek(-self._file.tell() % 16, os.SEEK_CUR)  # any type may begin there
        self._file.write(host.view(torch.uint8).numpy().data)
        return Stored(slice(start, self._file.tell()), host.dtype, vector.device)

    def _content(self) -> Tensor:
        """The bytes of the file, as the system reads them when they are needed."""
        if self._file is None:
            return torch.empty(0, dtype=torch.uint8, device="cpu")
        self._file.flush()
        # Of private pages, since torch wants what it could write to; nothing writes.
        return torch.from_numpy(np.memmap(self._file, np.uint8, "c"))
