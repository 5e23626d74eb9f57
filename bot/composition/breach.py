"""`lentera breach-report` and `lentera processing-record`: what others have to be told about what is held here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.composition.database import database
from bot.composition.desk import complain, options_of, say, texts, with_settings
from bot.composition.process import Wall
from config import manual

if TYPE_CHECKING:
    import argparse
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from config.settings import Settings


_MANY = 500
"""People named in one statement."""


def breach_report(rest: list[str]) -> int:
    """Print the report and the letters."""
    options = options_of(manual.BREACH, rest)

    async def run(settings: Settings) -> int:
        return await _reported(settings, options)

    return with_settings(os.environ, run)


async def _reported(settings: Settings, options: argparse.Namespace) -> int:
    from zoneinfo import ZoneInfo

    from bot.composition.core import store_of
    from bot.markup import plain
    from bot.privacy.breach import Case, letter, report
    from bot.surveys.survey import State
    from config.doctor import State as Found
    from config.settings import LANGUAGES

    t, zone, now = texts().to(options.lang or settings.locale), ZoneInfo(settings.zone), Wall().now()
    since, known = _instant(options.since, zone), _instant(options.known, zone) if options.known else now
    if since is None or known is None or since > now:
        return complain(plain(t("breach.wrong_since"))) + 1
    found = await database(settings)
    if found.state is Found.WRONG:
        say(found, settings)
        return 1
    store = store_of(settings)
    try:
        async with store.begin() as work:
            exposed = await work.exposure.tables()
            numbers = await work.exposure.numbers()
            people = [
                person
                for start in range(0, len(numbers), _MANY)
                for person in (await work.people.these(numbers[start : start + _MANY])).values()
            ]
            surveys = [
                (survey, len(await work.surveys.roster(survey.id)))
                for survey in await work.surveys.standing(set(State))
                if survey.opened_at and (survey.state is State.OPEN or (survey.ends_at or now) >= since)
            ]
    finally:
        await store.close()
    case = Case(since, known, bool(options.keys), settings.law, settings.company, zone)
    print(report(t, case, people, exposed, surveys))
    for language in LANGUAGES:
        words = texts().to(language)
        print(f"\n## {plain(words('breach.letter'))}\n\n{letter(words, case, exposed, surveys=bool(surveys))}")
    return 0


def processing_record(rest: list[str]) -> int:
    """Print the record of processing."""
    options = options_of(manual.PROCESSING_RECORD, rest)

    async def run(settings: Settings) -> int:
        from bot.privacy.record import record
        from storage.exposure import kinds

        print(record(texts().to(options.lang or settings.locale), settings.company, kinds(), settings.keep))
        return 0

    return with_settings(os.environ, run)


def _instant(typed: str | None, zone: ZoneInfo) -> datetime | None:
    """A day or an instant in the installation's zone; None for anything else."""
    from datetime import datetime

    try:
        found = datetime.fromisoformat(typed or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)
