"""What a person reads: whole texts, checked by hand, and what the HTML must hold."""

import pytest
import torch
import transformers
from torch import nn

from tests.tables import Page
from tying.ledger import ledger
from tying.ties import tie


def three_layers() -> nn.Sequential:
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 2))


def test_a_plain_network_reads_line_by_line():
    # 32 + 8 + 64 + 8 + 16 + 2 = 130 numbers of 4 bytes; Adam keeps two more for each: 1,040
    expected = """\
Sequential: 130 parameters stored

  slot      shape  stored
  0.weight  8 × 4      32
  0.bias    8           8
  2.weight  8 × 8      64
  2.bias    8           8
  4.weight  2 × 8      16
  4.bias    2           2

  stored 130 · by object 130 · by slot 130
  520 bytes of parameters, 1.0 KiB of state for Adam"""
    assert str(ledger(three_layers())) == repr(ledger(three_layers())) == expected


def test_a_tied_network_says_which_slots_hold_one_object():
    net = three_layers()
    tie(net, "0.bias", "2.bias")
    net[4].requires_grad_(False)
    # 130 - 8 stored; frozen: 16 + 2, so that Adam keeps 2 * 4 * 104 = 832 bytes
    expected = """\
Sequential: 122 parameters stored, 130 if every slot had its own

  slot        shape  stored  held as
  0.weight    8 × 4      32
  0.bias      8           8  tied: one object
  and 2.bias
  2.weight    8 × 8      64
  4.weight    2 × 8      16  frozen
  4.bias      2           2  frozen

  stored 122 · by object 122 · by slot 130
  488 bytes of parameters, 832 bytes of state for Adam"""
    assert str(ledger(net)) == expected


def test_every_kind_of_sharing_has_its_words():
    flat, weight, shared = torch.zeros(6), nn.Parameter(torch.zeros(3, 2)), nn.Linear(2, 2)
    loose = nn.ParameterList()
    model = nn.ModuleList([shared, shared, nn.Linear(2, 3), nn.Linear(3, 2), loose])
    tie(model, "2.weight", "3.weight", transposed=True)
    alone = torch.zeros(1, 2).expand(3, 2)
    loose.extend([weight, weight.data.t(), flat[:4], flat[2:], alone])
    # 4 + 2 + 6 + 3 + 2 = 17 stored by the modules, then 6, 6 and 2
    expected = """\
ModuleList: 31 parameters stored, 55 if every slot had its own

  slot          shape  stored  held as
  0.weight      2 × 2       4  tied: one module
  and 1.weight
  0.bias        2           2  tied: one module
  and 1.bias
  2.weight      3 × 2       6  tied: transposed
  and 3.weight
  2.bias        3           3
  3.bias        2           2
  4.0           3 × 2       6  alias: 2 objects, one storage
  and 4.1
  4.2           4           6  overlap: 2 objects share bytes
  and 4.3
  4.4           3 × 2       2  expanded: entries share bytes

  stored 31 · by object 43 · by slot 55
  124 bytes of parameters, 344 bytes of state for Adam"""
    assert str(ledger(model)) == expected


def test_in_an_alias_each_slot_says_which_object_it_holds_where_one_has_several():
    weight = nn.Parameter(torch.zeros(3, 2))
    model = nn.ParameterList([weight, nn.Parameter(weight.data), weight, torch.zeros(2)])
    expected = """\
ParameterList: 8 parameters stored, 20 if every slot had its own

  slot   shape  stored  held as
  0      3 × 2       6  alias: 2 objects, one storage; object 1
  and 2                 object 1
  and 1                 object 2
  3      2           2

  stored 8 · by object 14 · by slot 20
  32 bytes of parameters, 112 bytes of state for Adam"""
    assert str(ledger(model)) == expected
    page = " ".join(Page(ledger(model)._repr_html_()).text)
    assert "0  (object 1)" in page and "2  (object 1)" in page and "1  (object 2)" in page
    assert "object" not in str(ledger(nn.ParameterList([weight, weight]))).split("held as")[0]


def test_in_a_transposed_tie_of_several_slots_each_derived_one_says_so():
    net = nn.ModuleList([nn.Linear(4, 2, bias=False), nn.Linear(4, 2, bias=False)])
    net.append(nn.Linear(2, 4, bias=False))
    tie(net, "0.weight", "1.weight")
    tie(net, "0.weight", "2.weight", transposed=True)
    lines = [line.strip() for line in str(ledger(net)).splitlines()]
    assert "and 1.weight" in lines and "and 2.weight                 transposed" in lines


def test_many_slots_of_an_alias_are_folded_for_each_object():
    block, weight = nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False)
    weight.weight = nn.Parameter(block.weight.data)
    text = str(ledger(nn.Sequential(*[block, weight] * 7)))
    rows = [line.split("  ")[1:] for line in text.splitlines() if "weight" in line]
    assert [row[0] for row in rows] == [
        *("0.weight", "and {2,4,6,8,10,12}.weight"),
        *("and 1.weight", "and {3,5,7,9,11,13}.weight"),
    ]
    assert text.count("object 1") == text.count("object 2") == 2


def test_blocks_with_other_objects_are_not_folded_together():
    def block(swapped: bool) -> nn.Module:
        one = nn.Parameter(torch.zeros(2))
        two = nn.Parameter(one.data)
        return nn.ParameterList([one, two, two] if swapped else [one, two, one])

    text = str(ledger(nn.ModuleList(block(i == 3) for i in range(14))))
    rows = [line.split() for line in text.splitlines()]
    assert [row[-1] for row in rows if row and row[0] in ("{0–2,4–13}.0", "3.0")] == ["1", "1"]
    assert [row[-1] for row in rows if row[:1] == ["and"]] == ["1", "2", "2", "2"]


def test_gpt2_fits_on_a_screen():
    with torch.device("meta"):
        model = transformers.GPT2LMHeadModel(transformers.GPT2Config())
    # 124,439,808 numbers of 4 bytes are 474.7 MiB, and Adam doubles that
    expected = """\
GPT2LMHeadModel: 124,439,808 parameters stored, 163,037,184 if every slot had its own

  slot                                     shape                  stored  held as
  transformer.wte.weight                   50257 × 768        38,597,376  tied: one object
  and lm_head.weight
  transformer.wpe.weight                   1024 × 768            786,432
  transformer.h.{0–11}.ln_1.weight         12 × [768]              9,216  12 separate objects
  transformer.h.{0–11}.ln_1.bias           12 × [768]              9,216  12 separate objects
  transformer.h.{0–11}.attn.c_attn.weight  12 × [768 × 2304]  21,233,664  12 separate objects
  transformer.h.{0–11}.attn.c_attn.bias    12 × [2304]            27,648  12 separate objects
  transformer.h.{0–11}.attn.c_proj.weight  12 × [768 × 768]    7,077,888  12 separate objects
  transformer.h.{0–11}.attn.c_proj.bias    12 × [768]              9,216  12 separate objects
  transformer.h.{0–11}.ln_2.weight         12 × [768]              9,216  12 separate objects
  transformer.h.{0–11}.ln_2.bias           12 × [768]              9,216  12 separate objects
  transformer.h.{0–11}.mlp.c_fc.weight     12 × [768 × 3072]  28,311,552  12 separate objects
  transformer.h.{0–11}.mlp.c_fc.bias       12 × [3072]            36,864  12 separate objects
  transformer.h.{0–11}.mlp.c_proj.weight   12 × [3072 × 768]  28,311,552  12 separate objects
  transformer.h.{0–11}.mlp.c_proj.bias     12 × [768]              9,216  12 separate objects
  transformer.ln_f.weight                  768                       768
  transformer.ln_f.bias                    768                       768

  braces: one line stands for all the numbers in them
  12 × […]: 12 parameters that share nothing with one another
  stored 124,439,808 · by object 124,439,808 · by slot 163,037,184
  474.7 MiB of parameters, 949.4 MiB of state for Adam"""
    assert str(ledger(model)) == expected


def test_a_block_at_many_places_is_one_block_and_its_places():
    block = nn.Linear(2, 2, bias=False)
    text = str(ledger(nn.Sequential(*[block] * 12, nn.Linear(2, 2, bias=False))))
    assert "  0.weight           2 × 2       4  tied: one module\n  and {1–11}.weight\n" in text


def test_few_places_are_written_out():
    block = nn.Linear(2, 2, bias=False)
    text = str(ledger(nn.Sequential(*[block] * 5)))
    assert [line.strip() for line in text.splitlines() if "and " in line] == [
        f"and {i}.weight" for i in range(1, 5)
    ]


def stored_column(text: str) -> list[int]:
    heads, *rows = text.split("\n\n")[1].splitlines()
    end = heads.index("stored") + len("stored")
    cells = [row[:end].rpartition(" ")[2] for row in rows if " = " not in row]
    return [int(cell.replace(",", "")) for cell in cells]


def test_a_grid_with_holes_is_not_folded_into_one():
    # stairs: one layer in the first block, two in the second, ... six in the last
    model = nn.Sequential(
        *(
            nn.Sequential(*(nn.Linear(2, 2, bias=False) for _ in range(steps)))
            for steps in range(1, 7)
        )
    )
    text = str(ledger(model))
    names = [line.split()[0] for line in text.splitlines() if ".weight" in line]
    assert names == [
        *("{0–5}.0.weight", "{1–5}.1.weight", "{2–5}.2.weight"),
        *("{3–5}.3.weight", "{4–5}.4.weight", "5.5.weight"),
    ]
    assert stored_column(text) == [24, 20, 16, 12, 8, 4]


def test_blocks_that_differ_are_not_folded_together():
    layers = [nn.Linear(4, 4, bias=False) for _ in range(14)]
    layers[3] = nn.Linear(4, 4, bias=False).requires_grad_(False)
    layers[7] = nn.Linear(4, 4, bias=False, dtype=torch.float64)
    text = str(ledger(nn.Sequential(*layers)))
    assert "  {0–2,4–6,8–13}.weight  12 × [4 × 4]     192  12 separate objects\n" in text
    assert "  3.weight               4 × 4             16  frozen\n" in text
    assert "  7.weight               4 × 4             16\n" in text
    assert sum(stored_column(text)) == ledger(nn.Sequential(*layers)).stored == 224


def test_ties_inside_repeated_blocks_fold_with_their_blocks():
    def block() -> nn.Module:
        pair = nn.Sequential(nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False))
        tie(pair, "0.weight", "1.weight")
        return pair

    text = str(ledger(nn.Sequential(*(block() for _ in range(13)))))
    assert "  {0–12}.0.weight      13 × [2 × 2]      52  each tied: one object\n" in text
    assert "  and {0–12}.1.weight\n" in text


def test_modules_of_different_kinds_are_not_folded_into_one():
    # in every block the biases of a convolution and of its normalisation have one shape
    text = str(
        ledger(
            nn.Sequential(
                *(
                    nn.Sequential(nn.Conv2d(1, n, 3), nn.BatchNorm2d(n), nn.ReLU())
                    for n in (2, 3, 4, 5)
                )
            )
        )
    )
    assert "{" not in text and "separate" not in text
    assert all(f"  {n}.{layer}.bias  " in text for n in range(4) for layer in (0, 1))


def test_what_is_folded_is_explained_below_and_only_then():
    block = nn.Linear(2, 2, bias=False)
    places = str(ledger(nn.Sequential(*[block] * 12)))
    blocks = str(ledger(nn.Sequential(*(nn.Linear(2, 2, bias=False) for _ in range(13)))))
    short = str(ledger(nn.Sequential(nn.Linear(2, 2))))
    assert ["braces:" in text for text in (places, blocks, short)] == [True, True, False]
    assert ["share nothing" in text for text in (places, blocks, short)] == [False, True, False]
    assert "13 × […]: 13 parameters that share nothing with one another" in blocks


def test_a_dependent_slot_alone_says_that_its_source_is_elsewhere():
    net = nn.Sequential(nn.Linear(4, 2), nn.Linear(2, 4, bias=False))
    tie(net, "0.weight", "1.weight", transposed=True)
    assert "  weight  4 × 2       0  tied: transposed, source elsewhere" in str(ledger(net[1]))


def test_buffers_have_a_line_of_their_own():
    # mean and variance, 4 bytes each, and a counter of 8 bytes
    assert str(ledger(nn.BatchNorm1d(5))).splitlines()[-1] == "  11 numbers in buffers, 48 bytes"
    assert str(ledger(nn.BatchNorm1d(5, affine=False))) == (
        "BatchNorm1d: no parameters\n  11 numbers in buffers, 48 bytes"
    )


def test_a_model_without_anything_is_one_line():
    assert str(ledger(nn.ReLU())) == "ReLU: no parameters"


def test_one_parameter_is_not_parameters():
    text = str(ledger(nn.ParameterList([torch.tensor(1.0)])))
    assert text.startswith("ParameterList: 1 parameter stored\n") and "0     scalar       1" in text


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "4 bytes of"),
        (255, "1020 bytes of"),
        (256, "1.0 KiB of"),
        (2**18, "1.0 MiB of"),
        (2**28 + 2**27, "1.5 GiB of"),
        (2**40, "4,096.0 GiB of"),
    ],
)
def test_sizes_are_written_in_binary_units(size, words):
    model = nn.ParameterList([torch.empty(size, device="meta")])
    assert f"\n  {words} parameters" in str(ledger(model))


# --- HTML ---


def test_the_html_says_what_the_text_says():
    net = three_layers()
    tie(net, "0.bias", "2.bias")
    page = Page(ledger(net)._repr_html_())
    assert page.open == []
    rows = "\n".join(page.text)
    for words in ("122 parameters stored", "130 if every slot had its own", "0.bias", "2.bias"):
        assert words in rows
    assert "tied: one object" in page.text and "832 bytes" not in rows
    heads = [attrs.get("scope") for tag, attrs in page.tags if tag == "th"]
    assert heads == ["col"] * 4 + ["row"] * 5


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches():
    page = Page(ledger(three_layers())._repr_html_())
    (tag, attrs), *_ = (one for one in page.tags if one[1].get("role") == "group")
    assert tag == "div" and attrs["style"] == "overflow-x: auto"
    assert attrs["tabindex"] == "0" and attrs["role"] == "group"
    assert attrs["aria-label"] == "Ledger of Sequential"


def test_title_and_totals_stand_outside_the_box_that_scrolls():
    source = ledger(three_layers())._repr_html_()
    before, box = source.split('<div class="tied-table"')
    table, after = box.split("</table></div>")
    assert "130 parameters stored" in before and "<p>" not in table and "by slot 130" in after


def test_no_id_is_given_so_none_is_given_twice():
    assert "id" not in {
        name for _, attrs in Page(ledger(three_layers())._repr_html_()).tags for name in attrs
    }


def test_names_are_escaped():
    model = type("Net<script>", (nn.Module,), {})()
    model.add_module("a<b&c", nn.Linear(1, 1, bias=False))
    source = ledger(model)._repr_html_()
    page = Page(source)
    assert "<script>" not in source and "a<b&c.weight" in page.text
    assert "Net<script>" in page.text
    assert "Ledger of Net<script>" in [attrs.get("aria-label") for _, attrs in page.tags]


def test_what_is_tied_and_what_is_an_alias_differ_in_word_and_colour():
    weight = nn.Parameter(torch.zeros(2))
    shared = nn.Parameter(torch.ones(1))
    model = nn.ParameterList([weight, nn.Parameter(weight.data), shared, shared])
    page = Page(ledger(model)._repr_html_())
    styles = [attrs["style"] or "" for tag, attrs in page.tags if tag == "span"]
    assert ["--tied-alias" in style for style in styles] == [True, False]
    assert ["--tied-tied" in style for style in styles] == [False, True]


def test_an_empty_model_has_no_table():
    page = Page(ledger(nn.ReLU())._repr_html_())
    assert "table" not in {tag for tag, _ in page.tags} and ": no parameters" in page.text
    assert [tag for tag, _ in page.tags].count("p") == 1  # and no empty line below
