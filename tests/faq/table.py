"""Write `docs/faq.md` from the entries, the claims and the measurement: `python -m tests.faq.table`."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scipy.stats import binomtest

from bot.faq.batch import Sample, measured, samples
from bot.faq.claims import CLAIMS
from bot.faq.matcher import OFF
from config.faq import entries
from config.lessons import lessons, matcher

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "faq.md"

INTRODUCTION = """\
# The questions that Lentera answers

This page is made from the entries in `config/faq/`, from the tests and from a measurement, by `make docs`.

Whoever asks, with `/ask` or in a direct message, gets an answer only where Lentera is sure what is meant. Otherwise it
offers up to three topics, or says that it does not know and offers to take the question to HR. Answers are made of
facts that hold at that moment for that person: who may do what, how long data is kept, the working-time policy, the
rollout they were told of, the survey they are invited to. The words of a question are stored only if its author sends
them to HR; how many asked about a topic is counted by month.

To try it: `lentera faq ask "can my boss see what I do all day"`. HR can measure a table of its own questions with
`lentera faq test FILE.tsv`. How to add a question is in [contributing](../CONTRIBUTING.md).
"""


_PARTS = (
    "| (everything is there) | 92.5% | 3.5% | 2.9% |",
    "| ideas shared by both languages, and pairs of them | 93.0% | 1.3% | 5.8% |",
    "| stems | 92.5% | 3.9% | 2.9% |",
    "| pieces of words | 91.7% | 3.5% | 2.9% |",
    "| pairs of neighbours | 92.5% | 4.4% | 2.9% |",
    "| slang, and small words of both languages as one | 93.4% | 3.5% | 2.9% |",
    "| whole words | 92.5% | 3.5% | 2.9% |",
)
"""At a chance of 0.45."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of questions that nothing is taught with, and how much it can prove."""

    name: str
    told: str

    def samples(self) -> list[Sample]:
        """What is asked in it."""
        text = (Path(__file__).parent / self.name).read_text(encoding="utf-8")
        return samples(text, tuple(entries()))[0]


HELD_OUT = (
    Written(
        "held_out.tsv",
        "written by one who had not read what is taught; looked at again and again since, while the matcher was made",
    ),
    Written(
        "looked_at.tsv",
        "half of a set by another hand, written from the list of topics before reading what is taught; half of what is"
        " off topic shares its words with a topic. Looked at while what is now taught was written",
    ),
    Written(
        "unseen.tsv",
        "the other half, drawn by lot. Nobody looked at it, and it was measured twice, before and after the last"
        " additions to what is not ours; yet whoever wrote it also wrote what was taught last, so it flatters a little",
    ),
)
"""Questions that stand word for word in what is taught were taken out of the second and the third."""


def proofs() -> Iterator[tuple[str, str, str]]:
    """Claim, file and test, for every mark in every test."""
    for file in sorted(TESTS.rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "mark.proves" in text else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.proves":
                        place = file.relative_to(TESTS.parent).as_posix()
                        yield from ((str(ast.literal_eval(one)), place, node.name) for one in mark.args)


def page() -> str:
    """The whole page."""
    parts = (INTRODUCTION, *_topics(), *_claims(), _told("neighbours.md"), *_measured(), *_parts(), *_confused())
    return "\n".join(parts) + "\n"


def _told(name: str) -> str:
    """What was written by hand."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8").rstrip()


def _topics() -> Iterator[str]:
    yield "## The topics\n"
    yield "| topic | in English | in Indonesian | owner | last read | questions taught | claims |"
    yield "|---|---|---|---|---|---|---|"
    asked = lessons().questions
    for topic, entry in entries().items():
        claims = ", ".join(sorted(entry.claims))
        taught = len(asked[topic])
        yield (
            f"| `{topic}` | {entry.title['en']} | {entry.title['id']} | {entry.owner} | {entry.reviewed} | {taught}"
            f" | {claims} |"
        )
    yield f"\nBeside them, {len(asked[OFF])} questions teach what is none of these topics, many in our words about"
    yield "other things: who sees a payslip, how long a camera's film is kept (`config/faq/matching/not_ours.yaml`).\n"


def _claims() -> Iterator[str]:
    yield "## What the answers claim about privacy, and which test proves it\n"
    yield "A test fails when an answer claims what no test proves.\n"
    yield "| claim | what is claimed | proved by |"
    yield "|---|---|---|"
    proved: dict[str, list[str]] = defaultdict(list)
    for claim, file, test in proofs():
        proved[claim].append(f"`{test}` in `{file}`")
    for claim, words in CLAIMS.items():
        yield f"| {claim} | {words} | {'; '.join(proved[claim])} |"


def _measured() -> Iterator[str]:
    yield "\n## How well it understands\n"
    yield "On questions that it was not taught with, each file by itself; in brackets between what the true share lies,"
    yield "as far as so few questions can tell (Wilson's interval, 95%). The aims: 90%, 95%, and at most 5%.\n"
    yield "| file in `tests/faq/` | answered at once, and right | right, or suggested | off topic, and answered |"
    yield "|---|---|---|---|"
    known = matcher()
    for written in HELD_OUT:
        found = measured(known, written.samples())
        cells = ((found.right, found.on), (found.near, found.on), (found.bluffed, found.off))
        yield f"| `{written.name}` | {' | '.join(_share(*cell) for cell in cells)} |"
    yield ""
    yield from (f"- `{written.name}`: {written.told}." for written in HELD_OUT)
    yield _told("before.md")


def _share(part: int, whole: int) -> str:
    shown = binomtest(part, whole).proportion_ci(method="wilson")
    return f"{part} of {whole}, {part / whole:.1%} ({shown.low:.1%} to {shown.high:.1%})"


def _parts() -> Iterator[str]:
    yield "\n## What each part of the matcher brings\n"
    yield "Taught without it, on `held_out.tsv`, before the last 4,900 were taught (30 November 2026; to repeat"
    yield "it: `python -m bench.faq --without KINDS tests/faq/held_out.tsv`). They overlap: none carries it alone."
    yield "Ideas shared by both languages keep off-topic questions out, pieces of words carry misspellings.\n"
    yield "| without | answered right | answered wrong | off topic answered |"
    yield "|---|---|---|---|"
    yield from _PARTS


def _confused() -> Iterator[str]:
    yield "\n## What it takes for what\n"
    yield "A row for each topic, over all three files. *Suggested*: the right one was among up to three offered.\n"
    yield "| topic | asked | answered right | suggested | not found | answered with another topic |"
    yield "|---|---|---|---|---|---|"
    known = matcher()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in (one for written in HELD_OUT for one in written.samples()):
        verdict = known.judge(sample.question)
        if verdict.topic == sample.topic or (sample.topic == OFF and verdict.topic is None):
            counts[sample.topic]["right"] += 1
        elif verdict.topic:
            wrong[sample.topic][verdict.topic] += 1
        else:
            counts[sample.topic]["near" if sample.topic in verdict.suggestions else "missed"] += 1
    for topic in (*known.topics, OFF):
        asked = counts[topic].total() + wrong[topic].total()
        if asked:
            others = ", ".join(f"`{name}` {times}" for name, times in sorted(wrong[topic].items()))
            cells = (counts[topic][kind] for kind in ("right", "near", "missed"))
            yield f"| `{topic}` | {asked} | {' | '.join(map(str, cells))} | {others} |"


def main() -> None:
    """Write it."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
