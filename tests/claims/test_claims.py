"""data/claims.toml against the tests: no claim without a check, no check without a claim."""

import ast
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TABLES = tomllib.loads((ROOT / "data" / "claims.toml").read_text(encoding="utf-8"))
REQUIRED = {"id", "source", "line", "text", "kind", "verdict", "correction", "shown", "tests"}
KINDS = {"number", "formula", "theorem", "code", "empirical", "heuristic", "history"}
VERDICTS = {"correct", "correct-with-conditions", "imprecise", "wrong"}
NOT_EXECUTABLE = {"heuristic", "history"}
PUBLISHED = {"number", "unit", "what", "reference"}
LINES = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")
REFERENCES = ROOT / "book" / "references.bib"


def markers(nodes: Iterable[ast.expr]) -> Iterator[str]:
    """Ids of the claim markers among decorators; they have to be literals."""
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.claim":
            yield from (ast.literal_eval(argument) for argument in node.args)


def functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The test functions of a file and of its classes, with their names as pytest writes them."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from functions(node.body, f"{prefix}::{node.name}")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield f"{prefix}::{node.name}", node


def marked_tests(root: Path) -> dict[str, list[str]]:
    """Claim ids on every test function under ``root``, by file::function."""
    marked = {}
    for path in sorted(root.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, node in functions(tree.body, path.relative_to(root.parent).as_posix()):
            marked[name] = list(markers(node.decorator_list))
    return marked


def labels_in(root: Path) -> set[str]:
    """MyST labels, ``(label)=``, of the pages and notebooks."""
    texts = [page.read_text(encoding="utf-8") for page in (root / "book").glob("*.md")]
    for path in (root / "notebooks").rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return {
        label for text in texts for label in re.findall(r"^\(([\w-]+)\)=\s*$", text, re.MULTILINE)
    }


def keys_in(bibliography: Path) -> set[str]:
    """The keys of the entries of a BibTeX file."""
    return set(re.findall(r"^@\w+\{([^,\s]+),", bibliography.read_text("utf-8"), re.MULTILINE))


def problems(
    claims: list[dict[str, Any]],
    tests: dict[str, list[str]],
    labels: set[str],
    sources: set[str],
) -> Iterator[str]:
    """Everything that is wrong between the claims and the tests, one sentence each."""
    for name, count in Counter(claim.get("id") for claim in claims).items():
        if count > 1:
            yield f"{name} stands {count} times"
    for claim in claims:
        fields = claim.keys() - {"unchecked"}
        if fields != REQUIRED:
            yield f"{claim.get('id')} has other fields: {sorted(REQUIRED ^ fields)}"
            continue
        yield from malformed(claim, sources)
        if claim["shown"] and claim["shown"] not in labels:
            yield f"{claim['id']} is shown at a label that no page has: {claim['shown']}"
        yield from unchecked(claim)
    yield from disagreements(claims, tests)


def malformed(claim: dict[str, Any], sources: set[str]) -> Iterator[str]:
    """What is wrong with the fields of one claim that say what it is."""
    name = claim["id"]
    if claim["source"] not in sources or not name.startswith(f"{claim['source']}-"):
        yield f"{name} does not belong to a source in the file: {claim['source']}"
    if claim["kind"] not in KINDS:
        yield f"{name} has an unknown kind: {claim['kind']}"
    if claim["verdict"] not in VERDICTS:
        yield f"{name} has an unknown verdict: {claim['verdict']}"
    if not claim["text"].strip() or not LINES.fullmatch(claim["line"]):
        yield f"{name} lacks its text or its lines"
    if (claim["verdict"] == "correct") != (claim["correction"] == ""):
        yield f"{name} is {claim['verdict']}, and its correction says otherwise"


def unchecked(claim: dict[str, Any]) -> Iterator[str]:
    """Whether a claim without a test is one that no program decides, and says why."""
    reason = claim.get("unchecked")
    if not claim["tests"] and not (claim["kind"] in NOT_EXECUTABLE and reason):
        yield f"{claim['id']} has no test, and no reason why"
    if reason is not None and not reason.strip():
        yield f"{claim['id']} gives an empty reason"


def disagreements(claims: list[dict[str, Any]], tests: dict[str, list[str]]) -> Iterator[str]:
    """Where the claims' lists of tests and the tests' markers differ."""
    marked = defaultdict(set)
    for test, ids in tests.items():
        for name in ids:
            marked[name].add(test)
    listed = {claim.get("id"): set(claim.get("tests", ())) for claim in claims}
    for name in sorted(marked.keys() - listed.keys()):
        yield f"{name} is marked on a test, and no claim: {sorted(marked[name])}"
    for name, named in listed.items():
        for test in sorted(named - marked[name]):
            yield f"{name} names {test}, which " + (
                "lacks its marker" if test in tests else "does not exist"
            )
        for test in sorted(marked[name] - named):
            yield f"{name} does not name {test}, which carries its marker"


def unsourced(published: list[dict[str, Any]], references: set[str]) -> Iterator[str]:
    """Everything that is wrong with the numbers quoted from the literature."""
    for row in published:
        name = f"the published number {row.get('number')}"
        if row.keys() != PUBLISHED:
            yield f"{name} has other fields: {sorted(PUBLISHED ^ row.keys())}"
            continue
        if type(row["number"]) not in (int, float) or not row["number"] > 0:
            yield f"{name} is not a positive number"
        if not row["unit"].strip() or not row["what"].strip():
            yield f"{name} lacks its unit, or what it is the number of"
        if row["reference"] not in references:
            yield f"{name} cites what the references lack: {row['reference']}"


def test_claims_and_tests_agree():
    marked, labels = marked_tests(ROOT / "tests"), labels_in(ROOT)
    assert list(problems(TABLES["claim"], marked, labels, set(TABLES["sources"]))) == []


def test_the_appendix_says_which_claims_it_lacks():
    text = " ".join((ROOT / "book" / "claims.md").read_text(encoding="utf-8").split())
    lines = [row["line"] for row in TABLES["claim"] if row["source"] == "S0"]
    held = {int(number) for line in lines for number in re.findall(r"\d+", line)}
    _, sentence = text.split("Of the text S0 it holds the claims of lines ")
    sentence = sentence.partition(";")[0]
    spans = [(int(a), int(b)) for a, b in re.findall(r"(\d+) to (\d+)", sentence)]
    assert min(held) <= 2 and {end for _, end in spans} <= held
    assert all(any(first <= line <= last for first, last in spans) for line in held)
    assert all(any(first <= line <= last for line in held) for first, last in spans)
    assert "S2" not in TABLES["sources"]
    assert "S2, is missing as a whole" in text


GOOD = {
    "id": "S9-01",
    "source": "S9",
    "line": "3, 7-9",
    "text": "One and one is three.",
    "kind": "number",
    "verdict": "wrong",
    "correction": "Two.",
    "shown": "sec-sum",
    "tests": ["tests/test_a.py::test_sum"],
}
TESTS = {"tests/test_a.py::test_sum": ["S9-01"], "tests/test_a.py::test_other": []}


@pytest.mark.parametrize(
    "change, tests, complaint",
    [
        ({}, TESTS, None),
        ({"source": "S8"}, TESTS, "does not belong to a source"),
        ({"kind": "opinion"}, TESTS, "unknown kind"),
        ({"verdict": "true"}, TESTS, "unknown verdict"),
        ({"line": "somewhere"}, TESTS, "lacks its text or its lines"),
        ({"text": " "}, TESTS, "lacks its text or its lines"),
        ({"correction": ""}, TESTS, "correction says otherwise"),
        ({"verdict": "correct"}, TESTS, "correction says otherwise"),
        ({"shown": "sec-none"}, TESTS, "label that no page has"),
        ({"colour": "blue"}, TESTS, "other fields"),
        ({"unchecked": ""}, TESTS, "empty reason"),
        ({"tests": []}, {}, "has no test"),
        ({"tests": [], "unchecked": "too hard"}, {}, "has no test"),
        ({"tests": [], "kind": "heuristic"}, {}, "has no test"),
        ({"tests": [], "kind": "heuristic", "unchecked": "a matter of taste"}, {}, None),
        ({"tests": ["tests/test_a.py::test_gone"]}, {}, "does not exist"),
        (
            {"tests": ["tests/test_a.py::test_sum", "tests/test_a.py::test_other"]},
            TESTS,
            "lacks its marker",
        ),
        ({}, TESTS | {"tests/test_b.py::test_more": ["S9-01"]}, "does not name"),
        ({}, TESTS | {"tests/test_b.py::test_more": ["S9-02"]}, "and no claim"),
    ],
)
def test_every_kind_of_disagreement_is_found(change, tests, complaint):
    sentences = list(problems([GOOD | change], tests, {"sec-sum"}, {"S9"}))
    assert len(sentences) == (complaint is not None)
    assert all(complaint in sentence for sentence in sentences)


def test_a_claim_that_stands_twice_is_found():
    sentences = list(problems([GOOD, GOOD], TESTS, {"sec-sum"}, {"S9"}))
    assert sentences == ["S9-01 stands 2 times"]


def test_markers_and_labels_are_read_from_the_files(tmp_path):
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    (tmp_path / "book").mkdir()
    (tmp_path / "tests" / "deep" / "test_a.py").write_text(
        "@pytest.mark.slow\n@pytest.mark.claim('S9-01', 'S9-02')\ndef test_sum(): ...\n"
        "@pytest.mark.claim('S9-03')\ndef helper(): ...\n"
        "class TestMore:\n    @pytest.mark.claim('S9-04')\n    def test_it(self): ...\n"
    )
    (tmp_path / "book" / "page.md").write_text("(sec-sum)=\n# Sum\nnot a (label)= here\n")
    assert marked_tests(tmp_path / "tests") == {
        "tests/deep/test_a.py::test_sum": ["S9-01", "S9-02"],
        "tests/deep/test_a.py::TestMore::test_it": ["S9-04"],
    }
    assert labels_in(tmp_path) == {"sec-sum"}


def test_published_numbers_have_a_reference():
    assert list(unsourced(TABLES["published"], keys_in(REFERENCES))) == []


PUBLISHED_ROW = {"number": 3, "unit": "parameters", "what": "a toy", "reference": "knuth1984"}


@pytest.mark.parametrize(
    "change, complaint",
    [
        ({}, None),
        ({"page": 7}, "other fields"),
        ({"number": "3"}, "not a positive number"),
        ({"number": True}, "not a positive number"),
        ({"number": -3}, "not a positive number"),
        ({"number": float("nan")}, "not a positive number"),
        ({"unit": " "}, "lacks its unit"),
        ({"what": ""}, "lacks its unit"),
        ({"reference": "lamport1986"}, "references lack: lamport1986"),
    ],
)
def test_every_defect_of_a_published_number_is_found(change, complaint):
    sentences = list(unsourced([PUBLISHED_ROW | change], {"knuth1984"}))
    assert len(sentences) == (complaint is not None)
    assert all(complaint in sentence for sentence in sentences)


def test_a_published_number_without_a_field_is_found():
    del (row := dict(PUBLISHED_ROW))["unit"]
    (sentence,) = unsourced([row], {"knuth1984"})
    assert "['unit']" in sentence


def test_keys_are_read_from_the_references(tmp_path):
    path = tmp_path / "a.bib"
    path.write_text("% @book{no1900,\n@book{knuth1984,\n  title = {@misc{no1901,}}\n}\n@misc{b2,\n")
    assert keys_in(path) == {"knuth1984", "b2"}
