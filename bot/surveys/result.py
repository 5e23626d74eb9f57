"""The result, once: a picture and a table for each question, what is withheld, and the comments.

The rule to keep: it is made from a `Release` and from nothing else.
"""

from collections.abc import Mapping

from bot.markup import literal, plain
from bot.message import File, Message, Part, Picture, Prose, Table
from bot.surveys import chart, forms
from bot.surveys.questionnaire import CLASSES, DECLINED, Question
from bot.surveys.release import Group, Reason, Release, Result, Row
from bot.surveys.survey import Survey
from bot.texts import Words

_SPOKEN = 12
"""Comments in the message; more are a file."""


def result(survey: Survey, release: Release, t: Words, compared: tuple[Part, ...] = ()) -> Message:
    """Everything that is ever shown, for HR. `compared`: this wave beside the one before it."""
    title = literal(survey.rules.questionnaire.title[t.locale])
    if release.answered is None:
        return Message(t("surveys.result_too_few", title=title, k=release.k))
    parts = [
        *figures(survey, release, t),
        *compared,
        *(Prose(sentence, quiet=True) for sentence in _withheld(survey, release, t)),
        *_comments(release, t),
    ]
    text = t("surveys.result", title=title, n=release.answered, invited=release.invited)
    return Message(text, tuple(parts))


def figures(survey: Survey, release: Release, t: Words, *, company_only: bool = False) -> tuple[Part, ...]:
    """Picture and table of each question, ordered by the company's bands. `company_only` is for everybody's agenda."""
    groups = release.groups[:1] if company_only else release.groups
    parts: list[Part] = []
    for question in survey.rules.questionnaire.counted:
        rows = [(group, found) for group in groups if (found := _result(group, question))]
        if rows:
            parts += _question(survey, question, rows, t)
    if parts:
        parts.append(Prose(t("surveys.result_bands"), quiet=True))
    return tuple(parts)


def _question(survey: Survey, question: Question, rows: list[tuple[Group, Result]], t: Words) -> tuple[Part, ...]:
    names = labels_of(survey, question, t)
    order = rows[0][1].order
    wording = question.wording[t.locale]
    blocks = [(plain(name_of(group, t)), chart.ordered(order, found.bands, names)) for group, found in rows]
    sentence = plain(t("surveys.picture", question=wording))
    table = Table(
        literal(wording),
        (t("surveys.result_answer"), *(name_of(group, t) for group, _ in rows)),
        tuple((literal(names[option]), *(literal(str(found.bands[option])) for _, found in rows)) for option in order),
    )
    return Picture(chart.picture(wording, blocks), chart.alt(sentence, blocks), chart.bars(wording, blocks)), table


def _result(group: Group, question: Question) -> Result | None:
    return next((found for found in group.results if found.question == question.id), None)


def labels_of(survey: Survey, question: Question, t: Words) -> Mapping[str, str]:
    """Option or class to label, not markup."""
    names = {
        option: plain(label) if option == DECLINED else label
        for option, label in forms.labels(survey, question, t).items()
    }
    return {**names, **{name: plain(t(f"surveys.{name}")) for name in CLASSES}}


def name_of(group: Group, t: Words) -> str:
    """What a row is called, with how many have answered there."""
    match group.row:
        case Row.COMPANY:
            return t("surveys.result_company", n=group.n)
        case Row.POOL:
            return t("surveys.result_pool", n=group.n)
        case Row.DIVISION:
            name = group.divisions[0] or plain(t("surveys.result_nowhere"))
            return t("surveys.result_group", name=name, n=group.n)


def _withheld(survey: Survey, release: Release, t: Words) -> list[str]:
    nowhere = plain(t("surveys.result_nowhere"))
    pooled = [held.what or nowhere for held in release.withheld if held.reason is Reason.POOLED]
    said = [t("surveys.withheld_pooled", names=", ".join(pooled))] if pooled else []
    wordings = {question.id: question.wording[t.locale] for question in survey.rules.questionnaire.questions}
    said += [
        t(f"surveys.withheld_{held.reason}", question=wordings.get(held.what, ""))
        for held in release.withheld
        if held.reason is not Reason.POOLED
    ]
    return [str(sentence) for sentence in said]


def _comments(release: Release, t: Words) -> tuple[Part, ...]:
    if not release.comments:
        return ()
    if len(release.comments) > _SPOKEN:
        text = "\n\n".join(comment.replace("\r\n", "\n") for comment in release.comments)
        return Prose(t("surveys.said")), File("comments.txt", "text/plain", text.encode())
    return Prose(t("surveys.said")), *(Prose(f"“{literal(comment)}”") for comment in release.comments)
