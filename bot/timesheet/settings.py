"""What a person sets for themselves: language, zone, working hours, week start, reminder.

The rule to keep: what is left empty follows the chat platform.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from zlib import crc32

from bot.errors import Refusal
from bot.events import Press, Submitted
from bot.markup import literal
from bot.message import Choice, Form, Message, Option, Reply, Text, Time
from bot.people import Person, Preferences
from bot.ports import Store
from bot.texts import Texts, Words
from bot.zones import meant


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings form and what it changes."""

    store: Store
    texts: Texts

    async def form(self, person: Person, t: Words) -> Reply:
        """The form, filled with what holds now."""
        async with self.store.begin() as work:
            own = await work.people.preferences(person.id)
            platforms = await work.people.platforms(person.id)
        return Reply(settings_form(t, own, self.texts.locales, platforms))

    async def save(self, event: Submitted, person: Person) -> Reply:
        """Store what was sent, unless something else was stored since the form was opened."""
        wanted = self._wanted(event)
        async with self.store.begin() as work:
            await work.people.lock(person.id)
            own = await work.people.preferences(person.id)
            platforms = await work.people.platforms(person.id)
            chosen = event.text("platform") or None
            # Where there is nothing to choose from, the form does not ask.
            asked = len(platforms) > 1 and chosen in {None, *platforms}
            wanted = replace(wanted, platform=chosen if asked else own.platform)
            if own != wanted:
                if event.value != _mark(own):
                    raise Refusal("track.settings_changed")
                await work.people.prefer(person.id, wanted)
            person = await work.people.lock(person.id)
        t = self.texts.to(person.locale)
        saved = t(
            "track.settings_saved",
            language=t(f"track.language_{t.locale}"),
            zone=literal(person.zone.key),
            **{"from": t.clock(person.work_from)},
            to=t.clock(person.work_to),
            remind=t.clock(person.remind_at) if person.remind_at else t("track.settings_remind_off"),
        )
        return Reply(Message(saved), closes=True)

    def _wanted(self, event: Submitted) -> Preferences:
        """What a form says. Raises a refusal at the field that cannot be."""
        work_from, work_to = _time(event.text("from"), "from"), _time(event.text("to"), "to")
        if work_to <= work_from:
            raise Refusal("track.settings_hours", "to")
        remind, locale = event.text("remind"), event.text("locale")
        return Preferences(
            locale=locale if locale in self.texts.locales else None,
            zone=_zone(event.text("zone")),
            work_from=work_from,
            work_to=work_to,
            week_start=6 if event.text("week") == "6" else 0,
            remind_at=_time(remind, "remind") if remind else None,
        )

    async def stop_reminders(self, person: Person, t: Words) -> Reply:
        """The switch beside each reminder."""
        async with self.store.begin() as work:
            own = await work.people.preferences(person.id)
        await self._store(replace(own, remind_at=None), person)
        return Reply(Message(t("track.reminders_stopped")), settles=True)

    async def stopped(self, event: Press, person: Person, t: Words) -> Reply:
        """The same, pressed."""
        del event
        return await self.stop_reminders(person, t)

    async def _store(self, wanted: Preferences, person: Person) -> Person:
        async with self.store.begin() as work:
            await work.people.prefer(person.id, wanted)
            return await work.people.lock(person.id)


def settings_form(t: Words, own: Preferences, locales: Sequence[str], platforms: Sequence[str] = ()) -> Form:
    """The form, filled with what the person has set. Where to write is asked of whoever is on several `platforms`."""
    places = (
        Option("", t("track.settings_platform_auto")),
        *(Option(name, t(f"track.platform_{name}")) for name in platforms),
    )
    where = Choice("platform", t("track.settings_platform"), places, value=own.platform or "", required=False)
    languages = (
        Option("", t("track.settings_locale_auto")),
        *(Option(locale, t(f"track.language_{locale}")) for locale in locales),
    )
    week = (Option("0", t("track.settings_week_monday")), Option("6", t("track.settings_week_sunday")))
    return Form(
        title=t("track.settings_title"),
        action="track.settings",
        submit=t("track.form_save"),
        value=_mark(own),
        parts=(
            Choice("locale", t("track.settings_locale"), languages, value=own.locale or "", required=False),
            Text(
                "zone",
                t("track.settings_zone"),
                value=own.zone or "",
                hint=t("track.settings_zone_hint"),
                required=False,
                limit=60,
            ),
            Time("from", t("track.settings_from"), value=own.work_from),
            Time("to", t("track.settings_to"), value=own.work_to),
            Choice("week", t("track.settings_week"), week, value=str(own.week_start)),
            Time(
                "remind",
                t("track.settings_remind"),
                value=own.remind_at,
                hint=t("track.settings_remind_hint"),
                required=False,
            ),
            *((where,) if len(platforms) > 1 else ()),
        ),
    )


def _mark(own: Preferences) -> str:
    """Tells one state of the settings from another: a form that was opened on an older one must not undo a newer."""
    return f"{crc32(repr(own).encode()):08x}"


def _time(text: str, field: str) -> time:
    try:
        # A clock on the wall: fromisoformat would also read an offset, and seconds.
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - only its clock is wanted
    except ValueError as error:
        raise Refusal("track.wrong_no_such_time", field) from error


def _zone(text: str) -> str | None:
    """The zone that somebody means. None for empty."""
    if not text:
        return None
    found = meant(text)
    if found is None:
        raise Refusal("track.settings_no_zone", "zone")
    return found.key
