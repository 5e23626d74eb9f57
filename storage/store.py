"""The database as the core sees it: `Database(url).begin()` is one transaction.

The rule to keep: it commits when its block ends and rolls back when the block raises, and nothing a person wrote gets
into a log or an error from here (`hide_parameters`).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar
from zoneinfo import ZoneInfo

from bot import ports
from bot.events import Actor
from bot.people import Person, Role
from storage.additions import Additions
from storage.asked import Asked
from storage.audit import Audit
from storage.ballots import Ballots
from storage.beforehand import Beforehand
from storage.campaigns import Campaigns
from storage.crowd import Crowd
from storage.engine import engine
from storage.entries import Entries
from storage.erasure import Erasure
from storage.evidence import Evidence
from storage.exposure import Exposure
from storage.gates import Gates
from storage.held import Held
from storage.holders import Holders
from storage.hours import Figures
from storage.journeys import Journeys
from storage.ledger import Ledger
from storage.mail import Mail
from storage.offs import Offs
from storage.outbox import Outbox
from storage.people import Defaults, Met, People
from storage.privacy import Files, Looks, Requests
from storage.prompts import Prompts
from storage.pulse import Pulses
from storage.recent import Recent
from storage.retention import Retention
from storage.shares import Shares
from storage.spare import Spare
from storage.staff import Staff
from storage.stir import stir
from storage.surveys import Surveys
from storage.talks import Talks
from storage.tellings import Tellings
from storage.threads import Threads
from storage.timers import Timers
from storage.transaction import Transaction
from storage.versions import Versions

if TYPE_CHECKING:
    from bot import mail, pulse
    from bot.campaigns import beforehand as asked
    from bot.campaigns import ports as rollouts
    from bot.campaigns.console import ports as console
    from bot.evidence import ports as evidence
    from bot.faq import ports as faq
    from bot.hours import ports as hours
    from bot.privacy import ports as privacy
    from bot.surveys import ports as survey_ports
    from bot.talk import ports as door


T = TypeVar("T")


class _Made(Generic[T]):
    """A part of a unit of work, made when somebody asks for it: of three dozen, each unit needs two or three."""

    def __init__(self, make: "Callable[[Unit], T]") -> None:
        self._make = make
        self._name = ""

    def __set_name__(self, _: "type[Unit]", name: str) -> None:
        self._name = name

    def __get__(self, unit: "Unit", _: "type[Unit]") -> T:
        # From now on it is found in the unit itself, which Python looks into before it comes here.
        made = unit.__dict__[self._name] = self._make(unit)
        return made


class Unit:
    """See `bot.ports.Work`."""

    transaction: Transaction
    defaults: Defaults
    met: Met

    def __init__(self, transaction: Transaction, defaults: Defaults, met: Met) -> None:
        self.transaction = transaction
        self.defaults = defaults
        self.met = met

    people: _Made[ports.People] = _Made(lambda unit: People(unit.transaction, unit.defaults, unit.met))
    staff: _Made[ports.Staff] = _Made(lambda unit: Staff(unit.transaction, unit.defaults, unit.met))
    entries: _Made[ports.Entries] = _Made(lambda unit: Entries(unit.transaction))
    ledger: _Made[ports.Ledger] = _Made(lambda unit: Ledger(unit.transaction, unit.defaults, unit.met))
    timers: _Made[ports.Timers] = _Made(lambda unit: Timers(unit.transaction))
    offs: _Made[ports.Offs] = _Made(lambda unit: Offs(unit.transaction))
    prompts: _Made[ports.Prompts] = _Made(lambda unit: Prompts(unit.transaction, unit.defaults))
    outbox: _Made[ports.Outbox] = _Made(lambda unit: Outbox(unit.transaction))
    audit: "_Made[console.Audit]" = _Made(lambda unit: Audit(unit.transaction))
    versions: "_Made[console.Versions]" = _Made(lambda unit: Versions(unit.transaction))
    crowd: "_Made[console.Crowd]" = _Made(lambda unit: Crowd(unit.transaction, unit.defaults))
    tellings: "_Made[console.Tellings]" = _Made(lambda unit: Tellings(unit.transaction))
    mail: "_Made[mail.Mail]" = _Made(lambda unit: Mail(unit.transaction))
    pulse: "_Made[pulse.Pulses]" = _Made(lambda unit: Pulses(unit.transaction))
    campaigns: "_Made[rollouts.Campaigns]" = _Made(lambda unit: Campaigns(unit.transaction))
    gates: "_Made[rollouts.Gates]" = _Made(lambda unit: Gates(unit.transaction))
    journeys: "_Made[rollouts.Journeys]" = _Made(lambda unit: Journeys(unit.transaction))
    surveys: "_Made[survey_ports.Surveys]" = _Made(lambda unit: Surveys(unit.transaction))
    beforehand: "_Made[asked.Beforehand]" = _Made(lambda unit: Beforehand(unit.transaction))
    talks: "_Made[door.Talks]" = _Made(lambda unit: Talks(unit.transaction))
    retention: "_Made[privacy.Retention]" = _Made(lambda unit: Retention(unit.transaction))
    held: "_Made[privacy.Held]" = _Made(lambda unit: Held(unit.transaction))
    erasure: "_Made[privacy.Erasure]" = _Made(lambda unit: Erasure(unit.transaction, unit.met))
    exposure: "_Made[privacy.Exposure]" = _Made(lambda unit: Exposure(unit.transaction))
    requests: "_Made[privacy.Requests]" = _Made(lambda unit: Requests(unit.transaction))
    looks: "_Made[privacy.Looks]" = _Made(lambda unit: Looks(unit.transaction))
    files: "_Made[privacy.Files]" = _Made(lambda unit: Files(unit.transaction))
    threads: "_Made[door.Threads]" = _Made(lambda unit: Threads(unit.transaction))
    figures: "_Made[hours.Figures]" = _Made(lambda unit: Figures(unit.transaction))
    shares: "_Made[hours.Shares]" = _Made(lambda unit: Shares(unit.transaction))
    evidence: "_Made[evidence.Evidence]" = _Made(lambda unit: Evidence(unit.transaction))
    additions: "_Made[faq.Additions]" = _Made(lambda unit: Additions(unit.transaction))
    asked: "_Made[faq.Asked]" = _Made(lambda unit: Asked(unit.transaction))
    ballots: "_Made[survey_ports.Ballots]" = _Made(lambda unit: Ballots(unit.transaction))
    holders: "_Made[survey_ports.Holders]" = _Made(lambda unit: Holders(unit.transaction))


class _Begun:
    """One transaction, for `async with`: a generator would do, and cost as much again."""

    __slots__ = ("_unit",)

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def __aenter__(self) -> ports.Work:
        return self._unit

    async def __aexit__(self, raised: type[BaseException] | None, *_: object) -> None:
        unit = self._unit
        try:
            if raised is None:
                await unit.transaction.commit()
        finally:
            await unit.transaction.close()
        if raised is None:
            unit.met.committed()


class Database:
    """See `bot.ports.Store`. `locale` and `zone` hold for whoever has set none and whose platform says none.

    `appointed` are the roles that the settings give, by folded e-mail.
    """

    def __init__(
        self,
        url: str,
        *,
        locale: str = "en",
        zone: str = "UTC",
        appointed: Mapping[str, frozenset[Role]] = MappingProxyType({}),
    ) -> None:
        self._engine = engine(url)
        self._defaults = Defaults(locale, ZoneInfo(zone), appointed)
        self._recent = Recent()
        self._spare = Spare(self._engine)
        self._one_connection = self._engine.dialect.name == "sqlite"

    def begin(self) -> "_Begun":
        """Begin a transaction: in the database, only when something is asked. Never begin one inside another."""
        transaction = Transaction(self._spare, one_connection=self._one_connection)
        return _Begun(Unit(transaction, self._defaults, Met(self._recent, self._recent.epoch)))

    async def meet(self, actor: Actor) -> Person:
        """The person behind an account; nothing is begun for whoever was met a moment ago."""
        if (known := self._recent.find(actor)) is not None:
            return known
        async with self.begin() as work:
            return await work.people.meet(actor)

    async def recognise(self, actor: Actor) -> Person:
        """The person behind an account, without a note that they were here; made where there is none."""
        if (known := self._recent.find(actor)) is not None:
            return known
        async with self.begin() as work:
            return await work.people.known(actor) or await work.people.note(actor)

    async def stir(self, *, rewrite: bool = False) -> None:
        """Stir the ballot box. Never inside a transaction."""
        await stir(self._engine, rewrite=rewrite)

    async def close(self) -> None:
        """Close every connection."""
        self._spare.close()
        await self._engine.dispose()
