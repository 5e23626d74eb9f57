import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.house import House


@pytest.fixture
def house(url: str, tmp_path: Path) -> Iterator[House]:
    """A real server on a migrated database, in a process of its own, that can be killed and started again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = House([sys.executable, "-m", "bot", "web"], url, port, tmp_path / "log")
    yield made
    made.close()
