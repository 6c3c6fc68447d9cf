"""Values as text: numbers, strings, containers, arrays and tensors, and nothing that runs code.

The process of a submission encodes what the submission returned; the parent decodes it. There is
no pickle on this way, and a decoded value consists of plain types only. On the way to the
submission a model may travel too: torch's own file of it, made by the parent.
"""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

DEPTH = 20
"""Containers within containers that a value may have."""

LONGEST = 10_000
"""Bits of a number: Python reads and writes a few more as decimals, and not many more."""

MOST = 10_000
"""Members that a set or a dictionary may have: they may all have one hash."""

SIZE_OF_SIZES = 2**40

DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.float64, torch.float32, torch.float16, torch.bfloat16),
        *(torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool),
    )
}


_CONTAINERS = {list: "list", tuple: "tuple", set: "set", frozenset: "set", dict: "dict"}
"""Names of the containers in the text; a dictionary is a list of keys and values in turn."""


class Opaque(str):
    """The type of something that does not cross; equal to no expected value."""


class Malformed(ValueError):
    """A text that :func:`encode` does not write."""


def dumps(value: Any) -> str:
    """The text of a value; what cannot cross becomes the name of its type."""
    return json.dumps(encode(value))


def loads(text: str | bytes) -> Any:
    """The value of a text that anybody may have written.

    Raises:
        Malformed: if :func:`dumps` would not have written it.
    """
    try:
        return decode(json.loads(text))
    except Malformed:
        raise
    except (ValueError, RecursionError, OverflowError) as error:
        raise Malformed(f"{type(error).__name__}: {error}") from error


def encode(value: Any, depth: int = 0) -> Any:
    """``value`` as JSON has it. Types are compared exactly: a subclass may say what it likes."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return _encode_plain(value)
    if kind in _CONTAINERS and depth < DEPTH:
        items = (item for pair in value.items() for item in pair) if kind is dict else value
        return {_CONTAINERS[kind]: [encode(item, depth + 1) for item in items]}
    if kind in (Tensor, nn.Parameter):
        return _encode_tensor(value.detach(), "tensor")
    numeric = isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "fiub"
    if numeric and isinstance(value, np.generic):
        return value.item()
    if numeric and kind is np.ndarray:
        return _encode_tensor(torch.from_numpy(np.ascontiguousarray(value)), "array")
    return {"other": f"{kind.__module__}.{kind.__qualname__}"[:200]}


def _encode_plain(value: Any) -> Any:
    """Itself, if JSON can have it."""
    if type(value) is int and value.bit_length() > LONGEST:
        return {"other": f"a number of {value.bit_length()} bits"}
    return value


def _encode_tensor(tensor: Tensor, kind: str) -> Any:
    """Shape, type and bytes; a tensor that is not plain numbers on the CPU is told by its kind."""
    dtype = str(tensor.dtype).removeprefix("torch.")
    if tensor.layout != torch.strided or tensor.is_meta or dtype not in DTYPES:
        return {"other": f"a {tensor.layout} tensor of {dtype} on {tensor.device}"}
    plain = tensor.cpu().contiguous()
    data = plain.reshape(-1).view(torch.uint8).numpy().tobytes()
    return {kind: [dtype, list(plain.shape), base64.b64encode(data).decode()]}


def model_text(module: nn.Module) -> dict[str, str]:
    """A model on its way to a submission; only the parent makes one."""
    buffer = io.BytesIO()
    torch.save(module, buffer)
    return {"model": base64.b64encode(buffer.getvalue()).decode()}


def decode(plain: Any, models: bool = False) -> Any:
    """The value that :func:`encode` made ``plain`` of.

    Args:
        plain: as JSON has it.
        models: whether a model is accepted: in the sandbox, where the parent is trusted.

    Raises:
        Malformed: if it did not; ``TypeError`` and ``ValueError`` too become this.
    """
    if plain is None or isinstance(plain, bool | int | float | str):
        return plain
    if not isinstance(plain, dict) or len(plain) != 1:
        raise Malformed("a value is a number, a string, or an object with one key")
    ((kind, content),) = plain.items()
    try:
        if kind == "model" and models:
            return torch.load(io.BytesIO(base64.b64decode(content)), weights_only=False)
        return _DECODERS[kind](content, models)
    except Malformed:
        raise
    except (KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
        raise Malformed(f"{kind!r:.40}: {type(error).__name__}: {error}"[:300]) from error


def _decode_items(content: Any, models: bool) -> list[Any]:
    if not isinstance(content, list):
        raise Malformed("the items of a container are a list")
    return [decode(item, models) for item in content]


def _decode_few(content: Any, models: bool) -> list[Any]:
    if len(content) > 2 * MOST:
        raise Malformed(f"{len(content)} items in a set or dictionary")
    return _decode_items(content, models)


def _decode_dict(content: Any, models: bool) -> dict[Any, Any]:
    items = _decode_few(content, models)
    return dict(zip(items[::2], items[1::2], strict=True))


def _decode_tensor(content: Any, models: bool) -> Tensor:
    name, shape, data = content
    dtype = DTYPES[name]
    if not all(type(size) is int and 0 <= size < SIZE_OF_SIZES for size in shape[:65]):
        raise Malformed("a shape consists of sizes")
    raw = base64.b64decode(data, validate=True)
    if len(shape) > 64 or len(raw) != math.prod(shape) * dtype.itemsize:
        raise Malformed(f"{len(raw)} bytes for a tensor of {name} of shape {shape}")
    if not raw:
        return torch.empty(shape, dtype=dtype)
    return torch.frombuffer(bytearray(raw), dtype=dtype).reshape(shape)


_DECODERS: dict[str, Callable[[Any, bool], Any]] = {
    "list": _decode_items,
    "tuple": lambda content, models: tuple(_decode_items(content, models)),
    "set": lambda content, models: frozenset(_decode_few(content, models)),
    "dict": _decode_dict,
    "tensor": _decode_tensor,
    "array": lambda content, models: _decode_tensor(content, models).numpy(),
    "other": lambda content, models: Opaque(content[:200]),
}
