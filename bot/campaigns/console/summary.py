"""HR's summary: for every concern that many share, what we heard, what we do, and what we do not, because.

The rule to keep: pure; a concern is answered in every language, and a no comes with its reason.
"""

from collections.abc import Mapping, Sequence

from bot.campaigns.console.dossier import Dossier
from bot.campaigns.console.overview import of, title_of
from bot.campaigns.console.ports import Concern, Version
from bot.campaigns.console.timeline import back
from bot.campaigns.summary import Answer, lines
from bot.errors import Refusal
from bot.markup import literal
from bot.message import Button, Buttons, Form, Input, Message, Part, Prose, Text
from bot.people import Act, Person
from bot.texts import Words

SUBJECT = "summary"
_PARTS = ("do", "dont", "because")
_LIMIT = 600


def answers(version: Version | None, concerns: Sequence[Concern], locale: str) -> tuple[Answer, ...]:
    """What has been written so far, in one language and in the order of the concerns."""
    return _answers(version.content if version else {}, concerns, locale)


def _answers(content: Mapping[str, object], concerns: Sequence[Concern], locale: str) -> tuple[Answer, ...]:
    found = []
    for concern in concerns:
        said = content.get(concern.id)
        mine = said.get(locale, {}) if isinstance(said, dict) else {}
        found.append(
            Answer(concern.label.get(locale, concern.id), **{name: str(mine.get(name, "")) for name in _PARTS})
        )
    return tuple(found)


def heard(t: Words, content: Mapping[str, object]) -> tuple[Part, ...]:
    """What stands where a follow-up says `{heard}`."""
    concerns = [
        Concern(name, {str(locale): str(words) for locale, words in label.items()})
        for name, said in content.items()
        if isinstance(said, dict) and isinstance(label := said.get("label"), dict)
    ]
    return lines(t, _answers(content, concerns, t.locale))


def complete(version: Version | None, concerns: Sequence[Concern], locales: Sequence[str]) -> bool:
    """Whether every concern is answered in every language."""
    return all(answer.complete for locale in locales for answer in answers(version, concerns, locale))


def summary_card(
    t: Words, person: Person, dossier: Dossier, concerns: Sequence[Concern], locales: Sequence[str]
) -> Message:
    """Each concern with its answer so far, and the way on."""
    version = dossier.versions.get(SUBJECT)
    parts: list[Part] = list(lines(t, answers(version, concerns, t.locale)))
    open_ = [
        (number, concern)
        for number, concern in enumerate(concerns, start=1)
        if not complete(version, [concern], locales)
    ]
    buttons: list[Button] = []
    if person.may(Act.DRAFT_ROLLOUT):
        buttons += [
            Button(
                t("rollout.button_concern", n=number),
                "rollout.concern",
                f"{of(dossier)}:{concern.id}",
                "primary" if (number, concern) == next(iter(open_), None) else "plain",
                opens_form=True,
            )
            for number, concern in enumerate(concerns, start=1)
        ]
        if not open_:
            number = version.number if version else 0
            buttons.append(
                Button(t("rollout.button_summarise"), "rollout.summarise", f"{of(dossier)}:{number}", "primary")
            )
    parts.append(Buttons((*buttons, back(t, dossier))))
    key = "rollout.summary_open" if open_ else "rollout.summary_complete"
    return Message(t(key, n=len(open_), title=title_of(dossier, t)), tuple(parts))


def concern_form(t: Words, dossier: Dossier, concern: Concern, locales: Sequence[str], *, key: str) -> Form:
    """The answer to one concern, in every language."""
    version = dossier.versions.get(SUBJECT)
    parts: list[Prose | Input] = [Prose(t("rollout.concern_why"))]
    for locale in locales:
        (given,) = answers(version, [concern], locale)
        heard = t("rollout.concern_heard", text=literal(given.concern))
        parts.append(Prose(t("rollout.in_language", language=t(f"track.language_{locale}"))))
        parts.append(Prose(heard, quiet=True))
        parts += [
            Text(
                f"{name}_{locale}",
                t(f"rollout.concern_{name}"),
                getattr(given, name),
                required=False,
                multiline=True,
                limit=_LIMIT,
            )
            for name in _PARTS
        ]
    value = f"{key}|{of(dossier)}|{concern.id}|{version.number if version else 0}"
    return Form(t("rollout.concern_title"), "rollout.concerned", t("rollout.concern_submit"), tuple(parts), value)


def concerned(
    filled: Mapping[str, str], version: Version | None, concern: Concern, locales: Sequence[str]
) -> dict[str, object]:
    """The summary with the answer that a form gives. Raises a refusal at a no without its reason, or at no answer."""
    given = {locale: {name: filled.get(f"{name}_{locale}", "").strip() for name in _PARTS} for locale in locales}
    for locale, said in given.items():
        if not said["do"] and not said["dont"]:
            raise Refusal("rollout.concern_empty", f"do_{locale}")
        if said["dont"] and not said["because"]:
            raise Refusal("rollout.concern_no_reason", f"because_{locale}")
        if said["because"] and not said["dont"]:
            raise Refusal("rollout.concern_reason_for", f"dont_{locale}")
    return {**(version.content if version else {}), concern.id: {"label": dict(concern.label), **given}}
