"""An example of every form in which HR writes or changes something, and of the cards about what it wrote.

The rule to keep: what is filled in is the sample's.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from bot.campaigns.campaign import State
from bot.campaigns.console import changes, creation, facts, ground_rules, summary
from bot.campaigns.console.creation import Offered
from bot.campaigns.console.sample import (
    BERLIN,
    CONCERNS,
    JAKARTA,
    KEY,
    NOW,
    RATNA,
    SAID,
    Make,
    agreed,
    version,
    with_quorum,
    without_leads,
)
from bot.campaigns.console.texts import (
    edit_form,
    mistakes,
    preview_form,
)
from bot.campaigns.playbook import Wording
from bot.campaigns.promises import NAMES, Promises
from bot.example import Example
from bot.message import Form, Message
from bot.texts import Words


def writing(make: Make) -> Iterator[Example]:
    """What is written: the rollout itself, its texts, facts, ground rules and summary."""
    offered = Offered({make().playbook.name: make().playbook}, ("Finance", "Product"), ("default", "indonesia"))
    filled = {"day": "2026-12-15", "time": "10:00"}

    def asked(t: Words) -> tuple[tuple[str, str], ...]:
        doubts = ("non_working_day", "too_near", "end_after_agenda")
        return tuple((doubt, t(f"rollout.doubt_{doubt}", when=t.dated(date(2026, 12, 25)))) for doubt in doubts)

    def creation_(t: Words, *, questions: bool) -> Form:
        return creation.creation_form(
            t, offered, filled, key=KEY, zone=JAKARTA, questions=asked(t) if questions else ()
        )

    first = make().stops[1].step
    yield Example("rollout.creation_form", lambda t: creation_(t, questions=False))
    yield Example("rollout.creation_questions", lambda t: creation_(t, questions=True))
    yield Example(
        "rollout.creation_again",
        lambda t: creation.creation_form(t, offered, filled, key=KEY, zone=JAKARTA, like="Catat waktu kerja"),
    )
    yield Example("rollout.edit_form", lambda t: edit_form(t, make(), first, (t.locale,), key=KEY))
    yield Example("rollout.edit_mistakes", lambda t: _mistakes(make, t))
    yield Example("rollout.preview_form", lambda t: preview_form(t, make(), first, (t.locale,), (JAKARTA, BERLIN)))
    yield Example("rollout.facts", lambda t: facts.facts_card(t, RATNA, make()))
    yield Example("rollout.facts_none", lambda t: facts.facts_card(t, RATNA, make(written=False)))
    yield Example("rollout.facts_signed", lambda t: facts.facts_card(t, RATNA, with_quorum(make)))
    yield Example("rollout.promises_form", lambda t: facts.promises_form(t, make(), (t,), SAID, key=KEY))
    yield Example("rollout.practical_form", lambda t: facts.practical_form(t, make(), key=KEY))
    yield Example("rollout.sign_form", lambda t: facts.sign_form(t, make(), (t,), None, key=KEY, tells=0))
    before = {locale: Promises(**dict.fromkeys(NAMES, "..")) for locale in ("en", "id")}
    yield Example("rollout.sign_form_tells", lambda t: facts.sign_form(t, make(), (t,), before, key=KEY, tells=31))
    yield Example(
        "rollout.rules_form",
        lambda t: ground_rules.writing_form(
            t, make(), (t.locale,), {t.locale: t("rollout.suggested_rules")}, ("Finance",), key=KEY
        ),
    )
    yield Example("rollout.leads", lambda t: ground_rules.leads_card(t, RATNA, make()))
    yield Example("rollout.leads_agreed", lambda t: ground_rules.leads_card(t, RATNA, agreed(make)))
    yield Example("rollout.quorum_form", lambda t: ground_rules.quorum_form(t, make(), key=KEY))
    yield Example("rollout.summary", lambda t: summary.summary_card(t, RATNA, make(), CONCERNS, (t.locale,)))
    yield Example("rollout.summary_complete", lambda t: _summary(make, t))
    yield Example("rollout.concern_form", lambda t: summary.concern_form(t, make(), CONCERNS[0], (t.locale,), key=KEY))


def _mistakes(make: Make, t: Words) -> Message:
    correction = mistakes(t, make(), make().stops[1].step, {t.locale: Wording("", "{nonsense}")})
    return Message(correction.text if correction else "")


def _summary(make: Make, t: Words) -> Message:
    said = {locale: {"do": "…", "dont": "…", "because": "…"} for locale in ("en", "id")}
    content = {concern.id: {"label": dict(concern.label), **said} for concern in CONCERNS}
    dossier = replace(make(), versions={summary.SUBJECT: version(summary.SUBJECT, content)})
    return summary.summary_card(t, RATNA, dossier, CONCERNS, (t.locale,))


def changing(make: Make) -> Iterator[Example]:
    """What changes the course of a rollout."""
    yield Example("rollout.starting_form", lambda t: changes.starting_form(t, make(State.DRAFT), key=KEY))
    alone = partial(without_leads, make)
    yield Example("rollout.starting_form_without_leads", lambda t: changes.starting_form(t, alone(), key=KEY))
    yield Example("rollout.resuming_form", lambda t: changes.resuming_form(t, make(State.PAUSED), key=KEY, waiting=2))
    for tells in (0, 31):
        name = "_tells" if tells else ""
        yield Example(f"rollout.moving_form{name}", partial(_moving, make, tells))
        yield Example(f"rollout.cancelling_form{name}", partial(_cancelling, make, tells))
    yield Example("rollout.ending_form", lambda t: changes.ending_form(t, make(), NOW, key=KEY))
    yield Example("rollout.closing_form", lambda t: changes.closing_form(t, make(), key=KEY))
    yield Example("rollout.halting_form", lambda t: changes.halting_form(t, (make(), make()), key=KEY))


def _moving(make: Make, tells: int, t: Words) -> Form:
    return creation.moving_form(t, make(), {}, key=KEY, tells=tells)


def _cancelling(make: Make, tells: int, t: Words) -> Form:
    return changes.cancelling_form(t, make(), key=KEY, tells=tells)
