"""A chapter's notebook, downloaded from its page: it says where the wheel that it installs lies."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.built import CHAPTERS
from tools.learner import installer

MENU = "Download this page"
OFFER = "a[data-book-copy]"


def downloaded(page: Page, folder: Path) -> tuple[str, dict[str, Any]]:
    """Name and content of the notebook that a reader gets by two clicks."""
    page.get_by_role("button", name=MENU).click()
    with page.expect_download() as download:
        page.get_by_text("Notebook to run").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.name, json.loads(path.read_text(encoding="utf-8"))


def arguments(notebook: dict[str, Any]) -> dict[str, Any]:
    """What the setup cell of a notebook calls."""
    (setup,) = (cell for cell in notebook["cells"] if cell["id"] == "setup")
    last = ast.parse("".join(setup["source"])).body[-1]
    assert isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    return {str(one.arg): ast.literal_eval(one.value) for one in last.value.keywords}


def without_address(notebook: dict[str, Any]) -> list[tuple[str, str]]:
    """Ids and texts of all cells, but for the address of the wheel."""
    address = arguments(notebook)["address"]
    texts = ((cell["id"], "".join(cell["source"])) for cell in notebook["cells"])
    return [(name, text.replace(f'address="{address}"', "")) for name, text in texts]


@pytest.fixture(params=["http", "file"])
def root(request: pytest.FixtureRequest, site: Path, served: str) -> str:
    """Address of the built book, on the web and on the disk."""
    return served if request.param == "http" else site.resolve().as_uri()


@pytest.mark.parametrize("name", CHAPTERS[:1] + CHAPTERS[-1:])
def test_two_clicks_give_the_copy_with_the_address_of_its_wheel(
    site: Path, root: str, visit, name: str, tmp_path: Path
):
    visited = visit(f"{root}/{name}")
    file, notebook = downloaded(visited.page, tmp_path)
    copy = site / "learn" / name.removeprefix("notebooks/").replace(".html", ".ipynb")
    assert file == copy.name
    assert arguments(notebook)["address"] == f"{root}/learn"
    before = json.loads(copy.read_text(encoding="utf-8"))
    assert without_address(notebook) == without_address(before)
    assert {**notebook, "cells": []} == {**before, "cells": []}
    assert visited.problems == []


def test_the_address_leads_to_the_wheel_with_the_digest_of_the_copy(
    root: str, visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    _, notebook = downloaded(visit(f"{root}/{CHAPTERS[0]}").page, tmp_path)
    call = arguments(notebook)
    monkeypatch.chdir(tmp_path)
    content = installer.wheel_content(call["wheel"], call["sha256"], call["address"])
    assert content.startswith(b"PK")


def test_by_keyboard_the_same_notebook_comes(served: str, visit, tmp_path: Path):
    page = visit(f"{served}/{CHAPTERS[0]}", width=360, height=740).page
    menu = page.get_by_role("button", name=MENU)
    menu.press("Enter")
    expect(page.locator(OFFER)).to_be_visible()
    page.locator(OFFER).focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "copy.ipynb")
    notebook = json.loads((tmp_path / "copy.ipynb").read_text(encoding="utf-8"))
    assert arguments(notebook)["address"] == f"{served}/learn"


@pytest.mark.parametrize("javascript", [True, False])
def test_without_the_script_of_the_copy_the_link_gives_it_as_it_is(
    site: Path, served: str, visit, tmp_path: Path, javascript: bool
):
    page = visit(f"{served}/{CHAPTERS[0]}", javascript=javascript, fresh=True).page
    page.route("**/learn/**/*.js", lambda route: route.abort())
    with page.expect_download() as download:
        page.locator(OFFER).dispatch_event("click")
    download.value.save_as(tmp_path / "copy.ipynb")
    path = CHAPTERS[0].removeprefix("notebooks/").replace(".html", ".ipynb")
    assert (tmp_path / "copy.ipynb").read_bytes() == (site / "learn" / path).read_bytes()
