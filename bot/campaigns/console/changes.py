"""The questions before something big: starting, resuming, cancelling, closing, stopping everything.

The rule to keep: pure; each says how many people it reaches, on the button too, and nothing happens before it is sent.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.campaigns.console.dossier import Dossier, rules_of, step_title
from bot.campaigns.console.moments import departs, moment
from bot.campaigns.console.overview import of, title_of, whom
from bot.errors import Refusal
from bot.events import Submitted
from bot.markup import Markup
from bot.message import Choices, Day, Form, Input, Option, Prose, Text, Time
from bot.texts import Words

_REASON = 300
_YES = "yes"
_SURE = "sure"


def tick(t: Words, yes: str = "rollout.form_sure_yes") -> Choices:
    """What has to be ticked before a form is sent that asks for nothing else."""
    return Choices(_SURE, t("rollout.form_sure"), (Option(_YES, t(yes)),), required=True)


def ticked(event: Submitted) -> None:
    """Raises a refusal where it was not ticked."""
    if _YES not in (event.fields.get(_SURE) or ()) and event.fields.get(_SURE) != _YES:
        raise Refusal("rollout.tick_first", _SURE)


def starting_form(t: Words, dossier: Dossier, *, key: str) -> Form:
    """What starting does: leads are asked first, and the first message follows at its time."""
    rules = rules_of(dossier.playbook)
    parts: list[Prose | Input] = [Prose(t("rollout.starting_whom", whom=whom(t, dossier.campaign, dossier.people)))]
    asks = len(dossier.leads) if rules else 0
    if asks:
        parts.append(Prose(t("rollout.starting_leads", n=asks)))
    content = [stop for stop in dossier.stops if stop.departures and (rules is None or stop.step.name != rules.name)]
    if content:
        when = departs(t, content[0].departures, dossier.campaign.zone)
        parts.append(Prose(t("rollout.starting_first", step=step_title(content[0].step, t), when=when)))
    parts += [tick(t), Prose(t("rollout.starting_then"), quiet=True)]
    submit = t("rollout.starting_submit", n=asks) if asks else t("rollout.starting_submit_none")
    return Form(t("rollout.starting_title"), "rollout.started", submit, tuple(parts), f"{key}|{of(dossier)}")


def resuming_form(t: Words, dossier: Dossier, *, key: str, waiting: int) -> Form:
    """What goes out once it goes on."""
    parts = (Prose(t("rollout.resuming_means", title=title_of(dossier, t), n=waiting)), tick(t))
    submit = t("rollout.resuming_submit", n=dossier.people)
    return Form(t("rollout.resuming_title"), "rollout.resumed", submit, parts, f"{key}|{of(dossier)}")


def cancelling_form(t: Words, dossier: Dossier, *, key: str, tells: int) -> Form:
    """What cancelling does; it cannot be undone."""
    means = t("rollout.cancelling_tells", n=tells) if tells else t("rollout.cancelling_silent")
    parts = (
        Prose(t("rollout.cancelling_means", title=title_of(dossier, t))),
        Prose(means),
        Text("reason", t("rollout.cancelling_reason"), multiline=True, limit=_REASON),
    )
    submit = t("rollout.cancelling_submit_tells", n=tells) if tells else t("rollout.cancelling_submit")
    return Form(t("rollout.cancelling_title"), "rollout.cancelled", submit, parts, f"{key}|{of(dossier)}")


def ending_form(t: Words, dossier: Dossier, earliest: datetime, *, key: str) -> Form:
    """An earlier end for the survey, of which everybody is told a day before."""
    zone = dossier.campaign.zone
    here, ends = earliest.astimezone(zone), dossier.survey_ends or earliest
    parts = (
        Prose(t("rollout.ending_now", when=moment(t, ends, zone))),
        Prose(t("rollout.ending_means", n=dossier.people)),
        Day("day", t("rollout.ending_day"), here.date()),
        Time("time", t("rollout.form_time"), here.time()),
    )
    submit = t("rollout.ending_submit", n=dossier.people)
    return Form(t("rollout.ending_title"), "rollout.ended", submit, parts, f"{key}|{of(dossier)}")


def closing_form(t: Words, dossier: Dossier, *, key: str) -> Form:
    """The end of a campaign whose follow-up has gone out."""
    parts = (Prose(t("rollout.closing_means", title=title_of(dossier, t))), tick(t))
    return Form(
        t("rollout.closing_title"), "rollout.closed", t("rollout.closing_submit"), parts, f"{key}|{of(dossier)}"
    )


def halting_form(t: Words, dossiers: Sequence[Dossier], *, key: str) -> Form:
    """Everything that runs is paused."""
    names = Markup(", ".join(title_of(dossier, t) for dossier in dossiers))
    parts = (Prose(t("rollout.halting_means", n=len(dossiers), titles=names)), tick(t))
    return Form(t("rollout.halting_title"), "rollout.halted", t("rollout.halting_submit", n=len(dossiers)), parts, key)
