"""What is shown of group figures: to a lead, to HR, and to everybody in the group.

The rule to keep: pure, and one rendering for all of them (`figures`): what others can see of a group is shown to its
members in the same words, whoever asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.hours.ports import Decision
from bot.hours.release import NONE, REST, Row
from bot.hours.rule import Rule, sentence, shown
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Facts, Message, Part, Prose, Table
from bot.privacy.ports import Look
from bot.texts import Words

HIDDEN = Markup("–")
"""What a table says of what is not told; five columns of words would not fit beside one another."""
LOOKS = 10
"""Looks that a card lists."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who has looked, for a reader."""

    looks: Sequence[Look]
    """Newest first."""
    names: Mapping[int, str]
    zone: ZoneInfo
    """The reader's."""


def figures(t: Words, decision: Decision) -> tuple[Markup, tuple[Part, ...]]:
    """What is told of a group and a span: a first line, and what belongs under it.

    The same for whoever may see it, and for whom it is about; `/privacy` shows it too.
    """
    said = {"division": decision.division, "span": shown(t, decision.span.name)}
    told = decision.told
    if told is None:
        return t("hours.title_nothing", **said), (Prose(t("hours.nothing_why"), quiet=True),)
    parts: list[Part] = []
    if told.rows:
        columns = (t("hours.column_project"), t("hours.column_mean"))
        rows = tuple((_project(t, row), mean(t, row.mean)) for row in told.rows)
        parts.append(Table(t("hours.rows"), columns, rows))
    if told.busy:
        parts.append(Prose(t("hours.busy", band=str(told.busy))))
    parts.append(Prose(t("hours.how"), quiet=True))
    return t("hours.title", **said, mean=mean(t, told.mean)), tuple(parts)


def team_card(t: Words, decisions: Sequence[Decision], seen: Seen, *, action: str, lead: bool, first: bool) -> Message:
    """A group's figures, whose they are, and who has looked. `decisions` may hold an earlier one to go to."""
    newest = decisions[0]
    text, parts = figures(t, newest)
    buttons = []
    if len(decisions) > 1:
        # Of spans that began before this one.
        buttons.append(Button(t("hours.button_earlier"), action, f"{newest.span.first}|{newest.division}"))
    if not first:
        buttons.append(Button(t("hours.button_newest"), action, f"|{newest.division}"))
    whose = Prose(t("hours.lead" if lead else "hours.member"))
    return Message(
        text,
        (
            *parts,
            whose,
            *looked(t, seen),
            *((Buttons(tuple(buttons)),) if buttons else ()),
        ),
    )


def none_card(t: Words, division: str, rule: Rule) -> Message:
    """A group of which nothing has been worked out: because the rules say so, or not yet."""
    if rule is Rule.NEVER:
        return Message(sentence(t, rule))
    return Message(t("hours.none_yet", division=division), (Prose(t(f"hours.none_yet_{rule.value}")), _rule(t, rule)))


def overview(t: Words, decisions: Sequence[Decision]) -> Message:
    """For HR: the last figures of every group of which there are any."""
    if not decisions:
        return Message(t("hours.overview_none", rule=sentence(t, Rule.NEVER)))
    columns = tuple(t(f"hours.column_{name}") for name in ("team", "span", "mean", "growth", "busy"))
    return Message(
        t("hours.overview"),
        (
            Table(t("hours.overview_teams"), columns, tuple(_line(t, one) for one in decisions)),
            Prose(t("hours.overview_how"), quiet=True),
        ),
    )


def looked(t: Words, seen: Seen) -> tuple[Part, ...]:
    """Who has looked at a group's figures, newest first."""
    if not seen.looks:
        return (Prose(t("hours.looked_nobody")),)
    pairs = []
    for look in seen.looks[:LOOKS]:
        here = look.at.astimezone(seen.zone)
        when = Markup(f"{t.dated(here.date())} {t.clock(here)}")
        who = literal(seen.names.get(look.by or 0, "")) or t("hours.looked_gone")
        pairs.append((t("hours.looked_who", who=who, when=when), t("hours.looked_span", span=shown(t, look.what))))
    return Prose(Markup(f"*{t('hours.looked')}*")), Facts(tuple(pairs))


def mean(t: Words, minutes: int) -> Markup:
    """`31.5 h`; what is rounded to nothing is little."""
    return t.hours(minutes) if minutes else t("hours.little")


def _rule(t: Words, rule: Rule) -> Prose:
    return Prose(sentence(t, rule), quiet=True)


def _project(t: Words, row: Row) -> Markup:
    match row.project:
        case str(name) if name == NONE:
            return t("hours.project_none")
        case str(name) if name == REST:
            return t("hours.project_rest")
        case name:
            return t("hours.project", project=name)


def _line(t: Words, decision: Decision) -> tuple[str, ...]:
    told = decision.told
    if told is None:
        return literal(decision.division), shown(t, decision.span.name), HIDDEN, HIDDEN, HIDDEN
    return (
        literal(decision.division),
        shown(t, decision.span.name),
        mean(t, told.mean),
        HIDDEN if told.growth is None else mean(t, told.growth),
        literal(str(told.busy)) if told.busy else HIDDEN,
    )
