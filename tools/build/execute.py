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

from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError

from tools.build import memory
from tools.build.cache import open_cache
from tools.toc import read

ONE_THREAD = ("OMP", "MKL", "OPENBLAS", "NUMEXPR", "VECLIB_MAXIMUM")
NOT_A_NOTEBOOK = (ValueError, KeyError, AttributeError, ValidationError)
"""What nbformat raises for a file that is no JSON, or other JSON."""

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Run:
    """The result of one notebook.

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
    """Run those of ``notebooks`` that the cache in ``folder`` lacks, one on each core.

    Args:
        root: folder of the book.
        notebooks: paths in ``root``.
        folder: folder of the cache.
        timeout: seconds that one cell may take.
    """
    cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def all_of_them(cache: JupyterCacheAbstract) -> list[Run]:
        runs = (run_notebook(root, name, cache, timeout, cores) for name in notebooks)
        return await asyncio.gather(*runs)

    with open_cache(folder) as cache:
        return asyncio.run(all_of_them(cache))


async def run_notebook(
    root: Path, name: str, cache: JupyterCacheAbstract, timeout: int, cores: asyncio.Semaphore
) -> Run:
    """Look ``name`` up in the cache, or run it and cache it if it went well."""
    path = root / name
    try:
        notebook = read(path)
    except NOT_A_NOTEBOOK as error:
        print(f"  FAILED    {name}", flush=True)
        reason = error.__cause__ or error
        failure = f"is not a notebook: {reason}; repair the file, or restore it from git"
        return Run(name, 0.0, False, failure=failure)
    if run := cached_run(name, notebook, cache):
        print(f"  cached    {name} ({run.seconds:.1f} s when it ran)", flush=True)
        return run
    async with cores:
        print(f"  running   {name}", flush=True)
        started = time.monotonic()
        date = datetime.now(UTC).isoformat(timespec="seconds")
        failure, peak = await run_cells(notebook, path.parent, timeout)
        seconds = round(time.monotonic() - started, 2)
    print(f"  {'FAILED ' if failure else 'executed'}  {name} in {seconds:.1f} s", flush=True)
    if not failure:
        data = {"execution_seconds": seconds, "peak": peak, "date": date}
        bundle = CacheBundleIn(notebook, str(path), data=data)
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    return Run(name, seconds, False, peak, date, failure)


def cached_run(name: str, notebook: NotebookNode, cache: JupyterCacheAbstract) -> Run | None:
    """The earlier run of ``notebook``, if the cache has it."""
    try:
        record = cache.match_cache_notebook(notebook)
    except KeyError:
        return None
    data = cast(dict[str, Any], record.data)
    return Run(name, data["execution_seconds"], True, data.get("peak", {}), data.get("date", ""))


async def run_cells(
    notebook: NotebookNode, folder: Path, timeout: int
) -> tuple[str, dict[str, int]]:
    """Run ``notebook`` in place: the failing cell and its traceback, or nothing; and its peak."""
    started: list[str] = []
    peak: dict[str, int] = {}
    last = max((i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"), default=0)

    async def measure(cell_index: int, **_: object) -> None:
        if cell_index == last:  # afterwards the kernel is gone
            peak.update(await memory.peak_of_kernel(client))

    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        record_timing=False,  # times in the cells' metadata would change the cache's key
        extra_arguments=["--log-level=40"],  # the kernel's messages about its own connection
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=lambda cell, cell_index: started.append(cell.get("id", str(cell_index))),
        on_cell_executed=measure,
    )
    try:
        await client.async_execute()
    except CellExecutionError as error:
        cell = started[-1]
        return f"cell {cell}:\n{traceback_of(notebook, cell, str(error))}", peak
    except CellTimeoutError:
        return f"cell {started[-1]}: took longer than {timeout} s", peak
    except DeadKernelError:
        cell = started[-1] if started else "?"
        return f"cell {cell}: the kernel died (out of memory?)", peak
    return stderr_of(notebook), peak


def traceback_of(notebook: NotebookNode, identifier: str, otherwise: str) -> str:
    """Traceback that the cell left, without colours; ``otherwise`` if it left none."""
    for cell in notebook.cells:
        if cell.get("id") == identifier:
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    return ANSI.sub("", "\n".join(output.traceback))
    return ANSI.sub("", otherwise)


def stderr_of(notebook: NotebookNode) -> str:
    """Cells that wrote to stderr, and what; nothing if there are none."""
    texts = [
        f"cell {cell.get('id')}: a warning, or something else on stderr:\n{output.text.rstrip()}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]
    return "\n".join(texts)
