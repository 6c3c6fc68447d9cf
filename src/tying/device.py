"""The device that the book's notebooks run on."""

from __future__ import annotations

import os
import re

import torch

from tying.scale import scaled

__all__ = ["CHOICES", "device", "scaled"]

CHOICES = ("cpu", "cuda", "mps")


def device() -> torch.device:
    """CUDA if there is a GPU, else the CPU; ``TYING_DEVICE`` overrides (``mps`` has no doubles).

    Raises:
        ValueError: if ``TYING_DEVICE`` names no known device, or one that is not there.
    """
    wanted = os.environ.get("TYING_DEVICE") or ("cuda" if torch.cuda.is_available() else "cpu")
    parts = re.fullmatch(rf"({'|'.join(CHOICES)})(?::([0-9]+))?", wanted)
    if not parts:
        raise ValueError(
            f"TYING_DEVICE must be one of {', '.join(CHOICES)} (cuda:1 for the second GPU), "
            f"got {wanted!r}"
        )
    counts = 1, torch.cuda.device_count(), int(torch.backends.mps.is_available())
    if int(parts[2] or 0) >= counts[CHOICES.index(parts[1])]:
        raise ValueError(f"TYING_DEVICE is {wanted!r}, but torch sees no such device here")
    return torch.device(wanted)
