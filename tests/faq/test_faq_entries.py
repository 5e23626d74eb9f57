"""The answers: complete, true to what is set, and claiming nothing that no test proves."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from bot.faq.claims import CLAIMS
from bot.faq.entry import Entry
from bot.faq.facts import NAMES, Facts, House, said
from bot.hours.rule import Rule
from bot.people import MAY, Act, Person, Role
from bot.privacy.retention import USUAL, Kept, Period, Unit
from bot.texts import Texts
from bot.timesheet.grammar import Wrong, read
from bot.timesheet.policy import Policies
from config.faq import entries
from config.lessons import topics
from config.policies import policies
from storage.schema import metadata
from tests.faq.table import PAGE, page, proofs

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
SARI = Person(1, "Sari", "id", ZoneInfo("Asia/Jakarta"))
ALL = entries()


def told(texts: Texts, topic: str, house: House, *, person: Person = SARI, locale: str = "en") -> str:
    t = texts.to(locale)
    return "\n".join(ALL[topic].paragraphs(t.locale, said(Facts(house, person, "local", NOW), t)))


@pytest.fixture
def house() -> House:
    return House("Kopi Nusantara", policies())


def test_every_claim_of_an_answer_is_proved_by_a_test_and_no_test_proves_an_unknown_one() -> None:
    claimed = {claim for entry in ALL.values() for claim in entry.claims}
    proved = {claim for claim, _, _ in proofs()}
    assert claimed - proved == set(), "mark the test that proves it with @pytest.mark.proves"
    assert proved - CLAIMS.keys() == set()
    assert claimed - CLAIMS.keys() == set()
    assert CLAIMS.keys() - claimed == set(), "a claim that no answer makes"


def test_every_topic_is_owned_and_was_read_by_its_owner_within_a_year() -> None:
    assert set(ALL) == set(topics())
    for entry in ALL.values():
        assert entry.owner
        assert entry.reviewed <= NOW.date() + timedelta(days=1)


@pytest.mark.parametrize("entry", ALL.values(), ids=lambda entry: entry.topic)
@pytest.mark.parametrize("locale", ["en", "id"])
def test_an_answer_has_something_to_say_without_a_rollout(
    texts: Texts, house: House, entry: Entry, locale: str
) -> None:
    words = told(texts, entry.topic, house, locale=locale)
    assert len(words) > 60
    assert not re.search(r"[{}]|\*\*|  ", words)


@pytest.mark.parametrize("locale", ["en", "id"])
def test_every_line_to_type_is_understood(locale: str) -> None:
    now = datetime(2026, 11, 30, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
    for entry in ALL.values():
        for words in (paragraph.words(locale) for paragraph in entry.answer):
            for line in re.findall(r"`/track ?([^`]*)`", words):
                assert not isinstance(read(line, now=now, locale=locale), Wrong), (entry.topic, line)


def test_how_long_data_is_kept_is_as_it_is_set(texts: Texts, house: House) -> None:
    assert "3 years" in told(texts, "data_retention", house)
    changed = replace(house, periods={**USUAL, Kept.ENTRIES: Period(7, Unit.MONTHS)})
    assert "7 months" in told(texts, "data_retention", changed)
    assert "7 bulan" in told(texts, "what_is_collected", changed, locale="id")


def test_who_may_correct_is_as_the_table_of_roles_says(texts: Texts, house: House) -> None:
    assert "IT can correct an entry" in told(texts, "who_sees_my_entries", house)
    may = MappingProxyType({**MAY, Act.CORRECT_FOR_SOMEBODY: frozenset({Role.HR_DRAFTER})})
    assert "HR can correct an entry" in told(texts, "who_sees_my_entries", replace(house, may=may))


def test_time_off_for_overtime_is_as_the_policy_says(texts: Texts, house: House) -> None:
    assert "one hour of overtime gives 1 h" in told(texts, "comp_time", house)
    usual = policies().of("default")
    versions = tuple(replace(version, time_back=None) for version in usual.versions)
    none = Policies({"default": replace(usual, versions=versions)})
    assert "gives no compensatory time" in told(texts, "comp_time", replace(house, policies=none))
    versions = tuple(replace(version, time_back=Fraction(3, 2)) for version in usual.versions)
    more = Policies({"default": replace(usual, versions=versions)})
    assert "gives 1 h 30 min" in told(texts, "comp_time", replace(house, policies=more))


def test_what_leads_see_of_a_team_is_as_the_ground_rules_say(texts: Texts, house: House) -> None:
    t = texts.to("en")
    for rule, words in ((Rule.NEVER, "not even an average"), (Rule.WEEKLY, "average per week, from six people up")):
        facts = Facts(house, SARI, "local", NOW, figures=rule)
        assert any(words in paragraph for paragraph in ALL["manager_view"].paragraphs("en", said(facts, t)))


@pytest.mark.proves("no_roles_see")
def test_no_act_lets_anybody_see_what_somebody_else_has_logged() -> None:
    """Whoever adds one must say here what answers say of it."""
    about_others = {
        Act.CORRECT_FOR_SOMEBODY: "shows no entry; its number comes from its owner",
        Act.KEEP_PEOPLE: "divisions and leads",
        Act.ANSWER_REQUESTS: "what people asked about their data",
        Act.ANSWER_DOOR: "what people wrote to HR",
        Act.SEE_TEAM_FIGURES: "averages of at least six people",
        Act.SEE_GROUP_FIGURES: "the same of every team",
        Act.SEE_SHARED_WEEK: "hours by day of a week that its owner has shared, until it is taken back",
    }
    own = {Act.LOG_OWN_TIME, Act.SEE_OWN_ENTRIES, Act.CHANGE_OWN_SETTINGS, Act.SHARE_OWN_WEEK}
    words = {Act.WRITE_ANSWERS, Act.PUBLISH_ANSWERS}  # HR's own, beside answers
    rollout = {act for act in Act if "rollout" in act.value} | {Act.AGREE_GROUND_RULES}
    assert set(Act) == own | words | rollout | about_others.keys()


def test_every_fact_is_quoted_somewhere() -> None:
    quoted = frozenset().union(*(entry.quotes for entry in ALL.values()))
    unused = NAMES - quoted
    assert unused <= {"keep_rollouts", "keep_requests", "keep_looks", "keep_logs", "recorded", "seen"}


@pytest.mark.proves("no_score", "no_reason")
def test_no_column_is_a_score_a_target_a_rank_or_a_reason_to_be_off() -> None:
    names = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}
    assert not {name for name in names if re.search(r"score|target|rank|rating|productiv", name)}
    # A lead's objection to the ground rules has a reason, a message that failed too; days off have none.
    assert {name for name in names if "reason" in name} == {"agreements.reason", "notices.reason", "outbox.reason"}
    assert {column.name for column in metadata.tables["offs"].columns} == {
        "person",
        "day",
        "minutes",
        "kind",
        "delivery",
    }


def test_the_page_about_the_faq_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs writes it anew"
