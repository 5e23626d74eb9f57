"""The timeline of one campaign: every step with its real dates, what it waits for, and what became of it.

The rule to keep: pure; the picture shows nothing that the table beside it does not say.
"""

from datetime import datetime

from bot.campaigns.campaign import State
from bot.campaigns.console.dossier import Dossier, Missing, Stop, step_title
from bot.campaigns.console.moments import city, comes, moment
from bot.campaigns.console.overview import headline, of, title_of
from bot.campaigns.console.timeline_picture import timeline_picture
from bot.mail import Fate
from bot.markup import Markup, plain
from bot.message import Button, Buttons, Message, Picture, Prose, Table
from bot.texts import Words


def timeline(t: Words, dossier: Dossier, now: datetime) -> Message:
    """All steps in order, as a table and as a picture."""
    rows = tuple(
        (
            Markup(step_title(stop.step, t)),
            when(t, dossier, stop, short=True),
            Markup(t.number(stop.people)),
            standing(t, dossier, stop, now),
        )
        for stop in dossier.stops
    )
    columns = tuple(t(f"rollout.column_{name}") for name in ("step", "when", "people", "state"))
    zone = dossier.campaign.zone
    marks = [
        (plain(step_title(stop.step, t)), stop.begins.astimezone(zone), stop.gone, bool(stop.missing))
        for stop in dossier.stops
        if stop.begins is not None
    ]
    anchor = dossier.campaign.anchor.astimezone(zone)
    parts: list[Table | Picture | Prose | Buttons] = [Table(t("rollout.timeline_caption"), columns, rows)]
    if marks:
        alt = t("rollout.timeline_alt", n=len(marks), step=marks[0][0], day=t.dated(marks[0][1].date()))
        label = plain(t(f"rollout.fact_{dossier.playbook.anchor}"))
        parts.insert(0, Picture(timeline_picture(marks, (label, anchor), now.astimezone(zone), t), plain(alt)))
    zones = [one.zone for stop in dossier.stops for one in stop.departures if stop.departures[0].at < one.at]
    if zones:
        spread = next(stop.departures for stop in dossier.stops if len(stop.departures) > 1)
        first, last = city(t, spread[0].zone), city(t, spread[-1].zone)
        parts.append(Prose(t("rollout.timeline_zones", first=first, last=last), quiet=True))
    if there := in_channel(t, dossier):
        parts.append(Prose(there))
    parts.append(Buttons((back(t, dossier),)))
    text = t("rollout.timeline", title=title_of(dossier, t), headline=headline(dossier, t, now))
    return Message(text, tuple(parts))


def in_channel(t: Words, dossier: Dossier) -> Markup:
    """What is said in the campaign's channel and when, and what became of it; empty where there is none."""
    channel = dossier.campaign.channel
    lines = [line for stop in dossier.stops if (line := _post(t, dossier, stop))]
    if channel is None or not lines:
        return Markup("")
    return Markup("\n".join([t("rollout.in_channel", channel=channel.name), *lines]))


def _post(t: Words, dossier: Dossier, stop: Stop) -> Markup | None:
    """One step in the channel: what became of it, else when it comes."""
    said = [post for post in dossier.posts if post.step == stop.step.name]
    post = next((one for one in said if one.fate is Fate.SENT), said[-1] if said else None)
    name = step_title(stop.step, t)
    at = post.at if post else stop.posted
    when_ = moment(t, at, dossier.campaign.zone) if at else Markup("")
    if post is None:
        return t("rollout.post_comes", step=name, when=when_) if when_ else None
    match post.fate:
        case Fate.SENT:
            return t("rollout.post_sent", step=name, when=when_)
        case Fate.QUEUED:
            return t("rollout.post_queued", step=name)
        case Fate.SKIPPED:
            return t("rollout.post_skipped", step=name, why=why(t, post.reason))
        case Fate.FAILED | Fate.UNREACHABLE:
            return t("rollout.post_failed", step=name, why=why(t, post.reason))


def why(t: Words, reason: str) -> Markup:
    """A reason in words, and what to do about it; the platform's own word where we have none."""
    for key in (f"rollout.why_{reason}", f"reasons.{reason}"):
        if t.has(key):
            return t(key)
    return t("rollout.why_other", reason=reason)


def when(t: Words, dossier: Dossier, stop: Stop, *, short: bool = False) -> Markup:
    """When a step goes, or what calls it; `short` for a table, above which the zones are said."""
    if (found := comes(t, stop, dossier.campaign.zone, short=short)) is not None:
        return found
    if stop.step.when.start:
        return t("rollout.called_start")
    return t(f"rollout.called_{stop.step.when.call}") if stop.step.when.call else t("rollout.called_passed")


def standing(t: Words, dossier: Dossier, stop: Stop, now: datetime) -> Markup:
    """What became of a step, or what it waits for."""
    count = stop.count
    if count.sent or count.queued or count.failed or count.skipped:
        shown = [
            t(f"rollout.count_{name}", n=number)
            for name, number in (
                ("sent", count.sent),
                ("queued", count.queued),
                ("failed", count.failed),
                ("skipped", count.skipped),
            )
            if number
        ]
        return Markup(", ".join(shown))
    if stop.missing:
        late = stop.begins is not None and stop.begins <= now and dossier.campaign.state is State.RUNNING
        return t("rollout.held_for" if late else "rollout.waits_for", things=things(t, dossier, stop.missing))
    if dossier.campaign.state is State.PAUSED and stop.begins is not None:
        return t("rollout.standing_paused")
    return t("rollout.standing_ready")


def things(t: Words, dossier: Dossier, missing: tuple[Missing, ...]) -> Markup:
    """What it waits for, in a row."""
    agree, of_all = dossier.agreed
    names = ", ".join(dossier.codes)
    return Markup(", ".join(t(f"rollout.missing_{one}", n=agree, of=of_all, names=names) for one in missing))


def back(t: Words, dossier: Dossier) -> Button:
    """The way back to the campaign."""
    return Button(t("rollout.button_back"), "rollout.open", of(dossier))
