"""Chromium, a local server, and pages that may talk to nobody else.

``visit(address)`` opens a page in a context of its own, with every host but this machine blocked,
and records what happens. ``site`` is the built book, ``served`` its address.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).parents[2]
HOST = (ROOT / "book" / "vendor" / "widget-host.js").read_text(encoding="utf-8")
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "file://", "data:", "blob:", "about:")
EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")
VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]'
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)


def chromium_executable() -> str:
    """Chromium of this machine: the variable CHROMIUM, or the first of the usual names."""
    if named := os.environ.get("CHROMIUM"):
        return named
    for name in EXECUTABLES:
        if found := shutil.which(name):
            return found
    pytest.fail(
        "The browser tests need Chromium: install it (Debian: apt-get install chromium) "
        "or set CHROMIUM to its path.",
        pytrace=False,
    )


@dataclass
class Visit:
    """A page that was opened, and what went wrong on it."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """Requests to other hosts, failed requests, and errors in the console."""
        return [*self.elsewhere, *self.failed, *self.errors]

    def listen(self) -> None:
        """Record requests and messages from now on."""
        self.page.on("requestfailed", lambda r: self.failed.append(f"failed: {r.url}"))
        self.page.on("response", lambda r: self._response(r.status, r.url))
        self.page.on("console", lambda m: self._message(m.type, m.text))
        self.page.on("pageerror", lambda e: self.errors.append(f"uncaught: {e}"))

    def guard(self, route: Route) -> None:
        """Let a request pass to this machine, and no other."""
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            self.elsewhere.append(f"elsewhere: {route.request.url}")
            route.abort()

    def wait_for_widgets(self, timeout: float = 15_000) -> None:
        """Wait until the static host has drawn every widget of the page, or given up on it."""
        self.page.wait_for_selector("html[data-widgets-ready]", state="attached", timeout=timeout)

    def _response(self, status: int, url: str) -> None:
        if status >= 400:
            self.failed.append(f"{status}: {url}")

    def _message(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(f"console: {text}")


class Silent(SimpleHTTPRequestHandler):
    """Serves a folder with these headers, and notes what it was asked for in vain."""

    def __init__(
        self, *args: Any, headers_sent: Mapping[str, str], missed: list[str], **kwargs: Any
    ) -> None:
        self.headers_sent = headers_sent
        self.missed = missed
        super().__init__(*args, **kwargs)

    def end_headers(self) -> None:
        """Add the headers."""
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Note the request: a browser does not report each of its own, such as that for an icon."""
        self.missed.append(f"{code}: {self.path}")
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(
    folder: Path, headers: Mapping[str, str] | None = None, missed: list[str] | None = None
) -> Iterator[str]:
    """Address of a server of ``folder`` that lives as long as the block.

    What is asked for and not there is added to ``missed``.
    """
    missed = [] if missed is None else missed
    handler = functools.partial(
        Silent, directory=str(folder), headers_sent=headers or {}, missed=missed
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    executable = chromium_executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site() -> Path:
    """The built book; the variable TIED_SITE may name another build."""
    folder = Path(os.environ.get("TIED_SITE", ROOT / "_build" / "html"))
    if not (folder / "searchindex.js").is_file():
        pytest.fail(f"The book is not built in {folder}: run make book first.", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Address of the built book."""
    with serving(site) as address:
        yield address


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder until the test ends: ``serve(folder, headers={}, missed=[])``: its address."""
    with contextlib.ExitStack() as stack:
        yield lambda folder, headers=None, missed=None: stack.enter_context(
            serving(folder, headers, missed)
        )


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open pages: ``visit(address, width=1280, height=900, theme="light", javascript=True)``."""
    contexts: list[BrowserContext] = []

    def opened(
        address: str,
        width: int = 1280,
        height: int = 900,
        theme: str = "light",
        javascript: bool = True,
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        result = Visit(context.new_page())
        context.route("**/*", result.guard)
        result.listen()
        result.page.goto(address, wait_until="load")
        if javascript and result.page.locator(VIEW).count():
            result.wait_for_widgets()
        return result

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def host_script() -> str:
    """Text of the static widget host."""
    return HOST
