"""A week that somebody shares with their lead: previewed, named, opened on the record, and taken back."""

from datetime import timedelta

import pytest

from bot.message import Form
from bot.people import Role
from storage.store import Database
from tests.hours.team import MONDAY, THURSDAY, Office
from tests.speaker import Speaker

PREVIEW = """Mon 16 Nov: 7 h 30 min
Tue 17 Nov: 8 h
Together: 15 h 30 min"""


@pytest.fixture
async def sari(office: Office) -> Speaker:
    """Somebody in Ops, who has logged two days; their lead is ops1."""
    await office.team("Ops", 3)
    await office.enrol("sari", "Ops")
    await office.log("sari", MONDAY, 7.5, "secret")
    await office.log("sari", MONDAY + timedelta(days=1), 8)
    office.clock.to(THURSDAY)
    return office.speaker("sari")


async def opened(office: Office, name: str = "ops1", share: str = "1") -> str:
    return await office.speaker(name).forge("share.open", share)


async def share(sari: Speaker) -> str:
    await sari("/track week 18 Nov")
    await sari.press("Share with my lead")
    return await sari.fill()


@pytest.mark.proves("share")
async def test_the_form_says_word_by_word_what_whom_and_that_it_can_be_taken_back(sari: Speaker) -> None:
    await sari("/track week 18 Nov")
    said = await sari.press("Share with my lead")
    assert "Ops1 will be able to see this of 16–22 Nov, and nothing else of it" in said
    assert PREVIEW in said
    assert "You can take it back at any time" in said
    assert "secret" not in said


async def test_nothing_is_shared_before_it_is_sent(office: Office, sari: Speaker) -> None:
    await sari("/track week 18 Nov")
    await sari.press("Share with my lead")
    assert "Nothing here is shared with you" in await opened(office)


async def test_the_lead_gets_a_button_and_no_hours_and_opens_what_was_previewed(office: Office, sari: Speaker) -> None:
    assert "You share your hours of 16–22 Nov with Ops1." in await share(sari)
    letter = await office.letter("ops1")
    assert letter == "Sari shares their hours of 16–22 Nov with you.\n(Open the week)"
    said = await opened(office)
    assert PREVIEW in said
    assert "secret" not in said


async def test_what_the_lead_opens_is_a_dialog_that_leaves_nothing_in_the_chat(office: Office, sari: Speaker) -> None:
    await share(sari)
    lead = office.speaker("ops1")
    await lead.forge("share.open", "1")
    assert isinstance(lead.last.content, Form)
    assert not lead.last.content.sends


async def test_what_is_logged_later_is_not_shared(office: Office, sari: Speaker) -> None:
    await share(sari)
    await office.log("sari", MONDAY + timedelta(days=2), 9)
    said = await opened(office)
    assert PREVIEW in said
    assert "9 h" not in said


async def test_where_the_week_has_changed_since_the_form_was_opened_it_is_shown_again(
    office: Office, sari: Speaker
) -> None:
    await sari("/track week 18 Nov")
    await sari.press("Share with my lead")
    await office.log("sari", MONDAY + timedelta(days=2), 9)
    said = await sari.fill()
    assert "have changed since the form was opened" in said
    assert "Wed 18 Nov: 9 h" in said
    assert "Nothing here is shared with you" in await opened(office)
    await sari.fill()
    assert "Wed 18 Nov: 9 h" in await opened(office)


@pytest.mark.proves("share")
async def test_each_opening_is_seen_by_whoever_shares(office: Office, sari: Speaker) -> None:
    await share(sari)
    assert "opened your week" not in await sari("/track team")
    await opened(office)
    said = await sari("/track team")
    assert "Ops1 opened your week of 16–22 Nov, Thu 26 Nov 2026 12:00" in said
    assert "16–22 Nov, with Ops1" in said


async def test_after_it_is_taken_back_nobody_opens_it_and_it_says_truly_what_was_read(
    office: Office, sari: Speaker, store: Database
) -> None:
    await share(sari)
    await opened(office)
    office.clock.advance(hours=1)
    said = await sari.press("Take it back")
    assert said.startswith("Ops1 can no longer open your hours of 16–22 Nov.")
    assert "Ops1 opened them last on Thu 26 Nov 2026 12:00. What was read then was read." in said
    said = await opened(office)
    assert "Sari has taken the hours of 16–22 Nov back." in said
    assert "7 h" not in said
    async with store.begin() as work:
        kept = await work.shares.get(1)
    assert kept
    assert kept.days == (), "the hours are gone from the row, not only from the screen"


async def test_what_nobody_had_opened_is_said_so(office: Office, sari: Speaker) -> None:
    await share(sari)
    assert "They had not been opened." in await sari.press("Take it back")
    assert "taken the hours" in await opened(office)


async def test_it_can_be_taken_back_from_the_list_too(office: Office, sari: Speaker) -> None:
    await share(sari)
    await sari("/track team")
    await sari.press("Take back 16–22 Nov")
    assert "Weeks that you share" not in await sari("/track team")
    assert "taken the hours" in await opened(office)


async def test_a_lead_who_has_not_heard_of_it_yet_does_not_hear_of_it_any_more(office: Office, sari: Speaker) -> None:
    await share(sari)
    await sari.press("Take it back")
    assert await office.letter("ops1") is None


@pytest.mark.proves("share")
async def test_nobody_else_opens_it_or_takes_it_back(office: Office, sari: Speaker) -> None:
    await share(sari)
    await office.enrol("ops2", "Ops", Role.LEAD)
    await office.enrol("ratna", "HR", Role.HR_DRAFTER)
    for name in ("ops2", "ops3", "ratna", "sari"):
        assert "Nothing here is shared with you" in await opened(office, name)
    for name in ("ops1", "ops2", "ratna"):
        assert "Nothing here is shared with you" in await office.speaker(name).forge("share.back", "1")
    assert PREVIEW in await opened(office)


@pytest.mark.proves("share")
@pytest.mark.parametrize(
    ("who", "division", "roles"),
    [
        pytest.param("ops1", "Ops", (), id="leads no more"),
        pytest.param("ops1", "Lab", (Role.LEAD,), id="leads another team"),
        pytest.param("sari", "Lab", (), id="is of another team"),
        pytest.param("sari", None, (), id="is of none"),
    ],
)
async def test_whoever_does_not_lead_the_team_any_more_opens_it_no_longer(
    office: Office, sari: Speaker, who: str, division: str | None, roles: tuple[Role, ...]
) -> None:
    await share(sari)
    assert PREVIEW in await opened(office)
    await office.enrol(who, division, *roles)
    assert "Nothing here is shared with you" in await opened(office)
    assert "16–22 Nov, with Ops1" in await sari("/track team")
    await sari.press("Take back 16–22 Nov")
    assert "Weeks that you share" not in await sari("/track team")


async def test_a_lead_who_has_moved_before_the_letter_came_gets_none(office: Office, sari: Speaker) -> None:
    await share(sari)
    await office.enrol("ops1", "Lab", Role.LEAD)
    assert await office.letter("ops1") is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-29", "9999-12-31"])
async def test_the_first_and_the_last_week_that_there_are_hold_nothing_to_share(sari: Speaker, day: str) -> None:
    said = "There is nothing in this week yet"
    assert said in await sari.forge("share.week", day)
    assert said in await sari.forge_form("share.sent", f'["{day}",[60]]')


async def test_a_second_delivery_and_a_second_click_share_once(sari: Speaker, store: Database) -> None:
    await sari("/track week 18 Nov")
    await sari.press("Share with my lead")
    first = await sari.fill(id="once")
    assert "You share" in first
    async with store.begin() as work:
        person = await work.people.meet(sari.actor)
        assert len(await work.shares.of(person.id)) == 1
    await sari("/track week 18 Nov")
    await sari.press("Share with my lead")
    assert "shared already" in await sari.fill(id="once")
    async with store.begin() as work:
        assert len(await work.shares.of(person.id)) == 1


async def test_of_several_leads_one_is_chosen(office: Office, sari: Speaker) -> None:
    await office.enrol("ops2", "Ops", Role.LEAD)
    await sari("/track week 18 Nov")
    said = await sari.press("Share with my lead")
    assert "The lead you choose below (Ops1, Ops2)" in said
    async with office.store.begin() as work:
        chosen = await work.people.meet(office.actor("ops2"))
    await sari.fill(lead=str(chosen.id))
    assert PREVIEW in await opened(office, "ops2")
    assert "Nothing here is shared" in await opened(office, "ops1")


async def test_without_a_lead_or_without_hours_it_says_why_not(office: Office, sari: Speaker) -> None:
    await office.enrol("solo", None)
    await office.log("solo", MONDAY, 1)
    solo = office.speaker("solo")
    await solo("/track week 18 Nov")
    assert "Lentera knows nobody else who leads your team" in await solo.press("Share with my lead")
    assert "There is nothing in this week yet" in await sari.forge("share.week", "2026-10-05")
    lead = office.speaker("ops1")
    await office.log("ops1", MONDAY, 1)
    await lead("/track week 18 Nov")
    assert "nobody else who leads your team" in await lead.press("Share with my lead")


@pytest.mark.parametrize("value", ["", "x", "[]", "9" * 40, "-1", '["2026-11-16"]', '["2026-11-16",[1]]'])
async def test_a_forged_value_is_refused_and_shares_nothing(office: Office, sari: Speaker, value: str) -> None:
    for action in ("share.week", "share.open", "share.back"):
        assert "IT" not in await sari.forge(action, value)
    said = await sari.forge_form("share.sent", value)
    assert "this reference" not in said
    assert "Nothing here is shared" in await opened(office)


async def test_what_is_shared_goes_with_the_person_and_with_age(office: Office, sari: Speaker, store: Database) -> None:
    await share(sari)
    async with store.begin() as work:
        person = await work.people.meet(sari.actor)
        await work.retention.drop_time([person.id], MONDAY + timedelta(days=1))
        assert await work.shares.get(1) is None
    await office.log("sari", MONDAY, 2)
    await share(sari)
    async with store.begin() as work:
        await work.erasure.erase(person.id)
        assert await work.shares.get(2) is None
