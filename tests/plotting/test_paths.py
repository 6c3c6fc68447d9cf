"""Paths of parameters: which curves are drawn, how, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex

from tying.plotting.palette import LIGHT, PATH_DASHES
from tying.plotting.paths import plot_path_panels, plot_paths
from tying.plotting.picture import new_figure


@pytest.fixture
def ax():
    return new_figure().subplots()


def test_a_curve_shows_its_values_against_steps_from_zero(ax):
    assert plot_paths(ax, {"tied": torch.tensor([6.0, 5.0, 3.5])}) is ax
    (line,) = ax.lines
    assert np.asarray(line.get_xydata()).tolist() == [[0, 6], [1, 5], [2, 3.5]]


def test_a_curve_may_be_drawn_against_other_places_than_steps(ax):
    plot_paths(ax, {"alias": torch.tensor([0.5, 2.0])}, at=[-6.0, 6.0])
    (line,) = ax.lines
    assert np.asarray(line.get_xydata()).tolist() == [[-6, 0.5], [6, 2]]
    assert [text.xy for text in ax.texts] == [(6.0, 2.0)]


def test_values_that_are_not_one_for_each_place_are_refused(ax):
    with pytest.raises(ValueError, match="alias: wanted 2 values, got 3"):
        plot_paths(ax, {"alias": torch.zeros(3)}, at=[-6.0, 6.0])


def test_every_meaning_has_its_colour_and_no_two_of_them_only_a_colour(ax):
    plot_paths(ax, {meaning: torch.tensor([0.0, i]) for i, meaning in enumerate(PATH_DASHES)})
    assert [to_hex(line.get_color()) for line in ax.lines] == [LIGHT[name] for name in PATH_DASHES]
    assert [text.get_text() for text in ax.texts] == list(PATH_DASHES)
    assert [text.xy for text in ax.texts] == [(1, float(i)) for i in range(len(PATH_DASHES))]


def test_equal_curves_are_drawn_once_and_wider(ax):
    plot_paths(ax, {"tied": torch.tensor([[1.0, 1.0], [2.0, 2.0]])})
    plot_paths(ax, {"separate": torch.tensor([[1.0, 1.0], [2.0, 0.0]])})
    one, *two = ax.lines
    assert len(two) == 2
    assert all(one.get_linewidth() > line.get_linewidth() for line in two)


def test_without_labels_nothing_is_written(ax):
    plot_paths(ax, {"alias": torch.zeros(3)}, label=False)
    assert len(ax.texts) == 0


def test_a_meaning_without_a_colour_is_refused_with_those_that_have_one(ax):
    with pytest.raises(ValueError, match=r"'shared'; choose from separate, tied, pooled, alias"):
        plot_paths(ax, {"shared": torch.zeros(3)})


def test_panels_have_the_paths_of_their_titles_and_the_values_are_named_once():
    paths = {"start: one": {"tied": torch.tensor([1.0, 2.0])}, "start: two": {}}
    axes = new_figure().subplots(1, 2, sharey=True)
    plot_path_panels(axes, paths, xlabel="step", ylabel="weight", yticks=[1, 2], label=False)
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == list(paths)
    assert [len(ax.lines) for ax in axes] == [1, 0]
    assert [ax.get_xlabel() for ax in axes] == ["step", "step"]
    assert [ax.get_ylabel() for ax in axes] == ["weight", ""]
    assert axes[0].get_yticks().tolist() == [1, 2]


def test_as_many_axes_as_panels_are_asked_for():
    axes = new_figure().subplots(1, 2)
    with pytest.raises(ValueError, match="shorter"):
        plot_path_panels(axes, {"one": {}}, xlabel="step", ylabel="weight")
