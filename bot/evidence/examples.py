"""An example of what HR sees of a survey beside interviews and observation. Nobody in it is real."""

from datetime import date

from bot.evidence import cards
from bot.evidence.sides import Direction, Factor, Side
from bot.example import Example
from bot.hours.ports import Decision
from bot.hours.release import Row, Told
from bot.hours.rule import Rule, Span
from bot.message import Form, Message
from bot.texts import Words

_MONTH = Span(date(2027, 1, 1), date(2027, 1, 31))
_UP, _DOWN, _BOTH = Direction.FAVOURABLE, Direction.UNFAVOURABLE, Direction.MIXED
_FACTORS = (
    Factor("growth", Side(_UP), Side(_UP, 3), Side()),
    Factor("promotion", Side(_UP), Side(_DOWN, 4), Side(_BOTH, 1)),
    Factor("mentors", Side(), Side(_DOWN, 2), Side()),
)


def _names(t: Words) -> dict[str, str]:
    if t.locale == "id":
        return {"growth": "Kesempatan berkembang", "promotion": "Waktu sampai promosi", "mentors": "Pembimbing"}
    return {"growth": "Opportunities to grow", "promotion": "Time to promotion", "mentors": "Mentors"}


def _card(t: Words, *, counted: bool) -> Message:
    title = "Denyut karier" if t.locale == "id" else "Career pulse"
    told = Told(9000, (Row("acme", 8910), Row("growth", 90)))
    growth = [Decision("Produk", Rule.MONTHLY, _MONTH, told), Decision("Gudang", Rule.MONTHLY, _MONTH, None)]
    shown = cards.Shown(1, title, _FACTORS, _names(t), counted, growth if counted else ())
    return cards.sides_card(t, shown, drafts=True, last=3)


def _form(t: Words) -> Form:
    return cards.form(t, _names(t), campaign=1)


def _said(name: str) -> Example:
    return Example(f"evidence.{name}", lambda t: Message(t(f"evidence.{name}")))


EXAMPLES = (
    Example("evidence.card", lambda t: _card(t, counted=True)),
    Example("evidence.card_before", lambda t: _card(t, counted=False)),
    Example("evidence.form", _form),
    *map(_said, ("none", "stale", "not_yours")),
)
