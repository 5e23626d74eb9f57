"""An example of everything that campaigns say, for the gallery: each step of each playbook, and what HR is told.

The rule to keep: an example is a made-up company; the words are the playbook's own.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.campaigns import notices
from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.letter import Enclosed, Practical, Quoted, letter
from bot.campaigns.playbook import Anchor, Kind, Playbook, Step
from bot.campaigns.promises import Promises, card, difference, suggested
from bot.campaigns.rules_form import blocks, rules, rules_form
from bot.campaigns.summary import Answer, lines
from bot.campaigns.wording import Problem
from bot.example import Example
from bot.message import Button, File, Form, Message, Part, Table
from bot.texts import Words

_JAKARTA = ZoneInfo("Asia/Jakarta")
_BERLIN = ZoneInfo("Europe/Berlin")
_DAY = date(2026, 11, 17)
_PROBLEMS = (
    Problem("empty", field="text"),
    Problem("one_line", field="text"),
    Problem("long_text", "200", "text"),
    Problem("long_body", "2900"),
    Problem("braces"),
    Problem("unknown", "dya"),
    Problem("alone", "figures"),
    Problem("needed", "heard"),
)


def of(playbooks: Iterable[Playbook]) -> tuple[Example, ...]:
    """Every step of these playbooks, and everything that stands around them."""
    return (*(example for playbook in playbooks for example in _steps(playbook)), *_AROUND)


def campaign(playbook: Playbook) -> Campaign:
    """A campaign of this playbook that was moved once."""
    opening = playbook.anchor is Anchor.OPENING
    return Campaign(
        id=1,
        playbook=playbook.name,
        title=playbook.title["en"],
        zone=_JAKARTA,
        anchor=datetime(2026, 12, 7 if opening else 15, 2 if opening else 3, tzinfo=UTC),
        survey_end=datetime(2026, 12, 17 if opening else 7, 11, tzinfo=UTC),
        audience=EVERYBODY,
        calendar="default",
        created_at=datetime(2026, 11, 16, 3, tzinfo=UTC),
        created_by=1,
        state=State.RUNNING,
        moves=1,
        previous=datetime(2026, 12, 14, 3, tzinfo=UTC),
        promises=1,
    )


def promises(t: Words) -> Promises:
    """What the made-up company promises."""
    start = suggested(t)
    if t.locale == "id":
        return Promises(
            problem="Lembur baru ketahuan saat orangnya sudah kelelahan, dan proyek direncanakan dengan menebak.",
            tried="Rapat mingguan dipangkas separuh dan ada dua orang baru di tim layanan. Itu membantu, tetapi belum"
            " menunjukkan di mana beban kerjanya menumpuk.",
            purpose="Membagi beban kerja dengan lebih adil, dan membayar atau mengganti lembur yang memang terjadi.",
            recorded=start.recorded,
            seen=start.seen,
            never=start.never,
            managers="Ya. Direksi, ketua tim, dan HR mencatat dengan cara dan aturan yang sama.",
        )
    return Promises(
        problem="We notice overtime only when somebody is exhausted, and we plan projects by guessing.",
        tried="We halved the weekly meetings and hired two people for the service team. It helped, but it does not"
        " show where the work piles up.",
        purpose="To share the work more fairly, and to pay or give back the overtime that really happens.",
        recorded=start.recorded,
        seen=start.seen,
        never=start.never,
        managers="Yes. Management, team leads and HR record in the same way and under the same rules.",
    )


def _changed(t: Words) -> Promises:
    was = promises(t)
    never = {"id": f"{was.never} Juga tidak untuk bonus.", "en": f"{was.never} Nor bonuses."}[t.locale]
    purpose = {"id": "Hanya untuk lembur.", "en": "For overtime, and nothing else."}[t.locale]
    return Promises(was.problem, was.tried, purpose, was.recorded, was.seen, never, was.managers)


def practical(t: Words, playbook: Playbook) -> Practical:
    """Who and where at the made-up company."""
    if playbook.anchor is Anchor.OPENING:
        return Practical(hr="Ratna Dewi")
    room, small = ("Ruang Gayo", "Ruang Toraja") if t.locale == "id" else ("Gayo room", "Toraja room")
    course = datetime(2026, 12, 22, 7, tzinfo=UTC)
    return Practical("Ratna Dewi", f"{room}, https://meet.example/lentera", "Bagus, Mira", course, small)


def answers(t: Words) -> tuple[Answer, ...]:
    """What HR of the made-up company has heard, and says."""
    if t.locale == "id":
        return (
            Answer(
                "Saya bisa terlihat tidak produktif.",
                do="Catatan Anda hanya ditampilkan kepada Anda, dan tidak masuk penilaian kinerja. Ini tertulis di"
                " aturan main.",
            ),
            Answer(
                "Saya akan lupa mencatat.",
                do="Pengingatnya bisa diatur jamnya atau dimatikan oleh masing-masing orang.",
                dont="Kami tidak membuat pengingat lewat ketua tim.",
                because="itu akan membuat ketua tim tahu siapa yang belum mencatat.",
            ),
        )
    return (
        Answer(
            "I might look unproductive.",
            do="Your entries are shown to you alone and are no part of any appraisal. The ground rules say so.",
        ),
        Answer(
            "I would forget to record.",
            do="Everybody sets the hour of their own reminder, or switches it off.",
            dont="We do not remind you through your team lead.",
            because="your lead would then know who has not recorded.",
        ),
    )


def ground_rules(t: Words) -> str:
    """The rules of the made-up company."""
    if t.locale == "id":
        return (
            "Kita mencatat supaya beban kerja dibagi dengan adil, bukan untuk menilai orang.\n\n"
            "Dalam rapat tim yang dibahas hasil kerja. Jam kerja hanya kalau anggotanya sendiri yang memulai.\n\n"
            "Tidak ada laporan mingguan. Sebulan sekali kita melihat proyek mana yang melebihi perkiraan.\n\n"
            "Tenggat tidak pernah dipercepat karena catatan waktu."
        )
    return (
        "We record time to share the work fairly, not to judge people.\n\n"
        "In team meetings we talk about results. We talk about hours only when a member of the team brings them up.\n\n"
        "There are no weekly reports. Once a month we look at which projects took longer than we thought.\n\n"
        "No deadline is ever moved forward because of recorded time."
    )


def figures(t: Words) -> tuple[Part, ...]:
    """The company's row of a survey, as a table. What is really shown comes from the survey."""
    rows = {
        "id": (("Saya bisa terlihat tidak produktif", "~35 %"), ("Saya akan lupa mencatat", "~20 %")),
        "en": (("I might look unproductive", "~35 %"), ("I would forget to record", "~20 %")),
    }[t.locale]
    head = {"id": ("Kekhawatiran", "Bagian"), "en": ("Concern", "Share")}[t.locale]
    caption = {"id": "Seluruh perusahaan, 64 jawaban", "en": "The whole company, 64 answers"}[t.locale]
    return (Table(caption, head, rows),)


def enclosed(t: Words, step: Step) -> Enclosed:
    """What goes with a step, made up where it comes from elsewhere."""
    line = ("Service", "Night shifts are left out of the monthly look.")
    if t.locale == "id":
        line = ("Layanan", "Giliran malam tidak ikut dilihat tiap bulan.")
    buttons: tuple[Button, ...] = ()
    if step.kind is Kind.FORM:
        buttons = (Button(t("campaigns.button_rules"), "rollout.rules", "1", "primary", opens_form=True),)
    return Enclosed(
        blocks={
            "figures": figures(t),
            "heard": lines(t, answers(t)),
            "changes": difference(t, promises(t), _changed(t)),
            "rules": blocks(t, ground_rules(t), line),
            "questions": (),
            "survey": (),
        },
        buttons=buttons,
        calendar=File("lentera.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    )


def _steps(playbook: Playbook) -> Iterator[Example]:
    for step in playbook.steps:
        yield Example(f"{playbook.name}.{step.name}", partial(_step, playbook, step))
    heard = next(step for step in playbook.steps if step.content)
    yield Example(f"{playbook.name}.{heard.name}_for_somebody_new_elsewhere", partial(_elsewhere, playbook, heard))


def _quoted(t: Words, playbook: Playbook, agreed: tuple[int, int]) -> Quoted:
    return Quoted(campaign(playbook), "Kopi Nusantara", {t.locale: promises(t)}, practical(t, playbook), agreed=agreed)


def _step(playbook: Playbook, step: Step, t: Words) -> Message:
    quoted = _quoted(t, playbook, (9, 9))
    return letter(step, step.wording[t.locale], t, _JAKARTA, quoted, enclosed(t, step))


def _elsewhere(playbook: Playbook, step: Step, t: Words) -> Message:
    with_word = Enclosed(enclosed(t, step).blocks, joined=True)
    return letter(step, step.wording[t.locale], t, _BERLIN, _quoted(t, playbook, (8, 9)), with_word)


def _form(t: Words, *, again: bool) -> Form:
    return rules_form(t, rules(t, ground_rules(t)), action="rollout.rules", value="1:1", again=again)


def _titles(t: Words) -> tuple[str, str]:
    return ("Mencatat waktu kerja", "Agenda") if t.locale == "id" else ("Recording working time", "Agenda")


def _held(t: Words, why: notices.Why) -> Message:
    return notices.held(t, *_titles(t), _DAY, why)


def _skipped(t: Words, why: notices.Passed) -> Message:
    return notices.skipped(t, *_titles(t), why)


_WAITS: tuple[notices.Why, ...] = ("form", "survey", "approval", "summary", "paused")
_PASSED: tuple[notices.Passed, ...] = ("meeting_started", "survey_ended", "moment_passed", "night")
_AROUND: tuple[Example, ...] = (
    Example("campaigns.got_it", lambda t: Message(t("campaigns.got_it"))),
    Example("campaigns.promises", lambda t: Message(t("campaigns.promise_purpose"), (card(t, promises(t)),))),
    Example("campaigns.rules_form", lambda t: _form(t, again=False)),
    Example("campaigns.rules_form_again", lambda t: _form(t, again=True)),
    *(
        Example(f"campaigns.{key}", lambda t, key=key: Message(t(f"campaigns.{key}")))  # type: ignore[misc]  # bound now
        for key in ("rules_reason_needed", "rules_agreed", "rules_objected")
    ),
    *(
        Example(
            f"campaigns.wording_{problem.wrong}",
            lambda t, problem=problem: Message(t(f"campaigns.wording_{problem.wrong}", word=problem.word)),  # type: ignore[misc]
        )
        for problem in _PROBLEMS
    ),
    *(Example(f"campaigns.notice_held_{why}", partial(_held, why=why)) for why in _WAITS),
    Example("campaigns.notice_late", lambda t: notices.late(t, *_titles(t), _DAY)),
    *(Example(f"campaigns.notice_skipped_{why}", partial(_skipped, why=why)) for why in _PASSED),
    Example("campaigns.notice_maybe_twice", lambda t: notices.maybe_twice(t, *_titles(t), 3)),
    Example("campaigns.notice_unreachable", lambda t: notices.unreachable(t, *_titles(t), 2)),
)
