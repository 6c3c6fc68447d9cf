"""The figure of the line between two networks: curves, the marked place, images above outputs."""

from __future__ import annotations

import numpy as np
import torch

from tying.plotting.line import plot_line
from tying.plotting.picture import new_figure


def drawn():
    left, right = new_figure().subplots(1, 2)
    losses = {"before": torch.tensor([1.0, 4.0, 2.0]), "now": torch.tensor([1.0, 1.5, 2.0])}
    pairs = torch.stack([torch.zeros(3, 4), torch.ones(3, 4)])
    plot_line(left, right, losses, pairs, place=1, top=5.0)
    return left, right


def test_both_curves_run_from_the_first_network_to_the_second_and_the_place_is_marked():
    left, _ = drawn()
    before, now, dot = (np.asarray(line.get_xydata()).tolist() for line in left.lines)
    assert before == [[0, 1], [0.5, 4], [1, 2]]
    assert now == [[0, 1], [0.5, 1.5], [1, 2]]
    assert dot == [[0.5, 1.5]]
    assert left.get_ylim() == (0, 5)


def test_the_images_stand_above_their_outputs():
    _, right = drawn()
    sheet = np.asarray(right.images[0].get_array())
    assert sheet.shape == (6, 9)  # two rows of three images of 2 by 2, with a gap after each
    assert sheet[:2].sum() == 0
    assert sheet[3:5, 3:5].sum() == 4
    assert [label.get_text() for label in right.get_yticklabels()] == ["image", "output"]
