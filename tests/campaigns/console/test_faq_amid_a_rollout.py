"""What the FAQ says of a rollout: what is agreed and promised, and only to whoever was told of it."""

import pytest

from bot.faq.facts import House as Set
from bot.faq.facts import gather, said
from config.faq import entries
from tests.campaigns.console.conftest import House, agreed, at, started
from tests.conftest import account

ALL = entries()


async def ask(house: House, name: str, topic: str) -> str:
    desk = house.desk
    async with desk.store.begin() as work:
        person = await work.people.meet(account(name, email=f"{name}@example.org"))
        t = desk.texts.to("en")
        facts = await gather(work, desk, Set(desk.company, desk.policies), person, "slack", t)
    return "\n".join(ALL[topic].paragraphs("en", said(facts, t)))


async def test_nobody_hears_of_a_meeting_before_the_announcement(house: House) -> None:
    await started(house)
    await agreed(house)
    assert "No meeting about recording time" in await ask(house, "sari", "meeting_when_what")
    assert "None are published to you yet" in await ask(house, "sari", "ground_rules")
    await house.until(at(11, 24, 9))
    assert "22 December 2026" in await ask(house, "sari", "meeting_when_what")


@pytest.mark.parametrize("topic", ["punishment", "privacy_invasion", "job_safety", "why_track"])
async def test_promises_are_quoted_with_their_version(house: House, topic: str) -> None:
    await started(house)
    await agreed(house)
    assert "version 1" not in await ask(house, "sari", topic)
    await house.until(at(11, 24, 9))
    words = await ask(house, "sari", topic)
    assert "version 1" in words
    assert "None are published" not in await ask(house, "sari", "ground_rules")
