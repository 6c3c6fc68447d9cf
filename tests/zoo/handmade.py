"""Architectures written by hand: of papers before the Transformer, and with ties of every kind."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from tying.ties import tie


class LSTMLanguageModel(nn.Module):
    """Embedding, LSTM layers of any widths, and a head, tied or not.

    Args:
        vocabulary: number of words.
        widths: the width of the embedding, and of each layer's state.
        tied: whether the head holds the embedding's matrix; the last width is the first then.
        decoder_bias: whether the head has a bias.
    """

    def __init__(
        self, vocabulary: int, widths: tuple[int, ...], tied: bool, decoder_bias: bool = True
    ) -> None:
        super().__init__()
        self.encoder = nn.Embedding(vocabulary, widths[0])
        self.layers = nn.ModuleList(
            nn.LSTM(width, state, batch_first=True) for width, state in pairwise(widths)
        )
        self.decoder = nn.Linear(widths[-1], vocabulary, bias=decoder_bias)
        if tied:
            self.decoder.weight = self.encoder.weight

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.encoder(tokens)
        for layer in self.layers:
            x, _ = layer(x)
        return self.decoder(x)


def zaremba_lstm(tied: bool = False) -> nn.Module:
    """The large LSTM of Zaremba et al. 2014: two layers of 1,500 units, 10,000 words."""
    return LSTMLanguageModel(10_000, (1500, 1500, 1500), tied)


def awd_lstm() -> nn.Module:
    """The LSTM of Merity et al. 2018: three layers, 400 numbers for a word, head tied."""
    return LSTMLanguageModel(10_000, (400, 1150, 1150, 400), tied=True)


def alexnet() -> nn.Module:
    """Krizhevsky 2014, one column, as in torchvision; the layers without parameters left out."""
    convolutions = [(3, 64, 11), (64, 192, 5), (192, 384, 3), (384, 256, 3), (256, 256, 3)]
    return nn.Sequential(
        *(nn.Conv2d(*sizes) for sizes in convolutions),
        nn.Linear(256 * 6 * 6, 4096),
        nn.Linear(4096, 4096),
        nn.Linear(4096, 1000),
    )


def vgg16() -> nn.Module:
    """Simonyan & Zisserman 2015, configuration D; the layers without parameters left out."""
    channels = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    return nn.Sequential(
        *(nn.Conv2d(a, b, 3, padding=1) for a, b in pairwise(channels)),
        nn.Linear(512 * 7 * 7, 4096),
        nn.Linear(4096, 4096),
        nn.Linear(4096, 1000),
    )


class UniversalTransformer(nn.Module):
    """One encoder layer, applied several times (Dehghani et al. 2019), and a tied head."""

    def __init__(self, vocabulary: int, width: int, steps: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.layer = nn.TransformerEncoderLayer(width, 2, 2 * width, batch_first=True)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.head.weight = self.embedding.weight
        self.steps = steps

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens)
        for _ in range(self.steps):
            x = self.layer(x)
        return self.head(x)


class Siamese(nn.Module):
    """Two images through one convolutional network, registered twice (Bromley et al. 1993)."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Sequential(
            nn.Conv2d(1, 4, 3), nn.GroupNorm(2, 4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 5)
        )
        self.right = self.left

    def forward(self, images: Tensor) -> Tensor:
        left, right = images.chunk(2, dim=2)
        return self.left(left) - self.right(right)


class Autoencoder(nn.Module):
    """The decoder is the encoder's transpose: a derived slot (Vincent et al. 2010)."""

    def __init__(self, inputs: int, code: int) -> None:
        super().__init__()
        self.encode = nn.Linear(inputs, code)
        self.decode = nn.Linear(code, inputs)
        tie(self, "encode.weight", "decode.weight", transposed=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(torch.tanh(self.encode(x)))


class Translator(nn.Module):
    """Recurrent encoder and decoder with attention; three embeddings in one (Press & Wolf 2017)."""

    def __init__(self, vocabulary: int, width: int) -> None:
        super().__init__()
        self.source = nn.Embedding(vocabulary, width)
        self.target = nn.Embedding(vocabulary, width)
        self.encoder = nn.GRU(width, width, batch_first=True)
        self.decoder = nn.GRU(width, width, batch_first=True)
        self.head = nn.Linear(width, vocabulary)
        tie(self, "source.weight", "target.weight", "head.weight")

    def forward(self, tokens: Tensor) -> Tensor:
        seen, state = self.encoder(self.source(tokens))
        said, _ = self.decoder(self.target(tokens.flip(1)), state)
        attention = torch.softmax(said @ seen.transpose(1, 2), dim=-1)
        return self.head(said + attention @ seen)


class MessagePassing(nn.Module):
    """One message function over the edges of a ring, for several rounds (Gilmer et al. 2017)."""

    def __init__(self, width: int, rounds: int) -> None:
        super().__init__()
        self.message = nn.utils.parametrizations.weight_norm(nn.Linear(2 * width, width))
        self.update = nn.GRUCell(width, width)
        self.rounds = rounds

    def forward(self, nodes: Tensor) -> Tensor:
        count = len(nodes)
        start = torch.arange(count)
        end = (start + 1) % count
        for _ in range(self.rounds):
            message = self.message(torch.cat([nodes[start], nodes[end]], dim=1))
            nodes = self.update(torch.zeros_like(message).index_add(0, end, message), nodes)
        return nodes
