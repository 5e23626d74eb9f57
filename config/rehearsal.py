"""What `lentera survey rehearse` says.

The rule to keep: a sentence about what is withheld is the same whatever was answered.
"""

from collections.abc import Mapping

from bot.surveys.release import Reason, Withheld

PROBLEMS: Mapping[str, str] = {
    "cells": "this line has not as many cells as the header",
    "empty": "a cell that needs something is empty",
    "few": "fewer than 8 people are invited: nothing could be shown of so few, so the survey is not opened",
    "floor": "--k is a whole number from 5 up: the floor can be raised, never lowered",
    "ballots_and_looks": "with --looks the ballots come from the log; this file may hold only its header",
    "missing_column": "the header must name each column once",
    "no_instant": "`at` must be an instant with its offset, such as 2026-11-16T09:00+07:00",
    "not_an_event": "this is not an event that is known here",
    "not_csv": "the quotes of this line do not close as CSV wants it",
    "not_json": "this line is not JSON",
    "not_utf8": "this file is not text in UTF-8",
    "out_of_order": "this happened before the line above it",
    "person_twice": "this person is there twice",
    "too_long": "this comment is too long for a ballot",
    "too_many_ballots": "more people of this division answered than are invited",
    "unknown_answer": "the answer is a letter from A to G, or - for prefer not to say",
    "unknown_column": "there is a column or key that is not known here",
    "unknown_division": "nobody on the roster is in this division",
    "unreadable": "this file cannot be read",
}


_WITHHELD: Mapping[Reason, tuple[str, str]] = {
    Reason.TOO_FEW: ("everything", "fewer than {k} people answered"),
    Reason.POOLED: ("{what}", "shown together with other divisions, so that no small group can be worked out"),
    Reason.ONE_GROUP: ("concern by division", "there would be only one group that is large enough"),
    Reason.NOT_ALLOWED: ("concern by division", "the rules for a breakdown are not met"),
    Reason.PROVEN: (
        "{what} by division",
        "the figures would show what everybody in a group answered, or what a single person did",
    ),
    Reason.PROVEN_WHOLE: ("{what}", "the figures would show what everybody answered, or what a single person did"),
    Reason.COMMENTS: ("comments", "comments are shown from 10 answers and 3 comments up"),
}


def withheld(held: Withheld, k: int) -> tuple[str, str]:
    """What is withheld, and why."""
    what, why = _WITHHELD[held.reason]
    return what.replace("{what}", held.what), why.replace("{k}", f"{k}")
