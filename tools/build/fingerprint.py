"""What a page depends on beside its own text: package, data, pins, device, parts of the site.

jupyter-cache looks at code cells only, and Sphinx at the sources of pages only. These hashes are
the rest: when one changes, the results that depend on it are removed.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

EXECUTION = ("src", "data", "requirements.txt", "constraints.txt")
SITE = ("book/_ext", "book/_static", "book/vendor", "_config.yml", "_toc.yml")


def device() -> str:
    """The device that the notebooks run on: TYING_DEVICE, else what ``tying.device`` finds."""
    if named := os.environ.get("TYING_DEVICE"):
        return named
    from tying.device import device

    return str(device())


def of_execution(root: Path, device: str) -> str:
    """Fingerprint of everything that the outputs of the notebooks depend on, their cells aside."""
    python = ".".join(map(str, sys.version_info[:3]))
    scale = os.environ.get("TYING_SCALE") or "1"
    return digest(root, EXECUTION, device, python, scale)


def of_site(root: Path, execution: str) -> str:
    """Fingerprint of everything that the pages depend on, their own sources aside."""
    return digest(root, SITE, execution)


def digest(root: Path, names: tuple[str, ...], *words: str) -> str:
    """Hash of ``words`` and of the files and folders of ``root`` in ``names``, where they exist."""
    total = hashlib.sha256("\0".join(words).encode())
    for name in names:
        path = root / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file() and counted(file.relative_to(root)):
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                total.update(f"\0{file.relative_to(root).as_posix()}\0{content}".encode())
    return total.hexdigest()


def counted(path: Path) -> bool:
    """Whether a file of the project counts: what Python, editors and pip leave behind does not."""
    return not any(
        part == "__pycache__" or part.startswith(".") or part.endswith(".egg-info")
        for part in path.parts
    )
