"""The meeting in a calendar: one event, however often it is moved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from bot.campaigns import invite
from bot.campaigns.campaign import Campaign, State
from bot.campaigns.sample import campaign as sample
from bot.markup import Markup
from config.playbooks import playbooks

LABEL = Markup("Add to calendar")
NOW = datetime(2026, 12, 1, 2, 30, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def meeting() -> Campaign:
    return replace(sample(playbooks()["time-tracking"]), moves=0)


def read(campaign: Campaign, place: str = "Aula, lantai 3; pintu barat") -> tuple[Calendar, Component]:
    calendar = Calendar.from_ical(invite.invite(campaign, "Kopi Nusantara", place, NOW, LABEL).data)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_a_meeting_says_when_and_where_in_the_campaign_s_own_zone(meeting: Campaign) -> None:
    calendar, event = read(meeting)
    assert calendar["METHOD"] == "PUBLISH"
    assert event["DTSTART"].params["TZID"] == "Asia/Jakarta"
    assert event.decoded("DTSTART") == meeting.anchor
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Jakarta"]
    assert event["SUMMARY"] == meeting.title
    assert event["LOCATION"] == "Aula, lantai 3; pintu barat"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-15)
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


def test_a_place_that_is_not_known_is_not_named(meeting: Campaign) -> None:
    assert "LOCATION" not in read(meeting, "")[1]


def test_a_move_changes_the_same_event(meeting: Campaign) -> None:
    moved = replace(meeting, anchor=meeting.anchor + timedelta(days=7), moves=2)
    (_, before), (_, after) = read(meeting), read(moved)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert after.decoded("DTSTART") == moved.anchor


def test_a_cancelled_meeting_is_taken_out_of_the_calendar(meeting: Campaign) -> None:
    calendar, event = read(replace(meeting, moves=2, state=State.CANCELLED))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
    assert event["UID"] == read(meeting)[1]["UID"]
    assert not event.walk("VALARM")
    assert invite.invite(replace(meeting, state=State.CANCELLED), "Kopi", "", NOW, LABEL).instead is None


def test_two_campaigns_are_two_events_also_where_the_database_began_afresh(meeting: Campaign) -> None:
    others = replace(meeting, id=2), replace(meeting, created_at=meeting.created_at + timedelta(days=365))
    assert len({read(one)[1]["UID"] for one in (meeting, *others)}) == 3


def test_summer_time_is_the_zone_s_and_not_the_server_s(meeting: Campaign) -> None:
    berlin = replace(meeting, zone=ZoneInfo("Europe/Berlin"), anchor=datetime(2026, 7, 1, 8, tzinfo=UTC))
    calendar, event = read(berlin)
    assert event["DTSTART"].to_ical() == b"20260701T100000"
    assert {zone["TZID"] for zone in calendar.walk("VTIMEZONE")} == {"Europe/Berlin"}
    assert event.decoded("DTSTART") == berlin.anchor


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80).filter(lambda text: text.isprintable() and text.strip() == text and text != ""))
def test_whatever_hr_types_stays_one_line_of_the_file(title: str) -> None:
    campaign = replace(sample(playbooks()["time-tracking"]), title=title)
    _, event = read(campaign, title)
    assert (event["SUMMARY"], event["LOCATION"]) == (title, title)


def test_everybody_s_file_is_made_once(meeting: Campaign) -> None:
    later = NOW + timedelta(hours=3)
    first, second = (invite.invite(meeting, "Kopi", "", moment, LABEL) for moment in (NOW, later))
    assert first.data is second.data


def test_a_link_fills_in_the_same_meeting(meeting: Campaign) -> None:
    link = invite.invite(meeting, "Kopi", "Room 3 & 4", NOW, LABEL).instead
    assert link is not None
    asked = parse_qs(urlsplit(link.url).query)
    assert link.url.startswith("https://outlook.office.com/")
    assert asked["startdt"] == [meeting.anchor.isoformat()]
    assert (asked["subject"], asked["location"]) == ([meeting.title], ["Room 3 & 4"])
