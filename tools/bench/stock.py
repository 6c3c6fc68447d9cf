"""The same pages as a default Jupyter Book 1 makes them, without our extension and assets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.build import jupyter_book
from tools.build.cache import count

OWN = re.compile(r"^(?:`{3,}|:{3,})\{(?:api|book-map|claims|widget)\}", re.MULTILINE)


def settings(ours: dict[str, Any], cache: Path) -> dict[str, Any]:
    """Settings of a default build: those of a new book, and what the pages need."""
    return {
        "title": ours["title"],
        "author": ours["author"],
        "execute": {"execute_notebooks": "cache", "cache": str(cache)},
        "only_build_toc_files": True,
        "bibtex_bibfiles": ours["bibtex_bibfiles"],
        "parse": ours["parse"],
        "sphinx": {"extra_extensions": ["sphinx_exercise"]},
    }


def lacks(source: str) -> bool:
    """Whether a page asks for a directive of our extension, which a default build leaves out."""
    return OWN.search(source) is not None


def build(root: Path, folder: Path) -> Path:
    """Build the pages of the book of ``root`` in ``folder`` by default; the site.

    The notebooks are not executed: their outputs come from a copy of the book's own cache.

    Raises:
        SystemExit: if the build fails, or executes a notebook.
    """
    shutil.rmtree(folder, ignore_errors=True)
    source, cache = folder / "source", folder / "cache"
    shutil.copytree(root / "_build" / ".jupyter_cache", cache)
    ours = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    files = ["_toc.yml", *ours["bibtex_bibfiles"]]
    for page in parse_toc_yaml(root / "_toc.yml"):
        files += [f"{page}{end}" for end in (".md", ".ipynb") if (root / f"{page}{end}").is_file()]
    for name in files:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, source / name)
    config = yaml.safe_dump(settings(ours, cache))
    (source / "_config.yml").write_text(config, encoding="utf-8")
    known = count(cache)
    completed = jupyter_book.run(source, folder, "-q")
    if completed.returncode:
        raise SystemExit(f"The default build failed:\n{completed.stderr}")
    if count(cache) != known:
        raise SystemExit("The default build executed a notebook: the comparison would be skewed.")
    return folder / "_build" / "html"
