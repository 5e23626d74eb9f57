from pathlib import Path

import pytest

from adapters.local.clock import WindingClock
from adapters.local.company import Company, Resident
from adapters.local.crowd import Crowd, lines
from adapters.local.front import SUGGESTED
from bot.markup import plain
from bot.people import Role
from bot.texts import Texts
from bot.timesheet.grammar import Entries, Order, read
from config import content, typed
from config.lessons import matcher
from tests.local.hand import NOW

COMPANY = content.HERE / "demo" / "company.yaml"


def told(path: Path) -> list[str]:
    with pytest.raises(content.ContentError) as caught:
        typed.read(path, Company, path.parent)
    return [mistake.told() for mistake in caught.value.mistakes]


def test_about_thirty_people_in_four_divisions_over_four_cities(company: Company) -> None:
    assert len(company.people) == 30
    assert {person.city for person in company.people} == {"jakarta", "makassar", "bangkok", "berlin"}
    for division in company.divisions:
        assert len([person for person in company.people if person.division == division]) >= 6
    assert len(company.divisions) == 4
    assert {person.locale for person in company.people} == {"en", "id"}


def test_the_company_has_everybody_a_rollout_needs(company: Company) -> None:
    roles = [role for person in company.people for role in person.roles]
    assert roles.count(Role.LEAD) == 2
    for role in (Role.HR_DRAFTER, Role.HR_APPROVER, Role.WORKS_REPRESENTATIVE, Role.OPERATOR):
        assert roles.count(role) == 1


def test_six_are_played_and_the_others_act_by_script(company: Company) -> None:
    assert set(company.shown) == {person.id for person in company.people if person.habits is None}
    assert len(company.shown) == 6


def test_the_directory_says_division_and_roles(company: Company) -> None:
    found = {actor.id: (division, roles) for actor, division, roles in company.everyone()}
    assert found["bagus"] == ("Product & IT", frozenset({Role.EMPLOYEE, Role.LEAD}))
    assert found["sari"] == ("Product & IT", frozenset({Role.EMPLOYEE}))


def test_every_mistake_is_told_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "company.yaml"
    path.write_text(
        COMPANY.read_text(encoding="utf-8")
        .replace("Europe/Berlin", "Europe/Atlantis")
        .replace("logs: with_timer", "logs: never", 1)
        .replace("forgets: 0.1}", "forgets: often}", 1)
        .replace("roles: [lead]", "roles: [boss]", 1)
        .replace("home: jakarta", "house: jakarta"),
        encoding="utf-8",
    )
    assert sorted(told(path)) == [
        "company.yaml: cities.berlin.zone: a time zone such as Asia/Jakarta was expected",
        "company.yaml: home: this key is missing",
        "company.yaml: house: this key is not known here; known are name, home, channel, cities, divisions, shown, phrases, people",  # noqa: E501
        "company.yaml: people[2].roles[0]: one of employee, lead, hr_drafter, hr_approver, hr_sender, works_representative, operator was expected",  # noqa: E501
        "company.yaml: people[3].habits.forgets: a number was expected",
        "company.yaml: people[5].habits.logs: one of as_it_goes, in_the_evening, with_timer, next_morning was expected",
    ]


def test_names_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    path = tmp_path / "company.yaml"
    text = COMPANY.read_text(encoding="utf-8")
    path.write_text(text.replace("shown: [sari,", "shown: [sarah,"), encoding="utf-8")
    assert told(path) == ["company.yaml: not among the people: sarah"]
    path.write_text(text.replace("id: mira", "id: sari"), encoding="utf-8")
    assert told(path) == ["company.yaml: two people have the same id"]


async def test_a_week_of_the_crowd_is_the_same_each_time_and_in_everybodys_working_day(company: Company) -> None:
    async def week() -> list[tuple[str, str, str]]:
        clock = WindingClock(lambda: NOW)
        typed_: list[tuple[str, str, str]] = []

        async def say(person: Resident, text: str, delivery: str) -> None:
            local = clock.now().astimezone(company.zone(person))
            assert 8 <= local.hour < 20
            typed_.append((person.id, text, delivery))

        await clock.wind(NOW.replace(day=25), [Crowd(company, say, clock)])
        return typed_

    first = await week()
    assert first == await week()
    assert len(first) > 150
    assert len({delivery for _, _, delivery in first}) == len(first)
    assert {person for person, _, _ in first} == {person.id for person in company.people if person.habits}


def test_nobody_works_by_script_on_a_sunday(company: Company) -> None:
    sunday = NOW.replace(day=22).date()
    assert not [line for person in company.people for line in lines(company, person, sunday, "any")]


@pytest.mark.parametrize("locale", ["en", "id"])
def test_what_the_page_suggests_is_what_the_grammar_reads(texts: Texts, locale: str) -> None:
    t = texts.to(locale)
    for key in SUGGESTED:
        command, _, said = plain(t(f"playground.try_{key}")).partition(" ")
        if key in {"talk", "privacy"}:
            assert (command, said) == (f"/{key}", "")
            continue
        if key == "ask":
            assert command == "/ask"
            assert matcher().judge(said).topic
            continue
        assert command == "/track"
        found = read(said, now=NOW, locale=locale, projects=frozenset())
        assert isinstance(found, Entries) if key == "log" else isinstance(found, Order) and found.name.value == key


def test_what_the_crowd_types_is_what_the_grammar_reads(company: Company) -> None:
    days = [NOW.date().replace(day=day) for day in range(16, 23)]
    for person in company.people:
        for line in (line for day in days for line in lines(company, person, day, "any")):
            said = line.text.removeprefix("/track ")
            found = read(said, now=line.at, locale=person.locale, projects=frozenset())
            assert isinstance(found, Entries | Order), said
