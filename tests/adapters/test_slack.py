"""Slack keeps every promise of the contract, over HTTP with real signatures."""

from collections.abc import AsyncIterator

import pytest

from bot.texts import Texts
from tests.adapters.contract import *  # noqa: F403 - every promise is a test here
from tests.adapters.on_slack import OnSlack
from tests.adapters.script import Script
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import house


@pytest.fixture
async def platform(texts: Texts) -> AsyncIterator[OnSlack]:
    script = Script()
    async with PretendSlack(limited=False) as slack, house(slack, texts, script.handle) as made:
        slack.patience = 0.3
        yield OnSlack(slack, made.messenger, script, slack.channel("general", app=True))
        assert not slack.complaints
