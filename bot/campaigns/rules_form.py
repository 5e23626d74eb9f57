"""The ground rules as a lead reads and answers them.

The rule to keep: leads answer by name, on purpose, and to one version; an objection comes with what would have to be
different.
"""

from bot.markup import literal
from bot.message import Choice, Form, Option, Prose, Text
from bot.texts import Words

ANSWER, REASON = "answer", "reason"
AGREE, OBJECT = "agree", "object"


def rules(t: Words, text: str, division: tuple[str, str] | None = None) -> tuple[Prose, ...]:
    """What stands where a wording says `{rules}`: HR's words, and the line of one division with its name."""
    parts = [Prose(literal(paragraph)) for paragraph in text.strip().split("\n\n") if paragraph.strip()]
    if division:
        parts.append(Prose(t("campaigns.rules_division", division=division[0], text=division[1])))
    return tuple(parts)


def rules_form(t: Words, shown: tuple[Prose, ...], *, action: str, value: str, again: bool = False) -> Form:
    """Read, then agree or object. `value` names campaign and version; `again` says that HR has changed them since."""
    before = (Prose(t("campaigns.rules_again")),) if again else ()
    return Form(
        t("campaigns.rules_title"),
        action,
        t("campaigns.rules_send"),
        (
            *before,
            *shown,
            Choice(
                ANSWER,
                t("campaigns.rules_answer"),
                (Option(AGREE, t("campaigns.rules_agree")), Option(OBJECT, t("campaigns.rules_object"))),
            ),
            Text(
                REASON,
                t("campaigns.rules_reason"),
                hint=t("campaigns.rules_reason_hint"),
                required=False,
                multiline=True,
                limit=1000,
            ),
        ),
        value,
    )
