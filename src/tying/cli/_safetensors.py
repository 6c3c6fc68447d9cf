"""The header of a safetensors file: names, types and shapes of its tensors, without their values.

The format is a length of eight bytes, so many bytes of JSON, and the values one behind the other
(https://github.com/huggingface/safetensors, "Format").
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from tying.cli._errors import CommandError

_TYPES = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E4M3FNUZ": "float8_e4m3fnuz",
    "F8_E5M2": "float8_e5m2",
    "F8_E5M2FNUZ": "float8_e5m2fnuz",
    "F8_E8M0": "float8_e8m0fnu",
    "C64": "complex64",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U64": "uint64",
    "U32": "uint32",
    "U16": "uint16",
    "U8": "uint8",
    "BOOL": "bool",
}
"""Types of the format by their names in torch, of which an old torch may lack some."""


@dataclass(frozen=True)
class Header:
    """What a safetensors file says of itself.

    Attributes:
        tensors: by name, on the meta device.
        metadata: texts by key, whatever the writer put there.
    """

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]


def read_header(path: Path) -> Header:
    """The header of the file ``path``.

    Raises:
        CommandError: if the file is cut off or no safetensors file, or a type is unknown.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > size - 8:
            raise _broken(path, f"its header would take {length:,} bytes, and it has {size:,}")
        text = file.read(length)
    try:
        held = json.loads(text)
        metadata = {key: str(value) for key, value in held.pop("__metadata__", {}).items()}
        entries = {name: _entry(described) for name, described in held.items()}
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise _broken(path, "its header is not that of the format") from error
    expected = 8 + length + max((entry.end for entry in entries.values()), default=0)
    if size != expected:
        raise _broken(path, f"it should have {expected:,} bytes, and has {size:,}")
    return Header({name: _tensor(path, name, entries[name]) for name in entries}, metadata)


@dataclass(frozen=True)
class _Entry:
    """One tensor as the header describes it; its bytes are ``begin`` to ``end`` of the values."""

    dtype: str
    shape: torch.Size
    begin: int
    end: int


def _entry(described: Mapping[str, Any]) -> _Entry:
    begin, end = map(int, described["data_offsets"])
    shape = torch.Size(described["shape"])
    if min(shape, default=0) < 0:
        raise ValueError(f"a size must be 0 or more, got {min(shape)}")
    return _Entry(str(described["dtype"]), shape, begin, end)


def _tensor(path: Path, name: str, entry: _Entry) -> Tensor:
    dtype = getattr(torch, _TYPES.get(entry.dtype, ""), None)
    if dtype is None:
        raise CommandError(
            f"{path}: {name} is of type {entry.dtype}, which torch {torch.__version__} does not "
            f"have; known are {', '.join(_TYPES)}"
        )
    tensor = torch.empty(entry.shape, dtype=dtype, device="meta")
    if tensor.nbytes != (size := entry.end - entry.begin):
        raise _broken(path, f"{name} should have {tensor.nbytes:,} bytes, and has {size:,}")
    return tensor


def _broken(path: Path, how: str) -> CommandError:
    return CommandError(f"{path} is not a whole safetensors file: {how}; fetch it again")
