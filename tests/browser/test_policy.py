"""The content security policy: pages live under it, and what it forbids does not happen."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import pages

HEADER = "content-security-policy.txt"


@pytest.fixture
def strict(site, serve) -> str:
    """Address of the book from a host that sends the header which the build wrote."""
    policy = (site / HEADER).read_text(encoding="utf-8").strip()
    return serve(site, {"Content-Security-Policy": policy})


def test_pages_live_under_the_header_and_nothing_is_refused(site, strict, visit):
    alive = typeset = 0
    for name in pages(site):
        visited = visit(f"{strict}/{name}", theme="dark")
        page = visited.page
        assert visited.problems == [], name  # a violation is an error in the console
        assert page.locator("html").get_attribute("data-theme") == "dark", name
        for box in page.locator(".widget-fallback").all():
            assert box.locator(".widget-live > *").count() > 0, f"{name}: a widget is dead"
            alive += 1
        if page.locator(".katex-html").count():
            fonts = page.evaluate(
                """async () => { await document.fonts.ready;
                    return [...document.fonts].filter((f) => f.status === "loaded")
                        .map((f) => f.family); }"""
            )
            assert any("KaTeX" in font for font in fonts), name
            typeset += 1
        page.context.close()
    assert alive > 1
    assert typeset > 1


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
