"""The compiler of torch, for workers that do not compile.

An optimiser imports it, only to ask it to leave the optimiser's own methods alone, and a trace, to
ask that nothing be compiled meanwhile. That takes more than half a second, which is a third of what
a submission takes.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any, TypeVar

F = TypeVar("F")

NAME = "torch._dynamo"


class Absent(ModuleType):
    """Stands for the compiler: the requests to stay away are here, and all else imports it."""

    def __init__(self) -> None:
        super().__init__(NAME)
        self.stances: list[Stance] = []

    @staticmethod
    def disable(fn: F, recursive: bool = True, *, wrapping: bool = True) -> F:
        """``fn``: it is not compiled anyway."""
        return fn

    @staticmethod
    def graph_break() -> None:
        """Nothing: there is no graph."""

    def set_stance(self, *asked: Any, **options: Any) -> Stance:
        """A stance that the compiler takes up if it is imported before the stance is given up."""
        self.stances.append(Stance(self, asked, options))
        return self.stances[-1]

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
            compiler = importlib.import_module(NAME)
            for stance in self.stances:
                stance.take(compiler)
        return getattr(sys.modules[NAME], name)


class Stance:
    """What ``torch.compiler.set_stance`` returns: in force until a ``with`` block of it ends."""

    def __init__(self, absent: Absent, asked: tuple[Any, ...], options: dict[str, Any]) -> None:
        self._absent, self._asked, self._options = absent, asked, options
        self._real: Any = None

    def take(self, compiler: Any) -> None:
        """Set the stance of the compiler, which is there now."""
        self._real = compiler.set_stance(*self._asked, **self._options)

    def __enter__(self) -> None:
        if self._real:
            self._real.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._absent.stances.remove(self)
        if self._real:
            self._real.__exit__(*error)

    def __call__(self, fn: F) -> F:
        """As a decorator: the stance is for ``fn`` alone."""
        if not self._real:
            self._absent.__getattr__("set_stance")  # imports the compiler
        return self._real(fn)


def leave_out() -> None:
    """Let torch, which is imported, not import its compiler until something is compiled."""
    if NAME not in sys.modules:
        sys.modules[NAME] = Absent()
