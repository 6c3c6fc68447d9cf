"""The content security policy: what it forbids does not happen; ``test_pages`` runs with it."""

from __future__ import annotations

import pytest


def test_button_that_prints_works_without_a_script_in_an_attribute(site, served, visit):
    page = visit(f"{served}/book/intro.html").page
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    page.locator("[data-book-print]").first.dispatch_event("click")
    assert page.evaluate("() => window.printed") == 1


PLANTED = {
    "an inline script": "<script>document.title = 'planted'</script>",
    "a script in an attribute": "<img src='data:,' alt='' onerror=\"document.title = 'planted'\">",
    "a script of another host": "<script src='https://planted.example/x.js'></script>",
    "a picture of another host": "<img src='https://planted.example/x.png' alt=''>",
}


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_page_itself_refuses(site, tmp_path, serve, visit, kind, scheme):
    source = (site / "404.html").read_text(encoding="utf-8")
    assert source.count("</main>") == 1
    (tmp_path / "page.html").write_text(source.replace("</main>", f"{PLANTED[kind]}</main>"))
    address = serve(tmp_path) if scheme == "http" else tmp_path.resolve().as_uri()
    visited = visit(f"{address}/page.html")
    assert visited.elsewhere == []
    assert visited.page.title() != "planted"
    assert any("Content Security Policy" in error for error in visited.errors)
