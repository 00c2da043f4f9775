"""Secrets at rest. Every key is derived from SECRET_KEY for one purpose; former keys may still open."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect


class Unreadable(RuntimeError):
    """What was sealed does not open with any of the keys in the settings."""


@lru_cache(maxsize=256)
def derived_key(secret: str, purpose: str) -> bytes:
    """Give 32 bytes for one purpose; keys of different purposes tell nothing of each other (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), 32, salt=b"fairhaven", info=purpose.encode()).derive(secret.encode())


def _secrets() -> Sequence[str]:
    given: Sequence[str] = current_app.config["SECRETS"]
    return given


def key_for(purpose: str) -> bytes:
    """Give the present application's key for one purpose."""
    return derived_key(_secrets()[0], purpose)


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derived_key(secret, purpose))) for secret in _secrets()])


def seal(purpose: str, clear: bytes) -> bytes:
    """Encrypt and authenticate ``clear`` for one purpose."""
    return _box(purpose).encrypt(clear)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """Give back what ``seal`` was given; raise Unreadable where key or bytes are wrong."""
    try:
        return _box(purpose).decrypt(sealed)
    except InvalidToken:
        raise Unreadable(f"{purpose}: sealed with a key that is not in the settings, or changed") from None


def token() -> str:
    """Give a random secret for a link or a bearer token (256 bits)."""
    return secrets.token_urlsafe(32)


def fingerprint(purpose: str, text: str) -> str:
    """Give the keyed hash under which a secret or an address is kept and looked up (hex, 64 characters)."""
    return hmac.new(key_for(purpose), text.encode(), hashlib.sha256).hexdigest()


def fingerprints(purpose: str, text: str) -> list[str]:
    """Give the fingerprints under the present and every former key: what was kept before a change of key is found."""
    return [hmac.new(derived_key(secret, purpose), text.encode(), hashlib.sha256).hexdigest() for secret in _secrets()]


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that stand in the database encrypted, each column with a key of its own purpose."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        del dialect
        return None if value is None else seal(self.purpose, value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Unseal on the way out."""
        del dialect
        return None if value is None else unseal(self.purpose, value)


class SealedText(TypeDecorator[str]):
    """Text that stands in the database encrypted, each column with a key of its own purpose."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        del dialect
        return None if value is None else seal(self.purpose, value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Unseal on the way out."""
        del dialect
        return None if value is None else unseal(self.purpose, value).decode()
