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
PATHS = {
    "200": "",
    "Gauß's": "",
    "a%20b": "",
    "under_score_": "",
    "a(b)c": "",
    "query?a=1&b=2": "",
    "301": "",
    "401": "",
    "403": "",
    "later": "",
    "404": "404 Client Error: Not Found",
    "410": "410 Client Error: Gone",
    "500": "500 Server Error: Internal Server Error",
    "odd": "",
}
"""The message for each path; empty if it is not broken, or if the network words it."""


class Host(BaseHTTPRequestHandler):
    """Answers with the number in its path; ``/later`` fails twice and then is there."""

    def do_GET(self) -> None:
        """Answer."""
        ASKED[self.path] += 1
        if self.path == "/odd":
            self.wfile.write(b"what?\r\n\r\n")
            return
        number = int(self.path[1:]) if self.path[1:].isdigit() else 200
        early = self.path == "/later" and ASKED[self.path] <= 2
        self.send_response(500 if early else number)
        if number == 301:
            self.send_header("Location", "/200")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """Address of the host."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def answers(host: str) -> dict[str, links.Answer]:
    """The result for every path, and for a port without a server."""
    paths = [*PATHS, "nobody"]
    addresses = [f"{host}/{path}" for path in PATHS] + ["http://127.0.0.1:9"]
    return dict(zip(paths, links.ask(addresses), strict=True))


@pytest.mark.parametrize("path", [path for path in PATHS if path != "odd"])
def test_an_address_is_broken_if_no_reader_gets_the_page(
    answers: dict[str, links.Answer], path: str
):
    answer = answers[path]
    assert answer.broken == bool(PATHS[path]), answer
    if answer.broken:
        assert answer.info.startswith(PATHS[path])


def test_an_answer_that_is_none_and_a_host_that_is_not_there_are_broken(
    answers: dict[str, links.Answer],
):
    assert answers["odd"].broken
    assert answers["nobody"].broken
    assert "refused" in answers["nobody"].info.lower()


@pytest.mark.parametrize("code", sorted(links.REFUSED))
def test_a_host_that_refuses_programs_is_not_broken(code: int):
    assert not links.Answer("", "broken", f"{code} Client Error: So for url: x").broken


def test_a_host_that_does_not_answer_in_time_is_broken():
    assert links.Answer("", "timeout", "Read timed out.").broken


def test_addresses_of_a_site_are_read_once_each_from_all_its_pages(tmp_path: Path):
    (tmp_path / "a").mkdir()
    link = '<a class="x" href="{}">y</a>'
    (tmp_path / "one.html").write_text(
        link.format("https://x.example/200") + link.format("https://x.example/?a=1&amp;b=2#part")
    )
    (tmp_path / "a" / "two.html").write_text(
        link.format("https://x.example/200#there")
        + link.format("../one.html")
        + link.format("mailto:a@b.c")
    )
    assert links.addresses(tmp_path) == {
        "https://x.example/200": ["a/two.html", "one.html"],
        "https://x.example/?a=1&b=2": ["one.html"],
    }


@pytest.mark.parametrize(("paths", "status"), [(("200", "403"), 0), (("200", "404"), 1)])
def test_a_broken_link_fails_the_check_and_is_named_with_its_pages(
    host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], paths: tuple[str], status: int
):
    page = "".join(f'<a href="{host}/{path}">y</a>' for path in paths)
    (tmp_path / "one.html").write_text(page)
    assert links.check(tmp_path) == status
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == f"2 addresses checked, {status} broken"
    assert len(lines) == status
    assert all(line.startswith(f"{host}/404: 404 ") for line in lines)
    assert all(line.endswith("; on one.html") for line in lines)


def test_without_a_book_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert links.check(tmp_path) == 1
    assert "run make book first" in capsys.readouterr().err
