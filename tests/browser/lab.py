"""JupyterLab for the tests: one server, and a kernel for each notebook that is opened."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

TRACKER = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
PATIENCE = 150  # seconds for all cells, on a busy machine too
ERROR = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'  # errors too


@dataclass(frozen=True)
class JupyterLab:
    """A server that runs: its address, and the folder of its notebooks."""

    address: str
    folder: Path

    def run_all(self, visit: Callable[..., Any], notebook: Path) -> Page:
        """Open a copy of a notebook by ``visit``, and start all of its cells by the menu."""
        shutil.copy(notebook, self.folder)
        place = f"lab/workspaces/{notebook.stem}/tree/{notebook.name}"  # no other notebook's tab
        page = visit(f"{self.address}/{place}", fresh=True).page
        page.set_default_timeout(20_000)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=40_000)
        self.wait_for_kernel(page, notebook.name)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        return page

    def wait_for_kernel(self, page: Page, name: str) -> None:
        """Wait until the notebook's kernel runs, and the page is connected to it.

        The page itself shows "idle" before it has a kernel; the server's state is right.
        """
        for _ in range(160):
            kernels = [session["kernel"] for session in self._sessions(name)]
            if any(k["execution_state"] == "idle" and k["connections"] for k in kernels):
                return
            page.wait_for_timeout(250)  # not time.sleep: the page's events pass this thread
        pytest.fail(f"JupyterLab started no kernel for {name} within 40 seconds.")

    def end(self, notebook: Path) -> None:
        """End the kernel of a notebook."""
        for session in self._sessions(notebook.name):
            self._ask(f"sessions/{session['id']}", "DELETE")

    def _sessions(self, name: str) -> list[Any]:
        return [one for one in json.loads(self._ask("sessions")) if one["path"] == name]

    def _ask(self, what: str, method: str = "GET") -> bytes:
        request = urllib.request.Request(f"{self.address}/api/{what}", method=method)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read()


@contextlib.contextmanager
def jupyterlab(home: Path) -> Iterator[JupyterLab]:
    """A JupyterLab without token, whose files are in ``home``, for the time of the block.

    Cells out of sight are drawn too, which JupyterLab does not do by default.
    """
    settings = home / "settings" / TRACKER
    settings.parent.mkdir(parents=True)
    folder = home / "notebooks"
    folder.mkdir()
    settings.write_text(json.dumps({"windowingMode": "none"}), encoding="utf-8")
    runtime = home / "runtime"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", "--port=0", "--IdentityProvider.token=", "--ServerApp.password="),
        "--ServerApp.disable_check_xsrf=True",  # the tests end kernels without a page
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.user_settings_dir={home / 'settings'}",
        f"--LabApp.workspaces_dir={home / 'workspaces'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=",
    ]
    surroundings = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "IPYTHONDIR": str(home / "ipython"),
    }
    log = home / "jupyterlab.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(command, env=surroundings, stdout=output, stderr=output)
    try:
        yield JupyterLab(address_of(server, runtime, log), folder)
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def address_of(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    """Where the server listens, once it does."""
    for _ in range(1200):  # two minutes, on a busy machine
        for record in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):  # half written: ask again
                return json.loads(record.read_text(encoding="utf-8"))["url"].rstrip("/")
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
