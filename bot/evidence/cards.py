"""What HR sees of a survey beside interviews and observation, and the form for a note.

The rule to keep: pure; of the survey nothing is shown but what was released.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evidence.sides import Direction, Factor, Side, Source
from bot.hours import cards as hours
from bot.hours.ports import Decision
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Choice, Form, Message, Option, Part, Prose, Table
from bot.texts import Words

FACTOR, SOURCE, DIRECTION = "factor", "source", "direction"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card is made of."""

    campaign: int
    title: str
    factors: Sequence[Factor]
    names: Mapping[str, str]
    """The factors by id, in the reader's language."""
    counted: bool
    """Whether the survey has released anything."""
    growth: Sequence[Decision] = ()
    """The last figures of each team, where the reader may see them."""


def sides_card(t: Words, shown: Shown, *, drafts: bool, last: int | None = None) -> Message:
    """Every factor from three sides, where they agree and where they do not; beside it what teams log on growth.

    `last` is the reader's own last note: the button carries it, so that two presses take back one.
    """
    columns = tuple(
        t(f"evidence.column_{name}") for name in ("factor", "survey", "interviews", "observation", "together")
    )
    rows = tuple(
        (
            literal(shown.names.get(one.id, one.id)),
            _side(t, one.survey),
            _side(t, one.interviews),
            _side(t, one.observation),
            t(f"evidence.{one.agreement.value}"),
        )
        for one in shown.factors
    )
    parts: list[Part] = [Table(t("evidence.caption"), columns, rows)]
    if not shown.counted:
        parts.append(Prose(t("evidence.not_counted")))
    parts.append(Prose(t("evidence.how"), quiet=True))
    if shown.growth:
        lines = [
            t(
                "evidence.growth_line",
                team=literal(one.division),
                hours=t("hours.hidden")
                if one.told is None or one.told.growth is None
                else hours.mean(t, one.told.growth),
            )
            for one in shown.growth
        ]
        parts.append(Prose(Markup("\n".join([t("evidence.growth"), *lines]))))
    if drafts:
        add = Button(t("evidence.button_add"), "evidence.add", str(shown.campaign), "primary", opens_form=True)
        back = Button(t("evidence.button_back"), "evidence.back", f"{shown.campaign} {last}")
        parts.append(Buttons((add,) if last is None else (add, back)))
    return Message(t("evidence.title", title=literal(shown.title)), tuple(parts))


def form(t: Words, names: Mapping[str, str], *, campaign: int) -> Form:
    """One note: three choices, and no field for words."""
    factors = tuple(Option(name, literal(said)) for name, said in names.items())
    return Form(
        t("evidence.form_title"),
        "evidence.noted",
        t("evidence.form_submit"),
        (
            Prose(t("evidence.form_why")),
            Choice(SOURCE, t("evidence.form_source"), _options(t, Source), value=Source.INTERVIEW),
            Choice(FACTOR, t("evidence.form_factor"), factors, value=factors[0].value if factors else ""),
            Choice(DIRECTION, t("evidence.form_direction"), _options(t, Direction), value=Direction.MIXED),
        ),
        str(campaign),
    )


def _options(t: Words, of: type[Source] | type[Direction]) -> tuple[Option, ...]:
    return tuple(Option(one.value, t(f"evidence.{one.value}")) for one in of)


def _side(t: Words, side: Side) -> Markup:
    if side.direction is None:
        return t("evidence.nothing")
    said = t(f"evidence.{side.direction.value}")
    return t("evidence.side_of", said=said, n=side.notes) if side.notes else said
