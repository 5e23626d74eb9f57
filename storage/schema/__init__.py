"""The tables.

The rule to keep: everything about a person hangs on `people` by foreign keys, so that walking them finds all there is.
What happens to a row when its person is erased is the foreign key's `ON DELETE`. A number is never given out twice
(`sqlite_autoincrement`): an old button or a late postman must not hit another row.
"""

from storage.schema.asked import asked, asked_counts, asked_keys
from storage.schema.beforehand import questions, signups
from storage.schema.campaigns import (
    agreements,
    approvals,
    campaigns,
    counted,
    evidence,
    journeys,
    moves,
    notices,
    summaries,
)
from storage.schema.columns import Instant, Keep, Kind, Number, Roles, metadata
from storage.schema.console import audit, tellings, versions
from storage.schema.delivery import got_it, lanes, outbox, prompts, pulse
from storage.schema.faq import additions
from storage.schema.hours import group_figures, group_marks, shares
from storage.schema.people import accounts, groups, people, places
from storage.schema.privacy import erasures, handed, looks, requests
from storage.schema.surveys import ballots, holders, marks, roster, surveys, unasked
from storage.schema.talk import desk as talk_desk
from storage.schema.talk import inboxes as talk_inboxes
from storage.schema.talk import messages as talk_messages
from storage.schema.talk import talks
from storage.schema.talk import waiting as talk_waiting
from storage.schema.time import entries, history, offs, timers

__all__ = [
    "Instant",
    "Keep",
    "Kind",
    "Number",
    "Roles",
    "accounts",
    "additions",
    "agreements",
    "approvals",
    "asked",
    "asked_counts",
    "asked_keys",
    "audit",
    "ballots",
    "campaigns",
    "counted",
    "entries",
    "erasures",
    "evidence",
    "got_it",
    "group_figures",
    "group_marks",
    "groups",
    "handed",
    "history",
    "holders",
    "journeys",
    "lanes",
    "looks",
    "marks",
    "metadata",
    "moves",
    "notices",
    "offs",
    "outbox",
    "people",
    "places",
    "prompts",
    "pulse",
    "questions",
    "requests",
    "roster",
    "shares",
    "signups",
    "summaries",
    "surveys",
    "talk_desk",
    "talk_inboxes",
    "talk_messages",
    "talk_waiting",
    "talks",
    "tellings",
    "timers",
    "unasked",
    "versions",
]
