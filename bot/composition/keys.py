"""Whether the key of each survey that is open is where it has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.composition.core import store_of

if TYPE_CHECKING:
    from config.doctor import Finding
    from config.settings import Settings


async def keys_there(settings: Settings) -> tuple[Finding, ...]:
    """Counts surveys and names none. Asks a database that is as it has to be."""
    from bot.surveys.survey import Custody, State
    from config.doctor import Finding
    from config.doctor import State as Stand
    from storage.sealing import Hpke, KeyFolder

    store = store_of(settings)
    try:
        async with store.begin() as work:
            standing = await work.surveys.standing({State.ASKED, State.OPEN, State.ENDED})
    finally:
        await store.close()
    keys, sealer = KeyFolder(settings.key_dir), Hpke()
    found: dict[str, int] = {}
    for survey in standing:
        key = "keys_there"
        match survey.rules.custody:
            case Custody.CUSTODIANS:
                key = "keys_with_two" if survey.state is State.OPEN else "keys_awaited"
            case Custody.DIRECTORY | Custody.SECRET if survey.state is State.ASKED:
                # Its key is made when it opens.
                continue
            case Custody.DIRECTORY:
                try:
                    key = key if keys.find(survey.id) else "keys_gone"
                except PermissionError:
                    key = "keys_unreadable"
            case Custody.SECRET:
                try:
                    sealer.unwrap((settings.key_secret,), survey.wrapped, survey.id.encode())
                except ValueError:
                    key = "keys_other_secret"
        found[key] = found.get(key, 0) + 1
    wrong = {"keys_gone": Stand.WRONG, "keys_other_secret": Stand.WRONG, "keys_unreadable": Stand.WRONG}
    wrong["keys_awaited"] = Stand.NOTE
    return tuple(Finding(wrong.get(key, Stand.FINE), key, {"n": n}) for key, n in sorted(found.items()))
