"""Surveys, who is invited, and what was released.

The rule to keep: no statement here reads the box.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, false, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.surveys import published
from bot.surveys.release import Release
from bot.surveys.survey import Custody, Rules, State, Survey, packed, unpacked
from storage.schema import holders, people, roster, surveys, unasked
from storage.transaction import Transaction

_DIVISION = func.coalesce(people.c.division, "").label("division")
# Whoever is active has an account that is let in.
_EMPLOYED = select(people.c.id, _DIVISION).where(people.c.active)


class Surveys:
    """See `bot.surveys.ports.Surveys`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def ask(self, survey: str, rules: Rules, size: int) -> bool:
        """Ask for a survey to be opened; False where there is one of this id."""
        row = {
            "id": survey,
            "state": State.ASKED,
            "rules": packed(replace(rules, holders=())),
            "size": size,
            "swept": False,
            "ends_at": rules.ends_at,
        }
        asked = upsert(surveys).on_conflict_do_nothing(index_elements=["id"]).returning(surveys.c.id)
        return (await self._transaction.run(asked, row)).scalar_one_or_none() is not None

    async def get(self, survey: str, *, lock: bool = False) -> Survey | None:
        """One survey. With `lock` nobody else writes to it until this transaction ends; without it, nobody counts."""
        found = select(surveys).where(surveys.c.id == survey).with_for_update(read=not lock)
        row = (await self._transaction.run(found)).one_or_none()
        return None if row is None else await self._survey(row)

    async def standing(self, states: Collection[State]) -> tuple[Survey, ...]:
        """The surveys in these states, by id."""
        rows = await self._transaction.run(select(surveys).where(surveys.c.state.in_(states)).order_by(surveys.c.id))
        return await self._all(rows)

    async def opened(self, survey: str, public: bytes, wrapped: bytes, at: datetime) -> None:
        """It takes answers from now on."""
        await self._set(survey, state=State.OPEN, public=public, wrapped=wrapped or None, opened_at=at)

    async def drop(self, survey: str) -> None:
        """Forget one that nobody was invited to yet."""
        await self._transaction.run(delete(surveys).where(surveys.c.id == survey, surveys.c.state == State.ASKED))

    async def take_codes(self, survey: str, public: bytes) -> None:
        """Custodians' codes are sealed to this from now on; to nothing where it is empty."""
        await self._set(survey, codes_to=public or None)

    async def lost(self, survey: str) -> None:
        """Nobody can count it any more: the bits and the wrapped key go."""
        await self._over(survey, state=State.LOST)

    async def move_end(self, survey: str, to: datetime) -> None:
        """It ends at another time."""
        await self._set(survey, ends_at=to)

    async def end_early(self, survey: str, at: datetime) -> None:
        """It ends at an earlier time than planned, of which everybody is told."""
        await self._set(survey, ends_at=at, early_at=at)

    async def ended(self, survey: str) -> None:
        """It takes none any more, and how many had answered so far is not kept."""
        await self._set(survey, state=State.ENDED, response=None, response_on=None)

    async def counted(self, survey: str, release: Release) -> None:
        """Keep what is released, and no more: the bits and the wrapped key go."""
        await self._over(
            survey,
            state=State.COUNTED,
            released=published.packed(release),
            comments=json.dumps(release.comments, ensure_ascii=False),
        )

    async def since(self, moment: datetime) -> tuple[Survey, ...]:
        """The surveys that were open at an instant or after it, by id."""
        open_then = or_(
            surveys.c.opened_at > moment, surveys.c.ends_at > moment, surveys.c.state.in_((State.OPEN, State.ENDED))
        )
        found = select(surveys).where(surveys.c.opened_at.is_not(None), open_then).order_by(surveys.c.id)
        return await self._all(await self._transaction.run(found))

    async def unswept(self) -> tuple[Survey, ...]:
        """Surveys that are over and whose key may still be there, or whose traces in the files."""
        over = surveys.c.state.in_((State.COUNTED, State.LOST))
        found = select(surveys).where(over, surveys.c.swept.is_(False))
        return await self._all(await self._transaction.run(found.order_by(surveys.c.id)))

    async def swept(self, survey: str) -> None:
        """Neither is."""
        await self._set(survey, swept=True)

    async def invite(self, survey: str, people: Sequence[tuple[int, str]]) -> None:
        """Put people on the roster with their division; whoever is there stays as they are."""
        if people:
            rows = [
                {"survey": survey, "person": person, "division": division, "again": False}
                for person, division in people
            ]
            await self._transaction.run(
                upsert(roster).on_conflict_do_nothing(index_elements=["survey", "person"]), rows
            )

    async def audience(self, division: str | None) -> tuple[tuple[int, str], ...]:
        """Who is employed in a division, or anywhere for None, and where each is today; by person."""
        rows = await self._transaction.run(_EMPLOYED.where(*_in(division)).order_by(people.c.id))
        return tuple((row.id, row.division) for row in rows)

    async def join(self, survey: str, division: str | None) -> int:
        """Invite whoever of that audience is not invited yet, where they are today. Returns how many there were."""
        new = (
            _EMPLOYED.with_only_columns(literal(survey), people.c.id, _DIVISION, false())
            .where(~exists().where(roster.c.survey == survey, roster.c.person == people.c.id), *_in(division))
            # In one order everywhere, so that two processes cannot wait for one another.
            .order_by(people.c.id)
        )
        joined = upsert(roster).from_select(["survey", "person", "division", "again"], new)
        return (
            await self._transaction.run(joined.on_conflict_do_nothing(index_elements=["survey", "person"]))
        ).rowcount

    async def roster(self, survey: str) -> tuple[tuple[int, str], ...]:
        """Who is invited, with the division frozen for them, by person."""
        found = select(roster.c.person, roster.c.division).where(roster.c.survey == survey).order_by(roster.c.person)
        return tuple((row.person, row.division) for row in await self._transaction.run(found))

    async def invited(self, survey: str) -> int:
        """How many are."""
        found = select(func.count()).select_from(roster).where(roster.c.survey == survey)
        return int((await self._transaction.run(found)).scalar_one())

    async def division(self, survey: str, person: int) -> str | None:
        """The division frozen for somebody; None for whoever is not invited."""
        found = select(roster.c.division).where(roster.c.survey == survey, roster.c.person == person)
        division: str | None = (await self._transaction.run(found)).scalar_one_or_none()
        return division

    async def response(self, survey: str) -> tuple[date | None, int | None]:
        """The rate as it was last worked out, in percent or None, and on which day."""
        found = select(surveys.c.response_on, surveys.c.response).where(surveys.c.id == survey)
        row = (await self._transaction.run(found)).one()
        return row.response_on, row.response

    async def set_response(self, survey: str, day: date, percent: int | None) -> None:
        """Keep it for the day."""
        await self._set(survey, response_on=day, response=percent)

    async def remind_tomorrow(self, survey: str, person: int) -> None:
        """Set somebody's bit."""
        await self._transaction.run(
            update(roster).where(roster.c.survey == survey, roster.c.person == person).values(again=True)
        )

    async def to_remind(self, survey: str, day: date) -> tuple[int, ...]:
        """Whoever has set the bit, which is cleared; nobody where this day's run has been."""
        been = or_(surveys.c.again_on.is_(None), surveys.c.again_on < day)
        run = update(surveys).where(surveys.c.id == survey, been).values(again_on=day)
        if (await self._transaction.run(run)).rowcount != 1:
            return ()
        cleared = (
            update(roster)
            .where(roster.c.survey == survey, roster.c.again.is_(True))
            .values(again=False)
            .returning(roster.c.person)
        )
        return tuple(sorted((await self._transaction.run(cleared)).scalars()))

    async def never_ask(self, person: int) -> None:
        """Whoever does not want to be asked to take part, now and later."""
        await self._transaction.run(
            upsert(unasked).on_conflict_do_nothing(index_elements=["person"]), {"person": person}
        )

    async def wants_none(self, person: int) -> bool:
        """Whether somebody is one of them."""
        found = await self._transaction.run(select(unasked.c.person).where(unasked.c.person == person))
        return found.first() is not None

    async def _all(self, rows: Iterable[Row[Any]]) -> tuple[Survey, ...]:
        return tuple([await self._survey(row) for row in tuple(rows)])

    async def _survey(self, row: Row[Any]) -> Survey:
        """A survey with all of its rules, who holds the codes included."""
        survey = _survey(row)
        if survey.rules.custody is not Custody.CUSTODIANS:
            return survey
        named = select(holders.c.place, holders.c.name).where(holders.c.survey == row.id)
        found = {one.place: one.name for one in await self._transaction.run(named)}
        return replace(
            survey, rules=replace(survey.rules, holders=(found.get(0, ""), found.get(1, "")) if found else ())
        )

    async def _over(self, survey: str, **values: Any) -> None:  # noqa: ANN401 - the values of columns
        await self._set(survey, wrapped=None, codes_to=None, response=None, response_on=None, **values)
        await self._transaction.run(
            update(roster).where(roster.c.survey == survey, roster.c.again.is_(True)).values(again=False)
        )

    async def _set(self, survey: str, **values: Any) -> None:  # noqa: ANN401 - the values of columns
        await self._transaction.run(update(surveys).where(surveys.c.id == survey).values(values))


def _in(division: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if division is None else (people.c.division == division,)


def _survey(row: Row[Any]) -> Survey:
    comments = tuple(json.loads(row.comments)) if row.comments else ()
    return Survey(
        row.id,
        unpacked(row.rules),
        State(row.state),
        row.size,
        row.public or b"",
        row.wrapped or b"",
        published.unpacked(row.released, comments) if row.released else None,
        row.ends_at,
        row.opened_at,
        row.codes_to or b"",
        row.early_at,
    )
