"""What HR takes to the meeting: as a message, and as a file for printing (`bot.campaigns.handout`).

The rule to keep: what is said there is the playbook's, what is shown there is released already; no name of anybody who
answered is in it, and of who asked only theirs who wished it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from zoneinfo import ZoneInfo

from bot.campaigns.beforehand import closes_at
from bot.campaigns.letter import Quoted, clock_of, facts, filled
from bot.campaigns.playbook import Playbook, Section
from bot.campaigns.wording import BLOCKS
from bot.markup import Markup, literal
from bot.message import File, Message, Part, Prose
from bot.texts import Words


@dataclass(frozen=True, slots=True)
class Pack:
    """The meeting in its order: the concerns first, the key points, help, questions."""

    campaign: str
    """Its title, raw."""
    day: Markup
    time: Markup
    sections: tuple[tuple[Markup, tuple[Part, ...]], ...]
    """Each with its head."""


def pack(
    playbook: Playbook,
    t: Words,
    zone: ZoneInfo,
    quoted: Quoted,
    *,
    title: str,
    figures: tuple[Part, ...] | None,
    questions: tuple[str, ...] | None,
) -> Pack:
    """The pack of a campaign. `questions` were sent beforehand; None before they are shown.

    Without `figures` the survey has not been counted; where they are empty, too few have answered.
    """
    asked = _asked(t, zone, quoted, questions)
    blocks: Mapping[str, tuple[Part, ...]] = {
        "figures": figures or (Prose(t("campaigns.pack_to_come" if figures is None else "campaigns.pack_no_figures")),),
        "questions": (Prose(asked),),
    }
    campaign = quoted.campaign
    said = facts(t, zone, quoted, campaign.survey_end)
    return Pack(
        title,
        t.full_day(campaign.anchor.astimezone(zone).date()),
        clock_of(t, campaign.anchor, zone, campaign.zone),
        tuple(
            (literal(section.title[t.locale]), tuple(_paragraphs(section, t.locale, said, blocks)))
            for section in playbook.pack
        ),
    )


def _asked(t: Words, zone: ZoneInfo, quoted: Quoted, questions: tuple[str, ...] | None) -> str:
    """The questions, or why there are none."""
    if questions is None:
        closes = closes_at(quoted.campaign)
        when = clock_of(t, closes, zone, quoted.campaign.zone)
        return t("questions.to_come", day=t.full_day(closes.astimezone(zone).date()), time=when)
    return "\n".join(f"• {literal(question)}" for question in questions) or t("campaigns.pack_no_questions")


def card(t: Words, made: Pack, document: bytes) -> Message:
    """The pack as HR gets it, with the PDF in front."""
    file = File(f"{t('campaigns.pack_file')}.pdf", "application/pdf", document)
    shown = chain.from_iterable((Prose(f"*{head}*"), *parts) for head, parts in made.sections)
    return Message(t("campaigns.pack_intro", campaign=made.campaign, day=made.day, time=made.time), (file, *shown))


def _paragraphs(
    section: Section, language: str, said: Mapping[str, str], blocks: Mapping[str, tuple[Part, ...]]
) -> Iterator[Part]:
    for paragraph in section.body[language].split("\n\n"):
        name = paragraph.strip().strip("{}")
        if name in BLOCKS:
            yield from blocks.get(name, ())
        elif words := filled(paragraph, said):
            yield Prose(words)
