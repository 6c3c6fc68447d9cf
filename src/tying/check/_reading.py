"""An answer as it comes, read as numbers, a word, or True or False.

No method of an unknown class is called: its ``repr`` may be endless, and its ``==`` may lie.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from tying.check._verdict import Unreadable

LARGEST, DEEPEST = 1_000_000, 6
"""Most entries, and most levels of nested lists, that an answer may have."""


def array(given: Any, depth: int = 0) -> np.ndarray:
    """The numbers of ``given`` as an array of float64, int64 or bool, on the CPU.

    Raises:
        Unreadable: if it is no number and no array of numbers.
    """
    if _is(given, Tensor):
        return _of_tensor(given)
    if _is(given, np.ndarray | np.generic):
        return _of_numpy(np.asarray(given))
    if _is(given, list | tuple | range):
        return _of_list(given, depth)
    if type(given) is bool:
        return np.asarray(given)
    if _is(given, int | float):
        return _of_number(given)
    raise Unreadable(
        f"It is {kind(given)}, and {'numbers are' if depth else 'a number is'} wanted."
    )


def _of_tensor(given: Tensor) -> np.ndarray:
    if given.is_meta:
        raise Unreadable("It is a tensor on the meta device, which has a shape and no numbers.")
    given = given.detach()
    if given.layout is not torch.strided:
        given = given.to_dense()
    if given.numel() > LARGEST:
        raise Unreadable(f"It has {given.numel():,} entries, far too many.")
    if given.is_complex():
        raise Unreadable("It is a tensor of complex numbers, and real ones are wanted.")
    given = given.cpu()
    return _of_numpy((given.double() if given.is_floating_point() else given).numpy())


def _of_numpy(given: np.ndarray) -> np.ndarray:
    if given.dtype.kind == "b":
        return given
    if given.dtype.kind not in "iuf":
        raise Unreadable(f"It is an array of {given.dtype}, and numbers are wanted.")
    if given.size > LARGEST:
        raise Unreadable(f"It has {given.size:,} entries, far too many.")
    return given.astype(np.float64 if given.dtype.kind == "f" else np.int64)


def _of_list(given: list[Any] | tuple[Any, ...] | range, depth: int) -> np.ndarray:
    if len(given) > LARGEST or depth > DEEPEST:
        raise Unreadable("It is a list of far too many entries.")
    rows = [array(one, depth + 1) for one in given]
    if len({row.shape for row in rows}) > 1:
        raise Unreadable("It is a list whose entries have different lengths.")
    if len({row.dtype.kind == "b" for row in rows}) > 1:
        raise Unreadable("It is a list of numbers and of True or False.")
    return np.stack(rows) if rows else np.empty(0)


def _of_number(given: int | float) -> np.ndarray:
    if _is(given, int) and abs(given) < 2**63:
        return np.asarray(int(given), dtype=np.int64)
    try:
        return np.asarray(float(given))
    except OverflowError:
        raise Unreadable("It is larger than every float.") from None


def coarse(given: Any) -> bool:
    """Whether a tensor or an array is of a dtype of two bytes, which keeps about three digits."""
    if _is(given, Tensor):
        return given.is_floating_point() and given.element_size() <= 2
    return _is(given, np.ndarray | np.generic) and given.dtype in (np.float16,)


def word(given: Any) -> str:
    """A word of the answer, in small letters; a layout or dtype of torch without ``torch.``.

    Raises:
        Unreadable: if it is none.
    """
    if _is(given, torch.layout | torch.dtype):
        return str(given).removeprefix("torch.")
    if not _is(given, str):
        raise Unreadable(f"It is {kind(given)}, and a word in quotes is wanted.")
    return " ".join(str.lower(given).split())


def truth(given: Any) -> bool:
    """True or False.

    Raises:
        Unreadable: if it is neither.
    """
    read = array(given) if _is(given, bool | np.bool_ | np.ndarray | Tensor) else np.empty(0)
    if read.dtype.kind != "b" or read.size != 1:
        raise Unreadable(f"It is {kind(given)}, and True or False is wanted.")
    return bool(read.item())


def kind(given: Any) -> str:
    """What a value is, in words that call none of its methods."""
    if _is(given, Tensor):
        return f"a tensor of shape {tuple(given.shape)}"
    if _is(given, np.ndarray):
        return f"an array of shape {given.shape}"
    name = _type_name(given)
    words = {
        "bool": "True or False",
        "int": "a number",
        "float": "a number",
        "complex": "a complex number",
        "str": "text in quotes",
        "NoneType": "None (a function without return gives that)",
        "function": "a function (call it, and give what it returns)",
        "generator": "a generator (give list(...) of it)",
        "ellipsis": "...",
    }
    return words.get(name, f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}")


def shown(given: Any) -> str:
    """An argument of a call, briefly: small numbers and arrays in full, others by their kind."""
    if type(given) in (int, float, bool, str, type(None)):
        text = repr(given)
        return text if len(text) <= 40 else kind(given)
    if _is(given, Tensor) and given.numel() <= 9:
        return f"torch.tensor({given.tolist()})"
    if type(given) in (list, tuple) and len(given) <= 9:
        if all(type(one) in (int, float) for one in given):
            return repr(given)
    return kind(given)


def _is(given: Any, kinds: Any) -> bool:
    """``isinstance`` by the true class: an object may claim another ``__class__``."""
    return issubclass(type(given), kinds)


def _type_name(given: Any) -> str:
    name = type.__dict__["__name__"].__get__(type(given))
    return name if name.isidentifier() else "object"
