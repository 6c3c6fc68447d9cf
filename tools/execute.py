"""Execution of the notebooks: in parallel, one thread of arithmetic each, into the cache.

A notebook is cached only if no cell failed and none wrote to stderr, which is where warnings go.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import nbformat
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError

from tools import peak
from tools.cache import opened

ONE_THREAD = ("OMP", "MKL", "OPENBLAS", "NUMEXPR", "VECLIB_MAXIMUM")
NOT_A_NOTEBOOK = (ValueError, KeyError, AttributeError, ValidationError)  # no JSON, or other JSON
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Run:
    """What became of one notebook.

    Attributes:
        notebook: its path in the project, with slashes.
        seconds: how long its execution took, now or when it was cached.
        cached: whether the cache had it.
        peak: bytes of memory at the peak, the main memory and that of a GPU.
        date: when it ran, in UTC.
        failure: cell (if it is one's) and reason, in words and traceback; empty if all went well.
    """

    notebook: str
    seconds: float
    cached: bool
    peak: dict[str, int] = field(default_factory=dict)
    date: str = ""
    failure: str = ""


def prepare(folder: Path) -> None:
    """Give the kernels one thread each, and settings that no user's own files can change."""
    for library in ONE_THREAD:
        os.environ[f"{library}_NUM_THREADS"] = "1"
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    os.environ["IPYTHONDIR"] = str(folder / ".ipython")
    # Building its list of fonts, matplotlib says so on stderr, which would fail a notebook.
    fonts = folder / ".matplotlib"
    os.environ["MPLCONFIGDIR"] = str(fonts)
    if not fonts.is_dir():
        fonts.mkdir(parents=True)
        warm = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(warm, capture_output=True)


def execute(root: Path, notebooks: list[str], folder: Path, timeout: int) -> list[Run]:
    """Run those of ``notebooks`` that the cache in ``folder`` lacks, one on each core."""
    limit = asyncio.Semaphore(os.cpu_count() or 1)

    async def every(cache: JupyterCacheAbstract) -> list[Run]:
        return await asyncio.gather(*(one(root, name, cache, timeout, limit) for name in notebooks))

    with opened(folder) as cache:
        return asyncio.run(every(cache))


async def one(
    root: Path, name: str, cache: JupyterCacheAbstract, timeout: int, limit: asyncio.Semaphore
) -> Run:
    """Look ``name`` up in the cache, or run it and cache it if it went well."""
    path = root / name
    try:
        notebook = nbformat.read(path, as_version=4)
    except NOT_A_NOTEBOOK as error:
        say(f"  FAILED    {name}")
        why = f"is not a notebook: {error.__cause__ or error}; mend the file, or take it from git"
        return Run(name, 0.0, False, failure=why)
    try:
        record = cache.match_cache_notebook(notebook)
    except KeyError:
        pass
    else:
        known = cast(dict[str, Any], record.data)
        seconds = known["execution_seconds"]
        say(f"  cached    {name} ({seconds:.1f} s when it ran)")
        return Run(name, seconds, True, known.get("peak", {}), known.get("date", ""))
    async with limit:
        say(f"  running   {name}")
        started = time.monotonic()
        date = datetime.now(UTC).isoformat(timespec="seconds")
        failure, needed = await ran(notebook, path.parent, timeout)
        seconds = round(time.monotonic() - started, 2)
    say(f"  {'FAILED ' if failure else 'executed'}  {name} in {seconds:.1f} s")
    if not failure:
        data = {"execution_seconds": seconds, "peak": needed, "date": date}
        bundle = CacheBundleIn(notebook, str(path), data=data)
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    return Run(name, seconds, False, needed, date, failure)


async def ran(notebook: NotebookNode, folder: Path, timeout: int) -> tuple[str, dict[str, int]]:
    """Run ``notebook`` in place: the failing cell and its traceback, or nothing; and its peak."""
    current: list[str] = []
    needed: dict[str, int] = {}

    last = max((i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"), default=0)

    async def measure(cell_index: int, **_: object) -> None:
        if cell_index == last:  # afterwards the kernel is gone
            needed.update(await peak.of_kernel(client))

    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        record_timing=False,  # times in the cells' metadata would change the cache's key
        extra_arguments=["--log-level=40"],  # the kernel's remarks on its own transport
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=lambda cell, cell_index: current.append(cell.get("id", str(cell_index))),
        on_cell_executed=measure,
    )
    try:
        await client.async_execute()
    except CellExecutionError as error:
        where = current[-1]
        return f"cell {where}:\n{traceback_of(notebook, where, str(error))}", needed
    except CellTimeoutError:
        return f"cell {current[-1]}: took longer than {timeout} s", needed
    except DeadKernelError:
        where = current[-1] if current else "?"
        return f"cell {where}: the kernel died (out of memory?)", needed
    return stderr_of(notebook), needed


def traceback_of(notebook: NotebookNode, identifier: str, otherwise: str) -> str:
    """Traceback that the cell left, without colours."""
    for cell in notebook.cells:
        if cell.get("id") == identifier:
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    return ANSI.sub("", "\n".join(output.traceback))
    return ANSI.sub("", otherwise)


def stderr_of(notebook: NotebookNode) -> str:
    """Cells that wrote to stderr, and what; nothing if there are none."""
    found = [
        f"cell {cell.get('id')}: a warning, or something else on stderr:\n{output.text.rstrip()}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]
    return "\n".join(found)


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)
