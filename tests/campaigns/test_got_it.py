"""A press of "Got it" closes the card, is counted once, and tells nothing of anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.campaigns.campaign import Campaign
from bot.campaigns.got_it import GotIt, share
from bot.campaigns.letter import GOT_IT, letter
from bot.campaigns.playbook import Step
from bot.campaigns.sample import campaign as sample
from bot.campaigns.sample import quoted
from bot.errors import Refusal
from bot.events import Press
from bot.mail import Fate, Parcel, Settled
from bot.message import Buttons, Message, Prose
from bot.people import Person
from bot.texts import Texts, Words
from config.playbooks import playbooks
from storage.engine import engine
from storage.schema import got_it
from storage.store import Database
from tests.conftest import Meet, Moving, account

PLAYBOOK = playbooks()["time-tracking"]
DRAFT = replace(sample(PLAYBOOK), id=0, created_by=None, key="a click")
FOR_EVER = datetime(2100, 1, 1, tzinfo=UTC)


async def write(_campaign: Campaign, step: Step, _occasion: str, person: Person, t: Words) -> Message:
    return letter(step, step.wording[t.locale], t, person.zone, quoted(t, PLAYBOOK))


class Company:
    """Some people who got an announcement, and press."""

    def __init__(self, store: Database, clock: Moving, texts: Texts, meet: Meet) -> None:
        self.store, self.clock, self.texts, self.meet = store, clock, texts, meet
        self.desk = GotIt(store, clock, {PLAYBOOK.name: PLAYBOOK}, write)
        self.campaign = DRAFT

    async def announce(self, people: int) -> None:
        """So many get `soft`, now."""
        async with self.store.begin() as work:
            self.campaign = await work.campaigns.create(DRAFT)
            numbers = [(await work.people.meet(account(f"p{n}"))).id for n in range(people)]
            at, whose = self.clock.now(), str(self.campaign.id)
            await work.mail.owe([Parcel(whose, "soft", "", number, at) for number in numbers])
            claimed = await work.outbox.claim(at, limit=people, lease=60)
            await work.mail.settle([Settled(owed.id, Fate.SENT, at) for owed in claimed])

    async def press(self, name: str, delivery: str, value: str | None = None) -> Message:
        person = await self.meet(name)
        said = value if value is not None else f"{self.campaign.id}:soft"
        event = Press(delivery, account(name), GOT_IT, said)
        reply = await self.desk.press(event, person, self.texts.to("en"))
        assert reply.settles
        assert isinstance(reply.content, Message)
        return reply.content

    async def share(self) -> int | None:
        async with self.store.begin() as work:
            return await share(work, self.clock, self.campaign, "soft")


@pytest.fixture
def company(store: Database, clock: Moving, texts: Texts, meet: Meet) -> Company:
    return Company(store, clock, texts, meet)


async def test_a_press_leaves_the_text_to_be_read_again_and_takes_only_this_button_away(company: Company) -> None:
    await company.announce(1)
    t = company.texts.to("en")
    before = await write(company.campaign, PLAYBOOK.by_name["soft"], "", await company.meet("p0"), t)
    after = await company.press("p0", "press 1")
    assert after.text == before.text
    assert after.parts[-1] == Prose(t("campaigns.got_it"), quiet=True)
    labels = [item.label for part in after.parts if isinstance(part, Buttons) for item in part.items]
    assert t("campaigns.button_got_it") not in labels
    assert t("campaigns.button_talk") in labels, "the door to HR stays open"


async def test_the_figure_is_the_company_s_floored_and_of_yesterday(company: Company) -> None:
    await company.announce(20)
    for n in range(7):
        await company.press(f"p{n}", f"press {n}")
        assert await company.share() is None, "on the day itself there is nothing to be watched"
    company.clock.advance(days=1)
    assert await company.share() == 30
    for n in range(7, 15):
        await company.press(f"p{n}", f"press {n}")
    assert await company.share() == 30
    company.clock.advance(days=1)
    assert await company.share() == 70


async def test_of_fewer_than_twenty_nothing_is_said(company: Company) -> None:
    await company.announce(19)
    await company.press("p0", "press 0")
    company.clock.advance(days=1)
    assert await company.share() is None


async def test_the_same_press_again_is_one_and_no_figure_is_beyond_everybody(company: Company) -> None:
    await company.announce(20)
    for _ in range(5):
        await company.press("p0", "press 0")
    company.clock.advance(days=1)
    assert await company.share() == 0
    for n in range(25):
        await company.press("p0", f"again {n}")
    company.clock.advance(days=1)
    assert await company.share() == 100


async def test_what_is_kept_says_nothing_of_anybody(company: Company, url: str) -> None:
    await company.announce(1)
    await company.press("p0", "p0 at 11:48")
    made = engine(url)
    async with made.connect() as connection:
        (row,) = (await connection.execute(select(got_it))).all()
    await made.dispose()
    today = company.clock.now().astimezone(company.campaign.zone).date()
    assert (row.campaign, row.step, row.day) == (str(company.campaign.id), "soft", today)
    assert set(row.mark) <= set("0123456789abcdef")


@pytest.mark.parametrize("value", ["", "soft", "x:soft", "999:soft", "1:nothing", "²:soft", f"{10**30}:soft"])
async def test_a_press_of_nothing_is_refused(company: Company, value: str) -> None:
    await company.announce(1)
    with pytest.raises(Refusal):
        await company.press("p0", "press", value)


async def test_counting_is_for_the_announcement_that_was_read(company: Company) -> None:
    await company.announce(20)
    await company.press("p0", "press", f"{company.campaign.id}:agenda")
    company.clock.advance(days=1)
    assert await company.share() == 0
    async with company.store.begin() as work:
        begin = company.clock.now() + timedelta(days=1)
        assert await work.mail.read_by(str(company.campaign.id), "agenda", FOR_EVER.date(), begin) == (1, 0)
