"""The keys of tenders and what they seal. AES-256-GCM throughout; what is sealed is bound to where it stands.

Each tender has a random key. It stands in the database wrapped by the first key of ``BID_KEYS``, or by one derived from
SECRET_KEY where none is set; every key of the settings may unwrap. A key is told by its check value.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from directory.bids.rules.padding import padded, unpadded
from directory.kit.crypto import Unreadable, derived_key
from directory.kit.settings import Settings

_NONCE_BYTES = 12
OVERHEAD_BYTES = _NONCE_BYTES + 16
_MASTER, _OWNER, _CHECK = "bids.master", b"bids.owner:", b"bids.check"


def masters() -> Sequence[bytes]:
    """Give the keys of the settings that wrap, the present one first."""
    settings: Settings = current_app.config["SETTINGS"]
    secrets: Sequence[str] = current_app.config["SECRETS"]
    return [derived_key(secret, _MASTER) for secret in (*settings.bid_key_list, *secrets)]


def check_value(master: bytes) -> str:
    """Give the value by which a key is told: it tells nothing of the key (32 characters)."""
    return hmac.new(master, _CHECK, hashlib.sha256).hexdigest()[:32]


def sealed(key: bytes, clear: bytes, *, place: str) -> bytes:
    """Encrypt and authenticate bytes that stand at ``place``: moved elsewhere, they do not open."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, clear, place.encode())


def opened(key: bytes, whole: bytes, *, place: str) -> bytes:
    """Give back what ``sealed`` was given. Raises Unreadable for another key, another place, or changed bytes."""
    try:
        return AESGCM(key).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], place.encode())
    except InvalidTag:
        raise Unreadable(f"{place.partition(':')[0]}: sealed with another key, or changed") from None


def filled(key: bytes, text: str, size_bytes: int, *, place: str) -> bytes:
    """Seal a text, filled up to ``size_bytes``."""
    return sealed(key, padded(text.encode(), size_bytes), place=place)


def emptied(key: bytes, whole: bytes, *, place: str) -> str:
    """Give back the text that ``filled`` was given. Raises Unreadable."""
    return unpadded(opened(key, whole, place=place)).decode()


def nothing(size_bytes: int) -> bytes:
    """Give what looks like ``filled`` to whoever has not the key, and opens with none."""
    return os.urandom(size_bytes + OVERHEAD_BYTES)


def wrapped(key: bytes, tender_id: UUID) -> tuple[bytes, str]:
    """Give a tender's key wrapped by the present key of the settings, and that key's check value."""
    master = masters()[0]
    return sealed(master, key, place=f"bid key:{tender_id}"), check_value(master)


def unwrapped(whole: bytes, kept_by: str, tender_id: UUID) -> bytes:
    """Give a tender's key. Raises Unreadable where the settings have lost the key that wrapped it."""
    for master in masters():
        if check_value(master) == kept_by:
            return opened(master, whole, place=f"bid key:{tender_id}")
    raise Unreadable(f"the key {kept_by} is not in the settings: set BID_KEYS to what it was, the former keys last")


def owner_hash(key: bytes, organisation_id: UUID) -> str:
    """Give what stands for a provider among the envelopes of the tender with this key (hex, 64 characters)."""
    return hmac.new(key, _OWNER + organisation_id.bytes, hashlib.sha256).hexdigest()


def nobody() -> str:
    """Give what looks like ``owner_hash`` and is nobody's."""
    return os.urandom(32).hex()
