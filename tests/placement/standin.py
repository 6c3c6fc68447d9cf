"""A device that is not the CPU, on a machine that has nothing but one.

Its tensors hold their numbers on the CPU and refuse what a GPU refuses: operands on two devices,
generators of the wrong device, and ``.numpy()``. Random numbers are those of the CPU, to compare
results digit by digit. :func:`install` changes torch for the whole process, which is its own.
"""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._mode_utils import no_dispatch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.backend_registration import (
    _DummyBackendModule,
    _setup_privateuseone_for_python_backend,
)

from tests.placement.fused import CELLS
from tests.placement.generators import DEVICE, Generator, refuse_generators
from tests.placement.operands import PACK, flat, refuse_operands

aten = torch.ops.aten


class Standin(torch.Tensor):
    """A tensor on the device; ``held`` has its numbers."""

    held: torch.Tensor

    @staticmethod
    def __new__(cls, held: torch.Tensor) -> Standin:
        made = torch.Tensor._make_wrapper_subclass(  # pyright: ignore[reportAttributeAccessIssue]
            cls, held.size(), strides=held.stride(), storage_offset=held.storage_offset(),
            dtype=held.dtype, layout=held.layout, device=torch.device(DEVICE, 0),
        )  # fmt: skip
        made.held = held
        return made

    __torch_function__ = torch._C._disabled_torch_function_impl  # pyright: ignore

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return run(func, args, kwargs or {})

    def __tensor_flatten__(self) -> tuple[list[str], None]:
        return ["held"], None

    @staticmethod
    def __tensor_unflatten__(inner: Any, _: Any, size: Any, stride: Any) -> Standin:
        return Standin(inner["held"])

    @property
    def data(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
        """As of any tensor; the C++ part does not see ``held``."""
        return torch.Tensor.data.__get__(self)  # pyright: ignore

    @data.setter
    def data(self, other: Standin) -> None:
        self.held = other.held

    def tolist(self) -> Any:
        return self.cpu().tolist()

    def numpy(self, *, force: bool = False) -> Any:
        return self.detach().cpu().numpy(force=True) if force else super().numpy()

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if id(self) in memo:
            return memo[id(self)]
        twin = self.detach().clone()
        if isinstance(self, nn.Parameter):
            twin = nn.Parameter(twin)
        twin.requires_grad_(self.requires_grad)
        twin.grad = copy.deepcopy(self.grad, memo)
        return memo.setdefault(id(self), twin)

    def data_ptr(self) -> int:
        return self.held.data_ptr()

    def untyped_storage(self) -> Any:
        return self.held.untyped_storage()

    def __format__(self, spec: str) -> str:
        return format(self.item() if not self.dim() else repr(self), spec)

    def __repr__(self, **_: Any) -> str:
        return f"{self.held!r:.60} on {DEVICE}"


def run(func: Any, args: Any, kwargs: Any) -> Any:
    """What ``func`` makes of its arguments on the device that they are on or that is asked for."""
    operands = [one for arg in (*args, *kwargs.values()) for one in flat(arg)]
    outer = [one for one in operands if isinstance(one, Standin)]
    device = kwargs.get("device")
    there = device is not None and torch.device(device).type == DEVICE
    if not outer and not there:
        return func(*args, **kwargs)
    refuse_generators(func, operands)
    if outer:
        refuse_operands(func, args, kwargs, Standin)
    if torch.Tag.inplace_view in func.tags:  # the outer tensor changes its shape, too
        with no_dispatch():
            func(*args, **kwargs)
    inner = {key: held(value) for key, value in kwargs.items()}
    if there:
        inner["device"] = torch.device("cpu")
    result = CELLS.get(func, func)(*held(args), **inner)
    if func is aten._to_copy.default and device is not None and not there:
        return result
    if func is aten.copy_.default and not isinstance(args[0], Standin):
        return args[0]
    if func is PACK:  # sizes of batches stay on the CPU
        return Standin(result[0]), result[1]
    return wrapped(result, {id(one.held): one for one in outer})


def held(value: Any) -> Any:
    """``value`` with the tensors that are inside."""
    if isinstance(value, Standin):
        return value.held
    return type(value)(map(held, value)) if type(value) in (list, tuple) else value


def wrapped(value: Any, known: dict[int, Standin]) -> Any:
    """``value`` as tensors of the device; what came in goes out as the same object."""
    if isinstance(value, torch.Tensor):
        return known.get(id(value)) if id(value) in known else Standin(value)
    if isinstance(value, (list, tuple)):
        return type(value)(wrapped(one, known) for one in value)
    return value


class Everywhere(TorchDispatchMode):
    """Sees the calls that make a tensor, too."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return run(func, args, kwargs or {})


class Made(TorchFunctionMode):
    """What torch makes where no dispatch mode looks on is made on the CPU here, and moved."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func in (torch.Tensor.__getitem__, torch.Tensor.__setitem__):
            args = (args[0], listed(args[1]), *args[2:])
        if func is torch.Tensor.new_tensor:
            kwargs = {"dtype": args[0].dtype, "device": args[0].device, **kwargs}
            func, args = torch.tensor, args[1:]
        if func not in (torch.tensor, torch.as_tensor, torch.asarray):
            return func(*args, **kwargs)
        args = (near(args[0]), *args[1:])
        where = torch.device(kwargs.get("device") or torch.empty(0).device)
        if where.type != DEVICE:
            return func(*args, **kwargs)
        arguments = {key: value for key, value in kwargs.items() if key != "requires_grad"}
        if isinstance(args[0], torch.Tensor):
            made = args[0].detach().to(where, kwargs.get("dtype"))
        else:
            made = func(*args, **{**arguments, "device": "cpu"}).to(where)
        return made.requires_grad_(kwargs.get("requires_grad", False))


def near(data: Any) -> Any:
    """``data`` with the tensors in its lists on the CPU, where torch reads them one by one."""
    if not isinstance(data, (list, tuple)):
        return data
    return [one.cpu() if isinstance(one, Standin) else near(one) for one in data]


def listed(index: Any) -> Any:
    """``index`` with its lists as tensors, which Python's part of torch may not make here."""
    if isinstance(index, tuple):
        return tuple(map(listed, index))
    return torch.tensor(near(index), device="cpu") if isinstance(index, list) else index


class Backend(_DummyBackendModule):
    """What torch asks of a kind of device."""

    def get_amp_supported_dtype(self) -> list[torch.dtype]:
        return [torch.float16, torch.bfloat16]


def register() -> None:
    """Make the name of the device known to this process; its tensors can only be fake ones."""
    _setup_privateuseone_for_python_backend(DEVICE, Backend())


def install() -> None:
    """Make the device known to this process."""
    register()
    torch.serialization.add_safe_globals([Standin])  # tensors of a device can be saved and loaded
    torch.Generator = Generator
    Everywhere().__enter__()
    Made().__enter__()
