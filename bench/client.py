"""A client that costs little: keep-alive connections, each sends the next request when the last is answered."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlsplit


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


async def load(url: str, bodies: Iterator[dict[str, str]], *, connections: int, seconds: float, wants: bytes) -> Load:
    """Ask for so long. Raises RuntimeError for an answer without `wants` in it: what is refused is no measure."""
    times: list[float] = []
    begin = perf_counter()
    await asyncio.gather(*(_ask(url, bodies, times, begin + seconds, wants) for _ in range(connections)))
    return Load(tuple(times), perf_counter() - begin)


async def _ask(url: str, bodies: Iterator[dict[str, str]], times: list[float], until: float, wants: bytes) -> None:
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    try:
        while (start := perf_counter()) < until:
            body = json.dumps(next(bodies)).encode()
            writer.write(
                b"POST /local/say HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (place.port or 80, len(body), body)
            )
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
