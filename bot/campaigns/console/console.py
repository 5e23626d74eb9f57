"""`/rollout`: finds who does what is asked, once it is clear that this person may.

The rule to keep: one table says which right each press and each form needs; what is not in it does not exist.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.campaigns.console.answering import Answering
from bot.campaigns.console.approving import Approving
from bot.campaigns.console.asked import Asked
from bot.campaigns.console.channels import Channels
from bot.campaigns.console.desk import Desk
from bot.campaigns.console.drafting import Drafting
from bot.campaigns.console.letters import Letters
from bot.campaigns.console.looking import Looking
from bot.campaigns.console.overview import page
from bot.campaigns.console.rehearsing import Rehearsing
from bot.campaigns.console.sending import Sending
from bot.campaigns.got_it import GotIt
from bot.campaigns.questions import Questions
from bot.campaigns.signups import SignUps
from bot.errors import Refusal
from bot.events import Actor, Command, Press, Submitted
from bot.message import Part, Reply
from bot.people import Act, Person
from bot.texts import Words

Pressed = Callable[[Press, Person, Words], Awaitable[Reply]]
Sent = Callable[[Submitted, Person, Words], Awaitable[Reply]]
Commanded = Callable[[Command, Person, Words], Awaitable[Reply]]
_AUDIT = ("audit", "log", "catatan", "riwayat")


class Console:
    """The handlers of `/rollout` and of everything its cards and forms lead to."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.looking = looking = Looking(desk)
        drafting = Drafting(desk, looking)
        channels = Channels(desk, looking)
        asked = Asked(desk, looking)
        approving = Approving(desk, looking)
        sending = Sending(desk, looking, drafting)
        answering = Answering(desk, looking)
        see, draft, approve = Act.SEE_ROLLOUT, Act.DRAFT_ROLLOUT, Act.APPROVE_ROLLOUT
        send, halt, log, lead = Act.SEND_ROLLOUT, Act.HALT_ROLLOUT, Act.SEE_ROLLOUT_AUDIT, Act.AGREE_GROUND_RULES
        self.presses: Mapping[str, tuple[Act, Pressed]] = {
            "open": (see, looking.open),
            "timeline": (see, looking.timeline),
            "texts": (see, looking.texts),
            "step": (see, looking.step),
            "facts": (see, looking.facts),
            "leads": (see, looking.leads),
            "summary": (see, looking.summary),
            "pack": (see, looking.pack),
            "status": (see, looking.status),
            "attention": (see, looking.attention),
            "previewing": (see, looking.previewing),
            "test": (see, sending.test),
            "test_one": (see, sending.test_one),
            "audit": (log, looking.audit),
            "new": (draft, drafting.new),
            "again": (draft, drafting.again),
            "edit": (draft, drafting.edit),
            "promises": (draft, drafting.promises),
            "practical": (draft, drafting.practical),
            "rehearse": (see, Rehearsing(desk, looking).rehearse),
            "helped": (draft, asked.helped),
            "leaving_out": (draft, asked.leaving_out),
            "channel": (draft, channels.choosing),
            "write_rules": (draft, drafting.write_rules),
            "ask_again": (draft, drafting.ask_again),
            "concern": (draft, drafting.concern),
            "summarise": (draft, drafting.summarise),
            "approve": (approve, approving.approve),
            "overriding": (approve, approving.overriding),
            "signing": (approve, approving.signing),
            "quorum": (approve, approving.quorum),
            "starting": (send, sending.starting),
            "resuming": (send, sending.resuming),
            "moving": (send, sending.moving),
            "cancelling": (send, sending.cancelling),
            "closing": (send, sending.closing),
            "ending": (send, sending.ending),
            "resend": (send, sending.resend),
            "pause": (halt, sending.pause),
            "halting": (halt, sending.halting),
            "rules": (lead, answering.read),
        }
        self.forms: Mapping[str, tuple[Act, Sent]] = {
            "preview": (see, looking.previewed),
            "created": (draft, drafting.created),
            "edited": (draft, drafting.edited),
            "promised": (draft, drafting.promised),
            "practised": (draft, drafting.practised),
            "left_out": (draft, asked.left_out),
            "channelled": (draft, channels.chosen),
            "ruled": (draft, drafting.ruled),
            "concerned": (draft, drafting.concerned),
            "overridden": (approve, approving.overridden),
            "signed": (approve, approving.signed),
            "quorate": (approve, approving.quorate),
            "started": (send, sending.started),
            "resumed": (send, sending.resumed),
            "moved": (send, sending.moved),
            "cancelled": (send, sending.cancelled),
            "closed": (send, sending.closed),
            "ended": (send, sending.ended),
            "halted": (halt, sending.halted),
            "rules": (lead, answering.answered),
        }
        self.words: Mapping[str, Commanded] = dict.fromkeys(("", *_AUDIT), self.command)
        """Who answers `/rollout`, by the word after it."""
        self.letters = Letters(desk, looking)
        self.questions = Questions(desk.store, desk.clock)
        self.signups = SignUps(desk.store, desk.clock)
        self.got_it = GotIt(desk.store, desk.clock, desk.playbooks, self.letters.write)

    async def command(self, event: Command, person: Person, t: Words) -> Reply:
        """`/rollout`: for HR all campaigns, for the works representative the log, for others whom to ask."""
        asks_log = event.args.strip().casefold() in _AUDIT
        if person.may(Act.SEE_ROLLOUT) and not asks_log:
            return Reply(await self.looking.home(person, t))
        if person.may(Act.SEE_ROLLOUT_AUDIT):
            return Reply(await self.looking.log(person, t))
        raise Refusal("rollout.not_yours")

    async def page(self, actor: Actor) -> tuple[Part, ...]:
        """What stands on the own page of whoever is in HR; nothing for others."""
        async with self.desk.store.begin() as work:
            person = await work.people.meet(actor)
            if not person.may(Act.SEE_ROLLOUT):
                return ()
            dossiers = await self.desk.dossiers(work)
        return page(self.desk.texts.to(person.locale), dossiers, self.looking.now())

    async def press(self, event: Press, person: Person, t: Words) -> Reply:
        """A button of ours, which may be old, forged, or somebody else's."""
        found = self.presses.get(event.action.partition(".")[2])
        if found is None:
            raise Refusal("common.unknown_action")
        act, handler = found
        _allowed(person, act)
        return await handler(event, person, t)

    async def submit(self, event: Submitted, person: Person, t: Words) -> Reply:
        """A form of ours."""
        found = self.forms.get(event.form.partition(".")[2])
        if found is None:
            raise Refusal("common.unknown_action")
        act, handler = found
        _allowed(person, act)
        return await handler(event, person, t)


def _allowed(person: Person, act: Act) -> None:
    if not person.may(act):
        raise Refusal(f"rollout.not_yours_{act}" if person.may(Act.SEE_ROLLOUT) else "rollout.not_yours")
