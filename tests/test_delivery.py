"""The postman with what campaigns owe: each once, each accounted for."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta

import pytest

from bot.clerk import Clerk
from bot.errors import Busy, Declined, Unreachable
from bot.events import Submitted
from bot.mail import LEFT, NO_ANSWER, NOT_CONNECTED, Care, Fate, Parcel
from bot.message import Choice, Form, Message
from bot.outbox import LEASE, TRIES, Postman, Ready, Skip
from bot.people import Person
from bot.ports import Owed
from bot.texts import Texts, Words
from bot.timesheet.settings import Settings
from storage.store import Database
from tests.conftest import Meet, Moving, account
from tests.test_outbox import Platform

Answer = Ready | Skip | datetime | None


class Rollout:
    """A campaign that owes, a platform that takes, and as many postmen as wanted."""

    def __init__(self, store: Database, url: str, texts: Texts, clock: Moving, meet: Meet) -> None:
        self.store, self.url, self.texts, self.clock, self.meet = store, url, texts, clock, meet
        self.platform = Platform()
        self.said: dict[str, Answer] = {}
        """What the letter of a step says, where it is not a message."""
        self.others: list[Database] = []

    def postman(self, *, elsewhere: bool = False, rates: Mapping[str, float] | None = None) -> Postman:
        if elsewhere:
            self.others.append(Database(self.url))
        store = self.others[-1] if elsewhere else self.store
        platforms = {"local": self.platform}
        return Postman(store, self.texts, platforms, {}, self.clock, campaigns=self.letter, rates=rates or {})

    async def letter(self, owed: Owed, reader: Person | None, t: Words, _now: datetime) -> Answer:
        name = reader.name if reader else "everybody"
        return self.said.get(owed.step, Ready(Message(f"{t.locale} {owed.step} {name}")))

    async def owe(self, name: str, step: str = "soft", **more: object) -> int:
        person = (await self.meet(name)).id
        usual = {"campaign": "7", "step": step, "occasion": "", "person": person, "not_before": self.clock.now()}
        async with self.store.begin() as work:
            await work.mail.owe([Parcel(**(usual | more))])  # type: ignore[arg-type]
        return person

    async def stand(self) -> list[tuple[Fate, str, bool]]:
        """Fate, reason and maybe twice, as often as there are."""
        async with self.store.begin() as work:
            tallies = await work.mail.status("7")
        return [(one.fate, one.reason, one.maybe_twice) for one in tallies for _ in range(one.count)]

    async def until_settled(self, postman: Postman, tries: int = 30) -> int:
        """Let the clock go from one thing that is due to the next. Gives how often something was tried."""
        for turn in range(tries):
            await postman.deliver()
            async with self.store.begin() as work:
                due = await work.outbox.next_due()
            if due is None:
                return turn + 1
            self.clock.to(due)
        raise AssertionError("it is tried for ever")


@pytest.fixture
async def rollout(store: Database, url: str, texts: Texts, clock: Moving, meet: Meet) -> AsyncIterator[Rollout]:
    made = Rollout(store, url, texts, clock, meet)
    yield made
    await asyncio.gather(*(other.close() for other in made.others))


async def test_each_gets_it_once_in_their_language_and_the_books_say_so(rollout: Rollout) -> None:
    await rollout.meet("sari", locale="id-ID")
    for name in ("sari", "budi"):
        await rollout.owe(name)
    assert await rollout.postman().deliver() == 2
    assert sorted(rollout.platform.got) == [("dm:budi", "en soft Budi"), ("dm:sari", "id soft Sari")]
    assert await rollout.stand() == [(Fate.SENT, "", False)] * 2
    await rollout.owe("sari")
    assert await rollout.postman().deliver() == 0


async def test_a_letter_may_say_why_it_goes_now_or_that_it_makes_no_sense_any_more(rollout: Rollout) -> None:
    rollout.said = {"soft": Ready(Message("hello"), "late"), "survey": Skip("survey_ended")}
    await rollout.owe("sari")
    await rollout.owe("sari", "survey")
    assert await rollout.postman().deliver() == 1
    assert await rollout.stand() == [(Fate.SENT, "late", False), (Fate.SKIPPED, "survey_ended", False)]


async def test_a_letter_that_asks_for_an_instant_is_asked_at_that_very_instant(rollout: Rollout) -> None:
    later = rollout.clock.now() + timedelta(hours=15, seconds=1)
    rollout.said = {"soft": later}
    await rollout.owe("sari")
    assert await rollout.postman().deliver() == 0
    async with rollout.store.begin() as work:
        assert await work.outbox.next_due() == later
    assert await rollout.stand() == [(Fate.QUEUED, "", False)]


async def test_what_a_letter_takes_back_was_never_owed(rollout: Rollout) -> None:
    rollout.said = {"soft": None}
    await rollout.owe("sari")
    assert await rollout.postman().deliver() == 0
    assert await rollout.stand() == []
    rollout.said = {}
    await rollout.owe("sari")
    assert await rollout.postman().deliver() == 1


async def test_a_channel_gets_a_post_of_its_own(rollout: Rollout) -> None:
    await rollout.owe("sari", person=None, channel="local:demo:channel:general")
    assert await rollout.postman().deliver() == 1
    assert rollout.platform.got == [("channel:general", "en soft everybody")]


async def test_an_announcement_without_an_answer_is_sent_once_more_and_listed(rollout: Rollout) -> None:
    await rollout.owe("sari")
    rollout.platform.trouble["everybody"] = TimeoutError()
    postman = rollout.postman()
    await postman.deliver()
    assert await rollout.stand() == [(Fate.QUEUED, "", True)]
    rollout.platform.trouble.clear()
    await rollout.until_settled(postman)
    assert await rollout.stand() == [(Fate.SENT, "", True)]
    assert len(rollout.platform.got) == 1


@pytest.mark.parametrize("trouble", [TimeoutError(), ZeroDivisionError("somebody's words")])
async def test_and_not_more_than_once_more(rollout: Rollout, trouble: Exception) -> None:
    await rollout.owe("sari")
    rollout.platform.trouble["everybody"] = trouble
    assert await rollout.until_settled(rollout.postman()) == 2
    assert await rollout.stand() == [(Fate.FAILED, NO_ANSWER, True)]


async def test_a_reminder_without_an_answer_is_not_sent_again_and_the_books_say_so(rollout: Rollout) -> None:
    await rollout.owe("sari", "reminder_day", care=Care.REMINDER)
    rollout.platform.trouble["everybody"] = TimeoutError()
    assert await rollout.until_settled(rollout.postman()) == 1
    assert await rollout.stand() == [(Fate.FAILED, NO_ANSWER, False)]


@pytest.mark.parametrize("trouble", [None, TimeoutError(), Unreachable("gone"), Declined("odd")])
async def test_a_prompt_of_a_campaign_leaves_nothing_whatever_happens(
    rollout: Rollout, trouble: Exception | None
) -> None:
    await rollout.owe("sari", "survey_reminder", care=Care.PROMPT)
    await rollout.owe("budi", "survey_reminder", care=Care.PROMPT)
    if trouble:
        rollout.platform.trouble["dm:sari"] = trouble
    assert await rollout.until_settled(rollout.postman()) == 1
    assert await rollout.stand() == []


async def test_whose_postman_died_while_sending_gets_it_once_more_and_the_next_time_no_more(rollout: Rollout) -> None:
    await rollout.owe("sari")
    for _ in range(2):
        async with rollout.store.begin() as work:
            claimed = await work.outbox.claim(rollout.clock.now(), limit=1, lease=LEASE)
            assert await work.outbox.sending(*claimed)
        rollout.clock.advance(seconds=LEASE)
    assert await rollout.postman().deliver() == 0
    assert await rollout.stand() == [(Fate.FAILED, NO_ANSWER, True)]
    assert rollout.platform.got == []


async def die_while_sending(rollout: Rollout) -> None:
    """Somebody hands it over, and is never heard of again."""
    async with rollout.store.begin() as work:
        claimed = await work.outbox.claim(rollout.clock.now(), limit=10, lease=LEASE)
        assert await work.outbox.sending(*claimed)
    rollout.clock.advance(seconds=LEASE)


async def test_what_may_have_arrived_is_known_as_such_after_a_wait_for_the_lane(rollout: Rollout) -> None:
    await rollout.owe("sari")
    await die_while_sending(rollout)
    async with rollout.store.begin() as work:
        await work.outbox.hold("local:demo", rollout.clock.now() + timedelta(seconds=60))
    postman = rollout.postman(rates={"local": 1000.0})
    assert await postman.deliver() == 0
    rollout.clock.advance(seconds=60)
    assert await postman.deliver() == 1
    assert await rollout.stand() == [(Fate.SENT, "", True)]


async def test_what_may_have_arrived_cannot_be_taken_back_and_forgotten(rollout: Rollout) -> None:
    for name in ("sari", "budi"):
        await rollout.owe(name)
    await die_while_sending(rollout)
    rollout.said = {"soft": None}
    assert await rollout.postman().deliver() == 0
    async with rollout.store.begin() as work:
        assert await work.mail.withdraw("7") == 0
        assert await work.journeys.withdraw(7, [1, 2]) == {}
    assert await rollout.stand() == [(Fate.QUEUED, "", True)] * 2
    rollout.said = {"soft": Skip("meeting_started")}
    rollout.clock.advance(minutes=1)
    assert await rollout.postman().deliver() == 0
    assert await rollout.stand() == [(Fate.SKIPPED, "meeting_started", True)] * 2


async def test_what_is_skipped_after_a_death_is_listed_too(rollout: Rollout) -> None:
    await rollout.owe("sari")
    await die_while_sending(rollout)
    rollout.said = {"soft": Skip("meeting_started")}
    assert await rollout.postman().deliver() == 0
    assert await rollout.stand() == [(Fate.SKIPPED, "meeting_started", True)]


async def test_who_cannot_be_reached_is_listed_with_the_platform_s_own_word(rollout: Rollout) -> None:
    sari = await rollout.owe("sari")
    rollout.platform.trouble["dm:sari"] = Unreachable("user_disabled")
    assert await rollout.until_settled(rollout.postman()) == 1
    async with rollout.store.begin() as work:
        (failure,) = await work.mail.failed("7")
    assert (failure.person, failure.fate, failure.reason) == (sari, Fate.UNREACHABLE, "user_disabled")


async def test_what_the_platform_declines_is_tried_ever_later_then_given_up_and_can_be_resent(rollout: Rollout) -> None:
    await rollout.owe("sari")
    rollout.platform.trouble["everybody"] = Declined("odd_word")
    assert await rollout.until_settled(rollout.postman()) == TRIES
    assert await rollout.stand() == [(Fate.FAILED, "odd_word", False)]
    rollout.platform.trouble.clear()
    async with rollout.store.begin() as work:
        assert await work.mail.resend("7", "soft", rollout.clock.now()) == 1
    assert await rollout.postman().deliver() == 1
    assert await rollout.stand() == [(Fate.SENT, "", False)]


async def test_a_platform_that_is_not_connected_is_a_failure_that_can_be_resent(rollout: Rollout) -> None:
    await rollout.owe("sari", person=(await rollout.meet("sari", platform="teams")).id)
    assert await rollout.until_settled(rollout.postman()) == 1
    assert await rollout.stand() == [(Fate.FAILED, NOT_CONNECTED, False)]


async def test_whoever_has_left_gets_nothing_more(rollout: Rollout) -> None:
    await rollout.owe("sari")
    async with rollout.store.begin() as work:
        await work.staff.left("local", [("demo", "sari")])
    assert await rollout.postman().deliver() == 0
    assert await rollout.stand() == [(Fate.SKIPPED, LEFT, False)]


async def test_a_busy_platform_is_waited_for_and_that_is_no_attempt(rollout: Rollout) -> None:
    for n in range(5):
        await rollout.owe(f"p{n}")
    postman = rollout.postman(rates={"local": 1000.0})
    for _ in range(TRIES * 2):
        rollout.platform.trouble["everybody"] = Busy(60)
        await postman.deliver()
        rollout.clock.advance(seconds=61)
    rollout.platform.trouble.clear()
    assert await postman.deliver() == 5
    assert await rollout.stand() == [(Fate.SENT, "", False)] * 5


async def test_many_postmen_in_two_processes_keep_the_pace_and_miss_nobody(rollout: Rollout) -> None:
    names = [f"p{n}" for n in range(40)]
    for name in names:
        await rollout.owe(name)
    postmen = [rollout.postman(elsewhere=bool(n % 2), rates={"local": 100.0}) for n in range(4)]
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert sum(await asyncio.gather(*(postman.deliver() for postman in postmen))) == 40
    assert loop.time() - begun >= 39 / 100
    assert Counter(address for address, _ in rollout.platform.got) == Counter(f"dm:{name}" for name in names)


async def test_what_its_lane_has_no_place_for_is_sent_back_one_behind_the_other(rollout: Rollout) -> None:
    for n in range(4):
        await rollout.owe(f"p{n}")
    postman = rollout.postman(rates={"local": 1 / 60})
    for _ in range(4):
        assert await postman.deliver() == 1
        rollout.clock.advance(seconds=60)
    assert len(rollout.platform.got) == 4


async def test_a_clerk_gives_everybody_a_place_of_their_own_and_only_so_many(rollout: Rollout) -> None:
    clerk = Clerk(rollout.store, rollout.clock)
    waits = await asyncio.gather(*(clerk.place("slack:T1", 1.0, 2.0) for _ in range(5)))
    assert waits == pytest.approx([0, 1, 2, 3, 3], abs=1e-3)
    looked = await asyncio.gather(*(clerk.place("slack:T1", 0.0, 2.0) for _ in range(2)))
    assert looked == pytest.approx([3, 3], abs=1e-3)
    rollout.clock.advance(seconds=2)
    waits = await asyncio.gather(*(clerk.place("slack:T1", 1.0, 2.0) for _ in range(3)))
    assert waits == pytest.approx([1, 2, 3], abs=1e-3)


async def test_whoever_has_a_place_keeps_silence_too_when_it_is_asked_for(rollout: Rollout) -> None:
    await rollout.owe("sari")
    clerk = Clerk(rollout.store, rollout.clock)
    until = rollout.clock.now() + timedelta(seconds=60)
    async with rollout.store.begin() as work:
        (owed,) = await work.outbox.claim(rollout.clock.now(), limit=1, lease=LEASE)
        await work.outbox.hold("local:demo", until)
        await work.outbox.hold("local:demo", until - timedelta(seconds=50))
    assert not await clerk.sending(owed, "local:demo")
    async with rollout.store.begin() as work:
        assert await work.outbox.next_due() == until
        assert await work.outbox.claim(until - timedelta(seconds=1), limit=1, lease=LEASE) == ()
        (owed,) = await work.outbox.claim(until, limit=1, lease=LEASE)
    rollout.clock.advance(seconds=60)
    assert await clerk.sending(owed, "local:demo")


async def test_a_clerk_who_cannot_write_says_so_to_everybody_and_goes_on(rollout: Rollout) -> None:
    clerk = Clerk(rollout.store, rollout.clock)
    answers = await asyncio.gather(
        *(clerk.place("slack:T1", 1.0, float("nan")) for _ in range(2)), return_exceptions=True
    )
    assert all(isinstance(answer, ValueError) for answer in answers)
    assert await clerk.place("slack:T1", 1.0, 2.0) == 0


async def test_whoever_is_on_two_platforms_says_where_messages_go_and_gets_each_on_one(rollout: Rollout) -> None:
    store, clock = rollout.store, rollout.clock
    desk = Settings(store, rollout.texts)
    t = rollout.texts.to("en")

    async def asked() -> Form:
        form = (await desk.form(await rollout.meet("ada", email="ada@example.org"), t)).content
        assert isinstance(form, Form)
        return form

    assert "platform" not in {part.name for part in (await asked()).parts if isinstance(part, Choice)}
    await rollout.meet("ada29", platform="teams", workspace="tenant", email="ada@example.org")
    form = await asked()
    (where,) = [part for part in form.parts if isinstance(part, Choice) and part.name == "platform"]
    assert [option.value for option in where.options] == ["", "local", "teams"]
    sent = {"from": "09:00", "to": "18:00", "week": "0", "platform": "local"}
    person = await rollout.meet("ada", email="ada@example.org")
    event = Submitted("one", account("ada", email="ada@example.org"), form.action, form.value, sent)
    await desk.save(event, person)
    # Met last on the other one, which is where messages would go otherwise.
    assert (await rollout.meet("ada29", platform="teams", workspace="tenant", email="ada@example.org")).id == person.id
    await rollout.owe("ada", person=person.id)
    await rollout.meet("ada29", platform="teams", workspace="tenant", email="ada@example.org")
    assert await rollout.postman().deliver() == 1
    assert [where for where, _ in rollout.platform.got] == ["dm:ada"]
    async with store.begin() as work:
        await work.staff.left("local", [("demo", "ada")])
        await work.outbox.owe(person.id, "hello", "", not_before=clock.now())
        (owed,) = await work.outbox.claim(clock.now(), limit=9, lease=60)
    assert owed.platform == "teams", "an account that is closed is no preference"
