"""What campaigns owe and what became of it."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, text

from bot.mail import NO_ANSWER, Care, Fate, Parcel, Settled, Tally
from bot.ports import Owed
from storage import journeys
from storage.engine import engine
from storage.journeys import _ANEW
from storage.mail import _FAILED, _HAD, _STATUS
from storage.outbox import _DUE, _NEXT
from storage.store import Database
from tests.conftest import START, Meet, Moving

LEASE = 60.0


class Post:
    """What a campaign owes three people and a channel."""

    def __init__(self, store: Database, clock: Moving, people: tuple[int, ...]) -> None:
        self.store, self.clock, self.people = store, clock, people

    def parcel(self, person: int | None, step: str = "soft", **more: object) -> Parcel:
        usual = {"campaign": "7", "step": step, "occasion": "", "person": person, "not_before": self.clock.now()}
        return Parcel(**(usual | more))  # type: ignore[arg-type]

    async def owe(self, *parcels: Parcel) -> None:
        async with self.store.begin() as work:
            await work.mail.owe(parcels)

    async def everybody(self, step: str = "soft", **more: object) -> None:
        await self.owe(*(self.parcel(person, step, **more) for person in self.people))

    async def claim(self) -> tuple[Owed, ...]:
        async with self.store.begin() as work:
            return await work.outbox.claim(self.clock.now(), limit=10, lease=LEASE)

    async def settle(self, fates: Collection[tuple[Owed, Fate, str]]) -> None:
        async with self.store.begin() as work:
            at = self.clock.now()
            await work.mail.settle([Settled(owed.id, fate, at, why, owed.not_before) for owed, fate, why in fates])

    async def status(self) -> tuple[Tally, ...]:
        async with self.store.begin() as work:
            return await work.mail.status("7")


@pytest.fixture
async def post(store: Database, clock: Moving, meet: Meet) -> Post:
    people = tuple([(await meet(name)).id for name in ("sari", "budi", "citra")])
    return Post(store, clock, people)


async def test_what_a_campaign_owes_stays_when_it_is_settled_and_is_owed_once(post: Post) -> None:
    await post.everybody()
    claimed = await post.claim()
    assert [(owed.campaign, owed.step, owed.care, owed.person) for owed in claimed] == [
        ("7", "soft", Care.ANNOUNCEMENT, person) for person in post.people
    ]
    await post.settle([(owed, Fate.SENT, "late" if place == 0 else "") for place, owed in enumerate(claimed)])
    await post.everybody()
    post.clock.advance(seconds=LEASE * 2)
    assert await post.claim() == (), "the key is never free again"
    assert await post.status() == (
        Tally("soft", Fate.SENT, "", maybe_twice=False, count=2),
        Tally("soft", Fate.SENT, "late", maybe_twice=False, count=1),
    )


async def test_what_tells_something_by_being_there_goes_without_a_trace(post: Post) -> None:
    await post.everybody("survey_reminder", care=Care.PROMPT)
    async with post.store.begin() as work:
        assert await work.mail.had("7", post.people) == {}
    assert await post.status() == ()
    claimed = await post.claim()
    async with post.store.begin() as work:
        await work.outbox.sending(*claimed)
        await work.outbox.done(*claimed)
        assert await work.mail.failed("7") == ()
        assert await work.outbox.next_due() is None
    await post.everybody("survey_reminder", care=Care.PROMPT)
    assert len(await post.claim()) == 3, "no row is left that would say whose it was"


async def test_status_and_lists_say_who_was_not_reached_and_why(post: Post) -> None:
    await post.everybody()
    sari, budi, citra = await post.claim()
    await post.settle(
        [(sari, Fate.SENT, ""), (budi, Fate.UNREACHABLE, "user_disabled"), (citra, Fate.FAILED, "odd\x00 word")]
    )
    assert await post.status() == (
        Tally("soft", Fate.FAILED, "odd word", maybe_twice=False, count=1),
        Tally("soft", Fate.SENT, "", maybe_twice=False, count=1),
        Tally("soft", Fate.UNREACHABLE, "user_disabled", maybe_twice=False, count=1),
    )
    async with post.store.begin() as work:
        first, second = await work.mail.failed("7")
        assert (first.person, first.fate, first.reason, first.at) == (
            budi.person, Fate.UNREACHABLE, "user_disabled", post.clock.now(),
        )  # fmt: skip
        assert await work.mail.failed("7", limit=1) == (first,)
        assert await work.mail.failed("7", after=first.id) == (second,)
        assert await work.mail.failed("7", "survey") == ()
        assert await work.mail.failed("8") == ()


async def test_resending_takes_only_what_surely_did_not_arrive(post: Post) -> None:
    await post.everybody()
    sari, budi, citra = await post.claim()
    async with post.store.begin() as work:
        await work.outbox.doubt(citra, post.clock.now())
    (citra,) = await post.claim()
    await post.settle([(sari, Fate.SENT, ""), (budi, Fate.FAILED, "odd_word"), (citra, Fate.FAILED, NO_ANSWER)])
    async with post.store.begin() as work:
        assert await work.mail.resend("7", "survey", post.clock.now()) == 0
        assert await work.mail.resend("7", None, post.clock.now()) == 1
    (again,) = await post.claim()
    assert (again.person, again.attempts, again.uncertain) == (budi.person, 0, False)
    async with post.store.begin() as work:
        assert await work.mail.resend("7", None, post.clock.now()) == 0
        (doubt,) = await work.mail.doubtful("7")
    assert (doubt.person, doubt.fate, doubt.maybe_twice) == (citra.person, Fate.FAILED, True)


async def test_what_was_handed_over_without_an_answer_is_maybe_sent_twice(post: Post) -> None:
    await post.owe(post.parcel(post.people[0]))
    (owed,) = await post.claim()
    async with post.store.begin() as work:
        assert await work.outbox.sending(owed)
    post.clock.advance(seconds=LEASE)
    (again,) = await post.claim()
    assert (again.uncertain, again.maybe_twice) == (True, False)
    async with post.store.begin() as work:
        assert await work.outbox.sending(again)
        (doubt,) = await work.mail.doubtful("7")
    assert (doubt.person, doubt.fate) == (post.people[0], Fate.QUEUED)


async def test_who_is_late_may_only_say_that_it_was_sent(post: Post) -> None:
    await post.owe(post.parcel(post.people[0]))
    (late,) = await post.claim()
    post.clock.advance(seconds=LEASE)
    (next_,) = await post.claim()
    await post.settle([(late, Fate.FAILED, NO_ANSWER)])
    assert [tally.fate for tally in await post.status()] == [Fate.QUEUED]
    await post.settle([(late, Fate.SENT, "")])
    assert [tally.fate for tally in await post.status()] == [Fate.SENT]
    async with post.store.begin() as work:
        assert not await work.outbox.sending(next_)


async def test_what_is_taken_back_can_be_owed_anew_and_is_not_handed_over(post: Post) -> None:
    await post.everybody()
    await post.everybody("moved", occasion="1")
    claimed = await post.claim()
    async with post.store.begin() as work:
        assert await work.outbox.sending(claimed[0])
        assert await work.mail.withdraw("7", "moved") == 3
        assert await work.mail.withdraw("8") == 0
        assert await work.mail.withdraw("7") == 2
        assert not await work.outbox.sending(claimed[1])
    await post.everybody()
    assert {owed.person for owed in await post.claim()} == set(post.people[1:])


async def test_what_is_skipped_beforehand_is_written_down_and_never_claimed(post: Post) -> None:
    await post.everybody(fate=Fate.SKIPPED, reason="meeting_started")
    assert await post.claim() == ()
    async with post.store.begin() as work:
        had = await work.mail.had("7", post.people)
    assert {(one.step, one.fate, one.reason, one.at) for (one,) in had.values()} == {
        ("soft", Fate.SKIPPED, "meeting_started", post.clock.now())
    }


async def test_a_channel_is_a_recipient_with_an_address_of_its_own(post: Post) -> None:
    await post.owe(post.parcel(None, channel="local:demo:channel:general", care=Care.REMINDER))
    (owed,) = await post.claim()
    assert (owed.person, owed.platform, owed.workspace, owed.address, owed.care) == (
        None, "local", "demo", "channel:general", Care.REMINDER,
    )  # fmt: skip
    await post.settle([(owed, Fate.FAILED, "is_archived")])
    async with post.store.begin() as work:
        (failure,) = await work.mail.failed("7")
    assert (failure.person, failure.channel) == (None, "local:demo:channel:general")


async def test_what_somebody_had_comes_in_order_and_says_when(post: Post) -> None:
    await post.everybody()
    claimed = await post.claim()
    await post.settle([(claimed[0], Fate.SENT, "")])
    await post.everybody("survey", not_before=post.clock.now() + timedelta(days=1))
    async with post.store.begin() as work:
        had = await work.mail.had("7", post.people[:1])
        assert await work.mail.had("8", post.people) == {}
    assert [(one.step, one.fate, one.at) for one in had[post.people[0]]] == [
        ("soft", Fate.SENT, post.clock.now()),
        ("survey", Fate.QUEUED, None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"campaign": ""},
        {"channel": "local:demo:channel:general"},
        {"person": None},
        {"fate": Fate.SENT},
        {"fate": Fate.SKIPPED, "care": Care.PROMPT},
    ],
)
async def test_a_parcel_that_makes_no_sense_is_refused(post: Post, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"parcel|trace"):
        await post.owe(post.parcel(**({"person": post.people[0]} | wrong)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statement", "values", "index"),
    [
        (_STATUS, {"whose": "7"}, "ix_outbox_status"),
        (_FAILED, {"whose": "7", "after": 0, "limit": 10}, "ix_outbox_status"),
        (_DUE, {"now": START, "limit": 10}, "ix_outbox_not_before"),
        (_NEXT, {}, "ix_outbox_not_before"),
        (_HAD, {"whose": "7", "people": [1, 2, 3]}, "ix_outbox_person"),
        (_ANEW, {"limit": 10}, "ix_journeys_void"),
        (journeys._DUE, {"now": START, "limit": 10}, "ix_journeys_due_at"),
    ],
)
async def test_what_is_asked_often_reads_an_index_and_not_the_table(
    post: Post, url: str, statement: Select[Any], values: dict[str, object], index: str
) -> None:
    await post.everybody()
    made = engine(url)
    try:
        compiled = statement.params(**values).compile(made.sync_engine, compile_kwargs={"literal_binds": True})
        asked = str(compiled).replace(":", r"\:")
        async with made.begin() as connection:
            if made.dialect.name == "postgresql":
                # Of so few rows it would read the table, which is one page.
                await connection.execute(text("SET LOCAL enable_seqscan = off"))
            explain = "EXPLAIN" if made.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
            plan = "\n".join(str(row) for row in await connection.execute(text(f"{explain} {asked}")))
    finally:
        await made.dispose()
    # PostgreSQL chooses by the numbers of rows it has seen, and knows of no journeys here.
    assert index in plan or (made.dialect.name == "postgresql" and "journeys" in index)
    # The few that failed may be put in order; what is many is in order already.
    assert (
        statement is _FAILED
        or statement is _HAD
        or "journeys" in index
        or ("Sort" not in plan and "TEMP B-TREE" not in plan)
    )
    assert statement is not _STATUS or "COVERING INDEX" in plan or "Index Only" in plan
