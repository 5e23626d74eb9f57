"""What HR promises, who helps and where: the facts that every text quotes, and the forms in which they are written.

The rule to keep: pure; promises are written in every language at once, and what one person writes another signs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.campaigns.console.changes import tick
from bot.campaigns.console.dossier import PRACTICAL, PROMISES, RULES, Dossier, rules_of
from bot.campaigns.console.moments import moment
from bot.campaigns.console.overview import name_of, of, title_of
from bot.campaigns.console.ports import Version
from bot.campaigns.console.timeline import back
from bot.campaigns.letter import Practical
from bot.campaigns.promises import LIMIT, NAMES, Promises, SaidIn, card, difference
from bot.hours.agreed import FIGURES
from bot.hours.rule import Rule, rule_of
from bot.markup import literal
from bot.message import Button, Buttons, Day, Facts, Form, Input, Message, Part, Prose, Text, Time
from bot.people import Act, Person
from bot.texts import Words


def facts_card(t: Words, person: Person, dossier: Dossier) -> Message:
    """Promises and practical facts as they stand, in the reader's language."""
    version = dossier.versions.get(PROMISES)
    said = dossier.promised.get(t.locale, Promises())
    parts: list[Part] = [card(t, said, figures_of(dossier))] if version else []
    parts.append(Prose(t("rollout.practical_heading")))
    parts.append(_practical(t, dossier))
    buttons: list[Button] = []
    if person.may(Act.DRAFT_ROLLOUT):
        buttons += [
            Button(t("rollout.button_promises"), "rollout.promises", of(dossier), opens_form=True),
            Button(t("rollout.button_practical"), "rollout.practical", of(dossier), opens_form=True),
        ]
    if signable(person, dossier):
        buttons.append(Button(t("rollout.button_sign"), "rollout.signing", of(dossier), "primary", opens_form=True))
    parts.append(Buttons((*buttons, back(t, dossier))))
    if version is None:
        return Message(t("rollout.facts_none", title=title_of(dossier, t)), tuple(parts))
    key = "rollout.facts_signed" if version.signed_at else "rollout.facts_unsigned"
    who = name_of(t, dossier, version.signed_by if version.signed_at else version.by)
    return Message(t(key, title=title_of(dossier, t), n=version.number, who=who), tuple(parts))


def signable(person: Person, dossier: Dossier) -> bool:
    """Whether this person could sign what stands."""
    version = dossier.versions.get(PROMISES)
    return (
        version is not None
        and version.signed_at is None
        and version.by != person.id
        and person.may(Act.APPROVE_ROLLOUT)
    )


def promises_form(t: Words, dossier: Dossier, languages: Sequence[Words], suggested: SaidIn, *, key: str) -> Form:
    """All facts in every language; before the first version with what Lentera itself holds to."""
    version = dossier.versions.get(PROMISES)
    said = dossier.promised if version else suggested
    parts: list[Prose | Input] = [Prose(t("rollout.promises_why"))]
    for words in languages:
        parts.append(Prose(t("rollout.in_language", language=t(f"track.language_{words.locale}"))))
        given = said.get(words.locale, Promises())
        parts += [
            Text(
                f"{name}_{words.locale}",
                words(f"campaigns.promise_{name}"),
                getattr(given, name),
                hint=words(f"rollout.hint_{name}"),
                required=False,
                multiline=True,
                limit=LIMIT,
            )
            for name in NAMES
        ]
    value = f"{key}|{of(dossier)}|{version.number if version else 0}"
    return Form(t("rollout.promises_title"), "rollout.promised", t("rollout.promises_submit"), tuple(parts), value)


def promised(filled: Mapping[str, str], locales: Sequence[str]) -> SaidIn:
    """What a form says."""
    return {
        locale: Promises(**{name: filled.get(f"{name}_{locale}", "").strip() for name in NAMES}) for locale in locales
    }


def sign_form(
    t: Words, dossier: Dossier, languages: Sequence[Words], signed: SaidIn | None, *, key: str, tells: int
) -> Form:
    """What an approver signs, in every language; `tells` people get the difference to what was signed before."""
    version = dossier.versions[PROMISES]
    parts: list[Prose | Input] = [
        Prose(t("rollout.sign_tells", n=tells) if tells else t("rollout.sign_why", who=name_of(t, dossier, version.by)))
    ]
    for words in languages:
        parts.append(Prose(t("rollout.in_language", language=t(f"track.language_{words.locale}"))))
        now = dossier.promised.get(words.locale, Promises())
        if signed and tells:
            changes = difference(words, signed.get(words.locale, Promises()), now)
            parts += [part for part in changes if isinstance(part, Prose)]
        else:
            lines = (
                t("rollout.label_value", label=label, value=value)
                for label, value in card(words, now, figures_of(dossier)).pairs
                if value
            )
            parts += [Prose(line) for line in lines]
    parts.append(tick(t, "rollout.sign_yes"))
    submit = t("rollout.sign_submit_tells", n=tells) if tells else t("rollout.sign_submit")
    value = f"{key}|{of(dossier)}|{version.number}"
    return Form(t("rollout.sign_title"), "rollout.signed", submit, tuple(parts), value)


def practical_form(t: Words, dossier: Dossier, *, key: str) -> Form:
    """Who and where."""
    known, zone = dossier.practical, dossier.campaign.zone
    course = known.course.astimezone(zone) if known.course else None
    version = dossier.versions.get(PRACTICAL)

    def asked(name: str) -> Text:
        return Text(
            name,
            t(f"rollout.practical_{name}"),
            getattr(known, name),
            hint=t(f"rollout.practical_{name}_hint"),
            required=False,
            limit=200,
        )

    return Form(
        t("rollout.practical_title"),
        "rollout.practised",
        t("rollout.practical_submit"),
        (
            Prose(t("rollout.practical_why"), quiet=True),
            asked("hr"),
            asked("place"),
            asked("helpers"),
            asked("helper_emails"),
            Day("course_day", t("rollout.practical_course_day"), course.date() if course else None, required=False),
            Time("course_time", t("rollout.practical_course_time"), course.time() if course else None, required=False),
            asked("course_place"),
        ),
        f"{key}|{of(dossier)}|{version.number if version else 0}",
    )


def said(version: Version | None) -> SaidIn:
    """The promises of a version, by language."""
    if version is None:
        return {}
    names = {field.name for field in fields(Promises)}
    return {
        locale: Promises(**{name: str(value) for name, value in given.items() if name in names})
        for locale, given in version.content.items()
        if isinstance(given, dict)
    }


def figures_of(dossier: Dossier) -> Rule | None:
    """Which figures its ground rules allow; None where it has none."""
    written = dossier.versions.get(RULES)
    return rule_of(written.content.get(FIGURES) if written else None) if rules_of(dossier.playbook) else None


def practical(version: Version | None) -> Practical:
    """Who and where, of a version."""
    if version is None:
        return Practical()
    content: Mapping[str, Any] = version.content
    course = content.get("course")
    return Practical(
        hr=str(content.get("hr", "")),
        place=str(content.get("place", "")),
        helpers=str(content.get("helpers", "")),
        course=datetime.fromisoformat(course) if isinstance(course, str) and course else None,
        course_place=str(content.get("course_place", "")),
        helper_emails=str(content.get("helper_emails", "")),
    )


def _practical(t: Words, dossier: Dossier) -> Facts:
    known = dossier.practical
    none = t("rollout.practical_none")
    pairs = [
        (t(f"rollout.practical_{name}"), literal(getattr(known, name)) or none)
        for name in ("hr", "place", "helpers", "helper_emails")
    ]
    course = moment(t, known.course, dossier.campaign.zone) if known.course else none
    pairs.append((t("rollout.practical_course_day"), course))
    if known.course_place:
        pairs.append((t("rollout.practical_course_place"), literal(known.course_place)))
    return Facts(tuple(pairs))
