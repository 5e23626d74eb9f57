"""An example of every screen and answer of HR's console, for the gallery.

The rule to keep: facts are made up in the sample, sentences never.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from bot.campaigns.beforehand import Question
from bot.campaigns.campaign import State
from bot.campaigns.console.asked import leaving_out_form
from bot.campaigns.console.attention import Excess, Week
from bot.campaigns.console.attention_card import attention, override_form
from bot.campaigns.console.audit import PAGE, audit
from bot.campaigns.console.channels import channel_form
from bot.campaigns.console.dossier import (
    Count,
    Dossier,
    Missing,
)
from bot.campaigns.console.form_examples import changing, writing
from bot.campaigns.console.overview import home, overview
from bot.campaigns.console.ports import Deed
from bot.campaigns.console.rehearsing import Kind, played
from bot.campaigns.console.sample import (
    BERLIN,
    JAKARTA,
    KEY,
    NAMED,
    NOW,
    RATNA,
    Make,
    approved,
    channelled,
    dossier_of,
    everywhere,
    unheard,
    version,
    with_quorum,
)
from bot.campaigns.console.status import SHOWN, status
from bot.campaigns.console.texts import (
    as_read,
    as_said,
    shown_as,
    step_card,
    texts_list,
)
from bot.campaigns.console.timeline import timeline
from bot.campaigns.line import Line
from bot.campaigns.playbook import Anchor, Playbook, Via
from bot.example import Example
from bot.mail import Failure, Fate, Tally
from bot.message import Button, Buttons, File, Message, Prose
from bot.surveys.turnout import Turnout
from bot.texts import Words


def of(playbooks: Iterable[Playbook]) -> tuple[Example, ...]:
    """Every screen, shown with a playbook that has a meeting and ground rules."""
    known = {one.anchor: one for one in playbooks}
    screens = _screens(known[Anchor.MEETING]) if Anchor.MEETING in known else ()
    opening = _opening(known[Anchor.OPENING]) if Anchor.OPENING in known else ()
    return (*screens, *opening, *_SENTENCES)


def _status(dossier: Dossier, tallies: Iterable[Tally], t: Words) -> Message:
    return status(t, RATNA, dossier, tuple(tallies), (), (), NAMED, shares={})


def _screens(playbook: Playbook) -> Iterator[Example]:
    make = partial(dossier_of, playbook)
    yield from _overviews(make)
    yield from _looks(make)
    yield from writing(make)
    yield from changing(make)
    yield from _after(make)


def _overviews(make: Make) -> Iterator[Example]:
    def one(state: State, days: int, t: Words, *, written: bool = True) -> Message:
        return overview(t, RATNA, make(state, written=written), NOW + timedelta(days=days))

    yield Example("rollout.none", lambda t: home(t, RATNA, (), NOW))
    yield Example("rollout.draft", lambda t: one(State.DRAFT, 0, t, written=False))
    yield Example("rollout.draft_written", lambda t: one(State.DRAFT, 0, t))
    yield Example("rollout.running", lambda t: one(State.RUNNING, 0, t))
    yield Example("rollout.held", lambda t: one(State.RUNNING, 20, t))
    yield Example("rollout.paused", lambda t: one(State.PAUSED, 0, t))
    for state in State:
        yield Example(f"rollout.over_{state}", partial(_over, make, state))
    yield Example("rollout.several", lambda t: home(t, RATNA, (make(State.RUNNING), with_quorum(make)), NOW))
    yield Example("rollout.quorum_counts", lambda t: overview(t, RATNA, with_quorum(make), NOW))


def _opening(playbook: Playbook) -> Iterator[Example]:
    yield Example("rollout.opening", lambda t: overview(t, RATNA, dossier_of(playbook), NOW))


def _over(make: Make, state: State, t: Words) -> Message:
    dossier = make(state)
    done = tuple(replace(stop, missing=(), count=Count(sent=31)) for stop in dossier.stops)
    return overview(t, RATNA, replace(dossier, stops=done), NOW)


def _looks(make: Make) -> Iterator[Example]:
    counted = (Count(sent=20, queued=5, failed=3, skipped=3), Count(), Count(skipped=31))

    def going(state: State) -> Dossier:
        dossier = make(state)
        stops = [replace(stop, count=count) for stop, count in zip(dossier.stops, counted, strict=False)]
        return replace(dossier, stops=(*stops, *dossier.stops[len(stops) :]))

    yield Example("rollout.timeline", lambda t: timeline(t, going(State.RUNNING), NOW + timedelta(days=9)))
    yield Example("rollout.timeline_held", lambda t: timeline(t, make(), NOW + timedelta(days=20)))
    yield Example("rollout.timeline_paused", lambda t: timeline(t, going(State.PAUSED), NOW))
    yield Example("rollout.timeline_channel", lambda t: timeline(t, channelled(make), NOW))
    yield Example("rollout.channel_form", lambda t: channel_form(t, channelled(make), key=KEY))
    asked = ((Question("0" * 32, "…?", 3), "Bagus Prasetyo"), (Question("1" * 32, "…?"), ""))
    yield Example("rollout.leaving_out", lambda t: leaving_out_form(t, asked, KEY))
    yield Example("rollout.helped", lambda t: overview(t, RATNA, everywhere(make), NOW))
    yield Example("rollout.rehearsed", lambda t: _rehearsed(make, t, several=True))
    yield Example("rollout.rehearsed_one", lambda t: _rehearsed(make, t, several=False))
    yield Example("rollout.channelled", lambda t: overview(t, RATNA, channelled(make), NOW))
    yield Example("rollout.timeline_draft", lambda t: timeline(t, unheard(make), NOW))
    yield Example("rollout.texts_long", lambda t: texts_list(t, make(State.RUNNING), NOW))
    yield Example("rollout.texts_approved_long", lambda t: texts_list(t, approved(make), NOW))
    yield Example("rollout.step", lambda t: _step(make, t, over=0))
    yield Example("rollout.step_over", lambda t: _step(make, t, over=1))
    yield Example("rollout.step_version", lambda t: _step(make, t, over=0, written=True))
    yield Example("rollout.step_for_nobody_yet", lambda t: _for_nobody_yet(make, t))
    yield Example("rollout.step_in_channel", lambda t: _said_there(channelled(make), t))
    yield Example("rollout.step_channel_alone", lambda t: _said_there(make(State.DRAFT), t))
    yield Example("rollout.preview", lambda t: shown_as(t, t, BERLIN, _letter(t)))
    yield Example("rollout.test", lambda t: Message(t("rollout.test_mark", step="…", title="Catat waktu kerja")))
    weeks = tuple(Week(date(2026, 11, 16) + timedelta(days=7 * n), 1 + n, 2 + n, 26) for n in range(3))
    names = {(1, "a"): ("Catat waktu kerja", "…"), (1, "b"): ("Catat waktu kerja", "…")}
    yield Example("rollout.attention", lambda t: attention(t, make(), weeks, (), names))
    yield Example("rollout.attention_over", lambda t: attention(t, make(), weeks, _EXCESSES, names))
    yield Example("rollout.attention_none", lambda t: attention(t, make(), (), (), names))
    yield Example("rollout.override", lambda t: override_form(t, make(), make().stops[1], _EXCESSES, names, key=KEY))


def _rehearsed(make: Make, t: Words, *, several: bool) -> Message:
    dossier = make(State.DRAFT)
    first, second, third = (stop.step.name for stop in dossier.stops[:3])
    kinds = {Kind(JAKARTA, "default", lead=False): 20}
    if several:
        kinds |= {Kind(BERLIN, "default", lead=True): 1, Kind(JAKARTA, "default", lead=True): 4}
        kinds |= {Kind(BERLIN, "germany", lead=False): 1}

    def line(step: str, person: str | None, event: str, reason: str | None = None) -> Line:
        return Line(NOW, NOW.astimezone(JAKARTA), person, "rollout", step, event, reason)

    lines = [line(first, "0", "sent"), line(second, "0", "skipped", "survey_ended")]
    lines += [line(second, None, "told_hr", "late"), line(third, "0", "sent")]
    return played(t, dossier, kinds, lines)


def _step(make: Make, t: Words, *, over: int, written: bool = False) -> Message:
    dossier = make()
    stop = replace(dossier.stops[1], missing=(Missing.APPROVAL,))
    if written:
        content = {t.locale: {"text": "…", "body": ""}}
        dossier = replace(dossier, versions={f"step:{stop.step.name}": version("", content, 2)})
    return step_card(t, RATNA, dossier, stop, NOW, previews=((as_read(t, t), _letter(t)),), over=over)


def _for_nobody_yet(make: Make, t: Words) -> Message:
    dossier = unheard(make)
    stop = replace(dossier.stops[1], missing=(Missing.APPROVAL,))
    return step_card(t, RATNA, dossier, stop, NOW, previews=((as_read(t, t), _letter(t)),))


def _said_there(dossier: Dossier, t: Words) -> Message:
    """A text with what the channel reads; without a channel so far it is for the channel alone."""
    stop = dossier.stops[1]
    previews = [(as_read(t, t), _letter(t))] if dossier.campaign.channel else []
    via = Via.BOTH if previews else Via.CHANNEL
    stop = replace(stop, step=replace(stop.step, via=via), missing=(Missing.APPROVAL,))
    posted = Message(t("campaigns.got_it"), (Prose(t("rollout.block_figures"), quiet=True),))
    return step_card(t, RATNA, dossier, stop, NOW, previews=[*previews, (as_said(t, dossier), posted)])


def _letter(t: Words) -> Message:
    blocks = ("changes", "heard", "rules", "figures", "survey", "questions")
    parts = [Prose(t(f"rollout.block_{name}"), quiet=True) for name in blocks]
    buttons = Buttons((Button(t("campaigns.button_got_it"), "x"), Button(t("campaigns.button_talk"), "y")))
    return Message(t("campaigns.got_it"), (*parts, File("lentera.ics", "text/calendar", b""), buttons))


_EXCESSES = (Excess(date(2026, 11, 17), 3, 26, ((1, "a"), (1, "b"))),)


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
        Failure(n, 3, "", name, "", Fate.FAILED, words[n % 4], maybe_twice=False, at=NOW) for n in range(SHOWN + 1)
    )
    doubtful = (Failure(99, None, "", name, "", Fate.SENT, "no_answer", maybe_twice=True, at=NOW),)
    yield Example("rollout.status", lambda t: status(t, RATNA, make(), tallies, (), (), NAMED, shares={name: 70}))
    yield Example(
        "rollout.status_failed_long", lambda t: status(t, RATNA, make(), bad, failures, doubtful, NAMED, shares={})
    )
    yield Example("rollout.status_none", lambda t: status(t, RATNA, make(), (), (), (), NAMED, shares={}))
    for name_, percent in (("none", None), ("few", 0), ("open", 30)):
        asked = replace(make(), turnout=Turnout(percent, NOW.date()))
        yield Example(f"rollout.status_turnout_{name_}", partial(_status, asked, tallies))
    yield Example("rollout.overview_turnout", lambda t: overview(t, RATNA, asked, NOW))
    known = {1: ("Catat waktu kerja", make().playbook)}

    def log(t: Words, first: int, campaign: int | None) -> Message:
        deeds = _DEEDS[first : first + PAGE + 1]
        return audit(t, deeds, names=NAMED, campaigns=known, zone=JAKARTA, campaign=campaign, first=first == 0)

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
    "taken_along": {"earlier": "Catat waktu kerja"},
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
    Deed(NOW, n % 4, 1, act, details, str(n), id=n) for n, (act, details) in enumerate(_DETAILS.items(), start=1)
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
