"""A bot by hand that answers with every part, so that the adapter is tested on what it has to show and nothing else."""

from datetime import UTC, date, datetime, time

from bot.events import Arrived, Command, Event, Press, Said, Submitted
from bot.markup import literal
from bot.message import (
    Button,
    Buttons,
    Choice,
    Choices,
    Correction,
    Day,
    Facts,
    File,
    Form,
    Link,
    Message,
    Option,
    Picture,
    Prose,
    Reply,
    Table,
    Text,
    Time,
)

# The smallest PNG there is: one amber pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6338d12402000374015f0bc1776f0000000049454e44ae426082"
)
EVERYTHING = Message(
    "Everything, *at once*",
    (
        Prose("Some `code`, [a link](https://example.org/a) and _gentle_ words."),
        Prose("Small print", quiet=True),
        Facts((("Today", "*2 h*"),)),
        Table("The week", ("Day", "Hours"), (("Mon", "2:30"), ("Tue", "8:00"))),
        Picture(PNG, "One amber dot"),
        File("hours, 2026.csv", "text/csv; charset=utf-8", b"day,hours\n"),
        Buttons(
            (
                Button("Undo", "track.undo", "7", "danger"),
                Button("Edit", "track.edit", "7", opens_form=True),
                Link("Help", "https://example.org/help"),
            )
        ),
    ),
)
FORM = Form(
    "Edit entry",
    "track.edit",
    "Save entry",
    (
        Prose("What was logged:"),
        Text("note", "Note", "design", limit=20),
        Text("more", "More", required=False, multiline=True),
        Choice("project", "Project", (Option("acme", "#acme"), Option("portal", "#portal")), "acme"),
        Choices("days", "Days", (Option("1", "Mon"), Option("2", "Tue")), ("1",)),
        Day("day", "Day", date(2026, 11, 17)),
        Time("start", "Start", time(9, 30), required=False, hint="When it began"),
    ),
    value="7",
)
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


class Hand:
    """Answers like a bot, and remembers what it was asked."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def handle(self, event: Event) -> Reply:  # noqa: C901, PLR0911 - one line an answer
        self.events.append(event)
        match event:
            case Command(args="everything"):
                return Reply(EVERYTHING)
            case Command(args="form"):
                return Reply(FORM)
            case Command(args="aloud"):
                return Reply(Message("Everybody reads this"), private=False)
            case Command(args=args):
                return Reply(Message(f"Logged: {literal(args)}", EVERYTHING.parts[-1:]))
            case Press(action="track.undo"):
                return Reply(Message("Undone"), settles=True)
            case Press(action="track.edit"):
                return Reply(FORM)
            case Press():
                return Reply()
            case Submitted(fields=fields) if fields["note"] == "wrong":
                return Reply(Correction("Not like this", {"note": "Write something else"}))
            case Submitted(fields=fields) if fields["note"] == "thanks":
                return Reply(Form("Thank you", "track.thanks", "Close the form", (Prose("It arrived."),)))
            case Submitted():
                return Reply(Message("Changed"), settles=True, closes=True)
            case Said(text=text):
                return Reply(Message(f"You said {literal(text)}"))
            case Arrived(actor=actor):
                return Reply(Message(f"Welcome, {literal(actor.name)}"))
