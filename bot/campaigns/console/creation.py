"""Setting a campaign up, and moving it: the forms, and what they say.

The rule to keep: pure; nothing that was typed is lost. What cannot be is said at its field, and what is only odd is
asked about in the same form, which then waits for a tick at exactly these questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.campaigns.campaign import EVERYBODY, Campaign
from bot.campaigns.console.dossier import Dossier, called
from bot.campaigns.console.moments import moment
from bot.campaigns.console.overview import of
from bot.campaigns.playbook import Playbook
from bot.errors import Refusal
from bot.events import Submitted
from bot.message import Choice, Choices, Day, Form, Input, Option, Prose, Text, Time
from bot.texts import Words
from bot.zones import meant

TITLE = 80
_ALL = "all"
_YES = "yes"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to set up."""

    playbook: str
    title: str
    zone: ZoneInfo
    anchor: datetime
    audience: str
    calendar: str
    survey_end: datetime | None
    sure: str = ""
    """The questions that were answered with yes, as the form carried them."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen."""

    playbooks: Mapping[str, Playbook]
    divisions: Sequence[str]
    calendars: Sequence[str]


def creation_form(
    t: Words,
    offered: Offered,
    filled: Mapping[str, str],
    *,
    key: str,
    zone: ZoneInfo,
    questions: Sequence[tuple[str, str]] = (),
    like: str = "",
) -> Form:
    """The form, with what was typed already; `questions` are keys and sentences to be answered with a tick.

    `like` is the title of an earlier campaign whose words are taken along.
    """
    playbooks = tuple(Option(name, called(one.title, t, name)) for name, one in offered.playbooks.items())
    divisions = (
        Option(_ALL, t("rollout.audience_all")),
        *(Option(f"division:{name}", t("rollout.audience_division", division=name)) for name in offered.divisions),
    )
    first = playbooks[0].value if playbooks else ""
    default = "default" if "default" in offered.calendars else next(iter(offered.calendars), "")
    parts: list[Prose | Input] = [
        *((Prose(t("rollout.form_again", title=like)),) if like else ()),
        *_asked(t, questions),
        Choice("playbook", t("rollout.form_playbook"), playbooks, value=filled.get("playbook", first)),
        Text(
            "title",
            t("rollout.form_name"),
            filled.get("title", ""),
            hint=t("rollout.form_name_hint"),
            required=False,
            limit=TITLE,
        ),
        Day("day", t("rollout.form_day"), _day(filled.get("day", "")), hint=t("rollout.form_day_hint")),
        Time("time", t("rollout.form_time"), _clock(filled.get("time", ""))),
        Text(
            "zone",
            t("rollout.form_zone"),
            filled.get("zone", zone.key),
            hint=t("rollout.form_zone_hint"),
            limit=60,
        ),
        Choice("audience", t("rollout.form_audience"), divisions, value=filled.get("audience", _ALL)),
        Choice(
            "calendar",
            t("rollout.form_calendar"),
            tuple(Option(name, t("rollout.calendar", name=name)) for name in offered.calendars),
            value=filled.get("calendar", default),
            hint=t("rollout.form_calendar_hint"),
        ),
        *_survey_end(t, filled),
    ]
    return Form(
        t("rollout.form_title"), "rollout.created", t("rollout.form_submit"), tuple(parts), f"{key}|{_marks(questions)}"
    )


def repeated(campaign: Campaign, offered: Offered) -> dict[str, str]:
    """What of an earlier campaign can stand in the form again. Its day is over."""
    division = f"division:{campaign.audience}" if campaign.audience in offered.divisions else _ALL
    here = campaign.anchor.astimezone(campaign.zone)
    found = {
        "title": campaign.title,
        "time": here.strftime("%H:%M"),
        "zone": campaign.zone.key,
        "audience": _ALL if campaign.audience == EVERYBODY else division,
    }
    if campaign.playbook in offered.playbooks:
        found["playbook"] = campaign.playbook
    if campaign.calendar in offered.calendars:
        found["calendar"] = campaign.calendar
    return found


def moving_form(
    t: Words,
    dossier: Dossier,
    filled: Mapping[str, str],
    *,
    key: str,
    tells: int,
    questions: Sequence[tuple[str, str]] = (),
) -> Form:
    """Another date for the anchor. The survey's end moves along; whoever has heard gets one note."""
    campaign = dossier.campaign
    here = campaign.anchor.astimezone(campaign.zone)
    parts: list[Prose | Input] = [
        *_asked(t, questions),
        Prose(t("rollout.moving_now", when=moment(t, here, campaign.zone))),
        Prose(t("rollout.moving_means", n=tells)),
        Day("day", t("rollout.form_day"), _day(filled.get("day", "")) or here.date()),
        Time("time", t("rollout.form_time"), _clock(filled.get("time", "")) or here.time()),
    ]
    submit = t("rollout.moving_submit_tells", n=tells) if tells else t("rollout.moving_submit")
    value = f"{key}|{of(dossier)}|{campaign.moves}|{_marks(questions)}"
    return Form(t("rollout.moving_title"), "rollout.moved", submit, tuple(parts), value)


def wished(event: Submitted, offered: Offered) -> Wish:
    """What a form says. Raises a refusal at the field that cannot be."""
    playbook = event.text("playbook")
    if playbook not in offered.playbooks:
        raise Refusal("rollout.wrong_playbook", "playbook")
    zone = meant(event.text("zone"))
    if zone is None:
        raise Refusal("rollout.wrong_zone", "zone")
    audience = event.text("audience")
    division = audience.removeprefix("division:")
    if audience != _ALL and (division == audience or division not in offered.divisions):
        raise Refusal("rollout.wrong_audience", "audience")
    if event.text("calendar") not in offered.calendars:
        raise Refusal("rollout.wrong_calendar", "calendar")
    end_day, end_time = event.text("end_day"), event.text("end_time")
    if bool(end_day) != bool(end_time):
        raise Refusal("rollout.wrong_end", "end_time" if end_day else "end_day")
    return Wish(
        playbook=playbook,
        title=" ".join(event.text("title").split())[:TITLE],
        zone=zone,
        anchor=instant(event.text("day"), event.text("time"), zone),
        audience=EVERYBODY if audience == _ALL else division,
        calendar=event.text("calendar"),
        survey_end=instant(end_day, end_time, zone, "end_day", "end_time") if end_day else None,
        sure=sure(event),
    )


def instant(day: str, clock: str, zone: ZoneInfo, day_field: str = "day", time_field: str = "time") -> datetime:
    """A date and a wall time in a zone. Raises a refusal at its field."""
    date_, time_ = _day(day), _clock(clock)
    if date_ is None:
        raise Refusal("rollout.wrong_day", day_field)
    if time_ is None:
        raise Refusal("rollout.wrong_time", time_field)
    return datetime.combine(date_, time_, zone)


def sure(event: Submitted) -> str:
    """The questions that this form asked, if they were answered with yes."""
    given = event.fields.get("sure", ())
    ticked = given == _YES or _YES in given
    return event.value.rpartition("|")[2] if ticked else ""


def asked(questions: Sequence[tuple[str, str]], given: str) -> bool:
    """Whether these very questions are still to be answered."""
    return bool(questions) and _marks(questions) != given


def _marks(questions: Sequence[tuple[str, str]]) -> str:
    return ",".join(key for key, _ in questions)


def _asked(t: Words, questions: Sequence[tuple[str, str]]) -> tuple[Prose | Input, ...]:
    if not questions:
        return ()
    return (
        *(Prose(sentence) for _, sentence in questions),
        Choices("sure", t("rollout.form_sure"), (Option(_YES, t("rollout.form_sure_yes")),)),
    )


def _survey_end(t: Words, filled: Mapping[str, str]) -> tuple[Input, ...]:
    return (
        Day(
            "end_day",
            t("rollout.form_end_day"),
            _day(filled.get("end_day", "")),
            hint=t("rollout.form_end_hint"),
            required=False,
        ),
        Time("end_time", t("rollout.form_end_time"), _clock(filled.get("end_time", "")), required=False),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    try:
        # A clock on the wall: fromisoformat would also read an offset, and seconds.
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - only its clock is wanted
    except ValueError:
        return None
