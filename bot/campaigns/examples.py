"""An example of everything that campaigns say, for the gallery: each step of each playbook, and what HR is told.

The rule to keep: an example is a made-up company; the words are the playbook's own.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.campaigns import notices, questions, sample, signups
from bot.campaigns.beforehand import COURSE, ONE
from bot.campaigns.letter import Enclosed, letter, survey_end
from bot.campaigns.pack import card as pack_card
from bot.campaigns.pack import pack
from bot.campaigns.playbook import Kind, Playbook, Step, Via
from bot.campaigns.promises import card, difference
from bot.campaigns.rules_form import rules, rules_form
from bot.campaigns.summary import lines
from bot.campaigns.wording import Problem
from bot.example import Example
from bot.message import Button, File, Form, Message
from bot.people import Person
from bot.surveys import invitation
from bot.texts import Words

_BERLIN = ZoneInfo("Europe/Berlin")
_DAY = date(2026, 11, 17)
_NINE = datetime(2026, 11, 17, 9, tzinfo=_BERLIN)
_PROBLEMS = (
    Problem("empty", field="text"),
    Problem("one_line", field="text"),
    Problem("long_text", "200", "text"),
    Problem("long_body", "2900"),
    Problem("braces"),
    Problem("unknown", "dya"),
    Problem("alone", "figures"),
    Problem("needed", "heard"),
)


def of(playbooks: Iterable[Playbook]) -> tuple[Example, ...]:
    """Every step of these playbooks, and everything that stands around them."""
    return (*(example for playbook in playbooks for example in _around(playbook)), *_AROUND)


def enclosed(t: Words, playbook: Playbook, step: Step) -> Enclosed:
    """What goes with a step, made up where it comes from elsewhere."""
    buttons: tuple[Button, ...] = ()
    if step.kind is Kind.FORM:
        buttons = (Button(t("campaigns.button_rules"), "rollout.rules", "1", "primary", opens_form=True),)
    if step.questionnaire or step.when.working_days_before_end is not None:
        buttons = (*invitation.buttons("example", t), *invitation.ways_out("example", t))
    survey = sample.survey_rules(playbook, survey_end(step, sample.campaign(playbook)))
    now, then = sample.promises(t, playbook), sample.changed(t, playbook)
    return Enclosed(
        blocks={
            "figures": sample.figures(t, playbook),
            "heard": lines(t, sample.answers(t, playbook)),
            "changes": difference(t, now, then),
            "survey": invitation.notice(survey, t, sample.JAKARTA, company=sample.COMPANY, platform="slack"),
            "rules": rules(t, sample.ground_rules(t), sample.division_rule(t)),
        },
        buttons=buttons,
        calendar=File("lentera.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    )


def _around(playbook: Playbook) -> Iterator[Example]:
    for step in playbook.steps:
        yield Example(f"{playbook.name}.{step.name}", partial(_step, playbook, step))
    heard = next(step for step in playbook.steps if step.content)
    if heard.via is not Via.DM:
        yield Example(f"{playbook.name}.{heard.name}_in_a_channel", partial(_in_channel, playbook, heard))
    yield Example(f"{playbook.name}.{heard.name}_for_somebody_new_elsewhere", partial(_elsewhere, playbook, heard))
    for step in playbook.steps:
        if "{figures}" in step.wording["en"].body:
            yield Example(f"{playbook.name}.{step.name}_without_figures", partial(_too_few, playbook, step))
    if any(step.help for step in playbook.steps):
        yield from _beforehand(playbook)
    if playbook.pack:
        yield Example(f"{playbook.name}.pack_long", partial(_pack, playbook))
    yield Example(f"{playbook.name}.promises", partial(_promises, playbook))


def _step(playbook: Playbook, step: Step, t: Words) -> Message:
    words = step.wording[t.locale]
    return letter(step, words, t, sample.JAKARTA, sample.quoted(t, playbook), enclosed(t, playbook, step))


def _in_channel(playbook: Playbook, step: Step, t: Words) -> Message:
    said, quoted = enclosed(t, playbook, step), sample.quoted(t, playbook)
    return letter(step, step.wording[t.locale], t, sample.JAKARTA, quoted, said, channel=True)


def _elsewhere(playbook: Playbook, step: Step, t: Words) -> Message:
    with_word = Enclosed(enclosed(t, playbook, step).blocks, joined=True)
    return letter(step, step.wording[t.locale], t, _BERLIN, sample.quoted(t, playbook, (8, 9)), with_word)


def _too_few(playbook: Playbook, step: Step, t: Words) -> Message:
    few = {**enclosed(t, playbook, step).blocks, "figures": ()}
    return letter(step, step.wording[t.locale], t, sample.JAKARTA, sample.quoted(t, playbook), Enclosed(few))


def _pack(playbook: Playbook, t: Words, *, shown: bool = True) -> Message:
    ready = pack(
        playbook,
        t,
        sample.JAKARTA,
        sample.quoted(t, playbook),
        title=playbook.title[t.locale],
        figures=sample.figures(t, playbook),
        questions=sample.questions(t) if shown else None,
    )
    return pack_card(t, ready, b"%PDF-")


def _promises(playbook: Playbook, t: Words) -> Message:
    return Message(t("campaigns.promises"), (card(t, sample.promises(t, playbook)),))


def _form(t: Words, *, again: bool) -> Form:
    return rules_form(t, rules(t, sample.ground_rules(t)), action="rollout.rules", value="1:1", again=again)


def _titles(t: Words) -> tuple[str, str]:
    return ("Mencatat waktu kerja", "Agenda") if t.locale == "id" else ("Recording working time", "Agenda")


def _held(t: Words, why: notices.Why) -> Message:
    return notices.held(t, *_titles(t), _DAY, why)


def _skipped(t: Words, why: notices.Passed) -> Message:
    return notices.skipped(t, *_titles(t), why)


_WAITS: tuple[notices.Why, ...] = ("form", "survey", "approval", "summary", "paused", "codes")
_PASSED: tuple[notices.Passed, ...] = ("meeting_started", "survey_ended", "moment_passed", "night")
_ANDI = Person(7, "Andi Saputra", "id", sample.JAKARTA, email="andi@demo.example")


def _asked(t: Words, key: str) -> Message:
    return Message(t(f"questions.{key}"))


def _signed_up(playbook: Playbook, kind: str, t: Words) -> Message:
    return signups.signed_up(t, sample.campaign(playbook), _ANDI, sample.practical(t, playbook), kind)


def _listed(t: Words, names: dict[str, list[str]]) -> Message:
    text, parts = signups.listed(t, names, _titles(t)[0])
    return Message(text, parts)


def _beforehand(playbook: Playbook) -> Iterator[Example]:
    """What people ask of a rollout."""
    campaign, key = sample.campaign(playbook), "0" * 32
    yield Example("questions.form", lambda t: questions.question_form(t, campaign, _ANDI, key=key))
    yield Example("questions.sent", lambda t: questions.sent_form(t, named=False))
    yield Example("questions.sent_named", lambda t: questions.sent_form(t, named=True))
    for name in ("empty", "closed", "over", "left_out", "left_none"):
        yield Example(f"questions.{name}", partial(_asked, key=name))
    yield Example("questions.to_come", partial(_pack, playbook, shown=False))
    for kind in (COURSE, ONE):
        yield Example(f"signups.done_{kind}", partial(_signed_up, playbook, kind))
        yield Example(f"signups.asked_{kind}", lambda t, kind=kind: signups.told(t, _ANDI, kind))  # type: ignore[misc]  # bound now
        yield Example(f"signups.withdrawn_{kind}", lambda t, kind=kind: Message(t(f"signups.withdrawn_{kind}")))  # type: ignore[misc]  # likewise
    yield Example("campaigns.not_yours", lambda t: Message(t("campaigns.not_yours")))
    yield Example("signups.over", lambda t: Message(t("signups.over")))
    yield Example("signups.list", lambda t: _listed(t, {COURSE: ["Andi Saputra"], ONE: ["Ploy Srisai"]}))
    yield Example("signups.list_nobody", lambda t: _listed(t, {}))


_AROUND: tuple[Example, ...] = (
    Example("campaigns.time_at", lambda t: Message(t("campaigns.time_at", clock=t.clock(_NINE), city="Berlin"))),
    Example("campaigns.got_it", lambda t: Message(t("campaigns.got_it"))),
    Example("campaigns.rules_form", lambda t: _form(t, again=False)),
    Example("campaigns.rules_form_again", lambda t: _form(t, again=True)),
    *(
        Example(f"campaigns.{key}", lambda t, key=key: Message(t(f"campaigns.{key}")))  # type: ignore[misc]  # bound now
        for key in ("rules_reason_needed", "rules_agreed", "rules_objected")
    ),
    *(
        Example(
            f"campaigns.wording_{problem.wrong}",
            lambda t, problem=problem: Message(t(f"campaigns.wording_{problem.wrong}", word=problem.word)),  # type: ignore[misc]
        )
        for problem in _PROBLEMS
    ),
    *(Example(f"campaigns.notice_held_{why}", partial(_held, why=why)) for why in _WAITS),
    Example("campaigns.notice_late", lambda t: notices.late(t, *_titles(t), _DAY)),
    *(Example(f"campaigns.notice_skipped_{why}", partial(_skipped, why=why)) for why in _PASSED),
    Example("campaigns.notice_maybe_twice", lambda t: notices.maybe_twice(t, *_titles(t), 3)),
    Example("campaigns.notice_unreachable", lambda t: notices.unreachable(t, *_titles(t), 2)),
)
