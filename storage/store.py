"""The database as the core sees it: `Database(url).begin()` is one transaction.

The rule to keep: it commits when its block ends and rolls back when the block raises, and nothing a person wrote gets
into a log or an error from here (`hide_parameters`).
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import mail, ports, pulse
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
    from sqlalchemy import PoolProxiedConnection

    from bot.campaigns import beforehand as asked
    from bot.campaigns import ports as rollouts
    from bot.campaigns.console import ports as console
    from bot.evidence import ports as evidence
    from bot.faq import ports as faq
    from bot.hours import ports as hours
    from bot.privacy import ports as privacy
    from bot.surveys import ports as survey_ports
    from bot.talk import ports as door


class Unit:
    """See `bot.ports.Work`."""

    __slots__ = (
        "additions",
        "asked",
        "audit",
        "ballots",
        "beforehand",
        "campaigns",
        "crowd",
        "entries",
        "erasure",
        "evidence",
        "exposure",
        "figures",
        "files",
        "gates",
        "held",
        "holders",
        "journeys",
        "ledger",
        "looks",
        "mail",
        "offs",
        "outbox",
        "people",
        "prompts",
        "pulse",
        "requests",
        "retention",
        "shares",
        "staff",
        "surveys",
        "talks",
        "tellings",
        "threads",
        "timers",
        "versions",
    )

    def __init__(self, transaction: Transaction, defaults: Defaults, met: Met) -> None:
        self.people: ports.People = People(transaction, defaults, met)
        self.staff: ports.Staff = Staff(transaction, defaults, met)
        self.entries: ports.Entries = Entries(transaction)
        self.ledger: ports.Ledger = Ledger(transaction, defaults, met)
        self.timers: ports.Timers = Timers(transaction)
        self.offs: ports.Offs = Offs(transaction)
        self.prompts: ports.Prompts = Prompts(transaction, defaults)
        self.outbox: ports.Outbox = Outbox(transaction)
        self.audit: console.Audit = Audit(transaction)
        self.versions: console.Versions = Versions(transaction)
        self.crowd: console.Crowd = Crowd(transaction, defaults)
        self.tellings: console.Tellings = Tellings(transaction)
        self.mail: mail.Mail = Mail(transaction)
        self.pulse: pulse.Pulses = Pulses(transaction)
        self.campaigns: rollouts.Campaigns = Campaigns(transaction)
        self.gates: rollouts.Gates = Gates(transaction)
        self.journeys: rollouts.Journeys = Journeys(transaction)
        self.surveys: survey_ports.Surveys = Surveys(transaction)
        self.beforehand: asked.Beforehand = Beforehand(transaction)
        self.talks: door.Talks = Talks(transaction)
        self.retention: privacy.Retention = Retention(transaction)
        self.held: privacy.Held = Held(transaction)
        self.erasure: privacy.Erasure = Erasure(transaction, met)
        self.exposure: privacy.Exposure = Exposure(transaction)
        self.requests: privacy.Requests = Requests(transaction)
        self.looks: privacy.Looks = Looks(transaction)
        self.files: privacy.Files = Files(transaction)
        self.threads: door.Threads = Threads(transaction)
        self.figures: hours.Figures = Figures(transaction)
        self.shares: hours.Shares = Shares(transaction)
        self.evidence: evidence.Evidence = Evidence(transaction)
        self.additions: faq.Additions = Additions(transaction)
        self.asked: faq.Asked = Asked(transaction)
        self.ballots: survey_ports.Ballots = Ballots(transaction)
        self.holders: survey_ports.Holders = Holders(transaction)


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
        self._spare: list[PoolProxiedConnection] = []

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[ports.Work]:
        """Begin a transaction: in the database, only when something is asked. Never begin one inside another."""
        transaction = Transaction(self._engine, self._spare)
        met = Met(self._recent, self._recent.epoch)
        try:
            yield Unit(transaction, self._defaults, met)
            await transaction.commit()
        finally:
            await transaction.close()
        met.committed()

    async def meet(self, actor: Actor) -> Person:
        """The person behind an account; nothing is begun for whoever was met a moment ago."""
        if (known := self._recent.find(actor)) is not None:
            return known
        async with self.begin() as work:
            return await work.people.meet(actor)

    async def stir(self, *, rewrite: bool = False) -> None:
        """Stir the ballot box. Never inside a transaction."""
        await stir(self._engine, rewrite=rewrite)

    async def close(self) -> None:
        """Close every connection."""
        while self._spare:
            self._spare.pop().close()
        await self._engine.dispose()
