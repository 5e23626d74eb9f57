"""What an app sends, however it sends it: token and arguments from header, query, form, multipart and JSON.

The rule to keep: slack_sdk sends GET with a query for what reads, POST with a query, a form or JSON for the rest; all
of it means the same here.
"""

import base64
import binascii
import json
from urllib.parse import parse_qsl

from aiohttp import web

from tests.pretend.slack.refusal import Json, Refused


def bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()


def client(request: web.Request, args: Json) -> tuple[str, str]:
    """Client id and secret, from the header or the form."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        try:
            client_id, _, client_secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise Refused("invalid_client_id") from None
        return client_id, client_secret
    return str(args.get("client_id", "")), str(args.get("client_secret", ""))


async def read(request: web.Request) -> tuple[str, Json, str]:
    """Token, arguments, and Slack's word for a body it cannot read."""
    args: Json = dict(request.query)
    odd = ""
    if request.method == "POST":
        match request.content_type:
            case "application/json":
                try:
                    body = json.loads(await request.text())
                except ValueError:
                    body, odd = {}, "invalid_json"
                if isinstance(body, dict):
                    # In JSON a token is not looked for.
                    args |= {name: value for name, value in body.items() if name != "token"}
                else:
                    odd = "json_not_object"
            case "application/x-www-form-urlencoded":
                args |= dict(parse_qsl(await request.text(), keep_blank_values=True))
            case "multipart/form-data":
                args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
            case _ if await request.read():
                odd = "invalid_post_type"
            case _:
                pass
    elif request.method != "GET":
        odd = "invalid_http_method"
    token = bearer(request) or str(args.get("token", ""))
    args.pop("token", None)
    return token, args, odd


async def part(request: web.Request) -> bytes:
    """The bytes of the one file in a multipart body."""
    form = await request.post()
    for value in form.values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""
