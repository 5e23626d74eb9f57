"""What comes next stands on HR's own page, and on nobody else's."""

from bot.campaigns.console.console import Console
from bot.message import Message
from tests.campaigns.console.conftest import House, created
from tests.speaker import told


async def test_hr_finds_what_comes_next_on_their_own_page(house: House) -> None:
    await created(house)
    console = Console(house.desk)
    for name in ("gita", "ratna"):
        shown = told(Message("", await console.page(getattr(house, name).actor)))
        assert "Recording working time: being prepared" in shown
        assert "5 things before First announcement can go" in shown
    for name in ("sari", "oskar", "bagus", "jakob"):
        assert await console.page(getattr(house, name).actor) == ()
