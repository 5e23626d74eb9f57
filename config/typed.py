"""From YAML to values: fills any frozen dataclass with what a file says.

The rule to keep: nothing is guessed and nothing is ignored. A key nobody knows, a value of another kind and a value
that a class itself refuses are all mistakes, told together, each with its path.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, TypeVar, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from config.content import HERE, ContentError, Mistake, document

T = TypeVar("T")


def read(path: Path, into: type[T], root: Path = HERE, **given: object) -> T:
    """The file as a value of the dataclass `into`. Raises `ContentError` with every mistake of the file.

    What is `given` stands in the file's own place, such as its name, and may not be written in it.
    """
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    filler = _Filler(file)
    content = document(path, root)
    for name in content.keys() & given.keys():
        filler.mistakes.append(Mistake(file, name, "this is known from the file itself; leave it out"))
    value = filler.fill(into, {**content, **given}, "")
    if filler.mistakes:
        raise ContentError(tuple(filler.mistakes))
    return cast("T", value)


class _Filler:
    """Walks type and content side by side and collects what does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def fill(self, kind: object, content: object, at: str) -> object:
        origin = get_origin(kind)
        if origin is tuple:
            return self._several(get_args(kind)[0], content, at)
        if origin is frozenset:
            return frozenset(self._several(get_args(kind)[0], content, at))
        if origin is UnionType:
            return self._optional(kind, content, at)
        if origin is Literal:
            return self._one_of(get_args(kind), content, at)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self._mapping(get_args(kind)[1], content, at)
        if isinstance(kind, type):
            return self._record(kind, content, at) if is_dataclass(kind) else self._plain(kind, content, at)
        raise TypeError(f"{kind!r} cannot be read from YAML")

    def _wrong(self, at: str, problem: str) -> object:
        """Note a mistake, and stand in for the value: with a mistake nothing that was read is handed out."""
        self.mistakes.append(Mistake(self.file, at, problem))
        return None

    def _record(self, kind: type, content: object, at: str) -> object:
        if not isinstance(content, dict):
            return self._wrong(at, "a mapping of keys to values was expected")
        known: dict[str, Field[object]] = {field.name: field for field in fields(kind) if field.init}
        for name in content.keys() - known.keys():
            self._wrong(_path(at, name), f"this key is not known here; known are {', '.join(known)}")
        before = len(self.mistakes)
        hints = get_type_hints(kind)
        values = {}
        for name, field in known.items():
            if name in content:
                values[name] = self.fill(hints[name], content[name], _path(at, name))
            elif field.default is MISSING and field.default_factory is MISSING:
                self._wrong(_path(at, name), "this key is missing")
        if len(self.mistakes) > before:
            return None
        try:
            return cast("object", kind(**values))
        except ValueError as error:
            return self._wrong(at, f"{error}")

    def _several(self, kind: object, content: object, at: str) -> tuple[object, ...]:
        if not isinstance(content, list):
            self._wrong(at, "a list was expected")
            return ()
        return tuple(self.fill(kind, item, f"{at}[{number}]") for number, item in enumerate(content))

    def _mapping(self, kind: object, content: object, at: str) -> Mapping[str, object]:
        if not isinstance(content, dict):
            self._wrong(at, "a mapping of keys to values was expected")
            return {}
        return {name: self.fill(kind, item, _path(at, name)) for name, item in content.items()}

    def _optional(self, kind: object, content: object, at: str) -> object:
        kinds = [member for member in get_args(kind) if member is not NoneType]
        if len(kinds) != 1:
            raise TypeError(f"{kind!r} cannot be read from YAML")
        return None if content is None else self.fill(kinds[0], content, at)

    def _one_of(self, choices: tuple[object, ...], content: object, at: str) -> object:
        if content in choices:
            return content
        return self._wrong(at, f"one of {', '.join(map(str, choices))} was expected")

    def _plain(self, kind: type, content: object, at: str) -> object:
        if issubclass(kind, Enum):
            names = {str(member.value): member for member in kind}
            return names.get(str(content)) or self._wrong(at, f"one of {', '.join(names)} was expected")
        if kind is ZoneInfo:
            return self._zone(content, at)
        if kind is time:
            return self._clock(content, at)
        if kind is float and type(content) is int:
            return float(content)
        # bool is an int, and YAML reads a day as a date: only the very type will do.
        if kind in _SAID and type(content) is kind:
            return content
        return self._wrong(at, f"{_SAID.get(kind, kind.__name__)} was expected")

    def _zone(self, content: object, at: str) -> object:
        try:
            return ZoneInfo(content if isinstance(content, str) else "")
        except (ValueError, OSError, LookupError):
            return self._wrong(at, "a time zone such as Asia/Jakarta was expected")

    def _clock(self, content: object, at: str) -> object:
        try:
            return time.fromisoformat(content if isinstance(content, str) else "")
        except ValueError:
            return self._wrong(at, 'a clock time in quotes, such as "09:00", was expected')


_SAID: Mapping[type, str] = {
    str: "text (in quotes)",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a day such as 2026-11-17",
}


def _path(at: str, name: object) -> str:
    return f"{at}.{name}" if at else str(name)
