"""Any message and any form of the union, for Hypothesis.

They are drawn small and grown in the test: Hypothesis prints what it has drawn.
"""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

from bot.message import (
    Button,
    Buttons,
    Choice,
    Choices,
    Correction,
    Day,
    Facts,
    File,
    Form,
    Link,
    Message,
    Option,
    Picture,
    Prose,
    Table,
    Text,
    Time,
    Upload,
)

_signs = st.text("ab *_`[]()\\<>&!@#|:~\n.é好👩🏽", max_size=40)
words = st.one_of(_signs, st.text(max_size=30))
short = st.text("ab *_<&é好", max_size=12)
names = st.text("abcdefgh_", min_size=1, max_size=20)
_urls = st.builds(lambda path: f"https://example.org/{path}", st.text("ab/?=&", max_size=50))
_buttons = st.builds(
    Button,
    words,
    names,
    st.text(max_size=20),
    st.sampled_from(["plain", "primary", "danger"]),
    st.booleans(),
)
_many = st.integers(0, 4).flatmap(lambda n: st.tuples(st.just(n), st.lists(short, min_size=n, max_size=n)))


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    wide = draw(st.sampled_from([0, 1, 2, 3, 5, 22]))
    cells = st.lists(draw(st.sampled_from([short, words])), min_size=wide, max_size=wide).map(tuple)
    rows = draw(st.lists(cells, max_size=4))
    return Table(draw(short), draw(cells), tuple(rows))


_parts = st.one_of(
    st.builds(Prose, words, st.booleans()),
    st.builds(lambda pairs: Facts(tuple(pairs)), st.lists(st.tuples(short, words), max_size=8)),
    _tables(),
    st.builds(Picture, st.just(b"png"), words),
    st.builds(File, short, st.just("text/csv"), st.binary(max_size=9)),
    st.builds(lambda items: Buttons(tuple(items)), st.lists(st.one_of(_buttons, st.builds(Link, words, _urls)))),
)
messages = st.builds(
    lambda text, parts: Message(text, tuple(parts)),
    words,
    st.lists(_parts, max_size=5),
)
_options = st.lists(st.builds(Option, st.text(max_size=200), words), max_size=5).map(tuple) | st.integers(1, 130).map(
    lambda n: tuple(Option(str(number), f"number {number}") for number in range(n))
)
_inputs = st.one_of(
    st.builds(Text, names, words, words, words, st.booleans(), st.booleans(), st.integers(0, 5000)),
    st.builds(Choice, names, words, _options, st.text(max_size=3), words, st.booleans()),
    st.builds(Choices, names, words, _options, st.lists(st.text(max_size=3)).map(tuple), words, st.booleans()),
    st.builds(Day, names, words, st.none() | st.dates(), words, st.booleans()),
    st.builds(Time, names, words, st.none() | st.times(), words, st.booleans()),
    st.builds(Upload, names, words, st.just(("csv",)), words, st.booleans()),
)
forms = st.builds(
    lambda title, action, submit, parts, value: Form(title, action, submit, tuple(parts), value),
    words,
    names,
    words,
    st.lists(st.one_of(_inputs, st.builds(Prose, words, st.booleans())), max_size=3),
    st.text(max_size=90),
)
corrections = st.builds(Correction, words, st.dictionaries(names, words, max_size=3))

T = TypeVar("T")
_RAW = {"action", "name", "media_type", "style", "url", "value", "values"}


def grown(small: T, times: int) -> T:
    """The same with everything that people read `times` as long, and every list of parts, rows and pairs as well."""
    if isinstance(small, str):
        return small * times  # type: ignore[return-value]  # a str is a T here
    if isinstance(small, tuple):
        inner = tuple(grown(one, times) for one in small)
        more = bool(small) and (is_dataclass(small[0]) or (isinstance(small[0], tuple)))
        return inner * min(times, 4) if more else inner  # type: ignore[return-value]  # likewise
    if is_dataclass(small) and not isinstance(small, type):
        return replace(
            small,
            **{
                field.name: grown(getattr(small, field.name), times)
                for field in fields(small)
                if field.name not in _RAW and isinstance(getattr(small, field.name), str | tuple)
            },
        )
    return small


sizes = st.sampled_from([1, 1, 4, 60])
