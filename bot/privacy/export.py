"""Everything that is held of somebody, as one file: JSON for programs, CSV for spreadsheets, a page that explains both.

The rule to keep: pure, and whole: each table that holds something is in it, as it is stored; what somebody wrote cannot
become a formula.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.markup import plain
from bot.message import File
from bot.privacy.ports import Shelf
from bot.spreadsheet import spreadsheet
from bot.texts import Words

HOURS = 24
"""How long the file stays where Lentera puts it."""


def export(shelves: Sequence[Shelf], names: Mapping[int, str], t: Words, now: datetime) -> File:
    """The file. `names` are those of others who did something to what is in it, by number."""
    out = BytesIO()
    stamp = now.timetuple()[:6]
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in _files(shelves, names, t, now).items():
            packed.writestr(ZipInfo(name, stamp), content, ZIP_DEFLATED)
    return File(f"lentera-{now.date().isoformat()}.zip", "application/zip", out.getvalue(), hours=HOURS)


def _files(shelves: Sequence[Shelf], names: Mapping[int, str], t: Words, now: datetime) -> dict[str, bytes]:
    files = {f"{plain(t('privacy.readme_name'))}.txt": _readme(shelves, t, now).encode("utf-8-sig")}
    everything = {
        "made": now.isoformat(),
        "people": {str(number): name for number, name in sorted(names.items())},
        "tables": {shelf.table: list(shelf.rows) for shelf in shelves},
    }
    files["everything.json"] = f"{json.dumps(everything, ensure_ascii=False, indent=1)}\n".encode()
    return files | {f"{shelf.table}.csv": spreadsheet(_rows(shelf)) for shelf in shelves}


def title(table: str, t: Words) -> str:
    """What a table holds, in words; its own name where nobody has given it any."""
    key = f"privacy.table_{table}"
    return t(key) if t.has(key) else t("privacy.table_other", name=table)


def _readme(shelves: Sequence[Shelf], t: Words, now: datetime) -> str:
    listed = [f"{shelf.table}.csv: {plain(title(shelf.table, t))} ({shelf.number})" for shelf in shelves]
    paragraphs = (
        t("privacy.readme_what", day=t.day(now.date())),
        "\r\n".join(listed),
        t("privacy.readme_how"),
        t("privacy.readme_not"),
        t("privacy.readme_care"),
    )
    return "\r\n\r\n".join(plain(paragraph) for paragraph in paragraphs) + "\r\n"


def _rows(shelf: Shelf) -> Iterable[Iterable[object]]:
    yield shelf.columns
    for row in shelf.rows:
        yield [row.get(column) for column in shelf.columns]
