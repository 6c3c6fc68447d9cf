"""A checkpoint laid out as a model: safetensors, ``torch.save``, or the index of a sharded one.

What a file can tell differs. ``torch.save`` keeps which tensors share memory, so that a tie shows
as two names over one memory; whether they were one object it does not say. safetensors keeps one
name of a tie; what became of the others, the metadata may say.
"""

from __future__ import annotations

import json
import pickle
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from tying.cli._errors import CommandError
from tying.cli._safetensors import read_header
from tying.cli._subject import Subject
from tying.slots.storage import View

SUFFIXES = (".safetensors", ".pt", ".pth", ".bin", ".ckpt", ".index.json")
"""How the names of checkpoints end; a file that exists may be called anything."""

_LFS = b"version https://git-lfs"
"""How the file begins that Git leaves where it has not fetched a large one."""

_ALWAYS = (
    "A checkpoint does not tell parameters from buffers, nor what is trained: every tensor is "
    "listed, and those of floating point count as trained."
)
_SAFETENSORS = (
    "Of tied parameters safetensors keeps one name: a tie shows as a name that is missing, "
    "unless the metadata name it."
)
_SHARED = (
    "Names over the same memory are listed as one object: a state_dict does not say whether they "
    "were one (a tie) or several (an alias)."
)
_SHARDS = "What is shared between the files of a sharded checkpoint cannot be seen."
_IF_ABSENT = (
    " (a name may be missing because it is tied: a checkpoint cannot tell; check the model, "
    "with module:callable as the target)"
)


class Checkpoint(nn.Module):
    """The tree of modules that the names of a checkpoint describe."""


@dataclass(frozen=True)
class _Saved:
    """What a checkpoint holds.

    Attributes:
        tensors: by name; tensors that share memory in the file do so here.
        dropped: names that the file leaves out, and the name whose memory they shared.
        notes: what to know about it, in sentences.
    """

    tensors: Mapping[str, Tensor]
    dropped: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def is_meant(target: str) -> bool:
    """Whether ``target`` is a checkpoint rather than ``module:callable``: by ending, or a file."""
    path = Path(target)
    return target.endswith(SUFFIXES) or path.is_dir() or (path.is_file() and path.suffix != ".py")


def read(path: Path, key: str | None = None) -> Subject:
    """The checkpoint in the file ``path``; no values are read where the format allows it.

    Args:
        path: the file, or the index of a sharded checkpoint.
        key: the entry of a file of ``torch.save`` that is the state_dict; needed if several are.

    Raises:
        CommandError: if there is no such file, or it is no whole checkpoint.
    """
    saved = _read_index(path, key) if path.suffix == ".json" else _read_file(path, key)
    notes = (_ALWAYS, *dict.fromkeys(saved.notes))
    return Subject(path.name, _laid_out(path, saved), notes, is_file=True, if_absent=_IF_ABSENT)


def _read_file(path: Path, key: str | None) -> _Saved:
    _require_file(path)
    if path.suffix != ".safetensors":
        return _read_torch(path, key)
    if key is not None:
        raise CommandError(f"--key is for files of torch.save, and {path} has one state_dict")
    header = read_header(path)
    dropped = {
        name: kept
        for name, kept in header.metadata.items()
        if kept in header.tensors and name not in header.tensors
    }
    notes = [_SAFETENSORS]
    if dropped:
        notes.append(
            "Listed by the metadata alone, as over the memory of a name that was kept, with no "
            f"shape of their own: {_several(dropped)}."
        )
    return _Saved(header.tensors, dropped, tuple(notes))


def _require_file(path: Path) -> None:
    """Refuse what is no file, and a pointer to one."""
    if path.is_dir():
        inside = sorted(one.name for one in path.iterdir() if one.name.endswith(SUFFIXES))
        hint = f"name one of {', '.join(inside[:5])}" if inside else "it holds no checkpoint"
        raise CommandError(f"{path} is a folder; {hint}")
    if not path.is_file():
        raise CommandError(f"there is no file {path}")
    with path.open("rb") as file:
        if file.read(len(_LFS)) == _LFS:
            raise CommandError(f"{path} is a pointer of Git LFS; run git lfs pull to get the file")


def _read_index(path: Path, key: str | None) -> _Saved:
    """A sharded checkpoint: each name from the file that the index gives for it."""
    _require_file(path)
    try:
        places = json.loads(path.read_text(encoding="utf-8"))["weight_map"]
        names_by_shard: dict[str, list[str]] = defaultdict(list)
        for name, shard in places.items():
            names_by_shard[shard].append(name)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CommandError(
            f"{path} is no index of a checkpoint, which is JSON with an entry weight_map from "
            "names to files"
        ) from error
    absent = [shard for shard in names_by_shard if not (path.parent / shard).is_file()]
    if absent:
        raise CommandError(f"{path} names {_several(absent)}, not to be found beside it")
    tensors: dict[str, Tensor] = {}
    dropped: dict[str, str] = {}
    notes = [_SHARDS]
    for shard, names in names_by_shard.items():
        saved = _read_file(path.parent / shard, key)
        if missing := [name for name in names if name not in saved.tensors]:
            raise CommandError(f"{path} puts {_several(missing)} into {shard}, which lacks it")
        tensors |= {name: saved.tensors[name] for name in names}
        dropped |= saved.dropped
        notes += saved.notes
    dropped = {name: kept for name, kept in dropped.items() if name not in tensors}
    return _Saved({name: tensors[name] for name in places}, dropped, tuple(notes))


def _read_torch(path: Path, key: str | None) -> _Saved:
    """A file of ``torch.save``, whose values stay on disk unless its format is that of torch 1.5.

    On the meta device torch forgets which tensors share memory, so they are mapped from the file.
    """
    with path.open("rb") as file:
        is_archive = file.read(4) == b"PK\x03\x04"
    try:
        held = torch.load(path, map_location="cpu", weights_only=True, mmap=is_archive)
    except pickle.UnpicklingError as error:
        named = re.search(r"GLOBAL (\S+)", str(error))
        raise CommandError(
            f"{path} is no file of torch.save, or holds more than tensors"
            f"{f', such as {named[1]}' if named else ''}, which only running its code could load; "
            "save model.state_dict() instead"
        ) from error
    except Exception as error:  # torch raises whatever its unpickler meets
        reason = str(error).partition("\n")[0]
        raise CommandError(
            f"{path} cannot be read as a file of torch.save: {type(error).__name__}: {reason}"
        ) from error
    state, where = _state_dict(path, held, key)
    tensors = {name: value for name, value in state.items() if isinstance(value, Tensor)}
    notes = [f"The state_dict is the entry {where!r} of the file."] if where else []
    if len(tensors) < len(state):
        notes.append(f"Left out, since no tensors: {_several(state.keys() - tensors.keys())}.")
    if len({_view(tensor) for tensor in tensors.values()}) < len(tensors):
        notes.append(_SHARED)
    return _Saved(tensors, notes=tuple(notes))


def _state_dict(path: Path, held: Any, key: str | None) -> tuple[Mapping[str, Any], str]:
    """The state_dict in what a file holds: all of it or one entry, whose key comes second."""
    if key is None and _is_state_dict(held):
        return held, ""
    entries = held if isinstance(held, Mapping) else {}
    inside = [str(name) for name, value in entries.items() if _is_state_dict(value)]
    if key in inside or (key is None and len(inside) == 1):
        chosen = inside[0] if key is None else key
        return entries[chosen], chosen
    if not inside:
        raise CommandError(
            f"{path} holds no state_dict, which is a dictionary from names to tensors, "
            f"but {_content(held)}"
        )
    wanted = "several are state_dicts" if key is None else f"{key!r} is no state_dict"
    raise CommandError(f"in {path} {wanted}; choose one by --key: {', '.join(inside)}")


def _is_state_dict(held: Any) -> bool:
    """Whether ``held`` maps names to tensors; what modules add by ``get_extra_state`` is let by."""
    return (
        isinstance(held, Mapping)
        and any(isinstance(value, Tensor) for value in held.values())
        and all(
            isinstance(name, str)
            and (isinstance(value, Tensor) or name.rpartition(".")[2] == "_extra_state")
            for name, value in held.items()
        )
    )


def _content(held: Any) -> str:
    if isinstance(held, Mapping):
        return f"a dictionary of {_several(map(str, held)) or 'nothing'}"
    return f"a {type(held).__name__}"


def _several(names: Iterable[str]) -> str:
    """The first few names, and how many there are beyond."""
    first = sorted(names)
    beyond = f" and {len(first) - 3} more" if len(first) > 3 else ""
    return ", ".join(first[:3]) + beyond


def _view(tensor: Tensor) -> Hashable:
    """Equal for two tensors if and only if they are the same view of the same memory."""
    return View.of(tensor) or id(tensor)


def _laid_out(path: Path, saved: _Saved) -> Checkpoint:
    """Modules whose slots have the names of the checkpoint; equal views are one parameter."""
    root = Checkpoint()
    by_view: dict[Hashable, nn.Parameter] = {}
    for name, tensor in saved.tensors.items():
        trained = tensor.is_floating_point() or tensor.is_complex()
        parameter = nn.Parameter(tensor.detach(), requires_grad=trained)
        _place(path, root, name, by_view.setdefault(_view(tensor), parameter))
    for name, kept in saved.dropped.items():
        _place(path, root, name, root.get_parameter(kept))
    return root


def _place(path: Path, root: nn.Module, name: str, parameter: nn.Parameter) -> None:
    """Let the slot ``name`` hold ``parameter``; modules that are missing on the way are made."""
    *folders, local = name.split(".")
    module = root
    try:
        for folder in folders:
            if folder not in module._modules:
                module.add_module(folder, nn.Module())
            module = module.get_submodule(folder)
        module.register_parameter(local, parameter)
    except KeyError as error:
        raise CommandError(
            f"{path}: {name!r} cannot be the name of a parameter in a model: {error.args[0]}"
        ) from error
