"""Nothing that the site holds, downloads and wheel included, gives a solution away."""

from __future__ import annotations

import pytest

from tying_assign.building import leaks
from tying_assign.catalogue import load_all

PROBLEMS = load_all()


@pytest.fixture(scope="module")
def files(site) -> list[tuple[str, bytes]]:
    """All files of the site."""
    return list(leaks.below(site.folder))


def test_no_file_of_the_site_holds_a_piece_of_a_solution(files):
    secrets = [secret for problem in PROBLEMS for secret in leaks.secrets(problem)]
    assert leaks.summary(leaks.search(files, secrets)) == []


def test_the_search_reads_all_that_students_can_download(files):
    names = {inner for name, content in files for inner, _ in leaks.texts(name, content)}
    for problem in PROBLEMS:
        for name in (
            f"notebooks/practice/{problem.name}.html",
            f"_sources/notebooks/practice/{problem.name}.ipynb",
            f"learn/practice/{problem.name}.ipynb",
            f"learn/practice/{problem.name}.js",
        ):
            assert name in names
    assert "searchindex.js" in names
    assert any(name.endswith(".whl!tying/check/practice/counts.py") for name in names)


def test_the_search_index_knows_the_assignments(site):
    index = (site.folder / "searchindex.js").read_text(encoding="utf-8")
    for problem in PROBLEMS:
        assert f"notebooks/practice/{problem.name}" in index
        assert problem.title in index
