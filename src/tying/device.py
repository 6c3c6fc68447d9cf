"""The device that the book's notebooks run on."""

from __future__ import annotations

import os
import re

import torch

CHOICES = ("cpu", "cuda", "mps")


def device() -> torch.device:
    """CUDA if there is a GPU, else the CPU; the variable ``TYING_DEVICE`` overrides.

    ``mps`` is chosen only through the variable: it has no double precision.

    Raises:
        ValueError: if ``TYING_DEVICE`` names no known device, or one that is not there.
    """
    wanted = os.environ.get("TYING_DEVICE", "")
    if not wanted:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    parts = re.fullmatch(rf"({'|'.join(CHOICES)})(?::([0-9]+))?", wanted)
    if not parts:
        raise ValueError(
            f"TYING_DEVICE must be one of {', '.join(CHOICES)} (cuda:1 for the second GPU), "
            f"got {wanted!r}"
        )
    kind, index = parts.groups()
    missing = (kind == "cuda" and int(index or 0) >= torch.cuda.device_count()) or (
        kind == "mps" and not torch.backends.mps.is_available()
    )
    if missing:
        raise ValueError(f"TYING_DEVICE is {wanted!r}, but torch sees no such device here")
    return torch.device(wanted)
