"""Questions that people send before the meeting, with their name or without.

The rule to keep: what somebody writes here is in one row and nowhere else, and without a name that row says neither who
nor when. HR sees all questions at once, a day before the meeting, so that none can be told by its hour.
"""

from dataclasses import dataclass
from secrets import token_hex

from bot.campaigns import audience
from bot.campaigns.beforehand import Question, closes_at
from bot.campaigns.campaign import Campaign, State
from bot.errors import Refusal
from bot.events import Press, Submitted
from bot.message import Choice, Form, Option, Prose, Reply, Text
from bot.people import Person
from bot.ports import Clock, Store, Work
from bot.reference import reference
from bot.texts import Words

SEND = "ask.send"
LIMIT = 500
"""Characters of a question."""
_NAMED, _NAMELESS = "named", "nameless"
_KEY = 32
_OPEN = {State.RUNNING, State.PAUSED}


@dataclass(frozen=True, slots=True)
class Questions:
    """Takes them."""

    store: Store
    clock: Clock

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """The form, with a key that chance has given it."""
        async with self.store.begin() as work:
            campaign = await self._open(work, event.value, person)
        return Reply(question_form(t, campaign, person, key=token_hex(_KEY // 2)))

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A question. Sent twice it is one; its delivery is not kept, because it would say who and when."""
        number, _, key = event.value.partition("|")
        words = event.text("question")[:LIMIT]
        if not words:
            raise Refusal("questions.empty", "question")
        if len(key) != _KEY or not set(key) <= set("0123456789abcdef"):
            raise Refusal("common.unknown_action")
        named = event.text("name") == _NAMED
        async with self.store.begin() as work:
            campaign = await self._open(work, number, person)
            await work.beforehand.ask(campaign.id, Question(key, words, person.id if named else None))
        return Reply(sent_form(t, named=named))

    async def _open(self, work: Work, number: str, person: Person) -> Campaign:
        """The campaign, while questions are taken, and of those whom it is for. Raises a refusal."""
        known = reference(number)
        campaign = await work.campaigns.get(known) if known is not None else None
        if campaign is None or campaign.state not in _OPEN:
            raise Refusal("questions.over")
        await audience.check(work, campaign, person)
        if self.clock.now() >= closes_at(campaign):
            raise Refusal("questions.closed")
        return campaign


def question_form(t: Words, campaign: Campaign, person: Person, *, key: str) -> Form:
    """A question, and whether with a name."""
    zone = person.zone if person.zone_known else campaign.zone
    closes = closes_at(campaign).astimezone(zone)
    return Form(
        t("questions.title"),
        SEND,
        t("questions.send"),
        (
            Text("question", t("questions.label"), hint=t("questions.hint"), multiline=True, limit=LIMIT),
            Choice(
                "name",
                t("questions.name"),
                (
                    Option(_NAMELESS, t("questions.nameless")),
                    Option(_NAMED, t("questions.named", name=person.name)),
                ),
                value=_NAMELESS,
            ),
            Prose(t("questions.until", day=t.full_day(closes.date()), time=t.clock(closes))),
            Prose(t("questions.kept"), quiet=True),
        ),
        f"{campaign.id}|{key}",
    )


def sent_form(t: Words, *, named: bool) -> Form:
    """Thanks, in the form alone: nothing is left in the chat."""
    return Form(
        t("questions.title"),
        SEND,
        t("questions.close"),
        (Prose(t("questions.sent_named" if named else "questions.sent_nameless")),),
    )


def said(question: Question, name: str) -> str:
    """A question as it is read out: raw, with the name of whoever gave one."""
    return f"{question.words} ({name})" if name else question.words
