"""The meeting, for the reader's calendar: an `.ics` file, or a link where a platform takes no file.

The rule to keep: it is one event for ever. Its UID is the campaign's, each move raises its SEQUENCE, and so a calendar
that has it already moves it instead of adding another (RFC 5545, 3.8.7.4).
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from bot.campaigns.campaign import Campaign, State
from bot.markup import Markup
from bot.message import File, Link

LENGTH = timedelta(hours=1)
"""How long a meeting is, of which nothing more is known."""
ALARM = timedelta(minutes=15)
"""So long before it a calendar reminds."""
_YEAR = timedelta(days=366)
"""What a file says of its zone's clock reaches so far on either side; a whole history takes a tenth of a second."""
NAME = "lentera.ics"
_OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"


def invite(campaign: Campaign, company: str, place: str, now: datetime, label: Markup) -> File:
    """The meeting as a file, in the campaign's own zone; of a cancelled one, that it is not. `place` may be empty.

    `label` is of the link that stands for it where a platform takes no file, which cannot say that a meeting is off.
    It asks for no answer (METHOD:PUBLISH): who comes is nobody's list. The same file for everybody, made once a day.
    """
    made = _made(campaign, company, place, now.astimezone(UTC).date())
    return made if campaign.state is State.CANCELLED else replace(made, instead=link(campaign, label, place))


@lru_cache(maxsize=64)
def _made(campaign: Campaign, company: str, place: str, today: date) -> File:
    # Half a tenth of a second, which a process that never sends one need not spend.
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415

    start = campaign.anchor.astimezone(campaign.zone)
    cancelled = campaign.state is State.CANCELLED
    event = Event()
    event.add("UID", f"campaign-{campaign.id}-{int(campaign.created_at.timestamp())}@lentera")
    event.add("DTSTAMP", datetime.combine(today, time(), UTC))
    event.add("SEQUENCE", campaign.moves + cancelled)
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("DTSTART", start)
    event.add("DTEND", (start.astimezone(UTC) + LENGTH).astimezone(campaign.zone))
    event.add("SUMMARY", campaign.title)
    if place:
        event.add("LOCATION", place)
    if not cancelled:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", -ALARM)
        alarm.add("DESCRIPTION", campaign.title)
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("PRODID", f"-//{company}//Lentera//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    # A calendar that has never heard of the zone learns it from the file. https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5
    calendar.add_missing_timezones(start.date() - _YEAR, start.date() + _YEAR)
    return File(NAME, "text/calendar", calendar.to_ical())


def link(campaign: Campaign, label: Markup, place: str) -> Link:
    """The meeting as a page of the reader's own calendar, filled in: for Teams, whose people have Outlook's."""
    start = campaign.anchor.astimezone(UTC)
    asked = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": campaign.title,
        "startdt": start.isoformat(),
        "enddt": (start + LENGTH).isoformat(),
        "location": place,
    }
    return Link(label, f"{_OUTLOOK}?{urlencode({name: value for name, value in asked.items() if value})}")
