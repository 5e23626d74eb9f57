from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from adapters.local.app import Playground
from bot.events import Arrived, Command, Press, Said, Submitted
from tests.local.hand import EVERYTHING, NOW, PNG, Clock, Hand

Client = TestClient[web.Request, web.Application]


async def post(client: Client, path: str, status: int = 200, **body: object) -> Any:  # noqa: ANN401 - JSON
    async with client.post(f"/local/{path}", json=body) as response:
        assert response.status == status, await response.text()
        return await response.json()


async def inbox(client: Client, person: str, after: int = 0) -> Any:  # noqa: ANN401 - JSON
    async with client.get("/local/inbox", params={"person": person, "after": after}) as response:
        assert response.status == 200
        return (await response.json())["messages"]


async def test_a_command_is_handed_over_with_its_delivery_id_and_its_person(client: Client, hand: Hand) -> None:
    said = await post(client, "say", id="d-1", person="sari", text="/Track  2 jam #acme rapat ")
    event = hand.events[0]
    assert isinstance(event, Command)
    assert (event.id, event.name, event.args) == ("d-1", "track", "2 jam #acme rapat")
    assert (event.actor.id, event.actor.locale, event.actor.timezone) == ("sari", "id", "Asia/Jakarta")
    assert [message["text"] for message in said["messages"]] == ["Logged: 2 jam #acme rapat"]


async def test_without_an_id_each_delivery_gets_its_own(client: Client, hand: Hand) -> None:
    for _ in range(2):
        await post(client, "say", person="sari", text="/track 2h")
    assert hand.events[0].id != hand.events[1].id


async def test_a_second_delivery_reaches_the_core_again(client: Client, hand: Hand) -> None:
    for _ in range(2):
        said = await post(client, "say", id="d-1", person="sari", text="/track 2h")
        assert said["messages"][0]["text"] == "Logged: 2h"
        pressed = await post(
            client, "press", id="p-1", person="sari", message=said["messages"][0]["id"], action="track.undo", value="7"
        )
        assert pressed["messages"][0]["text"] == "Undone"
    assert [event.id for event in hand.events] == ["d-1", "p-1", "d-1", "p-1"]


async def test_other_text_is_said_to_the_bot(client: Client, hand: Hand) -> None:
    await post(client, "say", person="jonas", text="2h design")
    assert hand.events == [Said(hand.events[0].id, hand.events[0].actor, "2h design")]


async def test_the_inbox_tells_both_sides_of_the_chat_in_the_readers_time(client: Client) -> None:
    await post(client, "say", person="sari", text="/track 2 jam")
    await post(client, "say", person="jonas", text="/track 2h")
    theirs = await inbox(client, "sari")
    assert [(one["from"], one["name"], one["text"]) for one in theirs] == [
        ("sari", "Sari Wulandari", "/track 2 jam"),
        ("lentera", "Lentera", "Logged: 2 jam"),
    ]
    assert {(one["day"], one["time"], one["at"]) for one in theirs} == {("Rab 18 Nov", "15.00", NOW.isoformat())}
    assert {(one["day"], one["time"]) for one in await inbox(client, "jonas")} == {("Wed 18 Nov", "09:00")}


async def test_the_inbox_after_a_number_has_only_what_is_newer(client: Client) -> None:
    first = await post(client, "say", person="sari", text="/track 2 jam")
    assert await inbox(client, "sari", first["seq"]) == []
    await post(client, "say", person="sari", text="/track 3 jam")
    assert [one["text"] for one in await inbox(client, "sari", first["seq"])] == ["/track 3 jam", "Logged: 3 jam"]


async def test_every_part_comes_as_data(client: Client) -> None:
    message = (await post(client, "say", person="sari", text="/track everything"))["messages"][0]
    prose, small, facts, table, picture, file, buttons = message["parts"]
    assert message["spans"] == [{"text": "Everything, ", "style": "plain"}, {"text": "at once", "style": "strong"}]
    assert prose["spans"][3] == {"text": "a link", "style": "link", "url": "https://example.org/a"}
    assert (prose["quiet"], small["quiet"]) == (False, True)
    assert facts["pairs"][0]["value"]["text"] == "2 h"
    assert [cell["text"] for cell in table["columns"]] == ["Day", "Hours"]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [["Mon", "2:30"], ["Tue", "8:00"]]
    assert picture["alt"] == "One amber dot"
    assert (file["name"], file["bytes"]) == ("hours, 2026.csv", 10)
    assert [item["label"] for item in buttons["items"]] == ["Undo", "Edit", "Help"]
    async with client.get(picture["url"]) as response:
        assert (response.content_type, await response.read()) == ("image/png", PNG)
    async with client.get(file["url"]) as response:
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''hours%2C%202026.csv"
        assert await response.read() == b"day,hours\n"


async def test_what_somebody_typed_is_never_markup(client: Client) -> None:
    await post(client, "say", person="sari", text="*not strong* [x](https://example.org)")
    assert (await inbox(client, "sari"))[0]["spans"] == [
        {"text": "*not strong* [x](https://example.org)", "style": "plain"}
    ]


async def test_an_answer_that_settles_takes_the_place_of_its_card(client: Client) -> None:
    card = (await post(client, "say", person="sari", text="/track 2h"))["messages"][0]
    undone = await post(client, "press", person="sari", message=card["id"], action="track.undo", value="7")
    assert [(one["id"], one["text"]) for one in undone["messages"]] == [(card["id"], "Undone")]
    assert [one["text"] for one in await inbox(client, "sari")] == ["/track 2h", "Undone"]
    assert [one["text"] for one in await inbox(client, "sari", card["seq"])] == ["Undone"]


@pytest.mark.parametrize(
    ("message", "action", "value"),
    [(0, "track.undo", "8"), (0, "track.delete", "7"), (0, "track.undo", ""), (-1, "track.undo", "7")],
)
async def test_a_forged_press_never_reaches_the_core(
    client: Client, hand: Hand, message: int, action: str, value: str
) -> None:
    card = (await post(client, "say", person="sari", text="/track 2h"))["messages"][0]
    target = card["id"] + message
    refused = await post(client, "press", 409, person="sari", message=target, action=action, value=value)
    assert refused["error"] == "unknown_button"
    assert len(hand.events) == 1


async def test_nobody_presses_on_somebody_elses_card(client: Client, hand: Hand) -> None:
    card = (await post(client, "say", person="sari", text="/track 2h"))["messages"][0]
    refused = await post(client, "press", 404, person="jonas", message=card["id"], action="track.undo", value="7")
    assert refused["error"] == "unknown_message"
    async with client.get(f"/local/file/jonas/{card['id']}/0") as response:
        assert response.status == 404
    assert not [event for event in hand.events if isinstance(event, Press)]


async def open_form(client: Client, person: str = "sari") -> Any:  # noqa: ANN401 - JSON
    card = (await post(client, "say", person=person, text="/track 2h"))["messages"][0]
    return (await post(client, "press", person=person, message=card["id"], action="track.edit", value="7"))["form"]


GOOD: Mapping[str, object] = {"note": "review", "project": "acme", "days": ["1", "2"], "day": "2026-11-17"}


async def test_a_form_comes_as_data_with_what_is_filled_in(client: Client) -> None:
    form = await open_form(client)
    assert (form["title"], form["submit"]) == ("Edit entry", "Save entry")
    assert [(part["kind"], part.get("value", part.get("values"))) for part in form["parts"][1:]] == [
        ("text", "design"),
        ("text", ""),
        ("choice", "acme"),
        ("choices", ["1"]),
        ("day", "2026-11-17"),
        ("time", "09:30"),
    ]


async def test_a_sent_form_reaches_the_core_and_settles_the_card_that_opened_it(client: Client, hand: Hand) -> None:
    form = await open_form(client)
    sent = await post(client, "submit", id="s-1", person="sari", form=form["id"], fields=GOOD)
    event = hand.events[-1]
    assert isinstance(event, Submitted)
    assert (event.id, event.form, event.value) == ("s-1", "track.edit", "7")
    assert event.fields == {
        "note": "review",
        "more": "",
        "project": "acme",
        "days": ("1", "2"),
        "day": "2026-11-17",
        "start": "",
    }
    assert (sent["form"], sent["correction"]) == (None, None)
    assert [one["text"] for one in await inbox(client, "sari")] == ["/track 2h", "Changed"]


async def test_a_correction_of_the_core_keeps_the_form_open(client: Client) -> None:
    form = await open_form(client)
    sent = await post(client, "submit", person="sari", form=form["id"], fields={**GOOD, "note": "wrong"})
    assert sent["correction"]["fields"] == {"note": "Write something else"}
    again = await post(client, "submit", person="sari", form=form["id"], fields=GOOD)
    assert again["correction"] is None


async def test_a_form_may_answer_a_form(client: Client) -> None:
    form = await open_form(client)
    sent = await post(client, "submit", person="sari", form=form["id"], fields={**GOOD, "note": "thanks"})
    assert sent["form"]["title"] == "Thank you"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("note", "  ", "Ini perlu diisi."),
        ("note", "x" * 21, "Ini terlalu panjang."),
        ("project", "", "Ini perlu diisi."),
        ("day", "2026-02-30", "Tanggal ini tidak ada di kalender."),
        ("day", "20261117", "Tanggal ini tidak ada di kalender."),
        ("start", "25:00", "Ini bukan waktu seperti 09.30."),
    ],
)
async def test_what_a_person_can_do_wrong_is_said_at_the_field_in_their_language(
    client: Client, hand: Hand, field: str, value: str, problem: str
) -> None:
    form = await open_form(client)
    sent = await post(client, "submit", person="sari", form=form["id"], fields={**GOOD, field: value})
    assert sent["correction"]["fields"] == {field: problem}
    assert not [event for event in hand.events if isinstance(event, Submitted)]


@pytest.mark.parametrize(
    "fields",
    [
        {**GOOD, "forged": "x"},
        {**GOOD, "project": "secret"},
        {**GOOD, "days": ["9"]},
        {**GOOD, "days": "1"},
        {**GOOD, "note": ["a"]},
        {**GOOD, "note": "\ud800"},
        [],
        "x",
    ],
)
async def test_what_no_page_can_send_is_refused(client: Client, hand: Hand, fields: object) -> None:
    form = await open_form(client)
    await post(client, "submit", 400, person="sari", form=form["id"], fields=fields)
    assert not [event for event in hand.events if isinstance(event, Submitted)]


async def test_a_form_belongs_to_the_person_it_was_opened_for(client: Client) -> None:
    form = await open_form(client)
    refused = await post(client, "submit", 404, person="jonas", form=form["id"], fields=GOOD)
    assert refused["error"] == "unknown_form"


async def test_in_the_channel_a_command_and_its_answer_are_seen_by_their_author_alone(client: Client) -> None:
    await post(client, "say", person="sari", text="/track 2h", channel="general")
    assert [(one["chat"], one["private"]) for one in await inbox(client, "sari")] == [("general", True)] * 2
    assert await inbox(client, "jonas") == []


async def test_in_the_channel_everybody_reads_what_is_said_aloud(client: Client, hand: Hand) -> None:
    await post(client, "say", person="sari", text="Selamat pagi", channel="general")
    assert hand.events == []
    await post(client, "say", person="sari", text="@Lentera  apa kabar?", channel="general")
    assert [event.text for event in hand.events if isinstance(event, Said)] == ["apa kabar?"]
    await post(client, "say", person="sari", text="/track aloud", channel="general")
    assert [(one["text"], one["private"]) for one in await inbox(client, "jonas")] == [
        ("Selamat pagi", False),
        ("@Lentera  apa kabar?", False),
        ("Everybody reads this", False),
    ]


async def test_somebody_new_is_welcomed_once(client: Client, hand: Hand) -> None:
    assert (await post(client, "arrive", person="sari"))["messages"][0]["text"] == "Welcome, Sari Wulandari"
    assert (await post(client, "arrive", person="sari"))["messages"] == []
    assert len([event for event in hand.events if isinstance(event, Arrived)]) == 1


async def test_the_clock_is_wound_and_tells_what_came_on_the_way(client: Client, clock: Clock) -> None:
    wound = await post(client, "clock", to="2026-11-19T09:00:00+07:00")
    assert clock.now() == datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
    assert (wound["now"], wound["home"]) == ("2026-11-19T02:00:00+00:00", "2026-11-19T09:00")
    assert [(one["person"], one["time"]) for one in wound["messages"]] == [("sari", "09.00")]


async def test_a_time_without_an_offset_is_the_home_citys(client: Client, clock: Clock) -> None:
    await post(client, "clock", to="2026-11-19T09:00")
    assert clock.now() == datetime(2026, 11, 19, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ("2026-11-18T07:59:59Z", "backwards"),
        ("2028-01-01T00:00:00Z", "too_far"),
        ("9999-12-31T23:59:59Z", "too_far"),
        ("tomorrow", "malformed"),
        ("9999-12-31T23:59:59-12:00", "malformed"),
        ("0001-01-01T00:00:00", "malformed"),
    ],
)
async def test_a_clock_that_cannot_go_there_says_so(client: Client, clock: Clock, to: str, error: str) -> None:
    assert (await post(client, "clock", 400, to=to))["error"] == error
    assert clock.now() == NOW


async def test_the_gallery_shows_every_example_in_every_language(client: Client) -> None:
    async with client.get("/local/gallery") as response:
        gallery = await response.json()
    assert gallery["locales"] == ["en", "id"]
    everything, form = gallery["examples"]
    assert everything["shown"]["id"]["message"]["text"] == "Everything, at once"
    assert form["shown"]["en"]["form"]["title"] == "Edit entry"
    async with client.get(everything["shown"]["id"]["message"]["parts"][4]["url"]) as response:
        assert await response.read() == PNG


async def test_the_stream_says_whose_inbox_is_new(client: Client) -> None:
    await post(client, "say", person="sari", text="/track 2 jam")
    async with client.get("/local/stream") as response:
        assert response.content_type == "text/event-stream"
        assert (await response.content.readline()).startswith(b"id: 2")
        assert b'"people": ["sari"]' in await response.content.readline()
        await post(client, "say", person="jonas", text="/track 2h")
        await response.content.readline()
        await response.content.readline()
        assert b'"people": ["jonas"]' in await response.content.readline()


async def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    async with client.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
        assert response.status == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_before_the_bot_is_ready_the_playground_says_so(client: Client, playground: Playground) -> None:
    playground._handle = None
    assert (await post(client, "say", 503, person="sari", text="/track 2h"))["error"] == "starting"


async def test_the_postman_may_write_to_people_and_to_the_channel(client: Client, playground: Playground) -> None:
    await playground.send("person:sari", EVERYTHING)
    await playground.send("channel:general", EVERYTHING)
    assert [one["chat"] for one in await inbox(client, "sari")] == ["lentera", "general"]
