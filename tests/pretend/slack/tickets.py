"""What Slack hands out with an interaction: a `trigger_id` for a modal, a `response_url` for an answer.

The rule to keep: a trigger is good for three seconds and once, an answer address for thirty minutes and five times.
https://docs.slack.dev/interactivity/handling-user-interaction
"""

import secrets
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from tests.pretend.slack.clock import Time
from tests.pretend.slack.refusal import Refused

if TYPE_CHECKING:
    from tests.pretend.slack.workspace import Channel, Message

TRIGGER_SECONDS = 3.0
ANSWER_SECONDS = 30 * 60.0
ANSWERS = 5


@dataclass(slots=True)
class Trigger:
    """Leave to open a modal for one person."""

    user: str
    at: float
    view: str | None
    """The view it came from, where it did; a pushed view lies on that one."""
    used: bool = False


@dataclass(slots=True)
class Answer:
    """Where an app may answer without a token."""

    channel: "Channel"
    user: str
    at: float
    message: "Message | None"
    """What `replace_original` and `delete_original` mean."""
    used: int = 0


class Tickets:
    """Triggers and answer addresses of one workspace."""

    def __init__(self, clock: Time, team: str) -> None:
        self._clock = clock
        self._team = team
        self._numbers = count(4_000_000_001)
        self.triggers: dict[str, Trigger] = {}
        self.answers: dict[str, Answer] = {}

    def trigger(self, user: str, view: str | None = None) -> str:
        """A new trigger id such as `4000000001.81234.9f8e…`."""
        made = f"{next(self._numbers)}.{int(self._team[1:], 36)}.{secrets.token_hex(16)}"
        self.triggers[made] = Trigger(user, self._clock.now(), view)
        return made

    def exchange(self, trigger_id: object) -> Trigger:
        """Use a trigger up. Raises `Refused`."""
        trigger = self.triggers.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() - trigger.at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def answer(self, kind: str, channel: "Channel", user: str, message: "Message | None" = None) -> str:
        """A new answer address, as a path."""
        path = f"/{kind}/{self._team}/{next(self._numbers)}/{secrets.token_urlsafe(18)}"
        self.answers[path] = Answer(channel, user, self._clock.now(), message)
        return path

    def open(self, path: str) -> Answer:
        """Use an answer address once. Raises `Refused`."""
        answer = self.answers.get(path)
        if answer is None:
            raise Refused("no_service")
        if self._clock.now() - answer.at > ANSWER_SECONDS:
            raise Refused("expired_url")
        if answer.used == ANSWERS:
            raise Refused("used_url")
        answer.used += 1
        return answer
