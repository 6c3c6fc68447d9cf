"""The check of outward links: what is there, what is gone, and what only refuses programs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.checks import links

ASKED: Counter[str] = Counter()


class Host(BaseHTTPRequestHandler):
    """Answers with the number in its path; ``/later`` fails once and then is there."""

    def do_GET(self) -> None:
        """Answer."""
        ASKED[self.path] += 1
        if self.path == "/odd":
            self.wfile.write(b"what?\r\n\r\n")
            return
        first = self.path == "/later" and ASKED[self.path] == 1
        code = 500 if first else int(self.path[1:]) if self.path[1:].isdigit() else 200
        self.send_response(code)
        if code == 301:
            self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """Address of the host."""
    ASKED.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("200", ""),
        ("Gauß's", ""),
        ("a%20b", ""),
        ("odd", "what?"),
        ("301", ""),
        ("403", ""),
        ("429", ""),
        ("later", ""),
        ("404", "404 Not Found"),
    ],
)
def test_an_address(host: str, path: str, expected: str):
    assert links.problem(f"{host}/{path}", pause=0).strip() == expected


def test_a_server_that_fails_is_asked_again_and_a_page_that_is_gone_is_not(host: str):
    assert links.problem(f"{host}/500", attempts=3, pause=0) == "500 Internal Server Error"
    assert links.problem(f"{host}/404", attempts=3, pause=0)
    assert ASKED == {"/500": 3, "/404": 1}


def test_a_host_that_is_not_there_is_named(host: str):
    assert "refused" in links.problem("http://127.0.0.1:9", attempts=1).lower()


def test_a_site_is_asked_once_for_each_address(
    host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "a").mkdir()
    link = '<a class="x" href="{}">y</a>'
    (tmp_path / "one.html").write_text(
        link.format(f"{host}/200") + link.format(f"{host}/404?a=1&amp;b=2#part")
    )
    (tmp_path / "a" / "two.html").write_text(
        link.format(f"{host}/200#there") + link.format("../one.html") + link.format("mailto:a@b.c")
    )
    assert links.check(tmp_path, attempts=1) == 0
    assert ASKED == {"/200": 1, "/404?a=1&b=2": 1}
    (tmp_path / "one.html").write_text(link.format(f"{host}/404"))
    assert links.check(tmp_path, attempts=1) == 1
    printed = capsys.readouterr().out
    assert f"{host}/404: 404 Not Found; on one.html" in printed
    assert printed.endswith("2 addresses asked, 1 broken\n")


def test_without_a_book_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert links.check(tmp_path) == 1
    assert "run make book first" in capsys.readouterr().err
