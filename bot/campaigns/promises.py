"""What HR promises before anything is announced: six facts that every text of a campaign quotes from this one place.

The rule to keep: no campaign starts with a gap in them, and none is changed without everybody reading what it was
before. Each version is written in every language, as equals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from bot.campaigns.playbook import Playbook
from bot.hours.rule import Rule, sentence
from bot.markup import Markup, literal
from bot.message import Facts, Part, Prose
from bot.texts import Words

LIMIT = 500
"""Characters of one fact."""
_ALIKE = 0.4
"""Below this two texts share too little for their differences to be worth marking."""


@dataclass(frozen=True, slots=True)
class Promises:
    """The facts in one language, in HR's words. The first two are one fact: the problem, and what else was tried."""

    problem: str = ""
    """Which problem this should solve."""
    tried: str = ""
    """What else was tried: no tool is a plaster for bad management."""
    purpose: str = ""
    recorded: str = ""
    """What is recorded."""
    seen: str = ""
    """Who sees what."""
    never: str = ""
    """What it will never be used for."""
    managers: str = ""
    """Whether managers do it too."""


NAMES = tuple(field.name for field in fields(Promises))
SaidIn = Mapping[str, Promises]
"""One version of the promises, by language."""


def missing(said: SaidIn, languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The gaps that keep a campaign from starting: language and name of the fact."""
    return tuple(
        (language, name)
        for language in languages
        for name in NAMES
        if not str(getattr(said.get(language, Promises()), name)).strip()
    )


def suggested(playbook: Playbook, language: str) -> Promises:
    """Where HR may begin: what holds of itself in a campaign of this kind. The rest only HR can say."""
    return Promises(**{name: said.get(language, "") for name, said in playbook.promises.items()})


def card(t: Words, said: Promises, figures: Rule | None = None) -> Facts:
    """All of them, each under its name; with what the ground rules allow, where there are any."""
    values = {name: literal(getattr(said, name)) for name in NAMES}
    if figures and said.seen:
        values["seen"] = with_figures(t, said.seen, figures)
    return Facts(tuple((t(f"campaigns.promise_{name}"), value) for name, value in values.items()))


def with_figures(t: Words, seen: str, figures: Rule) -> Markup:
    """Who sees what, in HR's words, and then what Lentera shows by the ground rules, in its own."""
    return Markup(f"{literal(seen.strip())} {sentence(t, figures)}")


def difference(t: Words, old: Promises, new: Promises) -> tuple[Part, ...]:
    """What was promised and what is promised now, for each fact that is not as it was."""
    return tuple(
        Prose(
            t(
                "campaigns.promise_changed",
                name=t(f"campaigns.promise_{name}"),
                old=marked[0],
                new=marked[1],
            )
        )
        for name in NAMES
        if (was := getattr(old, name)) != (now := getattr(new, name))
        for marked in [_marked(was, now)]
    )


def _marked(old: str, new: str) -> tuple[Markup, Markup]:
    """Both texts; where they are alike, what is new is strong."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return literal(old), literal(new)
    return literal(" ".join(before)), Markup(" ".join(_runs(matcher, after)))


def _runs(matcher: SequenceMatcher[str], after: list[str]) -> Iterator[str]:
    for tag, _, _, first, last in matcher.get_opcodes():
        if run := literal(" ".join(after[first:last])):
            yield run if tag == "equal" else f"*{run}*"
