"""The facts that answers quote, as they are for the person who asks.

The rule to keep: each comes from the place that enforces it (the roles table, the settings, the policy, the rollout,
the survey), so that another setting makes another answer. Nobody learns here of a rollout that they were not told of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console import facts as written
from bot.campaigns.console.desk import Desk
from bot.campaigns.console.dossier import PROMISES, RULES
from bot.campaigns.console.ground_rules import block
from bot.campaigns.letter import Quoted, clock_of
from bot.campaigns.letter import facts as quoted_facts
from bot.campaigns.promises import NAMES as PROMISED
from bot.campaigns.promises import Promises
from bot.hours.agreed import standing
from bot.hours.rule import Rule, sentence
from bot.markup import Markup, literal
from bot.people import MAY, Act, Person, Role
from bot.ports import Work
from bot.privacy.retention import RULES as KEPT
from bot.privacy.retention import USUAL, Periods
from bot.privacy.retention import told as lengths
from bot.surveys import survey as surveys
from bot.surveys.invitation import custody
from bot.surveys.release import FLOOR
from bot.surveys.survey import Survey
from bot.texts import Words
from bot.timesheet.policy import Policies, Version

NAMES = frozenset(
    {
        *("company", "platform", "correctors", "remind_at", "usual_hours", "overtime_way", "time_back", "strain"),
        *("meeting_day", "meeting_time", "place", "hr", "helpers", "course_day", "course_time", "course_place"),
        *("rules", "agreed", "figures", "promises_version", "survey_end", "custody", "k"),
        *(f"keep_{kept.value}" for kept in KEPT),
        *(name for name in PROMISED),
    }
)
"""Every fact there is."""
_CARRIERS = frozenset({"slack", "teams"})


@dataclass(frozen=True, slots=True)
class House:
    """What is set for everybody here."""

    company: str
    policies: Policies
    periods: Periods = field(default_factory=lambda: USUAL)
    may: Mapping[Act, frozenset[Role]] = field(default_factory=lambda: MAY)


@dataclass(frozen=True, slots=True)
class Rollout:
    """A rollout that the person was told of, as they may know it."""

    quoted: Quoted
    version: int
    """Of the promises that hold; 0 for none."""
    rules: tuple[str, ...] = ()
    """Markup, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that can be said to one person, without a language."""

    house: House
    person: Person
    platform: str
    now: datetime
    rollout: Rollout | None = None
    survey: Survey | None = None
    """One that is open for them."""
    figures: Rule = Rule.NEVER
    """What others see of their team."""


async def gather(work: Work, desk: Desk, house: House, person: Person, platform: str, t: Words) -> Facts:
    """Look everything up that hangs on the person. `desk` knows the rollouts."""
    rollout = None
    for campaign in await work.campaigns.page((State.RUNNING, State.PAUSED)):
        journey = await work.journeys.get(campaign.id, person.id)
        # Before somebody's first step, even that there will be a meeting is not theirs to hear from a bot.
        if journey is not None and journey.last_step:
            rollout = await _rollout(work, desk, campaign, person, t)
            break
    survey = None
    for one in await work.surveys.standing({surveys.State.OPEN}):
        if await work.surveys.division(one.id, person.id) is not None:
            survey = one
    now = desk.clock.now()
    held = (await standing(work, desk.playbooks)).of(person.division)
    figures = held.on(now.astimezone(person.zone).date())
    return Facts(house, person, platform, now, rollout, survey, figures)


async def _rollout(work: Work, desk: Desk, campaign: Campaign, person: Person, t: Words) -> Rollout:
    dossier = await desk.dossier(work, campaign.id)
    holds = await work.versions.get(campaign.id, PROMISES, campaign.promises) if campaign.promises else None
    rules = block(t, dossier.versions.get(RULES), person.division)
    agree, of = dossier.agreed
    quoted = Quoted(
        campaign=campaign,
        company=desk.company,
        promises=written.said(holds),
        practical=dossier.practical,
        agreed=(agree, of) if of else None,
    )
    return Rollout(quoted, campaign.promises, tuple(part.text for part in rules))


def said(facts: Facts, t: Words) -> dict[str, str]:
    """Every fact in the reader's language; empty where there is none."""
    house, person = facts.house, facts.person
    here = facts.now.astimezone(person.zone).date()
    found: dict[str, str] = dict.fromkeys(NAMES, "")
    carrier = facts.platform if facts.platform in _CARRIERS else "local"
    found |= {
        "company": literal(house.company) if house.company else t("faq.the_company"),
        "platform": t(f"faq.carrier_{carrier}"),
        "correctors": _roles(t, house.may[Act.CORRECT_FOR_SOMEBODY]),
        "remind_at": t.clock(person.remind_at) if person.remind_at else "",
        "k": str(FLOOR),
        "figures": sentence(t, facts.figures),
        **{f"keep_{name}": words for name, words in lengths(house.periods, t).items()},
        **_policy(t, house.policies.of(person.policy).on(here)),
    }
    if facts.rollout:
        found |= _of_rollout(t, facts.rollout, person.zone)
    if survey := facts.survey:
        found["custody"] = custody(survey.rules, t)
        found["k"] = str(survey.rules.k)
        if ends := survey.ends_at or survey.rules.ends_at:
            end = ends.astimezone(person.zone)
            found["survey_end"] = t("faq.moment", day=t.weekday(end.date()), time=t.clock(end))
    return found


def _roles(t: Words, roles: frozenset[Role]) -> str:
    """Roles by name: `IT`, `HR or IT`."""
    names = list(dict.fromkeys(t(f"faq.role_{role.value}") for role in Role if role in roles))
    return Markup(f" {t('faq.or')} ".join(names)) if names else t("faq.role_nobody")


def _policy(t: Words, version: Version | None) -> dict[str, str]:
    if version is None:
        return {"strain": t("faq.overtime_some_weeks")}
    rule = version.overtime
    way = "both" if rule.per_day and rule.per_week else "week" if rule.per_week else "day"
    most = max(version.contract)
    return {
        "usual_hours": t.duration(most) if most else "",
        "overtime_way": t(f"faq.overtime_{way}"),
        "time_back": t.duration(int(60 * version.time_back)) if version.time_back else "",
        "strain": t("faq.weeks", n=version.strain.weeks, of=version.strain.out_of),
    }


def _of_rollout(t: Words, rollout: Rollout, zone: ZoneInfo) -> dict[str, str]:
    quoted = rollout.quoted
    words = quoted_facts(t, zone, quoted, None)
    promised = quoted.promises.get(t.locale, Promises())
    course = quoted.practical.course
    return {
        "meeting_day": words["day"],
        "meeting_time": words["time"],
        "place": words["place"],
        "hr": words["hr"],
        "helpers": words["helpers"],
        "course_day": t.full_day(course.astimezone(zone).date()) if course else "",
        "course_time": clock_of(t, course, zone, quoted.campaign.zone) if course else "",
        "course_place": words["course_place"],
        "rules": "\n".join(rollout.rules),
        "agreed": words["agreed"],
        "promises_version": str(rollout.version) if rollout.version else "",
        **{name: literal(getattr(promised, name)) if rollout.version else "" for name in PROMISED},
    }
