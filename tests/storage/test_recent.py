"""What is remembered of the people met a moment ago."""

from zoneinfo import ZoneInfo

from bot.people import Person
from storage.recent import Recent
from tests.conftest import account

SARI = Person(1, "Sari", "id", ZoneInfo("UTC"))
BUDI = Person(2, "Budi", "id", ZoneInfo("UTC"))


class Seconds:
    """Monotonic time that stands still until told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_somebody_met_is_known_for_half_a_minute() -> None:
    seconds = Seconds()
    recent = Recent(monotonic=seconds)
    recent.keep(account("sari"), SARI)
    seconds.now = 30
    assert recent.find(account("sari")) is SARI
    seconds.now = 30.1
    assert recent.find(account("sari")) is None


def test_whoever_the_platform_speaks_differently_of_is_looked_up_again() -> None:
    recent = Recent()
    recent.keep(account("sari"), SARI)
    assert recent.find(account("sari", locale="en")) is None
    assert recent.find(account("sari", address="dm:new")) is None
    assert recent.find(account("sari", workspace="other")) is None


def test_forgetting_is_for_every_account_of_a_person_and_no_other() -> None:
    recent = Recent()
    recent.keep(account("sari"), SARI)
    recent.keep(account("sari", platform="slack"), SARI)
    recent.keep(account("budi"), BUDI)
    epoch = recent.epoch
    recent.forget(SARI.id)
    assert recent.find(account("sari")) is None
    assert recent.find(account("sari", platform="slack")) is None
    assert recent.find(account("budi")) is BUDI
    assert recent.epoch != epoch


def test_it_has_an_end() -> None:
    recent = Recent(size=2)
    for name in ("sari", "budi", "sari", "citra"):
        recent.keep(account(name), SARI)
    assert recent.find(account("budi")) is None, "the one remembered first makes room"
    assert recent.find(account("sari")) is SARI
    assert recent.find(account("citra")) is SARI
