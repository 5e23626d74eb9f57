"""What is remembered or guessed when a line is read is looked up before it is written."""

from dataclasses import replace

import pytest

from bot.events import Actor
from bot.timesheet.entry import Draft
from storage.store import Database
from tests.conftest import Another, Moving
from tests.speaker import Speaker


@pytest.fixture
def elsewhere(another: Another) -> Database:
    """Another process."""
    return another()


async def prefer(store: Database, actor: Actor, *, zone: str, locale: str) -> None:
    async with store.begin() as work:
        person = await work.people.meet(actor)
        set_ = await work.people.preferences(person.id)
        await work.people.prefer(person.id, replace(set_, zone=zone, locale=locale))


async def use(store: Database, actor: Actor, clock: Moving, project: str) -> None:
    async with store.begin() as work:
        person = await work.people.meet(actor)
        await work.people.lock(person.id)
        draft = Draft(clock.now().date(), 30, project)
        await work.entries.add(person.id, [draft], by=person.id, at=clock.now(), delivery=project)


async def test_a_setting_made_in_another_process_holds_for_the_next_line(elsewhere: Database, ada: Speaker) -> None:
    assert (await ada("/track 1h design")).startswith("Logged: 1 h design, 18 Nov 2026")
    await prefer(elsewhere, ada.actor, zone="Pacific/Honolulu", locale="id")
    assert (await ada("/track 1h30m rapat")).startswith("Tercatat: 1 jam 30 menit rapat, 17 Nov 2026")


async def test_a_project_that_nobody_used_is_new_and_one_that_is_nearly_known_is_asked_about(ada: Speaker) -> None:
    assert (await ada("/track 1h #acme design")).startswith("Logged: 1 h #acme design")
    assert (await ada("/track 1h #acme review")).startswith("Logged: 1 h #acme review")
    assert "1 h #acme call" in " ".join([await ada("/track 1h #acne call"), *ada.buttons()])
    assert await ada.press("1 h #acne call, 18 Nov 2026") != ""
    assert (await ada("/track 1h #acne call again")).startswith("Logged: 1 h #acne call again")


async def test_a_project_used_in_another_process_is_known_here(
    elsewhere: Database, ada: Speaker, clock: Moving
) -> None:
    await ada("/track 1h design")
    await use(elsewhere, ada.actor, clock, "acme")
    assert "#acme" in " ".join([await ada("/track 1h #acne call"), *ada.buttons()])


async def test_a_number_is_a_ticket_until_it_is_used_as_a_project(
    elsewhere: Database, ada: Speaker, clock: Moving
) -> None:
    assert (await ada("/track 1h fix #123")).startswith("Logged: 1 h fix #123, 18 Nov 2026")
    await use(elsewhere, ada.actor, clock, "123")
    assert (await ada("/track 1h fix #123")).startswith('Logged: 1 h #123 "fix", 18 Nov 2026')


async def test_two_projects_in_one_line_are_both_looked_up(ada: Speaker) -> None:
    assert "#acme" in await ada("/track 1h #acme design, 2h #beta review")
    assert "1 h #acme" in " ".join([await ada("/track 1h #acne design, 2h #beta review"), *ada.buttons()])


async def test_the_same_command_twice_says_what_it_said(ada: Speaker) -> None:
    first = await ada("/track 1h #acme design", id="twice")
    assert await ada("/track 1h #acme design", id="twice") == first
    assert "Today: 1 h" in first
