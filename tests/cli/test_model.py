"""Models by module:callable: imported, called, built on meta, and every way in which that fails."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from tests.cli.conftest import Call

FILE = """
from dataclasses import dataclass
import torch
from torch import nn

@dataclass
class Sizes:
    width: int = 3

class Group:
    @staticmethod
    def build(width=3):
        return nn.Linear(width, 2)

def wants(vocabulary, *, width=8):
    return nn.Embedding(vocabulary, width)

def reads():
    model = nn.Linear(Sizes().width, 2)
    assert float(model.weight.detach().sum()) != 12
    return model

def loads():
    model = nn.Linear(3, 2)
    model.load_state_dict(nn.Linear(3, 2, device="cpu").state_dict())
    return model

def moves():
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    model[1].weight = model[0].weight
    return model.to_empty(device="cpu")

def fails():
    raise RuntimeError("no licence\\nsecond line")

def stops():
    raise SystemExit("usage: train.py DATA")

def pair():
    return nn.Linear(3, 2), "tokenizer"

instance = nn.Linear(3, 2)
number = 7
"""


@pytest.fixture(autouse=True)
def models(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(FILE)


@pytest.mark.parametrize("place", ["models", "models.py", "./models.py"])
def test_a_module_and_a_file_give_the_same(call: Call, place: str):
    data = call("ledger", f"{place}:Group.build", "width=5", "--json").data
    assert (data["stored"], data["notes"]) == (5 * 2 + 2, ["Built on meta."])


def test_a_file_may_lie_elsewhere_and_import_its_neighbours(call: Call, tmp_path: Path):
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "neighbour.py").write_text("from torch import nn\nwidth = 6\n")
    (folder / "main_model.py").write_text(
        "from neighbour import nn, width\nbuild = lambda: nn.Linear(width, 1)\n"
    )
    assert call("ledger", "code/main_model.py:build", "--json").data["stored"] == 7


def test_a_model_of_a_module_is_taken_as_it_is(call: Call):
    data = call("ledger", "models:instance", "--json").data
    assert (data["stored"], data["notes"]) == (8, ["Made on cpu when models was imported."])
    assert "is a model already" in call("ledger", "models:instance", "width=3").error


def test_a_model_that_meta_cannot_build_is_built_as_usual_and_says_so(call: Call):
    (note,) = call("ledger", "models:reads", "--json").data["notes"]
    assert note.startswith("Built on cpu; on meta it raised ") and "\n" not in note


def test_a_tie_that_breaks_on_meta_alone_is_seen(call: Call):
    with torch.device("meta"):
        broken = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)])
        broken[1].weight = broken[0].weight
    broken.to_empty(device="cpu")
    assert broken[1].weight is not broken[0].weight  # what torch does
    said = call("ledger", "models:moves", "--json", "--expect-tied", "0.weight", "1.weight")
    assert (said.status, said.data["by_object"]) == (0, 9 + 3 + 3)
    assert said.data["notes"] == ["Built on cpu; on meta it moved its parameters elsewhere."]


def test_values_that_a_model_loads_need_not_be_there(call: Call):
    said = call("ledger", "models:loads", "--json")
    assert (said.data["notes"], said.err) == (["Built on meta."], "")


def test_the_device_can_be_chosen(call: Call):
    assert call("ledger", "models:Group.build", "--device", "cpu", "--json").data["notes"] == [
        "Built on cpu."
    ]
    assert "raised RuntimeError" in call("ledger", "models:Group.build", "--device", "gpu").error


def test_a_model_of_any_size_is_built(call: Call):
    said = call("ledger", "torch.nn:Linear", "[1000000, 1000000]", "bias=false", "--json")
    assert said.data["stored"] == 10**12


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["models"], "'models' is no checkpoint here and names no callable; wanted is module:call"),
        (["models.py"], "names no callable"),
        (["models:"], "names no callable"),
        ([":build"], "names no callable"),
        (["absent:build"], "there is no module 'absent' in "),
        (["torch.absent:build"], "there is no module 'torch.absent' in "),
        (["mod els/x:build"], "there is no module 'mod els/x' in "),
        (["..models:build"], "importing ..models raised TypeError: "),
        (["absent.py:build"], "there is no file absent.py"),
        (["models:Group.biuld"], "Group has no biuld; did you mean build?"),
        (["models:qqqqqq"], "models has no qqqqqq"),
        (["models:number"], "models:number must be a torch.nn.Module, or a callable that returns"),
        (["models:pair"], "models:pair must return a torch.nn.Module, got tuple; write a function"),
        (
            ["models:wants"],
            "models:wants takes (vocabulary, *, width=8), and there is missing a re",
        ),
        (["models:wants", "[1, 2]"], "too many positional arguments"),
        (["models:wants", "vocabulary=3", "depth=1"], "unexpected keyword argument 'depth'"),
        (["models:wants", "vocabulary=-1"], "models:wants raised RuntimeError"),
        (["models:fails"], "models:fails raised RuntimeError: no licence"),
        (["models:stops"], "models:stops raised SystemExit: usage: train.py DATA"),
        (["torch.nn:LazyLinear", "out_features=3"], "weight has no shape yet"),
        (["models:Group.build", "--key", "model"], "--key chooses within a checkpoint"),
    ],
)
def test_what_cannot_be_built_is_refused_with_a_sentence(call: Call, words, error):
    assert error in call("ledger", *words).error


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (
            "raise ValueError('set DATA first')",
            "importing broken raised ValueError: set DATA first",
        ),
        ("import surely_absent", "importing broken raised ModuleNotFoundError: No module named"),
        ("def f(:", "importing broken raised SyntaxError"),
        ("import sys; sys.exit(3)", "importing broken raised SystemExit: 3"),
    ],
)
def test_a_module_that_raises_is_shown_with_its_traceback(call: Call, tmp_path, source, error):
    (tmp_path / "broken.py").write_text(source)
    for place in ("broken", "broken.py"):
        said = call("ledger", f"{place}:build")
        assert error.replace("broken", place, 1) in said.error
        assert said.err.startswith(("Traceback", "  File")) and "broken.py" in said.err
        assert "tying/cli" not in said.err.replace("\\", "/")
