"""The commands that do one thing and end.

The rule to keep: a command imports what it needs when it is called, so that reading one line of `/track` does not wait
for a database driver.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bot import VERSION
from bot.composition.core import store_of
from bot.composition.database import database, migrated
from bot.composition.desk import complain, options_of, texts, with_settings
from bot.composition.keys import keys_there
from bot.composition.process import Wall
from bot.composition.watch import held
from config import manual

if TYPE_CHECKING:
    import argparse

    from config.settings import Settings


def parse(rest: list[str]) -> int:
    """Read what would follow `/track`, and show what is understood."""
    if rest[:1] in (["-h"], ["--help"]):
        print(manual.command(manual.PARSE, "INPUT"))
        return 0
    from bot.timesheet.parse_command import run

    locale = os.environ.get("LENTERA_LOCALE")
    return run(["--lang", locale, *rest] if locale else rest, sys.stdin, sys.stdout)


def doctor(rest: list[str]) -> int:
    """Say what is configured, and what is wrong."""
    options = options_of(manual.DOCTOR, rest)
    import asyncio

    from bot.composition.privacy import program
    from config import doctor
    from config.content import ContentError, catalogues
    from config.keys import keys

    try:
        known = catalogues()
    except ContentError as error:
        return complain(f"{error}")
    settings, findings = doctor.examine(os.environ, known)
    if settings:
        ours = doctor.Finding(doctor.State.FINE, "program", {"program": program()})
        findings = (*findings, ours, *keys(settings), asyncio.run(database(settings)))
        if findings[-1].state is doctor.State.FINE:
            kept = asyncio.run(held(settings))
            findings = (*findings, *asyncio.run(keys_there(settings)), *((kept,) if kept else ()))
    t = texts().to(options.lang or os.environ.get("LENTERA_LOCALE"))
    print(doctor.report(findings, t, VERSION))
    return int(any(finding.state is doctor.State.WRONG for finding in findings))


def playbook_check(rest: list[str]) -> int:
    """Say everything that is wrong with a playbook."""
    options = options_of(manual.PLAYBOOK_CHECK, rest, ("FILE",))
    from pathlib import Path

    from config import playbooks
    from config.content import ContentError

    try:
        print(playbooks.checked(Path(options.FILE)))
    except ContentError as error:
        return complain(f"{error}")
    return 0


def migrate(rest: list[str]) -> int:
    """Bring the database to this version's schema."""
    options_of(manual.MIGRATE, rest)
    return with_settings(os.environ, migrated)


def amend(rest: list[str]) -> int:
    """Correct somebody's time entry at their request."""
    options = options_of(manual.AMEND, rest)
    given = (options.by, getattr(options, "for"), options.entry, options.reason, options.line or options.remove)
    if not all(given) or (options.line and options.remove) or not options.entry.isdecimal():
        print(manual.command(manual.AMEND), file=sys.stderr)
        return 2

    async def run(settings: Settings) -> int:
        return await _amended(settings, options)

    return with_settings(os.environ, run)


def slack_manifest(rest: list[str]) -> int:
    """Print the app manifest that Slack asks for."""
    options = options_of(manual.SLACK_MANIFEST, rest)
    import json

    from adapters.slack.manifest import manifest

    url = (options.url or "").rstrip("/")
    if not url.startswith("https://") and not options.socket:
        print(manual.command(manual.SLACK_MANIFEST), file=sys.stderr)
        return 2
    t = texts().to(options.lang or os.environ.get("LENTERA_LOCALE"))
    made = manifest(
        t, "" if options.socket else url, direct=not options.no_dm, upload=options.upload, further=options.further
    )
    print(json.dumps(made, indent=2, ensure_ascii=False))
    return 0


def teams_manifest(rest: list[str]) -> int:
    """Make the app package that a Teams administrator uploads."""
    options = options_of(manual.TEAMS_MANIFEST, rest)
    import re
    from pathlib import Path

    from adapters.teams.manifest import package
    from bot import VERSION

    url, app = (options.url or "").rstrip("/"), (options.app_id or "").lower()
    named = re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", app)
    version = options.version or VERSION
    numbered = re.fullmatch(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}", version)
    if not re.fullmatch(r"https://[\w.-]+(:\d+)?", url) or not named or not numbered or not options.out:
        print(manual.command(manual.TEAMS_MANIFEST), file=sys.stderr)
        return 2
    known = texts()
    first = known.to(options.lang or os.environ.get("LENTERA_LOCALE"))
    others = [known.to(locale) for locale in known.locales if locale != first.locale]
    Path(options.out).write_bytes(package(first, url, app, others, owners=options.owners, version=version))
    print(options.out)
    return 0


async def _amended(settings: Settings, options: argparse.Namespace) -> int:
    """Correct an entry; what stands in the way is said in the operator's language."""
    import secrets

    from bot.errors import Refusal
    from bot.markup import plain
    from bot.timesheet.amend import Amend

    t = texts().to(settings.locale)
    store = store_of(settings)
    amend = Amend(store, Wall(), settings.operators)
    try:
        await amend.change(
            options.by,
            getattr(options, "for"),
            int(options.entry),
            options.line,
            reason=options.reason,
            key=f"amend:{secrets.token_hex(8)}",
        )
    except Refusal as refusal:
        return complain(plain(t(refusal.key, **refusal.params)))
    finally:
        await store.close()
    print(plain(t("track.amended")))
    return 0
