"""HR's own words beside answers: written by one, published by another, shown at once, and no fact is touched."""

import json
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import pytest

from adapters.slack.blocks import pages
from bot.app import Bot
from bot.composition.core import console_of, features_of, track_of
from bot.message import Form, Message
from bot.people import Role
from bot.privacy.retention import USUAL
from bot.privacy.sweep import Sweep
from bot.texts import Texts
from config.settings import read
from tests.conftest import Another, Moving
from tests.hours.team import Office
from tests.speaker import Speaker, told

FACTS = "Lentera shows your entries and notes to you alone"
WORDS = "Ask Gita on the third floor."
KATA = "Tanya Gita di lantai tiga."
TOPIC = "who_sees_my_entries"


@dataclass
class Company:
    """Gita drafts, Ratna and Tono approve, Rini represents the workforce, Sari asks."""

    office: Office
    bot: Bot

    def __call__(self, name: str, locale: str = "en") -> Speaker:
        return Speaker(self.bot, replace(self.office.actor(name), locale=locale))

    async def write(self, name: str = "gita", *, key: str | None = None, **fields: str) -> Speaker:
        hr = self(name)
        await hr.forge("answers.open", TOPIC)
        await hr.press("Write")
        await hr.fill(id=key, **{"words_en": WORDS, "words_id": KATA, "where": "after"} | fields)
        return hr

    async def publish(self, number: int = 1, name: str = "ratna") -> str:
        approver = self(name)
        await approver.forge("answers.open", TOPIC)
        return await approver.press(f"Publish version {number}")

    async def asked(self, name: str = "sari", locale: str = "en") -> str:
        return await self(name, locale).forge("faq.topic", TOPIC)


@pytest.fixture
async def company(url: str, another: Another, texts: Texts, clock: Moving, tmp_path: Path) -> Company:
    roles = {
        "gita": Role.HR_DRAFTER,
        "ratna": Role.HR_APPROVER,
        "tono": Role.HR_APPROVER,
        "rini": Role.WORKS_REPRESENTATIVE,
        "sari": Role.EMPLOYEE,
    }
    store = another(appointed={f"{name}@example.org": frozenset({role}) for name, role in roles.items()})
    office = Office(store, texts, clock, tmp_path / "keys")
    for name, role in roles.items():
        await office.enrol(name, "Ops", role)
    settings = read({"DATABASE_URL": url, "LENTERA_KEY_DIR": f"{tmp_path / 'keys'}"})
    track, console = track_of(settings, store, clock), console_of(settings, store, clock)
    return Company(office, Bot(store, texts, features_of(track, store, clock, console)))


async def test_hr_writes_sees_it_and_somebody_else_publishes_it(company: Company) -> None:
    gita = company("gita")
    assert "So far HR says nothing beside any of the 31 answers." in await gita("/rollout answers")
    await gita.press("Choose an answer")
    said = await gita.fill(topic=TOPIC)
    assert "HR says nothing beside this answer." in said
    await gita.press("Write")
    said = await gita.fill(words_en=WORDS, words_id=KATA)
    assert "Version 1 is written and waits for an approver; until then nobody sees it." in said
    assert f"HR's own words (Gita, 18 Nov 2026):\n{WORDS}" in said, "the preview, in both languages"
    assert KATA in said
    assert FACTS in said
    assert not any("Publish" in label for label in gita.buttons())
    assert WORDS not in await company.asked()

    said = await company.publish()
    assert "Version 1 has been shown since 18 Nov 2026." in said
    said = await company.asked()
    assert FACTS in said
    assert said.index(FACTS) < said.index("From: ") < said.index(f"HR's own words (Gita, 18 Nov 2026):\n{WORDS}")
    assert f"Kata-kata HR sendiri (Gita, 18 Nov 2026):\n{KATA}" in await company.asked(locale="id")
    assert "has been shown since" in await company("tono")("/rollout jawaban")


async def test_words_before_an_answer_end_where_lenteras_own_begin(company: Company) -> None:
    await company.write(where="before")
    await company.publish()
    said = await company.asked()
    assert said.startswith("HR's own words (Gita, ")
    assert said.index(WORDS) < said.index("From here on it is Lentera's own answer.") < said.index(FACTS)


async def test_the_facts_stay_as_they_are_whatever_hr_writes(company: Company) -> None:
    bare = await company.asked()
    await company.write(words_en="Your lead sees everything.", where="before")
    await company.publish()
    assert (await company.asked()).endswith(bare)


async def test_nobody_publishes_what_they_wrote(company: Company) -> None:
    ratna = await company.write("ratna")
    assert "You wrote this version. Another approver publishes it." in told(ratna.last.content)
    assert "Publish version 1" not in ratna.buttons()
    assert "Another approver publishes it." in await ratna.forge("answers.publish", "1")
    assert "An approver publishes this." in await company("gita").forge("answers.publish", "1")
    assert WORDS not in await company.asked()
    await company.publish(name="tono")
    assert WORDS in await company.asked()


async def test_who_is_not_hr_is_told_where_to_say_what_is_missing(company: Company) -> None:
    await company.write()
    for name in ("sari", "rini"):
        for said in (
            await company(name)("/rollout answers"),
            await company(name).forge("answers.open", TOPIC),
            await company(name).forge("answers.publish", "1"),
            await company(name).forge_form("answers.written", f"{TOPIC}|1"),
        ):
            assert "Words beside answers are written by HR." in said


async def test_a_language_without_words_shows_none(company: Company) -> None:
    await company.write(words_en="  ", words_id=KATA)
    await company.publish()
    assert "HR's own words" not in await company.asked()
    assert KATA in await company.asked(locale="id")
    gita = await company.write(words_en="", words_id="")
    assert isinstance(gita.last.content, Form), "the form stays open"


async def test_what_is_shown_stays_until_the_next_version_is_published(company: Company) -> None:
    await company.write()
    await company.publish()
    gita = await company.write(words_en="Ask Tono instead.")
    assert "Version 2 is written and waits" in told(gita.last.content)
    assert WORDS in await company.asked()
    await company.publish(2)
    said = await company.asked()
    assert "Ask Tono instead." in said
    assert WORDS not in said


async def test_an_old_button_publishes_nothing_that_nobody_looked_at(company: Company) -> None:
    await company.write()
    ratna = company("ratna")
    await ratna.forge("answers.open", TOPIC)
    await company.write(words_en="Something else.")
    assert "This is no longer as it was." in await ratna.press("Publish version 1")
    assert "HR's own words" not in await company.asked()


async def test_of_two_who_write_at_once_the_second_is_told(company: Company) -> None:
    ratna = company("ratna")
    await ratna.forge("answers.open", TOPIC)
    await ratna.press("Write")
    await company.write()
    said = await ratna.fill(words_en="Mine.")
    assert "Somebody else has written a version" in said
    assert isinstance(ratna.last.content, Form), "with what was typed still in it"


async def test_words_are_taken_back_at_once_and_no_older_ones_return(company: Company) -> None:
    for number in (1, 2):
        await company.write(words_en=f"{WORDS} {number}")
        await company.publish(number)
    gita = company("gita")
    await gita.forge("answers.open", TOPIC)
    assert "Version 2 was taken back on 18 Nov 2026." in await gita.press("Take version 2 back")
    assert "HR's own words" not in await company.asked()
    await gita.press("Write")
    form = gita.last.content
    assert f"{WORDS} 2" in told(form), "so that it can be mended"


async def test_everything_stands_in_the_log_and_a_second_delivery_changes_nothing(company: Company) -> None:
    gita = company("gita")
    await gita.forge("answers.open", TOPIC)
    await gita.press("Write")
    form = gita.last
    for _ in range(2):
        gita.last = form
        await gita.fill(id="written", words_en=WORDS)
    ratna = company("ratna")
    await ratna.forge("answers.open", TOPIC)
    card = ratna.last.content
    assert isinstance(card, Message)
    for _ in range(2):
        await ratna.press("Publish version 1", id="published", on=card)
    card = ratna.last.content
    for _ in range(2):
        await ratna.press("Take version 1 back", id="back", on=card)
    said = await company("rini")("/rollout log")
    for line in ("Gita wrote version 1", "Ratna published version 1", "Ratna took version 1"):
        assert said.count(line) == 1
    assert "version 2" not in said


async def test_signs_and_mentions_in_hrs_words_stay_text(company: Company) -> None:
    typed = "*Urgent* [pay](https://evil.example) `code` <!channel> <@U123> @everyone {company}"
    await company.write(words_en=typed)
    await company.publish()
    sari = company("sari")
    assert typed in await sari.forge("faq.topic", TOPIC)
    card = sari.last.content
    assert isinstance(card, Message)
    sent = json.dumps([page.blocks for page in pages(card)])
    assert json.dumps({"type": "text", "text": f" (Gita, 18 Nov 2026):\n{typed}"}) in sent, "one run of plain text"
    assert not any("<!channel>" in page.text or "<@U123>" in page.text for page in pages(card))


async def test_whoever_is_erased_leaves_words_without_a_name(company: Company) -> None:
    await company.write()
    await company.publish()
    async with company.office.store.begin() as work:
        gita = await work.people.meet(company.office.actor("gita"))
        await work.erasure.erase(gita.id)
    said = await company.asked()
    assert f"HR's own words (18 Nov 2026):\n{WORDS}" in said
    assert "Gita," not in said


async def test_what_is_shown_stays_and_what_was_replaced_goes_with_age(company: Company, clock: Moving) -> None:
    for number in (1, 2):
        await company.write(words_en=f"{WORDS} {number}")
        await company.publish(number)
    await company.write(words_en="Never published.")
    clock.advance(days=366 * 4)
    found = await Sweep(company.office.store, clock, USUAL, UTC).run()
    assert found["words"] == 2
    assert f"{WORDS} 2" in await company.asked()
