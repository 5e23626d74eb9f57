"""A release as it is kept: the only thing that is left of a survey once it has been counted.

The rule to keep: whatever is not in a `Release` is not kept.
"""

import json
from typing import Any

from bot.surveys.bands import Band
from bot.surveys.release import Group, Reason, Release, Result, Row, Withheld


def packed(release: Release) -> str:
    """As JSON, without the comments, which are kept for a shorter time."""
    return json.dumps(
        {
            "k": release.k,
            "invited": release.invited,
            "answered": release.answered,
            "groups": [
                [group.row, group.divisions, group.n, [[result.question, _bands(result)] for result in group.results]]
                for group in release.groups
            ],
            "withheld": [[held.reason, held.what] for held in release.withheld],
        },
        ensure_ascii=False,
    )


def unpacked(text: str, comments: tuple[str, ...] = ()) -> Release:
    """The release again."""
    content: dict[str, Any] = json.loads(text)
    return Release(
        content["k"],
        content["invited"],
        content["answered"],
        tuple(
            Group(
                Row(row),
                tuple(divisions),
                n,
                tuple(
                    Result(question, {option: Band(side, percent) for option, (side, percent) in bands.items()})
                    for question, bands in results
                ),
            )
            for row, divisions, n, results in content["groups"]
        ),
        tuple(Withheld(Reason(reason), what) for reason, what in content["withheld"]),
        comments,
    )


def _bands(result: Result) -> dict[str, tuple[str, int]]:
    return {option: (band.side, band.percent) for option, band in result.bands.items()}
