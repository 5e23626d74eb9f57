"""A small language for what JSON must look like, with Slack's own words for what is wrong.

The rule to keep: a check is a function from a value and its JSON pointer to complaints; nothing here knows a block.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from tests.pretend.slack.refusal import Json

Check = Callable[[object, str], Iterator[str]]


def _wrong(what: str, at: str) -> Iterator[str]:
    yield f"{what} [json-pointer:{at}]"


def size(text: str) -> int:
    """Characters as the stricter of the two ways of counting has them: a sign beyond the first 65,536 is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def string(most: int, least: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield from _wrong("must provide a string", at)
        elif len(value) < least:
            yield from _wrong(f"must be more than {least - 1} characters", at)
        elif size(value) > most:
            yield from _wrong(f"must be less than {most + 1} characters", at)

    return check


def matching(pattern: str, name: str) -> Check:
    """A string of a form."""
    form = re.compile(pattern)

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not form.fullmatch(value):
            yield from _wrong(f"must be a valid {name}", at)

    return check


def word(*words: str) -> Check:
    """One of these strings."""

    def check(value: object, at: str) -> Iterator[str]:
        if value not in words:
            yield from _wrong(f"must be a valid enum value: {', '.join(words)}", at)

    return check


def number(least: int, most: int) -> Check:
    """A whole number."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield from _wrong("must provide a number", at)
        elif not least <= value <= most:
            yield from _wrong(f"must be between {least} and {most}", at)

    return check


def flag(value: object, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield from _wrong("must provide a boolean", at)


def anything(value: object, at: str) -> Iterator[str]:
    """Whatever it is, somebody else looks at it."""
    del value, at
    return iter(())


def several(item: Check, most: int, least: int = 1) -> Check:
    """A list."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield from _wrong("must provide an array", at)
            return
        if len(value) > most:
            yield from _wrong(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield from _wrong(f"no less than {least} items required", at)
        for n, one in enumerate(value):
            yield from item(one, f"{at}/{n}")

    return check


def thing(must: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    """An object with these properties and no others."""
    known = {**must, **(may or {})}

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield from _wrong("must provide an object", at)
            return
        for name in must:
            if name not in value:
                yield from _wrong(f"missing required field: {name}", at)
        for name, one in value.items():
            if name not in known:
                yield from _wrong(f"invalid additional property: {name}", at)
            else:
                yield from known[name](one, f"{at}/{name}")

    return check


def sort_of(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says what else holds."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield from _wrong("must provide an object", at)
        elif value.get("type") not in kinds:
            yield from _wrong(f"unsupported type: {value.get('type')}", f"{at}/type")
        else:
            yield from kinds[str(value["type"])](value, at)

    return check


def both(first: Check, *others: Check) -> Check:
    """All of these."""

    def check(value: object, at: str) -> Iterator[str]:
        found = list(first(value, at))
        yield from found
        if not found:
            for other in others:
                yield from other(value, at)

    return check


def about(test: Callable[[Json], bool], what: str) -> Check:
    """Something that must hold of an object as a whole."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict) or not test(value):
            yield from _wrong(what, at)

    return check
