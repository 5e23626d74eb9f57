from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.timesheet.policy import Policy, Rounding
from config.content import ContentError
from config.policies import policies

DEFAULT = """
versions:
  - from: 2020-01-01
    zone: UTC
    hours: {from: "09:00", to: "18:00"}
    contract: {mon: 8:00, tue: 8:00, wed: 8:00, thu: 8:00, fri: 8:00}
"""
Loaded = Callable[[str], Policy]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """Loads a policy written out in a test."""

    def load(text: str) -> Policy:
        (tmp_path / "policies").mkdir()
        (tmp_path / "policies" / "default.yaml").write_text(DEFAULT, encoding="utf-8")
        (tmp_path / "policies" / "here.yaml").write_text(text, encoding="utf-8")
        return policies(tmp_path).named["here"]

    return load


def told(loaded: Loaded, text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        loaded(text)
    return str(caught.value).splitlines()


def test_the_shipped_policies_load_and_a_name_nobody_knows_gets_the_default() -> None:
    shipped = policies()
    assert set(shipped.named) >= {"default", "indonesia", "thailand", "berlin"}
    assert shipped.of("indonesia").name == "indonesia"
    assert shipped.of("atlantis").name == "default"


def test_the_joint_leave_of_indonesia_is_no_working_day_and_has_its_name_in_both_languages() -> None:
    indonesia = policies().of("indonesia")
    day = indonesia.planned(date(2026, 3, 20))
    assert day.due == 0
    assert day.contract == 480
    assert day.name("id") == "Cuti Bersama Hari Raya Idul Fitri"
    assert day.name("en") == "Eid al-Fitr Joint Holiday (Cuti Bersama Hari Raya Idul Fitri)"


def test_a_place_is_free_on_its_own_days_only() -> None:
    shipped = policies()
    womens_day, songkran = date(2027, 3, 8), date(2026, 4, 13)
    assert shipped.of("berlin").planned(womens_day).name("id") == "Frauentag"
    assert not shipped.of("berlin").is_working_day(womens_day)
    assert shipped.of("indonesia").is_working_day(songkran)
    assert shipped.of("thailand").planned(songkran).name("en") == "Songkran Festival (วันสงกรานต์)"
    assert shipped.of("default").is_working_day(date(2026, 12, 25))


def test_the_next_working_day_jumps_over_the_weekend_and_a_whole_eid() -> None:
    indonesia = policies().of("indonesia")
    assert indonesia.next_working_day(date(2026, 11, 20)) == date(2026, 11, 23)
    assert indonesia.next_working_day(date(2026, 3, 17)) == date(2026, 3, 25)
    assert list(indonesia.working_days(date(2026, 3, 14), date(2026, 3, 25))) == [
        date(2026, 3, 16),
        date(2026, 3, 17),
        date(2026, 3, 25),
    ]


def test_where_no_day_is_worked_there_is_no_next_one(loaded: Loaded) -> None:
    idle = loaded(DEFAULT.replace("{mon: 8:00, tue: 8:00, wed: 8:00, thu: 8:00, fri: 8:00}", "{mon: 0}"))
    assert idle.next_working_day(date(2026, 11, 20)) is None


def test_a_new_version_holds_from_its_day_and_leaves_the_past_as_it_was(loaded: Loaded) -> None:
    here = loaded(
        DEFAULT + DEFAULT.replace("versions:\n", "").replace("2020-01-01", "2026-11-18").replace("8:00", "7:00")
    )
    assert here.planned(date(2026, 11, 17)).contract == 480
    assert here.planned(date(2026, 11, 18)).contract == 420
    assert here.planned(date(2019, 12, 31)).contract == 0


def test_the_company_gives_half_a_day_and_takes_a_holiday_and_a_saturday_back(loaded: Loaded) -> None:
    here = loaded(
        DEFAULT
        + """
    holidays: {country: ID, categories: [public]}
extra_days:
  - {day: 2026-12-31, kind: free, minutes: 4:00, name: {en: Half a day, id: Setengah hari}}
  - {day: 2026-12-25, kind: work, name: {en: Open, id: Buka}}
  - {day: 2026-11-21, kind: work, minutes: 5:00, name: {en: Stocktaking, id: Stok opname}}
"""
    )
    assert (here.planned(date(2026, 12, 31)).contract, here.planned(date(2026, 12, 31)).due) == (480, 240)
    assert here.planned(date(2026, 12, 25)).due == 480
    assert here.planned(date(2026, 11, 21)).due == 300
    assert here.planned(date(2026, 11, 21)).name("id") == "Stok opname"


def test_every_mistake_in_a_policy_is_told_at_once_with_its_place(loaded: Loaded) -> None:
    assert told(
        loaded,
        """
versions:
  - from: 2020-01-01
    zone: Asia/Jakarta
    hours: {from: "09:00", to: "18:00"}
    contract: {mon: 8:00}
  - from: 2019-01-01
    zone: Asia/Jakarte
    hours: {from: "18:00", to: "09:00"}
    contract: {monday: 8:00, tue: 25:00}
    holidays: {country: ID, categories: [public, bank]}
    overtime: {count: [month]}
    time_back: lots
    rounding: {unit: 90, mode: sideways}
    strain: {weeks: 5, out_of: 4}
extra_days:
  - {day: tomorrow, kind: off, name: {en: Party}}
projects: ["#acme"]
""",
    ) == [
        "policies/here.yaml: versions[1].hours: `to` must be later than `from`",
        "policies/here.yaml: versions[1].zone: Asia/Jakarte is no time zone; Asia/Jakarta would be one",
        "policies/here.yaml: versions[1].contract.monday: unknown here; known are mon, tue, wed, thu, fri, sat, sun",
        "policies/here.yaml: versions[1].contract.tue: a length of time was expected, such as '8:00' or 480 minutes",
        "policies/here.yaml: versions[1].holidays.categories: ID has no bank; it knows: government, public",
        "policies/here.yaml: versions[1].overtime.count: [day], [week] or [day, week] was expected",
        (
            "policies/here.yaml: versions[1].time_back: a factor up to 5 was expected, such as 1 or 1.5; "
            "leave it out where overtime gives no time"
        ),
        "policies/here.yaml: versions[1].rounding.unit: 1 to 60 minutes",
        "policies/here.yaml: versions[1].rounding.mode: one of nearest, up, down was expected",
        "policies/here.yaml: versions[1].strain: `weeks` is at least 1 and not more than `out_of`, which is at most 52",
        "policies/here.yaml: versions[1].from: must be later than that of the version before it",
        "policies/here.yaml: extra_days[0].day: a day was expected, such as 2026-12-24",
        "policies/here.yaml: extra_days[0].kind: `free` (a day off) or `work` (worked, holiday or not) was expected",
        "policies/here.yaml: extra_days[0].name.id: a name in this language is needed",
        "policies/here.yaml: projects[0]: a project in quotes, without spaces and without #, was expected",
    ]


def test_a_country_that_yaml_reads_as_a_boolean_is_told_to_be_quoted(loaded: Loaded) -> None:
    assert told(loaded, DEFAULT + "    holidays: {country: NO}\n") == [
        (
            "policies/here.yaml: versions[0].holidays.country: a country code in quotes was expected, "
            "such as 'ID', 'TH' or 'DE'"
        )
    ]


def test_a_policy_without_a_version_and_a_company_without_a_default_are_refused(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "here.yaml").write_text("projects: []", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        policies(tmp_path)
    assert str(caught.value).splitlines() == [
        "policies/here.yaml: versions: at least one version is needed",
        "policies/default.yaml: this file is needed: it holds for whoever has no other",
    ]


def test_a_total_is_rounded_to_its_unit_the_way_the_company_chose() -> None:
    assert [Rounding(15)(minutes) for minutes in (7, 8, 22, 23, -7, -8)] == [0, 15, 15, 30, 0, -15]
    assert [Rounding(15, "up")(minutes) for minutes in (1, 15, -1)] == [15, 15, 0]
    assert [Rounding(15, "down")(minutes) for minutes in (14, 15, -1)] == [0, 15, -15]


@given(st.integers(-100_000, 100_000), st.integers(1, 60), st.sampled_from(["nearest", "up", "down"]))
def test_rounding_moves_by_less_than_a_unit_and_a_second_time_changes_nothing(
    minutes: int, unit: int, mode: str
) -> None:
    rounding = Rounding(unit, mode)  # type: ignore[arg-type]
    shown = rounding(minutes)
    assert shown % unit == 0
    assert abs(shown - minutes) < unit
    assert rounding(shown) == shown
