"""Write what is stored into `docs/works-council.md`: `python -m tests.storage.table`."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from config.settings import keep_variable
from storage.schema import Keep, Kind, metadata

PAGE = Path(__file__).parents[2] / "docs" / "works-council.md"
BETWEEN = re.compile(r"(<!-- made from storage/schema: start -->\n)(.*?)(<!-- end -->)", re.DOTALL)

# By what hangs on what, which begins with the person.
TABLES = tuple(metadata.sorted_tables)
HOLDS = {
    "people": "each person: e-mail, place in the company, own settings",
    "accounts": "each person's accounts on the chat platforms, as the platform describes them",
    "places": "who belongs where, as HR's own table says, and whether they lead it",
    "groups": "the teams that Lentera was added to: their names and addresses, and nothing of who is in them",
    "history": "every entry, change and removal of an entry, with its moment and its author; it is only added to",
    "entries": "the time entries and interruptions that stand now",
    "timers": "timers, running and stopped",
    "offs": "days off and compensatory time taken; no reason",
    "prompts": "when Lentera looks next whether there is something to ask: a row for everybody and each question",
    "audit": "what somebody in HR, or a lead, did in a rollout; it is only added to",
    "versions": "a text or the promises of a rollout, as somebody wrote them; it is only added to",
    "campaigns": "each rollout as HR has set it up",
    "moves": "when the meeting of a rollout was moved, from when to when",
    "journeys": "how far a rollout has come for each person of its audience, and when Lentera looks next",
    "agreements": "what each team lead says to the ground rules, by name",
    "approvals": "who approved which message of a rollout, bound to its text, audience and time",
    "summaries": "what HR has heard in a rollout and does about it, version by version",
    "counted": "which surveys of a rollout have been counted",
    "notices": "what HR was told about a step of a rollout: held, late, skipped",
    "tellings": "up to where HR has been told what became of a rollout",
    "outbox": "messages on their way; of a campaign, also what became of each",
    "surveys": "each survey: what is asked under which rules, and what was released of it",
    "survey_roster": "who was invited to which survey, with the division as it was on that day",
    "survey_marks": "that somebody has answered, until the survey is counted; not what",
    "survey_holders": "who holds one of a survey's two codes; for a day at most that code, sealed for the worker alone",
    "survey_unasked": "who wants no invitation to a survey any more",
    "survey_ballots": "one sealed answer, until the survey is counted; not whose",
    "talk_inboxes": "the key to which messages without a name are sealed, one a year; the half that opens is elsewhere",
    "talk_waiting": "one sealed message without a name that HR does not have yet; not whose",
    "talk_messages": "one message of a thread without a name, once HR has it, in the clear; not whose",
    "talk_desk": "when HR's post was last sorted and last answered, and how many wrong codes; about nobody",
    "talks": "that somebody wishes to talk with HR, by name, and what HR has answered",
    "signups": "who has asked for the crash course of a rollout, or for help one to one; nothing of who has not",
    "questions": "a question for the meeting of a rollout: with a name only where somebody wished it, and no time",
    "got_it": "that somebody has pressed *Got it* under an announcement, and on which day; not who, and not when",
    "requests": "what somebody asked about their own data, by when it is due, and what was answered",
    "erasures": "that a request for erasure was fulfilled, by its number; nobody but whoever asked can say whose",
    "looks": "who looked at figures of a group, or at what somebody showed them, and when",
    "handed": "a file that Lentera put into a chat and deletes again; not whose",
    "group_figures": "what was told of a team's hours in a week or a month, or that nothing was; about nobody",
    "group_marks": "who was in a figure that was told last, unreadable without a key that is not in the database",
    "evidence": "a coded note beside a survey, from an interview or observation: factor and direction, no words",
    "additions": "what HR says beside an answer of the FAQ in its own words, version by version; nothing of who asks",
    "asked": "that somebody asked about a topic this month, or whether it helped; who, only a key elsewhere tells",
    "asked_keys": "how this month's key is known again; the key itself is not in the database",
    "asked_counts": "that five, ten or twenty people or more asked about a topic last month, or if it helped",
    "shares": "a week that somebody shows their lead: minutes by day, until it is taken back; then only that it was",
    "pulse": "how to tell that this database was put back from a backup; about nobody",
    "lanes": "how fast Lentera may write to a workspace; about nobody",
}
"""What a row of each table is, in a line."""


def section() -> str:
    """The section, in Markdown: what each table is for, the kinds of data, and every column."""
    return f"{_tables()}\n\nThe kinds of data:\n\n{_kinds()}\n\nEvery column, by kind:\n\n{_columns()}"


def main() -> None:
    """Replace what stands between the two comments."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BETWEEN.sub(lambda found: f"{found[1]}{section()}\n{found[3]}", page), encoding="utf-8")


def _tables() -> str:
    rows = [
        f"| `{table.name}` | {HOLDS[table.name]} | {', '.join(map(_name, _by_kind(table)))} | {_kept(table)} |"
        for table in TABLES
    ]
    return "\n".join(["| Table | What a row is | Kinds of data | Kept |", "|---|---|---|---|", *rows])


def _kinds() -> str:
    used = {kind for table in TABLES for kind in _by_kind(table)}
    return "\n".join(f"- *{_name(kind)}*: {kind.value}" for kind in Kind if kind in used)


def _columns() -> str:
    return "\n".join(
        f"- `{table.name}`: "
        + "; ".join(f"*{_name(kind)}* {_listed(columns)}" for kind, columns in _by_kind(table).items())
        for table in TABLES
    )


def _by_kind(table: Table) -> dict[Kind, list[Column[Any]]]:
    """The columns of each kind, where a table has any."""
    found = {kind: [column for column in table.columns if column.info["kind"] is kind] for kind in Kind}
    return {kind: columns for kind, columns in found.items() if columns}


def _kept(table: Table) -> str:
    found = {keep: [column for column in table.columns if column.info["keep"] is keep] for keep in Keep}
    told = {keep: columns for keep, columns in found.items() if columns}
    if len(told) == 1:
        return _long(next(iter(told)))
    return "; ".join(f"{_listed(columns)}: {_long(keep)}" for keep, columns in told.items())


def _long(keep: Keep) -> str:
    """How long, with the setting that says it."""
    return keep.value + (f" (`{keep_variable(keep.kept)}`)" if keep.kept else "")


def _listed(columns: Iterable[Column[Any]]) -> str:
    return ", ".join(f"`{column.name}`" for column in columns)


def _name(kind: Kind) -> str:
    return kind.name.replace("_", " ").lower()


if __name__ == "__main__":
    main()
