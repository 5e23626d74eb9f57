"""What people read about what they ask: forms, receipts, and what those who answer see.

The rule to keep: pure; by when it is due is said wherever a request is shown, and an erasure says what stays, and why.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.campaigns.console.moments import moment
from bot.markup import Markup, literal
from bot.message import Button, Buttons, Choice, Form, Message, Option, Part, Prose, Text
from bot.people import Person
from bot.privacy.cards import back
from bot.privacy.ports import Binding
from bot.privacy.request import GRACE, Request, Stage, Wish
from bot.privacy.retention import Kept, Periods, told
from bot.texts import Words

LIMIT = 1000
"""Characters of what somebody asks, and of an answer."""
DONE, DECLINED = Stage.DONE.value, Stage.DECLINED.value


def requests(t: Words, person: Person, found: Sequence[Request]) -> Message:
    """What this person has asked, and what they can ask."""
    parts: list[Part] = [Prose(line(t, request, person.zone)) for request in found]
    buttons: list[Button] = [
        Button(t("privacy.button_taken_back", n=request.id), "privacy.take_back", str(request.id))
        for request in found
        if request.stage is Stage.OPEN
    ]
    buttons.append(Button(t("privacy.button_correct"), "privacy.correct", opens_form=True))
    if person.restricted:
        buttons.append(Button(t("privacy.button_lift"), "privacy.lift"))
    else:
        buttons.append(Button(t("privacy.button_restrict"), "privacy.restrict", opens_form=True))
    if not any(request.standing and request.wish is Wish.ERASE for request in found):
        buttons.append(Button(t("privacy.button_erase"), "privacy.erase", style="danger", opens_form=True))
    buttons.append(back(t))
    key = "privacy.requests" if found else "privacy.requests_none"
    return Message(t(key), (*parts, Buttons(tuple(buttons))))


def line(t: Words, request: Request, zone: ZoneInfo) -> Markup:
    """One request, with its clock, and its answer where there is one."""
    told_ = t(
        f"privacy.request_{request.stage.value}",
        id=request.id,
        wish=t(f"privacy.wish_{request.wish.value}"),
        asked=moment(t, request.asked_at, zone),
        due=moment(t, request.due_at, zone),
    )
    return Markup(f"{told_}\n{t('privacy.request_answer', answer=request.answer)}") if request.answer else told_


def correct_form(t: Words, platform: str) -> Form:
    """Asking for a correction of what one cannot correct oneself."""
    return Form(
        t("privacy.correct_title"),
        "privacy.corrected",
        t("privacy.correct_submit"),
        (
            Prose(t("privacy.correct_self", platform=t(f"track.platform_{platform}"))),
            Text("words", t("privacy.correct_words"), hint=t("privacy.correct_hint"), multiline=True, limit=LIMIT),
        ),
    )


def restrict_form(t: Words) -> Form:
    """What stops, and what goes on."""
    return Form(
        t("privacy.restrict_title"),
        "privacy.restricted",
        t("privacy.restrict_submit"),
        (Prose(t("privacy.restrict_stops")), Prose(t("privacy.restrict_goes_on"))),
        confirms=True,
    )


def erase_form(t: Words, person: Person, bound: Sequence[Binding], periods: Periods, *, platform: str) -> Form:
    """What goes and when; what stays, how long, and why."""
    lengths = told(periods, t)
    stays = [binding(t, one) for one in bound]
    parts = [
        Prose(t("privacy.erase_goes", n=int(GRACE.total_seconds() // 3600))),
        Prose(Markup("\n".join([t("privacy.erase_waits"), *stays])) if stays else t("privacy.erase_waits_not")),
        Prose(t("privacy.erase_platform", platform=t(f"track.platform_{platform}"))),
        Prose(t("privacy.erase_backups", period=lengths[Kept.BACKUPS.value])),
        Prose(t("privacy.erase_surveys")),
        Prose(t("privacy.erase_asked")),
        Prose(t("privacy.erase_record", period=lengths[Kept.REQUESTS.value])),
    ]
    if len(person.roles) > 1:
        parts.append(Prose(t("privacy.erase_work")))
    parts.append(Prose(t("privacy.erase_download")))
    return Form(t("privacy.erase_title"), "privacy.erased", t("privacy.erase_submit"), tuple(parts), confirms=True)


def binding(t: Words, one: Binding) -> Markup:
    """What still counts on somebody."""
    return t(f"privacy.bound_{one.kind}", name=one.name)


def asked(t: Words, request: Request, zone: ZoneInfo) -> Message:
    """It is written down, and by when it is due."""
    return Message(
        t(
            f"privacy.asked_{request.wish.value}",
            id=request.id,
            due=moment(t, request.due_at, zone),
            begins=moment(t, request.asked_at + GRACE, zone),
        ),
        (Buttons((Button(t("privacy.button_requests"), "privacy.requests"),)),),
    )


def standing(
    t: Words, found: Sequence[Request], names: Mapping[int, str], bound: Mapping[int, Sequence[Binding]], zone: ZoneInfo
) -> Message:
    """For those who answer: what is open, by when, and whose it is."""
    parts: list[Part] = []
    for request in found:
        said = t(
            "privacy.open_line",
            id=request.id,
            who=names.get(request.person, ""),
            wish=t(f"privacy.wish_{request.wish.value}"),
            asked=moment(t, request.asked_at, zone),
            due=moment(t, request.due_at, zone),
        )
        parts.append(Prose(said))
        match request.wish:
            case Wish.CORRECT:
                parts.append(Prose(t("privacy.open_words", words=request.words)))
                answer = Button(
                    t("privacy.button_answer", n=request.id), "privacy.answer", str(request.id), opens_form=True
                )
                parts.append(Buttons((answer,)))
            case Wish.ERASE if bound.get(request.id):
                waits = [binding(t, one) for one in bound[request.id]]
                parts.append(Prose(Markup("\n".join([t("privacy.open_waits"), *waits]))))
            case Wish.ERASE | Wish.RESTRICT:
                parts.append(Prose(t("privacy.open_itself")))
    parts.append(Buttons((back(t),)))
    return Message(t("privacy.open", n=len(found)) if found else t("privacy.open_none"), tuple(parts))


def answer_form(t: Words, request: Request, who: str) -> Form:
    """The answer to a request for a correction."""
    return Form(
        t("privacy.answer_title"),
        "privacy.answered",
        t("privacy.answer_submit", who=who),
        (
            Prose(t("privacy.open_words", words=request.words)),
            Choice(
                "outcome",
                t("privacy.answer_outcome"),
                (
                    Option(DONE, t("privacy.answer_done")),
                    Option(DECLINED, t("privacy.answer_declined")),
                ),
            ),
            Text("answer", t("privacy.answer_words"), hint=t("privacy.answer_hint"), multiline=True, limit=LIMIT),
        ),
        str(request.id),
    )


def answer(t: Words, request: Request, who: str) -> Message:
    """The answer, as whoever asked gets it."""
    key = "privacy.answered_done" if request.stage is Stage.DONE else "privacy.answered_declined"
    return Message(t(key, id=request.id, who=who or t("privacy.somebody")), (Prose(literal(request.answer)),))


def due(t: Words, found: Sequence[Request], zone: ZoneInfo) -> Message:
    """For those who answer: something is new, or due soon."""
    soonest = min(found, key=lambda request: request.due_at)
    button = Button(t("privacy.button_open"), "privacy.open", style="primary")
    text = t("privacy.due", n=len(found), due=moment(t, soonest.due_at, zone))
    return Message(text, (Buttons((button,)),))


def emptied(t: Words, bound: Sequence[Binding]) -> Message:
    """What is gone, and what the rest waits for."""
    return Message(Markup("\n".join([t("privacy.emptied"), *(binding(t, one) for one in bound)])))


def last(t: Words, request: Request, platform: str) -> Message:
    """The last message of an erasure."""
    return Message(t("privacy.last", id=request.id, platform=t(f"track.platform_{platform}")))
