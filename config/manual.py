"""The manual page of the command line: `lentera --help`.

The rule to keep: whoever adds a command or a setting finds it here, or a test fails.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from textwrap import fill

from config.settings import VARIABLES

WIDTH = 88


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command. Without `value` it is a switch."""

    name: str
    meaning: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: how it is typed, what it does in a line, and the rest."""

    name: str
    summary: str
    more: str = ""
    options: tuple[Option, ...] = ()


DEMO = Entry(
    "demo",
    "set up a database of its own and serve the playground, worker included",
    "A company of about thirty people lives in var/demo.db, or in DATABASE_URL where that is set. It is made at the"
    " first start and kept after that; delete the file to begin afresh.",
    (
        Option("--port", "the port to answer on; else PORT", "PORT"),
        Option("--force-playground", "start although others could reach it, or although Slack or Teams is set up"),
    ),
)
WEB = Entry(
    "web",
    "answer chat platforms, the playground and health checks over HTTP",
    "It prints its address once it is ready, and stops on SIGTERM or Ctrl-C after answering what it has begun.",
    (
        Option("--with-worker", "send reminders from this process too; then no `lentera worker` is needed"),
        Option("--port", "the port to answer on; else PORT", "PORT"),
        Option("--host", "the address to answer on; else HOST", "HOST"),
        Option(
            "--force-playground",
            "serve the playground although others could reach it, or although Slack or Teams is set up",
        ),
    ),
)
WORKER = Entry(
    "worker",
    "send what is due: reminders and other messages the bot starts itself",
    "Run one, or several for safety: each message goes out once. It stops on SIGTERM after the message in hand.",
)
MIGRATE = Entry(
    "migrate",
    "bring the database to this version's schema; nothing happens where it is there already",
    "Run it before the first start and at every upgrade, while web and worker are stopped.",
)
DOCTOR = Entry(
    "doctor",
    "say what is configured, what is off and why, and everything that is wrong",
    "It changes nothing. The exit code is 1 if something has to be put right.",
    (Option("--lang", "the language to say it in: en or id; else LENTERA_LOCALE", "LANG"),),
)
PARSE = Entry(
    "track parse",
    "read what would follow /track, and show what is understood, as JSON",
    "Nothing is stored and no database is needed. With --batch, each line of standard input is"
    ' {"id", "lang", "now", "input"}, and the answers come in the same order, one a line.',
    (
        Option("--batch", "read JSON lines from standard input"),
        Option("--lang", "the person's language, which breaks ties: en or id; else LENTERA_LOCALE", "LANG"),
        Option("--now", "the moment to read it at, such as 2026-11-18T15:00:00+07:00[Asia/Jakarta]", "NOW"),
    ),
)

FAQ_ASK = Entry(
    "faq ask",
    "say what a question is about, and what the bot would answer",
    "Nothing is stored and no database is needed: the facts are the demo company's. With --batch, each line of standard"
    ' input is {"id", "lang", "question"}, and a line {"id", "topic", "suggestions"} comes out for each, in order: a'
    " topic where the bot would answer at once, else up to three suggestions, best first.",
    (
        Option("--batch", "read JSON lines from standard input"),
        Option("--lang", "the language to answer in: en or id; else LENTERA_LOCALE", "LANG"),
    ),
)
FAQ_TEST = Entry(
    "faq test",
    "ask the FAQ a table of questions, and say which were not answered as they should be",
    "Each line of FILE.tsv ends in a topic, a tab and a question; the topic off is for questions that the FAQ must not"
    " answer. Of each that went wrong, a line says what was wanted, what came, and the question. The exit code is 1 if"
    " fewer than 90 % were answered right, fewer than 95 % with the suggestions, or more than 5 % of those off topic.",
)

AMEND = Entry(
    "amend",
    "correct somebody's time entry at that person's request; they are told at once",
    "The change is written into the entry's history under the operator's name. --by is somebody in LENTERA_OPERATORS,"
    " and both people are named by e-mail or account id. The number of an entry stands in its owner's own export.",
    (
        Option("--for", "whose entry it is", "PERSON"),
        Option("--by", "the operator who corrects it", "PERSON"),
        Option("--entry", "the number of the entry", "NUMBER"),
        Option("--reason", "why, as the owner will read it: you asked for it by e-mail on 3 March", "TEXT"),
        Option("--line", "what it is to be, as after /track: 3h design, 17 Nov 2026", "LINE"),
        Option("--remove", "take the entry away instead"),
    ),
)

OUTBOX = Entry(
    "outbox",
    "say whether messages go out; after a restore of the database, decide about those that are due",
    "After a restore the worker sends nothing and says so: some of what the backup has as due may have gone out since."
    " Without an option it changes nothing. docs/operator.md has the chapter, Backup and restore.",
    (
        Option("--send", "send everything that is due; what went out after the backup goes out once more"),
        Option("--skip", "send nothing of what is due by now, as if it had gone out, and go on from there"),
        Option("--hold", "keep everything until --send or --skip, for a restore that Lentera cannot see"),
    ),
)
PLAYBOOK_CHECK = Entry(
    "playbook check",
    "read a playbook and say everything that is wrong with it",
    "It changes nothing and needs no database. Each mistake is told as a path, such as playbooks/x.yaml:"
    ' steps[2].needs: unknown step "survy". docs/hr.md says how a playbook is written.',
)

SLACK_MANIFEST = Entry(
    "manifest slack",
    "print the app manifest that Slack asks for, with the least it needs",
    "Paste it where Slack makes an app: https://api.slack.com/apps, Create New App, From a manifest. docs/slack.md has"
    " every permission with its reason.",
    (
        Option("--url", "the public https address that leads to `lentera web`", "URL"),
        Option("--socket", "Socket Mode: Lentera calls Slack, and no address is needed"),
        Option("--no-dm", "without the right to get what people write to Lentera without a slash"),
        Option("--upload", "with the right to take a table of divisions that HR uploads"),
        Option("--further", "for several workspaces of one organisation, which install it themselves"),
        Option("--lang", "the language of its descriptions: en or id; else LENTERA_LOCALE", "LANG"),
    ),
)

TEAMS_MANIFEST = Entry(
    "manifest teams",
    "make the app package that a Teams administrator uploads",
    "Upload it in the Teams admin center: Teams apps, Manage apps, Upload new app. It holds the manifest in both"
    " languages and the icons. docs/teams.md is the guide, from Azure to everybody's chat list.",
    (
        Option("--url", "the public https address that leads to `lentera web`", "URL"),
        Option("--app-id", "the Microsoft App ID of the Azure Bot", "ID"),
        Option("--out", "the file to write, such as lentera.zip", "FILE"),
        Option("--owners", "with the right to ask who owns a team that Lentera is added to, for TEAMS_LEAD_TEAMS"),
        Option("--version", "where it replaces a package: a higher number than that one's, such as 0.1.1", "VERSION"),
        Option("--lang", "the package's own language, en or id, beside which the other is there too", "LANG"),
    ),
)

REHEARSE = Entry(
    "survey rehearse",
    "play a concern survey and print what would be released of it, as JSON",
    "BALLOTS.csv has a line per ballot (division,answer,comment; the answer is A to G, or - for prefer not to say) and"
    " the roster a line per person invited (person,division). Everything goes through the ballot box and the release"
    " that real surveys use, in a database that is thrown away. With --looks, events come from a log of JSON lines, and"
    " what each look shows is printed, one object a line.",
    (
        Option("--roster", "who is invited", "ROSTER.csv"),
        Option("--k", "the fewest answers that a group is shown with; 5 or more [5]", "NUMBER"),
        Option("--looks", "votes, changes, looks and the close, in order", "LOG.jsonl"),
    ),
)

STIR = Entry(
    "stir",
    "stir the ballot box, so that no file says in which order answers came in",
    "Run it in one job with the backup, before it: lentera stir && pg_dump .... On PostgreSQL never beside a dump.",
)

REHEARSE_CAMPAIGN = Entry(
    "campaign rehearse",
    "play a rollout with a clock that jumps, and print what each person gets, as JSON lines",
    "SCENARIO.yaml has people, campaigns and what happens to them; docs/hr.md shows one. It is played through the real"
    " engine and outbox, in a database that is thrown away. Where something in it is not understood, nothing is played"
    " and the exit code is 2.",
)

BREACH = Entry(
    "breach-report",
    "after somebody may have read the database: whose data, which kinds, which surveys, and letters to people",
    "It prints the report in Markdown, by when the law wants it told, and a letter in each language with brackets where"
    " only you know. It changes nothing. docs/operator.md has the chapter, After a breach.",
    (
        Option("--since", "since when it may have been read: 2026-11-28, or 2026-11-28T14:00", "INSTANT"),
        Option("--known", "since when you know; else now. The law's clock begins with it", "INSTANT"),
        Option("--keys", "the folder or the secret of the survey keys may have been read as well"),
        Option("--lang", "the report's language: en or id; else LENTERA_LOCALE", "LANG"),
    ),
)

PROCESSING_RECORD = Entry(
    "processing-record",
    "print the record of processing that the law asks for, with the lengths that hold here",
    "In Markdown, with brackets where only the company knows. No database is needed.",
    (Option("--lang", "its language: en or id; else LENTERA_LOCALE", "LANG"),),
)

READERS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("To try it", (DEMO, PARSE, FAQ_ASK, REHEARSE, REHEARSE_CAMPAIGN)),
    ("To run it", (MIGRATE, WEB, WORKER, SLACK_MANIFEST, TEAMS_MANIFEST)),
    ("To look after it", (DOCTOR, PLAYBOOK_CHECK, FAQ_TEST, STIR, OUTBOX, AMEND, BREACH, PROCESSING_RECORD)),
)

_EXAMPLES = (
    ("lentera demo", "a company to play with, on http://localhost:3978"),
    ("lentera doctor", "what is set, what is missing"),
    ("lentera migrate && lentera web --with-worker", "everything in one process"),
    ('lentera track parse "2 jam rapat #acme kemarin"', "what the bot would understand"),
)

_CODES = (
    ("0", "it did what was asked"),
    ("1", "something is not as it has to be; the last lines on standard error say what"),
    ("2", "the command line was not understood"),
)


def page(version: str) -> str:
    """The whole manual page."""
    parts = [
        "lentera - a chat bot that brings in time tracking without frightening anyone",
        "usage: lentera COMMAND [options]     lentera COMMAND --help says more about one",
        _wrapped(
            "People type /track 2h design review in their chat, and see what was understood, what the day adds up to,"
            " and a way back. This is the command line for whoever runs it."
        ),
    ]
    names = max(len(entry.name) for _, entries in READERS for entry in entries)
    for reader, entries in READERS:
        parts.append(_block(reader, [(entry.name.ljust(names), entry.summary) for entry in entries]))
    settings = [(variable.name, _meaning(variable.meaning, variable.default)) for variable in VARIABLES]
    parts += [
        _block("Environment", settings),
        _wrapped(
            "Slack and Teams have names of their own, such as SLACK_BOT_TOKEN and MICROSOFT_APP_ID; `lentera doctor`"
            " shows which are set. An empty variable is one that is not set. Nothing is read from a file."
        ),
        _block("Exit codes", _CODES),
        _block("Examples", _EXAMPLES),
        f"lentera {version}. docs/operator.md is the operator's manual.",
    ]
    return "\n\n".join(parts)


def command(entry: Entry, arguments: str = "") -> str:
    """The manual of one command."""
    parts = [
        _wrapped(f"lentera {entry.name} - {entry.summary}"),
        f"usage: lentera {entry.name}{' [options]' if entry.options else ''}{arguments and f' {arguments}'}",
        _wrapped(entry.more),
    ]
    if entry.options:
        options = [(f"{option.name} {option.value}".strip(), option.meaning) for option in entry.options]
        parts.append(_block("Options", options))
    return "\n\n".join(parts)


def table() -> str:
    """The settings as the operator's manual shows them, in Markdown."""
    rows = [
        f"| `{variable.name}` | {variable.meaning} | {_code(variable.default) or 'none'} |" for variable in VARIABLES
    ]
    return "\n".join(["| Variable | What it says | Default |", "|---|---|---|", *rows])


def unknown(word: str) -> str:
    """What is said of a command that does not exist."""
    near = get_close_matches(word, [entry.name for _, entries in READERS for entry in entries], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"lentera: there is no command {word!r}.{hint} `lentera --help` lists them."


def _code(value: str) -> str:
    return value and f"`{value}`"


def _meaning(meaning: str, default: str) -> str:
    return meaning.replace("`", "") + (f" [{default}]" if default else "")


def _wrapped(text: str) -> str:
    return fill(text, WIDTH)


def _block(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """A title and rows in two columns; a long name has a line of its own."""
    left = min(max(len(name) for name, _ in rows), 26) + 4
    lines = [f"{title}:"]
    for name, meaning in rows:
        first = f"  {name}".ljust(left)
        if len(name) + 4 > left:
            lines.append(f"  {name}")
            first = " " * left
        lines.append(fill(meaning, WIDTH, initial_indent=first, subsequent_indent=" " * left))
    return "\n".join(lines)
