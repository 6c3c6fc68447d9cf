"""Chromium, a local server, and pages that reach no other host.

``visit(address)`` opens a page and records what happens on it. Chromium reaches no host but this
machine. ``site`` is the built book; ``served`` is its address at a server that compresses and sends
the content security policy, as a host on the web does.

A new tab costs as much as the page in it, so that tests take over the tabs of earlier tests, at
another address and without what was stored.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Locator, Page, Request, sync_playwright

from tests.browser.lab import JupyterLab, jupyterlab
from tests.browser.pages import saved, write_page
from tools.chromium import NoChromiumError
from tools.chromium import executable as find_chromium
from tools.server import Server, serving
from tying.widgets.base import TiedWidget

ROOT = Path(__file__).parents[2]
BUILT = Path(os.environ.get("TIED_SITE", ROOT / "_build" / "html"))
POLICY = "content-security-policy.txt"
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "file://", "data:", "blob:", "about:")
VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]'
WIDE, NARROW = 1280, 360
HIGHEST = {WIDE: 640, NARROW: 900}
"""How high a live picture is at most, in pixels, by the width of the window."""
COLUMN = {WIDE: 830, NARROW: 344}
"""How wide the text of the book's pages is at most, by the width of the window."""
INTO_WIDGETS = """
  globalThis.focusedElement = () => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one;
  };
  globalThis.everyElement = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].filter((one) => one.shadowRoot)
      .flatMap((one) => everyElement(selector, one.shadowRoot)),
  ];
"""
"""Scripts of tests see into the shadow roots of widgets by these two."""
DRAWN = """async (box) => {
  const frame = () => new Promise(requestAnimationFrame);
  let height = NaN;
  for (let same = 0; same < 3; ) {
    await frame();
    const now = box.getBoundingClientRect().height;
    same = now === height ? same + 1 : 0;
    height = now;
  }
}"""
"""Resolves when a box has kept its height for three frames.

A picture is drawn when it gets its width, which in a part of the page that was out of the window
is a frame or two after it came in.
"""
ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


def chromium_executable() -> str:
    """Chromium of this machine; without one, all tests fail and say what to do."""
    try:
        return find_chromium()
    except NoChromiumError as error:
        pytest.fail(f"The browser tests need Chromium, and {error}", pytrace=False)


@dataclass
class Visit:
    """A page that was opened, and what went wrong on it."""

    page: Page
    foreign: list[Request] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def elsewhere(self) -> list[str]:
        """Requests to other hosts, but for those that the content security policy stopped."""
        sent = [one.url for one in self.foreign if one.failure != "csp"]
        return [f"elsewhere: {url}" for url in (*sent, *self.sockets)]

    @property
    def problems(self) -> list[str]:
        """Requests to other hosts, failed requests, and errors in the console."""
        return [*self.elsewhere, *self.failed, *self.errors]

    def wait_for_widgets(self, timeout: float = 15_000) -> None:
        """Wait until the static host has drawn every widget of the page, or given up on it."""
        self.page.wait_for_selector("html[data-widgets-ready]", state="attached", timeout=timeout)


class Tab:
    """A tab of the browser; the test that has it reads what happens in ``visit``."""

    def __init__(self, chromium: Browser, javascript: bool) -> None:
        context = chromium.new_context(java_script_enabled=javascript, reduced_motion="reduce")
        self.javascript = javascript
        context.add_init_script(INTO_WIDGETS)
        self.page = context.new_page()
        self.visit = Visit(self.page)
        self.page.on("request", self._request)
        self.page.on("websocket", lambda socket: self._socket(socket.url))
        self.page.on("requestfailed", lambda r: self.visit.failed.append(f"failed: {r.url}"))
        self.page.on("response", lambda r: self._response(r.status, r.url))
        self.page.on("console", lambda m: self._message(m.type, m.text))
        self.page.on("pageerror", lambda e: self.visit.errors.append(f"uncaught: {e}"))

    def open(self, address: str, width: int, height: int, theme: str) -> Visit:
        """Open a page, with a record of its own, and wait until its widgets are drawn."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(
            media="null",  # what the page is used for: the screen, and paper for a PDF
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        self.visit = Visit(self.page)
        self.page.goto(address, wait_until="load")
        if self.javascript and self.page.locator(VIEW).count():
            self.visit.wait_for_widgets()
        return self.visit

    def leave(self) -> None:
        """Go to an empty page, and forget what the last one stored."""
        self.page.mouse.move(0, 0)
        if self.javascript and self.page.url.startswith("http"):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.context.clear_cookies()
        self.page.goto("about:blank")

    def close(self) -> None:
        """Close the tab, and all that it stored."""
        self.page.context.close()

    def _request(self, request: Request) -> None:
        if not request.url.startswith(LOCAL):
            self.visit.foreign.append(request)

    def _socket(self, address: str) -> None:
        if not address.startswith(LOCAL):
            self.visit.sockets.append(address)

    def _response(self, status: int, url: str) -> None:
        if status >= 400:
            self.visit.failed.append(f"{status}: {url}")

    def _message(self, kind: str, text: str) -> None:
        if kind == "error":
            self.visit.errors.append(f"console: {text}")


class Tabs:
    """Tabs of the browser, each used by one test after the other."""

    def __init__(self, chromium: Browser) -> None:
        self.chromium = chromium
        self.free: list[Tab] = []

    def take(self, javascript: bool = True, fresh: bool = False) -> Tab:
        """A tab that is not in use; a ``fresh`` one has nothing in its cache."""
        for tab in self.free:
            if tab.javascript == javascript and not fresh:
                self.free.remove(tab)
                return tab
        return Tab(self.chromium, javascript)

    def put_back(self, tab: Tab) -> None:
        """Take a tab back; one that cannot leave its page is closed."""
        try:
            tab.leave()
        except Exception:  # a page may refuse to be left, or be gone
            tab.close()
        else:
            self.free.append(tab)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    executable = chromium_executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ALONE))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs(chromium: Browser) -> Tabs:
    """The tabs of that Chromium."""
    return Tabs(chromium)


@pytest.fixture(scope="session")
def site() -> Path:
    """The built book; the variable TIED_SITE may name another build."""
    if not (BUILT / "searchindex.js").is_file():
        pytest.fail(f"The book is not built in {BUILT}: run make book first.", pytrace=False)
    return BUILT


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[Server]:
    """The server of the built book."""
    policy = (site / POLICY).read_text(encoding="utf-8").strip()
    with serving(site, {"Content-Security-Policy": policy}, compress=True) as server:
        yield server


@pytest.fixture(scope="session")
def served(host: Server) -> str:
    """Address of the built book."""
    return host.address


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder until the test ends: ``serve(folder, headers={})`` is its address."""
    with contextlib.ExitStack() as stack:

        def start(folder: Path, headers: Mapping[str, str] | None = None) -> str:
            # A port may come again: neither a page nor a connection is kept for the next server.
            sent = {"Cache-Control": "no-store", "Connection": "close", **(headers or {})}
            return stack.enter_context(serving(folder, sent)).address

        yield start


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Callable[..., Visit]]:
    """Open pages: ``visit(address, width=1280, height=900, theme="light", javascript=True)``.

    With ``fresh=True`` the tab is new, and closed afterwards.
    """
    with contextlib.ExitStack() as stack:

        def opened(
            address: str,
            width: int = WIDE,
            height: int = 900,
            theme: str = "light",
            javascript: bool = True,
            fresh: bool = False,
        ) -> Visit:
            tab = tabs.take(javascript, fresh)
            stack.callback(tab.close if fresh else lambda: tabs.put_back(tab))
            return tab.open(address, width, height, theme)

        yield opened


@pytest.fixture
def open_alone(
    tmp_path: Path, serve: Callable[..., str], visit: Callable[..., Visit]
) -> Callable[..., tuple[Visit, Locator]]:
    """Open a page that holds a widget and nothing else: ``open_alone(widget, box, **screen)``.

    The page is in ``language``, of the theme, and its text as wide as ``column`` at most. Returned
    are the visit, and all that ``box``, a selector, names.
    """

    def opened(
        widget: TiedWidget,
        box: str,
        *,
        language: str = "en",
        theme: str = "light",
        column: int | None = None,
        **screen: Any,
    ) -> tuple[Visit, Locator]:
        page = write_page(tmp_path, {"a": saved(widget)}, ["a"], "page.html")
        html = page.read_text(encoding="utf-8")
        html = html.replace('lang="en"', f'lang="{language}" data-theme="{theme}"')
        if column:
            style = f"<style>body {{ margin: 8px; max-width: {column}px; }}</style>"
            html = html.replace("</head>", f"{style}</head>")
        page.write_text(html, encoding="utf-8")
        visited = visit(f"{serve(tmp_path)}/{page.name}", theme=theme, **screen)
        return visited, visited.page.locator(box)

    return opened


@pytest.fixture
def open_widget(
    served: str, visit: Callable[..., Visit], open_alone: Callable[..., tuple[Visit, Locator]]
) -> Callable[..., tuple[Visit, Locator]]:
    """Open a page with a widget alone: ``open_widget(widget, box, chapter)``.

    With anything about the screen, as ``width=360``, it is the page of that chapter in the book.
    Returned are the visit, and the first ``box`` of the page, a selector.
    """

    def opened(widget: TiedWidget, box: str, chapter: str, **screen: Any) -> tuple[Visit, Locator]:
        if screen:
            visited = visit(f"{served}/{chapter}", **screen)
            asking = visited.page.locator(f".prediction:has({box})").first
            if asking.count():  # a prediction withholds the widget
                asking.get_by_role("button", name="Show me").click()
            shown = visited.page.locator(box).first
        else:
            visited, shown = open_alone(widget, box)
            shown = shown.first
        shown.scroll_into_view_if_needed()
        shown.evaluate(DRAWN)
        return visited, shown

    return opened


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterLab]:
    """One JupyterLab for all notebooks of a worker."""
    with jupyterlab(tmp_path_factory.mktemp("jupyterlab")) as running:
        yield running


@pytest.fixture
def run_cells(
    visit: Callable[..., Visit], lab: JupyterLab, tmp_path: Path
) -> Iterator[Callable[..., Page]]:
    """Run code in JupyterLab: ``run_cells("code", ...)`` is the page, with all cells begun."""
    source = tmp_path / "cells.ipynb"

    def run(*cells: str) -> Page:
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, source)
        return lab.run_all(visit, source)

    yield run
    lab.end(source)
