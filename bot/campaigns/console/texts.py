"""The texts of a campaign: one card for each, as people will get it, and the form in which HR changes it.

The rule to keep: pure; a card shows a text in every language at once, because that is what somebody approves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.campaigns.console.dossier import Dossier, Missing, Stop, step_title
from bot.campaigns.console.moments import city
from bot.campaigns.console.overview import name_of, of, title_of
from bot.campaigns.console.timeline import back, standing, when
from bot.campaigns.letter import Enclosed, Quoted, letter
from bot.campaigns.playbook import Step, Via, Wording
from bot.campaigns.wording import BODY, FIRST_LINE, Problem, may_quote, problems
from bot.markup import Markup, literal
from bot.message import (
    Button,
    Buttons,
    Choice,
    Correction,
    Facts,
    Form,
    Input,
    Message,
    Option,
    Part,
    Picture,
    Prose,
    Table,
    Text,
)
from bot.people import Act, Person
from bot.texts import Words

_PAGE = 8
"""Texts on one screen of the list."""


def texts_list(t: Words, dossier: Dossier, now: datetime) -> Message:
    """All texts, with what each waits for."""
    parts: list[Part] = []
    for start in range(0, len(dossier.stops), _PAGE):
        stops = dossier.stops[start : start + _PAGE]
        lines = [
            t("rollout.texts_line", n=start + n, step=step_title(stop.step, t), state=standing(t, dossier, stop, now))
            for n, stop in enumerate(stops, start=1)
        ]
        parts.append(Prose(Markup("\n".join(lines))))
        parts.append(
            Buttons(
                tuple(
                    Button(
                        t("rollout.button_text_numbered", n=start + n),
                        "rollout.step",
                        f"{of(dossier)}:{stop.step.name}",
                    )
                    for n, stop in enumerate(stops, start=1)
                )
            )
        )
    waiting = sum(Missing.APPROVAL in stop.missing for stop in dossier.stops)
    key = "rollout.texts_waiting" if waiting else "rollout.texts_approved"
    parts.append(Buttons((back(t, dossier),)))
    return Message(t(key, n=waiting, title=title_of(dossier, t)), tuple(parts))


def step_card(
    t: Words,
    person: Person,
    dossier: Dossier,
    stop: Stop,
    now: datetime,
    *,
    previews: Sequence[tuple[Markup, Message]],
    over: int = 0,
) -> Message:
    """One text as it is read by chat and in the channel, each under its heading, with what can be done about it.

    `over` counts days beyond the budget.
    """
    pairs = [
        (t("rollout.fact_when"), when(t, dossier, stop)),
        (t("rollout.fact_people"), t("rollout.people", n=stop.people)),
        *_channel(t, dossier, stop),
        (t("rollout.fact_state"), standing(t, dossier, stop, now)),
        (t("rollout.fact_version"), _version(t, dossier, stop.step)),
    ]
    parts: list[Part] = [Facts(tuple(pairs))]
    for heading, message in previews:
        parts += (Prose(heading, quiet=True), *shown(t, message))
    if over:
        parts.append(Prose(t("rollout.step_over_budget", n=over)))
    parts.append(Buttons(_step_buttons(t, person, dossier, stop, over=over)))
    return Message(t("rollout.step_title", step=step_title(stop.step, t), title=title_of(dossier, t)), tuple(parts))


def _channel(t: Words, dossier: Dossier, stop: Stop) -> tuple[tuple[str, str], ...]:
    """Where it is said to everybody at once: whoever approves it approves that, too."""
    channel = dossier.campaign.channel
    if channel is None or stop.step.via is Via.DM:
        return ()
    return ((t("rollout.fact_channel"), literal(channel.name)),)


def preview(
    step: Step,
    wordings: Mapping[str, Wording],
    words: Words,
    zone: ZoneInfo,
    quoted: Quoted,
    enclosed: Enclosed,
    *,
    channel: bool = False,
) -> Message:
    """A step as somebody with this language and zone gets it, or as it is said in a channel."""
    wording = wordings.get(words.locale) or next(iter(wordings.values()))
    return letter(step, wording, words, zone, quoted, enclosed, channel=channel)


def as_read(t: Words, words: Words) -> Markup:
    """The heading of a text as people read it by chat."""
    return t("rollout.as_read_in", language=t(f"track.language_{words.locale}"))


def as_said(t: Words, dossier: Dossier) -> Markup:
    """The heading of a text as everybody reads it in the channel."""
    channel = dossier.campaign.channel
    return t("rollout.as_said_in", channel=literal(channel.name)) if channel else t("rollout.as_said_there")


def shown_as(t: Words, words: Words, zone: ZoneInfo, message: Message) -> Message:
    """A preview by itself: nothing in it can be pressed, so that nobody answers for somebody else."""
    text = t("rollout.preview_as", language=t(f"track.language_{words.locale}"), city=city(t, zone))
    return Message(text, shown(t, message))


def preview_form(t: Words, dossier: Dossier, step: Step, locales: Sequence[str], zones: Sequence[ZoneInfo]) -> Form:
    """Which language and which zone."""
    return Form(
        t("rollout.preview_title"),
        "rollout.preview",
        t("rollout.preview_submit"),
        (
            Choice(
                "language",
                t("rollout.preview_language"),
                tuple(Option(locale, t(f"track.language_{locale}")) for locale in locales),
                value=t.locale,
            ),
            Choice(
                "zone",
                t("rollout.preview_zone"),
                tuple(Option(zone.key, city(t, zone)) for zone in zones),
                value=zones[0].key,
            ),
        ),
        value=f"{of(dossier)}:{step.name}",
    )


def edit_form(t: Words, dossier: Dossier, step: Step, locales: Sequence[str], *, key: str) -> Form:
    """The words of a step in every language. Its value says which version they were read from."""
    said = dossier.wording(step)
    parts: list[Prose | Input] = [
        Prose(t("rollout.edit_quotes", names=", ".join(sorted(may_quote(dossier.playbook, step)))), quiet=True)
    ]
    for locale in locales:
        wording = said.get(locale, Wording(""))
        language = t(f"track.language_{locale}")
        parts += [
            Text(f"text_{locale}", t("rollout.edit_text", language=language), wording.text, limit=FIRST_LINE),
            Text(
                f"body_{locale}",
                t("rollout.edit_body", language=language),
                wording.body,
                required=False,
                multiline=True,
                limit=BODY,
            ),
        ]
    written = dossier.versions.get(f"step:{step.name}")
    value = f"{key}|{of(dossier)}|{step.name}|{written.number if written else 0}"
    return Form(t("rollout.edit_title"), "rollout.edited", t("rollout.edit_submit"), tuple(parts), value)


def mistakes(t: Words, dossier: Dossier, step: Step, said: Mapping[str, Wording]) -> Correction | None:
    """Everything that is wrong with what was written, at its field; None where nothing is."""
    fields: dict[str, str] = {}
    for locale, wording in said.items():
        for problem in problems(dossier.playbook, step, wording):
            fields.setdefault(f"{problem.field}_{locale}", _told(t, problem))
    return Correction(t("rollout.edit_mistakes", n=len(fields)), fields) if fields else None


def _told(t: Words, problem: Problem) -> Markup:
    return t(f"campaigns.wording_{problem.wrong}", word=problem.word)


def _version(t: Words, dossier: Dossier, step: Step) -> Markup:
    written = dossier.versions.get(f"step:{step.name}")
    if written is None:
        return t("rollout.version_playbook")
    return t("rollout.version", n=written.number, who=name_of(t, dossier, written.by))


def shown(t: Words, message: Message) -> tuple[Part, ...]:
    """What a message looks like, with its buttons as words."""
    parts: list[Part] = [Prose(message.text)] if message.text else []
    for part in message.parts:
        match part:
            case Prose() | Facts() | Table() | Picture():
                parts.append(part)
            case Buttons(items):
                labels = Markup(" · ".join(item.label for item in items))
                parts.append(Prose(t("rollout.preview_buttons", labels=labels), quiet=True))
            case _:
                parts.append(Prose(t("rollout.preview_file", name=part.name), quiet=True))
    return tuple(parts)


def _step_buttons(t: Words, person: Person, dossier: Dossier, stop: Stop, *, over: int) -> tuple[Button, ...]:
    """What this person can do about a text."""
    value = f"{of(dossier)}:{stop.step.name}"
    found: list[Button] = []
    waits = Missing.APPROVAL in stop.missing
    if waits and person.may(Act.APPROVE_ROLLOUT) and person.id not in dossier.authors(stop.step):
        # Who will have signed up, nobody knows beforehand.
        label = t("rollout.button_approve", n=stop.people) if stop.people else t("rollout.button_approve_text")
        action = "rollout.overriding" if over else "rollout.approve"
        found.append(Button(label, action, f"{value}:{stop.print}", "primary", opens_form=bool(over)))
    if person.may(Act.DRAFT_ROLLOUT) and not stop.gone:
        found.append(Button(t("rollout.button_edit"), "rollout.edit", value, opens_form=True))
    if stop.step.via is not Via.CHANNEL:
        # In a channel it reads the same for everybody, as the card shows it.
        found.append(Button(t("rollout.button_preview"), "rollout.previewing", value, opens_form=True))
    found += [
        Button(t("rollout.button_test_one"), "rollout.test_one", value),
        Button(t("rollout.button_texts"), "rollout.texts", of(dossier)),
        back(t, dossier),
    ]
    return tuple(found)
