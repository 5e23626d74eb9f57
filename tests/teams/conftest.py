"""What the tests of the Teams adapter share."""

from collections.abc import AsyncIterator

import pytest

from tests.pretend.teams.pretend import PretendTeams


@pytest.fixture
async def teams() -> AsyncIterator[PretendTeams]:
    async with PretendTeams(limited=False) as teams:
        teams.patience = 0.3
        yield teams
