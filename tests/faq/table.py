"""Write `docs/faq.md` from the entries, the claims and the measurement: `python -m tests.faq.table`."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.faq.batch import Sample, measured, samples
from bot.faq.claims import CLAIMS
from bot.faq.matcher import OFF
from config.faq import entries
from config.lessons import lessons, matcher

TESTS = Path(__file__).parents[1]
HELD_OUT = Path(__file__).parent / "held_out.tsv"
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


def held_out() -> list[Sample]:
    """Questions that nothing was taught with, by somebody who did not see the others."""
    found, _ = samples(HELD_OUT.read_text(encoding="utf-8"), tuple(entries()))
    return found


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
    return "\n".join([INTRODUCTION, *_topics(), *_claims(), *_measured(), *_parts(), *_confused()]) + "\n"


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
    yield "On questions that it was not taught with (`tests/faq/held_out.tsv`):\n"
    for line in measured(matcher(), held_out()).told().splitlines():
        yield f"- {line}"


def _parts() -> Iterator[str]:
    yield "\n## What each part of the matcher brings\n"
    yield "Taught without it, on the same questions, before the last 400 were added (30 November 2026; to repeat"
    yield "it: `python -m bench.faq --without KINDS tests/faq/held_out.tsv`). They overlap: none carries it alone."
    yield "Ideas shared by both languages keep off-topic questions out, pieces of words carry misspellings.\n"
    yield "| without | answered right | answered wrong | off topic answered |"
    yield "|---|---|---|---|"
    yield from _PARTS


def _confused() -> Iterator[str]:
    yield "\n## What it takes for what\n"
    yield "A row for each topic of the held-out questions. *Suggested*: the right one was among up to three offered.\n"
    yield "| topic | asked | answered right | suggested | not found | answered with another topic |"
    yield "|---|---|---|---|---|---|"
    known = matcher()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in held_out():
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
