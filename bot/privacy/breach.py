"""The report for the case that somebody unauthorised may have read the database, and the letters that it calls for.

The rule to keep: pure; it says what is held and what would have to be exposed as well, and guesses nothing. It goes to
the operator, who can read the database anyway.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.campaigns.console.moments import moment
from bot.markup import plain
from bot.people import Person
from bot.privacy.export import title
from bot.privacy.ports import Exposed
from bot.privacy.request import Law
from bot.surveys.survey import Custody, State, Survey
from bot.texts import Words

WITHIN = timedelta(hours=72)
"""UU 27/2022, article 46: in writing, to every subject and the agency. GDPR, article 33: to the authority."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known."""

    since: datetime
    known: datetime
    """When it became known: the clock of the law begins."""
    keys: bool
    """Whether the folder or the secret of the survey keys may have been read as well."""
    law: Law
    company: str
    zone: ZoneInfo


def report(
    t: Words,
    case: Case,
    people: Sequence[Person],
    exposed: Sequence[Exposed],
    surveys: Sequence[tuple[Survey, int]],
) -> str:
    """The report, in Markdown. `surveys` are those that were open since, with how many were invited."""
    parts = [
        f"# {plain(t('breach.title', company=case.company))}",
        plain(
            t(
                "breach.clock",
                since=moment(t, case.since, case.zone),
                known=moment(t, case.known, case.zone),
                due=moment(t, case.known + WITHIN, case.zone),
            )
        ),
        plain(t(f"breach.law_{case.law.value.replace('-', '_')}")),
        f"## {plain(t('breach.kinds'))}",
        "\n".join(
            [
                plain(t("breach.kinds_head")),
                "|---|---|---|---|",
                *(_exposed(t, one) for one in exposed),
            ]
        ),
        plain(t("breach.kinds_clear")),
        f"## {plain(t('breach.surveys'))}",
        "\n".join(_survey(t, case, survey, invited) for survey, invited in surveys) or plain(t("breach.surveys_none")),
        plain(t("breach.surveys_counted")),
        f"## {plain(t('breach.people', n=len(people)))}",
        "\n".join(f"- {person.name}, {person.email or '–'}" for person in people),
        plain(t("breach.people_erased")),
    ]
    return "\n\n".join(parts)


def letter(t: Words, case: Case, exposed: Sequence[Exposed], *, surveys: bool) -> str:
    """The letter to everybody concerned, in one language; what only the company knows stands in brackets."""
    kinds = "\n".join(f"- {plain(title(one.table, t))}" for one in exposed)
    values: Mapping[str, str] = {
        "company": case.company,
        "since": plain(moment(t, case.since, case.zone)),
        "known": plain(moment(t, case.known, case.zone)),
    }
    answers = "breach.letter_answers_keys" if surveys and case.keys else "breach.letter_answers"
    paragraphs = [
        t("breach.letter_subject", **values),
        t("breach.letter_greeting"),
        t("breach.letter_when", **values),
        t("breach.letter_what"),
        kinds,
        t(answers),
        t("breach.letter_how"),
        t("breach.letter_done"),
        t("breach.letter_you"),
        t("breach.letter_rights"),
        t("breach.letter_end", **values),
    ]
    return "\n\n".join(plain(paragraph) for paragraph in paragraphs)


def _exposed(t: Words, one: Exposed) -> str:
    return f"| {plain(title(one.table, t))} (`{one.table}`) | {', '.join(one.kinds)} | {one.rows} | {one.people} |"


def _survey(t: Words, case: Case, survey: Survey, invited: int) -> str:
    state = "counted" if survey.state is State.COUNTED else "open"
    custody: Custody = survey.rules.custody
    key = "exposed" if case.keys and custody is not Custody.CUSTODIANS else custody.value
    said = t(
        f"breach.survey_{state}",
        title=survey.rules.questionnaire.title.get(t.locale, survey.id),
        id=survey.id,
        n=invited,
    )
    return f"- {plain(said)} {plain(t(f'breach.key_{key}'))}"
