"""What the tests of the Slack adapter share."""

from collections.abc import AsyncIterator

import pytest

from tests.pretend.slack.pretend import PretendSlack


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    async with PretendSlack(speed=20) as slack:
        slack.patience = 0.3
        yield slack
