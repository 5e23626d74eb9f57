"""The core with everything it asks for: what web, worker and demo have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.composition.desk import known_playbooks, texts
from bot.composition.privacy import privacy_of
from bot.composition.talk import door_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.app import Features
    from bot.campaigns.channel import Rooms
    from bot.campaigns.console.console import Console
    from bot.campaigns.console.ports import Surveys
    from bot.composition.faq import Installed
    from bot.events import Actor, Said
    from bot.message import Message, Reply
    from bot.metronome import Metronome, Part
    from bot.outbox import Postman
    from bot.people import Person
    from bot.ports import Clock, Messenger, Store
    from bot.privacy.desk import PrivacyDesk
    from bot.pulse import Marker
    from bot.talk.door import Door
    from bot.texts import Words
    from bot.timesheet.track import Track
    from config.settings import Settings
    from storage.store import Database

BEAT = 5.0
"""Seconds between two looks at what is due."""
ROSTER = 30.0
"""Seconds between two looks whether it is time to see who works here."""
_RATES = {"slack": 4.0, "teams": 49.0}
"""Messages a second into one workspace. Slack allows several hundred a minute and publishes no number; Teams takes
fifty calls a second from an app in one tenant."""


def store_of(settings: Settings) -> Database:
    """The database, knowing who is appointed to what; in the playground also who the demo company names."""
    from storage.store import Database

    appointed = dict(settings.appointed)
    if settings.playground or settings.playground_url:
        from bot.composition.demo import company

        appointed |= company().appointed()
    return Database(settings.database_url, locale=settings.locale, zone=settings.zone, appointed=appointed)


def track_of(settings: Settings, store: Store, clock: Clock) -> Track:
    """Everything that `/track` does, under the installation's own working-time policy."""
    from bot.hours.desk import HoursDesk
    from bot.timesheet.policy import Policies
    from bot.timesheet.track import Track
    from config.policies import policies

    known = policies()
    chosen = Policies({**known.named, "default": known.of(settings.policy)})
    hours = HoursDesk(store, clock, known_playbooks())
    return Track(store, texts(), chosen, clock, hours, privacy_of(settings, store, clock).home)


def console_of(
    settings: Settings,
    store: Store,
    clock: Clock,
    surveys: Surveys | None = None,
    rooms: Mapping[str, Rooms] | None = None,
) -> Console:
    """Everything that `/rollout` does. Without surveys, a rollout that has one cannot start.

    `rooms` finds channels, by platform; it is looked into when somebody asks, and may be filled until then.
    """
    from bot.campaigns.console.console import Console
    from bot.campaigns.console.desk import Desk
    from bot.campaigns.console.surveys import NoSurveys
    from bot.composition.campaign import in_a_thread
    from bot.timesheet.policy import Policies
    from config.policies import policies
    from config.questionnaires import questionnaires

    known, playbooks = policies(), known_playbooks()
    return Console(
        Desk(
            store,
            texts(),
            clock,
            playbooks,
            Policies({**known.named, "default": known.of(settings.policy)}),
            surveys or NoSurveys(questionnaires()),
            settings.company,
            {} if rooms is None else rooms,
            in_a_thread(playbooks),
        )
    )


def features_of(
    track: Track,
    store: Store,
    clock: Clock,
    console: Console,
    door: Door | None = None,
    privacy: PrivacyDesk | None = None,
    installed: Installed | None = None,
) -> Features:
    """Who answers what. `installed` is what the installation gives the FAQ."""
    from dataclasses import replace

    from bot.composition.faq import answers_of, asking_of
    from bot.composition.surveys import desk_of
    from bot.evidence.desk import WORDS, EvidenceDesk
    from bot.faq.desk import ANSWERS
    from bot.hours.desk import HOURS
    from bot.hours.sharing import Sharing
    from bot.staff.desk import PeopleDesk
    from bot.staff.rollout import Rollout
    from config.questionnaires import questionnaires

    door = door or door_of(store, clock)
    found, desk, surveys = track.features(), PeopleDesk(store, clock), desk_of(store, clock)
    sharing = Sharing(store, clock)
    asking = asking_of(console.desk, door, installed)
    answers, beside = asking.after(track.heard), answers_of(console.desk, installed.periods if installed else None)
    evidence = EvidenceDesk(store, known_playbooks(), questionnaires(), track.hours)

    async def said(event: Said, person: Person, t: Words) -> Reply:
        # An answer to a survey must not be read as anything else, nor stand in another handler's way.
        return await surveys.typed(event, person, t) or await answers(event, person, t)

    return replace(
        found,
        commands={
            **found.commands,
            "talk": door.command,
            "ask": asking.command,
            "rollout": Rollout(
                {
                    "people": desk.command,
                    **dict.fromkeys(HOURS, track.hours.command),
                    **dict.fromkeys(WORDS, evidence.command),
                    **dict.fromkeys(ANSWERS, beside.command),
                    **console.words,
                }
            ),
            **({"privacy": privacy.command} if privacy else {}),
        },
        presses={
            **found.presses,
            "people": desk.press,
            "hours": track.hours.press,
            "share": sharing.press,
            "evidence": evidence.press,
            "answers": beside.press,
            "survey": surveys.press,
            "rollout": console.press,
            "campaign": console.got_it.press,
            "ask": console.questions.press,
            "help": console.signups.press,
            "talk": door.press,
            "faq": asking.press,
            **({"privacy": privacy.press} if privacy else {}),
        },
        forms={
            **found.forms,
            "people": desk.submit,
            "share": sharing.submit,
            "evidence": evidence.submit,
            "answers": beside.submit,
            "survey": surveys.submit,
            "rollout": console.submit,
            "ask": console.questions.submit,
            "talk": door.submit,
            **({"privacy": privacy.submit} if privacy else {}),
        },
        said=said,
    )


def home_of(track: Track, console: Console, door: Door) -> Callable[[Actor], Awaitable[Message]]:
    """Somebody's own page, where a platform has a place for it: their time, the door, and for HR what comes next."""
    from dataclasses import replace

    from bot.talk.waits import waits

    async def show(actor: Actor) -> Message:
        page = await track.dashboard.show(actor)
        async with console.desk.store.begin() as work:
            person = await work.people.meet(actor)
            t = console.desk.texts.to(person.locale)
            waiting = await waits(work, person, t)
        return replace(page, parts=(*await console.page(actor), *waiting, *page.parts, *await door.page(t)))

    return show


def metronome_of(
    track: Track,
    console: Console,
    store: Store,
    clock: Clock,
    messengers: Mapping[str, Messenger],
    *,
    marker: Marker | None = None,
    more: Sequence[Part] = (),
) -> tuple[Metronome, Postman]:
    """What is due, and the way it goes out. `marker` is what a restored database is recognised by."""
    from bot.campaigns.atlas import gatekeeper
    from bot.campaigns.board import Board
    from bot.campaigns.console.budget import yielding
    from bot.campaigns.engine import Engine, Ways
    from bot.hours.sharing import Sharing
    from bot.metronome import Metronome
    from bot.outbox import Postman
    from bot.privacy.duty import PrivacyDuty
    from bot.surveys.code_letters import CodeLetters
    from bot.surveys.early import EARLY, EarlyLetters
    from bot.surveys.notes import AGAIN, Notes
    from bot.surveys.rollout import RolloutSurveys
    from bot.talk.by_name import ByName
    from bot.timesheet.reminders import CHANGED

    surveys = console.desk.surveys
    by_name = ByName(store, clock).letters()
    ways = Ways(
        console.desk.playbooks,
        console.desk.policies.of,
        console.letters.write,
        gatekeeper=surveys.gatekeeper if isinstance(surveys, RolloutSurveys) else gatekeeper,
    )
    engine, board = Engine(store, clock, ways), Board(store, clock, ways, console.letters.post)
    notes = {**Notes(store, clock, console.desk.company).letters(), **CodeLetters(store, clock).letters()}
    notes[EARLY] = EarlyLetters(store).write
    notes |= PrivacyDuty(store, clock).letters()
    asked = {**by_name, **console.signups.letters(), **Sharing(store, clock).letters()}
    letters = {**track.reminders.letters(), **console.letters.letters(), **notes, **asked}
    postman = Postman(
        store,
        texts(),
        messengers,
        {**letters, **yielding(store, {kind: letters[kind] for kind in track.reminders.planners()})},
        clock,
        rates=_RATES,
        # That somebody else has changed one's hours must arrive, if need be twice; so must what people say by name.
        promises={CHANGED, *notes, *asked} - {AGAIN},
        campaigns=board.letter(surveys.letter(engine.letter) if isinstance(surveys, RolloutSurveys) else engine.letter),
        marker=marker,
    )
    metronome = Metronome(
        store, clock, track.reminders.planners(), postman, parts=(*more, engine, board, console.letters)
    )
    return metronome, postman
