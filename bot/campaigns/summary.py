"""What HR has heard and what it does about it: the lines of the follow-up.

The rule to keep: whoever was heard gets an answer, and a no comes with its reason.
"""

from dataclasses import dataclass

from bot.markup import Markup, literal
from bot.message import Part, Prose
from bot.texts import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one concern, in one language and in HR's words. One of `do` and `dont` is said, or both."""

    concern: str
    do: str = ""
    dont: str = ""
    because: str = ""
    """Why not; needed with `dont`."""

    @property
    def complete(self) -> bool:
        """Whether it can be sent."""
        answered = bool(self.do.strip() or self.dont.strip())
        return bool(self.concern.strip()) and answered and bool(self.dont.strip()) == bool(self.because.strip())


def lines(t: Words, answers: tuple[Answer, ...]) -> tuple[Part, ...]:
    """One paragraph for each concern: we heard, we do, we do not, because."""
    return tuple(Prose("\n".join(_said(t, answer))) for answer in answers)


def _said(t: Words, answer: Answer) -> list[Markup]:
    said = [t("campaigns.we_heard", text=literal(answer.concern))]
    if answer.do:
        said.append(t("campaigns.we_do", text=literal(answer.do)))
    if answer.dont:
        said.append(t("campaigns.we_dont", text=literal(answer.dont), because=literal(answer.because)))
    return said
