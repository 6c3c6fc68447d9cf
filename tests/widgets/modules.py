"""Modules of the widgets in Node: what their functions return, for comparison with the package."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.setup import npm
from tying import widgets

WIDGETS = Path(widgets.__file__).parent
CALL = Path(__file__).with_name("call.js")


@dataclass(frozen=True)
class Module:
    """A module of JavaScript; arguments and results cross as JSON."""

    path: Path

    def call(self, name: str, *arguments: Any) -> Any:
        """What the exported function ``name`` returns."""
        return self._results(name, [arguments])[0]

    def map(self, name: str, items: Iterable[Any]) -> list[Any]:
        """What the exported function ``name`` returns for each of ``items``, its one argument."""
        return self._results(name, [(item,) for item in items])

    def starmap(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Any]:
        """What the exported function ``name`` returns for each list of arguments."""
        return self._results(name, calls)

    def value(self, name: str) -> Any:
        """The exported constant ``name``."""
        return self._run({"name": name})

    def _results(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Any]:
        return self._run({"name": name, "calls": calls})

    def _run(self, request: dict[str, Any]) -> Any:
        text = json.dumps({"module": str(self.path), **request})
        command = [npm.node(), str(CALL)]
        completed = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert completed.returncode == 0, completed.stderr
        return json.loads(completed.stdout)
