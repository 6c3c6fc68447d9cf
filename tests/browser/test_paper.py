"""Chapters on paper: a PDF from Chromium, with pictures in the place of widgets."""

from __future__ import annotations

from tests.browser.test_pages import pictured

CONTROLS = ".widget-live :is(button, label, legend)"


def test_paper_holds_the_pictures_of_widgets_and_none_of_their_controls(site, served, visit):
    for name in pictured(site, 'class="widget-fallback'):
        page = visit(f"{served}/{name}").page
        assert page.locator(CONTROLS).count() > 0, f"{name}: no control to look for"
        page.emulate_media(media="print")
        assert page.locator(f"{CONTROLS} >> visible=true").count() == 0, name
        drawn = page.locator(".widget-static svg text")
        assert drawn.count() > 0, name
        assert all(text.is_visible() for text in drawn.all()[:5]), name
        content = page.pdf(format="A4")
        assert content.startswith(b"%PDF-")
        assert content.count(b"/Type /Page\n") > 5, name
        page.context.close()
