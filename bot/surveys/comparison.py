"""Before and now, side by side: what a survey that was asked again shows beside its own result.

The rule to keep: it is made from `waves.changes` and from nothing else, so that whatever may not be compared is not
drawn, written or hinted at either.
"""

from collections.abc import Mapping, Sequence

from bot.markup import literal, plain
from bot.message import Part, Picture, Prose, Table
from bot.ports import Work
from bot.surveys import pair_chart
from bot.surveys.questionnaire import Question
from bot.surveys.release import Group, Release, Row
from bot.surveys.result import labels_of, name_of
from bot.surveys.survey import Survey
from bot.surveys.waves import LEAST, Change, changes
from bot.texts import Words


async def beside(work: Work, survey: Survey, t: Words, *, company_only: bool = False) -> tuple[Part, ...]:
    """A survey's figures beside those of the wave before it; nothing where it is no repetition, or neither is released.

    `company_only` is for everybody.
    """
    earlier = await work.surveys.get(survey.rules.wave_of) if survey.rules.wave_of else None
    if earlier is None or not (_shown(earlier) and _shown(survey)):
        return ()
    before, now = dict(await work.surveys.roster(earlier.id)), dict(await work.surveys.roster(survey.id))
    return compared(survey, earlier, before, now, t, company_only=company_only)


def compared(
    survey: Survey,
    earlier: Survey,
    invited_before: Mapping[int, str],
    invited_now: Mapping[int, str],
    t: Words,
    *,
    company_only: bool = False,
) -> tuple[Part, ...]:
    """For each question a picture and a table for each row that may be compared; one sentence where none may."""
    before, now = earlier.released, survey.released
    if before is None or now is None:
        return ()
    found = [
        one for one in changes(before, now, invited_before, invited_now) if not company_only or one.row is Row.COMPANY
    ]
    if not found:
        return (Prose(t("surveys.waves_none", n=LEAST)),)
    parts: list[Part] = [Prose(t("surveys.waves"))]
    for question in survey.rules.questionnaire.counted:
        rows = [(group, own) for group in now.groups if (own := _of(group, question, found, now))]
        if rows:
            parts += _question(survey, question, rows, t)
    return (*parts, Prose(t("surveys.waves_rules", n=LEAST), quiet=True))


def _question(
    survey: Survey, question: Question, rows: Sequence[tuple[Group, Sequence[Change]]], t: Words
) -> tuple[Part, ...]:
    names = labels_of(survey, question, t)
    wording = question.wording[t.locale]
    words = plain(t("surveys.waves_before")), plain(t("surveys.waves_now"))
    blocks = [
        (plain(name_of(group, t)), [(names[one.option], one.before, one.now) for one in own]) for group, own in rows
    ]
    sentence = plain(t("surveys.waves_picture", question=wording))
    picture = Picture(pair_chart.picture(wording, words, blocks), pair_chart.alt(sentence, words, blocks))
    tables = [
        Table(
            t("surveys.waves_table", question=wording, name=name_of(group, t)),
            (t("surveys.result_answer"), *(literal(word) for word in words), t("surveys.waves_change")),
            tuple(
                (
                    literal(names[one.option]),
                    literal(str(one.before)),
                    literal(str(one.now)),
                    t(f"surveys.waves_{one.trend}"),
                )
                for one in own
            ),
        )
        for group, own in rows
    ]
    return picture, *tables


def _of(group: Group, question: Question, found: Sequence[Change], now: Release) -> list[Change]:
    """What may be told of a row, in the order of the company's answers now."""
    own = {
        one.option: one
        for one in found
        if (one.row, one.divisions, one.question) == (group.row, group.divisions, question.id)
    }
    order = next((result.order for result in now.groups[0].results if result.question == question.id), tuple(own))
    return [own[option] for option in order if option in own]


def _shown(survey: Survey) -> bool:
    return survey.released is not None and bool(survey.released.groups)
