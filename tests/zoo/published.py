"""Architectures at their published sizes, each with the count that its authors printed.

The configurations are made in code, and the models are built on the meta device.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import torch
import transformers
from torch import nn

from tests.zoo import handmade

UNITS = {"M": 10**6, "B": 10**9}


@dataclass(frozen=True)
class Architecture:
    """A model that can be built.

    Attributes:
        name: what to call it.
        build: makes it on the device of the context.
        printed: its number of parameters as its source prints it: ``"25,557,032"``, or rounded,
            ``"60M"``; empty if no source is known to print it.
        source: where it is printed.
        ties: slots that hold one parameter, where the model does not declare them itself.
    """

    name: str
    build: Callable[[], nn.Module]
    printed: str = ""
    source: str = ""
    ties: tuple[tuple[str, ...], ...] = field(default=())

    def on_meta(self) -> nn.Module:
        """The model without values."""
        with torch.device("meta"):
            return self.build()

    def admits(self, count: int) -> bool:
        """Whether ``count`` rounds to what is printed, at the last digit that is not zero."""
        if "," in self.printed:
            return count == int(self.printed.replace(",", ""))
        printed = Decimal(self.printed[:-1]).normalize()
        exponent = printed.as_tuple().exponent
        assert isinstance(exponent, int)
        half = Decimal(5).scaleb(exponent - 1)
        return abs(Decimal(count) / UNITS[self.printed[-1]] - printed) <= half


def library(
    model: str, config: str, printed: str = "", source: str = "", **options: Any
) -> Architecture:
    """A model of transformers, from its configuration."""

    def build() -> nn.Module:
        return getattr(transformers, model)(getattr(transformers, config)(**options))

    return Architecture(f"{model}-{printed}" if printed else model, build, printed, source)


LARGE = {"num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096}
IMAGENET = {"num_labels": 1000}
TORCHVISION = "torchvision.models, num_params of the weights"
T5_BASE = {"d_model": 768, "d_ff": 3072, "num_layers": 12, "num_heads": 12}
BART_BASE = {
    "d_model": 768,
    "encoder_layers": 6,
    "decoder_layers": 6,
    "encoder_attention_heads": 12,
    "decoder_attention_heads": 12,
    "encoder_ffn_dim": 3072,
    "decoder_ffn_dim": 3072,
}

PUBLISHED = [
    # --- decoders ---
    library(
        "OpenAIGPTLMHeadModel",
        "OpenAIGPTConfig",
        "117M",
        "Radford et al. 2019, table 2: the smallest is equivalent to the original GPT",
    ),
    library("GPT2LMHeadModel", "GPT2Config", "124M", "github.com/openai/gpt-2, README"),
    library(
        "GPT2LMHeadModel",
        "GPT2Config",
        "1558M",
        "github.com/openai/gpt-2, README",
        n_embd=1600,
        n_layer=48,
        n_head=25,
    ),
    library("OPTForCausalLM", "OPTConfig", "125M", "Zhang et al. 2022, table 1"),
    library(
        "BloomForCausalLM",
        "BloomConfig",
        "559,214,592",
        "model card of bigscience/bloom-560m",
        hidden_size=1024,
        n_layer=24,
        n_head=16,
    ),
    library(
        "BloomForCausalLM",
        "BloomConfig",
        "176,247,271,424",
        "model card of bigscience/bloom",
        hidden_size=14336,
        n_layer=70,
        n_head=112,
    ),
    library(
        "GPTNeoXForCausalLM",
        "GPTNeoXConfig",
        "70,426,624",
        "model card of EleutherAI/pythia-70m-v0",
        vocab_size=50304,
        hidden_size=512,
        num_hidden_layers=6,
        num_attention_heads=8,
        intermediate_size=2048,
    ),
    library(
        "GPTNeoXForCausalLM",
        "GPTNeoXConfig",
        "20,554,567,680",
        "model card of EleutherAI/gpt-neox-20b",
    ),
    library("LlamaForCausalLM", "LlamaConfig", "6.7B", "Touvron et al. 2023, table 2"),
    # Embeddings and the rest: 524,550,144 + 1,981,884,416
    library(
        "GemmaForCausalLM",
        "GemmaConfig",
        "2,506,434,560",
        "Gemma Team 2024, arXiv:2403.08295, table 2",
        vocab_size=256128,
        hidden_size=2048,
        intermediate_size=16384,
        num_hidden_layers=18,
        num_attention_heads=8,
        num_key_value_heads=1,
    ),
    # 590,118,912 + 2,024,517,888
    library(
        "Gemma2ForCausalLM",
        "Gemma2Config",
        "2,614,636,800",
        "Gemma Team 2024, arXiv:2408.00118, table 2",
        vocab_size=256128,
    ),
    library("Phi3ForCausalLM", "Phi3Config", "3.8B", "Abdin et al. 2024, arXiv:2404.14219"),
    library(
        "Qwen2ForCausalLM",
        "Qwen2Config",
        "0.49B",
        "model card of Qwen/Qwen2.5-0.5B",
        hidden_size=896,
        intermediate_size=4864,
        num_hidden_layers=24,
        num_attention_heads=14,
        num_key_value_heads=2,
        tie_word_embeddings=True,
    ),
    library(
        "Qwen3ForCausalLM",
        "Qwen3Config",
        "0.6B",
        "model card of Qwen/Qwen3-0.6B",
        hidden_size=1024,
        intermediate_size=3072,
        num_hidden_layers=28,
        num_attention_heads=16,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=True,
    ),
    library(
        "CohereForCausalLM", "CohereConfig", "35B", "model card of CohereLabs/c4ai-command-r-v01"
    ),
    library(
        "StableLmForCausalLM",
        "StableLmConfig",
        "2,795,443,200",
        "model card of stabilityai/stablelm-3b-4e1t",
    ),
    library("BioGptForCausalLM", "BioGptConfig", "347M", "Luo et al. 2022, arXiv:2210.10341"),
    library("XGLMForCausalLM", "XGLMConfig", "564M", "Lin et al. 2022, arXiv:2112.10668"),
    # --- mixtures of experts ---
    library("MixtralForCausalLM", "MixtralConfig", "46.7B", "mistral.ai/news/mixtral-of-experts"),
    library(
        "Qwen3MoeForCausalLM",
        "Qwen3MoeConfig",
        "30.5B",
        "model card of Qwen/Qwen3-30B-A3B",
        num_hidden_layers=48,
        num_key_value_heads=4,
        head_dim=128,
    ),
    library(
        "OlmoeForCausalLM",
        "OlmoeConfig",
        "6.9B",
        "Muennighoff et al. 2024, arXiv:2409.02060",
        intermediate_size=1024,
    ),
    library(
        "GptOssForCausalLM", "GptOssConfig", "116.83B", "OpenAI 2025, arXiv:2508.10925, table 1"
    ),
    library(
        "GptOssForCausalLM",
        "GptOssConfig",
        "20.91B",
        "OpenAI 2025, arXiv:2508.10925, table 1",
        num_hidden_layers=24,
        num_local_experts=32,
    ),
    library(
        "DeepseekV3ForCausalLM", "DeepseekV3Config", "671B", "DeepSeek-AI 2024, arXiv:2412.19437"
    ),
    # --- recurrent and state-space models ---
    library(
        "MambaForCausalLM",
        "MambaConfig",
        "130M",
        "Gu & Dao 2023, arXiv:2312.00752, table 3",
        vocab_size=50280,
        num_hidden_layers=24,
    ),
    library(
        "Mamba2ForCausalLM",
        "Mamba2Config",
        "7,285,403,648",
        "mistral.ai/news/codestral-mamba",
    ),
    library(
        "RwkvForCausalLM",
        "RwkvConfig",
        "169.3M",
        "Peng et al. 2023, arXiv:2305.13048, table 2",
        hidden_size=768,
        num_hidden_layers=12,
    ),
    library("JambaForCausalLM", "JambaConfig", "52B", "Lieber et al. 2024, arXiv:2403.19887"),
    # --- encoders ---
    library("BertForPreTraining", "BertConfig", "110M", "Devlin et al. 2019, section 3"),
    library(
        "BertForPreTraining",
        "BertConfig",
        "340M",
        "Devlin et al. 2019, section 3",
        hidden_size=1024,
        **LARGE,
    ),
    library(
        "RobertaForMaskedLM",
        "RobertaConfig",
        "355M",
        "github.com/facebookresearch/fairseq, examples/roberta",
        vocab_size=50265,
        max_position_embeddings=514,
        type_vocab_size=1,
        hidden_size=1024,
        **LARGE,
    ),
    library("DistilBertModel", "DistilBertConfig", "66M", "Sanh et al. 2019, table 3"),
    library(
        "AlbertModel",
        "AlbertConfig",
        "12M",
        "Lan et al. 2020, table 1",
        hidden_size=768,
        num_attention_heads=12,
        intermediate_size=3072,
    ),
    library(
        "AlbertModel", "AlbertConfig", "18M", "Lan et al. 2020, table 1", hidden_size=1024, **LARGE
    ),
    library("ElectraForPreTraining", "ElectraConfig", "14M", "Clark et al. 2020, table 1"),
    library("FNetForMaskedLM", "FNetConfig", "83M", "Lee-Thorp et al. 2022, arXiv:2105.03824"),
    library("ConvBertForMaskedLM", "ConvBertConfig", "106M", "Jiang et al. 2020, arXiv:2008.02496"),
    library(
        "SqueezeBertModel", "SqueezeBertConfig", "51.1M", "Iandola et al. 2020, arXiv:2006.11316"
    ),
    library(
        "EsmForMaskedLM",
        "EsmConfig",
        "8M",
        "Lin et al. 2023, the smallest ESM-2",
        vocab_size=33,
        hidden_size=320,
        num_hidden_layers=6,
        num_attention_heads=20,
        intermediate_size=1280,
        position_embedding_type="rotary",
        max_position_embeddings=1026,
        pad_token_id=1,
        mask_token_id=32,
    ),
    # --- encoders with decoders ---
    library("T5ForConditionalGeneration", "T5Config", "60M", "Raffel et al. 2020, section 3.7"),
    library(
        "T5ForConditionalGeneration",
        "T5Config",
        "220M",
        "Raffel et al. 2020, section 3.7",
        **T5_BASE,
    ),
    library(
        "BartForConditionalGeneration",
        "BartConfig",
        "140M",
        "github.com/facebookresearch/fairseq, examples/bart",
        **BART_BASE,
    ),
    library(
        "MBartForConditionalGeneration",
        "MBartConfig",
        "610M",
        "github.com/facebookresearch/fairseq, examples/mbart",
        vocab_size=250027,
    ),
    library(
        "BlenderbotForConditionalGeneration",
        "BlenderbotConfig",
        "2.7B",
        "Roller et al. 2020, arXiv:2004.13637",
    ),
    # --- images and sound ---
    library("ResNetForImageClassification", "ResNetConfig", "25,557,032", TORCHVISION, **IMAGENET),
    library("ViTForImageClassification", "ViTConfig", "86,567,656", TORCHVISION, **IMAGENET),
    library("SwinForImageClassification", "SwinConfig", "28,288,354", TORCHVISION, **IMAGENET),
    library(
        "ConvNextForImageClassification", "ConvNextConfig", "28,589,128", TORCHVISION, **IMAGENET
    ),
    library(
        "MobileNetV2ForImageClassification",
        "MobileNetV2Config",
        "3,504,872",
        TORCHVISION,
        **IMAGENET,
    ),
    library(
        "EfficientNetForImageClassification",
        "EfficientNetConfig",
        "66,347,960",
        TORCHVISION,
        **IMAGENET,
    ),
    library(
        "RegNetForImageClassification",
        "RegNetConfig",
        "20.6M",
        "Radosavovic et al. 2020, appendix, RegNetY-4.0GF",
        **IMAGENET,
    ),
    library(
        "DeiTForImageClassification",
        "DeiTConfig",
        "22M",
        "Touvron et al. 2021, table 1",
        hidden_size=384,
        num_attention_heads=6,
        intermediate_size=1536,
        **IMAGENET,
    ),
    library("CLIPModel", "CLIPConfig", "151,277,313", "github.com/openai/CLIP, its notebook"),
    library(
        "Wav2Vec2ForPreTraining", "Wav2Vec2Config", "95M", "Baevski et al. 2020, arXiv:2006.11477"
    ),
    # --- before the Transformer, and by hand ---
    Architecture(
        "LSTM", handmade.zaremba_lstm, "66M", "Press & Wolf 2017, arXiv:1608.05859, Large"
    ),
    Architecture(
        "TiedLSTM",
        lambda: handmade.zaremba_lstm(tied=True),
        "51M",
        "Press & Wolf 2017, arXiv:1608.05859, Large + WT",
        ties=(("encoder.weight", "decoder.weight"),),
    ),
    Architecture(
        "AWD-LSTM",
        handmade.awd_lstm,
        "24M",
        "Merity et al. 2018, table 1",
        ties=(("encoder.weight", "decoder.weight"),),
    ),
    Architecture("AlexNet", handmade.alexnet, "61,100,840", TORCHVISION),
    Architecture("VGG-16", handmade.vgg16, "138,357,544", TORCHVISION),
]

OTHERS = [
    library(
        "LlamaForCausalLM",
        "LlamaConfig",
        vocab_size=128256,
        hidden_size=2048,
        intermediate_size=8192,
        num_hidden_layers=16,
        num_key_value_heads=8,
        tie_word_embeddings=True,
    ),
    library("MistralForCausalLM", "MistralConfig"),
    library("FalconForCausalLM", "FalconConfig"),
    library("GPTJForCausalLM", "GPTJConfig"),
    library("CTRLLMHeadModel", "CTRLConfig"),
    library("XLNetLMHeadModel", "XLNetConfig"),
    library("ModernBertForMaskedLM", "ModernBertConfig"),
    library("MobileBertForMaskedLM", "MobileBertConfig"),
    library("FunnelForMaskedLM", "FunnelConfig"),
    library("DebertaForMaskedLM", "DebertaConfig"),
    library("PerceiverForMaskedLM", "PerceiverConfig"),
    library("ReformerModelWithLMHead", "ReformerConfig", is_decoder=True),
    library("SwitchTransformersForConditionalGeneration", "SwitchTransformersConfig"),
    library("MT5ForConditionalGeneration", "MT5Config"),
    library("LEDForConditionalGeneration", "LEDConfig"),
    library("M2M100ForConditionalGeneration", "M2M100Config"),
    library("ProphetNetForConditionalGeneration", "ProphetNetConfig"),
    library("WhisperForConditionalGeneration", "WhisperConfig"),
    library("BlipForConditionalGeneration", "BlipConfig"),
    library("SamModel", "SamConfig"),
    library("VitsModel", "VitsConfig"),
    library("EncodecModel", "EncodecConfig"),
]
"""More kinds of ties and layers, of which no source is known to print a count."""
