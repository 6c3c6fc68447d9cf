"""The law of the trace, and the uses worked out by hand, on torch's layers and real models."""

from typing import Any

import pytest
import torch
import transformers
from torch import nn
from torch.nn.utils import parametrizations, parametrize

from tests.trace.models import assert_adds_up, labels, summed
from tying.trace import trace

BATCH, STEPS = 2, 5


SMALL: dict[str, Any] = {"vocab_size": 11, "hidden_size": 8, "intermediate_size": 16}
SMALL |= {"num_attention_heads": 2, "num_hidden_layers": 3, "max_position_embeddings": 16}


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


class TiedLanguageModel(nn.Module):
    def __init__(self, sparse: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding(7, 5, sparse=sparse)
        self.head = nn.Linear(5, 7, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, tokens):
        return self.head(self.embedding(tokens))


@pytest.mark.parametrize("sparse", [False, True])
def test_an_embedding_with_its_head(sparse):
    model = TiedLanguageModel(sparse)
    with trace(model) as t:
        model(torch.tensor([[1, 2, 1]])).pow(2).sum().backward()
    expected = [("head", 0, "mm"), ("embedding", 0, "embedding")]
    assert labels(t, "head.weight") == expected
    assert [use.grad.is_sparse for use in t.uses("head.weight")] == [False, sparse]
    assert_adds_up(t, model)
    assert t.norms("head.weight").shape == (2,)
    assert t.gram("head.weight").shape == (2, 2)


def test_sparse_contributions_alone():
    model = nn.Embedding(7, 5, sparse=True)
    with trace(model) as t:
        (model(torch.tensor([1, 2, 1])) * model(torch.tensor([2, 6, 0]))).sum().backward()
    assert labels(t, "weight") == [("", 1, "embedding"), ("", 0, "embedding")]
    assert summed(t, "weight").is_sparse
    assert_adds_up(t, model)
    dense = torch.stack([use.grad.to_dense().flatten() for use in t.uses("weight")])
    torch.testing.assert_close(t.gram("weight"), (dense @ dense.T).detach())


@pytest.mark.filterwarnings("ignore:TF32 acceleration")
@pytest.mark.parametrize("layer", [nn.RNN, nn.GRU, nn.LSTM])
def test_every_time_step_uses_the_recurrent_weight(layer):
    model = layer(3, 4, batch_first=True)
    with trace(model) as t, torch.backends.mkldnn.flags(enabled=False):
        model(draw(BATCH, STEPS, 3))[0].pow(2).sum().backward()
    assert labels(t, "weight_hh_l0") == [("", 0, "addmm")] * STEPS
    assert labels(t, "bias_hh_l0") == [("", 0, "addmm")] * STEPS
    assert labels(t, "weight_ih_l0") == [("", 0, "mm")]  # one product for all steps
    assert_adds_up(t, model)


def test_an_lstm_in_one_piece_shows_one_use():
    model = nn.LSTM(3, 4, batch_first=True)
    with trace(model) as t:
        model(draw(BATCH, STEPS, 3))[0].pow(2).sum().backward()
    assert len(t.uses("weight_hh_l0")) in (1, STEPS)  # whether it is in one piece is up to torch
    assert_adds_up(t, model)


@pytest.mark.parametrize("cell", [nn.RNNCell, nn.GRUCell, nn.LSTMCell])
def test_a_cell_that_is_called_step_by_step(cell):
    model = cell(3, 4)
    with trace(model) as t:
        state: Any = None
        for x in draw(STEPS, BATCH, 3):
            state = model(x, state)
        (state[0] if cell is nn.LSTMCell else state).pow(2).sum().backward()
    # the first state is zero and yet an operand: its contribution is zero
    assert [call for _, call, _ in labels(t, "weight_hh")] == list(reversed(range(STEPS)))
    assert_adds_up(t, model)


@pytest.mark.parametrize(
    ("inputs", "uses"),
    [((0, 0, 0), 1), ((0, 1, 1), 2), ((0, 1, 2), 3)],
    ids=["self", "cross", "three inputs"],
)
def test_attention_uses_its_projection_once_for_every_input(inputs, uses):
    model = nn.MultiheadAttention(4, 2, batch_first=True)
    tensors = [draw(BATCH, STEPS, 4, seed=seed) for seed in inputs]
    x = {seed: tensor for seed, tensor in zip(inputs, tensors, strict=True)}
    with trace(model) as t:
        model(*(x[seed] for seed in inputs))[0].pow(2).sum().backward()
    assert labels(t, "in_proj_weight") == [("", 0, "mm")] * uses
    assert labels(t, "out_proj.weight") == [("", 0, "addmm")]
    assert_adds_up(t, model)
    rows = [row for use in t.uses("in_proj_weight") for row in use.grad.any(1).nonzero().tolist()]
    assert sorted(rows) == [[row] for row in range(12)]  # each input has rows of its own


def test_siamese_convolution_with_batch_norm():
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU())
    with trace(model) as t:
        (model(draw(2, 1, 6, 6)) - model(draw(2, 1, 6, 6, seed=1))).pow(2).sum().backward()
    assert labels(t, "0.weight") == [("0", 1, "convolution"), ("0", 0, "convolution")]
    assert labels(t, "1.bias") == [("1", 1, "native_batch_norm"), ("1", 0, "native_batch_norm")]
    assert_adds_up(t, model)


def test_a_block_that_is_applied_six_times():
    model = nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, batch_first=True)
    with trace(model) as t:
        h = draw(BATCH, STEPS, 4)
        for _ in range(6):
            h = model(h)
        h.pow(2).sum().backward()
    assert labels(t, "linear1.weight") == [("linear1", call, "addmm") for call in range(5, -1, -1)]
    assert all(len(t.uses(name)) == 6 for name, _ in model.named_parameters())
    assert_adds_up(t, model)


def test_channels_last_and_complex_parameters():
    model: Any = nn.Conv2d(2, 2, 3, padding=1)
    model.weight = nn.Parameter(model.weight.to(memory_format=torch.channels_last))
    with trace(model) as t:
        model(model(draw(2, 2, 5, 5))).pow(2).sum().backward()
    assert summed(t, "weight").is_contiguous(memory_format=torch.channels_last)
    assert_adds_up(t, model)
    model = nn.Linear(3, 3, dtype=torch.complex64)
    with trace(model) as t:
        model(model(draw(2, 3).to(torch.complex64))).abs().sum().backward()
    assert_adds_up(t, model)


@pytest.mark.parametrize(
    "parametrization", [parametrizations.orthogonal, parametrizations.weight_norm]
)
def test_a_parametrized_weight_is_computed_for_every_call_unless_it_is_cached(parametrization):
    model = parametrization(nn.Linear(4, 4))
    with trace(model) as t:
        model(model(draw(3, 4))).pow(2).sum().backward()
    name = next(name for name in t.names if "original" in name)
    assert [label[:2] for label in labels(t, name)] == [
        ("parametrizations.weight.0", 1),
        ("parametrizations.weight.0", 0),
    ]
    assert_adds_up(t, model)
    model.zero_grad()
    with trace(model) as t, parametrize.cached():
        model(model(draw(3, 4))).pow(2).sum().backward()
    assert len(t.uses(name)) == 1
    assert_adds_up(t, model)


def test_autocast_adds_in_the_type_of_its_copy():
    model: Any = nn.Linear(4, 4)
    with trace(model) as t:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            h = draw(8, 4)
            for _ in range(12):
                h = torch.tanh(model(h))
        h.float().pow(2).sum().backward()
    assert labels(t, "weight") == [("", call, "addmm") for call in range(11, -1, -1)]
    assert_adds_up(t, model, rounding=0.05)
    plain = sum(use.grad for use in t.uses("weight")) - model.weight.grad
    assert plain.any()  # which is why the sum is a replay


def gpt2() -> tuple[Any, str, list[str]]:
    config = transformers.GPT2Config(vocab_size=11, n_positions=16, n_embd=8, n_layer=3, n_head=2)
    return transformers.GPT2LMHeadModel(config), "transformer.wte.weight", ["mm", "embedding"]


def bert() -> tuple[Any, str, list[str]]:
    model = transformers.BertForMaskedLM(transformers.BertConfig(**SMALL))
    return model, "bert.embeddings.word_embeddings.weight", ["addmm", "embedding"]


def albert() -> tuple[Any, str, list[str]]:
    model = transformers.AlbertForMaskedLM(transformers.AlbertConfig(**SMALL, embedding_size=4))
    layer = "albert.encoder.albert_layer_groups.0.albert_layers.0.ffn.weight"
    return model, layer, ["addmm"] * 3


def t5() -> tuple[Any, str, list[str]]:
    config = transformers.T5Config(
        vocab_size=11, d_model=8, d_kv=4, d_ff=16, num_layers=2, num_heads=2
    )
    model = transformers.T5ForConditionalGeneration(config)
    return model, "shared.weight", ["mm", "embedding", "embedding"]


@pytest.mark.parametrize("build", [gpt2, bert, albert, t5])
def test_real_architectures(build):
    model, name, operations = build()
    tokens = torch.tensor([[1, 5, 2, 9, 1]])
    options = {"decoder_input_ids": tokens.flip(1)} if build is t5 else {}
    with trace(model) as t:
        model(tokens, **options).logits.pow(2).sum().backward()
    assert [op for _, _, op in labels(t, name)] == operations
    assert_adds_up(t, model)


def test_only_what_is_tied_in_gpt2():
    model, name, _ = gpt2()
    with trace(model, min_uses=2) as t:
        model(torch.tensor([[1, 5, 2]])).logits.sum().backward()
    assert t.names == (name,)
