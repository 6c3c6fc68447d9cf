"""What is done to the site when Sphinx has written it, and in which order.

Sphinx, the theme and the extensions write the pages; here every page passes once through
:data:`STEPS`, at the end of the build. A step that meets its own result changes nothing, and a page
that no step changes is not written: a page that an incremental build left alone stays as it is,
unless a style or a script that it names has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx

from tied_book.finish import (
    addresses,
    copies,
    definitions,
    edition,
    icons,
    markup,
    policy,
    reports,
    scripts,
    static_files,
    widgets,
)
from tied_book.finish.edition import Edition
from tied_book.finish.page import Page

Step = Callable[[Page], None]

STEPS: tuple[Step, ...] = (
    definitions.hold_definitions,  # first: the script that shows them goes where there are none
    scripts.drop_kernel_settings,
    scripts.drop_unused_assets,
    scripts.drop_repeated_assets,
    scripts.drop_preloads,
    scripts.defer_scripts,
    markup.keep_first_viewport,
    markup.correct_attributes,
    markup.write_summaries_without_paragraphs,
    markup.move_print_button_to_script,
    markup.mark_scripted_buttons,  # among them the button that prints
    copies.lead_to_copies,
    reports.prefill_reports,
    widgets.share_scripts,
    addresses.add_digests,  # the names of files are final: no step below may change one
    policy.add_policy,  # last: it names the inline scripts by their content
)


def page_files(site: Path) -> list[Path]:
    """Files of the pages of ``site``, sorted; folders such as ``_static`` hold none."""
    return sorted(
        file for file in site.rglob("*.html") if not file.relative_to(site).parts[0].startswith("_")
    )


UNKNOWN = Edition()


def finish_page(file: Path, built: Edition = UNKNOWN) -> None:
    """Take the page in ``file`` through all steps, and write it if that changed it.

    The page first names the commit that was ``built``: a step may quote that.
    """
    page = Page.read(file)
    before = page.html
    edition.name_commit(page, built)
    for step in STEPS:
        step(page)
    if page.html != before:
        file.write_text(page.html, encoding="utf-8")


def finish_site(app: Sphinx, exception: Exception | None) -> None:
    """Complete the static files, finish all pages, and write the policy for hosts."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    static_files.write_palette(site)
    static_files.remove_unused(site)
    icons.trim_icons(site)  # before the pages: their addresses follow the content of the files
    files = page_files(site)
    built = Edition.of(app)
    for file in files:
        finish_page(file, built)
    policy.write_header(site, files, app.config.tied_embedded_in)


def connect(app: Sphinx) -> None:
    """Finish the site after all other extensions (500 is the default priority)."""
    app.add_config_value("tied_embedded_in", [], "html", [list])
    app.add_css_file(static_files.PALETTE, priority=150)
    app.connect("build-finished", finish_site, priority=900)
