"""The static picture of the shifted digit."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from tying.plotting.picture import Picture, new_figure
from tying.plotting.shifts import plot_before_and_now, plot_maps
from tying.widgets.shifted_digit.answer import responses


def draw_two_ways(setting: dict[str, Any]) -> Picture:
    """The moved digit, both ways to the moved response, and their difference."""
    image, ways = responses(**setting)
    error = round(ways.error.item(), 2)
    maps = {
        "f(Sx)": ways.shifted_first,
        "S′f(x)": ways.shifted_last,
        f"difference,\nerror {error:g}": ways.difference.abs(),
    }
    figure = new_figure(6.8, 2.3)
    first, *others = figure.subplots(1, 4)
    plot_maps([first], {"image Sx": image}, full=1.0)
    plot_maps(others, maps, full=_full())
    differing = int((ways.difference.abs() > 1e-9).sum())
    return Picture(
        figure,
        f"{_state(setting)} Three maps: moved, then through the layer; through the layer, then "
        f"moved; and their difference, which is not 0 at {differing} of {ways.response.numel()} "
        f"places. Error {error:g}.",
    )


def draw_pooled(setting: dict[str, Any]) -> Picture:
    """The moved digit, its map, and three numbers of the map, before the move and now."""
    image, ways = responses(**setting)
    before, now = (_numbers(one) for one in (ways.response, ways.shifted_first))
    full, average = _full(), before["average of the map"]
    titles = {f"{name}: {_change(before[name], now[name])}": name for name in before}
    figure = new_figure(6.8, 2.6)
    left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=(1.2, 1))[0]
    first, second = left.subplots(1, 2)
    plot_maps([first], {"image Sx": image}, full=1.0)
    plot_maps([second], {"map f(Sx)": ways.shifted_first}, full=full)
    plot_before_and_now(
        right,
        {title: (before[name], now[name]) for title, name in titles.items()},
        [(-full, full), (0, full), (-2 * abs(average), 2 * abs(average))],
    )
    return Picture(figure, f"{_state(setting)} Its map, and of the map: {'; '.join(titles)}.")


def _numbers(response: Tensor) -> dict[str, float]:
    """The value of a map in its middle, its largest value and its average, by name."""
    rows, columns = response.shape
    return {
        "in the middle": response[rows // 2, columns // 2].item(),
        "maximum of the map": response.max().item(),
        "average of the map": response.mean().item(),
    }


def _full() -> float:
    """The largest response to the digit that has not moved; the scale of every map."""
    return responses(0, 0)[1].response.max().item()


def _change(before: float, now: float) -> str:
    if abs(before - now) < 1e-9:
        return f"stays {_brief(now)}"
    return f"{_brief(before)} → {_brief(now)}"


def _brief(value: float) -> str:
    return f"{round(value, 3):g}".replace("-", "−")


def _state(setting: dict[str, Any]) -> str:
    padding = "zero" if setting["padding"] == "zeros" else "circular"
    return (
        f"A zero, moved {setting['rows']} pixels down and {setting['columns']} to the right on a "
        f"ring of 16 by 16; {padding} padding, stride {setting['stride']}."
    )
