"""What holds for every text and every entry, not only for those somebody thought of."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.timesheet.grammar import ASKS, WRONGS, Ask, Entries, Line, Order, Wrong, canonical, read
from bot.timesheet.grammar.spans import elapsed

ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Bangkok", "Europe/Berlin", "America/New_York",
        "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "UTC",
    )
]  # fmt: skip
LANGUAGES = ("en", "id")
WORDS = """
    design review rapat klien standup email koding desain 2h 30m 1,5 jam 9-11 monday senin minggu lalu kemarin
    sama seperti start stop hapus Sprint 12 #beta C# 7.30 3 Dec tanggal 5 for untuk and dan at on call half an hour
    setengah sepuluh yesterday last week cuti RAB sat may "quoted" ( ) - , ; : . ! ? / @ + 24/7 1:1 v2.0 100%
    'n' etc. 🚀 é ß slides 03.11.2026 31/02/2026 11/17/2026 every from selesai 22-2 minus each x semalam libur
""".split()  # noqa: SIM905 (words, as one types them)

NOTES = st.one_of(
    st.just(""),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=60),
).map(lambda text: " ".join(text.split()))
PROJECTS = st.one_of(st.none(), st.from_regex(r"[a-z][a-z0-9]{0,8}(?:[-_/.][a-z0-9]{1,6}){0,2}", fullmatch=True))
MOMENTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, datetime]:
    """An entry, and a moment at which it is typed."""
    zone = draw(st.sampled_from(ZONES))
    start = draw(MOMENTS).astimezone(zone)
    minutes = draw(st.integers(1, 1440))
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
    timed = draw(st.booleans())
    line = Line(
        minutes,
        start.date(),
        draw(PROJECTS),
        draw(NOTES),
        start if timed else None,
        end if timed else None,
    )
    now = end.astimezone(UTC) + timedelta(minutes=draw(st.integers(0, 60 * 24 * 400)))
    return line, now.astimezone(zone)


@settings(max_examples=250, deadline=None)
@given(lines(), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_every_canonical_line_typed_back_is_the_same_entry(
    said: tuple[Line, datetime], written: str, typed: str
) -> None:
    line, now = said
    text = canonical(line, written)
    reading = read(text, now=now, locale=typed)
    if not isinstance(reading, Entries):
        pytest.fail(f"{text!r} read as {reading}")
    (back,) = reading.lines
    assert back == line, text
    if line.start and line.end and back.start and back.end:
        # Equal wall clocks in one zone may still be an hour apart.
        assert back.start.astimezone(UTC) == line.start.astimezone(UTC), text
        assert back.end.astimezone(UTC) == line.end.astimezone(UTC), text


def holds(text: str, now: datetime, locale: str = "en") -> None:
    """Check all that must be true of any reading."""
    reading = read(text, now=now, locale=locale)
    match reading:
        case Entries(lines=entries):
            assert entries
            for line in entries:
                assert 1 <= line.minutes <= 1440
                assert line.day <= now.date()
                assert line.note == " ".join(line.note.split())
                assert (line.start is None) == (line.end is None)
                if line.start and line.end:
                    assert elapsed(line.start, line.end) == line.minutes
                    assert line.start.date() == line.day
                for written in LANGUAGES:
                    assert read(canonical(line, written), now=now, locale=locale) == Entries((line,))
        case Ask():
            assert len(reading.options) <= 4
            assert reading.reason in ASKS
        case Wrong():
            assert reading.reason in WRONGS
        case Order():
            pass


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), st.sampled_from(ZONES), MOMENTS)
def test_no_mix_of_our_own_words_raises_or_breaks_a_promise(text: str, zone: ZoneInfo, at: datetime) -> None:
    holds(text, at.astimezone(zone))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
@example("2h \x00", "en")
@example("½" * 60, "id")
@example("\ud800 2h", "en")
@example("2h İstanbul", "en")
@example('2h "', "en")
@example("9" * 400, "en")
@example("9-" * 400, "en")
@example("99999999999999999999 hari lalu 2 jam", "id")
@example("31/02/2026 2h", "en")
@example("0:00", "en")
@example("١٢:٣٠", "en")
def test_no_input_of_any_kind_raises(text: str, locale: str) -> None:
    holds(text, datetime(2026, 11, 18, 15, 0, tzinfo=ZONES[0]), locale)


@pytest.mark.parametrize("length", ["{}h", "{} minutes", "{} hours ago", "{} menit lalu", "{} days ago", "{} jam lagi"])
@pytest.mark.parametrize("verb", ["", "snooze ", "ingatkan ", "start ", "stop ", "switch ", "interruption ", "off "])
def test_no_length_is_too_long_to_be_answered(verb: str, length: str) -> None:
    now = datetime(2026, 11, 18, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
    for digits in range(1, 40):
        read(verb + length.format("9" * digits), now=now)


@pytest.mark.parametrize("date_", [date(1970, 1, 1), date(2028, 2, 29), date(2199, 12, 31)])
def test_the_edges_of_the_calendar_do_not_raise(date_: date) -> None:
    now = datetime(date_.year, date_.month, date_.day, 23, 59, tzinfo=ZONES[0])
    for text in (
        "kemarin 2 jam",
        "31 dec 2h",
        "29 feb 2h",
        "tanggal 31 2 jam",
        "9999 hari lalu 1 jam",
        "500 weeks ago 1h",
    ):
        holds(text, now)


@pytest.mark.parametrize(
    "piece",
    ["2h ", "9-", "#a ", '"', "1.", "kemarin ", "senin, ", "a.", "@", "½", "jam ", "and ", "-", "\n", "(", "friday x "],
)
def test_megabytes_are_refused_unread_and_the_longest_text_comes_to_an_end(piece: str) -> None:
    now = datetime(2026, 11, 18, 15, 0, tzinfo=ZONES[0])
    assert read(piece * 1_000_000, now=now) == Wrong("too_long", {"limit": "2000"})
    assert not isinstance(read((piece * 2000)[:2000], now=now), Order)
