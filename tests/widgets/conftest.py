"""Node, for the arithmetic that widgets do in the page."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from tests.widgets.modules import WIDGETS
from tools.setup import npm

MAIN = """
import { readFileSync } from "node:fs";
const { modules, data } = JSON.parse(readFileSync(0, "utf8"));
const w = Object.assign({}, ...(await Promise.all(modules.map((one) => import(one)))));
console.log(JSON.stringify((() => { %s })()));
"""


@pytest.fixture(scope="module")
def in_node() -> Callable[[str, str, Any], Any]:
    """``in_node(widget, code, data)``: what ``code`` returns; ``w`` has all exports of a widget."""

    def run(widget: str, code: str, data: Any = None) -> Any:
        modules = [path.as_uri() for path in sorted((WIDGETS / widget).glob("*.js"))]
        command = [npm.node(), "--input-type=module", "--eval", MAIN.replace("%s", code)]
        text = json.dumps({"modules": modules, "data": data})
        answer = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return run
