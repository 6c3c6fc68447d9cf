"""Losses as curves: the uses and their sum, and what each learning rate leads to."""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.colors import to_hex
from matplotlib.text import Annotation

from tying.plotting.losses import plot_conflict, plot_losses_by_rate
from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure


def points(line) -> list[list[float]]:
    return np.asarray(line.get_xydata()).tolist()


def test_the_uses_have_the_colour_of_separate_ones_and_their_sum_that_of_ties():
    theta = torch.tensor([-1.0, 0.0, 1.0])
    uses = torch.stack([3 * (theta - 1) ** 2, (theta + 1) ** 2])
    ax = plot_conflict(
        new_figure().subplots(),
        theta,
        uses,
        uses.sum(0),
        {"start": (0, 4), "minimum": (0.5, 3)},
        lowest=(1, -1),
        top=10,
    )
    first, second, total, *others = ax.lines
    lowest, marks = others[:2], others[2:]
    assert points(first) == [[-1, 12], [0, 3], [1, 0]]
    assert points(second) == [[-1, 0], [0, 1], [1, 4]]
    assert points(total) == [[-1, 12], [0, 4], [1, 4]]
    assert [points(mark) for mark in marks] == [[[0, 4]], [[0.5, 3]]]
    assert [{x for x, _ in points(line)} for line in lowest] == [{1}, {-1}]  # upright
    assert ax.get_xticks().tolist() == [-1, 0, 1]
    colours = [to_hex(line.get_color()) for line in (first, second, total, *marks)]
    assert colours == [LIGHT["separate"]] * 2 + [LIGHT["tied"]] * 3
    assert len({line.get_linestyle() for line in (first, second, total)}) == 3
    assert ax.get_ylim() == (0, 10)
    names = [text for text in ax.texts if isinstance(text, Annotation)]
    assert {name.get_text(): name.xy for name in names} == {"start": (0, 4), "minimum": (0.5, 3)}


def test_every_optimiser_has_the_curves_of_both_models_told_apart_by_their_marks():
    medians = {
        "SGD": {"separate": [1.0, 0.1], "tied": [0.1, 1.0]},
        "Adam": {"separate": [0.5, 0.2], "tied": [0.4, 0.3]},
    }
    spread = torch.tensor([[0.1], [1.0], [9.0]])  # of three starts around their median
    losses = {
        optimizer: {kind: spread * torch.tensor(values) for kind, values in models.items()}
        for optimizer, models in medians.items()
    }
    axes = new_figure().subplots(1, 2, sharey=True)
    ends = {"steps": 100, "limits": (0.01, 10), "works": 0.2}
    plot_losses_by_rate(axes, torch.tensor([0.01, 0.1]), losses, **ends)
    for ax, (optimizer, models) in zip(axes, medians.items(), strict=True):
        assert (ax.get_title(loc="left") or ax.get_title()) == optimizer
        medians_of = [line for line in ax.lines if line.get_label() in models]
        for line, (kind, values) in zip(medians_of, models.items(), strict=True):
            expected = [[0.01, values[0]], [0.1, values[1]]]
            np.testing.assert_allclose(points(line), expected, rtol=1e-6)
            assert (line.get_label(), to_hex(line.get_color())) == (kind, LIGHT[kind])
        assert len({line.get_marker() for line in medians_of}) == 2
        thin = [points(line) for line in ax.lines if line not in medians_of]
        ends_of = [[[0.01, k * a], [0.1, k * b]] for a, b in models.values() for k in (0.55, 5)]
        np.testing.assert_allclose(thin[0], ends_of[0], rtol=1e-6)
        np.testing.assert_allclose(thin[1], ends_of[1], rtol=1e-6)
        np.testing.assert_allclose(thin[2:4], ends_of[2:], rtol=1e-6)
        assert {height for _, height in thin[4]} == {0.2}  # along the whole axis
        band = np.concatenate([path.vertices for path in ax.collections[0].get_paths()])
        low, high = band[:, 1].min(), band[:, 1].max()
        first = models["separate"]
        np.testing.assert_allclose([low, high], [0.55 * min(first), 5 * max(first)], rtol=1e-6)
        assert (ax.get_xscale(), ax.get_yscale(), ax.get_ylim()) == ("log", "log", (0.01, 10))
    legend = axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["separate", "tied", "works below"]
    assert axes[0].get_ylabel() == "loss after 100 steps"
