"""What a worker says of an answer that it cannot send."""

from __future__ import annotations

import subprocess
import sys

import pytest

LARGE = """
import json, resource
from pathlib import Path
from tying_assign.worker import answer
value = {value}
pages = int(Path("/proc/self/statm").read_text().split()[0])
most = pages * resource.getpagesize() + 2**25
resource.setrlimit(resource.RLIMIT_AS, (most, most))
print(json.loads(answer.text("7", {{"value": value}})))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are Linux's")
@pytest.mark.parametrize("value", ['"x" * 2**28', '{"list": [0] * 2**25}'])
def test_an_answer_whose_text_does_not_fit_into_memory_is_a_lack_of_memory(value):
    code = LARGE.format(value=value)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout == "{'id': '7', 'memory': 'MemoryError'}\n", done.stderr
