"""Who is let in: every token that is not a good one is answered 401, whatever is wrong with it."""

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator, Callable

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from bot.events import Command
from bot.texts import Texts
from tests.adapters.script import Script
from tests.pretend.teams import payloads
from tests.pretend.teams.issuer import key
from tests.pretend.teams.person import Person
from tests.pretend.teams.pretend import PretendTeams
from tests.pretend.teams.tenant import Json
from tests.teams.house import House, house


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def adapter(teams: PretendTeams, texts: Texts, script: Script) -> AsyncIterator[House]:
    async with house(teams, texts, script.handle) as made:
        yield made


@pytest.fixture
def ada(teams: PretendTeams) -> Person:
    return teams.user("ada", locale="en-GB", tz="Europe/Berlin")


def typed(teams: PretendTeams, ada: Person, text: str = "track 2h zebra") -> Json:
    said = teams.tenant.say(ada.chat, ada.user.id, text)
    return payloads.said(teams.tenant, teams.service, ada.user, said)


def later(seconds: float) -> Callable[[], float]:
    """A clock that is ahead."""
    return lambda: time.monotonic() + seconds


def _encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _none(teams: PretendTeams) -> str:
    head = {"alg": "none", "typ": "JWT", "kid": teams.issuer.kid(0)}
    return f"{_encoded(head)}.{_encoded(teams.issuer.claims(teams.service))}."


def _hs256(teams: PretendTeams) -> str:
    """Signed with the public key as if it were a secret: the oldest trick there is."""
    public = (
        key(0).public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    head = _encoded({"alg": "HS256", "typ": "JWT", "kid": teams.issuer.kid(0)})
    said = f"{head}.{_encoded(teams.issuer.claims(teams.service))}"
    sign = hmac.new(public, said.encode(), hashlib.sha256).digest()
    return f"{said}.{base64.urlsafe_b64encode(sign).rstrip(b'=').decode()}"


def _spoilt(teams: PretendTeams) -> str:
    head, _, sign = teams.issuer.token(teams.service).split(".")
    return f"{head}.{_encoded(teams.issuer.claims(teams.service, aud=teams.app, more=1))}.{sign}"


def _without_kid(teams: PretendTeams) -> str:
    return jwt.encode(teams.issuer.claims(teams.service), key(0), algorithm="RS256")


Make = Callable[[PretendTeams], str | None]
MATRIX: dict[str, tuple[Make, int]] = {
    "valid": (lambda teams: f"Bearer {teams.issuer.token(teams.service)}", 200),
    "valid, scheme in small letters": (lambda teams: f"bearer {teams.issuer.token(teams.service)}", 200),
    "valid, claim as the documents spell it": (
        lambda teams: f"Bearer {teams.issuer.token(teams.service, serviceurl=None, serviceUrl=teams.service)}",
        200,
    ),
    "valid, without the last slash": (
        lambda teams: f"Bearer {teams.issuer.token(teams.service.rstrip('/'))}",
        200,
    ),
    "no header": (lambda _: None, 401),
    "empty": (lambda _: "", 401),
    "another scheme": (lambda teams: f"Basic {teams.issuer.token(teams.service)}", 401),
    "garbage": (lambda _: "Bearer garbage", 401),
    "garbage with dots": (lambda _: "Bearer a.b.c", 401),
    "not ascii": (lambda _: "Bearer ü", 401),
    "huge": (lambda _: f"Bearer {'a' * 100_000}", 400),
    "long": (lambda _: f"Bearer {'a' * 7_000}", 401),
    "wrong signature": (
        lambda teams: f"Bearer {teams.issuer.token(teams.service, number=9, headers={'kid': teams.issuer.kid(0)})}",
        401,
    ),
    "claims that were not signed": (lambda teams: f"Bearer {_spoilt(teams)}", 401),
    "alg none": (lambda teams: f"Bearer {_none(teams)}", 401),
    "HS256 with the public key": (lambda teams: f"Bearer {_hs256(teams)}", 401),
    "expired": (
        lambda teams: f"Bearer {teams.issuer.token(teams.service, exp=int(time.time()) - 3600)}",
        401,
    ),
    "no exp": (lambda teams: f"Bearer {teams.issuer.token(teams.service, exp=None)}", 401),
    "not yet": (lambda teams: f"Bearer {teams.issuer.token(teams.service, nbf=int(time.time()) + 3600)}", 401),
    "wrong audience": (lambda teams: f"Bearer {teams.issuer.token(teams.service, aud='somebody-else')}", 401),
    "one of several audiences": (
        lambda teams: f"Bearer {teams.issuer.token(teams.service, aud=[teams.app, 'somebody-else'])}",
        401,
    ),
    "no audience": (lambda teams: f"Bearer {teams.issuer.token(teams.service, aud=None)}", 401),
    "wrong issuer": (lambda teams: f"Bearer {teams.issuer.token(teams.service, iss='https://evil.example')}", 401),
    "no issuer": (lambda teams: f"Bearer {teams.issuer.token(teams.service, iss=None)}", 401),
    "wrong serviceUrl": (lambda teams: f"Bearer {teams.issuer.token('https://smba.trafficmanager.net/emea/')}", 401),
    "no serviceUrl": (lambda teams: f"Bearer {teams.issuer.token(teams.service, serviceurl=None)}", 401),
    "no kid": (lambda teams: f"Bearer {_without_kid(teams)}", 401),
    "unknown kid": (lambda teams: f"Bearer {teams.issuer.token(teams.service, headers={'kid': 'nobody'})}", 401),
}


@pytest.mark.parametrize("what", MATRIX)
async def test_only_a_good_token_is_let_in(
    teams: PretendTeams, adapter: House, script: Script, ada: Person, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make, status = MATRIX[what]
    answered = await teams.line.post(json.dumps(typed(teams, ada)).encode(), make(teams))
    await adapter.adapter.idle()
    assert answered.status == status
    assert answered.body == b"" or status == 400
    assert bool(script.events) is (status == 200)
    assert "zebra" not in caplog.text


async def test_a_rotated_key_is_fetched_when_it_is_first_seen(
    teams: PretendTeams, adapter: House, ada: Person, script: Script
) -> None:
    known = adapter.adapter.door.tokens.keys
    await ada.types("track 2h")
    old = teams.issuer.token(teams.service)
    for minutes, keep in enumerate((True, False), 1):
        known.now = later(60.0 * minutes)
        teams.issuer.rotate(keep=keep)
        await ada.types("track 2h")
    assert len(script.events) == 3
    assert teams.issuer.asked == 3
    assert not teams.complaints
    # The key that is gone is good for nothing any more.
    answered = await teams.line.post(json.dumps(typed(teams, ada)).encode(), f"Bearer {old}")
    assert answered.status == 401


async def test_nobody_makes_us_look_for_keys_again_and_again(teams: PretendTeams, adapter: House, ada: Person) -> None:
    await ada.types("track 2h")
    for number in range(20):
        token = teams.issuer.token(teams.service, headers={"kid": f"nobody-{number}"})
        assert (await teams.line.post(b"{}", f"Bearer {token}")).status == 401
    assert teams.issuer.asked <= 2
    del adapter


async def test_without_keys_teams_is_asked_to_come_again(
    teams: PretendTeams, adapter: House, ada: Person, script: Script
) -> None:
    teams.issuer.down = True
    body, token = json.dumps(typed(teams, ada)).encode(), f"Bearer {teams.issuer.token(teams.service)}"
    assert (await teams.line.post(body, token)).status == 503
    teams.issuer.down = False
    assert (await teams.line.post(body, token)).status == 200
    await adapter.adapter.idle()
    assert len(script.events) == 1
    # Keys that are known serve on while nobody can be asked.
    teams.issuer.down = True
    assert (await teams.line.post(body, token)).status == 200
    unknown = teams.issuer.token(teams.service, headers={"kid": "nobody"})
    await adapter.adapter.idle()
    assert (await teams.line.post(body, f"Bearer {unknown}")).status in {401, 503}


async def test_a_key_must_be_endorsed_for_teams(
    teams: PretendTeams, adapter: House, ada: Person, script: Script
) -> None:
    teams.issuer.endorsements = ("webchat",)
    answered = await teams.line.deliver(typed(teams, ada))
    assert answered.status == 401
    assert script.events == []
    del adapter


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", ""])
async def test_another_channel_of_the_same_bot_is_not_let_in(
    teams: PretendTeams, adapter: House, ada: Person, script: Script, channel: str
) -> None:
    """There anybody may write in anybody's name."""
    answered = await teams.line.deliver(typed(teams, ada) | {"channelId": channel})
    assert answered.status == 401
    assert script.events == []
    del adapter


MALFORMED: list[tuple[str, Callable[[Json], bytes]]] = [
    ("nothing", lambda _: b""),
    ("no JSON", lambda _: b"{"),
    ("not UTF-8", lambda _: b"\xff\xfe{}"),
    ("a list", lambda _: b"[]"),
    ("deep", lambda _: b"[" * 200_000),
    ("no service", lambda body: json.dumps({**body, "serviceUrl": None}).encode()),
    ("no type", lambda body: json.dumps({name: one for name, one in body.items() if name != "type"}).encode()),
    ("type", lambda body: json.dumps(body | {"type": 5}).encode()),
    ("no id", lambda body: json.dumps(body | {"id": None}).encode()),
    ("from", lambda body: json.dumps(body | {"from": "me"}).encode()),
    ("no sender", lambda body: json.dumps(body | {"from": {}}).encode()),
    ("conversation", lambda body: json.dumps(body | {"conversation": []}).encode()),
    ("text", lambda body: json.dumps(body | {"text": {"a": 1}}).encode()),
    ("entities", lambda body: json.dumps(body | {"entities": "no"}).encode()),
    ("entity", lambda body: json.dumps(body | {"entities": [5]}).encode()),
    ("channelData", lambda body: json.dumps(body | {"channelData": "no"}).encode()),
    ("tenant", lambda body: json.dumps(body | {"channelData": {"tenant": 5}}).encode()),
    ("an invoke without a name", lambda body: json.dumps(body | {"type": "invoke"}).encode()),
    ("a consent without an action", lambda body: json.dumps(
        body | {"type": "invoke", "name": "fileConsent/invoke"}).encode()),
    ("an action that is none", lambda body: json.dumps(
        body | {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": 5}}).encode()),
]  # fmt: skip


@pytest.mark.parametrize(("what", "spoil"), MALFORMED, ids=[what for what, _ in MALFORMED])
async def test_what_is_malformed_is_answered_400(
    teams: PretendTeams, adapter: House, ada: Person, script: Script, what: str, spoil: Callable[[Json], bytes]
) -> None:
    token = f"Bearer {teams.issuer.token(teams.service)}"
    answered = await teams.line.post(spoil(typed(teams, ada)), token)
    assert answered.status == 400, what
    assert script.events == []
    del adapter


async def test_what_is_too_large_is_not_read(teams: PretendTeams, adapter: House, ada: Person) -> None:
    token = f"Bearer {teams.issuer.token(teams.service)}"
    huge = json.dumps(typed(teams, ada) | {"text": "x" * 1_048_000}).encode()
    assert (await teams.line.post(huge, token)).status == 413
    del adapter


async def test_a_lone_surrogate_is_made_harmless(
    teams: PretendTeams, adapter: House, ada: Person, script: Script
) -> None:
    await ada.tells(typed(teams, ada, "track 2h \ud800 zebra"))
    (event,) = script.events
    assert isinstance(event, Command)
    assert event.args == "2h \N{REPLACEMENT CHARACTER} zebra"
    del adapter


@pytest.mark.parametrize(
    "service", ["http://smba.trafficmanager.net/amer/", "https://user@smba.trafficmanager.net/", "ftp://127.0.0.1/x"]
)
async def test_an_answer_goes_over_https_and_to_nobody_with_a_name(
    teams: PretendTeams, adapter: House, ada: Person, script: Script, service: str
) -> None:
    body = typed(teams, ada) | {"serviceUrl": service}
    answered = await teams.line.post(json.dumps(body).encode(), f"Bearer {teams.issuer.token(service)}")
    assert answered.status == 401
    assert script.events == []
    del adapter


async def test_until_the_bot_is_ready_teams_is_asked_to_come_again(
    teams: PretendTeams, adapter: House, ada: Person
) -> None:
    adapter.adapter.awake = False
    answered = await teams.line.deliver(typed(teams, ada))
    assert answered.status == 503
