"""Who speaks: the token that Bot Framework sends with each activity, checked to its last claim.

The rule to keep: a token is good only if everything about it is. The SDK's own check lets a token without `exp` in,
answers a bad one with 500, and waits for keys inside the event loop, so it is not asked.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from collections.abc import Mapping
from dataclasses import dataclass

import jwt

from adapters.teams.keys import Keys

_ALGORITHM = "RS256"
_LEEWAY = 300
"""Seconds that two clocks may differ, as Microsoft asks for."""
_LONGEST = 16 * 1024


class BadToken(Exception):  # noqa: N818 - an answer, not an accident
    """Whoever knocks is not Bot Framework, or has not come for us. `reason` is one word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Pass:
    """What a good token says."""

    service: str
    """The only place where what belongs to this activity may be said."""
    endorses: frozenset[str]
    """The channels that its key may speak for."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Checks tokens for one app."""

    app: str
    keys: Keys

    async def check(self, header: str) -> Pass:
        """What an `Authorization` header is good for. Raises `BadToken`; `NoKeysError` where nobody can tell."""
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > _LONGEST or not token.isascii():
            raise BadToken("none")
        try:
            head = jwt.get_unverified_header(token)
        except jwt.PyJWTError:
            raise BadToken("garbage") from None
        name = head.get("kid")
        if head.get("alg") != _ALGORITHM or not isinstance(name, str):
            raise BadToken("algorithm" if head.get("alg") != _ALGORITHM else "no_kid")
        key = await self.keys.find(name)
        if key is None:
            raise BadToken("unknown_kid")
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[_ALGORITHM],
                audience=self.app,
                issuer=self.keys.issuer,
                leeway=_LEEWAY,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as wrong:
            raise BadToken(type(wrong).__name__) from None
        return Pass(_service(claims), key.endorses)


def _service(claims: Mapping[str, object]) -> str:
    """The claim is `serviceurl` on the wire and `serviceUrl` in the documents."""
    found = claims.get("serviceurl", claims.get("serviceUrl"))
    if not isinstance(found, str) or not found:
        raise BadToken("no_service_url")
    return found
