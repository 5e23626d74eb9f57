"""A file that is to go again goes, whatever dies in between."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.slack.api import session
from adapters.slack.leftovers import Leftovers
from adapters.slack.messenger import SlackMessenger
from adapters.slack.poster import Poster
from adapters.slack.workspaces import Only
from bot.composition.kept import Remembered
from bot.message import File, Message
from storage.store import Database
from tests.conftest import Moving
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import lanes

EXPORT = File("lentera.zip", "application/zip", b"PK", hours=24)
CHART = File("week.csv", "text/csv", b"1,2")


class Tidy:
    """The way out, with a memory in the database and a clock that moves."""

    def __init__(self, workspaces: Only, store: Database, clock: Moving) -> None:
        kept = Remembered("slack", store, clock)
        self.messenger = SlackMessenger(workspaces, Poster(kept.put))
        self.leftovers = Leftovers(workspaces, kept)


@pytest.fixture
async def tidy(slack: PretendSlack, store: Database, clock: Moving) -> AsyncIterator[Tidy]:
    async with session() as web:
        yield Tidy(Only(slack.bot_token, web, lanes(slack), base=slack.api), store, clock)


async def _send(slack: PretendSlack, tidy: Tidy) -> None:
    ada = slack.user("ada")
    await tidy.messenger.send(f"{slack.workspace.id}:{ada.user.id}", Message("Yours", (EXPORT, CHART)))


def _there(slack: PretendSlack) -> set[str]:
    return {file.name for file in slack.workspace.files.values()}


async def test_an_export_is_deleted_after_a_day_and_nothing_else_is(
    slack: PretendSlack, tidy: Tidy, clock: Moving
) -> None:
    await _send(slack, tidy)
    clock.advance(hours=23, minutes=59)
    await tidy.leftovers.tick()
    assert _there(slack) == {"lentera.zip", "week.csv"}
    clock.advance(minutes=1)
    for _ in range(2):
        await tidy.leftovers.tick()
    assert _there(slack) == {"week.csv"}
    assert len(slack.calls("files.delete")) == 1


async def test_what_slack_does_not_delete_now_is_deleted_with_the_next_look(
    slack: PretendSlack, tidy: Tidy, clock: Moving
) -> None:
    await _send(slack, tidy)
    clock.advance(hours=24)
    slack.fails("files.delete", "internal_error")
    await tidy.leftovers.tick()
    assert "lentera.zip" in _there(slack)
    await tidy.leftovers.tick()
    assert "lentera.zip" not in _there(slack)


async def test_what_slack_refuses_to_delete_is_not_forgotten_but_tried_again_in_an_hour(
    slack: PretendSlack, tidy: Tidy, clock: Moving, caplog: pytest.LogCaptureFixture
) -> None:
    await _send(slack, tidy)
    clock.advance(hours=24)
    slack.fails("files.delete", "cant_delete_file")
    for _ in range(2):
        await tidy.leftovers.tick()
    assert "lentera.zip" in _there(slack)
    assert len(slack.calls("files.delete")) == 1
    assert "cant_delete_file" in caplog.text
    clock.advance(hours=1)
    await tidy.leftovers.tick()
    assert "lentera.zip" not in _there(slack)


async def test_what_somebody_has_deleted_themselves_is_forgotten(
    slack: PretendSlack, tidy: Tidy, clock: Moving, store: Database
) -> None:
    await _send(slack, tidy)
    slack.workspace.files.clear()
    clock.advance(hours=24)
    await tidy.leftovers.tick()
    async with store.begin() as work:
        assert not await work.files.due("slack", clock.now() + timedelta(days=1))
