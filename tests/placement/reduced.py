"""A program with fewer repetitions, which performs the same operations on the same devices.

A loop that only repeats, ``for _ in range(steps)``, is left after a number of rounds: the hundredth
step of a training runs where the first three ran. In the cells of a notebook ``while`` is such a
loop, too; in the package it often walks a graph. The numbers are others than those of the book, so
assertions of a notebook are computed and not enforced.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType
from typing import Any

ROUNDS = "__rounds__"
"""Name of the function that limits a loop, among Python's own while :func:`limit_loops` holds."""


class FewerRounds(ast.NodeTransformer):
    """Limits ``for _ in ...``."""

    def visit_For(self, node: ast.For) -> ast.AST:
        """Limit the loop; one whose variable has a name treats each value once."""
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and node.target.id == "_":
            node.iter = _call(ROUNDS, node.iter)
        return node


class ReducedCell(FewerRounds):
    """Limits ``while``, too, and computes what is asserted without enforcing it."""

    def visit_While(self, node: ast.While) -> ast.AST:
        """Make ``while`` a limited ``for`` that asks the condition first in every round."""
        self.generic_visit(node)
        if node.orelse:
            return node
        stop = ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Break()], [])
        return ast.For(ast.Name("_", ast.Store()), _call(ROUNDS), [stop, *node.body], [])

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """Keep the condition alone."""
        return ast.Expr(node.test)


def reduced_cell(tree: ast.Module) -> ast.Module:
    """A cell of a notebook with limited loops and without enforced assertions."""
    return ast.fix_missing_locations(ReducedCell().visit(tree))


def limit_loops(package: str, limit: int) -> None:
    """Leave reduced loops after ``limit`` rounds, and import ``package`` with such loops.

    Args:
        package: a package that has not been imported yet.
        limit: the number of rounds.

    Raises:
        RuntimeError: if the package has been imported.
    """
    if package in sys.modules:
        raise RuntimeError(f"limit the loops of {package} before it is imported")

    def rounds(values: Any = None) -> Any:
        return itertools.islice(itertools.count() if values is None else values, limit)

    setattr(builtins, ROUNDS, rounds)
    sys.meta_path.insert(0, _Finder(package))


class _Loader(SourceFileLoader):
    """Compiles a module with limited loops, and leaves no bytecode of it behind."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = FewerRounds().visit(ast.parse(self.get_data(path)))
        return compile(ast.fix_missing_locations(tree), path, "exec")


class _Finder(PathFinder):
    """Finds the modules of one package, for :class:`_Loader`."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, fullname: str, path: Any = None, target: Any = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != self.package:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.origin:
            spec.loader = _Loader(fullname, spec.origin)
        return spec


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
