"""The ground rules: what leads are asked to agree to, what they answer, and what HR makes of it.

The rule to keep: pure; leads agree to one and the same text, so any change of it asks all of them anew. They are named
on purpose, to HR and to nobody else.
"""

from collections.abc import Mapping, Sequence

from bot.campaigns.console.dossier import RULES, Answered, Dossier
from bot.campaigns.console.overview import of, title_of
from bot.campaigns.console.ports import Version
from bot.campaigns.console.timeline import back
from bot.campaigns.playbook import Audience
from bot.campaigns.rules_form import rules
from bot.campaigns.rules_form import rules_form as answering
from bot.errors import Refusal
from bot.hours.agreed import FIGURES
from bot.hours.rule import Rule, rule_of, sentence
from bot.markup import literal
from bot.message import Button, Buttons, Choice, Form, Input, Message, Option, Part, Prose, Table, Text
from bot.people import Act, Person
from bot.texts import Words

LIMIT = 1500
"""Characters of the rules in one language, and of all lines for divisions."""
REASON = 500


def block(t: Words, version: Version | None, division: str | None) -> tuple[Prose, ...]:
    """The rules as a lead of this division reads them: the text for all, and the division's own line."""
    said = _said(version, t.locale)
    line = _divisions(said).get(division or "")
    text = rules(t, str(said.get("text", "")), (division, line) if division and line else None)
    # What Lentera shows by these rules, in its own words: nobody agrees to figures that HR's words may not mention.
    return (*text, Prose(sentence(t, figures_of(version)))) if text else text


def figures_of(version: Version | None) -> Rule:
    """Which figures the rules allow."""
    return rule_of(version.content.get(FIGURES)) if version else Rule.NEVER


def answer_form(t: Words, dossier: Dossier, lead: Person, mark: str, *, again: bool = False) -> Form:
    """What a lead agrees or objects to. Its value says which text it was, by its seal."""
    version = dossier.versions.get(RULES)
    value = f"{of(dossier)}:{mark}"
    return answering(t, block(t, version, lead.division), action="rollout.rules", value=value, again=again)


def writing_form(
    t: Words,
    dossier: Dossier,
    locales: Sequence[str],
    suggested: Mapping[str, str],
    divisions: Sequence[str],
    *,
    key: str,
) -> Form:
    """The rules in every language, with a line for each division that needs one."""
    version = dossier.versions.get(RULES)
    parts: list[Prose | Input] = [Prose(t("rollout.rules_why"))]
    if dossier.leads and version:
        parts.append(Prose(t("rollout.rules_again", n=len(dossier.leads))))
    for locale in locales:
        said = _said(version, locale)
        language = t(f"track.language_{locale}")
        lines = "\n".join(f"{name}: {line}" for name, line in _divisions(said).items())
        parts += [
            Text(
                f"text_{locale}",
                t("rollout.rules_text", language=language),
                str(said.get("text", "")) if version else suggested.get(locale, ""),
                multiline=True,
                limit=LIMIT,
            ),
            Text(
                f"divisions_{locale}",
                t("rollout.rules_divisions", language=language),
                lines,
                hint=t("rollout.rules_divisions_hint", division=divisions[0] if divisions else "HR"),
                required=False,
                multiline=True,
                limit=LIMIT,
            ),
        ]
    parts.append(
        Choice(
            FIGURES,
            t("hours.choice"),
            tuple(Option(rule, t(f"hours.choice_{rule.value}")) for rule in Rule),
            value=figures_of(version),
            hint=t("hours.choice_hint"),
        )
    )
    value = f"{key}|{of(dossier)}|{version.number if version else 0}"
    return Form(t("rollout.rules_title"), "rollout.ruled", t("rollout.rules_submit"), tuple(parts), value)


def ruled(filled: Mapping[str, str], locales: Sequence[str], divisions: Sequence[str]) -> dict[str, object]:
    """What a form says. Raises a refusal at a line that belongs to no division."""
    known = {name.casefold(): name for name in divisions}
    content: dict[str, object] = {}
    for locale in locales:
        lines: dict[str, str] = {}
        for line in filled.get(f"divisions_{locale}", "").splitlines():
            if not line.strip():
                continue
            # A division's own name may hold a colon: the longest that fits is meant.
            folded = line.strip().casefold()
            fits = sorted((name for name in known if folded.startswith(f"{name}:")), key=len)
            if not fits:
                raise Refusal("rollout.rules_no_division", f"divisions_{locale}", line=line.strip()[:60])
            lines[known[fits[-1]]] = line.strip()[len(fits[-1]) + 1 :].strip()
        content[locale] = {"text": filled.get(f"text_{locale}", "").strip(), "divisions": lines}
    return content | {FIGURES: rule_of(filled.get(FIGURES)).value}


def may_follow(dossier: Dossier, content: Mapping[str, object]) -> None:
    """Raises a refusal where rules would show more of people's hours than has been announced."""
    now, wanted = figures_of(dossier.versions.get(RULES)), rule_of(content.get(FIGURES))
    told = any(stop.gone and stop.step.audience is not Audience.LEADS for stop in dossier.stops)
    if told and wanted.shows_more_than(now):
        raise Refusal("hours.rules_told", FIGURES)


def leads_card(t: Words, person: Person, dossier: Dossier) -> Message:
    """Who agrees, who objects and why, who has not answered."""
    agree, of_all = dossier.agreed
    rows = tuple(
        (literal(lead.name), literal(lead.division or ""), t(f"rollout.lead_{_answer(lead)}"), literal(lead.reason))
        for lead in sorted(dossier.leads, key=lambda lead: (lead.agrees is True, lead.name))
    )
    columns = tuple(t(f"rollout.column_{name}") for name in ("lead", "division", "answer", "reason"))
    parts: list[Part] = [Table(t("rollout.leads_caption"), columns, rows)]
    open_ = sum(lead.agrees is None for lead in dossier.leads)
    buttons: list[Button] = []
    if person.may(Act.DRAFT_ROLLOUT):
        if open_ and dossier.campaign.started_at:
            buttons.append(Button(t("rollout.button_ask_again", n=open_), "rollout.ask_again", of(dossier)))
        buttons.append(Button(t("rollout.button_rules"), "rollout.write_rules", of(dossier), opens_form=True))
    if 0 < agree < of_all and not dossier.quorum and person.may(Act.APPROVE_ROLLOUT):
        label = t("rollout.button_quorum", n=agree, of=of_all)
        buttons.append(Button(label, "rollout.quorum", of(dossier), opens_form=True))
    parts.append(Buttons((*buttons, back(t, dossier))))
    key = "rollout.leads_agreed" if agree == of_all else "rollout.leads_open"
    return Message(t(key, n=agree, of=of_all, title=title_of(dossier, t)), tuple(parts))


def quorum_form(t: Words, dossier: Dossier, *, key: str) -> Form:
    """Going on without all of them."""
    agree, of_all = dossier.agreed
    return Form(
        t("rollout.quorum_title"),
        "rollout.quorate",
        t("rollout.quorum_submit", n=agree, of=of_all),
        (
            Prose(t("rollout.quorum_means", n=agree, of=of_all)),
            Text("reason", t("rollout.quorum_reason"), multiline=True, limit=REASON),
        ),
        f"{key}|{of(dossier)}|{agree}|{of_all}",
    )


def _answer(lead: Answered) -> str:
    match lead.agrees:
        case True:
            return "agrees"
        case False:
            return "objects"
        case None:
            return "open"


def _said(version: Version | None, locale: str) -> Mapping[str, object]:
    if version is None:
        return {}
    said = version.content.get(locale) or next(iter(version.content.values()), {})
    return said if isinstance(said, dict) else {}


def _divisions(said: Mapping[str, object]) -> Mapping[str, str]:
    found = said.get("divisions")
    return {str(name): str(line) for name, line in found.items()} if isinstance(found, dict) else {}
