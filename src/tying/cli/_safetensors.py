"""The header of a safetensors file: names, types and shapes of its tensors, without their values.

The format is a length of eight bytes, so many bytes of JSON, and the values one behind the other
(https://github.com/huggingface/safetensors, "Format").
"""

from __future__ import annotations

import json
import math
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
        entries = json.loads(text)
        metadata = entries.pop("__metadata__", {})
        ends = [_end(entry) for entry in entries.values()]
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise _broken(path, "its header is not that of the format") from error
    expected = 8 + length + max(ends, default=0)
    if size != expected:
        raise _broken(path, f"it should have {expected:,} bytes, and has {size:,}")
    return Header({name: _tensor(path, name, entries[name]) for name in entries}, metadata)


def _end(entry: Mapping[str, Any]) -> int:
    """The last byte of a tensor, if all that describes it is there."""
    _, end = entry["data_offsets"]
    math.prod(entry["shape"])
    str.upper(entry["dtype"])
    return int(end)


def _tensor(path: Path, name: str, entry: Mapping[str, Any]) -> Tensor:
    dtype = getattr(torch, _TYPES.get(entry["dtype"], ""), None)
    if dtype is None:
        raise CommandError(
            f"{path}: {name} is of type {entry['dtype']}, which torch {torch.__version__} does "
            f"not have; known are {', '.join(_TYPES)}"
        )
    tensor = torch.empty(entry["shape"], dtype=dtype, device="meta")
    begin, end = entry["data_offsets"]
    if tensor.nbytes != end - begin:
        raise _broken(path, f"{name} should have {tensor.nbytes:,} bytes, and has {end - begin:,}")
    return tensor


def _broken(path: Path, how: str) -> CommandError:
    return CommandError(f"{path} is not a whole safetensors file: {how}; fetch it again")
