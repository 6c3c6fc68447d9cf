"""The notebook that a page offers for download, run in JupyterLab, where the kernel answers."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("notebooks/*/*.ipynb"))
TRACKER = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
PATIENCE = 150  # seconds for all cells, on a busy machine too
ERROR = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'  # errors too


@contextlib.contextmanager
def jupyterlab(folder: Path, home: Path) -> Iterator[str]:
    """Address of a JupyterLab of ``folder``, without token, that ends with the block.

    Cells out of sight are drawn too, which JupyterLab does not do by default.
    """
    settings = home / "settings" / TRACKER
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"windowingMode": "none"}), encoding="utf-8")
    runtime = home / "runtime"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", "--port=0", "--IdentityProvider.token=", "--ServerApp.password="),
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
        yield address_of(server, runtime, log)
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def address_of(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    """Where the server listens, once it does."""
    for _ in range(300):
        for record in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):  # half written: ask again
                return json.loads(record.read_text(encoding="utf-8"))["url"].rstrip("/")
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def wait_for_kernel(page: Page, address: str) -> None:
    """Wait until the notebook's kernel runs, and the page is connected to it.

    The page itself shows "idle" before it has a kernel; the server knows better.
    """
    for _ in range(160):
        with urllib.request.urlopen(f"{address}/api/kernels", timeout=10) as reply:
            kernels = json.load(reply)
        if any(k["execution_state"] == "idle" and k["connections"] for k in kernels):
            return
        page.wait_for_timeout(250)  # not time.sleep: the page's requests pass through this thread
    pytest.fail("JupyterLab started no kernel for the notebook within 40 seconds.")


def run_all(page: Page) -> None:
    """Run all cells, by the menu."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_widget_answers_from_the_kernel(site, visit, tmp_path, chapter):
    source = site / "_sources" / chapter
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / source.name).write_bytes(source.read_bytes())
    with jupyterlab(folder, tmp_path) as address:
        page = visit(f"{address}/lab/tree/{source.name}").page
        page.set_default_timeout(20_000)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=40_000)
        wait_for_kernel(page, address)
        run_all(page)
        answer, wrong = page.locator('[data-source="kernel"]').first, page.locator(ERROR)
        own = page.locator('[data-source="page"]')
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not wrong.count():
            if answer.count() and not own.count():
                break
            page.wait_for_timeout(250)
        assert wrong.all_inner_texts() == []
        prompts = page.locator(".jp-CodeCell .jp-InputArea-prompt").all_inner_texts()
        assert answer.count(), f"no answer of the kernel after {PATIENCE} s; prompts: {prompts}"
        answer.scroll_into_view_if_needed()
        assert answer.is_visible()
        assert answer.inner_text().strip()
        assert own.count() == 0
        summary = page.locator(".tied-widget summary").first
        assert summary.evaluate("node => getComputedStyle(node).display") == "list-item"
