"""What a rollout costs in attention, in words, and the form in which an approver goes beyond the budget.

The rule to keep: pure; it counts over all campaigns, because that is what a person gets.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.campaigns.console.attention import BUDGET, Excess, Week
from bot.campaigns.console.dossier import Dossier, Stop, step_title
from bot.campaigns.console.overview import of, title_of
from bot.campaigns.console.timeline import back
from bot.markup import Markup, literal
from bot.message import Buttons, Form, Message, Part, Prose, Table, Text
from bot.texts import Words

Names = Mapping[tuple[int, str], tuple[str, str]]
"""Campaign and step to what both are called."""


def attention(t: Words, dossier: Dossier, weeks: Sequence[Week], excesses: Sequence[Excess], names: Names) -> Message:
    """Messages a person and week."""
    rows = tuple(
        (
            t.span(week.monday, week.monday + timedelta(days=6)),
            t("rollout.attention_most", n=week.most, people=week.people),
            t.number(week.least),
        )
        for week in weeks
    )
    parts: list[Part] = []
    if rows:
        columns = tuple(t(f"rollout.column_{name}") for name in ("week", "most", "least"))
        parts.append(Table(t("rollout.attention_caption"), columns, rows))
    parts += [Prose(over(t, excess, names)) for excess in excesses]
    parts.append(Prose(t("rollout.attention_rule", n=BUDGET), quiet=True))
    parts.append(Buttons((back(t, dossier),)))
    key = "rollout.attention_over" if excesses else "rollout.attention_within" if rows else "rollout.attention_none"
    return Message(t(key, n=len(excesses), title=title_of(dossier, t)), tuple(parts))


def over(t: Words, excess: Excess, names: Names) -> Markup:
    """One day beyond the budget."""
    shown = [literal(": ".join(names.get(one, ("", one[1]))).removeprefix(": ")) for one in excess.coming]
    return t(
        "rollout.attention_day",
        day=t.dated(excess.day),
        n=excess.messages,
        people=excess.people,
        steps=Markup(", ".join(shown)),
    )


def override_form(
    t: Words, dossier: Dossier, stop: Stop, excesses: Sequence[Excess], names: Names, *, key: str
) -> Form:
    """Approving in spite of the budget, with the reason that the works representative reads."""
    return Form(
        t("rollout.override_title"),
        "rollout.overridden",
        t("rollout.override_submit", n=stop.people),
        (
            Prose(t("rollout.override_means", step=step_title(stop.step, t))),
            *(Prose(over(t, excess, names)) for excess in excesses),
            Text("reason", t("rollout.override_reason"), multiline=True, limit=500),
        ),
        f"{key}|{of(dossier)}|{stop.step.name}|{stop.print}",
    )
