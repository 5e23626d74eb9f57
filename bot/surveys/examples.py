"""An example of everything a survey says, for the gallery."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.example import Example
from bot.message import Message
from bot.people import Person
from bot.surveys.ballot import Code
from bot.surveys.bands import band
from bot.surveys.code_forms import gone_form, has_form, lost_form, take_form, taken_form, type_form, typed_form
from bot.surveys.code_letters import AGAIN, LATE, WRONG, asked, awaited, lost
from bot.surveys.comparison import compared
from bot.surveys.early import early
from bot.surveys.forms import answer_form, code_form, done_form, withdrawn_form
from bot.surveys.invitation import invitation
from bot.surveys.notes import checked, key_gone
from bot.surveys.preflight import Finding, Found
from bot.surveys.questionnaire import Choice, Kind, Question, Questionnaire
from bot.surveys.release import Group, Reason, Release, Result, Row, Withheld
from bot.surveys.result import result
from bot.surveys.survey import Custody, Rules, State, Survey
from bot.texts import Words

_ZONE = ZoneInfo("Asia/Jakarta")
_CODE = Code("7M3KX0QZ4T9BHW2C")


def _said(en: str, id_: str) -> dict[str, str]:
    return {"en": en, "id": id_}


_ASKED = Questionnaire(
    _said("Lunch", "Makan siang"),
    _said(
        "We want to know what you think of the canteen before its contract is renewed.",
        "Kami ingin tahu pendapat Anda tentang kantin sebelum kontraknya diperpanjang.",
    ),
    (
        Question(
            "food",
            Kind.ONE,
            _said("What should change first?", "Apa yang perlu diubah lebih dulu?"),
            (
                Choice("A", _said("The queue", "Antreannya")),
                Choice("B", _said("The price", "Harganya")),
                Choice("C", _said("Something else", "Hal lain"), text=True),
            ),
        ),
        Question(
            "times",
            Kind.SEVERAL,
            _said("When do you come?", "Kapan Anda datang?"),
            (
                Choice("A", _said("Before noon", "Sebelum pukul 12")),
                Choice("B", _said("After noon", "Setelah pukul 12")),
            ),
        ),
        Question("taste", Kind.SCALE, _said("The food is good.", "Makanannya enak.")),
        Question(
            "more",
            Kind.TEXT,
            _said("What else?", "Ada lagi?"),
            hint=_said("You may leave this empty.", "Boleh dikosongkan."),
        ),
    ),
    tuple(
        _said(en, id_)
        for en, id_ in (
            ("Not at all", "Sama sekali tidak"),
            ("Rather not", "Cenderung tidak"),
            ("Partly", "Sebagian"),
            ("Mostly", "Sebagian besar"),
            ("Fully", "Sepenuhnya"),
        )
    ),
    "lunch",
)
_RULES = Rules(_ASKED, datetime(2026, 12, 17, 11, tzinfo=UTC))
OPEN = Survey("lunch-1", _RULES, State.OPEN, 4096)


def _row(row: Row, divisions: tuple[str, ...], n: int, food: dict[str, int], taste: dict[str, int]) -> Group:
    results = [("food", food), ("taste", taste)]
    return Group(
        row,
        divisions,
        n,
        tuple(Result(name, {option: band(count, n) for option, count in counts.items()}) for name, counts in results),
    )


def _release(*reasons: Withheld, comments: tuple[str, ...] = ()) -> Release:
    return Release(
        5,
        52,
        31,
        (
            _row(
                Row.COMPANY,
                ("", "Legal", "Ops", "Sales"),
                31,
                {"A": 14, "B": 10, "C": 4, "-": 3},
                {"unfavourable": 9, "neutral": 6, "favourable": 15, "-": 1},
            ),
            _row(
                Row.DIVISION,
                ("Sales",),
                20,
                {"A": 11, "B": 5, "C": 2, "-": 2},
                {"unfavourable": 6, "neutral": 4, "favourable": 10, "-": 0},
            ),
            _row(
                Row.POOL,
                ("", "Legal"),
                6,
                {"A": 1, "B": 3, "C": 1, "-": 1},
                {"unfavourable": 2, "neutral": 1, "favourable": 2, "-": 1},
            ),
            _row(
                Row.DIVISION,
                ("",),
                5,
                {"A": 2, "B": 2, "C": 1, "-": 0},
                {"unfavourable": 1, "neutral": 1, "favourable": 3, "-": 0},
            ),
        ),
        reasons,
        comments,
    )


def _comments(t: Words) -> tuple[str, ...]:
    if t.locale == "id":
        return "Antreannya panjang setiap Jumat.", "Tolong ada menu sayur.", "Kursinya kurang."
    return "The queue is long on Fridays.", "More vegetables, please.", "There are not enough chairs."


def _invited(t: Words, rules: Rules, platform: str = "slack") -> Message:
    return invitation(replace(OPEN, rules=rules), t, _ZONE, company="Kopi Nusantara", platform=platform)


_CUSTODIANS = Rules(
    _ASKED, None, custody=Custody.CUSTODIANS, holders=("Rina", "Budi"), by_division=False, remind_everybody=True
)
_ASKED_CODES = replace(OPEN, rules=_CUSTODIANS, state=State.ASKED)
_OPEN_CODES = replace(_ASKED_CODES, state=State.OPEN)
_ENDED_CODES = replace(_ASKED_CODES, state=State.ENDED)
_FEW = Rules(_ASKED, _RULES.ends_at, separate=False, may_comment=False)


def _early(t: Words) -> Message:
    at = datetime(2026, 12, 15, 11, tzinfo=UTC)
    return early(OPEN, t, Person(1, "Sari", t.locale, _ZONE), at)


def _code_asked(survey: Survey, why: str, t: Words) -> Message:
    return asked(survey, 0, why, t)


def _refused(key: str, **params: str) -> Example:
    return Example(f"surveys.{key}", lambda t: Message(t(f"surveys.{key}", **params)))


_LATER = Release(
    5,
    52,
    40,
    (
        _row(
            Row.COMPANY,
            ("", "Legal", "Ops", "Sales"),
            40,
            {"A": 6, "B": 20, "C": 10, "-": 4},
            {"unfavourable": 4, "neutral": 9, "favourable": 27, "-": 0},
        ),
        _row(
            Row.DIVISION,
            ("Sales",),
            26,
            {"A": 3, "B": 14, "C": 7, "-": 2},
            {"unfavourable": 2, "neutral": 5, "favourable": 19, "-": 0},
        ),
    ),
    (),
)
_BEFORE = replace(OPEN, state=State.COUNTED, released=_release())
_AGAIN = replace(OPEN, id="lunch-2", rules=replace(_RULES, wave_of="lunch-1"), state=State.COUNTED, released=_LATER)
_THEN = {person: "Sales" if person < 30 else "Ops" for person in range(52)}
_NOW = _THEN


EXAMPLES: tuple[Example, ...] = (
    Example("surveys.invited", lambda t: _invited(t, _RULES)),
    Example("surveys.invited_custodians", lambda t: _invited(t, _CUSTODIANS, "teams")),
    Example("surveys.invited_custodians_open", lambda t: _invited(t, replace(_CUSTODIANS, separate=False), "teams")),
    Example("surveys.invited_secret", lambda t: _invited(t, replace(_RULES, custody=Custody.SECRET))),
    Example("surveys.invited_few", lambda t: _invited(t, _FEW, "local")),
    Example("surveys.invited_several", lambda t: _invited(t, _RULES, "several")),
    Example("surveys.form", lambda t: answer_form(OPEN, t, _CODE)),
    Example("surveys.form_again", lambda t: answer_form(OPEN, t, _CODE, again=True)),
    Example("surveys.code", lambda t: code_form("lunch-1", t)),
    Example("surveys.answered", lambda t: code_form("lunch-1", t, answered=True)),
    Example("surveys.done", lambda t: done_form(t, _CODE)),
    Example("surveys.withdrawn", withdrawn_form),
    _refused("skipped"),
    _refused("later"),
    _refused("never"),
    Example("surveys.missing", lambda t: Message(t("surveys.missing", decline=t("surveys.decline")))),
    _refused("too_long"),
    _refused("wrong_code"),
    _refused("ended"),
    _refused("not_ready"),
    _refused("not_invited"),
    _refused("not_here"),
    _refused("lost"),
    *(
        Example(f"surveys.{stage}_{why or 'first'}", partial(_code_asked, survey, why))
        for stage, survey in (("take", _ASKED_CODES), ("type", _ENDED_CODES))
        for why in ("", LATE, WRONG, AGAIN)
    ),
    Example("surveys.take_form", lambda t: take_form(_ASKED_CODES, t, _CODE)),
    Example("surveys.taken", lambda t: taken_form(_ASKED_CODES, t, 0)),
    Example("surveys.code_in_use", lambda t: has_form(_OPEN_CODES, t)),
    Example("surveys.type_form", lambda t: type_form(_ENDED_CODES, t)),
    Example("surveys.typed", lambda t: typed_form(_ENDED_CODES, t, 1)),
    Example("surveys.codes_opening", lambda t: awaited(_ASKED_CODES, ["Budi"], t)),
    Example("surveys.codes_ending", lambda t: awaited(_ENDED_CODES, ["Rina", "Budi"], t)),
    Example("surveys.lost_form", lambda t: lost_form(_ENDED_CODES, t)),
    Example("surveys.lost_done", lambda t: gone_form(_ENDED_CODES, t)),
    Example("surveys.code_lost", lambda t: lost(_ENDED_CODES, t)),
    _refused("take_differs"),
    _refused("code_shape"),
    Example("surveys.code_tries", lambda t: Message(t("surveys.code_tries", n=5))),
    _refused("code_not_asked"),
    _refused("code_not_yours"),
    _refused("code_counted"),
    _refused("code_survey_lost"),
    _refused("code_not_here"),
    _refused("lost_tick"),
    Example(
        "surveys.result",
        lambda t: result(
            OPEN,
            _release(
                Withheld(Reason.POOLED, ""),
                Withheld(Reason.POOLED, "Legal"),
                Withheld(Reason.PROVEN, "times"),
                Withheld(Reason.PROVEN_WHOLE, "times"),
                comments=_comments(t),
            ),
            t,
        ),
    ),
    Example(
        "surveys.result_again_long", lambda t: result(_AGAIN, _LATER, t, compared(_AGAIN, _BEFORE, _THEN, _NOW, t))
    ),
    Example(
        "surveys.waves_for_everybody",
        lambda t: Message(t("surveys.waves"), compared(_AGAIN, _BEFORE, _THEN, _NOW, t, company_only=True)[1:]),
    ),
    Example(
        "surveys.waves_none",
        lambda t: Message(compared(_AGAIN, _BEFORE, _THEN, {**_THEN, 99: "Sales"}, t, company_only=True)[0].text),  # type: ignore[union-attr]  # one sentence
    ),
    Example(
        "surveys.result_many_comments",
        lambda t: result(OPEN, _release(Withheld(Reason.ONE_GROUP), comments=_comments(t) * 5), t),
    ),
    Example(
        "surveys.result_no_comments",
        lambda t: result(OPEN, _release(Withheld(Reason.NOT_ALLOWED), Withheld(Reason.COMMENTS)), t),
    ),
    Example("surveys.result_too_few", lambda t: result(OPEN, Release(5, 52, None), t)),
    Example("surveys.early", _early),
    Example("surveys.key_gone", lambda t: key_gone(_ASKED, t)),
    Example(
        "surveys.check",
        lambda t: checked(_ASKED.title[t.locale], [Found(one, ("", "Legal")) for one in Finding], t),
    ),
)
