"""What surveys ask of storage and of cryptography.

The rule to keep: nothing here takes an answer that is not sealed, and nothing gives back whose a ballot is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.surveys.release import Release
from bot.surveys.survey import Rules, State, Survey


class Sealer(Protocol):
    """Seals for whoever has the private key (HPKE, RFC 9180). `about` ties a seal to its place."""

    def pair(self) -> tuple[bytes, bytes]:
        """A new private and public key."""
        ...

    def seal(self, public: bytes, content: bytes, about: bytes) -> bytes:
        """Seal. The same content gives another seal each time, of a length that depends on its own alone."""
        ...

    def open(self, private: bytes, sealed: bytes, about: bytes) -> bytes:
        """Open. Raises ValueError where the seal, the key or the place is another."""
        ...

    def wrap(self, under: Sequence[str], content: bytes, about: bytes) -> bytes:
        """Lock away under secrets that are all needed, each of at least 80 random bits."""
        ...

    def unwrap(self, under: Sequence[str], wrapped: bytes, about: bytes) -> bytes:
        """Unlock. Raises ValueError where a secret is wrong, without saying which."""
        ...


class Keys(Protocol):
    """The folder in which private keys lie, outside database and backups."""

    def keep(self, name: str, private: bytes) -> None:
        """Keep a key for good before this returns. Raises FileExistsError where there is one of that name."""
        ...

    def find(self, name: str) -> bytes | None:
        """A key; None where it is not there."""
        ...

    def shred(self, name: str) -> None:
        """Destroy a key; nothing happens where it is gone."""
        ...


class Surveys(Protocol):
    """Surveys, who is invited, and what was released."""

    async def ask(self, survey: str, rules: Rules, size: int) -> bool:
        """Ask for a survey to be opened; False where there is one of this id. Who holds its codes is not kept here."""
        ...

    async def get(self, survey: str, *, lock: bool = False) -> Survey | None:
        """One survey. With `lock` nobody else writes to it until this transaction ends."""
        ...

    async def standing(self, states: Collection[State]) -> tuple[Survey, ...]:
        """The surveys in these states."""
        ...

    async def opened(self, survey: str, public: bytes, wrapped: bytes, at: datetime) -> None:
        """It takes answers from now on."""
        ...

    async def drop(self, survey: str) -> None:
        """Forget one that nobody was invited to yet."""
        ...

    async def take_codes(self, survey: str, public: bytes) -> None:
        """Custodians' codes are sealed to this from now on; to nothing where it is empty."""
        ...

    async def lost(self, survey: str) -> None:
        """Nobody can count it any more: the bits and the wrapped key go."""
        ...

    async def move_end(self, survey: str, to: datetime) -> None:
        """It ends at another time."""
        ...

    async def end_early(self, survey: str, at: datetime) -> None:
        """It ends at an earlier time than planned, of which everybody is told."""
        ...

    async def ended(self, survey: str) -> None:
        """It takes none any more, and how many had answered so far is not kept."""
        ...

    async def counted(self, survey: str, release: Release) -> None:
        """Keep what is released, and no more."""
        ...

    async def since(self, moment: datetime) -> tuple[Survey, ...]:
        """The surveys that were open at an instant or after it."""
        ...

    async def unswept(self) -> tuple[Survey, ...]:
        """Surveys that are over and whose key may still be there, or whose traces in the files."""
        ...

    async def swept(self, survey: str) -> None:
        """Neither is."""
        ...

    async def invite(self, survey: str, people: Sequence[tuple[int, str]]) -> None:
        """Put people on the roster with their division; whoever is there stays as they are."""
        ...

    async def audience(self, division: str | None) -> tuple[tuple[int, str], ...]:
        """Who is employed in a division, or anywhere for None, and where each is today."""
        ...

    async def join(self, survey: str, division: str | None) -> int:
        """Invite whoever of that audience is not invited yet, where they are today. Returns how many there were.

        One statement that reads nobody, however many there are: it is asked every few seconds while a survey is open.
        """
        ...

    async def roster(self, survey: str) -> tuple[tuple[int, str], ...]:
        """Who is invited, with the division frozen for them."""
        ...

    async def invited(self, survey: str) -> int:
        """How many are."""
        ...

    async def division(self, survey: str, person: int) -> str | None:
        """The division frozen for somebody; None for whoever is not invited."""
        ...

    async def response(self, survey: str) -> tuple[date | None, int | None]:
        """The rate as it was last worked out, in percent or None, and on which day."""
        ...

    async def set_response(self, survey: str, day: date, percent: int | None) -> None:
        """Keep it for the day."""
        ...

    async def remind_tomorrow(self, survey: str, person: int) -> None:
        """Set somebody's bit."""
        ...

    async def to_remind(self, survey: str, day: date) -> tuple[int, ...]:
        """Whoever has set the bit, which is cleared; nobody where this day's run has been."""
        ...

    async def never_ask(self, person: int) -> None:
        """Whoever does not want to be asked to take part, now and later."""
        ...

    async def wants_none(self, person: int) -> bool:
        """Whether somebody is one of them."""
        ...


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds one of a survey's two codes."""

    person: int
    place: int
    """0 for HR, 1 for the works representative: the order in which the codes wrap the key."""
    sealed: bytes = b""
    """The code on its way to the worker, which alone can open it; empty while it is not there."""
    until: datetime | None = None
    """When it is deleted, used or not."""
    tries: int = 0
    tried_on: date | None = None
    delivery: str = ""
    """Of the form that brought the last code."""

    def about(self, survey: str) -> bytes:
        """What ties a sealed code to its survey and its holder."""
        return f"code\0{survey}\0{self.place}".encode()


class Holders(Protocol):
    """Who holds the codes, and codes on their way to the worker."""

    async def appoint(self, survey: str, people: Sequence[tuple[int, str]]) -> None:
        """These hold the codes, in this order, by these names."""
        ...

    async def of(self, survey: str) -> tuple[Holder, ...]:
        """Who they are, in that order."""
        ...

    async def put(self, survey: str, person: int, sealed: bytes, until: datetime, delivery: str) -> None:
        """A code, in the place of whatever code of theirs was there."""
        ...

    async def tried(self, survey: str, person: int, day: date, tries: int) -> None:
        """So many tries on this day."""
        ...

    async def forget(self, survey: str, person: int | None = None) -> None:
        """Delete somebody's code, or everybody's."""
        ...

    async def dismiss(self, survey: str) -> None:
        """Nobody holds a code of it any more."""
        ...


class Ballots(Protocol):
    """The box: who has answered, and apart from that what."""

    async def cast(self, survey: str, person: int, slot: bytes, sealed: bytes) -> bool:
        """Put in a ballot. False where this person has one in already; the very same slot again changes nothing."""
        ...

    async def replace(self, survey: str, slot: bytes, sealed: bytes) -> bool:
        """Put a ballot in the place of another; False where there is none."""
        ...

    async def withdraw(self, survey: str, person: int, slot: bytes) -> bool:
        """Take a ballot out; False where there is none, or where this person has not answered."""
        ...

    async def has_answered(self, survey: str, person: int) -> bool:
        """Whether somebody has answered, until the survey is counted."""
        ...

    async def holds(self, survey: str, slot: bytes) -> bool:
        """Whether there is a ballot in this slot."""
        ...

    async def number(self, survey: str) -> int:
        """How many have answered."""
        ...

    async def all(self, survey: str) -> tuple[tuple[bytes, bytes], ...]:
        """Every slot and what is sealed in it, in the order of the slots."""
        ...

    async def empty(self, survey: str) -> None:
        """Take out everything, and forget who has answered."""
        ...
