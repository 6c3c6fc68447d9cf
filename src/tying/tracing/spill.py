"""Contributions put aside in files, so that their inner products need no memory of their own."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor


class Spill:
    """Copies of tensors in a temporary folder, by key, mapped into memory by the system.

    They are read as any tensor on the CPU. What the system holds of them in memory it can give
    up whenever somebody needs it.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder: Path | None = None
        self._numbers = count()
        self.kept: dict[int, list[Tensor]] = defaultdict(list)

    def put(self, key: int, tensor: Tensor) -> None:
        """Keep ``tensor`` under ``key``: in a file, if it has dense memory to be copied."""
        self.kept[key].append(self._copy(tensor))

    def _copy(self, tensor: Tensor) -> Tensor:
        if tensor.layout != torch.strided or tensor.is_meta or not tensor.numel():
            return tensor
        if self._folder is None:
            folder = TemporaryDirectory(prefix="tying-", ignore_cleanup_errors=True)
            self._folder = Path(self._stack.enter_context(folder))
        size = tensor.numel() * tensor.element_size()
        mapped = np.memmap(self._folder / str(next(self._numbers)), np.uint8, "w+", shape=(size,))
        kept = torch.from_numpy(mapped).view(tensor.dtype).view(tensor.shape)
        return kept.copy_(tensor.detach())

    def close(self) -> None:
        """Remove the folder; no tensor that came out of it may be read any more."""
        self.kept.clear()
        self._stack.close()
        self._folder = None
