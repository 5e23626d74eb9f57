"""Prints what one `/track` costs over Teams, token check and reply included, next to a bare Bot Framework echo.

`python -m bench.teams`. Only the ratio travels: both are measured in turns, in one run.
"""

import asyncio
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from statistics import median
from urllib.request import urlopen

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bench.__main__ import entries
from bench.client import Body, Load, load
from bench.platform import ISSUER, KID
from bench.servers import Server, migrated, postgres, running, stay_on

SHORT = bool(os.environ.get("BENCH_SHORT"))
ROUNDS = 3 if SHORT else 7
SECONDS = 2.0 if SHORT else 5.0
CONNECTIONS = 8
APP = "11111111-2222-3333-4444-555555555555"
# Teams takes fifty calls a second from an app in one tenant, and two messages in one chat: so there are many of both.
TENANTS = tuple(f"99999999-8888-7777-6666-{number:012}" for number in range(20))
USERS = tuple(f"00000000-0000-0000-0000-{number:012}" for number in range(600))
ECHO = "botbuilder echo, as it comes"
OURS = "`/track` over Teams, on PostgreSQL"
LEAST = 1 / 3
"""What a turn may cost at most, of what the echo costs."""


@dataclass(frozen=True, slots=True)
class Round:
    """The seconds of a processor that one turn took, and what the client saw."""

    cpu: float
    seen: Load


def said() -> Iterator[Body]:
    """Ever new entries of many people."""
    for person, text in entries(USERS):
        yield {"person": person, "text": f"track {text}"}


class Wire:
    """Activities as Teams sends them, each with a good token."""

    def __init__(self, base: str, key: rsa.RSAPrivateKey) -> None:
        self._base = base
        self._ids = count(1)
        now = int(time.time())
        self._tokens = {
            tenant: jwt.encode(
                {"iss": ISSUER, "aud": APP, "exp": now + 7200, "nbf": now - 5,
                 "serviceurl": self._service(tenant)},
                key, algorithm="RS256", headers={"kid": KID},
            )
            for tenant in TENANTS
        }  # fmt: skip

    def _service(self, tenant: str) -> str:
        return f"{self._base}amer/{tenant}/"

    def __call__(self, body: Body) -> bytes:
        """One request."""
        person = body["person"]
        tenant = TENANTS[int(person[-12:]) % len(TENANTS)]
        activity = {
            "type": "message",
            "id": f"17664{next(self._ids):08}",
            "timestamp": "2026-11-18T09:00:00.123Z",
            "channelId": "msteams",
            "serviceUrl": self._service(tenant),
            "from": {"id": f"29:{person}", "name": person, "aadObjectId": person},
            "conversation": {"conversationType": "personal", "tenantId": tenant, "id": f"a:{person}"},
            "recipient": {"id": f"28:{APP}", "name": "Lentera"},
            "text": body["text"],
            "textFormat": "plain",
            "attachments": [{"contentType": "text/html", "content": f"<p>{body['text']}</p>"}],
            "entities": [{"locale": "en-GB", "country": "ID", "platform": "Web", "timezone": "Asia/Jakarta",
                          "type": "clientInfo"}],
            "channelData": {"tenant": {"id": tenant}},
            "locale": "en-GB",
            "localTimezone": "Asia/Jakarta",
        }  # fmt: skip
        raw = json.dumps(activity).encode()
        head = (
            "POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {self._tokens[tenant]}\r\nContent-Length: {len(raw)}\r\n\r\n"
        )
        return head.encode() + raw


def replies(base: str) -> int:
    """How often something was said to be logged."""
    with urlopen(f"{base}count") as answer:  # noqa: S310 - our own server
        return int(json.loads(answer.read())["saved"])


def one(server: Server, bodies: Iterator[Body], wire: Wire, base: str, *, counts: bool = True) -> Round:
    """A round. Raises RuntimeError where somebody was not answered: what is refused is no measure."""
    before, told = server.cpu(), replies(base)
    seen = asyncio.run(load(server.url, bodies, wire, connections=CONNECTIONS, seconds=SECONDS, wants=b""))
    spent = server.cpu() - before
    if counts and replies(base) - told != len(seen.times):
        raise RuntimeError(f"{len(seen.times)} turns, {replies(base) - told} answers")
    return Round(spent / len(seen.times), seen)


def main() -> None:
    """Measure and print. Gives up where a turn costs more than it may."""
    stay_on(-1)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    with ExitStack() as stack:
        database = stack.enter_context(postgres())
        base = stack.enter_context(running(["-m", "bench.platform"], {"BENCH_KEY": pem}, core=-1)).url
        settings = {
            "MICROSOFT_APP_ID": APP,
            "MICROSOFT_APP_PASSWORD": "a-password-of-the-bench",
            "MICROSOFT_APP_TENANT_ID": ",".join(TENANTS),
            "MICROSOFT_APP_TYPE": "MultiTenant",
            "TEAMS_OPENID_METADATA_URL": f"{base}openid",
            "TEAMS_LOGIN_URL": f"{base}login",
            "LENTERA_LOG": "warning",
            "DATABASE_URL": database,
            "PORT": "0",
        }
        migrated(settings)
        servers = {
            ECHO: stack.enter_context(running(["-m", "bench.echo"], settings)),
            OURS: stack.enter_context(running(["-m", "bot", "web"], settings)),
        }
        wire, bodies = Wire(base, key), {name: said() for name in servers}
        fresh = {name: server.memory() for name, server in servers.items()}
        met = 0
        while met < len(USERS):
            # Whoever is met for the first time is looked up.
            met += len(one(servers[OURS], bodies[OURS], wire, base, counts=False).seen.times)
        rounds: dict[str, list[Round]] = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, server in servers.items():
                rounds[name].append(one(server, bodies[name], wire, base))
        ratios = [mine.cpu / echo.cpu for mine, echo in zip(rounds[OURS], rounds[ECHO], strict=True)]
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {ROUNDS} rounds of {SECONDS:g} s in turns,")
        print(f"{CONNECTIONS} at once; the server has one core, Teams and the client another. Medians.")
        print()
        print("| | CPU a turn, ms | of the echo's | turns a second | p50, ms | start, s | memory, MB |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for name, server in servers.items():
            seen = rounds[name]
            share = 1.0 if name == ECHO else median(ratios)
            figures = (
                f"{median(one.cpu for one in seen) * 1e3:.2f}",
                f"{share:.2f}",
                f"{median(one.seen.per_second for one in seen):.0f}",
                f"{median(one.seen.usual for one in seen) * 1e3:.1f}",
                f"{server.started:.2f}",
                f"{fresh[name]:.0f}",
            )
            print(f"| {name} | {' | '.join(figures)} |")
        if median(ratios) > LEAST:
            raise SystemExit(f"A turn costs {median(ratios):.2f} of an echo; it may cost {LEAST:.2f}.")


if __name__ == "__main__":
    main()
