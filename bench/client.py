"""A client that costs little: keep-alive connections, each sends the next request when the last is answered."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode, urlsplit

Body = Mapping[str, str]
Request = Callable[[Body], bytes]
"""From what is said to what goes over the wire."""

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - an example
"""Slack's own example of a signing secret."""


def local(body: Body) -> bytes:
    """As the playground's page says it."""
    return _post("/local/say", "application/json", json.dumps(body).encode())


def slack(body: Body) -> bytes:
    """As Slack says it: a form, signed now."""
    raw, stamp = urlencode(body).encode(), str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    signed = f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n"
    return _post("/slack/events", "application/x-www-form-urlencoded", raw, signed)


def _post(path: str, kind: str, raw: bytes, more: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n{more}\r\n"
    )
    return head.encode() + raw


@dataclass(frozen=True, slots=True)
class Load:
    """What one round saw. Times in seconds."""

    times: tuple[float, ...]
    took: float

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return len(self.times) / self.took

    @property
    def usual(self) -> float:
        """The median."""
        return median(self.times)

    @property
    def slow(self) -> float:
        """One in a hundred takes longer."""
        return quantiles(self.times, n=100)[-1]


async def load(
    url: str, bodies: Iterator[Body], request: Request, *, connections: int, seconds: float, wants: bytes
) -> Load:
    """Ask for so long. Raises RuntimeError for an answer without `wants` in it: what is refused is no measure."""
    times: list[float] = []
    begin = perf_counter()
    until = begin + seconds
    await asyncio.gather(*(_ask(url, map(request, bodies), times, until, wants) for _ in range(connections)))
    return Load(tuple(times), perf_counter() - begin)


async def _ask(url: str, requests: Iterator[bytes], times: list[float], until: float, wants: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
    try:
        while perf_counter() < until:
            request = next(requests)
            start = perf_counter()
            writer.write(request)
            answer = await _answer(reader)
            times.append(perf_counter() - start)
            if wants not in answer:
                raise RuntimeError(f"not what was asked for: {answer[:300]!r}")
    finally:
        writer.close()
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    return await reader.readexactly(int(length))
