"""The forms in which a custodian takes a code, types it, or says that it is lost.

The rule to keep: these forms are the only place where such a code is ever shown or typed, so whoever is late with an
answer to one may say nothing of it in a chat: all that show or ask for one are discreet.
"""

from bot.message import Choices, Form, Option, Prose, Text
from bot.surveys.ballot import Code, read_code
from bot.surveys.code_letters import called
from bot.surveys.survey import Survey
from bot.texts import Words

KEEP, GIVE, LOST = "survey.keep_code", "survey.give_code", "survey.lose_code"
SURE, YES = "sure", "yes"
_TYPED = 40


def take_form(survey: Survey, t: Words, code: Code) -> Form:
    """The code, once; it has to be typed, so that it is certain that somebody has it."""
    return Form(
        t("surveys.take_title"),
        KEEP,
        t("surveys.take_submit"),
        (
            Prose(t("surveys.take_code", code=f"{code}")),
            Prose(t("surveys.code_keep")),
            Text("code", t("surveys.take_label"), hint=t("surveys.take_hint"), limit=_TYPED),
        ),
        value=f"{survey.id} {code}",
        discreet=True,
    )


def taken_form(survey: Survey, t: Words, place: int) -> Form:
    """It counts."""
    said = t("surveys.taken", other=survey.rules.holders[1 - place])
    return Form(t("surveys.taken_title"), KEEP, t("surveys.button_done"), (Prose(said),))


def has_form(survey: Survey, t: Words) -> Form:
    """It is in use, and cannot be shown again; whoever has lost it says so here."""
    return lost_form(survey, t, first=(Prose(t("surveys.code_in_use")),))


def type_form(survey: Survey, t: Words) -> Form:
    """Asks for the code."""
    return Form(
        t("surveys.type_title"),
        GIVE,
        t("surveys.type_submit"),
        (
            Prose(t("surveys.type_for", title=called(survey, t))),
            Text("code", t("surveys.type_label"), hint=t("surveys.code_hint"), limit=_TYPED),
        ),
        value=survey.id,
        discreet=True,
    )


def typed_form(survey: Survey, t: Words, place: int) -> Form:
    """It is on its way. The same words whether it is right or not: nobody can tell yet."""
    said = t("surveys.typed", other=survey.rules.holders[1 - place])
    return Form(t("surveys.typed_title"), GIVE, t("surveys.button_done"), (Prose(said),))


def lost_form(survey: Survey, t: Words, *, first: tuple[Prose, ...] = ()) -> Form:
    """What it means that a code is lost, before it is said."""
    return Form(
        t("surveys.take_title" if first else "surveys.lost_title"),
        LOST,
        t("surveys.lost_submit"),
        (
            *first,
            Prose(t("surveys.lost_means", title=called(survey, t))),
            Choices(SURE, t("surveys.lost_sure"), (Option(YES, t("surveys.lost_yes")),), required=True),
        ),
        value=survey.id,
    )


def gone_form(survey: Survey, t: Words) -> Form:
    """It has been said."""
    said = Prose(t("surveys.code_lost", title=called(survey, t)))
    return Form(t("surveys.lost_title"), LOST, t("surveys.button_done"), (said,))


def read_kept(value: str) -> tuple[str, Code] | None:
    """The survey and the code that `take_form` carried; None for what no form of ours carries."""
    name, _, signs = value.rpartition(" ")
    code = read_code(signs)
    return None if not name or code is None else (name, code)
