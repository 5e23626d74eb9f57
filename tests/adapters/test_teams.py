"""Teams keeps every promise of the contract, over HTTP with real tokens."""

from collections.abc import AsyncIterator

import pytest

from bot.texts import Texts
from tests.adapters.contract import *  # noqa: F403 - every promise is a test here
from tests.adapters.on_teams import OnTeams
from tests.adapters.script import Script
from tests.pretend.teams.pretend import PretendTeams
from tests.teams.house import house


@pytest.fixture
async def platform(texts: Texts) -> AsyncIterator[OnTeams]:
    script = Script()
    async with PretendTeams(limited=False) as teams, house(teams, texts, script.handle) as made:
        teams.patience = 0.3
        yield OnTeams(teams, made.messenger, script, teams.channel("general"))
        assert not teams.complaints
