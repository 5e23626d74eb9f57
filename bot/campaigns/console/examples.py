"""An example of every screen, form and answer of HR's console, for the gallery.

The rule to keep: facts are made up here, sentences never.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.campaigns.beforehand import Question
from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.channel import Channel
from bot.campaigns.console import changes, creation, facts, ground_rules, summary
from bot.campaigns.console.asked import leaving_out_form
from bot.campaigns.console.attention import Excess, Week
from bot.campaigns.console.attention_card import attention, override_form
from bot.campaigns.console.audit import PAGE, audit
from bot.campaigns.console.channels import channel_form
from bot.campaigns.console.creation import Offered
from bot.campaigns.console.dossier import (
    PRACTICAL,
    PROMISES,
    RULES,
    Answered,
    Count,
    Departure,
    Dossier,
    Missing,
    Stop,
)
from bot.campaigns.console.overview import home, overview
from bot.campaigns.console.ports import Concern, Deed, Version
from bot.campaigns.console.rehearsing import Kind, played
from bot.campaigns.console.status import SHOWN, status
from bot.campaigns.console.texts import (
    as_read,
    as_said,
    edit_form,
    mistakes,
    preview_form,
    shown_as,
    step_card,
    texts_list,
)
from bot.campaigns.console.timeline import timeline
from bot.campaigns.course import course_of, survey_end
from bot.campaigns.letter import Practical
from bot.campaigns.line import Line
from bot.campaigns.place import Place
from bot.campaigns.playbook import Anchor, Audience, Playbook, Via, Wording
from bot.campaigns.promises import NAMES, Promises
from bot.example import Example
from bot.mail import Failure, Fate, Posted, Tally
from bot.message import Button, Buttons, File, Form, Message, Prose
from bot.people import Person, Role
from bot.texts import Words

_JAKARTA, _MAKASSAR, _BERLIN = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Europe/Berlin")
_NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
_EVERY = frozenset(Role)
_RATNA = Person(1, "Ratna", "id", _JAKARTA, roles=_EVERY)
_GITA = 2
_NAMES = {1: "Ratna Dewanti", 2: "Gita Anggraini", 3: "Bagus Prasetyo"}
_CONCERNS = (
    Concern("A", {"en": "I might look unproductive", "id": "Saya bisa terlihat tidak produktif"}),
    Concern("C", {"en": "It goes too far into my privacy", "id": "Terlalu masuk ke urusan pribadi saya"}),
)
_KEY = "local:demo:1"


class Make(Protocol):
    """Makes a dossier."""

    def __call__(self, state: State = State.RUNNING, *, written: bool = True) -> Dossier:
        """In this state; `written` says whether anything has been."""
        ...


class _Weekdays:
    """Monday to Friday."""

    def is_working_day(self, day: date) -> bool:
        """Whether it is one of them."""
        return day.weekday() < 5


def of(playbooks: Iterable[Playbook]) -> tuple[Example, ...]:
    """Every screen, shown with a playbook that has a meeting and ground rules."""
    known = {one.anchor: one for one in playbooks}
    screens = _screens(known[Anchor.MEETING]) if Anchor.MEETING in known else ()
    opening = _opening(known[Anchor.OPENING]) if Anchor.OPENING in known else ()
    return (*screens, *opening, *_SENTENCES)


def _campaign(playbook: str, state: State) -> Campaign:
    return Campaign(
        id=1,
        playbook=playbook,
        title="Catat waktu kerja",
        zone=_JAKARTA,
        anchor=datetime(2026, 12, 15, 3, tzinfo=UTC),
        survey_end=datetime(2026, 12, 7, 11, tzinfo=UTC),
        audience=EVERYBODY,
        calendar="default",
        created_at=_NOW,
        created_by=_GITA,
        state=state,
        started_at=None if state is State.DRAFT else _NOW,
        ended_at=_NOW if state in {State.CANCELLED, State.CLOSED} else None,
    )


def _version(subject: str, content: Mapping[str, object], number: int = 1, *, signed: bool = False) -> Version:
    return Version(1, subject, number, content, _GITA, _NOW, 1 if signed else None, _NOW if signed else None)


_SAID = {locale: Promises(**dict.fromkeys(NAMES, "…")) for locale in ("en", "id")}
_PROMISES = {locale: dict.fromkeys(NAMES, "…") for locale in ("en", "id")}
_RULES: Mapping[str, object] = {locale: {"text": "…", "divisions": {"Finance": "…"}} for locale in ("en", "id")}
_LEADS = (
    Answered(3, "Bagus Prasetyo", "Product", agrees=True),
    Answered(4, "Maya Lestari", "Finance", agrees=False, reason="…"),
    Answered(5, "Mira Hofmann", "Service"),
)


def _dossier(playbook: Playbook, state: State = State.RUNNING, *, written: bool = True) -> Dossier:
    campaign = _campaign(playbook.name, state)
    campaign = replace(campaign, survey_end=survey_end(campaign, playbook))
    missing = (Missing.APPROVAL, Missing.LEADS) if written else tuple(Missing)
    places = [(zone, Place(zone, "default", _Weekdays()), people) for zone, people in _ZONES]
    stops = []
    for step in playbook.steps:
        departures = [
            Departure(stop.own, zone, people)
            for zone, place, people in places
            for stop in course_of(campaign, playbook, place).stops
            if stop.step.name == step.name and stop.own is not None
        ]
        first = step == next(one for one in playbook.steps if one.content)
        waits = missing if step.content and not (written and first) else ()
        departures.sort(key=lambda one: one.at)
        stops.append(Stop(step, tuple(departures), waits, 31, print="0" * 8))
    versions = {
        PROMISES: _version(PROMISES, _PROMISES),
        RULES: _version(RULES, _RULES),
        PRACTICAL: _version(PRACTICAL, {"hr": "Ratna Dewanti"}),
    }
    return Dossier(
        campaign=campaign,
        playbook=playbook,
        stops=tuple(stops),
        people=31,
        versions=versions if written else {},
        promised=_SAID if written else {},
        practical=Practical(hr="Ratna Dewanti", course=datetime(2026, 12, 22, 7, tzinfo=UTC), course_place="Gayo"),
        leads=_LEADS,
        codes=("Ratna Dewanti", "Jakob Meyer"),
        names=_NAMES,
    )


_ZONES = ((_JAKARTA, 20), (_MAKASSAR, 6), (_BERLIN, 5))


def _screens(playbook: Playbook) -> Iterator[Example]:
    make = partial(_dossier, playbook)
    yield from _overviews(make)
    yield from _looks(make)
    yield from _writing(make)
    yield from _changing(make)
    yield from _after(make)


def _overviews(make: Make) -> Iterator[Example]:
    def one(state: State, days: int, t: Words, *, written: bool = True) -> Message:
        return overview(t, _RATNA, make(state, written=written), _NOW + timedelta(days=days))

    yield Example("rollout.none", lambda t: home(t, _RATNA, (), _NOW))
    yield Example("rollout.draft", lambda t: one(State.DRAFT, 0, t, written=False))
    yield Example("rollout.draft_written", lambda t: one(State.DRAFT, 0, t))
    yield Example("rollout.running", lambda t: one(State.RUNNING, 0, t))
    yield Example("rollout.held", lambda t: one(State.RUNNING, 20, t))
    yield Example("rollout.paused", lambda t: one(State.PAUSED, 0, t))
    for state in State:
        yield Example(f"rollout.over_{state}", partial(_over, make, state))
    yield Example("rollout.several", lambda t: home(t, _RATNA, (make(State.RUNNING), _quorum(make)), _NOW))
    yield Example("rollout.quorum_counts", lambda t: overview(t, _RATNA, _quorum(make), _NOW))


def _opening(playbook: Playbook) -> Iterator[Example]:
    yield Example("rollout.opening", lambda t: overview(t, _RATNA, _dossier(playbook), _NOW))


def _over(make: Make, state: State, t: Words) -> Message:
    dossier = make(state)
    done = tuple(replace(stop, missing=(), count=Count(sent=31)) for stop in dossier.stops)
    return overview(t, _RATNA, replace(dossier, stops=done), _NOW)


def _quorum(make: Make) -> Dossier:
    dossier = make(State.RUNNING)
    promises = _version(PROMISES, _PROMISES, signed=True)
    campaign = replace(dossier.campaign, audience="Finance")
    return replace(dossier, campaign=campaign, quorum=True, versions={PROMISES: promises, RULES: _version(RULES, {})})


def _looks(make: Make) -> Iterator[Example]:
    counted = (Count(sent=20, queued=5, failed=3, skipped=3), Count(), Count(skipped=31))

    def going(state: State) -> Dossier:
        dossier = make(state)
        stops = [replace(stop, count=count) for stop, count in zip(dossier.stops, counted, strict=False)]
        return replace(dossier, stops=(*stops, *dossier.stops[len(stops) :]))

    yield Example("rollout.timeline", lambda t: timeline(t, going(State.RUNNING), _NOW + timedelta(days=9)))
    yield Example("rollout.timeline_held", lambda t: timeline(t, make(), _NOW + timedelta(days=20)))
    yield Example("rollout.timeline_paused", lambda t: timeline(t, going(State.PAUSED), _NOW))
    yield Example("rollout.timeline_channel", lambda t: timeline(t, _channelled(make), _NOW))
    yield Example("rollout.channel_form", lambda t: channel_form(t, _channelled(make), key=_KEY))
    asked = ((Question("0" * 32, "…?", 3), "Bagus Prasetyo"), (Question("1" * 32, "…?"), ""))
    yield Example("rollout.leaving_out", lambda t: leaving_out_form(t, asked, _KEY))
    yield Example("rollout.helped", lambda t: overview(t, _RATNA, _everywhere(make), _NOW))
    yield Example("rollout.rehearsed", lambda t: _rehearsed(make, t, several=True))
    yield Example("rollout.rehearsed_one", lambda t: _rehearsed(make, t, several=False))
    yield Example("rollout.channelled", lambda t: overview(t, _RATNA, _channelled(make), _NOW))
    yield Example("rollout.timeline_draft", lambda t: timeline(t, _unheard(make), _NOW))
    yield Example("rollout.texts_long", lambda t: texts_list(t, make(State.RUNNING), _NOW))
    yield Example("rollout.texts_approved_long", lambda t: texts_list(t, _approved(make), _NOW))
    yield Example("rollout.step", lambda t: _step(make, t, over=0))
    yield Example("rollout.step_over", lambda t: _step(make, t, over=1))
    yield Example("rollout.step_version", lambda t: _step(make, t, over=0, written=True))
    yield Example("rollout.step_in_channel", lambda t: _said_there(_channelled(make), t))
    yield Example("rollout.step_channel_alone", lambda t: _said_there(make(State.DRAFT), t))
    yield Example("rollout.preview", lambda t: shown_as(t, t, _BERLIN, _letter(t)))
    yield Example("rollout.test", lambda t: Message(t("rollout.test_mark", step="…", title="Catat waktu kerja")))
    weeks = tuple(Week(date(2026, 11, 16) + timedelta(days=7 * n), 1 + n, 2 + n, 26) for n in range(3))
    names = {(1, "a"): ("Catat waktu kerja", "…"), (1, "b"): ("Catat waktu kerja", "…")}
    yield Example("rollout.attention", lambda t: attention(t, make(), weeks, (), names))
    yield Example("rollout.attention_over", lambda t: attention(t, make(), weeks, _EXCESSES, names))
    yield Example("rollout.attention_none", lambda t: attention(t, make(), (), (), names))
    yield Example("rollout.override", lambda t: override_form(t, make(), make().stops[1], _EXCESSES, names, key=_KEY))


def _rehearsed(make: Make, t: Words, *, several: bool) -> Message:
    dossier = make(State.DRAFT)
    first, second, third = (stop.step.name for stop in dossier.stops[:3])
    kinds = {Kind(_JAKARTA, "default", lead=False): 20}
    if several:
        kinds |= {Kind(_BERLIN, "default", lead=True): 1, Kind(_JAKARTA, "default", lead=True): 4}
        kinds |= {Kind(_BERLIN, "germany", lead=False): 1}

    def line(step: str, person: str | None, event: str, reason: str | None = None) -> Line:
        return Line(_NOW, _NOW.astimezone(_JAKARTA), person, "rollout", step, event, reason)

    lines = [line(first, "0", "sent"), line(second, "0", "skipped", "survey_ended")]
    lines += [line(second, None, "told_hr", "late"), line(third, "0", "sent")]
    return played(t, dossier, kinds, lines)


def _everywhere(make: Make) -> Dossier:
    dossier = make()
    return replace(dossier, stops=tuple(replace(stop, count=Count(sent=31)) for stop in dossier.stops))


def _channelled(make: Make) -> Dossier:
    dossier = make(State.DRAFT)
    channel = Channel("local", "", "channel:general", "#general")
    fates = (Fate.SENT, Fate.QUEUED, Fate.SKIPPED, Fate.UNREACHABLE)
    reasons = ("", "", "meeting_started", "not_in_channel")
    posts = tuple(
        Posted(channel.key, stop.step.name, "", fate, reason, _NOW)
        for stop, fate, reason in zip(dossier.stops, fates, reasons, strict=False)
    )
    stops = tuple(replace(stop, posted=_NOW if stop.departures else None) for stop in dossier.stops)
    helped = replace(stops[4].step, audience=Audience.SIGNED_UP)
    stops = (*stops[:4], replace(stops[4], step=helped, posted=None), *stops[5:])
    campaign = replace(dossier.campaign, channel=channel)
    return replace(dossier, campaign=campaign, posts=posts, stops=stops)


def _unheard(make: Make) -> Dossier:
    dossier = make(State.DRAFT)
    nobody = replace(dossier.stops[1], departures=(), people=0)
    return replace(dossier, stops=(dossier.stops[0], nobody, *dossier.stops[2:]))


def _approved(make: Make) -> Dossier:
    dossier = make()
    return replace(dossier, stops=tuple(replace(stop, missing=()) for stop in dossier.stops))


def _step(make: Make, t: Words, *, over: int, written: bool = False) -> Message:
    dossier = make()
    stop = replace(dossier.stops[1], missing=(Missing.APPROVAL,))
    if written:
        content = {t.locale: {"text": "…", "body": ""}}
        dossier = replace(dossier, versions={f"step:{stop.step.name}": _version("", content, 2)})
    return step_card(t, _RATNA, dossier, stop, _NOW, previews=((as_read(t, t), _letter(t)),), over=over)


def _said_there(dossier: Dossier, t: Words) -> Message:
    """A text with what the channel reads; without a channel so far it is for the channel alone."""
    stop = dossier.stops[1]
    previews = [(as_read(t, t), _letter(t))] if dossier.campaign.channel else []
    via = Via.BOTH if previews else Via.CHANNEL
    stop = replace(stop, step=replace(stop.step, via=via), missing=(Missing.APPROVAL,))
    posted = Message(t("campaigns.got_it"), (Prose(t("rollout.block_figures"), quiet=True),))
    return step_card(t, _RATNA, dossier, stop, _NOW, previews=[*previews, (as_said(t, dossier), posted)])


def _letter(t: Words) -> Message:
    blocks = ("changes", "heard", "rules", "figures", "survey", "questions")
    parts = [Prose(t(f"rollout.block_{name}"), quiet=True) for name in blocks]
    buttons = Buttons((Button(t("campaigns.button_got_it"), "x"), Button(t("campaigns.button_talk"), "y")))
    return Message(t("campaigns.got_it"), (*parts, File("lentera.ics", "text/calendar", b""), buttons))


_EXCESSES = (Excess(date(2026, 11, 17), 3, 26, ((1, "a"), (1, "b"))),)


def _writing(make: Make) -> Iterator[Example]:
    offered = Offered({make().playbook.name: make().playbook}, ("Finance", "Product"), ("default", "indonesia"))
    filled = {"day": "2026-12-15", "time": "10:00"}

    def asked(t: Words) -> tuple[tuple[str, str], ...]:
        doubts = ("non_working_day", "too_near", "end_after_agenda")
        return tuple((doubt, t(f"rollout.doubt_{doubt}", when=t.dated(date(2026, 12, 25)))) for doubt in doubts)

    def creation_(t: Words, *, questions: bool) -> Form:
        return creation.creation_form(
            t, offered, filled, key=_KEY, zone=_JAKARTA, questions=asked(t) if questions else ()
        )

    first = make().stops[1].step
    yield Example("rollout.creation_form", lambda t: creation_(t, questions=False))
    yield Example("rollout.creation_questions", lambda t: creation_(t, questions=True))
    yield Example("rollout.edit_form", lambda t: edit_form(t, make(), first, (t.locale,), key=_KEY))
    yield Example("rollout.edit_mistakes", lambda t: _mistakes(make, t))
    yield Example("rollout.preview_form", lambda t: preview_form(t, make(), first, (t.locale,), (_JAKARTA, _BERLIN)))
    yield Example("rollout.facts", lambda t: facts.facts_card(t, _RATNA, make()))
    yield Example("rollout.facts_none", lambda t: facts.facts_card(t, _RATNA, make(written=False)))
    yield Example("rollout.facts_signed", lambda t: facts.facts_card(t, _RATNA, _quorum(make)))
    yield Example("rollout.promises_form", lambda t: facts.promises_form(t, make(), (t,), _SAID, key=_KEY))
    yield Example("rollout.practical_form", lambda t: facts.practical_form(t, make(), key=_KEY))
    yield Example("rollout.sign_form", lambda t: facts.sign_form(t, make(), (t,), None, key=_KEY, tells=0))
    before = {locale: Promises(**dict.fromkeys(NAMES, "..")) for locale in ("en", "id")}
    yield Example("rollout.sign_form_tells", lambda t: facts.sign_form(t, make(), (t,), before, key=_KEY, tells=31))
    yield Example(
        "rollout.rules_form",
        lambda t: ground_rules.writing_form(
            t, make(), (t.locale,), {t.locale: t("rollout.suggested_rules")}, ("Finance",), key=_KEY
        ),
    )
    yield Example("rollout.leads", lambda t: ground_rules.leads_card(t, _RATNA, make()))
    yield Example("rollout.leads_agreed", lambda t: ground_rules.leads_card(t, _RATNA, _agreed(make)))
    yield Example("rollout.quorum_form", lambda t: ground_rules.quorum_form(t, make(), key=_KEY))
    yield Example("rollout.summary", lambda t: summary.summary_card(t, _RATNA, make(), _CONCERNS, (t.locale,)))
    yield Example("rollout.summary_complete", lambda t: _summary(make, t))
    yield Example(
        "rollout.concern_form", lambda t: summary.concern_form(t, make(), _CONCERNS[0], (t.locale,), key=_KEY)
    )


def _agreed(make: Make) -> Dossier:
    return replace(make(), leads=tuple(replace(lead, agrees=True, reason="") for lead in _LEADS))


def _mistakes(make: Make, t: Words) -> Message:
    correction = mistakes(t, make(), make().stops[1].step, {t.locale: Wording("", "{nonsense}")})
    return Message(correction.text if correction else "")


def _summary(make: Make, t: Words) -> Message:
    said = {locale: {"do": "…", "dont": "…", "because": "…"} for locale in ("en", "id")}
    content = {concern.id: {"label": dict(concern.label), **said} for concern in _CONCERNS}
    dossier = replace(make(), versions={summary.SUBJECT: _version(summary.SUBJECT, content)})
    return summary.summary_card(t, _RATNA, dossier, _CONCERNS, (t.locale,))


def _changing(make: Make) -> Iterator[Example]:
    yield Example("rollout.starting_form", lambda t: changes.starting_form(t, make(State.DRAFT), key=_KEY))
    alone = partial(_without_leads, make)
    yield Example("rollout.starting_form_without_leads", lambda t: changes.starting_form(t, alone(), key=_KEY))
    yield Example("rollout.resuming_form", lambda t: changes.resuming_form(t, make(State.PAUSED), key=_KEY, waiting=2))
    for tells in (0, 31):
        name = "_tells" if tells else ""
        yield Example(f"rollout.moving_form{name}", partial(_moving, make, tells))
        yield Example(f"rollout.cancelling_form{name}", partial(_cancelling, make, tells))
    yield Example("rollout.ending_form", lambda t: changes.ending_form(t, make(), _NOW, key=_KEY))
    yield Example("rollout.closing_form", lambda t: changes.closing_form(t, make(), key=_KEY))
    yield Example("rollout.halting_form", lambda t: changes.halting_form(t, (make(), make()), key=_KEY))


def _without_leads(make: Make) -> Dossier:
    return replace(make(State.DRAFT), leads=())


def _moving(make: Make, tells: int, t: Words) -> Form:
    return creation.moving_form(t, make(), {}, key=_KEY, tells=tells)


def _cancelling(make: Make, tells: int, t: Words) -> Form:
    return changes.cancelling_form(t, make(), key=_KEY, tells=tells)


def _after(make: Make) -> Iterator[Example]:
    reasons = (
        "meeting_started",
        "survey_ended",
        "moment_passed",
        "night",
        "left",
        "cancelled",
        "superseded",
        "restored",
    )
    name = make().stops[1].step.name
    skipped = [Tally(name, Fate.SKIPPED, reason, maybe_twice=False, count=2) for reason in reasons]
    tallies = (Tally(name, Fate.SENT, "", maybe_twice=False, count=31), *skipped)
    bad = (*tallies, Tally(name, Fate.UNREACHABLE, "user_disabled", maybe_twice=False, count=2))
    words = ("user_disabled", "no_answer", "not_connected", "no_chat")
    failures = tuple(
        Failure(n, 3, "", name, "", Fate.FAILED, words[n % 4], maybe_twice=False, at=_NOW) for n in range(SHOWN + 1)
    )
    doubtful = (Failure(99, None, "", name, "", Fate.SENT, "no_answer", maybe_twice=True, at=_NOW),)
    yield Example("rollout.status", lambda t: status(t, _RATNA, make(), tallies, (), (), _NAMES, shares={name: 70}))
    yield Example(
        "rollout.status_failed_long", lambda t: status(t, _RATNA, make(), bad, failures, doubtful, _NAMES, shares={})
    )
    yield Example("rollout.status_none", lambda t: status(t, _RATNA, make(), (), (), (), _NAMES, shares={}))
    known = {1: ("Catat waktu kerja", make().playbook)}

    def log(t: Words, first: int, campaign: int | None) -> Message:
        deeds = _DEEDS[first : first + PAGE + 1]
        return audit(t, deeds, names=_NAMES, campaigns=known, zone=_JAKARTA, campaign=campaign, first=first == 0)

    for page in range(0, len(_DEEDS), PAGE):
        yield Example(f"rollout.log_long_{page // PAGE}", lambda t, page=page: log(t, page, None))  # type: ignore[misc]  # bound now
    yield Example("rollout.log_of_one_long", lambda t: log(t, 0, 1))
    yield Example("rollout.log_empty", lambda t: log(t, 10 * PAGE, None))


_DETAILS: Mapping[str, Mapping[str, str | int]] = {
    "created": {"at": "2026-12-15T10:00:00+07:00"},
    "edited": {"step": "…", "n": 2},
    "promised": {"n": 1},
    "practical": {},
    "channel": {"channel": "#general"},
    "channel_none": {},
    "left_out": {"reason": "…"},
    "ruled": {"n": 1},
    "concerned": {"n": 1},
    "summarised": {},
    "asked_again": {"n": 2},
    "approved": {"step": "…", "people": 31},
    "approved_over": {"step": "…", "people": 31, "reason": "…"},
    "signed": {"n": 1},
    "quorum": {"n": 8, "of": 9, "reason": "…"},
    "started": {"people": 31},
    "paused": {},
    "resumed": {},
    "moved": {"old": "2026-12-15T10:00:00+07:00", "new": "2026-12-22T10:00:00+07:00"},
    "cancelled": {"reason": "…"},
    "closed": {},
    "ended_early": {"old": "2026-12-07T18:00:00+07:00", "at": "2026-12-05T18:00:00+07:00"},
    "halted": {"n": 2},
    "resent": {"n": 3},
    "people_table": {"people": 31, "divisions": 4},
    "agreed": {},
    "objected": {},
    "answer_written": {"topic": "…", "n": 1},
    "answer_published": {"topic": "…", "n": 1},
    "answer_taken_back": {"topic": "…", "n": 1},
}
_DEEDS = tuple(
    Deed(_NOW, n % 4, 1, act, details, str(n), id=n) for n, (act, details) in enumerate(_DETAILS.items(), start=1)
)
_PLAIN = (
    *(f"not_yours{act}" for act in ("", "_draft_rollout", "_approve_rollout", "_send_rollout")),
    *("not_yours_agree_ground_rules", "gone", "stale", "edit_gone", "approve_own", "approve_changed"),
    *("approve_over", "reason_needed", "sign_gaps", "not_asked", "quorum_none", "summary_gaps"),
    *("concern_empty", "concern_no_reason", "concern_reason_for", "close_follow_up", "start_unsigned"),
    *("start_past", "start_rules", "started_already", "survey_not_ready", "not_running", "not_paused"),
    *("nothing_runs", "wrong_playbook", "wrong_zone", "wrong_audience", "wrong_calendar", "wrong_end"),
    *("wrong_day", "wrong_time", "wrong_past", "tick_first"),
    *("channel_nowhere", "channel_unknown", "channel_busy", "rehearse_over", "rehearse_nobody"),
    *("ending_none", "ending_too_late", "ending_too_early", "ending_no_earlier"),
)
_ONLY: Mapping[str, Mapping[str, str | int]] = {
    **{key: {} for key in _PLAIN},
    "edit_meanwhile": {"who": "Gita"},
    "rules_no_division": {"line": "Keuangan: …"},
    "channel_shut": {"reason": "not_in_channel"},
    "channel_hello": {"title": "Catat waktu kerja"},
    "asked_again": {"n": 2},
    "tested": {"n": 16},
    "clock_in": {"clock": "09:00", "city": "Jakarta"},
    "brief_in": {"when": "Tue 17 Nov 2026, 09:00", "cities": "Jakarta, Makassar"},
    "departs_between": {
        "day": "Tue 17 Nov 2026",
        "clock": "09:00",
        "first": "Jayapura",
        "first_clock": "07:00 WIB",
        "last": "Berlin",
        "last_clock": "15:00 WIB",
    },
}
"""Answers that are one sentence, with what they need."""


def _sentence(key: str, params: Mapping[str, str | int], t: Words) -> Message:
    return Message(t(f"rollout.{key}", **params))


_SENTENCES = tuple(Example(f"rollout.{key}", partial(_sentence, key, params)) for key, params in _ONLY.items())
