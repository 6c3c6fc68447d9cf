"""Losses as curves: of the parts of a tied loss, and after training at several learning rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from torch import Tensor

from tying.plotting.legends import legend_above
from tying.plotting.palette import LIGHT, MARKS
from tying.plotting.quartiles import quartiles

_USE_DASHES = ("--", "-.")  # of the first and the second use


def plot_conflict(
    ax: Axes,
    theta: Tensor,
    uses: Tensor,
    total: Tensor,
    marks: Mapping[str, tuple[float, float]],
    lowest: tuple[float, float],
    *,
    top: float,
) -> Axes:
    """The losses of the two uses of one parameter, and their sum.

    Args:
        ax: the axes to draw into.
        theta: values of the parameter, of shape ``(values,)``.
        uses: losses of the first and of the second use, of shape ``(2, values)``.
        total: their sum, of shape ``(values,)``.
        marks: places of the total that are marked, from a name to a value and its loss.
        lowest: where the loss of the first and that of the second use is lowest; the axis of
            values is marked there, and at zero.
        top: upper end of the axis of losses, which begins at 0.

    Returns:
        ``ax``.
    """
    values = theta.tolist()
    for loss, name, dashes in zip(uses, ("first use", "second use"), _USE_DASHES, strict=True):
        ax.plot(values, loss.tolist(), color=LIGHT["separate"], linestyle=dashes, label=name)
    ax.plot(values, total.tolist(), color=LIGHT["tied"], linestyle="-", label="total")
    for place in lowest:
        ax.axvline(place, color=LIGHT["muted"], linewidth=1, linestyle=":", zorder=0)
    for name, place in marks.items():
        ax.plot(*place, "o", color=LIGHT["tied"])
        ax.annotate(name, place, xytext=(4, 11), textcoords="offset points", ha="center")
    ax.set(xlabel=r"$\theta$", ylabel="loss", ylim=(0, top), xticks=sorted({*lowest, 0}))
    legend_above(ax, columns=3)
    return ax


def plot_losses_by_rate(
    axes: Sequence[Axes],
    rates: Tensor,
    losses: Mapping[str, Mapping[str, Tensor]],
    *,
    steps: int,
    limits: tuple[float, float],
    works: float,
) -> Sequence[Axes]:
    """Loss after training against the learning rate, both logarithmic; axes for each optimiser.

    A line joins the medians over the starts; its band holds the middle half of them. Thin lines
    are the ends of the band: where two bands overlap, their colours mix, and these do not.

    Args:
        axes: as many as there are optimisers, with one scale for all.
        rates: the learning rates, of shape ``(rates,)``.
        losses: from the name of an optimiser to the losses of the ``separate`` and the ``tied``
            model, each of shape ``(starts, rates)`` and finite.
        steps: for how many steps each model was trained.
        limits: lower and upper end of the axis of losses, beyond which runs diverge.
        works: the loss below which a rate is said to work; a dotted line is drawn there, and
            named in the legend.

    Returns:
        ``axes``.
    """
    places = rates.tolist()
    for ax, (optimizer, models) in zip(axes, losses.items(), strict=True):
        for kind, values in models.items():
            low, middle, high = quartiles(values)
            ax.loglog(places, middle, color=LIGHT[kind], marker=MARKS[kind], label=kind)
            ax.fill_between(places, low, high, color=LIGHT[kind], alpha=0.1, linewidth=0)
            for end in (low, high):
                ax.plot(places, end, color=LIGHT[kind], linewidth=0.7)
        ax.axhline(works, color=LIGHT["ink"], linewidth=1, linestyle=":", label="works below")
        ax.set(xlabel=r"learning rate $\eta$", ylim=limits)
        ax.set_title(optimizer, pad=38)  # above the two lines of the legend
    axes[0].set_ylabel(f"loss after {steps} steps")
    legend_above(axes[0], columns=2)
    return axes
