"""What is shown of a week that somebody shares with their lead.

The rule to keep: pure, and one rendering of the week (`days`): what is previewed is what the lead opens.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.hours.ports import Share
from bot.hours.rule import shown
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Choice, Form, Input, Message, Option, Part, Prose
from bot.people import Person
from bot.privacy.ports import Look
from bot.texts import Words

LEAD = "lead"
MOST = 5
"""Shared weeks with a button, and openings, that a card lists."""
_DAY = timedelta(days=1)


def days(t: Words, first: date, minutes: Sequence[int]) -> tuple[Prose, ...]:
    """The hours of each day, and of the week. Nothing else of it is shared."""
    lines = [
        t("hours.share_day", day=t.weekday(first + number * _DAY), hours=t.duration(worked))
        for number, worked in enumerate(minutes)
        if worked
    ]
    total = t("hours.share_total", hours=t.duration(sum(minutes)))
    return Prose(Markup("\n".join(lines))), Prose(total)


def form(
    t: Words, first: date, minutes: Sequence[int], leads: Sequence[Person], *, value: str, again: bool = False
) -> Form:
    """What the lead will see, word by word, before it is shared; `again` says that it has changed meanwhile."""
    span = t.span(first, first + 6 * _DAY)
    parts: list[Prose | Input] = [Prose(t("hours.share_again"))] if again else []
    parts.append(Prose(t("hours.share_sees", who=_names(t, leads), span=span)))
    parts += days(t, first, minutes)
    parts.append(Prose(t("hours.share_means")))
    if len(leads) > 1:
        options = tuple(Option(str(lead.id), literal(lead.name)) for lead in leads)
        parts.append(Choice(LEAD, t("hours.share_lead"), options, value=options[0].value))
    return Form(t("hours.share_title"), "share.sent", t("hours.share_submit"), tuple(parts), value, confirms=True)


def shared(t: Words, share: Share, lead: str) -> Message:
    """To whoever shares: that it is done, and how to take it back."""
    text = t("hours.shared", who=lead, span=_span(t, share))
    return Message(text, (Prose(t("hours.shared_means"), quiet=True), Buttons((_back(t, share),))))


def invited(t: Words, share: Share, who: str) -> Message:
    """To the lead: that there is something to open. It holds no hours, for what is delivered stays."""
    opens = Button(t("hours.button_open"), "share.open", str(share.id), opens_form=True)
    return Message(t("hours.share_invited", who=who, span=_span(t, share)), (Buttons((opens,)),))


def opened(t: Words, share: Share, who: str) -> Form:
    """The week, in a dialog: nothing of it is left in the chat when that is closed."""
    parts = (
        Prose(t("hours.share_opened", who=who, span=_span(t, share))),
        *days(t, share.first, share.days),
        Prose(t("hours.share_opened_means", who=who), quiet=True),
    )
    return Form(t("hours.share_opened_title"), "share.close", t("hours.share_close"), parts)


def taken(t: Words, share: Share, who: str) -> Form:
    """To the lead who opens what was taken back."""
    gone = Prose(t("hours.share_gone", who=who, span=_span(t, share)))
    return Form(t("hours.share_opened_title"), "share.close", t("hours.share_close"), (gone,))


def taken_back(t: Words, share: Share, lead: str, read: datetime | None, zone: ZoneInfo) -> Message:
    """To whoever takes it back, with what that cannot undo."""
    text = t("hours.taken_back", who=lead, span=_span(t, share))
    if read is None:
        return Message(text, (Prose(t("hours.taken_back_unread", who=lead)),))
    return Message(text, (Prose(t("hours.taken_back_read", who=lead, when=_moment(t, read, zone))),))


def standing(
    t: Words, shares: Sequence[Share], looks: Sequence[Look], names: Mapping[int, str], zone: ZoneInfo
) -> tuple[Part, ...]:
    """What somebody shares now, with a way back for each, and who has opened what they shared."""
    parts: list[Part] = []
    if shares:
        lines = [t("hours.share_standing", span=_span(t, share), who=_who(t, share.lead, names)) for share in shares]
        parts.append(Prose(Markup("\n".join([f"*{t('hours.share_heading')}*", *lines]))))
        parts.append(Buttons(tuple(_back(t, share, named=True) for share in shares[:MOST])))
    if looks:
        lines = [
            t(
                "hours.share_read",
                who=_who(t, look.by, names),
                span=shown(t, look.what),
                when=_moment(t, look.at, zone),
            )
            for look in looks[:MOST]
        ]
        parts.append(Prose(Markup("\n".join(lines)), quiet=True))
    return tuple(parts)


def _who(t: Words, number: int | None, names: Mapping[int, str]) -> Markup:
    return literal(names.get(number or 0, "")) or t("hours.looked_gone")


def _moment(t: Words, at: datetime, zone: ZoneInfo) -> Markup:
    here = at.astimezone(zone)
    return Markup(f"{t.dated(here.date())} {t.clock(here)}")


def _back(t: Words, share: Share, *, named: bool = False) -> Button:
    label = t("hours.button_take_back_of", span=_span(t, share)) if named else t("hours.button_take_back")
    return Button(label, "share.back", str(share.id))


def _span(t: Words, share: Share) -> Markup:
    return t.span(share.first, share.first + 6 * _DAY)


def _names(t: Words, leads: Sequence[Person]) -> Markup:
    if len(leads) == 1:
        return literal(leads[0].name)
    return t("hours.share_one_of", names=Markup(", ".join(literal(lead.name) for lead in leads)))
