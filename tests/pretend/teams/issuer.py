"""Who signs in the pretend Teams: an issuer of its own, with keys that can be changed, and the login for the app.

The rule to keep: tokens are real ones, signed with RS256, and their keys are told as Microsoft tells its own.
https://login.botframework.com/v1/.well-known/openidconfiguration
"""

import base64
import secrets
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

Json = dict[str, Any]


@cache
def key(number: int) -> rsa.RSAPrivateKey:
    """The issuer's key of this number: made once for all tests, for it takes a while."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Issuer:
    """Signs what Teams says to the app. `base` is where the pretend Teams lives."""

    app: str
    base: str = ""
    numbers: list[int] = field(default_factory=lambda: [0])
    """The keys that are told; the last one signs."""
    endorsements: tuple[str, ...] = ("msteams", "webchat", "directline")
    down: bool = False
    asked: int = 0
    """How often the keys were looked at."""

    @property
    def name(self) -> str:
        """Who issues."""
        return f"{self.base}/issuer"

    def kid(self, number: int) -> str:
        """What a key is called."""
        return f"pretend-key-{number}"

    def rotate(self, *, keep: bool = True) -> None:
        """Sign with a new key from now on."""
        new = self.numbers[-1] + 1
        self.numbers = [*self.numbers, new] if keep else [new]

    def document(self) -> Json:
        """The OpenID configuration."""
        return {
            "issuer": self.name,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.base}/issuer/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def keys(self) -> Json:
        """The keys."""
        self.asked += 1
        return {"keys": [self._told(number) for number in self.numbers]}

    def _told(self, number: int) -> Json:
        public = key(number).public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid(number),
            "x5t": self.kid(number),
            "n": _number(public.n),
            "e": _number(public.e),
            "x5c": [],
            "endorsements": list(self.endorsements),
        }

    def claims(self, service: str, **other: object) -> Json:
        """What a token says."""
        now = int(time.time())
        usual = {"serviceurl": service, "nbf": now - 5, "exp": now + 3600, "iss": self.name, "aud": self.app}
        return {name: value for name, value in (usual | other).items() if value is not None}

    def token(self, service: str, *, number: int | None = None, headers: Json | None = None, **other: object) -> str:
        """A token; of what is given otherwise, None leaves out."""
        signing = self.numbers[-1] if number is None else number
        return jwt.encode(
            self.claims(service, **other),
            key(signing),
            algorithm="RS256",
            headers={"kid": self.kid(signing), "x5t": self.kid(signing)} | (headers or {}),
        )


@dataclass
class Desk:
    """The login for the app: a secret for a token."""

    app: str
    password: str
    tenant: str
    lasts: float = 86399.0
    given: dict[str, tuple[float, str]] = field(default_factory=dict)
    """When each token ends, and what it is for."""

    def login(self, tenant: str, asked: Json) -> tuple[int, Json]:
        """A token, or Microsoft's way to say no."""
        if tenant not in {self.tenant, "botframework.com"}:
            return 400, {"error": "invalid_tenant", "error_description": "AADSTS900023: Specified tenant is not valid."}
        if (asked.get("client_id"), asked.get("client_secret")) != (self.app, self.password):
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}
        if asked.get("grant_type") != "client_credentials" or not str(asked.get("scope", "")).endswith("/.default"):
            return 400, {"error": "invalid_request"}
        token = secrets.token_urlsafe(48)
        self.given[token] = (time.monotonic() + self.lasts, str(asked["scope"]).removesuffix("/.default"))
        return 200, {"token_type": "Bearer", "expires_in": int(self.lasts), "access_token": token}

    def takes(self, header: str, resource: str = "https://api.botframework.com") -> bool:
        """Whether a request shows a token that is good, and good for this."""
        until, meant = self.given.get(header.removeprefix("Bearer "), (0.0, ""))
        return until > time.monotonic() and meant == resource


def _number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
