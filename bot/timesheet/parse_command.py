"""`lentera track parse`: the grammar by itself, one input or JSON lines, with an empty store.

The one rule to keep: it is the very grammar the bot uses, and a bad record gets an answer, not a traceback.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.timesheet.cards import as_draft
from bot.timesheet.grammar import Ask, Entries, Line, Order, Reading, Verb, Wrong, read
from bot.timesheet.limits import Doubt, Full, check

_NOW = re.compile(r"(?P<moment>[^\[\]]+?)\s*(?:\[(?P<zone>[\w+/-]+)\])?")

Answer = dict[str, object]


def moment(text: str) -> datetime:
    """Read '2026-11-18T15:00:00+07:00[Asia/Jakarta]' as an aware moment in that zone; ValueError if it is none."""
    found = _NOW.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a moment")
    at = datetime.fromisoformat(found["moment"])
    zone = None
    if found["zone"]:
        try:
            zone = ZoneInfo(found["zone"])
        except (KeyError, OSError) as unknown:
            raise ValueError("no such zone") from unknown
    if at.tzinfo is None:
        if zone is None:
            raise ValueError("a moment needs an offset or a zone")
        return at.replace(tzinfo=zone)
    return at.astimezone(zone) if zone else at


def _line(line: Line) -> Answer:
    return {
        "minutes": line.minutes,
        "date": line.day.isoformat(),
        "project": line.project,
        "note": line.note,
        "start": f"{line.start:%H:%M}" if line.start else None,
        "end": f"{line.end:%H:%M}" if line.end else None,
    }


def answer(record: Mapping[str, object]) -> Answer:
    """Read one record {"id", "lang", "now", "input"} and return what is to be printed for it."""
    return {"id": record.get("id"), **_answer(record)}


def _answer(record: Mapping[str, object]) -> Answer:
    typed, now, lang = record.get("input"), record.get("now"), record.get("lang", "en")
    if not isinstance(typed, str) or not isinstance(now, str) or not isinstance(lang, str):
        return {"error": "bad_record"}
    try:
        at = moment(now)
    except (ValueError, OverflowError):
        return {"error": "bad_record"}
    reading = read(typed, now=at, locale=lang)
    if isinstance(reading, Entries):
        zone = at.tzinfo if isinstance(at.tzinfo, ZoneInfo) else ZoneInfo("UTC")
        match check([as_draft(line, zone) for line in reading.lines]):
            case Full():
                return {"error": "over_24h"}
            case Doubt(reason=reason):
                return {"ask": reason}
            case None:
                pass
    return _shown(reading)


def _shown(reading: Reading) -> Answer:
    match reading:
        case Entries(lines=(line,)):
            return _line(line)
        case Entries():
            return {"entries": [_line(line) for line in reading.lines]}
        case Order(name=Verb.SAME):
            return {"error": "nothing_to_copy"}  # the store is empty
        case Order():
            return {"command": reading.name.value}
        case Ask():
            return {"ask": reading.reason}
        case Wrong():
            return {"error": reading.reason}


def _batch(lines: Iterable[str | bytes]) -> Iterator[Answer]:
    for line in lines:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        yield answer(record) if isinstance(record, dict) else {"id": None, "error": "bad_record"}


def run(args: Sequence[str], stdin: TextIO, stdout: TextIO) -> int:
    """Run the command; the return value is the exit status. Words given as arguments are the input, else `stdin` is."""
    parser = argparse.ArgumentParser(
        prog="lentera track parse", description="Show how a line after /track is read. Nothing is stored."
    )
    parser.add_argument("--batch", action="store_true", help="read JSON lines {id, lang, now, input} on standard input")
    parser.add_argument("--lang", default="en", help="the person's language: en or id (default: en)")
    parser.add_argument(
        "--now", help="the moment, such as 2026-11-18T15:00:00+07:00[Asia/Jakarta] (default: now, here)"
    )
    parser.add_argument("input", nargs=argparse.REMAINDER, help="what follows /track")
    options = parser.parse_args(args)
    if options.batch:
        # Bytes, where there are any: a line that is not UTF-8 spoils itself only.
        for reply in _batch(getattr(stdin, "buffer", stdin)):
            print(json.dumps(reply), file=stdout)
        return 0
    words = options.input[1:] if options.input[:1] == ["--"] else options.input
    typed = " ".join(words) if words else stdin.read()
    now = options.now or datetime.now().astimezone().isoformat()
    reply = answer({"now": now, "lang": options.lang, "input": typed})
    print(json.dumps({key: value for key, value in reply.items() if key != "id"}, ensure_ascii=False), file=stdout)
    return 1 if reply.get("error") == "bad_record" else 0
