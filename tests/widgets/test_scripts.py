"""The scripts of the widgets: each module alone in Node, and its tests there."""

from __future__ import annotations

import subprocess
import sys

from tests.widgets.modules import WIDGETS
from tools.setup import npm

MODULES = sorted(WIDGETS.rglob("*.js"))


def test_every_module_can_be_imported_without_a_page():
    imports = "".join(f"await import({path.as_uri()!r});" for path in MODULES)
    command = [npm.node(), "--input-type=module", "--eval", imports]
    completed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 0, completed.stderr


def test_the_tests_in_node_pass():
    completed = subprocess.run(
        [sys.executable, "-m", "tools.setup.npm", "test"],
        cwd=npm.ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    print(completed.stdout[-4000:])
    assert completed.returncode == 0, completed.stderr
