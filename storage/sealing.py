"""Seals, wrapped keys, and the folder in which keys lie.

The rule to keep: nothing here makes up cryptography. HPKE is RFC 9180 with X25519, HKDF-SHA256 and ChaCha20-Poly1305
as `cryptography` has it; a key is wrapped with the same cipher under a key from Scrypt.
"""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_SALT, _NONCE = 16, 12


class Hpke:
    """See `bot.surveys.ports.Sealer`."""

    def pair(self) -> tuple[bytes, bytes]:
        """A new private and public key."""
        private = X25519PrivateKey.generate()
        return private.private_bytes_raw(), private.public_key().public_bytes_raw()

    def seal(self, public: bytes, content: bytes, about: bytes) -> bytes:
        """Seal: 48 bytes longer than the content."""
        return _SUITE.encrypt(content, X25519PublicKey.from_public_bytes(public), about)

    def open(self, private: bytes, sealed: bytes, about: bytes) -> bytes:
        """Open. Raises ValueError where the seal, the key or the place is another."""
        try:
            return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), about)
        except (InvalidTag, ValueError):
            raise ValueError("this seal does not open") from None

    def wrap(self, under: Sequence[str], content: bytes, about: bytes) -> bytes:
        """Lock away under secrets that are all needed."""
        salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
        return salt + nonce + ChaCha20Poly1305(_derived(under, salt)).encrypt(nonce, content, about)

    def unwrap(self, under: Sequence[str], wrapped: bytes, about: bytes) -> bytes:
        """Unlock. Raises ValueError where a secret is wrong, without saying which."""
        salt, nonce, locked = wrapped[:_SALT], wrapped[_SALT : _SALT + _NONCE], wrapped[_SALT + _NONCE :]
        try:
            return ChaCha20Poly1305(_derived(under, salt)).decrypt(nonce, locked, about)
        except (InvalidTag, ValueError):
            raise ValueError("a secret is wrong") from None


class KeyFolder:
    """See `bot.surveys.ports.Keys`. Nobody but the owner gets in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, private: bytes) -> None:
        """Keep a key for good before this returns. Raises FileExistsError where there is one of that name."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._file(name)
        # Complete under another name first: a key cut off by a crash would seal ballots that nobody can open.
        draft = self._folder / f".{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(private)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)
        finally:
            draft.unlink()
        self._sync()

    def find(self, name: str) -> bytes | None:
        """A key; None where it is not there."""
        try:
            return self._file(name).read_bytes() or None
        except FileNotFoundError:
            return None

    def shred(self, name: str) -> None:
        """Destroy a key: overwritten in place, then unlinked; nothing happens where it is gone."""
        file = self._file(name)
        with suppress(FileNotFoundError):
            with file.open("r+b") as out:
                out.write(secrets.token_bytes(max(1, file.stat().st_size)))
                out.flush()
                os.fsync(out.fileno())
            file.unlink()
            self._sync()

    def _file(self, name: str) -> Path:
        # A name may hold anything; a path may not.
        return self._folder / f"{name.encode().hex()}.key"

    def _sync(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _derived(under: Sequence[str], salt: bytes) -> bytes:
    # A length in front of each, so that no two lists of secrets are one text.
    joined = b"".join(len(secret.encode()).to_bytes(4) + secret.encode() for secret in under)
    return Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(joined)
