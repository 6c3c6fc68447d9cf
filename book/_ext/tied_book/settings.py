"""Settings that follow from others: version, buttons of the repository, order of results."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

FOOTER = (
    '<p class="book-edition">{title}, version <span class="book-version">{version}</span>'
    '<span class="book-commit"></span>. '
    'Code: <a href="https://opensource.org/license/mit">MIT licence</a>; text and figures: '
    '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.</p>'
)


def project_version(root: Path) -> str:
    """Version in ``pyproject.toml`` of the folder ``root``, the only place that states it."""
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def derive_settings(app: Sphinx, config: Config) -> None:
    """Write version, licence and buttons into the settings of the theme.

    The address of the repository is one setting (``repository: url`` in ``_config.yml``). While it
    is empty no button that needs it is shown, and nothing points to a place that does not exist.
    """
    config.version = config.release = project_version(Path(app.srcdir))
    config.html_search_scorer = str(Path(__file__).with_name("search_scorer.js"))
    options = config.html_theme_options
    options["extra_footer"] = FOOTER.format(
        title=config.html_title.split(":")[0], version=config.version
    )
    address = options.get("repository_url")
    for button in ("use_repository_button", "use_edit_page_button", "use_issues_button"):
        options[button] = bool(address)
    if address:
        options.setdefault("launch_buttons", {})["colab_url"] = "https://colab.research.google.com"
    else:
        options.pop("repository_url", None)
        options["launch_buttons"] = {}


def connect(app: Sphinx) -> None:
    """Derive the settings before any theme reads them (500 is the default priority)."""
    app.connect("config-inited", derive_settings, priority=100)
