"""How to log time, and what happens with it: the help and privacy cards.

The rule to keep: each privacy line is true of this code, and a test stands behind it.
"""

from bot.hours.rule import Rule, sentence
from bot.markup import Markup
from bot.message import Button, Buttons, Facts, Message, Prose
from bot.texts import Words


def help_card(t: Words, text: Markup) -> Message:
    """Lines that work, under a first sentence."""
    buttons = (
        Button(t("track.button_log_form"), "track.form", opens_form=True),
        Button(t("track.button_start"), "track.start"),
        Button(t("track.button_today"), "track.today"),
    )
    return Message(text, (Prose(t("track.help_examples")), Prose(t("track.help_more")), Buttons(buttons)))


def privacy_card(t: Words, platform: str, figures: Rule = Rule.NEVER) -> Message:
    """What is stored, and who sees it, with the figures that the ground rules allow."""
    said = {"operator": {"platform": t(f"track.platform_{platform}")}, "seen": {"figures": sentence(t, figures)}}
    pairs = tuple(
        (t(f"track.privacy_{about}"), t(f"track.privacy_{about}_what", **said.get(about, {})))
        for about in ("stored", "seen", "operator", "changed", "watch", "take")
    )
    return Message(t("track.privacy"), (Facts(pairs),))
