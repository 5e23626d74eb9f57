"""The record of processing, as the law asks for it: what is kept of whom, what for, how long, and who sees it.

The rule to keep: pure; lengths are those that hold in this installation, and the tables are those of this version.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.markup import plain
from bot.privacy.export import title
from bot.privacy.retention import Kept, Periods
from bot.texts import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """What one table of people holds."""

    table: str
    kinds: tuple[str, ...]
    kept: frozenset[Kept]
    """The lengths that hold for its columns; empty where the end is not one of age."""


def record(t: Words, company: str, tables: Sequence[Kind], periods: Periods) -> str:
    """The record, in Markdown. What only the company knows stands in brackets."""
    rows = [
        f"| {plain(title(one.table, t))} (`{one.table}`) | {', '.join(one.kinds)} | {_long(t, one, periods)} |"
        for one in tables
    ]
    told = ("who", "purpose", "basis", "subjects", "recipients", "transfer", "measures")
    parts = [
        f"# {plain(t('breach.record_title', company=company))}",
        *(plain(t(f"breach.record_{name}", company=company)) for name in told),
        "\n".join([plain(t("breach.record_head")), "|---|---|---|", *rows]),
        plain(t("breach.record_elsewhere")),
    ]
    return "\n\n".join(parts)


def _long(t: Words, one: Kind, periods: Periods) -> str:
    lengths = [plain(periods[kept].told(t)) for kept in Kept if kept in one.kept and kept in periods]
    return ", ".join(dict.fromkeys(lengths)) or plain(t("breach.record_other"))
