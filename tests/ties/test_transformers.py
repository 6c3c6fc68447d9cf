"""Ties of models of transformers, whose configuration has a say. Small ones, nothing is fetched."""

import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from torch import nn

from tying.ties import assert_tied, tie, untie

EMBEDDING, HEAD = "transformer.wte.weight", "lm_head.weight"


def gpt2(tied: bool) -> Any:
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        n_layer=1,
        n_embd=8,
        n_head=2,
        vocab_size=11,
        n_positions=4,
        bos_token_id=0,
        eos_token_id=0,
        tie_word_embeddings=tied,
    )
    return transformers.GPT2LMHeadModel(config)


def reloaded(model: Any, folder: Path) -> Any:
    model.save_pretrained(folder)
    return type(model).from_pretrained(folder)


def test_a_tie_that_the_configuration_does_not_know_is_warned_of_and_lost(tmp_path):
    model = gpt2(tied=False)
    with pytest.warns(UserWarning, match="set model.config.tie_word_embeddings = True") as caught:
        tie(model, EMBEDDING, HEAD)
    assert [warning.filename for warning in caught] == [__file__]
    loaded = reloaded(model, tmp_path)
    assert loaded.lm_head.weight is not loaded.transformer.wte.weight
    assert not torch.equal(loaded.lm_head.weight, model.lm_head.weight)  # a random head


def test_with_the_configuration_set_as_the_warning_says_the_tie_is_kept(tmp_path):
    model = gpt2(tied=False)
    model.config.tie_word_embeddings = True
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tie(model, EMBEDDING, HEAD)
    loaded = reloaded(model, tmp_path)
    assert_tied(loaded, EMBEDDING, HEAD)
    assert torch.equal(loaded.lm_head.weight, model.lm_head.weight)


def test_an_untied_head_is_warned_of_and_tied_again_when_the_embedding_is_resized():
    model = gpt2(tied=True)
    with pytest.warns(UserWarning, match="set model.config.tie_word_embeddings = False") as caught:
        untie(model, HEAD)
    assert [warning.filename for warning in caught] == [__file__]
    model.resize_token_embeddings(13, mean_resizing=False)
    assert_tied(model, EMBEDDING, HEAD)


def test_with_the_configuration_set_as_the_warning_says_it_stays_untied(tmp_path):
    model = gpt2(tied=True)
    model.config.tie_word_embeddings = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        untie(model, HEAD)
    with torch.no_grad():
        model.lm_head.weight += 1
    model.resize_token_embeddings(13, mean_resizing=False)
    loaded = reloaded(model, tmp_path)
    assert loaded.lm_head.weight is not loaded.transformer.wte.weight
    torch.testing.assert_close(loaded.lm_head.weight[:11], loaded.transformer.wte.weight[:11] + 1)


def test_a_model_inside_another_is_warned_of_too():
    wrapped = nn.Sequential(gpt2(tied=False))
    with pytest.warns(UserWarning, match="tie_word_embeddings is False"):
        tie(wrapped, f"0.{EMBEDDING}", f"0.{HEAD}")


def test_other_ties_and_models_without_a_head_are_none_of_its_business():
    model = gpt2(tied=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tie(model, "transformer.h.0.ln_1.weight", "transformer.h.0.ln_2.weight")
        untie(model, "transformer.h.0.ln_2.weight")
        tie(model.transformer, "h.0.ln_1.bias", "h.0.ln_2.bias")


def test_a_disagreement_that_was_there_is_not_warned_of_again():
    model = gpt2(tied=True)
    with pytest.warns(UserWarning, match="tie_word_embeddings is True"):
        untie(model, HEAD)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tie(model, "transformer.h.0.ln_1.weight", "transformer.h.0.ln_2.weight")
        tie(model, EMBEDDING, HEAD)  # as the configuration says


def test_transformers_refuses_to_save_ties_that_no_class_declares(tmp_path):
    model = gpt2(tied=True)
    tie(model, "transformer.h.0.ln_1.weight", "transformer.h.0.ln_2.weight")
    with pytest.raises(RuntimeError, match="shared tensors"):
        model.save_pretrained(tmp_path)
