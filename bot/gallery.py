"""One example of every message the bot can say.

The rule to keep: whoever adds a message adds its example, so that the page on which people read all of them, and the
tests that render all of them on every platform, stay complete.
"""

from collections.abc import Iterable

from bot.campaigns import examples as campaigns
from bot.campaigns.console import examples as console
from bot.campaigns.playbook import Playbook
from bot.evidence import examples as evidence
from bot.example import Example
from bot.faq import desk_examples as answers
from bot.faq import examples as faq
from bot.faq.entry import Entry
from bot.hours import examples as hours
from bot.message import Message
from bot.privacy import examples as privacy
from bot.staff import examples as staff
from bot.surveys import examples as surveys
from bot.talk import examples as talk
from bot.timesheet import examples, report_examples


def gallery(playbooks: Iterable[Playbook], entries: Iterable[Entry] = ()) -> tuple[Example, ...]:
    """Every example, in the order in which a person would meet them."""
    playbooks = tuple(playbooks)
    return (
        *campaigns.of(playbooks),
        *console.of(playbooks),
        *examples.EXAMPLES,
        *report_examples.EXAMPLES,
        *hours.EXAMPLES,
        *evidence.EXAMPLES,
        *privacy.EXAMPLES,
        *staff.EXAMPLES,
        *surveys.EXAMPLES,
        *talk.EXAMPLES,
        *faq.of(playbooks, entries),
        *answers.EXAMPLES,
        *_COMMON,
    )


_COMMON = (
    Example("common.unknown_action", lambda t: Message(t("common.unknown_action"))),
    Example("common.unknown_command", lambda t: Message(t("common.unknown_command"))),
    Example("common.bug", lambda t: Message(t("common.bug", reference="1a2b3c4d"))),
)
