from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import engine


@pytest.fixture
async def database_engine(url: str) -> AsyncIterator[AsyncEngine]:
    """The database itself, past the store."""
    made = engine(url)
    yield made
    await made.dispose()
