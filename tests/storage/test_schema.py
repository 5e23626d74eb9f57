"""What is kept, of which kind, and for how long."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Dialect, Table, UniqueConstraint, inspect
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from bot.people import Role
from bot.texts import Texts
from storage.engine import engine
from storage.schema import Instant, Keep, Kind, Roles, metadata

EVERY_TABLE = pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
SQLITE, POSTGRES = SQLiteDialect_aiosqlite(), PGDialect_asyncpg()  # type: ignore[no-untyped-call]
OF_NOBODY = {
    "additions",
    "evidence",
    "groups",
    "approvals",
    "asked",
    "asked_counts",
    "asked_keys",
    "audit",
    "tellings",
    "campaigns",
    "counted",
    "erasures",
    "handed",
    "lanes",
    "pulse",
    "got_it",
    "group_figures",
    "group_marks",
    "moves",
    "notices",
    "summaries",
    "survey_ballots",
    "surveys",
    "talk_desk",
    "talk_inboxes",
    "talk_messages",
    "talk_waiting",
    "versions",
}
# What HR writes and leads answer in a rollout: a few dozen rows, however many people work here.
FEW = {"additions", "agreements", "approvals", "campaigns", "evidence", "summaries", "versions"}


@EVERY_TABLE
def test_every_column_says_what_it_holds_and_how_long(table: Table) -> None:
    for column in table.columns:
        assert isinstance(column.info.get("kind"), Kind), f"{table.name}.{column.name} does not say what it holds"
        assert isinstance(column.info.get("keep"), Keep), f"{table.name}.{column.name} does not say how long"


async def test_every_column_of_the_real_database_is_classified(url: str) -> None:
    made = engine(url)
    async with made.connect() as connection:
        found = await connection.run_sync(
            lambda sync: {
                f"{table}.{column['name']}"
                for table in inspect(sync).get_table_names()
                for column in inspect(sync).get_columns(table)
            }
        )
    await made.dispose()
    classified = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}
    assert found - {"alembic_version.version_num"} == classified


@EVERY_TABLE
def test_whatever_is_about_a_person_is_found_from_the_person(table: Table) -> None:
    owners = {key.parent.name: key.ondelete for key in table.foreign_keys if key.target_fullname == "people.id"}
    personal = table.name not in OF_NOBODY | {"people"}
    assert owners.get("person") == ("CASCADE" if personal else None)
    assert set(owners.values()) <= {"CASCADE", "SET NULL"}


@EVERY_TABLE
def test_what_somebody_has_or_did_is_found_without_reading_what_all_have(table: Table) -> None:
    if table.name in FEW:
        return
    keys = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    first = {next(iter(found)).name for found in (table.primary_key.columns, *(key.columns for key in keys))}
    first |= {next(iter(index.columns)).name for index in table.indexes}
    assert {key.parent.name for key in table.foreign_keys if key.target_fullname == "people.id"} <= first


def test_nothing_says_who_was_heard_of_when() -> None:
    """A last-seen column, or a mark of having been reminded, would be the list that must not exist."""
    instants = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Instant)
    }
    assert instants == {
        "history.at",
        "entries.start_at",
        "entries.end_at",
        "timers.started_at",
        "timers.stopped_at",
        "prompts.due_at",
        "outbox.not_before",
        "surveys.opened_at",
        "surveys.early_at",
        "survey_holders.until",
        "surveys.ends_at",
        # What people do for the company, by name and on purpose.
        "audit.at",
        "versions.at",
        "versions.signed_at",
        "additions.at",
        "additions.approved_at",
        "additions.taken_back_at",
        "agreements.at",
        "approvals.at",
        "summaries.at",
        "talks.slot",
        # What somebody asked on purpose, and when somebody else looked at what includes them.
        "requests.asked_at",
        "requests.due_at",
        "requests.closed_at",
        "looks.at",
        "shares.at",
        "shares.taken_back_at",
        # When a file goes again.
        "handed.due_at",
        # Of a rollout itself.
        "campaigns.anchor",
        "campaigns.survey_end",
        "campaigns.created_at",
        "campaigns.previous",
        "campaigns.started_at",
        "campaigns.ended_at",
        "moves.at",
        "moves.old",
        "moves.new",
        "counted.at",
        "notices.at",
        # A plan, made for everybody in the audience, and since when somebody has been of it.
        "journeys.due_at",
        "journeys.joined_at",
        "journeys.since",
        # Of campaigns: when the bot was done with it, whatever its reader did.
        "outbox.settled_at",
        # Of the database itself.
        "pulse.at",
    }


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES], ids=["sqlite", "postgres"])
def test_an_instant_needs_a_zone_and_comes_back_in_utc(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        Instant().process_bind_param(datetime(2026, 11, 18, 9, 0), dialect)  # noqa: DTZ001 - that is the point
    jakarta = datetime(2026, 11, 18, 9, 0, tzinfo=timezone(timedelta(hours=7)))
    kept = Instant().process_bind_param(jakarta, dialect)
    back = Instant().process_result_value(kept, dialect)
    assert back == jakarta
    assert back is not None
    assert back.tzinfo is UTC
    assert Instant().process_result_value(jakarta, dialect) == jakarta


def test_a_role_of_another_version_gives_no_rights() -> None:
    assert Roles().process_result_value("employee emperor", SQLITE) == frozenset({Role.EMPLOYEE})


@EVERY_TABLE
def test_whoever_looks_at_what_is_held_of_them_reads_what_a_table_is(table: Table, texts: Texts) -> None:
    """`/privacy` and the download show every table that may hold something of somebody: `privacy.table_…`."""
    if (
        "person" in table.c
        or table.name == "people"
        or any(key.column.table.name == "people" for key in table.foreign_keys)
    ):
        for locale in texts.locales:
            assert texts.to(locale).has(f"privacy.table_{table.name}"), f"say in privacy.yaml what {table.name} holds"
