"""What people do in the pretend Slack reaches an app that was made for the real one, and its answers reach them."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.pretend.bolt import Echo, card
from tests.pretend.slack.filling import EMPTY
from tests.pretend.slack.line import Delivery
from tests.pretend.slack.manifest import Manifest
from tests.pretend.slack.person import TROUBLE, Person
from tests.pretend.slack.pretend import PretendSlack
from tests.pretend.slack.refusal import Json
from tests.pretend.slack.speaker import SlackMail, SlackSpeaker


async def test_a_command_is_signed_as_slack_signs_and_its_answer_is_seen_by_its_author_alone(
    slack: PretendSlack, echo: Echo, ada: Person, sari: Person
) -> None:
    general = slack.channel("general", ada, sari)
    assert await ada.types("/track 2h design", channel=general) == "Logged: 2h design\n(Undo) (Edit)"
    assert ada.sees(general) == ["Logged: 2h design\n(Undo) (Edit)"]
    assert sari.sees(general) == []
    body = echo.bodies[0]
    assert (body["command"], body["text"], body["channel_name"]) == ("/track", "2h design", "general")
    assert body["user_id"] == ada.user.id
    assert slack.complaints == []


async def test_a_command_answered_in_plain_text(echo: Echo, ada: Person) -> None:
    assert await ada.types("/track plain") == "As plain as can be"
    assert echo.bodies[0]["channel_name"] == "directmessage"


async def test_the_three_signs_arrive_escaped(echo: Echo, ada: Person) -> None:
    await ada.types("/track 2h R&D <b>")
    assert echo.bodies[0]["text"] == "2h R&amp;D &lt;b&gt;"


async def test_a_button_replaces_the_card_it_was_on(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    await ada.types("/track 2h design")
    assert await ada.presses("Undo") == "Undone\n(Restore)"
    assert ada.sees() == ["Undone\n(Restore)"]
    body = echo.bodies[1]
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    assert (body["actions"][0]["action_id"], body["actions"][0]["value"]) == ("track.undo", "7")
    assert slack.complaints == []


async def test_only_a_button_that_is_shown_can_be_pressed(echo: Echo, ada: Person) -> None:
    await ada.types("/track 2h design")
    with pytest.raises(AssertionError, match="no button 'Delete' among"):
        await ada.presses("Delete")
    assert len(echo.bodies) == 1


FORM = "[Edit entry]\nWhat was logged:\nHow long: 2 h\nProject: \nDay: 2026-11-18\n(Save)"


async def test_a_form_opens_is_corrected_and_closes(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    await ada.types("/track 2h design")
    assert await ada.presses("Edit") == FORM
    assert await ada.submits(time="many") == "Write how long it took."
    assert ada.form() is not None
    assert await ada.submits(time="3h", project="#beta", day="2026-11-17") == "Changed to 3h\n(Undo)"
    assert ada.form() is None
    values = echo.bodies[-1]["view"]["state"]["values"]
    assert values["time"] == {"value": {"type": "plain_text_input", "value": "3h"}}
    assert values["project"]["value"]["selected_option"]["value"] == "beta"
    assert values["day"] == {"value": {"type": "datepicker", "selected_date": "2026-11-17"}}
    assert slack.complaints == []


async def test_what_slacks_own_client_refuses_is_never_sent(echo: Echo, ada: Person) -> None:
    await ada.types("/track form")
    assert await ada.submits(time="") == EMPTY
    assert await ada.submits(time="x" * 21) == "Please enter 20 characters or fewer."
    assert len(echo.bodies) == 1
    with pytest.raises(AssertionError, match="no choice 'gamma'"):
        await ada.submits(project="gamma")
    with pytest.raises(AssertionError, match="no field 'colour'"):
        await ada.submits(colour="red")


async def test_closing_a_form_is_told_where_the_app_asked_for_it(echo: Echo, ada: Person) -> None:
    await ada.types("/track form")
    await ada.closes()
    assert ada.form() is None
    assert echo.bodies[-1]["type"] == "view_closed"


async def test_a_direct_message_and_a_mention_reach_the_app_and_nothing_else_does(
    slack: PretendSlack, echo: Echo, ada: Person
) -> None:
    general = slack.channel("general", ada, app=True)
    assert await ada.types("2h R&D") == "You said: 2h R&D"
    assert await ada.types("good morning", channel=general) == ""
    assert (await ada.types("@lentera good morning", channel=general)).endswith("good morning")
    assert [body["event"]["type"] for body in echo.bodies] == ["message", "app_mention"]
    assert echo.bodies[0]["event"]["channel_type"] == "im"


async def test_without_the_scope_direct_messages_do_not_arrive(ada: Person, slack: PretendSlack, echo: Echo) -> None:
    scopes = slack.manifest.scopes - {"im:history"}
    slack.bot_token = slack.tokens.bot(slack.workspace, scopes)
    assert await ada.types("2h design") == ""
    assert echo.bodies == []


MANIFEST: Json = {
    "display_information": {"name": "Lentera"},
    "features": {
        "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/ask", "description": "Ask"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
    },
}


async def test_an_app_gets_what_its_manifest_asks_for_and_no_more() -> None:
    async with PretendSlack(manifest=Manifest.read(MANIFEST)) as slack:
        ada = slack.user("ada")
        assert await ada.types("/track 2h") == "/track is not a valid command."
        assert await ada.types("hello") == ""
        assert slack.line.delivered == []
        client = AsyncWebClient(slack.bot_token, base_url=slack.api)
        for call, word in (
            (client.users_info(user=ada.user.id), "missing_scope"),
            (client.views_publish(user_id=ada.user.id, view={"type": "home", "blocks": card("Hi")}), "not_enabled"),
        ):
            with pytest.raises(SlackApiError, match=word):
                await call


def test_a_manifest_that_hears_what_it_may_not_is_refused() -> None:
    settings = {"event_subscriptions": {"bot_events": ["message.im"]}}
    with pytest.raises(AssertionError, match="needs one of"):
        Manifest.read({**MANIFEST, "settings": settings})


async def test_the_app_home_is_published_and_read(echo: Echo, ada: Person) -> None:
    assert ada.screen.home() == ""
    assert await ada.opens() == "Your week\n(Log)"
    assert "view" not in echo.bodies[0]["event"]
    await ada.opens()
    assert echo.bodies[1]["event"]["view"]["type"] == "home"


async def test_joining_changing_and_uninstalling_are_told(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    general = slack.channel("general", app=True)
    await ada.joins()
    await ada.joins(general)
    await ada.changes(locale="de-DE", tz="Europe/Vienna")
    await slack.uninstall()
    assert [body["event"]["type"] for body in echo.bodies] == [
        "team_join",
        "member_joined_channel",
        "user_change",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert echo.bodies[2]["event"]["user"]["locale"] == "de-DE"


async def test_the_challenge_of_a_request_url_is_answered(slack: PretendSlack, echo: Echo) -> None:
    assert (await slack.verify()).status == 200
    assert slack.complaints == []
    assert echo.bodies == []


async def test_the_same_key_is_the_same_delivery(echo: Echo, ada: Person) -> None:
    speaker = SlackSpeaker(ada)
    first = await speaker("/track 10m email", id="x")
    assert await speaker("/track 10m email", id="x") == first
    assert echo.bodies[0] == echo.bodies[1]
    await speaker("tea", id="y")
    await speaker("tea", id="y")
    assert echo.bodies[2] == echo.bodies[3]
    assert len(ada.sees()) == 5


async def test_an_event_without_an_answer_comes_again_with_number_and_reason(
    slack: PretendSlack, echo: Echo, ada: Person
) -> None:
    echo.status = 500
    await ada.types("2h design")
    attempts = [answered for delivery, answered in slack.line.delivered if delivery.kind == "events_api"]
    assert [one.reason for one in attempts] == ["http_error"] * 4
    assert len(slack.complaints) == 1


async def test_a_late_answer_to_a_command_is_told_to_the_person(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    slack.line.patience = 0.05
    echo.slow = 0.2
    assert await ada.types("/track 2h") == '/track failed with the error "operation_timeout"'
    assert slack.complaints == ["/track: http_timeout 0"]


async def test_a_form_whose_app_fails_stays_open(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    await ada.types("/track form")
    echo.status = 500
    assert await ada.submits(time="3h") == TROUBLE
    assert ada.form() is not None
    assert slack.complaints == ["view_submission: http_error 500"]


async def test_a_forged_signature_is_no_signature(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    slack.line.secret = "forged"  # noqa: S105 - on purpose
    assert await ada.types("/track 2h") == '/track failed with the error "dispatch_failed"'
    assert echo.bodies == []


async def test_headers_are_those_of_slack(slack: PretendSlack, ada: Person) -> None:
    del ada
    headers = slack.line.headers(Delivery("events_api", {"type": "event_callback"}), at=1531420618)
    assert headers["X-Slack-Request-Timestamp"] == "1531420618"
    assert headers["X-Slack-Signature"].startswith("v0=")
    assert len(headers["X-Slack-Signature"]) == 67


async def test_the_last_delivery_comes_again_several_times_at_once(
    slack: PretendSlack, echo: Echo, ada: Person
) -> None:
    await ada.types("/track 2h design")
    answers = await slack.again(times=4, together=True)
    assert [answered.status for answered in answers] == [200] * 4
    assert len({str(body) for body in echo.bodies}) == 1
    assert len(echo.bodies) == 5


async def test_what_the_app_says_on_its_own_is_mail(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    mail = SlackMail(slack)
    await SlackSpeaker(ada)("hello")
    slack.clock.advance(1)
    await echo.client.chat_postMessage(channel=(await _dm(echo, ada)), text="Wed 18 Nov is still *empty*.")
    assert [name for name, _ in mail.sent] == ["ada"]
    assert mail.read() == ["Wed 18 Nov is still empty."]
    assert mail.read() == []


async def _dm(echo: Echo, person: Person) -> str:
    opened = await echo.client.conversations_open(users=person.user.id)
    return str(opened["channel"]["id"])


async def test_a_file_that_a_person_sends_can_be_fetched_with_the_token(
    slack: PretendSlack, echo: Echo, ada: Person
) -> None:
    await ada.uploads("people.csv", b"name,lead\n")
    file = echo.bodies[0]["event"]["files"][0]
    assert slack.line.session is not None
    async with slack.line.session.get(file["url_private_download"]) as response:
        assert response.content_type == "text/html"
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with slack.line.session.get(file["url_private_download"], headers=headers) as response:
        assert await response.read() == b"name,lead\n"


async def test_the_app_hears_itself_as_on_slack(slack: PretendSlack, echo: Echo, ada: Person) -> None:
    await ada.types("hello")
    assert await slack.echoes() == 1
    # Bolt leaves its own words alone.
    assert len(echo.bodies) == 1
    assert slack.line.delivered[-1][0].payload["event"]["bot_id"] == slack.workspace.bot_id
