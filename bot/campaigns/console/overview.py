"""The first screen: each campaign with what has to be done next, that first of all.

The rule to keep: pure; the next thing to do is the first sentence and the first button, and nothing on this screen
sends anything by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.console.dossier import Dossier, Missing, Stop, step_title, survey_of, title
from bot.campaigns.console.moments import comes, moment
from bot.campaigns.playbook import Anchor, Via
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Facts, Message, Part, Prose
from bot.people import Act, Person
from bot.texts import Words

_DOES: dict[Missing, tuple[str, str, Act]] = {
    Missing.PROMISES: ("promises", "rollout.promises", Act.DRAFT_ROLLOUT),
    Missing.SIGNATURE: ("sign", "rollout.signing", Act.APPROVE_ROLLOUT),
    Missing.RULES: ("rules", "rollout.write_rules", Act.DRAFT_ROLLOUT),
    Missing.APPROVAL: ("approve", "rollout.step", Act.SEE_ROLLOUT),
    Missing.CHANNEL: ("channel", "rollout.channel", Act.DRAFT_ROLLOUT),
    Missing.START: ("start", "rollout.starting", Act.SEND_ROLLOUT),
    Missing.LEADS: ("leads", "rollout.leads", Act.SEE_ROLLOUT),
    Missing.SURVEY: ("survey", "rollout.timeline", Act.SEE_ROLLOUT),
    Missing.CODES: ("survey", "rollout.timeline", Act.SEE_ROLLOUT),
    Missing.SUMMARY: ("summary", "rollout.summary", Act.DRAFT_ROLLOUT),
}
_PAGE = 3
"""Rollouts on a page that is not theirs."""
_FORMS = frozenset(
    {
        "rollout.promises",
        "rollout.signing",
        "rollout.write_rules",
        "rollout.channel",
        "rollout.starting",
        "rollout.summary",
    }
)


def home(t: Words, person: Person, dossiers: Sequence[Dossier], now: datetime) -> Message:
    """All campaigns, those that run first; what each needs next."""
    running = any(dossier.campaign.state is State.RUNNING for dossier in dossiers)
    more = _more(t, person, running=running, first=not dossiers)
    if not dossiers:
        return Message(t("rollout.none"), (Buttons(more),) if more else ())
    parts: list[Part] = []
    for number, dossier in enumerate(dossiers, start=1):
        parts.append(Prose(Markup(f"*{title_of(dossier, t)}*: {state(dossier, t)}\n{headline(dossier, t, now)}")))
        parts.append(Buttons((Button(t("rollout.button_open_numbered", n=number), "rollout.open", of(dossier)),)))
    log = Button(t("rollout.button_audit"), "rollout.audit", "")
    parts.append(Buttons((log, *more)))
    return Message(t("rollout.several", n=len(dossiers)), tuple(parts))


def page(t: Words, dossiers: Sequence[Dossier], now: datetime) -> tuple[Part, ...]:
    """The same in short, for a page on which other things stand too."""
    parts: list[Part] = []
    for number, dossier in enumerate(dossiers[:_PAGE], start=1):
        parts.append(Prose(Markup(f"*{title_of(dossier, t)}*: {state(dossier, t)}\n{headline(dossier, t, now)}")))
        parts.append(Buttons((Button(t("rollout.button_open_numbered", n=number), "rollout.open", of(dossier)),)))
    return tuple(parts)


def overview(t: Words, person: Person, dossier: Dossier, now: datetime) -> Message:
    """One campaign."""
    text = Markup(f"*{title_of(dossier, t)}*: {state(dossier, t)}\n{headline(dossier, t, now)}")
    more = _more(t, person, running=dossier.campaign.state is State.RUNNING, first=False)
    rows = (_first(t, person, dossier, now), _looks(t, dossier), _changes(t, person, dossier, now), more)
    return Message(text, (_facts(t, dossier), *(Buttons(row) for row in rows if row)))


def _more(t: Words, person: Person, *, running: bool, first: bool) -> tuple[Button, ...]:
    """What concerns no single campaign."""
    found: list[Button] = []
    if person.may(Act.DRAFT_ROLLOUT):
        style: Literal["plain", "primary"] = "primary" if first else "plain"
        found.append(Button(t("rollout.button_new"), "rollout.new", "", style, opens_form=True))
    if running and person.may(Act.HALT_ROLLOUT):
        found.append(Button(t("rollout.button_halt"), "rollout.halting", "", "danger", opens_form=True))
    return tuple(found)


def headline(dossier: Dossier, t: Words, now: datetime) -> Markup:
    """What comes next, and what it waits for: `3 things before soft can go: leads (8 of 9), approval, promises`."""
    upcoming = dossier.upcoming(now)
    if upcoming is None:
        return t(f"rollout.over_{dossier.campaign.state}")
    name = step_title(upcoming.step, t)
    when = comes(t, upcoming, dossier.campaign.zone) or Markup("")
    if not upcoming.missing:
        return t("rollout.next_ready", step=name, when=when)
    things = Markup(", ".join(_thing(t, dossier, missing) for missing in upcoming.missing))
    late = upcoming.begins is not None and upcoming.begins <= now and dossier.campaign.state is State.RUNNING
    key = "rollout.next_held" if late else "rollout.next_waits"
    return t(key, n=len(upcoming.missing), step=name, things=things, when=when)


def state(dossier: Dossier, t: Words) -> Markup:
    """In a word."""
    return t(f"rollout.state_{dossier.campaign.state}")


def title_of(dossier: Dossier, t: Words) -> Markup:
    """Its name, which somebody may have typed."""
    return literal(title(dossier, t))


def of(dossier: Dossier) -> str:
    """What a button carries of it."""
    return str(dossier.campaign.id)


def _thing(t: Words, dossier: Dossier, missing: Missing) -> str:
    agree, of_all = dossier.agreed
    return t(f"rollout.missing_{missing}", n=agree, of=of_all, names=", ".join(dossier.codes))


def _facts(t: Words, dossier: Dossier) -> Facts:
    campaign = dossier.campaign
    anchor = "meeting" if dossier.playbook.anchor is Anchor.MEETING else "opening"
    pairs = [(t(f"rollout.fact_{anchor}"), moment(t, campaign.anchor, campaign.zone))]
    if campaign.survey_end is not None and survey_of(dossier.playbook):
        pairs.append((t("rollout.fact_survey_end"), moment(t, campaign.survey_end, campaign.zone)))
    if dossier.turnout and dossier.turnout.percent and dossier.turnout.on:
        so_far = t("rollout.turnout_on", percent=t.number(dossier.turnout.percent), day=t.day(dossier.turnout.on))
        pairs.append((t("rollout.fact_turnout"), so_far))
    pairs.append((t("rollout.fact_audience"), whom(t, campaign, dossier.people)))
    if speaks(dossier):
        where = literal(campaign.channel.name) if campaign.channel else t("rollout.channel_nothing")
        pairs.append((t("rollout.fact_channel"), where))
    promises = dossier.versions.get("promises")
    if promises is None:
        pairs.append((t("rollout.fact_promises"), t("rollout.promises_none")))
    else:
        signed = promises.signed_by is not None or promises.signed_at is not None
        key = "rollout.promises_signed" if signed else "rollout.promises_unsigned"
        pairs.append(
            (t("rollout.fact_promises"), t(key, n=promises.number, who=name_of(t, dossier, promises.signed_by)))
        )
    if dossier.leads:
        agree, of_all = dossier.agreed
        key = "rollout.leads_quorum" if dossier.quorum and agree < of_all else "rollout.leads_count"
        pairs.append((t("rollout.fact_leads"), t(key, n=agree, of=of_all)))
    return Facts(tuple(pairs))


def _helps(dossier: Dossier) -> bool:
    """Whether anybody has been offered help."""
    return any(stop.step.help and stop.gone for stop in dossier.stops)


def speaks(dossier: Dossier) -> bool:
    """Whether anything of it is for a channel."""
    return any(stop.step.via is not Via.DM for stop in dossier.stops)


def whom(t: Words, campaign: Campaign, people: int) -> Markup:
    """Whom it is for."""
    if campaign.audience == EVERYBODY:
        return t("rollout.whom_all", n=people)
    return t("rollout.whom_division", n=people, division=campaign.audience)


def name_of(t: Words, dossier: Dossier, person: int | None) -> str:
    """Who it was; whoever has been erased is nobody any more."""
    return dossier.names.get(person or 0) or t("rollout.somebody_gone")


def _first(t: Words, person: Person, dossier: Dossier, now: datetime) -> tuple[Button, ...]:
    """The buttons for what the next step waits for, as far as this person can do it."""
    upcoming = dossier.upcoming(now)
    if upcoming is None:
        return ()
    found: list[Button] = []
    for missing in upcoming.missing:
        name, action, act = _DOES[missing]
        # What only an approver does, and what others can only look at, are no button for those others.
        if person.may(act) and missing not in {Missing.SURVEY, Missing.CODES}:
            value = f"{of(dossier)}:{_approvable(dossier, upcoming)}" if missing is Missing.APPROVAL else of(dossier)
            style = "plain" if found else "primary"
            label = t(f"rollout.button_do_{name}", n=dossier.people)
            found.append(Button(label, action, value, style, opens_form=action in _FORMS))  # type: ignore[arg-type]
    return tuple(found)


def _approvable(dossier: Dossier, upcoming: Stop) -> str:
    """The step that waits for approval: itself, or the one that it needs."""
    for name in (*upcoming.step.needs, upcoming.step.name):
        found = dossier.stop(name)
        if found and Missing.APPROVAL in found.missing:
            return name
    return upcoming.step.name


def _looks(t: Words, dossier: Dossier) -> tuple[Button, ...]:
    """What can be looked at."""
    screens = ["timeline", "texts", "facts"]
    if dossier.leads:
        screens.append("leads")
    if dossier.playbook.pack:
        screens.append("pack")
    screens += ["status", "attention", "audit"]
    return tuple(Button(t(f"rollout.button_{screen}"), f"rollout.{screen}", of(dossier)) for screen in screens)


def _changes(t: Words, person: Person, dossier: Dossier, now: datetime) -> tuple[Button, ...]:
    """What can be changed by whoever may."""
    state_ = dossier.campaign.state
    live = state_ in {State.DRAFT, State.RUNNING, State.PAUSED}
    wanted = (
        ("test", "rollout.test", Act.SEE_ROLLOUT, live, False),
        ("rehearse", "rollout.rehearse", Act.SEE_ROLLOUT, live and dossier.campaign.anchor > now, False),
        ("helped", "rollout.helped", Act.DRAFT_ROLLOUT, _helps(dossier), False),
        ("channel", "rollout.channel", Act.DRAFT_ROLLOUT, live and speaks(dossier), True),
        ("pause", "rollout.pause", Act.HALT_ROLLOUT, state_ is State.RUNNING, False),
        ("resume", "rollout.resuming", Act.SEND_ROLLOUT, state_ is State.PAUSED, True),
        ("move", "rollout.moving", Act.SEND_ROLLOUT, live, True),
        ("end_survey", "rollout.ending", Act.SEND_ROLLOUT, dossier.survey_ends is not None, True),
        ("close", "rollout.closing", Act.SEND_ROLLOUT, state_ is State.RUNNING and dossier.upcoming(now) is None, True),
        ("cancel", "rollout.cancelling", Act.SEND_ROLLOUT, live, True),
        ("again", "rollout.again", Act.DRAFT_ROLLOUT, not live, True),
    )
    return tuple(
        Button(
            t(f"rollout.button_{name}"), action, of(dossier), "danger" if name == "cancel" else "plain", opens_form=form
        )
        for name, action, act, fits, form in wanted
        if fits and person.may(act)
    )
