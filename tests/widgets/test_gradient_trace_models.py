"""The gradient trace of the reader's own model: graph, uses, numbers, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from tying.widgets.gradient_trace import GradientTrace
from tying.widgets.gradient_trace.scene import LIMIT, scene_of


class Reused(nn.Module):
    """A layer that is called twice, with batch norm and dropout between."""

    def __init__(self) -> None:
        super().__init__()
        self.fc, self.out = nn.Linear(4, 4), nn.Linear(4, 2)
        self.norm, self.drop = nn.BatchNorm1d(4), nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.drop(self.norm(self.fc(torch.tanh(self.fc(x))))))


class Language(nn.Module):
    """A recurrent model with tied embedding and head."""

    def __init__(self) -> None:
        super().__init__()
        self.emb, self.rnn = nn.Embedding(12, 6), nn.RNN(6, 6, batch_first=True)
        self.head = nn.Linear(6, 12, bias=False)
        self.head.weight = self.emb.weight

    def forward(self, ids: Tensor) -> dict[str, Any]:
        return {"hidden": None, "scores": self.head(self.rnn(self.emb(ids))[0])}


def gpt2(layers: int) -> nn.Module:
    from transformers import GPT2Config, GPT2LMHeadModel

    shape: dict[str, Any] = {"n_embd": 8, "n_head": 2, "vocab_size": 20, "n_positions": 8}
    ends: dict[str, Any] = {"bos_token_id": 0, "eos_token_id": 0}
    return GPT2LMHeadModel(GPT2Config(n_layer=layers, **shape, **ends))


def named(scene: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in scene["parameters"] if one["name"] == name)


def gradient(scene: dict[str, Any], name: str) -> Tensor:
    total = named(scene, name)["sum"]
    return torch.tensor(total["data"]).reshape(total["shape"])


def test_a_layer_called_twice_has_two_uses_that_add_up_to_the_gradient():
    model, x = Reused().eval(), torch.randn(3, 4)
    scene = scene_of(model, x)
    (model(x).square().sum() / 2).backward()
    assert {one["name"] for one in scene["parameters"]} == {"fc.weight", "fc.bias"}
    weight = named(scene, "fc.weight")
    assert [use["label"] for use in weight["uses"]] == ["fc: addmm", "fc (call 1): addmm"]
    assert model.fc.weight.grad is not None
    torch.testing.assert_close(
        gradient(scene, "fc.weight"), model.fc.weight.grad, rtol=1e-4, atol=1e-4
    )
    parts = [torch.tensor(use["part"]["data"]).reshape(4, 4) for use in weight["uses"]]
    torch.testing.assert_close(parts[0] + parts[1], model.fc.weight.grad, rtol=1e-4, atol=1e-4)
    norms = torch.tensor([use["norm"] for use in weight["uses"]])
    torch.testing.assert_close(norms, torch.stack(parts).flatten(1).norm(dim=1), rtol=1e-4, atol=0)
    inner = torch.tensor(weight["gram"])
    torch.testing.assert_close(inner[0, 1], (parts[0] * parts[1]).sum(), rtol=1e-3, atol=1e-4)


def test_the_graph_runs_from_the_first_operation_to_the_loss():
    scene = scene_of(Reused().eval(), torch.randn(3, 4))
    kinds = {one["id"]: one["kind"] for one in scene["nodes"]}
    labels = [one["label"] for one in scene["nodes"] if one["kind"] == "op"]
    assert labels == ["addmm", "tanh", "addmm", "native_batch_norm", "addmm", "pow", "sum", "div"]
    assert [step["node"] for step in scene["steps"]] == list(range(len(labels)))[::-1]
    assert all(a < b for a, b in scene["edges"] if kinds[a] == "op")
    owners = [use["node"] for use in named(scene, "fc.weight")["uses"]]
    assert [scene["nodes"][one]["title"] for one in owners] == ["addmm (fc)"] * 2
    assert owners == [0, 2]
    arrived = [use for step in scene["steps"] for use in step["uses"] if use["parameter"] == 0]
    assert [use["use"] for use in arrived] == [1, 0]


def test_a_model_is_left_as_it_was():
    model, x = Reused(), torch.randn(3, 4, requires_grad=True)
    model.fc.weight.grad = before = torch.ones(4, 4)
    state = {name: value.clone() for name, value in model.state_dict().items()}
    torch.manual_seed(3)
    GradientTrace(model, x)
    after = torch.rand(1)
    torch.manual_seed(3)
    assert torch.equal(torch.rand(1), after)  # dropout drew numbers, and they were put back
    assert model.fc.weight.grad is before
    assert model.out.weight.grad is None
    assert x.grad is None
    assert model.training
    for name, value in model.state_dict().items():
        assert torch.equal(value, state[name]), name


def test_a_tied_embedding_has_a_use_of_each_kind_and_a_recurrent_weight_one_for_each_step():
    ids = torch.tensor([[1, 2, 3, 1], [4, 5, 6, 7]])

    def loss(output: dict[str, Any]) -> Tensor:
        return F.cross_entropy(output["scores"].flatten(0, 1), ids.flatten())

    scene = scene_of(Language(), ids, loss)
    embedding = named(scene, "emb.weight")
    assert [use["label"] for use in embedding["uses"]] == ["emb: embedding", "head: mm"]
    assert embedding["pooled"] is False
    rows = torch.tensor(embedding["uses"][0]["part"]["data"]).reshape(12, 6)
    assert set(rows.norm(dim=1).nonzero().flatten().tolist()) == set(range(1, 8))  # words read
    assert len(named(scene, "rnn.weight_hh_l0")["uses"]) == 4
    assert scene["parameters"][scene["watched"]]["name"] == "rnn.weight_hh_l0"


def test_without_a_loss_the_first_tensor_of_the_output_is_squared():
    model, ids = Language(), torch.tensor([[1, 2]])
    scene = scene_of(model, (ids,))
    expected = model(ids)["scores"].square().sum().item() / 2
    assert scene["loss"] == pytest.approx(expected, rel=1e-5)


def test_a_model_that_makes_its_own_loss_and_is_too_large_gets_a_table():
    model, ids = gpt2(2), torch.randint(0, 20, (2, 5))
    batch = {"input_ids": ids, "labels": ids}
    scene = scene_of(model, batch)
    assert scene["count"] > LIMIT
    assert (scene["reason"], scene["nodes"], scene["steps"]) == ("many", [], [])
    assert scene["loss"] == pytest.approx(model(**batch).loss.item(), rel=1e-5)
    (tied,) = scene["parameters"]
    assert [use["label"] for use in tied["uses"]] == ["transformer.wte: embedding", "lm_head: mm"]
    assert tied["pooled"] and tied["sum"]["shape"] == [12, 8]  # 20 rows in blocks
    assert {row["name"] for row in scene["table"]} == set(dict(model.named_parameters()))
    assert len(scene["table"]) == len(list(model.parameters())) + 1


def test_blocks_of_a_large_weight_are_means():
    model = nn.Linear(32, 24, bias=False)
    scene = scene_of(model, torch.randn(5, 32), lambda y: (y * torch.arange(24.0)).sum())
    one = scene["parameters"][0]
    assert one["pooled"] and one["sum"]["shape"] == [12, 16]
    assert len(one["uses"]) == 1  # nothing is shared: each parameter is shown with its one use


def test_a_graph_that_is_made_during_backward_is_not_drawn():
    class Checkpointed(Reused):
        def forward(self, x: Tensor) -> Tensor:
            inner = checkpoint(lambda y: self.fc(torch.tanh(self.fc(y))), x, use_reentrant=True)
            assert isinstance(inner, Tensor)
            return self.out(inner)

    scene = scene_of(Checkpointed(), torch.randn(3, 4, requires_grad=True))
    assert (scene["reason"], scene["nodes"]) == ("hidden", [])
    assert len(named(scene, "fc.weight")["uses"]) == 2


def test_what_a_page_gets_is_plain_data_and_small():
    scene = GradientTrace(gpt2(2), torch.randint(0, 20, (2, 5))).scene
    assert json.loads(json.dumps(scene)) == scene
    assert len(json.dumps(scene)) < 30_000
    assert GradientTrace(Reused(), torch.randn(3, 4)).setting == {}


def test_the_picture_of_a_model_says_what_its_uses_contribute():
    picture = GradientTrace(Reused(), torch.randn(3, 4)).picture()
    assert picture.alt.startswith("The parameter fc.weight is used twice")
    assert "fc (call 1): addmm contributes a matrix of 4 × 4 numbers with norm" in picture.alt
    assert "fc.weight.grad</text>" in picture.svg()


def test_the_norm_in_words_is_that_of_the_gradient_and_not_of_the_means_that_are_drawn():
    layer, x = nn.Linear(40, 30, bias=False), torch.randn(3, 40)
    alt = GradientTrace(layer, x, lambda output: output.square().sum()).picture().alt
    gradient = 2 * (x @ layer.weight.T).T @ x  # of the sum of squares, by hand
    assert f"weight.grad, a matrix of 30 × 40 numbers with norm {gradient.norm():.3g}." in alt


def test_a_step_has_the_shape_of_its_gradient_and_none_if_it_has_several():
    class Spread(nn.Linear):
        def forward(self, input: Tensor) -> Tensor:
            variance, mean = torch.var_mean(super().forward(input), dim=1)
            return (variance * mean).sum()

    steps = scene_of(Spread(3, 4), torch.randn(5, 3), lambda value: value)["steps"]
    assert [step["shape"] for step in steps] == [[], [5], None, [5, 4]]


class Silent(nn.Linear):
    """A model whose output depends on nothing."""

    def forward(self, input: Tensor) -> Any:
        return input if self.bias is None else None


@pytest.mark.parametrize(
    ("batch", "loss", "words"),
    [
        (torch.randn(3, 5), None, r"Reused cannot be run on a tensor of shape \(3, 5\)"),
        ((torch.randn(3, 4), 1), None, r"cannot be run on \(a tensor of shape .*, int\)"),
        ({"y": torch.randn(3, 4)}, None, r"cannot be run on {'y': a tensor .*'y'"),
        (torch.randn(3, 4), lambda y: y, r"must be a tensor with one number, got .*\(3, 2\)"),
        (torch.randn(3, 4), lambda y: 1.0, "must be a tensor with one number, got float"),
        (torch.randn(3, 4), lambda y: y.detach().sum(), "depends on no parameter of Reused"),
    ],
)
def test_a_batch_or_a_loss_that_does_not_fit_gets_a_sentence(batch, loss, words):
    model = Reused()
    with pytest.raises(ValueError, match=words):
        GradientTrace(model, batch, loss)
    assert all(parameter.grad is None for parameter in model.parameters())


def test_an_output_without_a_gradient_and_other_wrong_arguments_get_a_sentence():
    with pytest.raises(ValueError, match="holds no tensor that depends on a parameter, got None"):
        GradientTrace(Silent(4, 4), torch.randn(3, 4))
    with pytest.raises(ValueError, match="depends on no parameter of Silent"):
        GradientTrace(Silent(4, 4, bias=False), torch.randn(3, 4, requires_grad=True))
    with pytest.raises(TypeError, match="loss must be a function of the output"):
        GradientTrace(Reused(), torch.randn(3, 4), 3)  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="a batch is needed to run Reused"):
        GradientTrace(Reused())
    with pytest.raises(TypeError, match=r"model must be a torch\.nn\.Module, got int"):
        GradientTrace(3, torch.randn(3, 4))  # pyright: ignore[reportArgumentType]


def test_with_a_kernel_the_widget_says_so():
    widget = GradientTrace(Reused(), torch.randn(3, 4))
    data = {"method": "custom", "content": {"ask": "result"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result == {"setting": {}, "answers": 1}
