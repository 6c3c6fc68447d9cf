"""Code runs on the reader's device: what makes a tensor says where, and nothing names a device."""

from __future__ import annotations

import ast
import re

FACTORIES = {
    *("tensor", "as_tensor", "empty", "zeros", "ones", "full", "arange", "linspace", "logspace"),
    *("eye", "rand", "randn", "randint", "randperm", "tril_indices", "triu_indices", "Generator"),
    *("hann_window", "hamming_window", "scalar_tensor", "empty_strided"),
}
LITERAL = re.compile(r"(cpu|cuda|mps)(:\d+)?")


def problems(source: str) -> list[str]:
    """Calls of torch's factories without ``device=``, and names of devices, in ``source``."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = called(node.func)
            given = {keyword.arg for keyword in node.keywords}
            if name in FACTORIES and not given & {"device", None}:
                found.append(f"line {node.lineno}: torch.{name} without device=")
            if isinstance(node.func, ast.Attribute) and node.func.attr == "cuda":
                found.append(f"line {node.lineno}: .cuda() names a device")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if LITERAL.fullmatch(node.value):
                found.append(f"line {node.lineno}: the device {node.value!r} is named")
    return found


def called(function: ast.expr) -> str:
    """``x`` in ``torch.x``; empty for anything else."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "torch" else ""
    return ""
