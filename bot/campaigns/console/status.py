"""What became of each step: how many got it, who could not be reached and why, and another try for those alone.

The rule to keep: pure; it names whom the platform could not reach, never what anybody did with a message.
"""

from collections.abc import Mapping, Sequence

from bot.campaigns.console.dossier import Dossier, step_title
from bot.campaigns.console.overview import of, title_of
from bot.campaigns.console.timeline import back, in_channel, why
from bot.campaigns.playbook import Kind
from bot.mail import NO_ANSWER, Failure, Fate, Tally
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Message, Part, Prose, Table
from bot.people import Act, Person
from bot.surveys.turnout import LEAST_ANSWERED, LEAST_INVITED, STEP, Turnout
from bot.texts import Words

SHOWN = 20
"""Names on one card."""
_COLUMNS = ("queued", "sent", "skipped", "failed", "unreachable")


def status(  # noqa: PLR0913 - a card of many figures
    t: Words,
    person: Person,
    dossier: Dossier,
    tallies: Sequence[Tally],
    failures: Sequence[Failure],
    doubtful: Sequence[Failure],
    names: Mapping[int, str],
    *,
    shares: Mapping[str, int],
) -> Message:
    """The figures of every step, and the names of those who were not reached.

    `shares` is how many in a hundred have pressed "Got it", by step; see `bot.campaigns.got_it`.
    """
    parts: list[Part] = []
    rows = tuple(
        (
            Markup(step_title(stop.step, t)),
            *(t.number(_sum(tallies, stop.step.name, Fate(column))) for column in _COLUMNS),
        )
        for stop in dossier.stops
        if any(tally.step == stop.step.name for tally in tallies)
    )
    if rows:
        columns = (t("rollout.column_step"), *(t(f"rollout.column_{name}") for name in _COLUMNS))
        parts.append(Table(t("rollout.status_caption"), columns, rows))
    skipped = sorted({(tally.step, tally.reason, tally.count) for tally in tallies if tally.fate is Fate.SKIPPED})
    parts += [Prose(line) for line in _skips(t, dossier, skipped)]
    parts += [
        Prose(t("rollout.got_it", step=_step(t, dossier, step), share=t.number(part)))
        for step, part in shares.items()
        if (stop := dossier.stop(step)) and stop.step.kind in {Kind.MESSAGE, Kind.SUMMARY}
    ]
    if dossier.turnout:
        parts.append(Prose(turnout(t, dossier.turnout)))
    if there := in_channel(t, dossier):
        parts.append(Prose(there))
    if failures:
        parts.append(Prose(Markup("\n".join([t("rollout.not_reached"), *_names(t, dossier, failures, names)]))))
    if doubtful:
        parts.append(Prose(Markup("\n".join([t("rollout.maybe_twice"), *_names(t, dossier, doubtful, names)]))))
    channels = [Tally(post.step, post.fate, post.reason, post.maybe_twice, 1) for post in dossier.posts]
    lost = [tally for tally in (*tallies, *channels) if tally.fate in {Fate.FAILED, Fate.UNREACHABLE}]
    failed = sum(tally.count for tally in lost)
    again = sum(tally.count for tally in lost if not tally.maybe_twice and tally.reason != NO_ANSWER)
    buttons: list[Button] = []
    if again and person.may(Act.SEND_ROLLOUT):
        buttons.append(Button(t("rollout.button_resend", n=again), "rollout.resend", f"{of(dossier)}:{again}"))
    parts.append(Buttons((*buttons, back(t, dossier))))
    key = "rollout.status_failed" if failed else "rollout.status" if rows else "rollout.status_none"
    sent = sum(tally.count for tally in tallies if tally.fate is Fate.SENT)
    return Message(t(key, title=title_of(dossier, t), n=failed or sent), tuple(parts))


def turnout(t: Words, found: Turnout) -> Markup:
    """How many have answered so far, or that this is not said."""
    if found.percent is None or found.on is None:
        return t("surveys.response_none", invited=LEAST_INVITED, answered=LEAST_ANSWERED)
    if not found.percent:
        return t("surveys.response_few", percent=STEP, day=t.day(found.on))
    return t("surveys.response", percent=found.percent, day=t.day(found.on))


def _sum(tallies: Sequence[Tally], step: str, fate: Fate) -> int:
    return sum(tally.count for tally in tallies if tally.step == step and tally.fate is fate)


def _skips(t: Words, dossier: Dossier, skipped: Sequence[tuple[str, str, int]]) -> list[Markup]:
    return [
        t("rollout.skipped_line", step=_step(t, dossier, step), n=count, why=why(t, reason))
        for step, reason, count in skipped
    ]


def _names(t: Words, dossier: Dossier, failures: Sequence[Failure], names: Mapping[int, str]) -> list[Markup]:
    shown = [
        t(
            "rollout.failure",
            who=names.get(failure.person or 0) or _channel(dossier, failure) or t("rollout.somebody_gone"),
            step=_step(t, dossier, failure.step),
            why=why(t, failure.reason),
        )
        for failure in failures[:SHOWN]
    ]
    return [*shown, t("rollout.failures_more", n=SHOWN)] if len(failures) > SHOWN else shown


def _channel(dossier: Dossier, failure: Failure) -> str:
    """What people call a channel that was not reached, while it is still the campaign's."""
    here = dossier.campaign.channel
    return here.name if here and here.key == failure.channel else failure.channel


def _step(t: Words, dossier: Dossier, name: str) -> Markup:
    stop = dossier.stop(name)
    return literal(step_title(stop.step, t) if stop else name)
