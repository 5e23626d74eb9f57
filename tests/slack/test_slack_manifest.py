import json
from pathlib import Path

import pytest

from adapters.slack.manifest import EVENTS, SCOPES, UPLOAD, manifest, scopes
from bot.texts import Texts
from config.slack import VARIABLES
from tests.pretend.slack.manifest import Manifest
from tests.slack.schema import problems

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "slack.md"
SCHEMAS = [file for up in Path(__file__).parents for file in (up / "shared" / "schemas").glob("slack-manifest.*.json")]
"""Other people's data: checked against where it is there."""
URL = "https://lentera.example.org"
FORMS = [{}, {"direct": False}, {"further": True}, {"direct": False, "further": True}, {"upload": True}]


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("url", [URL, ""])
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_slack_takes_the_manifest(texts: Texts, locale: str, url: str, form: dict[str, bool]) -> None:
    made = manifest(texts.to(locale), url, **form)
    for file in SCHEMAS:
        schema = json.loads(file.read_text())
        assert list(problems(made, schema, schema)) == []
    assert Manifest.read(made).commands == {"/track", "/ask", "/rollout", "/talk", "/privacy"}


def test_a_schema_finds_what_is_wrong_with_a_manifest(texts: Texts) -> None:
    made = manifest(texts.to("en"), URL)
    schema = {
        "type": "object",
        "properties": {"features": {"type": "string"}, "settings": {"type": "object", "required": ["nothing"]}},
        "additionalProperties": False,
    }
    assert sorted(problems(made, schema, schema)) == [
        "/features: not string",
        "/settings: no nothing",
        ": unknown display_information",
        ": unknown oauth_config",
    ]


@pytest.mark.proves("no_channels")
def test_no_scope_reads_channels_or_other_peoples_chats() -> None:
    history = {scope for scope in SCOPES if scope.endswith(":history")}
    assert history == {"im:history"}, "covers only the chat with Lentera itself"
    for scope in SCOPES:
        assert not scope.startswith(("channels:", "groups:", "mpim:", "search:", "admin", "files:read", "chat:write."))


def test_without_direct_messages_it_may_not_read_even_its_own_chats(texts: Texts) -> None:
    made = manifest(texts.to("en"), URL, direct=False)
    assert "im:history" not in made["oauth_config"]["scopes"]["bot"]
    assert "message.im" not in made["settings"]["event_subscriptions"]["bot_events"]
    assert made["features"]["app_home"]["messages_tab_read_only_enabled"] is True
    assert set(scopes()) - set(scopes(direct=False)) == {"im:history"}


def test_only_where_the_operator_wants_it_may_it_take_files(texts: Texts) -> None:
    asked = manifest(texts.to("en"), URL, upload=True)["oauth_config"]["scopes"]["bot"]
    assert set(asked) - set(SCOPES) == {"files:read"}
    assert f"| `{UPLOAD[0]}` (only with `--upload`) | {UPLOAD[1]} |" in GUIDE.read_text(encoding="utf-8")
    for file in (ROOT / "adapters").rglob("*.py"):
        assert "files_list" not in file.read_text(encoding="utf-8")


def test_every_event_has_its_scope() -> None:
    assert {scope for scope in EVENTS.values() if scope} <= set(SCOPES)


def test_the_guide_gives_every_scope_with_its_reason() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for scope, reason in SCOPES.items():
        assert f"| `{scope}` | {reason} |" in guide


def test_the_guide_lists_every_setting() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for variable in VARIABLES:
        assert f"| `{variable.name}` | {variable.meaning} | {_code(variable.default)} |" in guide


def test_past_messages_are_never_asked_for() -> None:
    ours = [*(ROOT / "adapters").rglob("*.py"), *(ROOT / "bot").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    for file in ours:
        source = file.read_text(encoding="utf-8")
        assert "conversations_history" not in source
        assert "conversations.history" not in source
        assert "conversations_replies" not in source


def test_with_a_socket_slack_needs_no_address(texts: Texts) -> None:
    made = manifest(texts.to("en"), "")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(made)


def _code(default: str) -> str:
    return f"`{default}`" if default else "none"
