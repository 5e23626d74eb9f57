"""`auth.*`, `oauth.*`, `apps.*`, `team.*`: what an app asks about itself.

The rule to keep: tokens and codes are made and taken back here only.
"""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.pretend.slack.calls import Token
from tests.pretend.slack.refusal import Json, Refused

if TYPE_CHECKING:
    from tests.pretend.slack.calls import Call
    from tests.pretend.slack.workspace import Workspace


@dataclass(slots=True)
class Code:
    """A person's consent, to be exchanged for a token."""

    workspace: "Workspace"
    user: str
    scopes: frozenset[str]
    redirect: str


class Tokens:
    """All tokens and codes of one app."""

    def __init__(self) -> None:
        self.client_id = "1111.2222"
        self.client_secret = secrets.token_hex(16)
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, Code] = {}
        self.tickets: dict[str, Token] = {}
        """For a web socket, each good for one."""

    def bot(self, workspace: "Workspace", scopes: frozenset[str], value: str = "") -> str:
        """A new bot token."""
        return self._keep(Token(value or f"xoxb-{secrets.token_hex(12)}", "bot", workspace, scopes))

    def app(self, workspace: "Workspace", *, value: str = "") -> str:
        """A new app-level token."""
        scopes = frozenset({"connections:write"})
        return self._keep(Token(value or f"xapp-1-{secrets.token_hex(12)}", "app", workspace, scopes))

    def _keep(self, token: Token) -> str:
        self.tokens[token.value] = token
        return token.value

    def find(self, value: str) -> Token:
        """A token that is good. Raises `Refused`."""
        if not value:
            raise Refused("not_authed")
        token = self.tokens.get(value)
        if token is None:
            raise Refused("invalid_auth")
        if token.revoked:
            raise Refused("token_revoked")
        return token

    def exchange(self, args: Json, client_id: str, client_secret: str) -> Json:
        """`oauth.v2.access`."""
        if client_id != self.client_id:
            raise Refused("invalid_client_id")
        if client_secret != self.client_secret:
            raise Refused("bad_client_secret")
        code = self.codes.pop(str(args.get("code", "")), None)
        if code is None:
            raise Refused("invalid_code")
        if args.get("redirect_uri", code.redirect) != code.redirect:
            raise Refused("bad_redirect_uri")
        home = code.workspace
        return {
            "access_token": self.bot(home, code.scopes),
            "token_type": "bot",
            "scope": ",".join(sorted(code.scopes)),
            "bot_user_id": home.bot.id,
            "app_id": home.app_id,
            "team": {"id": home.id, "name": home.name},
            "enterprise": {"id": home.enterprise, "name": home.enterprise} if home.enterprise else None,
            "authed_user": {"id": code.user},
            "is_enterprise_install": False,
        }


def auth_test(call: "Call") -> Json:
    """`auth.test`."""
    home = call.workspace
    if call.token.kind == "app":
        return {"app_id": home.app_id, "app_name": "Lentera"}
    return {
        "url": f"https://{home.domain}.slack.com/",
        "team": home.name,
        "team_id": home.id,
        "user": home.bot.name,
        "user_id": home.bot.id,
        "bot_id": home.bot_id,
        "is_enterprise_install": False,
        **({"enterprise_id": home.enterprise} if home.enterprise else {}),
    }


def auth_revoke(call: "Call") -> Json:
    """`auth.revoke`."""
    if call.flag("test"):
        return {"revoked": False}
    call.token.revoked = True
    return {"revoked": True}


def team_info(call: "Call") -> Json:
    """`team.info`."""
    home = call.workspace
    return {"team": {"id": home.id, "name": home.name, "domain": home.domain, "email_domain": ""}}


def bots_info(call: "Call") -> Json:
    """`bots.info`."""
    home = call.workspace
    if call.text("bot", home.bot_id) != home.bot_id:
        raise Refused("bot_not_found")
    return {"bot": {"id": home.bot_id, "app_id": home.app_id, "name": home.bot.name, "user_id": home.bot.id}}
