"""Nobody agrees to their own words, and only to what was on the screen."""

import pytest

from bot.events import Press
from tests.campaigns.console.conftest import House, agreed, approved, at, created, promised, ruled, started
from tests.speaker import Speaker, told


async def edited(house: House, name: str, text: str = "A new first line.") -> str:
    speaker: Speaker = getattr(house, name)
    await speaker("/rollout")
    await speaker.press("Texts")
    await speaker.press("Open 2")
    await speaker.press("Edit")
    return await speaker.fill(text_en=text)


async def test_whoever_wrote_a_version_cannot_approve_it_and_another_approver_can(house: House) -> None:
    await created(house)
    ratna = house.ratna
    await edited(house, "ratna")
    card = ratna
    await card("/rollout")
    await card.press("Texts")
    said = await card.press("Open 2")
    assert "version 1, by Ratna" in said
    assert not any(label.startswith("Approve") for label in card.buttons())
    async with house.store.begin() as work:
        stop = (await house.desk.dossier(work, 1)).stop("soft")
    assert stop is not None
    forged = Press("forged", ratna.actor, "rollout.approve", f"1:soft:{stop.print}")
    assert told((await house.bot.handle(forged)).content).startswith("You wrote this, or set it up")
    budi = house.budi
    await budi("/rollout")
    await budi.press("Naskah")
    await budi.press("Buka 2")
    await budi.press("Setujui untuk 9 orang")
    async with house.store.begin() as work:
        stop = (await house.desk.dossier(work, 1)).stop("soft")
    assert stop is not None
    assert stop.approved_by is not None


async def test_what_nobody_has_edited_is_whose_who_set_it_up(house: House) -> None:
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Set up a rollout")
    await ratna.fill(playbook="time-tracking", day="2026-12-22", time="10:00")
    await ratna.press("Texts")
    await ratna.press("Open 2")
    assert not any(label.startswith("Approve") for label in ratna.buttons())


async def test_an_edit_makes_every_approval_of_it_void(house: House) -> None:
    await created(house)
    await approved(house)
    await edited(house, "gita")
    assert "one text waits for approval" in (await house.ratna("/rollout"), await texts(house))[1]


async def texts(house: House) -> str:
    ratna = house.ratna
    await ratna("/rollout")
    return await ratna.press("Texts")


async def test_an_approval_of_what_has_changed_meanwhile_is_not_taken(house: House) -> None:
    await created(house)
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Texts")
    await ratna.press("Open 2")
    await edited(house, "gita")
    assert (await ratna.press("Approve for 9 people")).startswith("It has changed since you opened it")
    assert "16 texts wait for approval" in await texts(house)


async def test_two_clicks_approve_once(house: House) -> None:
    await created(house)
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Texts")
    card = (await ratna.press("Open 2"), ratna.last.content)[1]
    await ratna.press("Approve for 9 people", on=card)
    await ratna.press("Approve for 9 people", on=card)
    log = await house.jakob("/rollout")
    assert log.count("approved First announcement") == 1


async def test_a_new_date_makes_approvals_void_and_hr_sees_it_first(house: House) -> None:
    await started(house)
    await agreed(house)
    gita = house.gita
    await gita("/rollout")
    await gita.press("Move")
    await gita.fill(day="2027-01-12")
    said = await gita("/rollout")
    assert "approval" in said.split("\n")[1]


async def test_not_approved_in_time_is_held_and_hr_is_told(house: House) -> None:
    await created(house)
    await promised(house)
    await ruled(house)
    await approved(house)
    await edited(house, "gita")
    gita = house.gita
    await gita("/rollout")
    await gita.press("Start")
    await gita.fill(sure="yes")
    await agreed(house)
    await house.until(at(11, 24, 12))
    assert house.post.to("sari") == []
    assert any("nobody has approved it as it stands" in text for text in house.post.to("gita"))
    assert "was due on" in await gita("/rollout")
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Read and approve")
    await ratna.press("Approve for 9 people")
    await house.metronome.tick()
    await house.until(at(11, 25, 12))
    assert "A new first line." in house.post.to("jonas")[0]


@pytest.mark.proves("promises_signed")
async def test_whoever_wrote_the_promises_does_not_sign_them(house: House) -> None:
    await created(house)
    ratna = house.ratna
    await ratna("/rollout")
    await ratna.press("Write the promises")
    names = ("problem", "tried", "purpose", "recorded", "seen", "never", "managers")
    await ratna.fill(**{f"{name}_{locale}": "…" for name in names for locale in ("en", "id")})
    assert "Read and sign" not in ratna.buttons()
    forged = Press("forged", ratna.actor, "rollout.signing", "1")
    assert told((await house.bot.handle(forged)).content).startswith("You wrote this")


async def test_another_room_is_another_text_and_is_approved_anew_where_it_is_quoted(house: House) -> None:
    await started(house)
    await agreed(house)
    gita = house.gita
    await gita("/rollout")
    await gita.press("Promises and facts")
    await gita.press("Who helps, and where")
    await gita.fill(place="Gayo room")
    await house.until(at(11, 25))
    # The first announcement says where; nobody has approved that room.
    assert house.post.to("sari") == []
    ratna = house.ratna
    await ratna("/rollout")
    assert "Gayo room" in await ratna.press("Read and approve")
    await ratna.press("Approve for 9 people")
    await house.until(at(11, 26))
    assert "Gayo room" in house.post.to("sari")[0]
    # What does not say where is approved as it was.
    await ratna("/rollout")
    texts = await ratna.press("Texts")
    survey = next(line for line in texts.splitlines() if "Anonymous survey" in line)
    assert "approval" not in survey
