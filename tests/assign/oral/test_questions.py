"""Facts of models, and what is asked about them."""

from __future__ import annotations

import ast
import copy
import random
import re
import shlex
import types
import zipfile

import nbformat
import pytest
import torch
from torch import nn

from tests.assign import backends
from tests.assign.grading.conftest import notebook
from tying_assign import cli
from tying_assign.building import source
from tying_assign.catalogue import OF_THE_BOOK, find
from tying_assign.errors import AssignError
from tying_assign.grading.folder import submissions
from tying_assign.oral import asking, facts, questions, reading

TIED = """\
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(11, 4)
        self.mix = nn.Linear(4, 4)
        self.head = nn.Linear(4, 11)
        self.head.weight = self.embed.weight

    def forward(self, x):
        return self.head(self.mix(self.mix(self.embed(x))))


net = Net()
"""

UNTIED = "from torch import nn\nmodel = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))\n"


class Twice(nn.Module):
    """y = w (w x + 1)."""

    def __init__(self, w):
        super().__init__()
        self.layer = nn.Linear(1, 1, bias=False)
        nn.init.constant_(self.layer.weight, w)

    def forward(self, x):
        return self.layer(self.layer(x) + 1)


def described(source: str = "", only: str = "", **defined):
    """The facts of what a source and further names define, found in this process."""
    module = types.ModuleType("__main__")
    exec(source, module.__dict__)
    return facts.describe(lambda: {**module.__dict__, **defined}, only)


def test_counts_of_a_tied_model():
    (one,) = described(TIED)  # and not the class again
    tied = 11 * 4
    stored = tied + (4 * 4 + 4) + 11
    assert (one["name"], one["class"]) == ("net", "Net")
    assert (one["stored"], one["by_slot"], one["slots"]) == (stored, stored + tied, 5)
    assert one["shared"] == [
        {"slots": ["embed.weight", "head.weight"], "kind": "same-parameter", "numel": tied}
    ]
    assert one["untie"] == {
        **{"slots": ["embed.weight", "head.weight"], "stored": stored + tied},
        **{"optimised": stored + tied},
    }
    assert one["input"] == "torch.randint(11, (2, 3))"
    assert {use["slot"]: use["count"] for use in one["uses"]} == {
        **{"embed.weight": 2, "mix.weight": 2, "mix.bias": 2, "head.bias": 1},
    }


def test_norms_of_uses_by_hand():
    """w = 2 and x = 3: y = 14, dL/dy = 28; the outer use contributes 28·7, the inner 28·2·3."""
    (one,) = described(model=Twice(2.0), example=torch.tensor([[3.0]]))
    assert one["input"] == "example"
    (use,) = one["uses"]
    assert (use["slot"], use["count"]) == ("layer.weight", 2)
    assert use["norms"] == pytest.approx([196, 168])
    assert use["sum"] == pytest.approx(364)


def test_an_alias_is_counted_twice_for_the_optimiser():
    first, second = nn.Linear(3, 3, bias=False), nn.Linear(3, 3, bias=False)
    second.weight.data = first.weight.data
    (one,) = described(model=nn.Sequential(first, second))
    assert (one["stored"], one["optimised"]) == (9, 18)
    assert [group["kind"] for group in one["shared"]] == ["storage-alias"]
    assert "untie" not in one and "tie" not in one


def test_what_a_tie_would_save():
    (one,) = described(UNTIED)
    assert one["tie"] == {"slots": ["0.weight", "1.weight"], "stored": 15, "optimised": 15}


def test_models_are_found_in_functions_and_bad_functions_are_passed_over(monkeypatch):
    monkeypatch.setattr(facts, "SECONDS", 1)
    source = """
import torch
from torch import nn
from torch.nn import Identity

def build(): return nn.Linear(2, 2)
def train():
    while True: pass
def fails(): raise SystemExit
def number(): return 3
def needs(width): return nn.Linear(width, width)
class Sized(nn.Module):
    def __init__(self, width): super().__init__()
class Empty(nn.Module): pass
class Own(nn.Linear):
    def __init__(self): super().__init__(2, 5)
class Strange:
    __module__ = 3
    def __eq__(self, other): raise ValueError
    __hash__ = None
strange = Strange()
_hidden = nn.Linear(1, 1)
def again(): return first
first = nn.Linear(4, 4)
"""
    assert [one["name"] for one in described(source)] == ["first", "build()", "Own()"]
    assert [one["name"] for one in described(source, "build")] == ["build()"]
    assert described(source, "nothing") == []


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (nn.Linear(5, 2), "torch.randn((2, 5), dtype=torch.float32)"),
        (nn.Linear(5, 2).double(), "torch.randn((2, 5), dtype=torch.float64)"),
        (nn.Embedding(7, 2), "torch.randint(7, (2, 3))"),
        (nn.Sequential(nn.Conv1d(2, 3, 5), nn.ReLU()), "torch.randn((2, 2, 8), dtype="),
        (
            nn.Sequential(nn.Conv2d(1, 2, 5), nn.Flatten(), nn.Linear(2 * 24 * 24, 3)),
            "torch.randn((2, 1, 28, 28), dtype=",
        ),
        (nn.LSTM(3, 4), "torch.randn((2, 3, 3), dtype="),
        (nn.GRUCell(3, 4), "torch.randn((2, 3), dtype="),
        (nn.Sequential(nn.LayerNorm(6), nn.Linear(6, 1)), "torch.randn((2, 6), dtype="),
        (nn.Sequential(nn.BatchNorm1d(6), nn.Linear(6, 1)), "torch.randn((2, 6), dtype="),
    ],
)
def test_an_input_is_guessed_from_the_first_layer(model, words):
    (one,) = described(model=model)
    assert one["input"].startswith(words)
    assert one["uses"]


def test_a_model_that_takes_no_guess_is_asked_about_without_a_pass():
    class Odd(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(2, 2)

        def forward(self, a, b, c):
            return self.layer(a + b + c)

    (one,) = described(model=Odd())
    assert "uses" not in one
    kinds = {found.kind for found in questions.choose([one], b"", 9, 0)}
    assert kinds == {"shared", "stored", "optimiser"}


# --- questions ---


@pytest.fixture(scope="module")
def known():
    return described(TIED)


def test_the_same_seed_asks_the_same_and_others_ask_others(known):
    def asked(content, seed):
        return [one.text for one in questions.choose(known, content, 3, seed)]

    assert asked(b"a", 1) == asked(b"a", 1)
    assert len({tuple(asked(b"a", seed)) for seed in range(20)}) > 5
    assert len({tuple(asked(b"%d" % student, 0)) for student in range(20)}) > 5


def test_kinds_differ_and_sharing_comes_first(known):
    for seed in range(20):
        chosen = questions.choose(known, b"", 3, seed)
        assert len({one.kind for one in chosen}) == 3
        assert all(one.about_sharing for one in chosen)
    assert len(questions.choose(known, b"", 99, 0)) == 7


def test_a_page_for_the_student_has_no_answer(known):
    chosen = questions.choose(known, b"", 99, 0)
    page, own = (questions.sheet("w.ipynb", chosen, answers) for answers in (False, True))
    assert "Answer" not in page and "```" not in page
    assert page.count("## ") == own.count("**Answer.**") == 7
    assert "In memory: 75 before, 119 after. Adam: 150 before, 238 after." in own
    assert "In memory 75; with memory of its own for each of the 5 slots 119." in own
    for number in ("119", "150", "238"):
        assert number not in page


def test_what_is_shown_to_see_it_runs_and_prints_the_answer(known, capsys):
    for one in questions.choose(known, b"", 99, 0):
        module = types.ModuleType("__main__")
        exec(TIED, module.__dict__)
        exec(one.see, module.__dict__)
        printed = capsys.readouterr().out
        if one.kind in ("stored", "optimiser", "untie"):
            for number in re.findall(r"\d+", printed):
                assert re.search(rf"\b{number}\b", one.answer), (one.kind, number)
        assert printed


@pytest.mark.parametrize(
    "change",
    [
        {"stored": "1"},
        {"stored": True},
        {"stored": None},
        {"shared": 3},
        {"shared": [{"slots": [1], "kind": "x", "numel": 1}]},
        {"uses": [{"slot": "a", "count": 2, "norms": ["x", "y"], "places": ["a", "b"], "sum": 1}]},
        {"uses": [{"slot": "a", "count": 2, "norms": [1, 2], "places": [], "sum": 1}]},
        {"uses": "abc"},
        {"name": 3},
    ],
)
def test_facts_that_are_none_are_refused(known, change):
    with pytest.raises(ValueError):
        questions.choose([{**known[0], **change}], b"", 99, 0)


def test_names_cannot_write_into_the_page(known):
    evil = "x`\n\n# **Answer.** all right\u202e\x1b[2J" + "y" * 500
    one = copy.deepcopy(known[0])
    one["class"] = one["name"] = one["shared"][0]["slots"][0] = one["untie"]["slots"][0] = evil
    page = questions.sheet(evil, questions.choose([one], b"", 99, 0), True)
    assert not re.search("^# [*]", page, re.MULTILINE)
    assert not any(sign in page for sign in "\u202e\x1b")
    assert "y" * 81 not in page


# --- in the sandbox ---


def test_facts_come_out_of_the_sandbox():
    backend = backends.backend(backends.BACKENDS[0])
    own = notebook(TIED, "raise ValueError('a cell that fails')", "%matplotlib inline")
    (one,) = asking.facts(own, backend)
    assert (one["name"], one["stored"]) == ("net", 75)
    assert len(one["uses"]) == 4


# --- which file, and which model ---


@pytest.fixture
def folder(tmp_path):
    """Submissions as Canvas hands them out, in a folder and in a zip."""
    work = {"doejane_104_5004_w.ipynb": notebook(TIED), "roe_105_5005_essay.pdf": b"%PDF-1.4"}
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        for name, content in work.items():
            (tmp_path / name).write_bytes(content)
            archive.writestr(name, content)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["doejane_104_5004_w.ipynb", "submissions.zip!doejane_104_5004_w.ipynb"]
)
def test_a_submission_is_found_by_its_name_in_the_table(folder, name):
    assert reading.content(f"{folder}/{name}") == notebook(TIED)


def test_a_message_names_a_file_as_a_terminal_takes_it(tmp_path):
    name = "Ann O'Brien_7_assignsubmission_file_!w.ipynb"
    with zipfile.ZipFile(tmp_path / "all of them.zip", "w") as archive:
        archive.writestr(name, notebook(TIED))
    with pytest.raises(AssignError) as told:
        reading.content(str(tmp_path / "all of them.zip"))
    (typed,) = shlex.split(str(told.value).splitlines()[-1])
    assert typed == f"{tmp_path}/all of them.zip!{name}"
    assert reading.content(typed) == notebook(TIED)


def test_every_name_that_the_table_has_for_a_zip_is_read(folder):
    table = [one.path for one in submissions(folder / "submissions.zip") if not one.unopened]
    assert [reading.content(f"{folder}/{name}") for name in table] == [notebook(TIED)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", ["is a folder", "about one notebook", "/doejane_104_5004_w.ipynb"]),
        ("submissions.zip", ["is a zip", "about one notebook", "submissions.zip!doejane_104"]),
        ("submissions.zip!doejane.ipynb", ["no such file", "submissions.zip!doejane_104"]),
        ("roe_105_5005_essay.pdf", ["neither a notebook", "about one notebook"]),
        ("submissions.zip!roe_105_5005_essay.pdf", ["neither a notebook", "about one notebook"]),
        ("none.ipynb", ["there is no file", "submissions.zip!NAME.ipynb"]),
        ("none.zip!a.ipynb", ["there is no file", "none.zip."]),
    ],
)
def test_what_is_no_submission_is_told_with_what_is_wanted(folder, name, words):
    with pytest.raises(AssignError) as told:
        reading.content(f"{folder}/{name}")
    assert [word for word in words if word not in str(told.value)] == []


def lab(*code):
    """A submission of the lab whose last cells are these."""
    made = nbformat.reads(source.submission(find("false-ties"), "stub").decode(), as_version=4)
    made.cells += [nbformat.v4.new_code_cell(text) for text in code]
    return source.content(made)


OWN = f"{TIED}\n\ndef my_model():\n    return Net()\n\n\ndel net\n"
"""A class, and the function that the lab asks for."""


def test_the_lab_binds_names_and_asks_for_a_model():
    names = reading.of_the_page(lab(), OF_THE_BOOK)
    assert {"models", "model", "before", "one", "x"} <= names.given
    assert {"my_model", "example"} <= names.asked
    assert not names.given & names.asked
    assert reading.of_the_page(notebook("x = 1"), OF_THE_BOOK) == reading.Names()


def test_names_that_a_module_binds():
    code = "import a.b, c as d\nfor e in f: g = 1\nwith h as i: j: int = [k for k in l]\n"
    code += "def m(n): o = 1\nclass P: q = 1\n"
    assert {*reading.bound(ast.parse(code))} == {"e", "g", "i", "j", "m", "P"}


def test_the_model_that_is_asked_for_is_asked_about(ask):
    status, said = ask(lab(OWN, "spare = nn.Linear(2, 2)"))
    assert status == 0
    assert "They are about `my_model()`." in said.out
    assert said.out.count("(a `Net`)") == 3
    assert said.err.startswith("Left out: ")
    assert {"spare", "model"} <= {*re.findall(r"\w+", said.err)}


def test_a_model_of_the_student_comes_before_one_of_the_page(ask):
    status, said = ask(lab("spare = nn.Linear(2, 2)"))
    assert status == 0
    assert "They are about `spare`." in said.out
    assert "Left out: layer." in said.err


def test_where_the_student_has_none_it_is_said_whose_model_it_is(ask):
    status, said = ask(lab())
    assert status == 0
    assert "They are about `layer`." in said.out
    assert "came with the notebook" in said.err
    status, said = ask(lab(), "--model", "layer")
    assert (status, said.err) == (0, "")


def test_models_of_the_page_come_last_where_not_all_are_read():
    given = {f"m{number}": nn.Linear(2, 2) for number in range(9)}
    module = {**given, "asked": nn.Linear(2, 2), "own": nn.Linear(2, 2)}
    found = facts.describe(lambda: module, "", ["asked"], [*given])
    assert [one["name"] for one in found] == ["asked", "own", "m0", "m1", "m2"]


# --- words of the answers ---


@pytest.mark.parametrize(
    ("places", "count", "words"),
    [
        (["a"], 1, "1: `a`."),
        (["a"] * 7, 7, "7 uses, all: `a`."),
        (
            ["a", "a", "b", "a"],
            4,
            "4, in the order of the backward pass:\n\n"
            "- uses 1 to 2: `a`\n- use 3: `b`\n- use 4: `a`",
        ),
        (["a"] * 40, 50, "50, in the order of the backward pass:\n\n- uses 1 to 40: `a`"),
    ],
)
def test_uses_in_one_place_are_told_once(places, count, words):
    assert questions.places_of(count, places) == words


@pytest.mark.parametrize(
    ("norms", "places", "words"),
    [
        ([1.0, 3.0], "ab", {0: "Use 1 (`a`): 1. Use 2 (`b`) contributes most: 3."}),
        ([1.0, 3.0], "ab", {1: "Use 2 (`b`): 3. No other use contributes as much."}),
        ([1.0, 3.0], "aa", {0: "Use 1: 1. Use 2 contributes most: 3."}),
        ([2.0, 2.0], "aa", {1: "Use 2: 2. All contribute the same."}),
        ([2.0, 1.0, 2.0001], "aaa", {1: "Use 2: 1. Uses 1, 3 contribute most: 2 each."}),
    ],
)
def test_the_use_that_contributes_most_is_told_without_doubt(known, norms, places, words):
    use = {"slot": "w", "count": len(norms), "norms": norms, "places": list(places), "sum": 1.0}
    one = {**known[0], "uses": [use]}
    ((place, answer),) = words.items()
    asked = [
        made
        for seed in range(30)
        for made in questions.norm_of_a_use(one, random.Random(seed))
        if f"contribution of use {place + 1} to" in made.text
    ]
    assert asked
    assert all(made.answer.startswith(answer) for made in asked)


@pytest.fixture
def ask(tmp_path, capsys):
    def run(content, *more):
        (tmp_path / "w.ipynb").write_bytes(content)
        status = cli.main(["questions", str(tmp_path / "w.ipynb"), "--unsafe", *more])
        return status, capsys.readouterr()

    return run


def test_the_command_prints_questions_and_on_demand_answers(ask):
    status, said = ask(notebook(TIED), "--count", "2", "--seed", "5")
    assert status == 0
    assert said.out.count("## ") == 2
    status, own = ask(notebook(TIED), "--count", "2", "--seed", "5", "--answers")
    asked = [line for line in said.out.splitlines() if "?" in line]
    assert len(asked) == 2
    assert set(asked) < set(own.out.splitlines())
    assert own.out.count("**Answer.**") == 2


def test_without_a_model_there_is_a_sentence(ask):
    status, said = ask(notebook("x = 1"))
    assert (status, said.out) == (1, "")
    assert "no model was found" in said.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{broken", "the file "),
        (notebook("import os; os._exit(0)"), "gave no answer: died"),
        (
            notebook(
                "import torch\nclass M(torch.nn.Module):\n"
                "    def parameters(self, recurse=True): import os; os._exit(1)\nm = M()"
            ),
            "gave no answer: died",
        ),
    ],
)
def test_a_submission_that_gives_no_answer_is_told(ask, content, words):
    status, said = ask(content)
    assert status == 2
    assert words in said.err


def test_a_reply_that_is_no_list_of_facts_is_refused():
    with pytest.raises(AssignError, match="looking for models failed: ValueError"):
        asking._read({"error": "ValueError:\n no"})
    for value in (3, {"other": "x"}, {"list": [1]}, {"tensor": 1}):
        with pytest.raises(Exception, match="forged"):
            asking._read({"value": value})
