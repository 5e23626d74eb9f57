from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.timesheet.policy import Policies
from config.policies import policies as all_policies
from storage.engine import engine


@pytest.fixture
async def database_engine(url: str) -> AsyncIterator[AsyncEngine]:
    """The database itself, past the store."""
    made = engine(url)
    yield made
    await made.dispose()


@pytest.fixture(scope="session")
def policies() -> Policies:
    """The working-time policies as they are."""
    return all_policies()
