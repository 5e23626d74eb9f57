"""Bars that Teams draws itself, with the picture for every client that does not know how.

The rule to keep: pure. An element that a client does not know is replaced by its `fallback`; the picture shows all
bars, so it stands in for the first of them, and the others are left out with it.
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
"""

from collections.abc import Sequence

from adapters.teams.rich import Data, cut
from bot.message import Bars

_TITLE = 150
_LABEL = 60
_DROP = "drop"
# Blue, grey and orange: apart for every kind of sight, as in the pictures.
_COLOURS = ("categoricalBlue", "neutral", "categoricalMarigold")


def charts(bars: Sequence[Bars], picture: Data) -> Data:
    """All bars of a picture as one block, so that they stay on one page."""
    first, *others = (
        {**_drawn(one), "title": cut(one.title, _TITLE), "fallback": _DROP if place else picture}
        for place, one in enumerate(bars)
    )
    return {"type": "Container", "items": [first, *others]} if others else first


def _drawn(bars: Bars) -> Data:
    labels = [cut(label, _LABEL) for label in bars.labels]
    if not bars.upright:
        ((_, values),) = bars.series
        return {
            "type": "Chart.HorizontalBar",
            "color": _COLOURS[0],
            "data": [{"x": label, "y": value} for label, value in zip(labels, values, strict=True)],
        }
    return {
        "type": "Chart.VerticalBar.Grouped",
        "data": [
            {
                "legend": cut(name, _LABEL),
                "color": _COLOURS[place % len(_COLOURS)],
                "values": [{"x": label, "y": value} for label, value in zip(labels, values, strict=True)],
            }
            for place, (name, values) in enumerate(bars.series)
        ],
    }
