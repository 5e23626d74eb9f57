"""The survey's forms: the only place where a choice is ever made.

The rule to keep: a form that is filled in anew starts empty, because nobody here can look up an answer; and the code
is shown before the form is sent, since an answer stored just before a crash would otherwise have none.
"""

from collections.abc import Mapping

from bot.events import Submitted
from bot.markup import literal
from bot.message import Choice, Choices, Form, Input, Option, Prose, Text
from bot.surveys.ballot import Code, read_code
from bot.surveys.questionnaire import DECLINED, Answers, Kind, Question
from bot.surveys.survey import Survey
from bot.texts import Words

ANSWER, USE_CODE = "survey.answer", "survey.use_code"
CHANGE, WITHDRAW = "change", "withdraw"
OTHER_LIMIT, TEXT_LIMIT = 200, 800
"""Characters; together they fit into a sealed ballot in any language that is written in two bytes a letter."""
_OTHER = "_other"
ASK_BACK, MAY = "ask_back", "may"
"""The tick with which an author lets HR answer their comment."""


def answer_form(survey: Survey, t: Words, code: Code, *, again: bool = False) -> Form:
    """The questions, with the code. `again`: what is sent takes the place of the answer with this code."""
    asked = survey.rules.questionnaire
    inputs: list[Prose | Input] = []
    for question in asked.questions:
        inputs += _inputs(survey, question, t)
    if asked.has_text and survey.rules.may_comment:
        tick = (Option(MAY, t("surveys.ask_back_yes")),)
        inputs.append(Choices(ASK_BACK, t("surveys.ask_back"), tick, hint=t("surveys.ask_back_hint")))
        inputs.append(Prose(t("surveys.ask_back_means"), quiet=True))
    head = (
        [Prose(t("surveys.code_changing", code=f"{code}"))]
        if again
        else [Prose(t("surveys.code_head", code=f"{code}")), Prose(t("surveys.code_why"), quiet=True)]
    )
    return Form(
        literal(asked.title[t.locale]),
        ANSWER,
        t("surveys.button_answer"),
        (*inputs, *head),
        value=f"{survey.id} {code} {'again' if again else 'new'}",
        discreet=True,
    )


def code_form(survey: str, t: Words, *, answered: bool = False) -> Form:
    """Asks for a code, and what to do with its answer."""
    options = (Option(CHANGE, t("surveys.code_change")), Option(WITHDRAW, t("surveys.code_withdraw")))
    first = (Prose(t("surveys.already")),) if answered else ()
    return Form(
        t("surveys.code_title"),
        USE_CODE,
        t("surveys.button_use_code"),
        (
            *first,
            Text("code", t("surveys.code_label"), hint=t("surveys.code_hint"), limit=40),
            Choice("do", t("surveys.code_ask"), options, value=CHANGE),
        ),
        value=survey,
        discreet=True,
    )


def done_form(t: Words, code: Code) -> Form:
    """It is in. The same words whatever was answered."""
    said = Prose(t("surveys.done")), Prose(t("surveys.code_head", code=f"{code}"))
    return Form(t("surveys.done_title"), ANSWER, t("surveys.button_done"), said, discreet=True)


def withdrawn_form(t: Words) -> Form:
    """It is out again."""
    said = (Prose(t("surveys.withdrawn")),)
    return Form(t("surveys.withdrawn_title"), ANSWER, t("surveys.button_done"), said, discreet=True)


def read_value(value: str) -> tuple[str, Code, bool] | None:
    """The survey, the code and whether it changes an answer; None for what no form of ours carries."""
    parts = value.split(" ")
    code = read_code(parts[1]) if len(parts) == 3 else None
    return None if code is None else (parts[0], code, parts[2] == "again")


def read_answers(survey: Survey, event: Submitted) -> tuple[Answers, tuple[str, ...]]:
    """What was filled in: the choices, and apart from them the texts."""
    answers: dict[str, tuple[str, ...]] = {}
    texts = []
    for question in survey.rules.questionnaire.questions:
        match question.kind:
            case Kind.TEXT:
                texts.append(event.text(question.id))
            case Kind.SEVERAL:
                given = event.fields.get(question.id, ())
                answers[question.id] = (given,) if isinstance(given, str) else tuple(given)
            case Kind.ONE | Kind.SCALE:
                answers[question.id] = (event.text(question.id),)
        if any(choice.text for choice in question.choices):
            texts.append(event.text(f"{question.id}{_OTHER}"))
    return answers, tuple(text for text in texts if text)


def may_ask_back(event: Submitted) -> bool:
    """Whether that was ticked."""
    given = event.fields.get(ASK_BACK, ())
    return MAY in ((given,) if isinstance(given, str) else given)


def labels(survey: Survey, question: Question, t: Words) -> Mapping[str, str]:
    """Option to label, as it stands in forms, tables and pictures. Not markup."""
    asked = survey.rules.questionnaire
    return {
        option: t("surveys.decline") if option == DECLINED else asked.label(question, option, t.locale)
        for option in question.options
    }


def _inputs(survey: Survey, question: Question, t: Words) -> list[Input]:
    wording = literal(question.wording[t.locale])
    hint = literal(question.hint[t.locale]) if question.hint else ""
    options = tuple(Option(option, literal(label)) for option, label in labels(survey, question, t).items())
    match question.kind:
        case Kind.TEXT:
            return [Text(question.id, wording, hint=hint, required=False, multiline=True, limit=TEXT_LIMIT)]
        case Kind.SEVERAL:
            return [Choices(question.id, wording, options, hint=hint, required=True)]
        case Kind.SCALE:
            return [Choice(question.id, wording, options, hint=hint)]
        case Kind.ONE:
            others = [choice for choice in question.choices if choice.text]
            return [
                Choice(question.id, wording, options, hint=hint),
                *(
                    Text(
                        f"{question.id}{_OTHER}",
                        t("surveys.other", label=choice.label[t.locale]),
                        hint=t("surveys.other_hint"),
                        required=False,
                        limit=OTHER_LIMIT,
                    )
                    for choice in others[:1]
                ),
            ]
