"""Sizes of the files that pages fetch from other hosts, from the npm packages behind them."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import tarfile
from pathlib import Path

from tools.setup.npm import NpmError, npm

MIRROR = re.compile(r"https://cdn\.jsdelivr\.net/npm/((?:@[\w.-]+/)?[\w.-]+@[\w.-]+)/([^?#]+)")


def packaged(address: str) -> tuple[str, str] | None:
    """The npm package behind ``address`` and the file in it, if jsDelivr serves it."""
    match = MIRROR.fullmatch(address)
    return (match[1], match[2]) if match else None


def size(address: str, store: Path) -> int | None:
    """Compressed bytes behind ``address``, or None where they cannot be known.

    Args:
        address: of a script or style.
        store: folder where packages are kept.
    """
    file_of_package = packaged(address)
    archive = fetched(file_of_package[0], store) if file_of_package else None
    if not file_of_package or archive is None:
        return None
    with tarfile.open(archive) as package:
        try:
            file = package.extractfile(f"package/{file_of_package[1]}")
        except KeyError:
            return None
        return len(gzip.compress(file.read(), 6)) if file else None


def fetched(package: str, store: Path) -> Path | None:
    """The archive of ``package``, by npm; None without a network."""
    store.mkdir(parents=True, exist_ok=True)
    note = store / f"{package.replace('/', '+')}.json"
    if not note.is_file():
        try:
            command = [*npm(), "pack", package, "--json", "--loglevel=error"]
        except NpmError:
            return None
        variables = {**os.environ, "NODE_OPTIONS": "--use-system-ca"}
        completed = subprocess.run(
            command, cwd=store, env=variables, capture_output=True, text=True
        )
        if completed.returncode:
            return None
        note.write_text(completed.stdout, encoding="utf-8")
    return store / json.loads(note.read_text(encoding="utf-8"))[0]["filename"]
