"""The rehearsal as HR sees it: the rollout played from its start to its end, for one person of each kind.

The rule to keep: nobody's data is in it. A kind of people is a zone, working days, and whether they lead; what
comes out is what the engine says, and nothing is decided here.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from bot.campaigns.campaign import EVERYBODY
from bot.campaigns.console.desk import Desk, number_of
from bot.campaigns.console.dossier import Dossier, step_title
from bot.campaigns.console.looking import Looking
from bot.campaigns.console.moments import city
from bot.campaigns.console.overview import title_of
from bot.campaigns.console.ports import Group
from bot.campaigns.console.timeline import back, why
from bot.campaigns.line import Line
from bot.campaigns.scenario import Proposal, Scenario, Somebody
from bot.errors import Refusal
from bot.events import Press
from bot.markup import Markup, literal, plain
from bot.message import Buttons, File, Message, Part, Prose, Reply, Table
from bot.people import Person, Role
from bot.texts import Words

_COLUMNS = 3
"""Kinds of people in the table: what fits beside one another on a phone's screen. The file has them all."""
_KINDS = 30
"""Kinds that are played: the largest."""
_AFTER = timedelta(days=75)
"""So long after the anchor it is played: longer than any step of ours."""


@dataclass(frozen=True, slots=True)
class Kind:
    """People to whom the same happens."""

    zone: ZoneInfo
    policy: str
    lead: bool


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """Plays, and shows."""

    desk: Desk
    looking: Looking

    async def rehearse(self, event: Press, person: Person, t: Words) -> Reply:
        """The whole rollout, as if it began now, or as it began."""
        del person
        if self.desk.play is None:
            raise Refusal("rollout.stale")
        async with self.desk.store.begin() as work:
            dossier = await self.desk.dossier(work, number_of(event.value))
            groups = await work.crowd.groups()
        campaign, now = dossier.campaign, self.looking.now()
        if campaign.anchor <= now or campaign.ended_at is not None:
            raise Refusal("rollout.rehearse_over")
        kinds = kinds_of(dossier, groups)
        if not kinds:
            raise Refusal("rollout.rehearse_nobody")
        calendars = {name: self.desk.policies.of(name) for name in {campaign.calendar, *(one.policy for one in kinds)}}
        lines = await self.desk.play(scenario(dossier, tuple(kinds), campaign.started_at or now), calendars)
        return Reply(played(t, dossier, kinds, lines))


def kinds_of(dossier: Dossier, groups: Sequence[Group]) -> Mapping[Kind, int]:
    """The kinds of people in a rollout's audience, the largest first, with how many they are."""
    campaign = dossier.campaign
    found: Counter[Kind] = Counter()
    for group in groups:
        if campaign.audience in {EVERYBODY, group.division}:
            found[Kind(group.zone or campaign.zone, group.policy, Role.LEAD in group.roles)] += group.people
    order = sorted(found.items(), key=lambda one: (-one[1], one[0].zone.key, one[0].policy, one[0].lead))
    return dict(order[:_KINDS])


def scenario(dossier: Dossier, kinds: Sequence[Kind], begins: datetime) -> Scenario:
    """The rollout with one person of each kind, called by their number."""
    campaign = dossier.campaign
    people = tuple(
        Somebody(f"{number}", kind.zone.key, kind.policy, lead=kind.lead) for number, kind in enumerate(kinds)
    )
    proposal = Proposal(
        id="rollout",
        playbook=campaign.playbook,
        created=begins,
        zone=campaign.zone,
        anchor=campaign.anchor,
        survey_closes=campaign.survey_end,
        holidays=campaign.calendar,
        # HR has been asked already, when it was set up.
        confirm=True,
        hour=campaign.hour,
        weekends=campaign.weekends,
    )
    return Scenario(campaign.anchor + _AFTER, people=people, campaigns=(proposal,))


def played(t: Words, dossier: Dossier, kinds: Mapping[Kind, int], lines: Sequence[Line]) -> Message:
    """What came out: a table for the largest kinds, what HR would be told, and all of it in a file."""
    policies = len({kind.policy for kind in kinds}) > 1
    names = [_name(t, kind, number, policy=policies) for kind, number in kinds.items()]
    said = {(line.step, line.person): _cell(t, line) for line in lines if line.person is not None}
    steps = [stop.step for stop in dossier.stops if any(line.step == stop.step.name for line in lines)]
    shown = range(min(len(names), _COLUMNS))
    rows = tuple(
        (
            Markup(step_title(step, t)),
            *(said.get((step.name, f"{number}"), t("rollout.rehearse_nothing")) for number in shown),
        )
        for step in steps
    )
    columns = (t("rollout.column_step"), *(names[number] for number in shown))
    parts: list[Part] = [Table(t("rollout.rehearse_caption"), columns, rows)]
    titles = {step.name: step_title(step, t) for step in steps}
    told = [
        t("rollout.rehearse_hr", step=titles[line.step], why=why(t, line.reason or ""), day=t.dated(line.local.date()))
        for line in lines
        if line.person is None and line.step in titles
    ]
    if told:
        parts.append(Prose(Markup("\n".join([t("rollout.rehearse_told"), *told]))))
    parts += [
        Prose(t("rollout.rehearse_given"), quiet=True),
        File("rehearsal.csv", "text/csv", _file(names, titles, lines)),
        Buttons((back(t, dossier),)),
    ]
    return Message(t("rollout.rehearsed", title=title_of(dossier, t), n=len(kinds)), tuple(parts))


def _name(t: Words, kind: Kind, number: int, *, policy: bool) -> Markup:
    key = "rollout.rehearse_leads" if kind.lead else "rollout.rehearse_people"
    where = city(t, kind.zone)
    if policy:
        where = Markup(f"{where}, {literal(kind.policy)}")
    return t(key, city=where, n=number)


def _cell(t: Words, line: Line) -> Markup:
    if line.event == "sent":
        return Markup(f"{t.weekday(line.local.date())}, {t.clock(line.local)}")
    return t("rollout.rehearse_skipped", why=why(t, line.reason or ""))


def _file(names: Sequence[str], titles: Mapping[str, str], lines: Sequence[Line]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["at", "local", "who", "step", "event", "reason"])
    for line in lines:
        who = plain(names[int(line.person)]) if line.person is not None else ""
        writer.writerow(
            [line.at.isoformat(), line.local.isoformat(), who, titles.get(line.step or "", ""), line.event, line.reason]
        )
    return out.getvalue().encode("utf-8-sig")
