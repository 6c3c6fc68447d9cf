"""A model from ``module:callable``: imported, called, and built on the meta device if it can be."""

from __future__ import annotations

import contextlib
import difflib
import functools
import importlib
import importlib.util
import inspect
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import torch
from torch import nn

from tying.cli._arguments import parse
from tying.cli._errors import CommandError
from tying.cli._subject import Subject

_OURS = (str(Path(__file__).parent), str(Path(importlib.__file__).parent), "<frozen importlib")
"""How the files begin whose frames stand above the caller's code in a traceback."""


def build(target: str, words: Sequence[str], device: str | None = None) -> Subject:
    """The model that ``target`` names.

    Args:
        target: ``module:name`` or ``path/to/file.py:name``, where the name may have dots.
        words: the arguments for the callable; see :func:`tying.cli._arguments.parse`.
        device: where to build the model; by default the meta device is tried first.

    Raises:
        CommandError: if there is no such module or name, it is neither a model nor a callable,
            the arguments do not fit, it raises, or it returns something else.
    """
    place, _, name = target.rpartition(":")
    if target.endswith(".py") or not place or not name:
        raise CommandError(
            f"{target!r} is no checkpoint here and names no callable; wanted is module:callable, "
            "path/to/file.py:callable, or a file that exists"
        )
    thing = _attribute(_import(place), name, place)
    if isinstance(thing, nn.Module):
        if words or device is not None:
            raise CommandError(
                f"{target} is a model already: it takes neither arguments nor device"
            )
        note = f"Made on {_devices(thing)} when {place} was imported."
        return Subject(type(thing).__name__, thing, (note,))
    if not callable(thing):
        raise CommandError(
            f"{target} must be a torch.nn.Module, or a callable that returns one, "
            f"got {type(thing).__name__}"
        )
    positional, by_name = parse(words)
    _require_fit(target, thing, positional, by_name)
    made, failure = _on_device(target, functools.partial(thing, *positional, **by_name), device)
    if not isinstance(made, nn.Module):
        raise CommandError(
            f"{target} must return a torch.nn.Module, got {type(made).__name__}; "
            "write a function that returns the model alone"
        )
    note = f"Built on {_devices(made)}{f'; on meta {failure}' if failure else ''}."
    return Subject(type(made).__name__, made, (note,))


def _import(place: str) -> ModuleType:
    """The module ``place``, or the one in the file ``place``."""
    if place.endswith(".py"):
        if not Path(place).is_file():
            raise CommandError(f"there is no file {place}")
        return _guarded(f"importing {place}", functools.partial(_import_file, Path(place)))
    try:
        return _guarded(f"importing {place}", functools.partial(importlib.import_module, place))
    except CommandError as error:
        missing = error.__cause__.name if isinstance(error.__cause__, ImportError) else None
        if missing is None or not f"{place}.".startswith(f"{missing}."):
            raise  # it is there, and fails itself
    raise CommandError(
        f"there is no module {place!r} in {Path.cwd()} or among the packages of {sys.executable}; "
        "a file is given with its ending: path/to/file.py:callable"
    )


def _import_file(path: Path) -> ModuleType:
    """Run a file as a module; as for a script, its folder is searched for what it imports."""
    sys.path.insert(0, str(path.resolve().parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None  # the name ends in .py
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(path.stem, module)  # dataclasses look up their module by its name
    spec.loader.exec_module(module)
    return module


_MISSING = object()


def _attribute(module: ModuleType, name: str, place: str) -> Any:
    """The object that ``module`` knows by the dotted ``name``."""
    thing: Any = module
    for part in name.split("."):
        reached = _guarded(f"{place}:{name}", functools.partial(getattr, thing, part, _MISSING))
        if reached is _MISSING:
            public = [one for one in dir(thing) if not one.startswith("_")]
            near = difflib.get_close_matches(part, public, n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise CommandError(f"{getattr(thing, '__name__', place)} has no {part}{hint}")
        thing = reached
    return thing


def _require_fit(
    target: str, thing: Callable[..., Any], positional: list[Any], by_name: dict[str, Any]
) -> None:
    """Refuse arguments that ``thing`` does not take, before it is called."""
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):  # written in C: the call itself will tell
        return
    try:
        signature.bind(*positional, **by_name)
    except TypeError as error:
        raise CommandError(
            f"{target} takes {signature}, and there is {error}; "
            "arguments follow the target as name=value"
        ) from error


def _on_device(target: str, make: Callable[[], Any], device: str | None) -> tuple[Any, str]:
    """What ``make`` returns, on ``device`` or where it can be built, and why that is not meta."""
    if device is not None:
        return _guarded(f"{target} on {device}", make, device), ""
    try:
        made = _guarded(target, make, "meta")
    except CommandError as error:
        cause = error.__cause__
        failure = f"it raised {type(cause).__name__}: {_first_line(cause).rstrip('.')}"
    else:
        if not _has_left_meta(made):
            return made, ""
        failure = "it moved its parameters elsewhere"
    return _guarded(target, make), failure


def _has_left_meta(made: Any) -> bool:
    """Whether a model moved all its parameters away, as by ``to_empty``, which breaks their ties.

    That happens on the meta device alone, so that such a model tells nothing of the usual one.
    """
    parameters = list(made.parameters()) if isinstance(made, nn.Module) else []
    return bool(parameters) and not any(parameter.is_meta for parameter in parameters)


def _guarded(what: str, call: Callable[[], Any], device: str | None = None) -> Any:
    """What ``call``, the caller's own code, returns; what it prints goes to stderr.

    Raises:
        CommandError: if it raises or exits, with its traceback.
    """
    try:
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.redirect_stdout(sys.stderr))
            if device is not None:
                stack.enter_context(torch.device(device))
                stack.enter_context(warnings.catch_warnings())  # loading into meta parameters
                warnings.filterwarnings("ignore", message=".*meta parameter.*no-op")
            return call()
    except (Exception, SystemExit) as error:
        raise CommandError(
            f"{what} raised {type(error).__name__}: {_first_line(error)}", _traceback(error)
        ) from error


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().partition("\n")[0]


def _traceback(error: BaseException) -> str:
    """The traceback from the caller's code on."""
    frame: TracebackType | None = error.__traceback__
    while frame and frame.tb_frame.f_code.co_filename.startswith(_OURS):
        frame = frame.tb_next
    return "".join(traceback.format_exception(type(error), error, frame, chain=False))


def _devices(model: nn.Module) -> str:
    """Where the parameters and buffers of ``model`` are, in words."""
    tensors = [*model.parameters(), *model.buffers()]
    return " and ".join(sorted({tensor.device.type for tensor in tensors})) or "no device"
