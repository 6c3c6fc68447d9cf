"""The command line as a whole: what it prints, in which form, and with which status it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from torch import nn

from tests.cli.conftest import Call
from tying.ledger import ledger

NET = """
from torch import nn

class Net(nn.Module):
    def __init__(self, width=4, tied=True):
        super().__init__()
        self.embedding = nn.Embedding(10, width)
        self.head = nn.Linear(width, 10, bias=False)
        if tied:
            self.head.weight = self.embedding.weight
"""
TIE = ("--expect-tied", "embedding.weight", "head.weight")


@pytest.fixture
def net(tmp_path: Path) -> str:
    (tmp_path / "net.py").write_text(NET)
    return "net.py:Net"


def test_help_and_wrong_usage_are_answered_without_torch():
    code = (
        "import sys\nfrom tying.cli import main\ntry:\n    main({!r})\nfinally:\n"
        "    assert not {{'torch', 'numpy'}} & sys.modules.keys()"
    )
    for words, status in ((["--help"], 0), ([], 2), (["ledge", "net.py:Net"], 2)):
        command = [sys.executable, "-c", code.format(words)]
        completed = subprocess.run(command, capture_output=True, text=True)
        assert completed.returncode == status, completed.stderr
        assert "AssertionError" not in completed.stderr


def test_help_shows_an_example_of_each_target_and_every_exit_status(call: Call):
    said = call("--help")
    assert said.status == 0
    for words in (
        "torch.nn:TransformerEncoderLayer",
        "model.safetensors",
        "train.py:Net",
        "--expect-tied",
    ):
        assert words in said.out
    assert re.findall(r"^  (\d)  ", said.out, flags=re.MULTILINE) == ["0", "1", "2"]
    assert max(map(len, said.out.splitlines())) <= 100


def test_a_process_ends_with_the_status_on_a_terminal_of_few_signs(net: str, tmp_path: Path):
    completed = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tying", "ledger", net, *TIE, "tied=false"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},  # which has no sign for times
        capture_output=True,
        text=True,
    )
    assert completed.returncode == 1
    assert completed.stderr.startswith("python -m tying: embedding.weight and head.weight are not")
    assert "10 ? 4" in completed.stdout


def test_text_is_the_ledger_as_it_prints(call: Call, net: str):
    said = call("ledger", "torch.nn:Linear", "in_features=3", "out_features=2")
    assert said.status == 0
    assert said.out == f"{ledger(nn.Linear(3, 2))}\n  Built on meta.\n"


def test_json_has_the_counts_and_every_slot(call: Call, net: str):
    data = call("ledger", net, "width=3", "--json", *TIE).data
    assert (data["name"], data["stored"], data["by_object"], data["by_slot"]) == ("Net", 30, 30, 60)
    assert data["nbytes"] == data["whole_nbytes"] == 4 * 30
    (entry,) = data["entries"]
    assert entry["slots"] == ["embedding.weight", "head.weight"]
    assert entry["kind"] == "same-parameter" and entry["is_tied"] and not entry["is_alias"]
    assert (entry["dtype"], entry["shape"]) == ("torch.float32", [10, 3])
    assert data["expected"] == [
        {"slots": ["embedding.weight", "head.weight"], "tied": True, "fault": None}
    ]


def test_a_partition_of_a_parameter_has_its_own_bytes_and_those_of_the_whole(
    call: Call, tmp_path: Path
):
    # as DeepSpeed leaves a parameter of 40 numbers to one of four processes
    (tmp_path / "partitioned.py").write_text("""\
import torch
from torch import nn

def build():
    weight = nn.Parameter(torch.zeros(40))
    weight.ds_numel, weight.ds_shape, weight.ds_tensor = 40, weight.shape, torch.zeros(10)
    weight.data = torch.empty(0)
    return nn.ParameterList([weight])
""")
    target = f"{tmp_path / 'partitioned.py'}:build"
    data = call("ledger", target, "--json").data
    assert (data["nbytes"], data["whole_nbytes"]) == (4 * 10, 4 * 40)
    assert "40 bytes in this process, of 160 in all" in call("ledger", target, "--markdown").out


def test_json_lists_what_text_folds(call: Call):
    words = ("d_model=8", "nhead=2", "dim_feedforward=8", "batch_first=true")
    data = call("ledger", "torch.nn:Transformer", *words, "--json").data
    model = nn.Transformer(8, 2, dim_feedforward=8, batch_first=True, device="meta")
    names = [name for name, _ in model.named_parameters(remove_duplicate=False)]
    assert [name for entry in data["entries"] for name in entry["slots"]] == names
    assert data["stored"] == sum(parameter.numel() for parameter in model.parameters())
    assert "layers.{0–5}" in call("ledger", "torch.nn:Transformer", *words).out


def test_what_the_model_prints_does_not_get_into_the_json(call: Call, tmp_path: Path):
    (tmp_path / "loud.py").write_text(
        f"{NET}\nprint('one')\ndef f():\n    print('two'); return Net()"
    )
    said = call("ledger", "loud.py:f", "--json")
    assert json.loads(said.out)["stored"] == 40
    assert said.err == "one\ntwo\n"


def test_markdown_has_a_row_for_each_line_with_all_its_slots(call: Call, net: str):
    said = call("ledger", net, "--markdown", *TIE)
    assert (
        "\n| `embedding.weight`<br>`head.weight` | 10 × 4 | 40 | tied: one object |\n" in said.out
    )
    assert "**Net**: stored 40 · by object 40 · by slot 80 · 160 bytes" in said.out
    assert said.out.endswith("\n\n- `embedding.weight` and `head.weight` are tied\n")
    assert call("ledger", "torch.nn:Identity", "--markdown").out.count("no parameters") == 1


def test_every_expected_tie_is_checked(call: Call, net: str):
    pairs = ("embedding.weight", "head.weight"), ("head.weight", "embedding.weight")
    words = [word for pair in pairs for word in ("--expect-tied", *pair)]
    said = call("ledger", net, *words, "tied=False", "--json")
    assert said.status == 1
    assert [one["tied"] for one in said.data["expected"]] == [False, False]
    assert len(said.err.splitlines()) == 2
    assert call("ledger", net, *words).status == 0


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("embedding.weigth", "head.weight"), r"no slot 'embedding.weigth'; did you mean 'embed"),
        (("head.weight", "head.bias"), r"head was built without a bias"),
        (("head.weight", "head.weight"), r"wants two parameters, got head.weight twice"),
    ],
)
def test_an_unknown_parameter_is_wrong_usage(call: Call, net: str, words, error):
    assert re.search(error, call("ledger", net, "--expect-tied", *words).error)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["ledger"], "the following arguments are required: TARGET"),
        (["ledger", "a:b", "--json", "--markdown"], "not allowed with argument --json"),
        (["ledger", "a:b", "--expect-tied", "x"], "expected 2 arguments"),
        (["count", "a:b"], "invalid choice: 'count'"),
        (["ledger", "a:b", "--tied"], "unrecognized arguments: --tied"),
    ],
)
def test_words_that_are_no_command_are_wrong_usage(call: Call, words, error):
    said = call(*words)
    assert (said.status, said.out) == (2, "") and error in said.err


def test_an_error_that_nobody_foresaw_does_not_pass_for_a_lost_tie(call: Call, tmp_path: Path):
    (tmp_path / "odd.py").write_text(
        "from torch import nn\n"
        "class Odd(nn.Module):\n"
        "    def named_modules(self, *args, **options):\n"
        "        raise OSError('odd')\n"
    )
    said = call("ledger", "odd.py:Odd")
    assert said.status == 2 and said.err.endswith("OSError: odd\n")
