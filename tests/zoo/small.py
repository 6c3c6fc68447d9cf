"""Seventeen small architectures that run: language, images, sound, graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import transformers
from torch import Tensor, nn

from tests.zoo import handmade

VOCABULARY = 11


@dataclass(frozen=True)
class Specimen:
    """A small model and its inputs.

    Attributes:
        name: what to call it.
        make: a new model.
        data: the inputs of one step, by name, drawn from a generator.
        adapted: ends of the paths of modules that a user would adapt with LoRA.
        blocks: paths of the modules to checkpoint; empty if the model can do so itself.
    """

    name: str
    make: Callable[[], nn.Module]
    data: Callable[[torch.Generator], dict[str, Tensor]]
    adapted: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()

    def build(self) -> nn.Module:
        """The model, always with the same values; dropout is on."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            return self.make().train()

    def inputs(self, step: int = 0) -> dict[str, Tensor]:
        """The inputs of a step."""
        return self.data(torch.Generator().manual_seed(step))


def loss_of(model: Callable[..., Any], inputs: dict[str, Tensor]) -> Tensor:
    """A scalar that depends on all outputs, with the same dropout at each call."""
    torch.manual_seed(0)
    outputs = model(**inputs)
    if not isinstance(outputs, Tensor):
        outputs = outputs["logits"] if "logits" in outputs else outputs["last_hidden_state"]
    return outputs.float().pow(2).mean()


def tokens(*names: str) -> Callable[[torch.Generator], dict[str, Tensor]]:
    """Two sentences of five tokens for each name."""

    def draw(generator: torch.Generator) -> dict[str, Tensor]:
        return {name: torch.randint(2, VOCABULARY, (2, 5), generator=generator) for name in names}

    return draw


def numbers(name: str, *shape: int) -> Callable[[torch.Generator], dict[str, Tensor]]:
    """Normal numbers of one shape."""
    return lambda generator: {name: torch.randn(shape, generator=generator)}


def library(model: str, config: str, **options: Any) -> Callable[[], nn.Module]:
    """A model of transformers from its configuration."""
    return lambda: getattr(transformers, model)(getattr(transformers, config)(**options))


ENCODER = {
    "vocab_size": VOCABULARY,
    "hidden_size": 8,
    "intermediate_size": 16,
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "max_position_embeddings": 16,
}
DECODER = {**ENCODER, "num_key_value_heads": 1, "tie_word_embeddings": True, "pad_token_id": 0}
BOTH = {
    "vocab_size": VOCABULARY,
    "d_model": 8,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 16,
    "decoder_ffn_dim": 16,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "decoder_start_token_id": 1,
}
IMAGE = {"image_size": 8, "patch_size": 4, "num_channels": 1, "num_labels": 3}


def whisper_data(generator: torch.Generator) -> dict[str, Tensor]:
    sound = torch.randn(2, 4, 16, generator=generator)
    return {"input_features": sound, **tokens("decoder_input_ids")(generator)}


SPECIMENS = [
    Specimen(
        "gpt2",
        library(
            "GPT2LMHeadModel",
            "GPT2Config",
            vocab_size=VOCABULARY,
            n_positions=16,
            n_embd=8,
            n_layer=2,
            n_head=2,
            bos_token_id=1,
            eos_token_id=1,
        ),
        tokens("input_ids"),
        ("c_attn", "lm_head"),
    ),
    Specimen(
        "bert",
        library("BertForMaskedLM", "BertConfig", **ENCODER),
        tokens("input_ids"),
        ("query", "decoder"),
    ),
    Specimen(
        "albert",
        library(
            "AlbertForMaskedLM",
            "AlbertConfig",
            **{**ENCODER, "embedding_size": 4, "num_hidden_layers": 3},
        ),
        tokens("input_ids"),
        ("query", "ffn"),
        ("albert.encoder.albert_layer_groups.0.albert_layers.0",),
    ),
    Specimen(
        "t5",
        library(
            "T5ForConditionalGeneration",
            "T5Config",
            vocab_size=VOCABULARY,
            d_model=8,
            d_kv=4,
            d_ff=16,
            num_layers=2,
            num_heads=2,
        ),
        tokens("input_ids", "decoder_input_ids"),
        ("q", "shared"),
    ),
    Specimen(
        "bart",
        library("BartForConditionalGeneration", "BartConfig", **BOTH, max_position_embeddings=16),
        tokens("input_ids", "decoder_input_ids"),
        ("q_proj", "lm_head"),
    ),
    Specimen(
        "llama",
        library("LlamaForCausalLM", "LlamaConfig", **DECODER),
        tokens("input_ids"),
        ("q_proj", "lm_head"),
    ),
    Specimen(
        "mixtral",
        library(
            "MixtralForCausalLM",
            "MixtralConfig",
            **DECODER,
            num_local_experts=3,
            num_experts_per_tok=2,
        ),
        tokens("input_ids"),
        ("q_proj", "lm_head"),
    ),
    Specimen(
        "mamba",
        library(
            "MambaForCausalLM",
            "MambaConfig",
            vocab_size=VOCABULARY,
            hidden_size=8,
            num_hidden_layers=2,
            state_size=4,
            pad_token_id=0,
            bos_token_id=0,
            eos_token_id=0,
        ),
        tokens("input_ids"),
        ("in_proj", "lm_head"),
    ),
    Specimen(
        "vit",
        library(
            "ViTForImageClassification",
            "ViTConfig",
            hidden_size=8,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=16,
            **IMAGE,
        ),
        numbers("pixel_values", 2, 1, 8, 8),
        ("query", "classifier"),
    ),
    Specimen(
        "convnext",
        library(
            "ConvNextForImageClassification",
            "ConvNextConfig",
            num_channels=1,
            num_labels=3,
            num_stages=2,
            hidden_sizes=[4, 8],
            depths=[1, 2],
        ),
        numbers("pixel_values", 2, 1, 16, 16),
        ("pwconv1", "classifier"),
        ("convnext.encoder.stages.1.layers.0", "convnext.encoder.stages.1.layers.1"),
    ),
    Specimen(
        "whisper",
        library(
            "WhisperForConditionalGeneration",
            "WhisperConfig",
            **BOTH,
            num_mel_bins=4,
            max_source_positions=8,
            max_target_positions=8,
            suppress_tokens=None,
            begin_suppress_tokens=None,
        ),
        whisper_data,
        ("q_proj", "proj_out"),
    ),
    Specimen(
        "tied lstm",
        lambda: handmade.LSTMLanguageModel(VOCABULARY, (6, 8, 6), tied=True),
        tokens("tokens"),
        ("encoder", "decoder"),
        ("layers.0", "layers.1"),
    ),
    Specimen(
        "universal transformer",
        lambda: handmade.UniversalTransformer(VOCABULARY, 8, steps=3),
        tokens("tokens"),
        ("linear1", "head"),
        ("layer",),
    ),
    Specimen("siamese", handmade.Siamese, numbers("images", 2, 1, 16, 8), ("left.0",), ("left.4",)),
    Specimen(
        "autoencoder",
        lambda: handmade.Autoencoder(6, 3),
        numbers("x", 4, 6),
        ("encode",),
        ("decode",),
    ),
    Specimen(
        "translator",
        lambda: handmade.Translator(VOCABULARY, 6),
        tokens("tokens"),
        ("source", "head"),
        ("encoder",),
    ),
    Specimen(
        "message passing",
        lambda: handmade.MessagePassing(4, rounds=3),
        numbers("nodes", 5, 4),
        (),
        ("update",),
    ),
]
