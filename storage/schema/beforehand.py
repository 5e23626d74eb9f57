"""What people ask of a rollout: help, and questions for its meeting.

The rule to keep: whoever is in `signups` has asked to be, and nothing says who is not. A question without a name has
no person, no time and no number, and lies in the order of a key that chance has given it.
"""

from sqlalchemy import Boolean, ForeignKey, Table, Text

from storage.schema.columns import Keep, Kind, Number, column, metadata, person_of

_KEEP = Keep.ROLLOUT


def _of() -> ForeignKey:
    return ForeignKey("campaigns.id", ondelete="CASCADE")


signups = Table(
    "signups",
    metadata,
    column("campaign", Number, Kind.ROLLOUT, _KEEP, _of(), primary_key=True, autoincrement=False),
    person_of(_KEEP, primary_key=True, index=True),
    # `course`, or `one` for help one to one.
    column("kind", Text, Kind.OWN_WORDS, _KEEP, primary_key=True),
    sqlite_with_rowid=False,
)

questions = Table(
    "questions",
    metadata,
    column("campaign", Number, Kind.ROLLOUT, _KEEP, _of(), primary_key=True, autoincrement=False),
    # Given by chance when the form was opened: the same form sent twice runs into it.
    column("key", Text, Kind.TECHNICAL, _KEEP, primary_key=True),
    # None for a question without a name.
    person_of(_KEEP, null=True, index=True),
    column("words", Text, Kind.OWN_WORDS, _KEEP),
    # Whether HR leaves it out of the meeting; why stands in the log.
    column("left_out", Boolean, Kind.ROLLOUT, _KEEP),
    sqlite_with_rowid=False,
)
