"""What a step's words may quote, and what is wrong with words that HR has changed.

The rule to keep: a text is checked when it is written, so that nothing can be missing from it when it is read. A line
that quotes something there is none of is left out; what a step must not leave out, it must quote.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.campaigns.playbook import Call, Kind, Playbook, Step, Wording
from bot.texts import placeholders

FIRST_LINE = 200
"""Characters: what a notification shows of it."""
BODY = 2900
"""Characters: what one field of a form holds on every platform."""
PROMISES = ("problem", "tried", "purpose", "recorded", "seen", "never", "managers")
"""What HR has promised; see `bot.campaigns.promises`."""
PRACTICAL = ("company", "hr", "place", "helpers", "course_day", "course_time", "course_place")
BLOCKS = frozenset({"figures", "heard", "changes", "rules", "survey", "questions"})
"""These stand alone as a paragraph, since they are more than a sentence."""

Wrong = Literal["empty", "long_text", "long_body", "one_line", "braces", "unknown", "alone", "needed"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a wording: a `campaigns.wording_…` of the catalogue, and the word it is about."""

    wrong: Wrong
    word: str = ""
    field: Literal["text", "body"] = "body"


def may_quote(playbook: Playbook, step: Step) -> frozenset[str]:
    """The placeholders that mean something in this step."""
    names = {"day", "time", *PRACTICAL, *PROMISES}
    if playbook.survey_ends is not None or step.ends is not None:
        names |= {"end_day", "end_time"}
    # A step that waits for one that is not there is told of once, and not again for what it quotes of it.
    waits = {playbook.by_name[name].kind if name in playbook.by_name else None for name in step.needs}
    if waits & {Kind.FORM, None}:
        names.add("agreed")
    if step.kind is Kind.SUMMARY or waits & {Kind.SURVEY, None}:
        names.add("figures")
    if step.when.call is Call.MOVED:
        names |= {"old_day", "old_time"}
    if step.when.call is Call.CHANGED:
        names.add("signed")
    return frozenset(names | must_quote(step))


def must_quote(step: Step) -> frozenset[str]:
    """What the step would make no sense without, however HR words it."""
    match step.kind:
        case Kind.FORM:
            return frozenset({"rules"})
        case Kind.SURVEY:
            return frozenset({"survey"})
        case Kind.SUMMARY:
            return frozenset({"heard"})
        case Kind.MESSAGE | Kind.INVITE | Kind.REMINDER:
            pass
    match step.when.call:
        case Call.MOVED:
            return frozenset({"day"})
        case Call.CHANGED:
            return frozenset({"changes"})
        case Call.CANCELLED | None:
            return frozenset()


def problems(playbook: Playbook, step: Step, wording: Wording) -> tuple[Problem, ...]:
    """Everything that is wrong with these words for this step."""
    return tuple(_problems(playbook, step, wording))


def _problems(playbook: Playbook, step: Step, wording: Wording) -> Iterator[Problem]:
    yield from _shape(wording)
    try:
        quoted = {"text": placeholders(wording.text)}
    except ValueError:
        yield Problem("braces", field="text")
        return
    try:
        quoted["body"] = placeholders(wording.body)
    except ValueError:
        yield Problem("braces")
        return
    known = may_quote(playbook, step)
    yield from (Problem("unknown", name, "text") for name in sorted(quoted["text"] - known))
    yield from (Problem("unknown", name) for name in sorted(quoted["body"] - known))
    yield from (Problem("alone", name, "text") for name in sorted(quoted["text"] & known & BLOCKS))
    yield from _crowded(wording.body, quoted["body"] & known)
    yield from (Problem("needed", name) for name in sorted(must_quote(step) - quoted["text"] - quoted["body"]))


def problems_in_pack(body: str) -> tuple[Problem, ...]:
    """Everything that is wrong with a section of what HR takes to the meeting."""
    try:
        quoted = placeholders(body)
    except ValueError:
        return (Problem("braces"),)
    known = {"day", "time", "agreed", "figures", "questions", *PRACTICAL, *PROMISES}
    unknown = (Problem("unknown", name) for name in sorted(quoted - known))
    return (*unknown, *_crowded(body, quoted & known))


def _crowded(body: str, quoted: frozenset[str]) -> Iterator[Problem]:
    alone = {paragraph.strip() for paragraph in body.split("\n\n")}
    return (Problem("alone", name) for name in sorted(quoted & BLOCKS) if f"{{{name}}}" not in alone)


def _shape(wording: Wording) -> Iterator[Problem]:
    if not wording.text.strip():
        yield Problem("empty", field="text")
    if "\n" in wording.text.strip():
        yield Problem("one_line", field="text")
    if len(wording.text) > FIRST_LINE:
        yield Problem("long_text", str(FIRST_LINE), "text")
    if len(wording.body) > BODY:
        yield Problem("long_body", str(BODY))
