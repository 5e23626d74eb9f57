"""Who acts: the accounts of people, as activities and rosters describe them, remembered.

The rule to keep: only members of the organisation get in. People of other tenants, guests (unless the operator says
otherwise) and those without an account are told so and go no further.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from adapters.teams.activities import Place, Who
from adapters.teams.chats import Chat, Chats
from adapters.teams.errors import Declined
from bot.errors import Busy, Unreachable
from bot.events import Actor

log = logging.getLogger(__name__)

PLATFORM = "teams"
_FRESH = 12 * 3600.0
"""Seconds that a roster's description holds."""
_SOON = 60.0
"""Seconds until Teams is asked again after it could not say."""
_PATIENCE = 2.0
"""Seconds that looking somebody up may wait for a pause that Teams asks for."""
_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is not let in. `key` says why, in the catalogue; empty where nobody reads it."""

    key: str
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a roster says."""

    name: str
    email: str | None
    guest: bool


@dataclass(slots=True)
class _Known:
    who: Who
    chat: Chat
    """Without its conversation."""
    profile: _Profile | None = None
    until: float = float("-inf")


class Accounts:
    """The accounts met lately. `tenants` are those of the organisation."""

    def __init__(
        self,
        chats: Chats,
        tenants: Collection[str],
        *,
        guests: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._chats = chats
        self._tenants = frozenset(tenants)
        self._guests = guests
        self._now = now
        self._known: dict[tuple[str, str], _Known] = {}

    async def find(self, who: Who, place: Place) -> Actor | Stranger:
        """The account behind an activity; asks Teams where it is not known. In a channel, the chat is opened too."""
        if who.tenant not in self._tenants or not who.user:
            return Stranger("teams.stranger", who.locale or None)
        known = self._meet(who, place)
        if known.until <= self._now():
            await self._look(known, place)
        if place.kind != "personal":
            # What comes of it is said there.
            with suppress(Unreachable, Busy, Declined, TimeoutError):
                await self._chats.open(known.chat, patience=_PATIENCE)
        return self._described(known)

    def ours(self, tenant: str) -> bool:
        """Whether a tenant is of the organisation."""
        return tenant in self._tenants

    def learn(self, member: Mapping[str, object], tenant: str, service: str) -> Actor | Stranger:
        """Remember how a roster describes somebody."""
        user, contact = _text(member.get("aadObjectId") or member.get("objectId")), _text(member.get("id"))
        if not user or not contact or tenant not in self._tenants:
            return Stranger("")
        old = self._known.get((tenant, user))
        known = old or self._keep(_Known(Who(tenant, user, contact), Chat(tenant, service, contact)))
        known.profile, known.until = _profile(member, tenant), self._now() + _FRESH
        return self._described(known)

    def gone(self, who: Who) -> None:
        """Somebody has removed the app: they and their chat are asked for anew."""
        known = self._known.pop((who.tenant, who.user), None)
        if known is not None:
            self._chats.left(known.chat)

    def _meet(self, who: Who, place: Place) -> _Known:
        """What is known, with what this activity says: where they are, and their language and zone if it tells."""
        known = self._known.get((who.tenant, who.user))
        if known is None:
            known = self._keep(_Known(who, Chat(who.tenant, place.service, who.contact)))
        known.who = replace(
            who,
            name=who.name or known.who.name,
            locale=who.locale or known.who.locale,
            zone=who.zone or known.who.zone,
        )
        known.chat = Chat(who.tenant, place.service, who.contact)
        if place.kind == "personal":
            self._chats.met(replace(known.chat, conversation=place.conversation))
        return known

    async def _look(self, known: _Known, place: Place) -> None:
        """Ask the roster of the place where they are."""
        try:
            member = await self._chats.api.member(
                place.service, place.conversation.partition(";")[0], known.who.contact, patience=_PATIENCE
            )
        except (Unreachable, Busy, Declined, TimeoutError) as trouble:
            log.info("Teams does not say who somebody is: %s", type(trouble).__name__)
            # What was known once still holds; and nobody has to wait for Teams to log two hours.
            known.until = self._now() + _SOON
            return
        known.profile, known.until = _profile(member, known.who.tenant), self._now() + _FRESH

    def _described(self, known: _Known) -> Actor | Stranger:
        profile, who = known.profile, known.who
        if profile is not None and profile.guest and not self._guests:
            return Stranger("teams.guest", who.locale or None)
        return Actor(
            platform=PLATFORM,
            workspace=who.tenant,
            id=who.user,
            name=(profile.name if profile else "") or who.name or who.user,
            address=self._chats.found(known.chat).address,
            locale=who.locale or None,
            timezone=who.zone or None,
            email=profile.email if profile and not profile.guest else None,
        )

    def _keep(self, known: _Known) -> _Known:
        if len(self._known) >= _SIZE:
            del self._known[next(iter(self._known))]
        self._known[known.who.tenant, known.who.user] = known
        return known


def _profile(member: Mapping[str, object], tenant: str) -> _Profile:
    """What a roster says of somebody.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
    """
    name = _text(member.get("name")) or " ".join(
        filter(None, (_text(member.get("givenName")), _text(member.get("surname"))))
    )
    principal = _text(member.get("userPrincipalName"))
    foreign = _text(member.get("tenantId")) not in {"", tenant}
    guest = _text(member.get("userRole")).lower() in {"guest", "anonymous"} or "#ext#" in principal.lower()
    email = _text(member.get("email")) or principal
    return _Profile(name.strip(), email if "@" in email else None, guest or foreign)


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
