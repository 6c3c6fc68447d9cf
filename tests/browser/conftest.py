"""Chromium, a local server, and pages that may talk to nobody else.

``visit(address)`` opens a page in a context of its own, with every host but this machine blocked,
and records what happens. ``site`` is the built book, ``served`` its address.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tools.server import serving

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
    with serving(site) as server:
        yield server.address


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder until the test ends: ``serve(folder, headers={}, missed=[])``: its address.

    What is asked for and not there is added to ``missed``.
    """
    with contextlib.ExitStack() as stack:

        def start(
            folder: Path, headers: Mapping[str, str] | None = None, missed: list[str] | None = None
        ) -> str:
            server = stack.enter_context(serving(folder, headers))
            if missed is not None:
                server.missed = missed
            return server.address

        yield start


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
