from pathlib import Path

import pytest

from bot.texts import Texts
from storage.store import Database
from tests.conftest import Moving
from tests.hours.team import Office


@pytest.fixture(params=[pytest.param(40, id="some"), pytest.param(3000, id="thousands", marks=pytest.mark.proof)])
def many(request: pytest.FixtureRequest) -> int:
    """How many teams to try: a few each time, thousands in `make proof`."""
    return int(request.param)


@pytest.fixture
def office(store: Database, texts: Texts, clock: Moving, tmp_path: Path) -> Office:
    return Office(store, texts, clock, tmp_path / "keys")
