"""A step as its reader gets it."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.campaigns.campaign import EVERYBODY, Campaign
from bot.campaigns.letter import Enclosed, Practical, Quoted, clock_of, filled, letter
from bot.campaigns.playbook import End, Kind, Playbook, Step, When, Wording
from bot.campaigns.promises import LIMIT, NAMES, Promises, card, difference, missing, suggested
from bot.campaigns.rules_form import rules
from bot.campaigns.summary import Answer, lines
from bot.markup import plain
from bot.message import Button, File, Link, Message, Prose
from bot.texts import Texts
from config.playbooks import playbooks
from tests.speaker import told

JAKARTA, BERLIN, MAKASSAR = ZoneInfo("Asia/Jakarta"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Makassar")
MEETING = datetime(2026, 12, 15, 3, tzinfo=UTC)
CAMPAIGN = Campaign(
    7, "any", "Title", JAKARTA, MEETING, datetime(2026, 12, 7, 11, tzinfo=UTC), EVERYBODY, "default", MEETING, 1
)
STEP = Step("any", Kind.MESSAGE, When(days=-7), {})


def read(texts: Texts, words: Wording, *, locale: str = "en", zone: ZoneInfo = JAKARTA, **facts: object) -> str:
    quoted = Quoted(CAMPAIGN, "Kopi Nusantara", **facts)  # type: ignore[arg-type]
    return told(letter(STEP, words, texts.to(locale), zone, quoted))


@pytest.mark.parametrize(
    ("locale", "zone", "said"),
    [
        ("en", JAKARTA, "On Tuesday 15 December 2026 at 10:00"),
        ("id", JAKARTA, "On Selasa, 15 Desember 2026 at 10.00 WIB"),
        ("id", MAKASSAR, "On Selasa, 15 Desember 2026 at 11.00 waktu setempat (10.00 waktu Jakarta)"),
        ("en", BERLIN, "On Tuesday 15 December 2026 at 04:00 your time (10:00 in Jakarta)"),
        ("en", ZoneInfo("America/Los_Angeles"), "On Monday 14 December 2026 at 19:00 your time (10:00 in Jakarta)"),
    ],
)
def test_day_and_time_are_the_readers_own(texts: Texts, locale: str, zone: ZoneInfo, said: str) -> None:
    assert read(texts, Wording("On {day} at {time}"), locale=locale, zone=zone).split("\n")[0] == said


def test_two_zones_of_one_offset_need_no_second_time(texts: Texts) -> None:
    assert clock_of(texts.to("en"), MEETING, ZoneInfo("Asia/Bangkok"), JAKARTA) == "10:00"


def test_a_line_that_quotes_what_there_is_none_of_is_left_out(texts: Texts) -> None:
    words = Wording("Hello.", "Ask {hr}.\nWe meet here: {place}\n\n{agreed}\n\nHelp: {helpers}, {course_day}\n\nBye.")
    assert read(texts, words) == "Hello.\nBye.\n(Got it)"
    practical = Practical(hr="Ratna", helpers="Bagus", course=MEETING)
    assert read(texts, words, practical=practical, agreed=(8, 9)) == (
        "Hello.\nAsk Ratna.\n8 of 9 team leads have agreed to the ground rules, each by name.\n"
        "Help: Bagus, Tuesday 15 December 2026\nBye.\n(Got it)"
    )


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        ((9, 9), "All 9 team leads have agreed to the ground rules, each by name."),
        ((1, 1), "The team lead has agreed to the ground rules, by name."),
        ((0, 0), ""),
        (None, ""),
    ],
)
def test_who_agreed_is_said_as_it_is(texts: Texts, agreed: tuple[int, int] | None, said: str) -> None:
    assert read(texts, Wording("Hello.", "{agreed}"), agreed=agreed) == "\n".join(
        line for line in ("Hello.", said, "(Got it)") if line
    )


def test_what_somebody_typed_is_quoted_literally(texts: Texts) -> None:
    practical = Practical(hr="*Ratna* {day} [x](https://x.example)")
    message = letter(STEP, Wording("Ask *{hr}*."), texts.to("en"), JAKARTA, Quoted(CAMPAIGN, "X", practical=practical))
    assert plain(message.text) == "Ask *Ratna* {day} [x](https://x.example)."


def test_a_block_stands_where_the_wording_says_so_and_only_there(texts: Texts) -> None:
    enclosed = Enclosed({"figures": (Prose("35 %"),), "rules": (Prose("Rules"),)}, joined=True)
    words = Wording("Agenda", "First\n\n{figures}\n\n{heard}\n\nLast")
    message = letter(STEP, words, texts.to("en"), JAKARTA, Quoted(CAMPAIGN, "X"), enclosed)
    assert told(message).split("\n") == [
        "Agenda",
        "You joined us after this had begun, so you get what the others have read before.",
        "First",
        "35 %",
        "Last",
        "(Got it)",
    ]


def test_figures_that_a_survey_has_none_of_are_said_to_be_none(texts: Texts) -> None:
    def said(enclosed: Enclosed) -> str:
        words = Wording("Agenda", "What you told us:\n\n{figures}")
        message = letter(STEP, words, texts.to("id"), JAKARTA, Quoted(CAMPAIGN, "X"), enclosed)
        return told(message).split("\n")[2]

    assert said(Enclosed()) == "(Sudah saya baca)"
    assert (
        said(Enclosed({"figures": ()}))
        == "Kurang dari lima orang menjawab, jadi tidak ada angka yang bisa ditampilkan."
    )


def test_a_survey_that_asks_again_has_an_end_of_its_own(texts: Texts) -> None:
    again = Step("b", Kind.SURVEY, When(days=42), {}, questionnaire="any", ends=End(52, time(17)))
    message = letter(again, Wording("{end_day}, {end_time}"), texts.to("en"), JAKARTA, Quoted(CAMPAIGN, "X"))
    assert message.text == "Friday 5 February 2027, 17:00"


def test_buttons_are_what_the_step_is_for(texts: Texts) -> None:
    def buttons(step: Step, *, channel: bool = False, calendar: File | Link | None = None) -> str:
        enclosed = Enclosed(buttons=(Button("Open the survey", "survey.open"),), calendar=calendar)
        words = Wording("Hello.")
        said: Message = letter(step, words, texts.to("en"), JAKARTA, Quoted(CAMPAIGN, "X"), enclosed, channel=channel)
        return told(said).removeprefix("Hello.\n")

    message = Step("a", Kind.MESSAGE, When(days=-7), {}, talk=True, calendar=True)
    file, link = File("meeting.ics", "text/calendar", b""), Link("Add to calendar", "https://calendar.example")
    assert buttons(message, calendar=file) == "<meeting.ics>\n(Open the survey) (Got it) (Talk to HR)"
    assert buttons(message, calendar=link) == "(Open the survey) (Got it) (Talk to HR) (Add to calendar)"
    assert buttons(message, channel=True) == "(Open the survey) (Talk to HR)"
    reminder = Step("b", Kind.REMINDER, When(days=-1), {})
    assert buttons(reminder, calendar=file) == "(Open the survey)"


def test_got_it_says_which_step_of_which_campaign(texts: Texts) -> None:
    message = letter(STEP, Wording("Hello."), texts.to("en"), JAKARTA, Quoted(CAMPAIGN, "X"))
    assert "7:any" in repr(message)


def test_a_brace_can_be_written(texts: Texts) -> None:
    assert read(texts, Wording("{{day}} is not {day}")).startswith("{day} is not Tuesday")
    assert filled("a {x}\nb {y} \n", {"x": "", "y": "2"}) == "b 2"


def test_no_campaign_starts_with_a_gap_in_its_promises() -> None:
    whole = Promises(*("words",) * len(NAMES))
    assert missing({"en": whole, "id": whole}, ("en", "id")) == ()
    assert missing({"en": whole}, ("en", "id")) == tuple(("id", name) for name in NAMES)


@pytest.mark.parametrize("playbook", playbooks().values(), ids=lambda playbook: playbook.name)
def test_hr_begins_with_what_holds_of_itself_and_says_the_rest(playbook: Playbook) -> None:
    left = ("problem", "tried", "purpose", "managers")
    for language in ("en", "id"):
        start = suggested(playbook, language)
        assert missing({language: start}, (language,)) == tuple((language, name) for name in left)
        assert all(len(getattr(start, name)) <= LIMIT for name in NAMES)


def test_a_changed_promise_shows_what_it_was_and_marks_what_is_new(texts: Texts) -> None:
    t = texts.to("en")
    old = Promises(purpose="For overtime.", never="Pay, appraisals or warnings.", managers="Yes.")
    new = Promises(purpose="For overtime.", never="Pay, appraisals, warnings or *bonuses*.", managers="No, not yet.")
    parts = difference(t, old, new)
    assert [plain(part.text) for part in parts if isinstance(part, Prose)] == [
        (
            "What it will never be used for\nUntil now: Pay, appraisals or warnings.\n"
            "From now on: Pay, appraisals, warnings or *bonuses*."
        ),
        "Whether managers do it too\nUntil now: Yes.\nFrom now on: No, not yet.",
    ]
    assert isinstance(parts[0], Prose)
    assert parts[0].text.endswith(r"Pay, *appraisals, warnings* or *\*bonuses\*.*")
    assert difference(t, old, old) == ()
    assert dict(card(t, old).pairs)["What it is for"] == "For overtime."


def test_whoever_was_heard_gets_an_answer_and_a_no_its_reason(texts: Texts) -> None:
    whole = Answer("I forget.", do="A reminder.", dont="Ask your lead.", because="They would know who forgot.")
    message = Message("-", lines(texts.to("en"), (whole, Answer("I am watched.", do="Nobody sees it."))))
    assert told(message) == (
        "-\nWe heard: I forget.\nWe do: A reminder.\nWe do not: Ask your lead.\n"
        "Because: They would know who forgot.\nWe heard: I am watched.\nWe do: Nobody sees it."
    )
    assert whole.complete
    assert not Answer("I forget.").complete
    assert not Answer("I forget.", dont="Ask your lead.").complete
    assert not Answer("I forget.", do="A reminder.", because="why").complete
    assert not Answer(" ", do="A reminder.").complete


def test_a_division_reads_the_rules_with_its_own_line(texts: Texts) -> None:
    shown = rules(texts.to("id"), "Satu.\n\nDua *bukan* tebal.", ("Layanan", "Tiga."))
    assert [plain(part.text) for part in shown] == ["Satu.", "Dua *bukan* tebal.", "Untuk Layanan: Tiga."]
