"""The device that the book's notebooks run on."""

from __future__ import annotations

import os
import re

import torch

from tying.scale import scaled

__all__ = ["CHOICES", "device", "scaled"]

CHOICES = ("cpu", "cuda", "mps")


def device() -> torch.device:
    """CUDA if there is a GPU, else the CPU; the environment variable ``TYING_DEVICE`` overrides.

    ``mps``, the GPU of a Mac, is chosen only through the variable: it has no double precision,
    and the book is not tested on it.

    Raises:
        ValueError: if ``TYING_DEVICE`` names no known device, or one that is not there.
    """
    value = os.environ.get("TYING_DEVICE", "")
    if not value:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    match = re.fullmatch(rf"({'|'.join(CHOICES)})(?::([0-9]+))?", value)
    if match is None:
        raise ValueError(
            f"TYING_DEVICE must be one of {', '.join(CHOICES)} (cuda:1 for the second GPU), "
            f"got {value!r}"
        )
    kind, index = match.groups()
    if int(index or 0) >= _device_count(kind):
        raise ValueError(
            f"TYING_DEVICE is {value!r}, but torch sees no such device here; "
            "unset it to use what there is"
        )
    return torch.device(value)


def _device_count(kind: str) -> int:
    """How many devices of ``kind`` torch sees."""
    if kind == "cuda":
        return torch.cuda.device_count()
    if kind == "mps":
        return int(torch.backends.mps.is_available())
    return 1
