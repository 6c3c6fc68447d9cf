"""Uses, by hand and against the edges of the autograd graph that lead to a parameter."""

import copy
from collections.abc import Callable

import accelerate
import pytest
import torch
import torch.nn.functional as F
import transformers
from torch import Tensor, nn
from torch.nn.utils import parametrizations, rnn
from torch.utils.checkpoint import checkpoint

from tests.tables import Page
from tying.ledger import UseCount, count_uses
from tying.ties import tie
from tying.trace import trace


class One(nn.Module):
    """One parameter ``w`` of shape (3, 3), and a formula that uses it."""

    def __init__(self, formula: Callable[[Tensor, Tensor], object]) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.tensor([[2.0, 0.5, 0.1], [0.3, 1.0, 0.7], [0.2, 0.9, 3.0]]))
        self.formula = formula

    def forward(self, x: Tensor) -> object:
        return self.formula(self.w, x)


def uses_of(formula: Callable[[Tensor, Tensor], object]) -> int:
    return count_uses(One(formula), torch.ones(3, 3)).uses["w"]


def traced_uses(model: nn.Module, *inputs: Tensor) -> dict[str, int]:
    """How many contributions a trace of forward and backward finds for each parameter."""
    with trace(model) as t:
        model(*inputs).sum().backward()
    return {name: len(t.uses(name)) for name, _ in model.named_parameters()}


# --- what a use is ---


@pytest.mark.parametrize(
    ("formula", "uses"),
    [
        (lambda w, x: w @ x, 1),
        (lambda w, x: w * w, 2),
        (lambda w, x: w + (w + (w + x)), 3),
        (lambda w, x: F.linear(x, weight=w), 1),
        (lambda w, x: torch.einsum("ij,jk,kl->il", w, x, w), 2),
        (lambda w, x: torch.stack([w, x, w]), 2),
        (lambda w, x: torch.cat((w, w[:1])), 2),
        (lambda w, x: w[0] + w[1], 2),
        (lambda w, x: sum(row for row in w), 3),
        (lambda w, x: w.t() @ x, 1),
        (lambda w, x: w.T + w.mT, 2),
        (lambda w, x: 1 - w, 1),
        (lambda w, x: 2**w, 1),
        (lambda w, x: torch.where(x > 0, w, w.exp()), 2),
        (lambda w, x: x.clone().mul_(w), 1),
        (lambda w, x: x.clone().copy_(w), 1),
        (lambda w, x: torch.linalg.solve(w, x), 1),
        (lambda w, x: w.max(0).values, 1),
        (lambda w, x: F.embedding(torch.tensor([0, 2, 2]), w), 1),
        (lambda w, x: F.conv1d(x[None], w[:, :, None]), 1),
        (lambda w, x: F.scaled_dot_product_attention(x, w, w), 2),
        (lambda w, x: w.double() @ x.double(), 1),
        (lambda w, x: w.to(x.dtype) @ w.contiguous(), 2),
        (lambda w, x: F.cosine_similarity(w, x), 2),
        (lambda w, x: (kept := w.t()) * kept.exp() + w, 3),
        (lambda w, x: (kept := w.bfloat16()) * kept + w.double().half(), 3),
        (lambda w, x: (kept := w.clone()[1:]) @ x + kept @ x.exp(), 2),
        (lambda w, x: torch.view_as_real(k := w.to(torch.complex64)).sum() + k.imag.sum(), 2),
        (lambda w, x: w.unfold(0, 2, 1) * w.diagonal()[:2, None, None], 2),
        (lambda w, x: sum(part.exp().sum() for part in w.tensor_split(3)), 3),
        (lambda w, x: w.expand(4, 3, 3) @ x + w.clone().add_(x), 2),
        (lambda w, x: (w.clone().mul_(3) @ x).relu_(), 1),
        (lambda w, x: torch.vmap(lambda row: row @ x)(w), 1),
        (lambda w, x: torch.vmap(lambda row: w @ row)(x), 1),
        (lambda w, x: checkpoint(lambda y: w @ y + w, x, use_reentrant=False), 2),
        (lambda w, x: x @ w if w.shape[0] == 3 else x, 1),
    ],
)
def test_a_formula_uses_a_parameter_as_often_as_a_trace_finds_contributions(formula, uses):
    model = One(formula)
    x = torch.linspace(0.1, 0.9, 9).reshape(3, 3)
    assert count_uses(model, x).uses["w"] == uses
    assert traced_uses(model, x)["w"] == uses


@pytest.mark.parametrize(
    ("formula", "uses"),
    [
        (lambda w, x: x.clone().__setitem__(slice(None), w), 1),
        (lambda w, x: x * w.detach(), 1),
        (lambda w, x: x * w.data, 1),
        (lambda w, x: x * w[0, 0].item(), 1),
        (lambda w, x: torch.from_numpy(w.detach().numpy()), 1),
        (lambda w, x: torch.tensor(w.tolist()), 1),
        (lambda w, x: x if torch.equal(w, x) else -x, 1),
        (lambda w, x: torch.func.grad(lambda v: (v @ x).sum())(w), 1),
        (lambda w, x: torch.autograd.grad((x @ w).sum(), w), 1),
        (lambda w, x: torch.ops.aten.mm.default(x, w), 1),
    ],
    ids=[
        *("assignment", "detach", "data", "item", "numpy", "tolist", "equal"),
        *("func.grad", "autograd.grad", "overload"),
    ],
)
def test_uses_that_leave_no_edge(formula, uses):
    assert uses_of(formula) == uses


@pytest.mark.parametrize("read", [torch.Tensor.item, float, bool, torch.Tensor.tolist])
def test_a_scalar_that_is_read_into_python_is_used(read):
    model = One(lambda w, x: x * read(w))
    model.w = nn.Parameter(torch.tensor(2.0), requires_grad=False)
    assert count_uses(model, torch.ones(2)).uses == {"w": 1}


@pytest.mark.parametrize(
    "formula",
    [
        lambda w, x: x.reshape(w.shape) + w.size(0) + w.dim() + w.numel() + len(w),
        lambda w, x: x.to(w.dtype).to(w.device),
        lambda w, x: x.to(w) + x.type_as(w),
        lambda w, x: x.view_as(w) + x[0].expand_as(w) + x.reshape_as(w),
        lambda w, x: x + torch.zeros_like(w) + w.new_ones(3) + torch.rand_like(w),
        lambda w, x: x + torch.full_like(w, 2.0),
        lambda w, x: x if w.requires_grad and w.is_leaf and w.grad is None else -x,
        lambda w, x: x if w.is_contiguous() and w.stride() == (3, 1) else -x,
        lambda w, x: x if torch.result_type(w, x) == torch.float32 else -x,
        lambda w, x: x if str(w) and {w: 1} else -x,
        lambda w, x: w.to(x.dtype),
    ],
    ids=[
        *("shape", "dtype", "to", "as", "like", "full_like", "flags", "layout"),
        *("result_type", "printing", "nothing to convert"),
    ],
)
def test_looking_at_shape_or_type_is_no_use(formula):
    assert uses_of(formula) == 0


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("layout", [torch.strided, torch.jagged])
@pytest.mark.parametrize(
    ("formula", "uses"),
    [
        (lambda w, x: w * 2, 1),
        (lambda w, x: w.clone() * 2 + w.detach() * 3, 2),
        (lambda w, x: w.values() * 2, 1),
        (lambda w, x: F.linear(w, x), 1),
        (lambda w, x: w.clone(), 0),
    ],
    ids=["product", "copy and view", "values", "linear", "copy alone"],
)
def test_a_nested_parameter_is_used_by_what_is_done_with_it(layout, formula, uses):
    model = One(formula)
    parts = [torch.ones(2, 3), torch.ones(4, 3)]
    model.w = nn.Parameter(torch.nested.nested_tensor(parts, layout=layout))
    count = count_uses(model, torch.ones(3, 3))
    assert count.uses == {"w": uses}
    assert count.by_use == uses * (2 + 4) * 3


# --- modules ---


@pytest.mark.parametrize("calls", [1, 2, 5])
def test_a_module_called_k_times_is_one_slot_and_k_uses(calls):
    class Repeated(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x: Tensor) -> Tensor:
            for _ in range(calls):
                x = self.layer(x).relu()
            return x

    count = count_uses(Repeated(), torch.ones(2, 4))
    assert count.uses == {"layer.weight": calls, "layer.bias": calls}
    assert count.by_use == calls * 20


def test_a_reused_module_is_counted_under_its_first_name():
    layer = nn.Linear(4, 4)
    count = count_uses(nn.Sequential(layer, nn.ReLU(), layer, nn.Linear(4, 1)), torch.ones(2, 4))
    assert count.uses == {"0.weight": 2, "0.bias": 2, "3.weight": 1, "3.bias": 1}
    assert count.by_use == 2 * 20 + 5


class LanguageModel(nn.Module):
    """Embedding, one layer, and a head of the embedding's shape."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(7, 4)
        self.body = nn.Linear(4, 4, bias=False)
        self.head = nn.Linear(4, 7, bias=False)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.head(self.body(self.embed(tokens)))


def test_a_tied_embedding_is_used_by_the_lookup_and_by_the_head():
    model = LanguageModel()
    tokens = torch.tensor([[1, 2, 2]])
    assert count_uses(model, tokens).by_use == 28 + 16 + 28
    tie(model, "embed.weight", "head.weight")
    assert count_uses(model, tokens).uses == {"embed.weight": 2, "body.weight": 1}
    assert count_uses(model, tokens).by_use == 2 * 28 + 16


def test_a_transposed_tie_uses_its_source():
    model = nn.Sequential(nn.Linear(6, 3), nn.Linear(3, 6))
    tie(model, "0.weight", "1.weight", transposed=True)
    count = count_uses(model, torch.ones(2, 6))
    assert count.uses == {"0.weight": 2, "0.bias": 1, "1.bias": 1}
    assert count.by_use == 36 + 9


def test_an_access_to_a_derived_slot_is_no_use_until_its_value_is_used():
    class Careful(nn.Linear):
        def forward(self, input: Tensor) -> Tensor:
            assert self.weight.shape == (3, 3) and self.weight.dtype == input.dtype
            return F.linear(input.to(self.weight.device), self.weight, self.bias)

    model = nn.Sequential(nn.Linear(3, 3), Careful(3, 3))
    before = count_uses(model, torch.ones(2, 3)).uses
    assert before["1.weight"] == 1
    tie(model, "0.weight", "1.weight", transposed=True)
    assert count_uses(model, torch.ones(2, 3)).uses["0.weight"] == 2


def test_attention_uses_a_derived_output_projection_once():
    class Attention(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.attend, self.mix = nn.MultiheadAttention(4, 2), nn.Linear(4, 4)

        def forward(self, x: Tensor) -> Tensor:
            return self.mix(self.attend(x, x, x)[0])

    model = Attention()
    tie(model, "mix.weight", "attend.out_proj.weight", transposed=True)
    assert count_uses(model, torch.ones(3, 1, 4)).uses["mix.weight"] == 2


def test_a_fused_recurrent_layer_uses_each_weight_once_and_a_loop_of_cells_once_a_step():
    fused = count_uses(nn.LSTM(3, 4, num_layers=2), torch.ones(5, 1, 3))
    assert set(fused.uses.values()) == {1} and len(fused.uses) == 8

    class Loop(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cell = nn.GRUCell(3, 4)

        def forward(self, sequence: Tensor) -> Tensor:
            state = sequence.new_zeros(1, 4)
            for x in sequence:
                state = self.cell(x, state)
            return state

    loop = count_uses(Loop(), torch.ones(5, 1, 3))
    assert set(loop.uses.values()) == {5} and loop.by_use == 5 * (3 * 4 * 3 + 3 * 4 * 4 + 24)


def test_a_recurrent_layer_with_one_matrix_for_input_and_state_uses_it_twice():
    layer = nn.LSTM(3, 3)
    tie(layer, "weight_ih_l0", "weight_hh_l0")
    packed = rnn.pack_sequence([torch.ones(4, 3), torch.ones(2, 3)])
    assert count_uses(layer, packed).uses["weight_ih_l0"] == 2


@pytest.mark.parametrize("training", [True, False])
def test_attention_uses_each_of_its_parameters_once_on_every_path(training):
    layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True).train(training)
    encoder = nn.TransformerEncoder(layer, 3)
    for context in (torch.enable_grad(), torch.no_grad()):
        with context:  # without gradients and in evaluation, torch takes a fused path
            count = count_uses(encoder, torch.ones(2, 5, 8))
        assert set(count.uses.values()) == {1} and len(count.uses) == 3 * 12


@pytest.mark.parametrize("sizes", [{}, {"kdim": 3, "vdim": 5, "add_bias_kv": True}])
def test_cross_attention_too(sizes):
    layer = nn.MultiheadAttention(4, 2, **sizes)
    keys = torch.ones(6, 1, sizes.get("kdim", 4))
    values = keys if not sizes else torch.ones(6, 1, 5)
    count = count_uses(layer, torch.ones(3, 1, 4), keys, value=values)
    # of a packed matrix, one part takes the queries, the other one keys and values
    packed = {"in_proj_bias": 3} if sizes else {"in_proj_weight": 2, "in_proj_bias": 2}
    assert {name: uses for name, uses in count.uses.items() if uses != 1} == packed
    assert count.by_use == sum(p.numel() for p in layer.parameters())


def test_a_block_that_is_stepped_through_like_a_universal_transformer():
    class Universal(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embed = nn.Embedding(11, 8)
            self.block = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0)

        def forward(self, tokens: Tensor) -> Tensor:
            state = self.embed(tokens)
            for _ in range(6):
                state = self.block(state)
            return state @ self.embed.weight.t()

    model = Universal()
    block = sum(p.numel() for p in model.block.parameters())
    count = count_uses(model, torch.zeros(5, 1, dtype=torch.long))
    assert count.uses["embed.weight"] == 2 and count.uses["block.linear1.weight"] == 6
    assert count.by_use == 2 * 88 + 6 * block


def test_a_parametrized_matrix_is_used_through_what_it_is_stored_as():
    norm = count_uses(parametrizations.weight_norm(nn.Linear(3, 3)), torch.ones(1, 3)).uses
    assert list(norm.values()) == [1, 1, 1] and "bias" in norm
    orthogonal = parametrizations.orthogonal(nn.Linear(3, 3, bias=False))
    assert list(count_uses(orthogonal, torch.ones(1, 3)).uses.values()) == [1]


def test_a_custom_function_counts_what_it_does():
    class Product(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, w):
            return x @ w

    assert uses_of(lambda w, x: Product.apply(x, w)) == 1


@pytest.mark.filterwarnings("ignore:None of the inputs have requires_grad:UserWarning")
@pytest.mark.parametrize("reentrant", [True, False])
def test_checkpointing_does_not_count_twice(reentrant):
    model = One(lambda w, x: checkpoint(lambda y: y @ w, x, use_reentrant=reentrant))
    assert count_uses(model, torch.ones(3, 3)).uses == {"w": 1}


def test_a_model_may_differentiate_in_its_forward_pass():
    class Force(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.energy = nn.Linear(3, 1)

        def forward(self, x: Tensor) -> Tensor:
            energy = self.energy(x).sum()
            (gradient,) = torch.autograd.grad(energy, x, create_graph=True)
            return -gradient

    x = torch.ones(2, 3, requires_grad=True)
    # the force is the weight: once the energy uses it, and once the slope of the energy
    assert count_uses(Force(), x).uses == {"energy.weight": 2, "energy.bias": 1}


def test_parameters_that_are_not_used_are_named():
    model = nn.ModuleDict({"used": nn.Linear(2, 2), "spare": nn.Linear(2, 2)})
    model.forward = lambda x: model["used"](x)
    count = count_uses(model, torch.ones(1, 2))
    assert count.unused == ("spare.weight", "spare.bias")
    assert count.uses["spare.weight"] == 0 and count.by_use == 6


def test_counts_print_by_number_of_uses():
    layer = nn.Linear(2, 2)
    model = nn.ModuleDict({"used": layer, "spare": nn.Linear(2, 2)})
    model.forward = lambda x: layer(layer(x))
    assert repr(count_uses(model, torch.ones(1, 2))).splitlines() == [
        "Uses of 4 parameters, 12 numbers by use",
        "  2 ×: used.weight, used.bias",
        "  0 ×: spare.weight, spare.bias",
    ]


def test_counts_are_a_table_in_a_notebook():
    model = nn.ModuleDict(
        {"a<b&c": nn.Linear(2, 2), "spare": nn.ParameterList(map(torch.ones, [1] * 7))}
    )
    model.forward = lambda x: model["a<b&c"](model["a<b&c"](x))
    count = count_uses(model, torch.ones(1, 2))
    page = Page(count._repr_html_())
    assert page.open == [] and page.text[0] == repr(count).splitlines()[0]
    assert page.rows == [
        ["uses", "parameters"],
        ["2 ×", "a<b&c.weight, a<b&c.bias"],
        ["0 ×", "spare.0, spare.1, spare.2, spare.3, spare.4 and 2 more"],
    ]


def test_counts_without_parameters_are_no_table():
    page = Page(count_uses(nn.ReLU(), torch.ones(1))._repr_html_())
    assert page.text == ["Uses of 0 parameters, 0 numbers by use"] and page.rows == []


# --- nothing is left behind ---


def test_buffers_flags_parameters_and_random_numbers_are_as_before():
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2))
    model[3].eval()
    before = copy.deepcopy(model.state_dict())
    buffers = list(model.buffers())
    state = torch.get_rng_state()
    count_uses(model, torch.randn(8, 3, generator=torch.Generator().manual_seed(0)))
    assert torch.equal(torch.get_rng_state(), state)
    for name, value in model.state_dict().items():
        assert torch.equal(value, before[name]), name
    assert all(a is b for a, b in zip(model.buffers(), buffers, strict=True))
    assert [module.training for module in model] == [True, True, True, False]
    assert all(p.grad is None for p in model.parameters())


def test_buffers_come_back_when_the_forward_pass_fails_or_replaces_them():
    class Failing(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("steps", torch.zeros(2))

        def forward(self) -> Tensor:
            self.steps += 1
            self.steps = self.steps + 1
            self.register_buffer("cache", torch.ones(3))
            raise RuntimeError("half way")

    model = Failing()
    with pytest.raises(RuntimeError, match="half way"):
        count_uses(model)
    assert {name: b.tolist() for name, b in model.named_buffers()} == {"steps": [0.0, 0.0]}


@pytest.mark.parametrize("training", [True, False])
def test_a_pending_backward_pass_still_runs(training):
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)).train(training)
    loss = model(torch.ones(2, 3)).sum()
    count_uses(model, torch.ones(2, 3))
    loss.backward()  # would refuse if a buffer that it saved had been written to


def test_hooks_see_the_pass():
    model = nn.Linear(2, 2)
    seen = []
    model.register_forward_hook(lambda module, args, output: seen.append(output.shape))
    count_uses(model, torch.ones(5, 2))
    assert seen == [(5, 2)]


# --- forms of models ---


def test_a_compiled_model_is_counted_also_when_it_is_warm():
    layer = nn.Linear(3, 3)
    compiled = torch.compile(nn.Sequential(layer, layer), backend="eager")
    for _ in range(2):
        count = count_uses(compiled, torch.ones(1, 3))  # type: ignore[arg-type]
        assert count.uses == {"_orig_mod.0.weight": 2, "_orig_mod.0.bias": 2}
        compiled(torch.ones(1, 3))


def test_an_exported_model_is_counted():
    layer = nn.Linear(3, 3)
    exported = torch.export.export(nn.Sequential(layer, layer), (torch.ones(1, 3),)).module()
    assert sorted(count_uses(exported, torch.ones(1, 3)).uses.values()) == [2, 2]


@pytest.mark.filterwarnings("ignore:`torch.jit")
def test_a_scripted_model_is_refused():
    scripted = torch.jit.script(nn.Linear(2, 2))
    with pytest.raises(TypeError, match=r"torch\.jit module cannot be seen"):
        count_uses(nn.Sequential(scripted), torch.ones(1, 2))


def test_what_is_not_a_module_and_what_is_lazy_are_refused():
    with pytest.raises(TypeError, match="call the class"):
        count_uses(nn.Linear, torch.ones(1, 2))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no shape yet"):
        count_uses(nn.LazyLinear(2), torch.ones(1, 2))


def test_counts_cannot_be_edited():
    count = count_uses(nn.Linear(2, 2), torch.ones(1, 2))
    assert isinstance(count, UseCount)
    with pytest.raises(TypeError):
        count.uses["weight"] = 3  # type: ignore[index]


# --- parameters that come and go, and code that Python does not see ---


@pytest.mark.parametrize("tied", [False, True])
def test_an_offloaded_model_is_counted_as_before(tied):
    model = LanguageModel()
    if tied:
        tie(model, "embed.weight", "head.weight")
    tokens = torch.tensor([[1, 2, 2]])
    before = count_uses(model, tokens)
    accelerate.cpu_offload(model, execution_device=torch.device("cpu"))
    after = count_uses(model, tokens)
    assert after.by_use == before.by_use and after.unused == ()
    if tied:  # what is left in the slots is two placeholders, each used once
        assert before.uses == {"embed.weight": 2, "body.weight": 1}
        assert after.uses == {"embed.weight": 1, "body.weight": 1, "head.weight": 1}
    else:
        assert after == before


def test_a_parameter_that_a_slot_holds_for_one_call():
    class Refilled(nn.Linear):
        def forward(self, input: Tensor) -> Tensor:
            stored = self.weight
            self.weight = nn.Parameter(stored.detach().clone())
            try:
                return F.linear(input, self.weight, self.bias)
            finally:
                self.weight = stored

    model = nn.Sequential(Refilled(3, 3), nn.Tanh(), Refilled(3, 3))
    count = count_uses(model, torch.ones(1, 3))
    assert count.uses == {"0.weight": 1, "0.bias": 1, "2.weight": 1, "2.bias": 1}


@pytest.mark.filterwarnings("ignore:`torch.jit")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("calls", [0, 4])
def test_a_function_that_is_no_python_any_more(calls):
    """TorchScript, warm or not; it stands for functions of C++, which call operations alike."""
    script = torch.jit.script(scripted)
    model = One(lambda w, x: script(w, x))
    for _ in range(calls):
        model(torch.ones(3, 3))
    assert count_uses(model, torch.ones(3, 3)).uses == {"w": 3}


def scripted(w: Tensor, x: Tensor) -> Tensor:
    return (x @ w.t()) * w + w


def test_an_operator_of_ones_own():
    with torch.library._scoped_library("tied_tests", "DEF") as library:
        library.define("product(Tensor x, Tensor w) -> Tensor")
        library.impl("product", lambda x, w: x @ w, "CompositeExplicitAutograd")
        assert uses_of(lambda w, x: torch.ops.tied_tests.product(x, w.t())) == 1


# --- published architectures, on the meta device ---


def on_meta(kind: str, **config: int) -> nn.Module:
    prefix = kind.partition("For")[0].removesuffix("LMHeadModel")
    with torch.device("meta"):
        return getattr(transformers, kind)(getattr(transformers, f"{prefix}Config")(**config))


@pytest.mark.parametrize(
    ("kind", "config", "by_use"),
    [
        ("GPT2LMHeadModel", {}, 163_037_184),
        ("BertForMaskedLM", {}, 132_955_194),
        (
            "AlbertForMaskedLM",
            {"hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072},
            93_028_272,
        ),
        ("T5ForConditionalGeneration", {}, 93_405_696),
    ],
)
def test_known_architectures_have_their_known_uses(kind, config, by_use):
    model = on_meta(kind, **config)
    tokens = torch.zeros(1, 4, dtype=torch.long, device="meta")
    extra = {"decoder_input_ids": tokens} if kind.startswith("T5") else {}
    count = count_uses(model, input_ids=tokens, **extra)
    assert count.by_use == by_use and count.unused == ()
    if kind.startswith("Albert"):  # one layer, twelve times
        layer = [uses for name, uses in count.uses.items() if ".albert_layers.0." in name]
        assert layer == [12] * 16
    if kind.startswith("T5"):  # four slots; three uses: both sides embed, and the head
        assert count.uses["shared.weight"] == 3
