"""A step as its reader gets it: words and facts become a message, in the reader's language, zone and manner of dates.

The rule to keep: pure. The same letter is what is previewed, tested, approved and sent; a line that quotes something
there is none of is left out, and whatever somebody typed is quoted literally.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location, get_timezone_name

from bot.campaigns.beforehand import COURSE, ONE
from bot.campaigns.campaign import Campaign
from bot.campaigns.playbook import Kind, Step, Wording
from bot.campaigns.promises import NAMES, Promises, SaidIn, with_figures
from bot.campaigns.wording import BLOCKS
from bot.hours.rule import Rule
from bot.markup import Markup, literal
from bot.message import Button, Buttons, File, Link, Message, Part, Prose
from bot.texts import Words, placeholders

ASK = "ask.open"
"""The press that opens a form for a question to the meeting; its value is the campaign's number, as for `HELP`."""
HELP = "help."
"""The press that signs somebody up, with what for behind the dot."""
GOT_IT = "campaign.got_it"
"""The press of "Got it"; its value is the campaign's number and the step's name, with a colon between."""
TALK = "talk.open"
"""The press that opens the door to HR."""


@dataclass(frozen=True, slots=True)
class Practical:
    """Who and where, as HR has filled in. What is left empty is not mentioned."""

    hr: str = ""
    """Whom to talk to, by name."""
    place: str = ""
    """The room, or the address of the call."""
    helpers: str = ""
    """Who helps, by name."""
    course: datetime | None = None
    """When the crash course is."""
    course_place: str = ""
    helper_emails: str = ""
    """Whom Lentera tells who has asked for help. Quoted nowhere."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the texts of a campaign may quote, as things stand."""

    campaign: Campaign
    company: str
    promises: SaidIn = field(default_factory=dict)
    practical: Practical = Practical()
    agreed: tuple[int, int] | None = None
    """How many leads agree to the ground rules, and of how many."""
    signed: str = ""
    """Who has signed the promises as they are now, by name."""
    figures: Rule | None = None
    """Which figures of people's hours the ground rules allow; None where there are no ground rules."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What a letter carries besides its words."""

    blocks: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    """What stands where the wording says `{figures}`, `{heard}`, `{changes}`, `{rules}` or `{survey}`. Figures
    that are empty are of a survey that too few have answered."""
    buttons: tuple[Button | Link, ...] = ()
    """What can be done here, such as opening the survey."""
    calendar: File | Link | None = None
    """The meeting, for the reader's calendar."""
    joined: bool = False
    """Whether the reader joined after the campaign had begun, and this is the first they get of it."""


def letter(
    step: Step,
    wording: Wording,
    t: Words,
    zone: ZoneInfo,
    quoted: Quoted,
    enclosed: Enclosed = Enclosed(),
    *,
    channel: bool = False,
) -> Message:
    """One step for one reader, or for everybody in a channel."""
    said = facts(t, zone, quoted, survey_end(step, quoted.campaign), channel=channel)
    parts: list[Part] = []
    if enclosed.joined and not channel:
        parts.append(Prose(t("campaigns.joined"), quiet=True))
    for paragraph in wording.body.split("\n\n"):
        name = paragraph.strip().strip("{}")
        if name in BLOCKS:
            parts += _block(name, t, enclosed)
        elif words := filled(paragraph, said):
            parts.append(Prose(words))
    if step.calendar and isinstance(enclosed.calendar, File) and not channel:
        parts.append(enclosed.calendar)
    if items := _buttons(step, t, quoted, enclosed, channel=channel):
        parts.append(Buttons(items))
    return Message(filled(wording.text, said), tuple(parts))


def together(said: Sequence[Message]) -> Message:
    """The same in several languages, one after the other, for a place where they are read side by side."""
    first, *others = said
    if not others:
        return first
    parts = [part for part in first.parts if not isinstance(part, Buttons)]
    for message in others:
        parts.append(Prose(Markup(f"*{message.text}*")))
        parts += [part for part in message.parts if not isinstance(part, Buttons)]
    items = [item for message in said for part in message.parts if isinstance(part, Buttons) for item in part.items]
    return Message(first.text, (*parts, Buttons(tuple(items))) if items else tuple(parts))


def survey_end(step: Step, campaign: Campaign) -> datetime | None:
    """When the survey ends that this step is about: the campaign's, unless the step has one of its own."""
    if step.ends is None:
        return campaign.survey_end
    day = campaign.anchor.astimezone(campaign.zone).date() + timedelta(days=step.ends.days)
    return datetime.combine(day, step.ends.hour, campaign.zone)


def filled(text: str, facts: Mapping[str, str]) -> Markup:
    """The text with its facts in place, without the lines that quote an empty one."""
    lines = (line for line in text.strip().split("\n") if all(facts[name] for name in placeholders(line)))
    return Markup("\n".join(line.rstrip().format_map(facts) for line in lines))


def clock_of(t: Words, moment: datetime, zone: ZoneInfo, home: ZoneInfo, *, channel: bool = False) -> Markup:
    """A clock time where the reader is, with the time at the campaign's home where that differs.

    In a channel people from everywhere read it, so it says where it holds.
    """
    here, there = moment.astimezone(zone), moment.astimezone(home)
    if here.utcoffset() == there.utcoffset():
        name = get_timezone_name(here, "short", locale=t.locale)
        # Indonesians say WIB, WITA and WIT; where a language knows only an offset, the bare time says as much.
        if name.isalpha():
            return Markup(f"{t.clock(here)} {name}")
        return t("campaigns.time_at", clock=t.clock(here), city=_city(t, home)) if channel else t.clock(here)
    city = _city(t, home)
    return t("campaigns.time_elsewhere", clock=t.clock(here), there=t.clock(there), city=city)


def _city(t: Words, zone: ZoneInfo) -> Markup:
    return literal(get_timezone_location(zone, locale=t.locale, return_city=True))


def facts(t: Words, zone: ZoneInfo, quoted: Quoted, end: datetime | None, *, channel: bool = False) -> dict[str, str]:
    """Every placeholder's words; empty where there is nothing to say. `end` is that of the survey."""
    campaign, practical = quoted.campaign, quoted.practical
    promises = quoted.promises.get(t.locale, Promises())
    moments = {
        "": campaign.anchor,
        "old_": campaign.previous,
        "end_": end,
        "course_": practical.course,
    }
    said: dict[str, str] = {
        "company": literal(quoted.company),
        "hr": literal(practical.hr),
        "place": literal(practical.place),
        "helpers": literal(practical.helpers),
        "course_place": literal(practical.course_place),
        "signed": literal(quoted.signed),
        "agreed": _agreed(t, quoted.agreed),
        **{name: literal(getattr(promises, name)) for name in NAMES},
    }
    if quoted.figures and said["seen"]:
        said["seen"] = with_figures(t, promises.seen, quoted.figures)
    for prefix, moment in moments.items():
        said[f"{prefix}day"] = t.full_day(moment.astimezone(zone).date()) if moment else ""
        said[f"{prefix}time"] = clock_of(t, moment, zone, campaign.zone, channel=channel) if moment else ""
    return said


def _block(name: str, t: Words, enclosed: Enclosed) -> tuple[Part, ...]:
    """A block, and a word in the place of figures that a survey has none of."""
    block = enclosed.blocks.get(name, ())
    few = name == "figures" and name in enclosed.blocks and not block
    return (Prose(t("campaigns.no_figures")),) if few else block


def _agreed(t: Words, agreed: tuple[int, int] | None) -> str:
    match agreed:
        case None | (_, 0):
            return ""
        case (agree, of) if agree >= of:
            return t("campaigns.agreed_all", n=of)
        case (agree, of):
            return t("campaigns.agreed_some", n=agree, of=of)


def _buttons(step: Step, t: Words, quoted: Quoted, enclosed: Enclosed, *, channel: bool) -> tuple[Button | Link, ...]:
    items: list[Button | Link] = [*enclosed.buttons]
    number = str(quoted.campaign.id)
    if step.help:
        items += [Button(t(f"signups.button_{kind}"), f"{HELP}{kind}", number) for kind in offered(quoted.practical)]
    if step.kind in {Kind.MESSAGE, Kind.SUMMARY} and not channel:
        items.append(Button(t("campaigns.button_got_it"), GOT_IT, f"{number}:{step.name}"))
    if step.ask:
        items.append(Button(t("questions.button_ask"), ASK, number, opens_form=True))
    if step.talk:
        items.append(Button(t("campaigns.button_talk"), TALK, opens_form=True))
    if step.calendar and isinstance(enclosed.calendar, Link):
        items.append(enclosed.calendar)
    return tuple(items)


def offered(practical: Practical) -> tuple[str, ...]:
    """What one can sign up for, as far as HR has filled it in."""
    given = {COURSE: practical.course is not None, ONE: bool(practical.helpers)}
    return tuple(kind for kind, there in given.items() if there)
