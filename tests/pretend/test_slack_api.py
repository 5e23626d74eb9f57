"""The pretend Slack refuses what Slack refuses, in Slack's words. Everything is called through Slack's own SDK."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.pretend.bolt import FORM, card
from tests.pretend.slack.person import Person
from tests.pretend.slack.pretend import PretendSlack

# The smallest PNG there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6338d12402000374015f0bc1776f0000000049454e44ae426082"
)


async def refusal(call: Awaitable[Any]) -> Any:  # noqa: ANN401 - JSON
    """What Slack answers to a call that it refuses."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response


async def error(call: Awaitable[Any]) -> str:
    return str((await refusal(call))["error"])


async def test_every_token_may_do_what_its_scopes_say(slack: PretendSlack, ada: Person) -> None:
    del ada
    client = AsyncWebClient(slack.tokens.bot(slack.workspace, frozenset({"chat:write"})), base_url=slack.api)
    answer = await refusal(client.users_list())
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "users:read", "chat:write")
    assert (await client.auth_test())["user_id"] == slack.workspace.bot.id


@pytest.mark.parametrize(("token", "word"), [("", "not_authed"), ("xoxb-forged", "invalid_auth")])
async def test_a_token_nobody_gave_is_refused(slack: PretendSlack, token: str, word: str) -> None:
    assert await error(AsyncWebClient(token, base_url=slack.api).auth_test()) == word


async def test_a_token_dies_with_the_installation(slack: PretendSlack, client: AsyncWebClient) -> None:
    slack.tokens.tokens[slack.bot_token].revoked = True
    assert await error(client.auth_test()) == "token_revoked"


async def test_an_app_token_is_for_sockets_and_a_bot_token_is_not(slack: PretendSlack, client: AsyncWebClient) -> None:
    assert await error(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
    app = AsyncWebClient(slack.app_token, base_url=slack.api)
    assert await error(app.users_list()) == "not_allowed_token_type"
    assert (await app.apps_connections_open(app_token=slack.app_token))["url"].startswith("ws://")


async def test_nobodys_history_can_be_read(client: AsyncWebClient, ada: Person) -> None:
    assert await error(client.conversations_history(channel=ada.dm.id)) == "unknown_method"


async def test_the_directory_comes_in_pages(slack: PretendSlack, client: AsyncWebClient) -> None:
    for n in range(450):
        slack.workspace.hire(f"person{n}", email=f"person{n}@example.com", locale="id-ID", tz="Asia/Jakarta")
    pages = [page["members"] async for page in await client.users_list(limit=200, include_locale=True)]
    assert [len(page) for page in pages] == [200, 200, 52]
    assert pages[2][-1]["profile"]["email"] == "person449@example.com"
    assert (pages[2][-1]["locale"], pages[2][-1]["tz_offset"]) == ("id-ID", 25200)
    assert await error(client.users_list(cursor="forged")) == "invalid_cursor"
    assert await error(client.users_list(limit=1001)) == "invalid_limit"


async def test_an_address_needs_its_scope_and_a_locale_has_to_be_asked_for(slack: PretendSlack, ada: Person) -> None:
    client = AsyncWebClient(slack.tokens.bot(slack.workspace, frozenset({"users:read"})), base_url=slack.api)
    user = (await client.users_info(user=ada.user.id))["user"]
    assert "email" not in user["profile"]
    assert "locale" not in user
    assert await error(client.users_lookupByEmail(email="ada@example.com")) == "missing_scope"


async def test_people_are_found_by_address(client: AsyncWebClient, ada: Person) -> None:
    found = await client.users_lookupByEmail(email="ADA@example.com")
    assert found["user"]["id"] == ada.user.id
    assert await error(client.users_lookupByEmail(email="nobody@example.com")) == "users_not_found"
    assert await error(client.users_info(user="U404")) == "user_not_found"


async def test_groups_say_who_is_in_them(slack: PretendSlack, client: AsyncWebClient, ada: Person) -> None:
    group = slack.workspace.group("design", "Design", ada.user.id)
    assert [one["handle"] for one in (await client.usergroups_list())["usergroups"]] == ["design"]
    assert (await client.usergroups_users_list(usergroup=group.id))["users"] == [ada.user.id]


async def test_a_person_is_written_to_by_id_and_by_chat(
    client: AsyncWebClient, ada: Person, slack: PretendSlack
) -> None:
    first = await client.chat_postMessage(channel=ada.user.id, text="Hello")
    slack.clock.advance(1)
    opened = await client.conversations_open(users=[ada.user.id])
    assert opened["channel"]["id"] == first["channel"] == ada.dm.id
    await client.chat_update(channel=first["channel"], ts=first["ts"], text="*Hello* <https://example.org|there>")
    assert ada.sees() == ["Hello there"]
    assert await error(client.chat_update(channel=ada.user.id, ts=first["ts"], text="x")) == "channel_not_found"
    await client.chat_delete(channel=first["channel"], ts=first["ts"])
    assert ada.sees() == []
    assert await error(client.chat_update(channel=ada.dm.id, ts=first["ts"], text="x")) == "message_not_found"


async def test_who_cannot_be_written_to_is_said(slack: PretendSlack, client: AsyncWebClient, ada: Person) -> None:
    ada.user.deleted = True
    assert await error(client.chat_postMessage(channel=ada.user.id, text="x")) == "user_disabled"
    assert await error(client.conversations_open(users=slack.workspace.bot.id)) == "cannot_dm_bot"
    assert await error(client.conversations_open(users="USLACKBOT")) == "cannot_dm_bot"
    assert await error(client.chat_postMessage(channel="U404", text="x")) == "channel_not_found"


async def test_where_the_app_is_not_it_cannot_write(slack: PretendSlack, client: AsyncWebClient, ada: Person) -> None:
    public, secret = slack.channel("general", ada), slack.channel("board", ada, private=True)
    assert await error(client.chat_postMessage(channel=public.id, text="x")) == "not_in_channel"
    assert await error(client.chat_postMessage(channel=secret.id, text="x")) == "channel_not_found"
    public.members.add(slack.workspace.bot.id)
    assert (await client.chat_postEphemeral(channel=public.id, user=ada.user.id, text="Psst"))["message_ts"]
    outside = slack.user("jonas")
    call = client.chat_postEphemeral(channel=public.id, user=outside.user.id, text="x")
    assert await error(call) == "user_not_in_channel"
    public.archived = True
    slack.clock.advance(1)
    assert await error(client.chat_postMessage(channel=public.id, text="x")) == "is_archived"


async def test_a_message_says_something(client: AsyncWebClient, ada: Person) -> None:
    body = {"channel": ada.user.id, "blocks": []}
    assert await error(client.api_call("chat.postMessage", json=body)) == "no_text"


async def test_another_persons_message_is_not_the_apps_to_change(client: AsyncWebClient, ada: Person) -> None:
    message = ada.workspace.say(ada.dm, ada.user.id, "mine")
    assert await error(client.chat_update(channel=ada.dm.id, ts=message.ts, text="x")) == "cant_update_message"


async def test_a_trigger_is_good_once(client: AsyncWebClient, ada: Person) -> None:
    trigger = ada.workspace.tickets.trigger(ada.user.id)
    await client.views_open(trigger_id=trigger, view=FORM)
    assert await error(client.views_open(trigger_id=trigger, view=FORM)) == "exchanged_trigger_id"
    assert await error(client.views_open(trigger_id="1.2.x", view=FORM)) == "invalid_trigger_id"


async def test_a_trigger_is_good_for_three_seconds(slack: PretendSlack, client: AsyncWebClient, ada: Person) -> None:
    trigger = ada.workspace.tickets.trigger(ada.user.id)
    slack.clock.advance(2.5)
    await client.views_open(trigger_id=trigger, view=FORM)
    late = ada.workspace.tickets.trigger(ada.user.id)
    slack.clock.advance(3.1)
    assert await error(client.views_open(trigger_id=late, view=FORM)) == "expired_trigger_id"


async def test_views_are_changed_by_id_and_hash_and_pushed_three_deep(client: AsyncWebClient, ada: Person) -> None:
    view = (await client.views_open(trigger_id=ada.workspace.tickets.trigger(ada.user.id), view=FORM))["view"]
    other = {**FORM, "title": {"type": "plain_text", "text": "Another"}}
    changed = (await client.views_update(view_id=view["id"], hash=view["hash"], view=other))["view"]
    assert changed["title"]["text"] == "Another"
    assert await error(client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)) == "hash_conflict"
    assert await error(client.views_update(view_id="V404", view=FORM)) == "not_found"
    top = view["id"]
    for _ in range(2):
        trigger = ada.workspace.tickets.trigger(ada.user.id, top)
        top = (await client.views_push(trigger_id=trigger, view=FORM))["view"]["id"]
    trigger = ada.workspace.tickets.trigger(ada.user.id, top)
    assert await error(client.views_push(trigger_id=trigger, view=FORM)) == "push_limit_reached"


async def test_a_file_comes_in_three_steps(slack: PretendSlack, client: AsyncWebClient, ada: Person) -> None:
    await client.files_upload_v2(file=PNG, filename="week.png", alt_txt="Your week", channel=ada.dm.id)
    assert ada.sees() == ["<Your week>"]
    assert [entry.method for entry in slack.log] == [
        "files.getUploadURLExternal",
        "upload",
        "files.completeUploadExternal",
    ]


async def test_a_file_is_shared_with_a_chat_and_not_with_a_person(client: AsyncWebClient, ada: Person) -> None:
    call = client.files_upload_v2(file=b"a,b\n", filename="hours.csv", channel=ada.user.id)
    assert await error(call) == "channel_not_found"


async def test_a_file_that_did_not_arrive_cannot_be_completed(client: AsyncWebClient, ada: Person) -> None:
    ticket = await client.files_getUploadURLExternal(filename="hours.csv", length=4)
    call = client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}], channel_id=ada.dm.id)
    assert await error(call) == "file_not_found"
    assert await error(client.files_getUploadURLExternal(filename="empty.csv", length=0)) == "missing_argument"


async def test_fewer_bytes_than_announced_are_no_upload(slack: PretendSlack, client: AsyncWebClient) -> None:
    ticket = await client.files_getUploadURLExternal(filename="hours.csv", length=4)
    assert slack.line.session is not None
    async with slack.line.session.post(ticket["upload_url"], data=b"a") as response:
        assert response.status == 400
    async with slack.line.session.post(ticket["upload_url"], data=b"a,b\n") as response:
        assert await response.text() == "OK - 4"


async def test_a_picture_is_shown_in_a_block_when_slack_has_looked_at_it(
    slack: PretendSlack, client: AsyncWebClient, ada: Person
) -> None:
    slack.workspace.file_delay = 2.0
    done = await client.files_upload_v2(file=PNG, filename="week.png", alt_txt="Your week")
    blocks = [{"type": "image", "alt_text": "Your week", "slack_file": {"id": done["file"]["id"]}}]
    answer = await refusal(client.chat_postMessage(channel=ada.user.id, text="Your week", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert "invalid slack file" in answer["response_metadata"]["messages"][0]
    slack.clock.advance(2)
    await client.chat_postMessage(channel=ada.user.id, text="Your week", blocks=blocks)
    assert ada.sees() == ["<Your week>"]


async def test_an_answer_address_is_good_five_times_and_half_an_hour(slack: PretendSlack, ada: Person) -> None:
    assert slack.line.session is not None
    url = slack.base + ada.workspace.tickets.answer("commands", ada.dm, ada.user.id)
    for n in range(5):
        async with slack.line.session.post(url, json={"text": f"Answer {n}"}) as response:
            assert (response.status, await response.text()) == (200, "ok")
    async with slack.line.session.post(url, json={"text": "One too many"}) as response:
        assert (response.status, await response.text()) == (404, "used_url")
    late = slack.base + ada.workspace.tickets.answer("commands", ada.dm, ada.user.id)
    slack.clock.advance(31 * 60)
    async with slack.line.session.post(late, json={"text": "Late"}) as response:
        assert (response.status, await response.text()) == (404, "expired_url")
    async with slack.line.session.post(f"{slack.base}/commands/T1/1/forged", json={"text": "x"}) as response:
        assert response.status == 404
    assert len(ada.sees()) == 5


async def test_the_answer_to_a_press_says_whether_it_replaces(slack: PretendSlack, ada: Person) -> None:
    assert slack.line.session is not None
    message = ada.workspace.say(ada.dm, ada.workspace.bot.id, "Logged", card("Logged", "Undo"))
    url = slack.base + ada.workspace.tickets.answer("actions", ada.dm, ada.user.id, message)
    async with slack.line.session.post(url, json={"text": "Undone"}) as response:
        assert (response.status, await response.text()) == (400, "invalid_payload")
    async with slack.line.session.post(url, json={"text": "Undone", "replace_original": False}) as response:
        assert response.status == 200
    async with slack.line.session.post(url, json={"delete_original": True}) as response:
        assert response.status == 200
    assert ada.sees() == ["Undone"]


async def test_bodies_that_nobody_can_read_are_said_to_be_so(slack: PretendSlack) -> None:
    assert slack.line.session is not None
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    async with slack.line.session.post(f"{slack.api}auth.test", data=b"{", headers=headers) as response:
        assert (await response.json())["error"] == "invalid_json"
    body = {"token": slack.bot_token}
    async with slack.line.session.post(f"{slack.api}auth.test", json=body) as response:
        assert (await response.json())["error"] == "not_authed"
    async with slack.line.session.post(f"{slack.api}auth.test", data=body) as response:
        assert (await response.json())["ok"] is True


# slack_sdk hands client id and secret to a class that aiohttp is about to drop.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")
async def test_consent_is_exchanged_for_a_token_once(slack: PretendSlack) -> None:
    home = slack.further("Beta", "beta")
    dina = slack.user("dina", workspace=home)
    asked = (
        f"https://slack.com/oauth/v2/authorize?client_id={slack.tokens.client_id}&scope=chat:write,commands&state=s1"
    )
    url = slack.approve(f"{asked}&redirect_uri=https://lentera.example/slack/oauth", dina)
    assert url.startswith("https://lentera.example/slack/oauth?code=")
    assert url.endswith("&state=s1")
    code = url.partition("code=")[2].partition("&")[0]
    bare = AsyncWebClient(base_url=slack.api)
    wrong = bare.oauth_v2_access(client_id=slack.tokens.client_id, client_secret="x", code=code)  # noqa: S106 - wrong
    assert await error(wrong) == "bad_client_secret"
    secret = slack.tokens.client_secret
    told = await bare.oauth_v2_access(client_id=slack.tokens.client_id, client_secret=secret, code=code)
    assert (told["team"]["name"], told["scope"]) == ("Beta", "chat:write,commands")
    client = AsyncWebClient(told["access_token"], base_url=slack.api)
    await client.chat_postMessage(channel=dina.user.id, text="Hello")
    assert dina.sees() == ["Hello"]
    again = bare.oauth_v2_access(client_id=slack.tokens.client_id, client_secret=secret, code=code)
    assert await error(again) == "invalid_code"
