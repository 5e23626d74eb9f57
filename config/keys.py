"""What the doctor sees of the survey keys: where they lie, and who else could get at them.

The rule to keep: it looks at folders and their permissions, and never into a key; and it says only what can be known.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

from bot.people import Role
from config.doctor import Finding, State
from config.settings import Settings

_OTHERS = 0o077
_COPIED = re.compile(
    r"backup|bak$|snapshot|dropbox|nextcloud|owncloud|onedrive|icloud|google.?drive|sync", re.IGNORECASE
)
"""Parts of a path that say that somebody copies what is in it."""
_CORES = Path("/proc/sys/kernel/core_pattern")
_HR = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER})


def keys(settings: Settings, cores: Path = _CORES) -> tuple[Finding, ...]:
    """Who could open answers, by what is set, and what is wrong with the folder."""
    return tuple(_findings(settings, cores))


def _findings(settings: Settings, cores: Path) -> Iterator[Finding]:
    if settings.custodians:
        yield _custodians(settings)
    elif settings.key_secret:
        yield Finding(State.NOTE, "keys_secret")
    if settings.custodians or not settings.key_secret:
        yield from _folder(settings)
        # Nobody but whoever starts it knows how many processes there will be.
        yield Finding(State.NOTE, "keys_one_process")
    try:
        piped = cores.read_text(encoding="utf-8").startswith("|")
    except OSError:
        piped = False
    if piped:
        yield Finding(State.NOTE, "keys_core")


def _custodians(settings: Settings) -> Finding:
    roles = [settings.appointed.get(address, frozenset()) for address in settings.custodians]
    for hr, works in (roles, roles[::-1]):
        if Role.WORKS_REPRESENTATIVE in works:
            # Drafters may come from the directory, which is not asked here.
            return Finding(State.FINE, "keys_custodians") if hr & _HR else Finding(State.NOTE, "keys_custodians_hr")
    if settings.playground or settings.playground_url:
        return Finding(State.FINE, "keys_custodians")
    return Finding(State.WRONG, "keys_custodians_wrong")


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.key_dir
    if not folder.is_dir():
        yield Finding(State.NOTE, "keys_none")
    else:
        opened = _open_to_others(folder)
        yield Finding(State.WRONG, "keys_open") if opened else Finding(State.FINE, "keys_folder")
    place = folder.resolve()
    if settings.file and settings.file.resolve().parent in place.parents:
        yield Finding(State.NOTE, "keys_beside")
    if any(_COPIED.search(part) for part in place.parts):
        yield Finding(State.NOTE, "keys_copied")


def _open_to_others(folder: Path) -> bool:
    found = [folder]
    try:
        found += folder.iterdir()
        return any(S_IMODE(one.stat().st_mode) & _OTHERS for one in found)
    except OSError:
        # Whoever is not let in cannot be one of the others.
        return bool(S_IMODE(folder.stat().st_mode) & _OTHERS)
