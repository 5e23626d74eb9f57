"""The audit log in words: who did what in a rollout, newest first, page by page.

The rule to keep: pure; it tells everything that is in the log, in the reader's language, and nothing from elsewhere.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.campaigns.console.dossier import called
from bot.campaigns.console.moments import moment
from bot.campaigns.console.ports import Deed
from bot.campaigns.playbook import Playbook
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Message, Prose
from bot.texts import Words

PAGE = 12


def audit(
    t: Words,
    deeds: Sequence[Deed],
    *,
    names: Mapping[int, str],
    campaigns: Mapping[int, tuple[str, Playbook | None]],
    zone: ZoneInfo,
    campaign: int | None,
    first: bool,
) -> Message:
    """One page; `deeds` may hold one line more than a page has, which says that there are older ones."""
    shown = deeds[:PAGE]
    parts: list[Prose | Buttons] = [Prose(_line(t, deed, names, campaigns, zone)) for deed in shown]
    buttons = []
    of = "" if campaign is None else str(campaign)
    if len(deeds) > PAGE:
        buttons.append(Button(t("rollout.button_older"), "rollout.audit", f"{of}:{shown[-1].id}"))
    if not first:
        buttons.append(Button(t("rollout.button_newest"), "rollout.audit", of))
    if campaign is not None:
        buttons.append(Button(t("rollout.button_audit_all"), "rollout.audit", ""))
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    if not shown:
        return Message(t("rollout.audit_empty"), tuple(parts))
    if campaign is None:
        return Message(t("rollout.audit_all"), tuple(parts))
    return Message(t("rollout.audit_of", title=literal(campaigns.get(campaign, ("", None))[0])), tuple(parts))


def _line(
    t: Words,
    deed: Deed,
    names: Mapping[int, str],
    campaigns: Mapping[int, tuple[str, Playbook | None]],
    zone: ZoneInfo,
) -> Markup:
    title, playbook = campaigns.get(deed.campaign or 0, ("", None))
    who = names.get(deed.by or 0) or t("rollout.somebody_gone")
    facts = {name: _fact(t, name, value, playbook, zone) for name, value in deed.details.items()}
    did = t(f"rollout.did_{deed.act}", **{"title": title, "who": who} | facts)
    return t("rollout.audit_line", when=moment(t, deed.at, zone), did=did)


def _fact(t: Words, name: str, value: str | int, playbook: Playbook | None, zone: ZoneInfo) -> str | int:
    """What the log keeps as a name or an instant, as people read it."""
    if name == "step" and playbook and str(value) in playbook.by_name:
        return called(playbook.by_name[str(value)].title, t, str(value))
    if name in {"at", "old", "new"}:
        return moment(t, datetime.fromisoformat(str(value)), zone)
    return value
