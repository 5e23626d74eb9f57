"""The FAQ's entries: `faq/*.yaml`, a file a topic.

The rule to keep: an entry that loads quotes only facts that there are, and makes only claims that are in the list.
"""

from pathlib import Path

from bot.faq.claims import CLAIMS
from bot.faq.entry import Entry
from bot.faq.facts import NAMES
from config import typed
from config.content import HERE, ContentError, Mistake


def entries(root: Path = HERE) -> dict[str, Entry]:
    """Every entry by topic. Raises `ContentError` with every mistake of every file."""
    found: dict[str, Entry] = {}
    mistakes: list[Mistake] = []
    for path in sorted((root / "faq").glob("*.yaml")):
        try:
            found[path.stem] = typed.read(path, Entry, root, topic=path.stem)
        except ContentError as error:
            mistakes += error.mistakes
            continue
        file = path.relative_to(root).as_posix()
        entry = found[path.stem]
        mistakes += [Mistake(file, "answer", f"there is no fact {name!r}") for name in sorted(entry.quotes - NAMES)]
        mistakes += [
            Mistake(file, "answer", f"unknown claim {name!r}") for name in sorted(entry.claims - CLAIMS.keys())
        ]
        if not {"en", "id"} <= entry.title.keys():
            mistakes.append(Mistake(file, "title", "a title in en and id was expected"))
    if mistakes:
        raise ContentError(tuple(mistakes))
    return found
