"""What the doctor sees of keys, those of surveys and the month's: where they lie, and who else could get at them.

The rule to keep: it looks at folders and their permissions, and never into a key; and it says only what can be known.
"""

import os
import re
from collections.abc import Callable, Iterator
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


def writable(folder: Path) -> bool:
    """Whether whoever runs this may write into a folder, or make it."""
    place = folder.absolute()
    there = next(one for one in (place, *place.parents) if _there(one))
    return os.access(there, os.W_OK | os.X_OK)


def keys(settings: Settings, cores: Path = _CORES, may_write: Callable[[Path], bool] = writable) -> tuple[Finding, ...]:
    """Who could open answers, by what is set, and what is wrong with the folders."""
    return (*_surveys(settings, cores, may_write), *_counts(settings, may_write))


def _surveys(settings: Settings, cores: Path, may_write: Callable[[Path], bool]) -> Iterator[Finding]:
    if settings.custodians:
        yield _custodians(settings)
    elif settings.key_secret:
        yield Finding(State.NOTE, "keys_secret")
    if settings.custodians or not settings.key_secret:
        yield from _folder("keys", settings.key_dir, settings, may_write)
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


def _counts(settings: Settings, may_write: Callable[[Path], bool]) -> Iterator[Finding]:
    yield from _folder("counts", settings.count_dir, settings, may_write)
    ours, theirs = settings.count_dir.resolve(), settings.key_dir.resolve()
    if ours == theirs or ours in theirs.parents or theirs in ours.parents:
        # Whoever answers people would have the keys of surveys at hand, and people are told that they have not.
        yield Finding(State.WRONG, "counts_with_keys")


def _folder(whose: str, folder: Path, settings: Settings, may_write: Callable[[Path], bool]) -> Iterator[Finding]:
    if not _there(folder):
        yield Finding(State.NOTE, f"{whose}_none")
    elif _open_to_others(folder):
        yield Finding(State.WRONG, f"{whose}_open")
    else:
        yield Finding(State.FINE, f"{whose}_folder")
    if not may_write(folder):
        # Not wrong by itself: web and worker may be two users, and each has no business in the other's folder.
        yield Finding(State.NOTE, f"{whose}_unwritable")
    place = folder.resolve()
    if settings.file and settings.file.resolve().parent in place.parents:
        yield Finding(State.NOTE, f"{whose}_beside")
    if any(_COPIED.search(part) for part in place.parts):
        yield Finding(State.NOTE, f"{whose}_copied")


def _there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except PermissionError:
        return False


def _open_to_others(folder: Path) -> bool:
    found = [folder]
    try:
        found += folder.iterdir()
        return any(S_IMODE(one.stat().st_mode) & _OTHERS for one in found)
    except OSError:
        # Whoever is not let in cannot be one of the others.
        return bool(S_IMODE(folder.stat().st_mode) & _OTHERS)
