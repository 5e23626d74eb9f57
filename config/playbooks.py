"""The playbooks: `playbooks/{name}.yaml`, turned into typed values.

The rule to keep: a playbook that loads can be run. What one step says of another, what a text quotes and whether both
languages say the same are checked here, and each mistake is told as a path (`playbooks/x.yaml: steps[2].needs: …`).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from bot.campaigns.playbook import Audience, Call, Kind, Playbook, Section, Step, Until, Via
from bot.campaigns.promises import NAMES
from bot.campaigns.wording import Problem, Wrong, problems, problems_in_pack
from bot.texts import placeholders
from config import typed
from config.content import HERE, ContentError, Mistake
from config.settings import LANGUAGES


def playbooks(root: Path = HERE) -> dict[str, Playbook]:
    """Every playbook by name. Raises `ContentError` with every mistake of every file."""
    found: dict[str, Playbook] = {}
    mistakes: list[Mistake] = []
    for path in sorted((root / "playbooks").glob("*.yaml")):
        try:
            found[path.stem] = playbook(path, root)
        except ContentError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ContentError(tuple(mistakes))
    return found


def playbook(path: Path, root: Path = HERE) -> Playbook:
    """One playbook. Raises `ContentError` with every mistake of the file."""
    read = typed.read(path, Playbook, root, name=path.stem)
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    surveys = {found.stem for folder in {root, HERE} for found in (folder / "surveys").glob("*.yaml")}
    if mistakes := tuple(Mistake(file, where, problem) for where, problem in _wrong_with(read, surveys)):
        raise ContentError(mistakes)
    return read


def checked(path: Path) -> str:
    """What to tell whoever wrote a playbook that can be run. Raises `ContentError` with everything that is wrong."""
    root = path.resolve().parent.parent if path.resolve().parent.name == "playbooks" else path.resolve().parent
    try:
        read = playbook(path.resolve(), root)
    except OSError as error:
        raise ContentError((Mistake(path.name, "", error.strerror or "cannot be read"),)) from None
    return f"{path.name}: nothing is wrong. {len(read.steps)} steps: {', '.join(step.name for step in read.steps)}"


def _wrong_with(read: Playbook, surveys: set[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a playbook: where and what."""
    yield from _in_all("title", read.title)
    before: set[str] = set()
    for number, step in enumerate(read.steps):
        for where, problem in (
            *_name(step, before),
            *_in_all("title", step.title),
            *_needs(read, step, before),
            *_times(read, step),
            *_nature(step, surveys),
            *_place(step),
            *_signs_up(read, step, before),
            *_said(read, step),
        ):
            yield f"steps[{number}].{where}", problem
        before.add(step.name)
    yield from _order(read)
    yield from _calls(read)
    yield from _ending(read)
    for name, said in read.promises.items():
        if name not in NAMES:
            yield f"promises.{name}", f"unknown here; known are {', '.join(NAMES)}"
        yield from _in_all(f"promises.{name}", said)
    for number, section in enumerate(read.pack):
        yield from _in_all(f"pack[{number}].title", section.title)
        for where, problem in _section(section):
            yield f"pack[{number}].{where}", problem


def _in_all(where: str, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if not str(said.get(language, "")).strip():
            yield f"{where}.{language}", "this language is missing"
    for language in said.keys() - {*LANGUAGES}:
        yield f"{where}.{language}", "this language is not spoken here"


def _section(section: Section) -> Iterator[tuple[str, str]]:
    yield from _in_all("body", section.body)
    for language in LANGUAGES:
        for problem in problems_in_pack(str(section.body.get(language, ""))):
            yield f"body.{language}", _told(problem)


def _name(step: Step, before: set[str]) -> Iterator[tuple[str, str]]:
    if not step.name.isidentifier():
        yield "name", "a name is one word of letters, digits and underscores"
    if step.name in before:
        yield "name", f'there are two steps "{step.name}"'


def _order(read: Playbook) -> Iterator[tuple[str, str]]:
    latest: int | None = None
    for number, step in enumerate(read.steps):
        if step.content and step.when.days is not None:
            if latest is not None and step.when.days < latest:
                yield f"steps[{number}].when.days", "this is before the step above it; steps stand in campaign order"
            latest = step.when.days


def _calls(read: Playbook) -> Iterator[tuple[str, str]]:
    for call in Call:
        if sum(step.when.call is call for step in read.steps) != 1:
            yield "steps", f"one step with `when: {{call: {call}}}` is needed"


def _ending(read: Playbook) -> Iterator[tuple[str, str]]:
    if read.follow_up is None:
        return
    ending = read.by_name.get(read.follow_up)
    if ending is None:
        yield "follow_up", f'unknown step "{read.follow_up}"'
    elif ending.kind is not Kind.SUMMARY:
        yield "follow_up", f'"{read.follow_up}" is a {ending.kind}; a summary was expected'


def _needs(read: Playbook, step: Step, before: set[str]) -> Iterator[tuple[str, str]]:
    for name in step.needs:
        needed = read.by_name.get(name)
        if needed is None:
            yield "needs", f'unknown step "{name}"'
        elif needed.kind not in {Kind.FORM, Kind.SURVEY}:
            yield "needs", f'"{name}" is a {needed.kind}; a step can wait for a form or a survey'
        elif name not in before:
            yield "needs", f'"{name}" does not come before this step'


def _times(read: Playbook, step: Step) -> Iterator[tuple[str, str]]:
    when = step.when
    if when.hour is not None and when.days is None and when.working_days_before_end is None:
        yield "when.hour", "only a step with days or working_days_before_end has an hour"
    if when.hours_before is not None and when.hours_before < 1:
        yield "when.hours_before", "a whole number from 1 on was expected"
    if when.working_days_before_end is not None:
        if when.working_days_before_end < 0:
            yield "when.working_days_before_end", "a whole number from 0 on was expected"
        if read.survey_ends is None:
            yield "when.working_days_before_end", "the playbook has no survey_ends"
        if step.kind is not Kind.REMINDER:
            yield "kind", "what hangs on the survey's end is a reminder"
    if Until.SURVEY_END in step.until and read.survey_ends is None:
        yield "until", "the playbook has no survey_ends"
    if step.ends is not None and (when.days is None or step.ends.days <= when.days):
        yield "ends.days", "a survey ends on a later day than it begins"
    if when.call is not None and step.until:
        yield "until", "a step that is called goes whenever it is called"


def _nature(step: Step, surveys: set[str]) -> Iterator[tuple[str, str]]:
    if step.kind is Kind.FORM and step.audience is not Audience.LEADS:
        yield "audience", "a form goes to leads"
    if step.kind is Kind.SURVEY:
        if not step.questionnaire:
            yield "questionnaire", "a survey needs one: the name of a file in surveys/"
        elif surveys and step.questionnaire not in surveys:
            yield "questionnaire", f'unknown questionnaire "{step.questionnaire}"'
        return
    for name in ("questionnaire", "ends"):
        if getattr(step, name) is not None:
            yield name, "only a survey has this"


def _signs_up(read: Playbook, step: Step, before: set[str]) -> Iterator[tuple[str, str]]:
    offered = any(read.by_name[name].help for name in before)
    if step.audience is Audience.SIGNED_UP and not offered:
        yield "audience", "nobody can have signed up: no step before this one says help: true"


def _place(step: Step) -> Iterator[tuple[str, str]]:
    if step.via is not Via.DM and step.kind in {Kind.FORM, Kind.SURVEY}:
        yield "via", "what somebody answers goes to them alone: dm"
    if step.via is not Via.DM and step.when.working_days_before_end is not None:
        yield "via", "whoever is reminded of a survey is reminded alone: dm"
    if step.via is not Via.DM and step.audience not in {Audience.EVERYBODY, Audience.HEARD}:
        yield "via", "what is for some goes to them alone: dm"
    if step.via is Via.CHANNEL and step.when.call is not None:
        yield "via", "a note of what has changed goes to people, too: dm or both"


def _said(read: Playbook, step: Step) -> Iterator[tuple[str, str]]:
    for language in step.wording.keys() - {*LANGUAGES}:
        yield f"wording.{language}", "this language is not spoken here"
    quoted: dict[str, frozenset[str]] = {}
    for language in LANGUAGES:
        wording = step.wording.get(language)
        if wording is None:
            yield f"wording.{language}", "this language is missing"
            continue
        found = problems(read, step, wording)
        for problem in found:
            yield f"wording.{language}.{problem.field}", _told(problem)
        if not found:
            quoted[language] = placeholders(f"{wording.text} {wording.body}")
    everywhere = frozenset().union(*quoted.values())
    for language, names in quoted.items():
        for name in sorted(everywhere - names):
            yield f"wording.{language}", f"{{{name}}} is quoted in the other language only"


_WRONG: Mapping[Wrong, str] = MappingProxyType(
    {
        "empty": "this is empty",
        "one_line": "one line was expected; the rest belongs into the body",
        "long_text": "this is longer than {word} characters",
        "long_body": "this is longer than {word} characters",
        "braces": "braces hold the name of something that is quoted, such as {{day}}; write {{{{ for a brace",
        "unknown": "{{{word}}} means nothing in this step",
        "alone": "{{{word}}} has to stand alone as a paragraph of the body",
        "needed": "{{{word}}} is missing; this step cannot do without it",
    }
)


def _told(problem: Problem) -> str:
    return _WRONG[problem.wrong].format(word=problem.word)
