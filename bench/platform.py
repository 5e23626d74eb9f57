"""Just enough of Teams that a bot is let in and can answer: keys, a login, rosters, a place to say things.

The rule to keep: it stands beside the client and costs the bot nothing; it counts what it was told, because an
activity's own answer is empty.
"""

import asyncio
import base64
import os

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

KID = "bench"
ISSUER = "https://api.botframework.com"
"""A constant of the SDK."""


def _number(value: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


def _key() -> dict[str, object]:
    private = load_pem_private_key(os.environ["BENCH_KEY"].encode(), None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError("no RSA key")
    public = private.public_key().public_numbers()
    told = {"kty": "RSA", "use": "sig", "kid": KID, "n": _number(public.n), "e": _number(public.e)}
    return {**told, "endorsements": ["msteams"]}


async def _serve() -> None:
    app, key, said = web.Application(), _key(), {"all": 0, "saved": 0}

    async def document(request: web.Request) -> web.Response:
        base = str(request.url.origin())
        return web.json_response(
            {"issuer": ISSUER, "jwks_uri": f"{base}/keys", "id_token_signing_alg_values_supported": ["RS256"]}
        )

    async def say(request: web.Request) -> web.Response:
        told = await request.read()
        said["all"] += 1
        said["saved"] += b"Logged" in told
        return web.json_response({"id": f"{said['all']}"}, status=201)

    async def member(request: web.Request) -> web.Response:
        user = request.match_info["member"]
        name = user.partition(":")[2]
        return web.json_response({"id": user, "aadObjectId": name, "name": name, "email": f"{name}@example.org"})

    app.router.add_get("/openid", document)
    app.router.add_get("/keys", lambda _: asyncio.sleep(0, web.json_response({"keys": [key]})))
    token = {"access_token": "given", "expires_in": 86399}
    app.router.add_post("/login/{rest:.*}", lambda _: asyncio.sleep(0, web.json_response(token)))
    at = "/amer/{tenant}/v3/conversations/{conversation}"
    app.router.add_post(f"{at}/activities", say)
    app.router.add_post(f"{at}/activities/{{id}}", say)
    app.router.add_get(f"{at}/members/{{member}}", member)
    app.router.add_get("/count", lambda _: asyncio.sleep(0, web.json_response(said)))
    app.router.add_get("/healthz", lambda _: asyncio.sleep(0, web.json_response({"ready": True})))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
