"""An entry of the FAQ: a topic, what it is called, and an answer whose facts are filled in when somebody asks.

The rule to keep: pure. A paragraph that quotes something there is none of is left out, and somebody else's words stay
literal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.campaigns.letter import filled
from bot.markup import Markup
from bot.texts import placeholders

Said = Mapping[str, str]
"""Each fact in the reader's language; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One thing that is said, in both languages. `when` names a fact that must be there; with `!`, that must not."""

    en: str
    id: str
    when: str = ""
    claims: tuple[str, ...] = ()

    def words(self, locale: str) -> str:
        """In one language."""
        return self.id if locale == "id" else self.en

    def holds(self, said: Said) -> bool:
        """Whether it is to be said, as things are."""
        name = self.when.removeprefix("!")
        return not name or bool(said[name]) is not self.when.startswith("!")


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic. `reviewed` is the day on which its owner last read it."""

    title: Mapping[str, str]
    sources: tuple[str, ...]
    """From where its facts come: ends of `faq.source_…`."""
    owner: str
    reviewed: date
    answer: tuple[Paragraph, ...]
    questions: Mapping[str, tuple[str, ...]] = field(repr=False)
    topic: str = ""

    @property
    def claims(self) -> frozenset[str]:
        """What it claims about privacy."""
        return frozenset(claim for paragraph in self.answer for claim in paragraph.claims)

    @property
    def quotes(self) -> frozenset[str]:
        """Every fact that it asks for."""
        names = {one.when.removeprefix("!") for one in self.answer} - {""}
        return frozenset(names).union(*(placeholders(words) for one in self.answer for words in (one.en, one.id)))

    def paragraphs(self, locale: str, said: Said) -> tuple[Markup, ...]:
        """The answer, as things are."""
        found = (filled(one.words(locale), said) for one in self.answer if one.holds(said))
        return tuple(words for words in found if words)
