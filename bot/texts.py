"""What people read, in their language: sentences, plurals, days, clock times, durations.

The rule to keep: values put into a sentence are somebody's words unless they are `Markup`, so they are made literal
here and nowhere else. Numbers and dates follow what people there read (English 1.5 h, 09:30;
Indonesian 1,5 jam, 09.30).
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from string import Formatter

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from bot.markup import Markup, literal

Catalogue = Mapping[str, str | Mapping[str, str]]
"""Key to sentence, or to one sentence per plural form (`one`, `other`), chosen by the parameter `n`."""


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces. Raises ValueError for braces that are not a plain name."""
    names = set()
    for _, name, form, conversion in Formatter().parse(sentence):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(f"{{{name}}} is not a plain name in braces")
        names.add(name)
    return frozenset(names)


@lru_cache(maxsize=4096)
def _dated(day: date, pattern: str, locale: str) -> str:
    """A day in a language. The same few days are said again and again."""
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _plural(number: int, locale: str) -> str:
    """Which form of a sentence a number takes: it is worked out from a rule each time, and mostly the same."""
    return Locale.parse(locale).plural_form(number)


class Words:
    """One language. Call it with a key: `t("track.logged", n=2)`."""

    def __init__(self, locale: str, chain: tuple[Catalogue, ...]) -> None:
        self.locale = locale
        self._sentences = {key: entry for catalogue in reversed(chain) for key, entry in catalogue.items()}

    @cached_property
    def _babel(self) -> Locale:
        return Locale.parse(self.locale)

    def __call__(self, key: str, /, **params: str | int) -> Markup:
        """The sentence of a key. Raises KeyError for an unknown key or a missing parameter."""
        entry = self._sentences[key]
        if not isinstance(entry, str):
            entry = entry.get(_plural(int(params["n"]), self.locale), entry["other"])
        shown = {name: value if isinstance(value, Markup) else literal(str(value)) for name, value in params.items()}
        return Markup(entry.format_map(shown))

    def has(self, key: str) -> bool:
        """Whether this language, or one it falls back to, knows the key."""
        return key in self._sentences

    def duration(self, minutes: int) -> Markup:
        """Minutes as people say them: `2 h 30 min`, `2 jam 30 menit`, `-45 min`."""
        hours, rest = divmod(abs(minutes), 60)
        said = [self("units.hours", n=hours)] if hours else []
        if rest or not hours:
            said.append(self("units.minutes", n=rest))
        return Markup(("-" if minutes < 0 else "") + " ".join(said))

    def hours(self, minutes: int) -> Markup:
        """Minutes as decimal hours with their unit: `1.5 h`, `1,5 jam`."""
        return self("units.decimal_hours", number=self.number(minutes / 60))

    def number(self, number: float) -> Markup:
        """A plain number: `1.5`, `1,5`."""
        return Markup(format_decimal(number, format="0.##", locale=self._babel))

    def day(self, day: date) -> Markup:
        """`17 Nov 2026`."""
        return Markup(_dated(day, "d MMM y", self.locale))

    def weekday(self, day: date) -> Markup:
        """`Tue 17 Nov`, `Sel 17 Nov`."""
        return Markup(_dated(day, "EEE d MMM", self.locale))

    def full_day(self, day: date) -> Markup:
        """`Tuesday 17 November 2026`, `Selasa, 17 November 2026`: for what people put into their calendars."""
        return Markup(_dated(day, self("units.full_day"), self.locale))

    def dated(self, day: date) -> Markup:
        """`Tue 17 Nov 2026`, `Sel 17 Nov 2026`."""
        return Markup(_dated(day, "EEE d MMM y", self.locale))

    def span(self, first: date, last: date) -> Markup:
        """`16–22 Nov`, `30 Nov – 6 Dec`."""
        if (first.year, first.month) == (last.year, last.month):
            return Markup(f"{first.day}–{_dated(last, 'd MMM', self.locale)}")
        return Markup(" – ".join(_dated(day, "d MMM", self.locale) for day in (first, last)))

    def weekday_name(self, day: date) -> Markup:
        """`Tuesday`, `Selasa`."""
        return Markup(_dated(day, "EEEE", self.locale))

    def month(self, day: date) -> Markup:
        """`November 2026`."""
        return Markup(format_skeleton("yMMMM", datetime(day.year, day.month, 1), locale=self._babel))  # noqa: DTZ001 - a calendar month has no zone

    def clock(self, moment: time | datetime) -> Markup:
        """`09:30`, `09.30`. A datetime is shown in its own zone."""
        return Markup(moment.strftime(self("units.clock")))


class Texts:
    """Every language the bot speaks."""

    def __init__(self, catalogues: Mapping[str, Catalogue], *, fallback: str = "en") -> None:
        self.fallback = fallback
        self.locales = tuple(catalogues)
        self._words = {
            locale: Words(locale, (catalogue,) if locale == fallback else (catalogue, catalogues[fallback]))
            for locale, catalogue in catalogues.items()
        }

    def to(self, locale: str | None) -> Words:
        """The words of a locale such as `id-ID`: its language, or the fallback where we do not speak it."""
        language = (locale or "").replace("_", "-").split("-")[0].lower()
        # Java, and with it older Android clients, still says `in` for Indonesian.
        language = "id" if language == "in" else language
        return self._words.get(language, self._words[self.fallback])
