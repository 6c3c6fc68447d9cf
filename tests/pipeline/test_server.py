"""The local server: what it sends, what it counts, and what it says when there is no book."""

from __future__ import annotations

import gzip
import socket
import threading
import urllib.error
import urllib.request
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tools import server
from tools.server import Answer, serving

TEXT = "<p>words</p>" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page and a picture."""
    (tmp_path / "index.html").write_text(TEXT, encoding="utf-8")
    (tmp_path / "dot.png").write_bytes(b"png")
    return tmp_path


def get(address: str) -> HTTPResponse:
    """The answer to a request."""
    return urllib.request.urlopen(address, timeout=10)


def test_a_file_is_sent_as_it_is_with_the_headers_that_are_given(folder: Path):
    with serving(folder, headers={"X-Mark": "here"}) as host:
        answer = get(f"{host.address}/")
        assert answer.read().decode() == TEXT
        assert (answer.headers["X-Mark"], answer.headers["Content-Encoding"]) == ("here", None)
    assert host.answers == [Answer("/", len(TEXT), len(TEXT))]


def test_texts_are_compressed_if_asked_for_and_pictures_are_not(folder: Path):
    with serving(folder, compress=True) as host:
        page, picture = (get(f"{host.address}/{name}") for name in ("index.html", "dot.png"))
        content = page.read()
        assert gzip.decompress(content).decode() == TEXT
        assert page.headers["Content-Type"] == "text/html"
        assert picture.read() == b"png"
    assert set(host.answers) == {  # each has a thread of its own, and either may end first
        Answer("/index.html", len(TEXT), len(content)),
        Answer("/dot.png", 3, 3),
    }
    assert len(content) < len(TEXT)


def test_what_is_not_there_is_noted(folder: Path):
    with serving(folder, compress=True) as host:
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(f"{host.address}/gone.js")
        assert host.missed == ["404: /gone.js"]
    assert host.answers == []


def test_a_reader_gets_a_rebuilt_page_at_once(folder: Path):
    with server.book_server(folder, 0) as host:
        threading.Thread(target=host.handle_request).start()
        assert get(f"{host.address}/").headers["Cache-Control"] == "no-cache"


def test_without_a_book_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert server.serve_book(tmp_path) == 1
    assert capsys.readouterr().err == "There is no book to serve yet: run make book first.\n"


def test_a_taken_port_is_replaced_by_a_free_one(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with server.book_server(tmp_path, port) as host:
            assert host.server_address[1] not in (0, port)
