"""The page for addresses that lead nowhere, shown at any depth and under any folder."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


class Host(SimpleHTTPRequestHandler):
    """A host that serves the book below ``/shelf/book/`` and its 404 page for all that is not."""

    def translate_path(self, path: str) -> str:
        """A file of the book, or none."""
        within = path.removeprefix("/shelf/book")
        return super().translate_path(within if within != path else "/nowhere")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the page."""
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def host(site):
    handler = functools.partial(Host, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/shelf/book"
        server.shutdown()


@pytest.mark.parametrize("address", ["gone.html", "notebooks/gone.html", "a/b/c/gone.html"])
def test_missing_page_leads_back_from_any_depth(host, visit, address):
    visited = visit(f"{host}/{address}")
    page = visited.page
    page.wait_for_selector("html[data-base-found]", state="attached")
    assert visited.elsewhere == []
    assert page.locator("form").evaluate("(form) => form.action") == f"{host}/search.html"
    page.get_by_role("link").click()
    page.wait_for_url(f"{host}/book/intro.html")
    assert page.locator("article h1").is_visible()


def test_missing_page_searches(host, visit):
    page = visit(f"{host}/notebooks/gone/page.html").page
    page.wait_for_selector("html[data-base-found]", state="attached")
    page.get_by_role("searchbox").fill("alias")
    page.get_by_role("button").click()
    page.wait_for_url(f"{host}/search.html?q=alias")
    page.locator("#search-results li").first.wait_for()
