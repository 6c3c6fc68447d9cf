"""Which uses a trace shows, worked out by hand, and the errors where it cannot."""

import copy
import importlib
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules import module as torch_modules

from tests.tables import Page
from tests.trace.models import Formula, assert_adds_up, labels, same, summed
from tying.ties import tie
from tying.trace import trace


def used_by(formula, rounding=1e-5) -> list[str]:
    """The operations that use ``w``, in order of arrival, once the law is checked."""
    model: Any = Formula(formula)
    with trace(model) as t:
        model().backward()
    assert_adds_up(t, model, rounding)
    return [op for _, _, op in labels(t, "w")]


def layers() -> Any:
    """A layer of four numbers and one of two, both with a bias."""
    generator = torch.Generator().manual_seed(0)
    model: Any = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    for parameter in model.parameters():
        parameter.data = torch.randn(parameter.shape, generator=generator)
    return model


X = torch.linspace(-1, 1, 12).reshape(4, 3)


# --- what a use is ---


def test_three_slopes_by_hand():
    model: Any = Formula(lambda w, x: (2 * w + 5 * w + 7 * w).sum())
    with trace(model) as t:
        model().backward()
    assert sorted(float(use.grad[0, 0]) for use in t.uses("w")) == [2, 5, 7]
    assert torch.equal(model.w.grad, torch.full((3, 3), 14.0))
    assert same(t.sum("w"), model.w.grad)
    assert torch.equal(t.norms("w").sort().values, torch.tensor([6.0, 15.0, 21.0]))
    slopes = torch.tensor([float(use.grad[0, 0]) for use in t.uses("w")])
    assert torch.equal(t.gram("w"), 9 * slopes[:, None] * slopes)


def keep(view):
    """Use a view of ``w``, kept in a variable, in a product with itself and in a sum."""

    def formula(w, x):
        kept = view(w)
        return ((kept * kept.exp()).sum() + w.sum()).float()

    return formula


@pytest.mark.parametrize(
    ("formula", "operations"),
    [
        (lambda w, x: F.linear(x, w).sum(), ["mm"]),
        (lambda w, x: (x @ w.t() @ w).pow(2).sum(), ["mm", "mm"]),
        (lambda w, x: (w * w).sum(), ["mul", "mul"]),
        (lambda w, x: torch.stack([w, x[:3], w]).pow(3).sum(), ["stack", "stack"]),
        (lambda w, x: torch.einsum("ij,jk->ik", w, w).exp().sum(), ["bmm", "bmm"]),
        (lambda w, x: (w[0] * w[1]).sum(), ["mul", "mul"]),
        (lambda w, x: torch.stack([i * row for i, row in enumerate(w)]).sum(), ["mul"] * 3),
        (lambda w, x: (x[:, None] @ w.expand(4, 3, 3)).exp().sum(), ["bmm"]),
        (lambda w, x: w.max(0).values.sum(), ["max"]),
        (lambda w, x: x[:3].clone().copy_(w).exp().sum(), ["copy"]),
        (lambda w, x: (x[:3].clone().mul_(w) + w).sum(), ["add", "mul"]),
        (lambda w, x: w[torch.tensor([0, 0, 2])].exp().sum(), ["index"]),
        (lambda w, x: torch.vmap(lambda row: w @ row)(x).exp().sum(), ["mm"]),
        (keep(lambda w: w.t()), ["sum", "exp", "mul"]),
        (keep(lambda w: w.double()), ["sum", "exp", "mul"]),
        (keep(lambda w: w.bfloat16()), ["sum", "exp", "mul"]),
        (keep(lambda w: w.expand(5, 3, 3)), ["sum", "exp", "mul"]),
        (keep(lambda w: w.t()[1:].double().contiguous()), ["sum", "exp", "mul"]),
    ],
    ids=[
        *("linear", "transposed", "itself", "stack", "einsum", "rows", "unbind", "expand", "max"),
        *("copy_", "mul_", "index", "vmap", "kept transpose", "kept double", "kept bfloat16"),
        *("kept expansion", "kept chain"),
    ],
)
def test_operations_that_use_a_parameter(formula, operations, request):
    rounding = 0.05 if "bfloat16" in request.node.callspec.id else 1e-5
    assert sorted(used_by(formula, rounding)) == sorted(operations)


def test_merges_of_merges():
    def formula(w, x):
        wide = w.t().double()
        head, tail = wide[:2], wide[1:]
        return ((head * tail).sum() + tail.exp().sum()).float() + (w.t() * w).sum()

    operations = used_by(formula)
    assert sorted(operations) == ["exp", "mul", "mul", "mul", "mul"]


def test_a_parameter_that_backward_starts_from():
    model: Any = Formula(lambda w, x: w)
    with trace(model) as t:
        slopes = [torch.eye(3), torch.ones(3, 3), None]
        torch.autograd.backward([model.w, model.w.t(), model.w.sum()], slopes)
    assert sorted(op for _, _, op in labels(t, "w")) == ["root", "root", "sum"]
    assert_adds_up(t, model)
    assert torch.equal(summed(t, "w"), torch.eye(3) + 2)


@pytest.mark.skipif(not hasattr(torch.Tensor, "grad_dtype"), reason="new in torch 2.10")
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float64, None])
@pytest.mark.parametrize(
    "formula",
    [
        lambda w, x: (x @ w).exp().sum() + (w * w).sum(),
        lambda w, x: ((kept := w.t()) * kept.exp()).sum() + w.sum(),
        lambda w, x: ((kept := w.bfloat16()) * kept.exp()).sum().float() + (x @ w).sum(),
    ],
    ids=["uses", "kept transpose", "kept bfloat16"],
)
def test_a_gradient_of_another_type_than_its_parameter(formula, dtype):
    model: Any = Formula(formula)
    model.w.grad_dtype = dtype
    with trace(model) as t:
        model().backward()
    assert model.w.grad.dtype == (dtype or torch.float32)
    assert {use.grad.dtype for use in t.uses("w")} == {model.w.grad.dtype}
    assert same(t.sum("w"), model.w.grad)


# --- labels ---


@pytest.mark.parametrize("shape", [(4, 3), (2, 4, 3)], ids=["2-D", "3-D"])
def test_a_layer_that_is_called_three_times(shape):
    model: Any = nn.Sequential(nn.Linear(3, 3), nn.Tanh())
    with trace(model) as t:
        h = torch.randn(shape, generator=torch.Generator().manual_seed(0))
        for _ in range(3):
            h = model(h)
        h.pow(2).sum().backward()
    assert labels(t, "0.weight") == [("0", 2, "addmm"), ("0", 1, "addmm"), ("0", 0, "addmm")]
    assert labels(t, "0.bias") == labels(t, "0.weight")
    assert_adds_up(t, model)


def test_a_use_belongs_to_the_innermost_call_and_to_none_outside():
    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.Linear(3, 3, bias=False)

        def forward(self, x):
            return F.linear(self.inner(x), self.inner.weight) * self.inner.weight[0]

    model: Any = nn.Sequential(Block())
    with trace(model) as t:
        y = model(X)
        (y.sum() + model[0].inner.weight.exp().sum()).backward()
    expected = {("0.inner", 0, "mm"), ("0", 0, "mm"), ("0", 0, "mul"), (None, None, "exp")}
    assert set(labels(t, "0.inner.weight")) == expected
    assert_adds_up(t, model)


def test_a_call_that_fails_leaves_the_labels_in_order():
    class Fails(nn.Module):
        def forward(self, x):
            raise ArithmeticError

    model: Any = nn.Sequential(nn.Linear(3, 3), Fails())
    with trace(model) as t:
        with pytest.raises(ArithmeticError):
            model(X)
        (model[0](X).sum() + model[0].weight.sum()).backward()
    assert set(labels(t, "0.weight")) == {("0", 1, "addmm"), (None, None, "sum")}


def test_a_graph_from_before_the_trace_has_uses_without_a_place():
    model = layers()
    loss = model(X).sum()
    with trace(model) as t:
        model(X)
        loss.backward()
    assert labels(t, "0.weight") == [(None, None, "addmm")]
    assert_adds_up(t, model)


def test_all_names_of_a_tie_give_the_same_uses():
    model: Any = nn.Sequential(nn.Embedding(5, 3), nn.Linear(3, 5, bias=False))
    tie(model, "0.weight", "1.weight")
    with trace(model) as t:
        model(torch.tensor([1, 1, 4])).pow(2).sum().backward()
    assert t.names == ("0.weight",)
    assert labels(t, "1.weight") == [("1", 0, "mm"), ("0", 0, "embedding")]
    assert [use.parameter for use in t.uses("1.weight")] == ["0.weight", "0.weight"]
    assert same(t.sum("1.weight"), model[0].weight.grad)


def test_a_transposed_tie_gives_the_uses_of_its_source():
    model: Any = nn.Sequential(nn.Linear(3, 2, bias=False), nn.Linear(2, 3))
    tie(model, "0.weight", "1.weight", transposed=True)
    with trace(model) as t:
        model(X).pow(2).sum().backward()
    assert labels(t, "1.weight") == [("1", 0, "addmm"), ("0", 0, "mm")]
    assert labels(t, "0.weight") == labels(t, "1.weight")
    assert_adds_up(t, model)


# --- min_uses and reduce ---


def test_parameters_with_fewer_uses_are_passed_over_by_name():
    model = layers()
    with trace(model, min_uses=2) as t:
        model[1](model[0](model[0](X))).sum().backward()
    assert t.names == ("0.weight", "0.bias")
    assert len(t.uses("0.weight")) == 2
    for ask in (t.uses, t.sum, t.norms, t.gram):
        with pytest.raises(ValueError, match=r"1\.weight has 1 use and min_uses=2 passes it over"):
            ask("1.weight")


def test_a_parameter_that_one_of_two_backward_passes_passed_over_has_no_sum():
    model = layers()
    with trace(model, min_uses=2) as t:
        model[0](model[0](X)).sum().backward()
        model[0](X).sum().backward()
    assert t.names == ()
    with pytest.raises(ValueError, match="min_uses=2 passes it over"):
        t.sum("0.weight")


def traced(model, **options):
    model = copy.deepcopy(model)
    with trace(model, **options) as t:
        model[0](model[0](model[0](X)).tanh()).pow(2).sum().backward()
    return t


def test_norms_and_inner_products_are_the_same_when_they_are_taken_on_arrival():
    model = layers()
    kept = traced(model)
    gradients = torch.stack([use.grad.flatten() for use in kept.uses("0.weight")])
    torch.testing.assert_close(kept.norms("0.weight"), gradients.norm(dim=1))
    torch.testing.assert_close(kept.gram("0.weight"), gradients @ gradients.T)
    torch.testing.assert_close(
        traced(model, reduce="norm").norms("0.weight"), gradients.norm(dim=1)
    )
    inner = traced(model, reduce="gram")
    torch.testing.assert_close(inner.gram("0.weight"), gradients @ gradients.T)
    torch.testing.assert_close(inner.norms("0.weight"), gradients.norm(dim=1))
    assert [use.grad.shape for use in inner.uses("0.weight")] == [(1,), (2,), (3,)]
    largest = traced(model, reduce=lambda g: float(g.abs().max()))
    expected = [float(row.abs().max()) for row in gradients]
    assert [use.grad for use in largest.uses("0.weight")] == expected
    assert labels(largest, "0.weight") == labels(kept, "0.weight")


def test_a_reducer_gets_contributions_of_the_shape_of_the_parameter():
    model: Any = Formula(lambda w, x: (w[0] * w[1]).exp().sum())
    with trace(model, reduce=lambda g: g) as t:
        model().backward()
    assert [use.grad.shape for use in t.uses("w")] == [(3, 3), (3, 3)]
    torch.testing.assert_close(sum(use.grad for use in t.uses("w")), model.w.grad)


def test_no_sum_where_contributions_were_reduced():
    t = traced(layers(), reduce="norm")
    with pytest.raises(ValueError, match="no contributions are kept"):
        t.sum("0.weight")
    with pytest.raises(ValueError, match="inner products are known"):
        t.gram("0.weight")
    with pytest.raises(ValueError, match="norms are known"):
        traced(layers(), reduce=torch.sum).norms("0.weight")


def test_inner_products_of_half_precision_are_taken_in_single():
    model: Any = Formula(lambda w, x: (300 * w + 300 * w).sum()).half()
    with trace(model) as t:
        model().backward()
    assert t.norms("w").dtype == torch.float32
    assert torch.equal(t.gram("w"), torch.full((2, 2), 9 * 300.0**2))  # beyond 65504


def test_the_angle_between_complex_contributions_is_that_of_the_plane():
    model: Any = Formula(lambda w, x: (w * (1 + 1j) + w * (1 - 1j)).real.sum())
    model.w = nn.Parameter(model.w.to(torch.complex64))
    with trace(model) as t:
        model().backward()
    assert torch.equal(t.gram("w"), torch.tensor([[18.0, 0.0], [0.0, 18.0]]))


# --- what is printed ---


def test_a_trace_prints_its_parameters_and_their_uses():
    model = layers()
    t = trace(model)
    assert repr(t) == "Trace of Sequential: no backward pass yet"
    with t:
        model[1](model[0](model[0](X))).sum().backward()
    assert repr(t).splitlines() == [
        "Trace of Sequential: uses of 4 parameters, 6 in all",
        "  0.weight: 2 (2 × addmm)",
        "  0.bias: 2 (2 × addmm)",
        "  1.weight: 1 (1 × addmm)",
        "  1.bias: 1 (1 × addmm)",
    ]


@pytest.mark.parametrize("reduce", [None, "gram"])
def test_a_gram_matrix_prints_with_the_places_of_the_uses(reduce):
    model: Any = Formula(lambda w, x: (2 * w).sum() - w.sum())
    with trace(nn.Sequential(model), reduce=reduce) as t:
        (model() + model.w.exp().sum() * 0).backward()
    gram = t.gram("0.w")
    rows = dict(row.strip().split("  ", 1) for row in repr(gram).splitlines()[1:])
    assert set(rows) == {"mul in call 0 of 0", "sum in call 0 of 0", "exp"}
    assert sorted(rows["mul in call 0 of 0"].split()) == ["-18", "0", "36"]
    assert type(gram + 1) is torch.Tensor and type(gram[0]) is torch.Tensor


def test_a_trace_is_a_table_in_a_notebook():
    model: Any = type("Net<script>", (nn.Sequential,), {})(nn.Linear(2, 2, bias=False))
    model.add_module("a<b&c", nn.Linear(2, 2))
    t = trace(model)
    assert Page(t._repr_html_()).text == ["Trace of Net<script>: no backward pass yet"]
    with t:
        model[1](model[1](model[0](torch.ones(1, 2)))).sum().backward()
    source = t._repr_html_()
    page = Page(source)
    assert page.open == [] and "<script>" not in source
    assert page.text[0] == "Trace of Net<script>: uses of 3 parameters, 5 in all"
    assert page.rows == [
        ["parameter", "uses", "operations"],
        ["a<b&c.weight", "2", "2 × addmm"],
        ["a<b&c.bias", "2", "2 × addmm"],
        ["0.weight", "1", "1 × mm"],
    ]


def test_a_long_trace_is_cut_in_text_and_table_alike():
    model = nn.Sequential(*(nn.Linear(1, 1) for _ in range(12)))
    with trace(model) as t:
        model(torch.ones(1, 1)).sum().backward()
    note = "and 4 more, each with as many uses or fewer"  # 12 weights and 12 biases, 20 shown
    page = Page(t._repr_html_())
    assert len(page.rows) == 1 + 20 and page.text[-1] == note
    assert len(repr(t).splitlines()) == 1 + 20 + 1 and repr(t).endswith(note)


def test_a_gram_matrix_is_a_table_in_a_notebook():
    model: Any = Formula(lambda w, x: (2 * w).sum() - w.sum())
    with trace(nn.ModuleDict({"a<b": model})) as t:
        model().backward()
    # contributions 2 and -1 in each of 9 entries: 4 * 9, -2 * 9 and 1 * 9
    page = Page(t.gram("a<b.w")._repr_html_())  # pyright: ignore[reportAttributeAccessIssue]
    assert page.open == []
    assert page.text[0] == "Gram matrix of 2 contributions, in order of arrival"
    head, *rows = page.rows
    assert head == ["use", "0", "1"]
    of_place = {row[0].split(": ")[1]: (row[0][0], row[1:]) for row in rows}
    assert [row[0][0] for row in rows] == ["0", "1"]
    number, products = of_place["mul in call 0 of a<b"]
    assert products[int(number)] == "36" and products[1 - int(number)] == "-18"
    number, products = of_place["sum in call 0 of a<b"]
    assert products[int(number)] == "9" and products[1 - int(number)] == "-18"


def test_a_gram_matrix_that_is_long_or_has_no_values_shows_as_a_tensor():
    model: Any = Formula(lambda w, x: torch.stack([(w * k).sum() for k in range(21)]).sum())
    with trace(model) as t:
        model().backward()
    long: Any = t.gram("w")
    assert long.shape == (21, 21) and long._repr_html_() is None
    assert repr(long).startswith("tensor(")
    one = torch.ones(1, 1).as_subclass(type(long))
    assert one._repr_html_() is None and repr(one) == "tensor([[1.]])"


def test_help_describes_the_public_classes_and_nothing_of_torch():
    pydoc = importlib.import_module("pydoc")
    page = pydoc.render_doc(importlib.import_module("tying.trace"), renderer=pydoc.plaintext)
    for name in ("Positions", "Trace", "Use"):
        assert f"class {name}(" in page
    assert "contributes to the gradient" in page and "requires_grad_" not in page


# --- results and errors without gradients ---


def test_a_name_that_the_model_does_not_own():
    model = layers()
    with trace(model) as t:
        model(X).sum().backward()
    with pytest.raises(ValueError, match=r"has no slot '0\.weigth'; did you mean '0\.weight'"):
        t.uses("0.weigth")
    with pytest.raises(TypeError, match="dotted name"):
        t.uses(model[0].weight)  # pyright: ignore[reportArgumentType]
    model.late = nn.Linear(2, 2)
    with pytest.raises(ValueError, match=r"late\.weight is new since the trace was made"):
        t.uses("late.weight")


@pytest.mark.parametrize("ask", ["uses", "sum", "norms", "gram"])
def test_a_trace_left_without_a_backward_pass(ask):
    model = layers()
    with trace(model) as t:
        loss = model(X).sum()
    loss.backward()
    with pytest.raises(RuntimeError, match=r"put loss\.backward\(\) into the with block"):
        getattr(t, ask)("0.weight")
    with pytest.raises(RuntimeError, match="no backward pass"):
        _ = t.names


def test_a_parameter_without_a_gradient_has_no_uses():
    model = layers()
    model[1].weight.requires_grad_(False)
    with trace(model) as t:
        model[1](X).sum().backward()
    assert t.names == ("1.bias",)
    for name in ("0.weight", "1.weight"):
        assert t.uses(name) == ()
        assert t.sum(name) is None
        assert t.norms(name).shape == (0,)
        assert t.gram(name).shape == (0, 0)


def test_a_trace_is_entered_once():
    model = layers()
    t = trace(model)
    with t:
        with pytest.raises(RuntimeError, match="entered once"), t:
            pass
        model(X).sum().backward()
    with pytest.raises(RuntimeError, match="entered once"), t:
        pass
    assert_adds_up(t, model)


def test_arguments_that_make_no_sense():
    with pytest.raises(TypeError, match="pass an instance"):
        trace(nn.Linear)  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="min_uses must be 1 or more, got 0"):
        trace(layers(), min_uses=0)
    with pytest.raises(TypeError, match=r'reduce must be a function, "norm", "gram" or None'):
        trace(layers(), reduce="mean")  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="initialised lazily"):
        trace(nn.LazyLinear(3))


def test_the_model_is_left_as_it_was():
    model = layers()
    before = [(dict(vars(m)), type(m)) for m in model.modules()]
    with pytest.raises(ArithmeticError), trace(model):
        model(X).sum().backward()
        raise ArithmeticError
    assert [(vars(m), type(m)) for m in model.modules()] == before
    assert not any(p._backward_hooks for p in model.parameters())
    assert not torch_modules._global_forward_hooks
    assert not torch_modules._global_forward_pre_hooks


def test_the_graph_is_left_without_hooks():
    model = layers()
    loss = model(X).sum()
    with trace(model) as t:
        loss.backward(retain_graph=True)
    loss.backward()
    assert len(t.uses("0.weight")) == 1
