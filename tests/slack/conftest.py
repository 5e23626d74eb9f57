"""What the tests of the Slack adapter share."""

from collections.abc import AsyncIterator

import pytest

from tests.pretend.slack.pretend import PretendSlack


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    # Unhurried, because a trigger is good for three seconds; so it limits nothing, or tests would wait.
    async with PretendSlack(limited=False) as slack:
        slack.patience = 0.3
        yield slack
