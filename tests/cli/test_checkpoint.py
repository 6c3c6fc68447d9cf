"""Checkpoints: written by their own libraries, read without values, and refused where broken."""

from __future__ import annotations

import json
import struct
from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock

import pytest
import safetensors.torch
import torch
from torch import nn

from tests.cli.conftest import Call, Tied
from tying.cli import _checkpoint as checkpoint
from tying.ties import tie

PAIR = ("--expect-tied", "embedding.weight", "head.weight")
WRITTEN = (
    *(torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64),
    *(torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool),
    *(torch.float8_e4m3fn, torch.float8_e5m2),
)


def by_name(data: dict) -> dict[str, tuple[list[int], str]]:
    """Shape and type of each slot of a ledger in JSON."""
    return {name: (one["shape"], one["dtype"]) for one in data["entries"] for name in one["slots"]}


def described(state: dict[str, torch.Tensor]) -> dict[str, tuple[list[int], str]]:
    return {name: (list(value.shape), str(value.dtype)) for name, value in state.items()}


# --- torch.save ---


def test_a_saved_tie_is_one_object_stored_once(call: Call):
    state = Tied().state_dict()
    torch.save(state, "model.pt")
    said = call("ledger", "model.pt", "--json", *PAIR)
    assert said.status == 0
    assert by_name(said.data) == described(state)
    assert said.data["by_slot"] - said.data["stored"] == 5 * 3
    assert any("(a tie) or several (an alias)" in note for note in said.data["notes"])


def test_copies_are_not_tied(call: Call):
    torch.save({name: value.clone() for name, value in Tied().state_dict().items()}, "model.pt")
    said = call("ledger", "model.pt", "--json", *PAIR)
    assert said.status == 1 and "are saved as two tensors, each with memory" in said.err
    assert not any("alias" in note for note in said.data["notes"])


@pytest.mark.parametrize("view", [lambda w: w[:2], lambda w: w.view(3, 5), lambda w: w.t()])
def test_two_views_of_one_memory_are_not_tied(call: Call, view):
    weight = torch.zeros(5, 3)
    torch.save({"embedding.weight": weight, "head.weight": view(weight)}, "model.pt")
    said = call("ledger", "model.pt", "--json", *PAIR)
    assert said.status == 1 and "share memory, but are not the same view of it" in said.err
    assert said.data["stored"] == weight.numel()


def test_values_stay_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    state = Tied().state_dict()
    torch.save(state, tmp_path / "model.pt")
    state.pop("head.weight")
    safetensors.torch.save_file(state, tmp_path / "model.safetensors")
    load = Mock(wraps=torch.load)
    monkeypatch.setattr(torch, "load", load)
    checkpoint.read(tmp_path / "model.pt")
    assert load.call_args.kwargs == {"map_location": "cpu", "weights_only": True, "mmap": True}
    absent = checkpoint.read(tmp_path / "model.safetensors").model
    assert all(parameter.is_meta for parameter in absent.parameters())


def test_the_format_before_torch_1_6_is_read(call: Call):
    torch.save(Tied().state_dict(), "old.bin", _use_new_zipfile_serialization=False)
    assert call("ledger", "old.bin", *PAIR).status == 0


def test_the_state_dict_within_a_checkpoint_is_found(call: Call):
    state = Tied().state_dict()
    optimizer = {"state": {0: {"step": torch.tensor(1.0)}}, "param_groups": [{"lr": 0.1}]}
    torch.save({"epoch": 3, "weights": state, "optimizer": optimizer}, "last.ckpt")
    data = call("ledger", "last.ckpt", "--json", *PAIR).data
    assert by_name(data) == described(state)
    assert "The state_dict is the entry 'weights' of the file." in data["notes"]


def test_one_of_several_state_dicts_is_chosen_by_key(call: Call):
    states = {"model": Tied().state_dict(), "average": nn.Linear(2, 3).state_dict()}
    torch.save(states, "last.ckpt")
    assert call("ledger", "last.ckpt").error == (
        "in last.ckpt several are state_dicts; choose one by --key: model, average"
    )
    data = call("ledger", "last.ckpt", "--key", "average", "--json").data
    assert by_name(data) == described(states["average"])
    assert "'ema' is no state_dict" in call("ledger", "last.ckpt", "--key", "ema").error


def test_what_is_no_tensor_is_left_out_by_name(call: Call):
    torch.save({"a.weight": torch.zeros(2), "a._extra_state": {"scale": 1}}, "model.pt")
    data = call("ledger", "model.pt", "--json").data
    assert by_name(data).keys() == {"a.weight"}
    assert "Left out, since no tensors: a._extra_state." in data["notes"]


@pytest.mark.parametrize(
    ("held", "name"),
    [
        (Tied(), "tests.cli.conftest.Tied"),
        ({"weights": Tied().state_dict(), "loss": Decimal("0.5")}, "decimal.Decimal"),
    ],
)
def test_no_code_in_a_checkpoint_is_run(call: Call, held: object, name: str):
    torch.save(held, "model.pt")
    error = call("ledger", "model.pt").error
    assert f"holds more than tensors, such as {name}, which only running its code" in error


# --- safetensors ---


def test_every_type_is_read_as_its_library_writes_it(call: Call):
    state = {f"layer.{i}": torch.zeros(i + 1, 2).to(dtype) for i, dtype in enumerate(WRITTEN)}
    safetensors.torch.save_file(state, "model.safetensors")
    data = call("ledger", "model.safetensors", "--json").data
    assert by_name(data) == described(state)
    assert data["nbytes"] == sum(value.nbytes for value in state.values())


def test_a_tie_that_the_metadata_name_is_a_tie(call: Call):
    safetensors.torch.save_model(Tied(), "model.safetensors")
    data = call("ledger", "model.safetensors", "--json", *PAIR).data
    assert data["by_slot"] - data["stored"] == 5 * 3
    assert any("Listed by the metadata alone" in note for note in data["notes"])


@pytest.mark.parametrize("transposed", [False, True])
def test_a_tie_that_left_no_trace_cannot_be_told(call: Call, transposed: bool):
    model = Tied()
    state = model.state_dict()
    if transposed:
        model.head = nn.Linear(5, 3, bias=False)
        tie(model, "embedding.weight", "head.weight", transposed=True)
        state = model.state_dict()  # without the dependent slot
    state.pop("head.weight", None)
    safetensors.torch.save_file(state, "model.safetensors")
    error = call("ledger", "model.safetensors", *PAIR).error
    assert "has no slot 'head.weight'; did you mean" in error
    assert "a name may be missing because it is tied" in error


def test_a_tie_that_was_saved_twice_is_lost(call: Call):
    state = {name: value.clone() for name, value in Tied().state_dict().items()}
    safetensors.torch.save_file(state, "model.safetensors")
    assert call("ledger", "model.safetensors", *PAIR).status == 1


def broken(path: Path) -> dict[str, bytes]:
    """Contents that are no safetensors file, from one that is."""
    whole = path.read_bytes()
    header = json.loads(whole[8 : 8 + struct.unpack("<Q", whole[:8])[0]])

    def with_header(changed: object) -> bytes:
        text = json.dumps(changed).encode()
        return struct.pack("<Q", len(text)) + text + bytes(8)

    entry = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
    assert header["weight"] == entry
    return {
        "it should have": whole[:-1],
        "and it has 0": b"",
        "would take": b"<!DOCTYPE html><html></html>",
        "not that of the format": with_header([1]),
        "is not that of the format": with_header({"weight": {"dtype": "F32"}}),
        "its header is not that": with_header({"weight": {**entry, "shape": ["2"]}}),
        "weight should have 12 bytes, and has 8": with_header({"weight": {**entry, "shape": [3]}}),
        "header is not that of the format": with_header({"weight": {**entry, "shape": [-2]}}),
        "is of type F4, which torch": with_header({"weight": {**entry, "dtype": "F4"}}),
        "is a pointer of Git LFS; run git lfs pull": b"version https://git-lfs.github.com/spec/v1",
    }


def test_a_broken_file_is_refused_with_what_is_wrong(call: Call):
    safetensors.torch.save_file({"weight": torch.zeros(2)}, "model.safetensors")
    for error, content in broken(Path("model.safetensors")).items():
        Path("broken.safetensors").write_bytes(content)
        assert error in call("ledger", "broken.safetensors").error


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04 cut off", b"version https://git-lfs.github.com/spec/v1"]
)
def test_a_broken_file_of_torch_is_refused(call: Call, content: bytes):
    Path("model.pt").write_bytes(content)
    assert call("ledger", "model.pt").error.startswith("model.pt ")


# --- sharded ---


def test_a_sharded_checkpoint_is_read_by_its_index(call: Call):
    state = Tied().state_dict()
    state.pop("head.weight")
    names = list(state)
    shards = {"1.safetensors": names[:2], "2.safetensors": names[2:]}
    for shard, held in shards.items():
        safetensors.torch.save_file({name: state[name] for name in held}, shard)
    places = {name: shard for shard, held in shards.items() for name in held}
    index = Path("model.safetensors.index.json")
    index.write_text(json.dumps({"metadata": {}, "weight_map": places}))
    data = call("ledger", str(index), "--json").data
    assert by_name(data) == described(state)
    assert any("between the files of a sharded" in note for note in data["notes"])
    assert sum("safetensors keeps one name" in note for note in data["notes"]) == 1

    index.write_text(json.dumps({"weight_map": {**places, "head.weight": "1.safetensors"}}))
    assert "puts head.weight into 1.safetensors, which lacks" in call("ledger", str(index)).error
    Path("2.safetensors").unlink()
    assert "names 2.safetensors, not to be found beside it" in call("ledger", str(index)).error


def test_a_tie_within_a_shard_of_torch_is_seen(call: Call):
    torch.save(Tied().state_dict(), "shard.bin")
    index = {"weight_map": dict.fromkeys(Tied().state_dict(), "shard.bin")}
    Path("pytorch_model.bin.index.json").write_text(json.dumps(index))
    assert call("ledger", "pytorch_model.bin.index.json", *PAIR).status == 0


@pytest.mark.parametrize("content", ['{"hidden_size": 8}', "[]", "{", '{"weight_map": [1]}'])
def test_other_json_is_no_index(call: Call, content: str):
    Path("config.json").write_text(content)
    assert "config.json is no index of a checkpoint" in call("ledger", "config.json").error


# --- all of them ---


def test_a_missing_file_and_a_folder_are_refused(call: Call, tmp_path: Path):
    assert call("ledger", "absent.safetensors").error == "there is no file absent.safetensors"
    (tmp_path / "out").mkdir()
    assert call("ledger", "out").error == "out is a folder; it holds no checkpoint"
    for name in ("config.json", "model.safetensors"):
        (tmp_path / "out" / name).touch()
    assert call("ledger", "out").error == "out is a folder; name one of model.safetensors"


def test_options_of_a_model_are_refused(call: Call):
    safetensors.torch.save_file({"weight": torch.zeros(2)}, "model.safetensors")
    assert "takes no arguments, got width=3" in call("ledger", "model.safetensors", "width=3").error
    assert "--device is where" in call("ledger", "model.safetensors", "--device", "cpu").error
    assert "--key is for files of torch" in call("ledger", "model.safetensors", "--key", "a").error


@pytest.mark.parametrize("names", [("a", "a.weight"), ("a.weight", "a"), ("a..b",), ("a.half",)])
def test_names_that_no_model_can_have_are_refused(call: Call, names: tuple[str, ...]):
    torch.save({name: torch.zeros(2) for name in names}, "model.pt")
    assert "cannot be the name of a parameter in a model" in call("ledger", "model.pt").error


def test_what_a_checkpoint_cannot_tell_is_said(call: Call):
    torch.save({"a.running_mean": torch.zeros(2), "a.count": torch.tensor(3)}, "model.pt")
    data = call("ledger", "model.pt", "--json").data
    assert data["notes"][0].startswith("A checkpoint does not tell parameters from buffers")
    assert [one["trainable"] for one in data["entries"]] == [True, False]
