"""The loss on the line between two networks, and the images that the one on the way puts out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from torch import Tensor
from torch.nn import functional as F

from tying.plotting.palette import LIGHT

_LINES: dict[str, dict[str, Any]] = {
    "before": {"color": LIGHT["muted"], "linewidth": 4, "alpha": 0.45, "label": "as trained"},
    "now": {"color": LIGHT["tied"], "linewidth": 1.8, "label": "now"},
}


def plot_line(
    left: Axes, right: Axes, losses: Mapping[str, Tensor], pairs: Tensor, place: int, top: float
) -> None:
    """Draw the losses into ``left``, and images above their outputs into ``right``.

    Args:
        left: the axes of the losses.
        right: the axes of the images.
        losses: at equally many places, as ``before`` and ``now``.
        pairs: images and their outputs, ``(2, images, pixels)``, squares with values from 0 to 4.
        place: that is marked on the line.
        top: the highest loss that is shown.
    """
    last = len(losses["now"]) - 1
    for name, values in losses.items():
        left.plot([k / last for k in range(last + 1)], values.tolist(), **_LINES[name])
    left.plot(place / last, float(losses["now"][place]), "o", color=LIGHT["tied"], clip_on=False)
    left.set(xlabel="share of the second", ylabel="loss", xlim=(0, 1), ylim=(0, top))
    left.legend(loc="lower center")
    side = int(pairs.shape[-1] ** 0.5)
    tiles = F.pad(pairs.unflatten(-1, (side, side)), (0, 1, 0, 1))
    sheet = tiles.permute(0, 2, 1, 3).flatten(2).flatten(0, 1)
    shades = LinearSegmentedColormap.from_list("shades", [LIGHT["paper"], LIGHT["ink"]])
    right.imshow(sheet.tolist(), cmap=shades, vmin=0, vmax=4)
    right.set(xticks=(), yticks=(side / 2, 3 * side / 2 + 1), yticklabels=("image", "output"))
