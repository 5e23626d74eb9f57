"""Activities as real clients send them: field for field what was recorded from Teams on the web and the desktop.

The rule to keep: what Teams leaves out is left out here too: no `conversation.tenant_id`, no names in updates, no
`replyToId` where it gives none.
"""

from datetime import UTC, datetime

from tests.pretend.teams.tenant import Conversation, Dialog, Json, Message, Tenant, User, uid


def _stamp() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "1Z")


def base(tenant: Tenant, service: str, user: User, where: Conversation, *, key: str = "", thread: str = "") -> Json:
    """What every activity has."""
    suffix = f";messageid={thread}" if thread else ""
    conversation: Json = {"conversationType": where.kind, "tenantId": tenant.id, "id": f"{where.id}{suffix}"}
    if where.kind != "personal":
        conversation = {"isGroup": True, **conversation}
    data: Json = {"tenant": {"id": tenant.id}}
    if where.team is not None:
        data = {
            "teamsChannelId": where.id,
            "teamsTeamId": where.team.id,
            "channel": {"id": where.id},
            "team": {"id": where.team.id},
            **data,
        }
    return {
        "timestamp": _stamp(),
        "id": key or uid(),
        "channelId": "msteams",
        "serviceUrl": service,
        "from": {"id": user.id, "name": user.name, "aadObjectId": user.aad},
        "conversation": conversation,
        "recipient": {"id": tenant.bot, "name": tenant.bot_name},
        "entities": [
            {"locale": user.locale, "country": "US", "platform": "Web", "timezone": user.tz, "type": "clientInfo"}
        ],
        "channelData": data,
        "locale": user.locale,
        "localTimezone": user.tz,
    }


def said(tenant: Tenant, service: str, user: User, message: Message) -> Json:
    """Something typed. `@Lentera` in it is a mention."""
    thread = (message.thread or message.id) if message.conversation.kind == "channel" else ""
    made = base(tenant, service, user, message.conversation, key=message.id, thread=thread)
    mark = f"@{tenant.bot_name}"
    text = message.text
    if message.conversation.kind != "personal" or mark in text:
        at = f"<at>{tenant.bot_name}</at>"
        text = text.replace(mark, at, 1)
        mention = {"mentioned": {"id": tenant.bot, "name": tenant.bot_name}, "text": at, "type": "mention"}
        made["entities"] = [mention, *made["entities"]]
    return {
        "type": "message",
        "text": text,
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": "<p>…</p>"}],
        "localTimestamp": made["timestamp"],
        **made,
    }


def submitted(tenant: Tenant, service: str, user: User, message: Message, value: Json) -> Json:
    """`Action.Submit` on a card: a message without words. In a channel Teams does not say which card it was."""
    thread = (message.thread or message.id) if message.conversation.kind == "channel" else ""
    made = base(tenant, service, user, message.conversation, thread=thread)
    legacy = {"legacy": {"replyToId": f"1:{message.id}"}, "source": {"name": "message"}}
    made["channelData"] = {**made["channelData"], **legacy}
    told = {"type": "message", "value": value, **made}
    return told if message.conversation.kind == "channel" else told | {"replyToId": message.id}


def executed(tenant: Tenant, service: str, user: User, message: Message, value: Json) -> Json:
    """`Action.Execute` on a card."""
    action = {"type": "Action.Execute", "verb": "press", "data": value}
    return invoked(
        tenant, service, user, message.conversation, "adaptiveCard/action", {"action": action, "trigger": "manual"}
    ) | {"replyToId": message.id}


def fetched(tenant: Tenant, service: str, user: User, message: Message, data: Json) -> Json:
    """A button that a dialog answers."""
    value = {"data": data, "context": {"theme": "default"}}
    return invoked(tenant, service, user, message.conversation, "task/fetch", value) | {"replyToId": message.id}


def sent(tenant: Tenant, service: str, user: User, dialog: Dialog, data: Json) -> Json:
    """A dialog that was sent."""
    assert dialog.conversation is not None
    if dialog.opened_by == "composeExtension":
        value = {"commandId": "log", "commandContext": "compose", "data": data, "context": {"theme": "default"}}
        return invoked(tenant, service, user, dialog.conversation, "composeExtension/submitAction", value)
    value = {"data": data, "context": {"theme": "default"}}
    return invoked(tenant, service, user, dialog.conversation, "task/submit", value)


def extended(tenant: Tenant, service: str, user: User, where: Conversation) -> Json:
    """The message extension is opened."""
    value = {"commandId": "log", "commandContext": "compose", "context": {"theme": "default"}}
    return invoked(tenant, service, user, where, "composeExtension/fetchTask", value)


def consented(tenant: Tenant, service: str, user: User, message: Message, *, accepted: bool, upload: Json) -> Json:
    """Somebody has answered whether they want a file."""
    (attachment,) = message.activity["attachments"]
    content = attachment["content"]
    value: Json = {"type": "fileUpload", "action": "accept" if accepted else "decline"}
    value["context"] = content["acceptContext" if accepted else "declineContext"]
    if accepted:
        value["uploadInfo"] = upload
    return invoked(tenant, service, user, message.conversation, "fileConsent/invoke", value) | {"replyToId": message.id}


def invoked(tenant: Tenant, service: str, user: User, where: Conversation, name: str, value: Json) -> Json:
    """An invoke: something that Teams waits for."""
    made = base(tenant, service, user, where)
    made["channelData"] = {**made["channelData"], "source": {"name": "message"}}
    return {"name": name, "type": "invoke", "value": value, **made}


def installed(tenant: Tenant, service: str, user: User, where: Conversation, *, added: bool = True) -> list[Json]:
    """The app is added or taken away: Teams tells it twice, in two ways."""
    made = base(tenant, service, user, where)
    # No name, and no zone: nobody has typed anything.
    made["from"] = {"id": user.id, "aadObjectId": user.aad}
    made["entities"] = [{"locale": user.locale, "type": "clientInfo"}]
    del made["localTimezone"]
    if where.team is not None:
        made["channelData"]["team"] |= {"aadGroupId": where.team.group, "name": where.team.name}
    update = {"action": "add" if added else "remove", "type": "installationUpdate", **made}
    members = "membersAdded" if added else "membersRemoved"
    told = {members: [{"id": tenant.bot}], "type": "conversationUpdate", **made, "id": uid()}
    del told["entities"], told["locale"]
    return [update, told]


def members(tenant: Tenant, service: str, user: User, where: Conversation, *, added: bool) -> Json:
    """Somebody joined or left a team."""
    made = base(tenant, service, user, where)
    del made["entities"], made["locale"], made["localTimezone"]
    kind = "teamMemberAdded" if added else "teamMemberRemoved"
    made["channelData"]["eventType"] = kind
    key = "membersAdded" if added else "membersRemoved"
    return {key: [{"id": user.id, "aadObjectId": user.aad}], "type": "conversationUpdate", **made}


def edited(tenant: Tenant, service: str, user: User, message: Message) -> Json:
    """Something said before was changed."""
    made = said(tenant, service, user, message)
    made["channelData"] = {**made["channelData"], "eventType": "editMessage"}
    return made | {"type": "messageUpdate"}


def reacted(tenant: Tenant, service: str, user: User, message: Message) -> Json:
    """A thumb up."""
    made = base(tenant, service, user, message.conversation, key=message.id)
    return {"type": "messageReaction", "reactionsAdded": [{"type": "like"}], **made, "replyToId": message.id}
