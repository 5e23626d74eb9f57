"""Content: the YAML that people read and HR may edit, turned into typed values.

The rule to keep: every mistake in every file is found and told in one go, as a path a person can follow
(`locales/id/track.yaml: saved.other: …`), before the first message leaves the house.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.texts import Catalogue, Texts, placeholders

HERE = Path(__file__).parent
_FORMS = frozenset({"one", "other"})
# The C parser is ten times as fast and comes with PyYAML's wheels; a build from source may lack it.
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong. `file` is relative to the content's root, `key` is a dotted path or empty."""

    file: str
    key: str
    problem: str

    def told(self) -> str:
        """`file: key: problem`."""
        return ": ".join(part for part in (self.file, self.key, self.problem) if part)


class ContentError(Exception):
    """The content cannot be used as it stands. `mistakes` holds all of them."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(mistake.told() for mistake in mistakes))
        self.mistakes = mistakes


def texts(root: Path = HERE) -> Texts:
    """Every language under `locales/{locale}/{subject}.yaml`. Raises `ContentError`."""
    return Texts(catalogues(root))


def catalogues(root: Path = HERE) -> dict[str, Catalogue]:
    """Locale to catalogue; a key is `subject.key`. Raises `ContentError` with every mistake of every file."""
    found: dict[str, Catalogue] = {}
    mistakes: list[Mistake] = []
    for folder in sorted(path for path in (root / "locales").iterdir() if path.is_dir()):
        catalogue: dict[str, str | Mapping[str, str]] = {}
        for path in sorted(folder.glob("*.yaml")):
            file = path.relative_to(root).as_posix()
            try:
                content = document(path, root)
            except ContentError as error:
                mistakes += error.mistakes
                continue
            for key, value in content.items():
                problems = [Mistake(file, where, problem) for where, problem in _wrong_with(key, value)]
                mistakes += problems
                if not problems and isinstance(value, str | Mapping):
                    catalogue[f"{path.stem}.{key}"] = value
        found[folder.name] = catalogue
    if mistakes:
        raise ContentError(tuple(mistakes))
    return found


def document(path: Path, root: Path = HERE) -> dict[str, object]:
    """One YAML file as a mapping with string keys, none written twice. Raises `ContentError`."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        with path.open(encoding="utf-8") as stream:
            loader = _LOADER(stream)
            try:
                node = loader.get_single_node()
                if node is None:
                    return {}
                if mistakes := tuple(Mistake(file, *found) for found in _keys(node)):
                    raise ContentError(mistakes)
                content = loader.construct_document(node)
            finally:
                loader.dispose()
    except yaml.MarkedYAMLError as error:
        place = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise ContentError((Mistake(file, "", f"{error.problem}{place}"),)) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise ContentError((Mistake(file, "", "this is not YAML in UTF-8"),)) from None
    if not isinstance(content, dict):
        raise ContentError((Mistake(file, "", "a mapping of keys to values was expected"),))
    return content


def _keys(node: yaml.Node, path: str = "") -> Iterator[tuple[str, str]]:
    """What is wrong with the keys below a node: where and what."""
    match node:
        case yaml.MappingNode():
            seen: dict[str, int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                where = f"{path}.{key.value}" if path else str(key.value)
                if key.tag != "tag:yaml.org,2002:str":
                    # YAML 1.1 reads `no:` and `on:` as booleans.
                    yield where, f"this key is not text; put it in quotes (line {line})"
                elif key.value in seen:
                    yield where, f"written twice (lines {seen[key.value]} and {line})"
                else:
                    seen[key.value] = line
                    yield from _keys(value, where)
        case yaml.SequenceNode():
            for number, item in enumerate(node.value):
                yield from _keys(item, f"{path}[{number}]")
        case _:
            pass


def _wrong_with(key: str, value: object) -> Iterator[tuple[str, str]]:
    """What is wrong with one entry of a catalogue: where and what."""
    if not key.isidentifier():
        yield key, "a key is one word of letters, digits and underscores"
    match value:
        case str():
            yield from _wrong_with_sentence(key, value)
        case dict() as forms if "other" in forms and forms.keys() <= _FORMS:
            for form, sentence in forms.items():
                yield from _wrong_with_sentence(f"{key}.{form}", sentence)
        case dict():
            yield key, "a plural has `other`, may have `one`, and nothing else"
        case _:
            yield key, "a sentence was expected; put it in quotes"


def _wrong_with_sentence(where: str, sentence: object) -> Iterator[tuple[str, str]]:
    if not isinstance(sentence, str):
        yield where, "a sentence was expected; put it in quotes"
        return
    if not sentence.strip():
        yield where, "this is empty"
    try:
        placeholders(sentence)
    except ValueError as error:
        yield where, f"{error}"
