"""Code runs on the reader's device: factories get a device, and no code names one.

What only the types decide, as a tensor of a GPU that is handed to a plot, is tested by running the
notebooks on a device that is not the CPU: tests/placement.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

FACTORIES = {
    *("tensor", "as_tensor", "asarray", "empty", "zeros", "ones", "full", "arange", "range"),
    *("linspace", "logspace", "eye", "rand", "randn", "randint", "randperm", "tril_indices"),
    *("triu_indices", "Generator", "scalar_tensor", "empty_strided", "sparse_coo_tensor"),
    *("bartlett_window", "blackman_window", "hamming_window", "hann_window", "kaiser_window"),
    *("sparse_csr_tensor", "sparse_csc_tensor", "sparse_bsr_tensor", "sparse_bsc_tensor"),
    *("empty_permuted", "nested.nested_tensor", "fft.fftfreq", "fft.rfftfreq"),
}
OLD = re.compile(r"(Float|Double|Half|BFloat16|Int|Long|Short|Byte|Char|Bool)?Tensor")
LITERAL = re.compile(r"(cpu|cuda|mps)(:\d*)?")
AT_HAND = re.compile(r"\.cpu\(\)(\.detach\(\))?\.numpy\(\)$|\.numpy\(force=True\)$")
ON_ONE_DEVICE = {
    "from_numpy": "torch.from_numpy stays on the CPU; use torch.tensor with device=",
    "frombuffer": "torch.frombuffer stays on the CPU; use torch.tensor with device=",
    "from_file": "torch.from_file stays on the CPU; use torch.tensor with device=",
    "default_generator": "torch.default_generator is the CPU's",
    "set_default_tensor_type": "torch.set_default_tensor_type names a device",
    "cuda": "torch.cuda names a device; tying.device chooses",
    "mps": "torch.mps names a device; tying.device chooses",
}


def problems(source: str) -> list[str]:
    """What ties ``source`` to one device, line by line."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    checks = {
        ast.Call: of_call,
        ast.Attribute: of_attribute,
        ast.Constant: of_constant,
        ast.Import: of_import,
        ast.ImportFrom: of_import,
    }
    return [
        f"line {node.lineno}: {problem}"  # pyright: ignore[reportAttributeAccessIssue]
        for node in ast.walk(tree)
        if type(node) in checks
        for problem in checks[type(node)](node)
    ]


def opening(source: str) -> list[str]:
    """What a notebook's first cell of code lacks: the default device, and a line that prints it."""
    required = {
        "torch.set_default_device(device())": r"^torch\.set_default_device\(device\(\)\)$",
        "print(..., device())": r"^print\(.*\bdevice\(\)",
    }
    return [
        f"the first cell of code lacks {what}"
        for what, pattern in required.items()
        if not re.search(pattern, source, flags=re.MULTILINE)
    ]


def of_call(node: ast.Call) -> Iterator[str]:
    """A factory without a device, a device by its number, a tensor that numpy cannot read."""
    name, given = called(node.func), {keyword.arg: keyword.value for keyword in node.keywords}
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    makes = name in FACTORIES or (name == "normal" and (len(node.args) > 2 or "size" in given))
    if makes and not given.keys() & {"device", None}:
        yield f"torch.{name} without device="
    if OLD.fullmatch(name):
        yield f"torch.{name} makes tensors of the CPU; use torch.tensor with device="
    if name == "set_default_device" and [ast.unparse(one) for one in node.args] != ["device()"]:
        yield "torch.set_default_device takes device()"
    if method in ("cuda", "mps"):
        yield f".{method}() names a device"
    if method == "numpy" and not AT_HAND.search(ast.unparse(node)):
        yield ".numpy() without .cpu(): a tensor on a GPU has none"
    first = node.args[:1] if method == "to" or name in ("device", "Generator") else []
    for place in (*first, given.get("device")):
        if isinstance(place, ast.Constant) and type(place.value) is int:
            yield f"the device {place.value} is named"


def of_attribute(node: ast.Attribute) -> Iterator[str]:
    """A part of torch that belongs to one device."""
    if (name := called(node)) in ON_ONE_DEVICE:
        yield ON_ONE_DEVICE[name]


def of_constant(node: ast.Constant) -> Iterator[str]:
    """The name of a device."""
    if isinstance(node.value, str) and LITERAL.fullmatch(node.value):
        yield f"the device {node.value!r} is named"


def of_import(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Imports that hide torch's factories from this lint."""
    if isinstance(node, ast.ImportFrom):
        if node.module == "torch":
            for alias in node.names:
                if alias.name in FACTORIES | ON_ONE_DEVICE.keys():
                    yield f"write torch.{alias.name}, so that its device can be checked"
    elif any(alias.name == "torch" and alias.asname for alias in node.names):
        yield "import torch under its own name"


def called(function: ast.expr) -> str:
    """``x`` in ``torch.x``, and ``x.y`` in ``torch.x.y``; empty for anything else."""
    start, _, name = ast.unparse(function).partition(".")
    return name if start == "torch" else ""
