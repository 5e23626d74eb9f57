"""Surveys and the ballot box.

The rule to keep: between a ballot and a person there is nothing, neither a key nor an order nor a time. `marks` says
that somebody has answered; `ballots` holds sealed answers of one length under random places.
"""

from sqlalchemy import Boolean, Date, ForeignKey, Integer, LargeBinary, SmallInteger, Table, Text

from storage.schema.columns import Instant, Keep, Kind, column, metadata, person_of

surveys = Table(
    "surveys",
    metadata,
    # A name given by whoever asked for it.
    column("id", Text, Kind.TECHNICAL, Keep.RESULTS, primary_key=True),
    column("state", Text, Kind.SURVEY, Keep.RESULTS),
    # Questions, end, floor, custody, as JSON; frozen. Who holds the codes stands with the codes.
    column("rules", Text, Kind.SURVEY, Keep.RESULTS),
    column("size", Integer, Kind.TECHNICAL, Keep.RESULTS),
    column("public", LargeBinary, Kind.TECHNICAL, Keep.RESULTS, null=True),
    # The private key, unreadable without what wraps it; none where it lies in a folder.
    column("wrapped", LargeBinary, Kind.TECHNICAL, Keep.UNTIL_COUNTED, null=True),
    # What custodians' codes are sealed to while they are asked for; its other half lies in the folder of keys.
    column("codes_to", LargeBinary, Kind.TECHNICAL, Keep.UNTIL_COUNTED, null=True),
    column("opened_at", Instant, Kind.SURVEY, Keep.RESULTS, null=True),
    # As it stands now; the one that was promised stands in the rules.
    column("ends_at", Instant, Kind.SURVEY, Keep.RESULTS, null=True),
    # From when on it may end earlier than planned: a day after everybody who is invited was told.
    column("early_at", Instant, Kind.SURVEY, Keep.RESULTS, null=True),
    # The share of those invited who have answered, in steps of ten, worked out once a day; gone when it ends.
    column("response_on", Date, Kind.SURVEY, Keep.UNTIL_COUNTED, null=True),
    column("response", SmallInteger, Kind.SURVEY, Keep.UNTIL_COUNTED, null=True),
    # The day of the last run that asked again whoever had wished so.
    column("again_on", Date, Kind.SURVEY, Keep.LATEST_ONLY, null=True),
    # The table, as JSON.
    column("released", Text, Kind.SURVEY, Keep.RESULTS, null=True),
    column("comments", Text, Kind.OWN_WORDS, Keep.COMMENTS, null=True),
    # Key destroyed, files rewritten.
    column("swept", Boolean, Kind.TECHNICAL, Keep.RESULTS),
)


def _of() -> ForeignKey:
    return ForeignKey("surveys.id", ondelete="CASCADE")


roster = Table(
    "survey_roster",
    metadata,
    column("survey", Text, Kind.TECHNICAL, Keep.RESULTS, _of(), primary_key=True),
    person_of(Keep.RESULTS, primary_key=True, index=True),
    # As it was on the day of the invitation.
    column("division", Text, Kind.COMPANY, Keep.RESULTS),
    # "Ask me tomorrow": no date, so that it does not tell when somebody was there.
    column("again", Boolean, Kind.PREFERENCE, Keep.UNTIL_COUNTED),
    sqlite_with_rowid=False,
)

marks = Table(
    "survey_marks",
    metadata,
    column("survey", Text, Kind.TECHNICAL, Keep.UNTIL_COUNTED, _of(), primary_key=True),
    # That somebody has answered, not what.
    person_of(Keep.UNTIL_COUNTED, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

ballots = Table(
    "survey_ballots",
    metadata,
    column("survey", Text, Kind.TECHNICAL, Keep.UNTIL_COUNTED, _of(), primary_key=True),
    # A hash of the code that only the voter has.
    column("slot", LargeBinary, Kind.TECHNICAL, Keep.UNTIL_COUNTED, primary_key=True),
    column("sealed", LargeBinary, Kind.ANSWER, Keep.UNTIL_COUNTED),
    sqlite_with_rowid=False,
)

holders = Table(
    "survey_holders",
    metadata,
    # Who holds one of the two codes; everybody who is asked reads their names.
    column("survey", Text, Kind.TECHNICAL, Keep.UNTIL_COUNTED, _of(), primary_key=True),
    column("place", SmallInteger, Kind.SURVEY, Keep.UNTIL_COUNTED, primary_key=True, autoincrement=False),
    person_of(Keep.UNTIL_COUNTED, index=True),
    # As everybody who is asked reads it: part of the rules, which are frozen, and gone with them who hold.
    column("name", Text, Kind.IDENTITY, Keep.UNTIL_COUNTED),
    # A code that only the worker can open, on its way there.
    column("code", LargeBinary, Kind.TECHNICAL, Keep.A_DAY, null=True),
    column("until", Instant, Kind.SURVEY, Keep.A_DAY, null=True),
    # So that nobody types more than five a day.
    column("tried_on", Date, Kind.SURVEY, Keep.UNTIL_COUNTED, null=True),
    column("tries", SmallInteger, Kind.SURVEY, Keep.UNTIL_COUNTED),
    column("delivery", Text, Kind.TECHNICAL, Keep.UNTIL_COUNTED),
)

unasked = Table(
    "survey_unasked",
    metadata,
    # "Never ask me": whoever wants no invitation to a survey any more.
    person_of(Keep.WHILE_EMPLOYED, primary_key=True),
)
