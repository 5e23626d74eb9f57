"""What everybody is told before they answer: who will see what, until when, and what cannot be promised.

The rule to keep: each sentence is chosen by the frozen rules, so nothing is promised that is not configured, and no
choice, code or state of anybody's answer is ever in a message.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.markup import literal
from bot.message import Button, Buttons, Message, Part, Prose
from bot.surveys.survey import Custody, Rules, Survey
from bot.texts import Words

OPEN, CODE, SKIP, LATER, NEVER = (f"survey.{name}" for name in ("open", "code", "skip", "later", "never"))
_CARRIERS = frozenset({"slack", "teams", "several"})


def invitation(survey: Survey, t: Words, zone: ZoneInfo, *, company: str, platform: str) -> Message:
    """The direct message by itself, where no campaign writes around it."""
    ends, title = (
        _said(survey.ends_at or survey.rules.ends_at, t, zone),
        literal(survey.rules.questionnaire.title[t.locale]),
    )
    text = t("surveys.invited", title=title, end=ends) if ends else t("surveys.invited_open_end", title=title)
    told = notice(survey.rules, t, zone, company=company, platform=platform, ends_at=survey.ends_at)
    return Message(text, (*told, Buttons(buttons(survey.id, t)), Buttons(ways_out(survey.id, t))))


def notice(
    rules: Rules, t: Words, zone: ZoneInfo, *, company: str, platform: str, ends_at: datetime | None = None
) -> tuple[Part, ...]:
    """Purpose, what is protected and how, and what is not."""
    ends = _said(ends_at or rules.ends_at, t, zone)
    first = (
        t("surveys.anonymous", company=company, end=ends) if ends else t("surveys.anonymous_open_end", company=company)
    )
    groups = t("surveys.groups" if rules.by_division else "surveys.groups_company", k=rules.k)
    comments = t("surveys.comments" if rules.may_comment else "surveys.comments_none")
    asked_back = (t("surveys.comments_ask_back"),) if rules.may_comment else ()
    shown = (first, groups, comments, *asked_back) if rules.questionnaire.has_text else (first, groups)
    carrier = t(f"surveys.carrier_{platform if platform in _CARRIERS else 'local'}")
    return (
        Prose(literal(rules.questionnaire.purpose[t.locale])),
        Prose(" ".join(shown)),
        Prose(f"{t('surveys.sealed')} {custody(rules, t)}"),
        Prose(t("surveys.list_everybody" if rules.remind_everybody else "surveys.list")),
        Prose(f"{t('surveys.cannot', carrier=carrier)} {t('surveys.form_only', carrier=carrier)}"),
        Prose(t("surveys.rules", fingerprint=rules.fingerprint), quiet=True),
    )


def buttons(survey: str, t: Words) -> tuple[Button, ...]:
    """The way in, and the way back to an answer."""
    return (
        Button(t("surveys.button_open"), OPEN, survey, "primary", opens_form=True),
        Button(t("surveys.button_code"), CODE, survey, opens_form=True),
    )


def ways_out(survey: str, t: Words) -> tuple[Button, ...]:
    """Not now, tomorrow, never."""
    return (
        Button(t("surveys.button_skip"), SKIP, survey),
        Button(t("surveys.button_later"), LATER, survey),
        Button(t("surveys.button_never"), NEVER, survey),
    )


def custody(rules: Rules, t: Words) -> str:
    """Who could open an answer before the end, as it truly is."""
    match rules.custody:
        case Custody.CUSTODIANS:
            first, second = rules.holders
            # One program that makes the key and takes answers could have kept it, and says so.
            key = "surveys.custody_custodians" if rules.separate else "surveys.custody_custodians_open"
            return t(key, first=first, second=second)
        case Custody.DIRECTORY if rules.separate:
            return t("surveys.custody_directory")
        case Custody.DIRECTORY:
            return t("surveys.custody_open")
        case Custody.SECRET:
            # Destroyed is the key in the database. A copy of it in a backup opens with a secret that stays.
            return t("surveys.custody_secret")


def _said(ends_at: datetime | None, t: Words, zone: ZoneInfo) -> str:
    if ends_at is None:
        return ""
    end = ends_at.astimezone(zone)
    return f"{t.weekday(end.date())}, {t.clock(end)}"
