"""An example of everything `/track` says about entries, timers, settings and reminders.

The rule to keep: facts are made up here, sentences never; what people read on the gallery page is what they would get.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.markup import Markup, literal
from bot.message import Form, Message
from bot.people import Person, Preferences
from bot.texts import Words
from bot.timesheet import cards, guide, timer_cards
from bot.timesheet.entry import Draft, Entry, Timer, Wanted
from bot.timesheet.limits import Doubt
from bot.timesheet.reminders import reminder
from bot.timesheet.settings import settings_form

_TODAY = date(2026, 11, 18)
_NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
_JAKARTA = "Asia/Jakarta"
_SARI = Person(1, "Sari", "id", ZoneInfo(_JAKARTA), work_from=time(8), work_to=time(17))
_TIMER = Timer(1, 1, datetime(2026, 11, 18, 2, 15, tzinfo=UTC), _JAKARTA, "acme", "desain")
_LONG_TIMER = Timer(1, 1, datetime(2026, 11, 17, 23, 0, tzinfo=UTC), _JAKARTA, "acme", "desain")

_SENTENCES: dict[str, dict[str, str | int]] = {
    "undone_change": {"line": "2 h design"},
    "already_undone": {},
    "unchanged": {"line": "2 h design"},
    "off_too_long": {"n": 62},
    "settings_changed": {},
    "back_already": {"line": "2 h design"},
    "changed_since": {"line": "2 h design"},
    "nothing_to_undo": {},
    "gone": {},
    "no_such_entry": {"day": "Tue 17 Nov", "n": 4},
    "no_entry_today": {},
    "no_entry_day": {"day": "Tue 17 Nov"},
    "nothing_to_copy": {"day": "Tue 17 Nov"},
    "dismissed": {},
    "ask_no_choice": {"text": "7.30", "example": "1h"},
    "ask_other": {"text": "4h Monday planning"},
    "ask_bare_number": {"text": "2"},
    "ask_clock_or_duration": {"text": "7.30"},
    "ask_week_word": {"text": "minggu lalu"},
    "ask_backwards_range": {"text": "9-5 design"},
    "ask_unknown_project": {"typed": "acne", "known": "acme"},
    "ask_day_or_note": {"text": "Friday demo prep 1h"},
    "ask_command_or_entry": {"text": "delete 2h"},
    "ask_switch_or_entry": {"text": "switch review"},
    "ask_day_of_which": {"text": "2h design yesterday, 1h review"},
    "ask_project_of_which": {"text": "2h design, 1h review #acme"},
    "ask_decimal_or_minutes": {"text": "1.30 jam rapat"},
    "ask_hours_or_minutes": {"text": "2h 15 tickets"},
    "ask_minutes_or_millions": {"text": "5M revenue deck"},
    "ask_inexact": {"text": "more than 2h design"},
    "ask_fraction_of_minute": {"text": "7.5 min email"},
    "ask_amount_range": {"text": "2-3 hours design"},
    "ask_amount_or_note": {"text": "fix 30m timeout bug"},
    "ask_range_or_note": {"text": "read pages 9-11"},
    "ask_unclear_time": {"text": "3x20m interviews 1h"},
    "ask_two_numbers": {"text": "1, 5 jam"},
    "ask_each": {"text": "30m each"},
    "ask_day_length": {"text": "half a day training"},
    "ask_break": {"text": "9-17 with 1h lunch"},
    "ask_morning_or_afternoon": {"text": "2-4 review"},
    "ask_half_hour": {"text": "half nine to eleven"},
    "ask_which_night": {"text": "22-2 deploy"},
    "ask_night_before": {"text": "malam minggu lembur 3 jam"},
    "ask_clock_change": {"text": "01:00-02:30 deploy"},
    "ask_clock_or_day": {"text": "17.11 2h design"},
    "ask_other_zone": {"text": "13.00-14.30 WITA rapat"},
    "ask_month_first": {"text": "11/17/2026 2h"},
    "ask_several_days": {"text": "mon-fri 8h"},
    "ask_which_day": {"text": "2h last month"},
    "ask_question": {"text": "2h design?"},
    "wrong_no_duration": {"text": "design review"},
    "wrong_empty": {},
    "wrong_zero": {},
    "wrong_negative": {},
    "wrong_over_24h": {},
    "wrong_day_full": {"day": "Tue 17 Nov", "total": "25 h"},
    "wrong_future_day": {"day": "Fri 20 Nov"},
    "wrong_future": {},
    "wrong_contradiction": {"text": "9-11 3h design"},
    "wrong_too_long": {},
    "wrong_control_characters": {},
    "wrong_no_such_day": {},
    "wrong_no_such_time": {},
    "wrong_seconds": {},
    "wrong_past_time": {},
    "wrong_two_projects": {},
    "wrong_other": {"text": "2h or so each day"},
    "too_many": {},
    "note_too_long": {"n": 612},
    "project_unreadable": {},
    "time_unreadable": {},
    "stale": {},
    "timer_none": {},
    "timer_nothing_to_resume": {},
    "timer_too_short": {},
    "timer_future": {"time": "17:00"},
    "timer_before_start": {"time": "09:15"},
    "timer_too_old": {},
    "timer_kept": {},
    "interruption_how_long": {},
    "off_dropped": {"day": "Fri 20 Nov"},
    "off_which_day": {},
    "snoozed": {"day": "Wed 18 Nov", "time": "17:30"},
    "snooze_off": {},
    "snooze_when": {},
    "snooze_past": {"time": "09:00"},
    "reminders_stopped": {},
    "settings_no_zone": {},
    "settings_hours": {},
    "not_understood": {},
    "not_allowed": {},
    "no_such_person": {},
    "amended": {},
    "removed_by_other": {"who": "Made", "reason": "asked", "old": "2 h design"},
}
"""Sentences that stand alone, with something to put into them."""


def _draft(t: Words, minutes: int = 150, **more: object) -> Draft:
    note = "rapat klien" if t.locale == "id" else "client meeting"
    return Draft(_TODAY, minutes, "acme", note, zone=_JAKARTA, **more)  # type: ignore[arg-type] # start, end, kind


def _range(t: Words) -> Draft:
    return _draft(t, start=datetime(2026, 11, 18, 2, 0, tzinfo=UTC), end=datetime(2026, 11, 18, 4, 30, tzinfo=UTC))


def _logged(t: Words, *drafts: Draft) -> Message:
    entries = [Entry(n, 1, draft) for n, draft in enumerate(drafts, 1)]
    return cards.logged(t, entries, delivery="example", totals=[(_TODAY, 270)], today=_TODAY)


def _logged_yesterday(t: Words) -> Message:
    day = date(2026, 11, 17)
    entry = Entry(1, 1, Draft(day, 120, "acme", zone=_JAKARTA))
    return cards.logged(t, [entry], delivery="example", totals=[(day, 420)], today=_TODAY)


def _doubt(t: Words, found: Doubt) -> Message:
    return cards.doubted(t, found, [found.draft], delivery="example")


def _changed_by_other(t: Words) -> Message:
    old, new = (cards.shown(_draft(t, minutes), t) for minutes in (120, 150))
    reason = "diminta lewat email" if t.locale == "id" else "asked for by email"
    return Message(t("track.changed_by_other", who="Made", reason=reason, old=old, new=new))


def _off(t: Words) -> Message:
    day = t.weekday(date(2026, 11, 20))
    whole = t("track.day_off", day=day, kind=t("track.off_credited"))
    part = t("track.day_off_part", day=day, duration=t.duration(240), kind=t("track.off_time_back"))
    return Message(Markup(f"{whole}\n{part}"))


def _saved(t: Words) -> Message:
    facts = {"from": t.clock(time(8)), "to": t.clock(time(17)), "zone": literal(_JAKARTA)}
    language = t(f"track.language_{t.locale}")
    return Message(t("track.settings_saved", language=language, remind=t("track.settings_remind_off"), **facts))


def _settings(t: Words) -> Form:
    own = Preferences(None, None, time(8), time(17), 0, time(16, 30))
    return settings_form(t, own, ("en", "id"), ("slack", "teams"))


def _copy_other(t: Words) -> Message:
    day, other = t.weekday(date(2026, 11, 15)), t.weekday(date(2026, 11, 13))
    return Message(Markup(f"{t('track.copy_other', day=day, other=other)}\n{cards.shown(_draft(t), t)}"))


def _sentence(key: str, facts: dict[str, str | int]) -> Example:
    return Example(f"track.{key}", lambda t: Message(t(f"track.{key}", **facts)))


EXAMPLES: tuple[Example, ...] = (
    Example("track.welcome", lambda t: guide.help_card(t, t("track.welcome", name="Sari"))),
    Example("track.help", lambda t: guide.help_card(t, t("track.help"))),
    Example("track.privacy", lambda t: guide.privacy_card(t, "slack")),
    Example("track.logged", lambda t: _logged(t, _draft(t))),
    Example("track.logged_range", lambda t: _logged(t, _range(t))),
    Example("track.logged_yesterday", _logged_yesterday),
    Example("track.logged_several", lambda t: _logged(t, _draft(t, 150), _draft(t, 120))),
    Example("track.logged_interruption", lambda t: _logged(t, _draft(t, 15, kind="interruption"))),
    Example("track.undone", lambda t: cards.removed(t, "undone", [_draft(t)], delivery="example")),
    Example("track.deleted", lambda t: cards.removed(t, "deleted", [_draft(t)], delivery="example")),
    Example(
        "track.changed",
        lambda t: cards.changed(
            t, Entry(1, 1, _range(t)), _draft(t, 120), delivery="example", day_total=270, today=_TODAY
        ),
    ),
    Example("track.put_back", lambda t: Message(t("track.put_back", line=cards.shown(_draft(t), t)))),
    Example("track.copy_other", _copy_other),
    Example("track.ask_long_entry", lambda t: _doubt(t, Doubt("long_entry", _draft(t, 660)))),
    Example("track.ask_long_day", lambda t: _doubt(t, Doubt("long_day", _draft(t, 420), total=1020))),
    Example("track.ask_overlap", lambda t: _doubt(t, Doubt("overlap", _range(t), other=_range(t)))),
    Example(
        "track.form_edit",
        lambda t: cards.entry_form(t, _draft(t), action="track.change", value="example", today=_TODAY),
    ),
    Example("track.form_log", lambda t: cards.entry_form(t, None, action="track.save", value="example", today=_TODAY)),
    Example(
        "track.form_confirm",
        lambda t: cards.doubt_form(
            t, Doubt("long_entry", _draft(t, 660)), [_draft(t, 660)], action="track.confirm", value="example"
        ),
    ),
    Example("track.timer_started", lambda t: timer_cards.started(t, _TIMER, _NOW)),
    Example("track.timer_running", lambda t: timer_cards.running(t, _TIMER, _NOW, Wanted("beta"), key="example")),
    Example("track.timer_status", lambda t: timer_cards.status(t, _TIMER, _NOW)),
    Example("track.timer_long", lambda t: timer_cards.long(t, _LONG_TIMER, _NOW, _SARI)),
    Example("track.timer_question", lambda t: timer_cards.forgotten(t, _LONG_TIMER, _NOW, _SARI)),
    Example("track.reminder", lambda t: reminder(t, _TODAY, 210, 270, (), _SARI, key="example")),
    Example(
        "track.reminder_empty",
        lambda t: reminder(
            t,
            _TODAY,
            0,
            480,
            (Entry(1, 1, Draft(date(2026, 11, 17), 480, "acme", zone=_JAKARTA)),),
            _SARI,
            key="example",
        ),
    ),
    Example("track.day_off", _off),
    Example("track.settings", _settings),
    Example("track.settings_saved", _saved),
    Example("track.changed_by_other", _changed_by_other),
    *(_sentence(key, facts) for key, facts in _SENTENCES.items()),
)
