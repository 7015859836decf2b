"""Fields that are kept encrypted, and the index by which they are found.

A sealed value is `version (1 byte) | nonce (12) | AES-256-GCM ciphertext and tag (n + 16)`. It is bound to its
place: table, column and row are authenticated, so that a value copied to another row does not open there.
The row must therefore be known before the value is sealed (an id taken from a sequence, or a UUID).

The blind index is a keyed hash: equal values have equal indexes, and without the key nothing can be tried out
(a bare hash of an ID number falls to a dictionary in minutes). It is not rotated with the field keys.
"""

import hmac
import os
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class DecryptionFailed(Exception):
    """The value was changed, moved, or sealed with a key that is not there. Carries nothing of the value."""


class Keyring:
    """`keys`: version (1-255) -> 32 bytes, the newest first. Seals with the newest, opens with any."""

    def __init__(self, keys: Mapping[int, bytes]):
        if not keys:
            raise ValueError("FIELD_KEYS holds no key")
        if any(not 1 <= version <= 255 or len(key) != KEY_BYTES for version, key in keys.items()):
            raise ValueError("FIELD_KEYS: a version is 1 to 255, a key 32 bytes")
        self.ciphers = {version: AESGCM(key) for version, key in keys.items()}
        self.newest = next(iter(keys))

    def seal(self, plain: bytes, place: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.ciphers[self.newest].encrypt(nonce, plain, place)
        return bytes((self.newest,)) + nonce + sealed

    def open(self, sealed: bytes, place: bytes) -> bytes:
        if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES:
            raise DecryptionFailed(_("加密内容不完整，无法读取。请联系系统管理员从备份中恢复。"))
        cipher = self.ciphers.get(sealed[0])
        if cipher is None:
            raise DecryptionFailed(
                _("缺少第%(version)d版密钥，无法读取加密内容。请联系系统管理员把该版密钥加回配置。")
                % {"version": sealed[0]}
            )
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], place)
        except InvalidTag:
            raise DecryptionFailed(
                _("加密内容与所在记录不符或已损坏，无法读取。请联系系统管理员检查密钥和备份。")
            ) from None


@lru_cache(maxsize=16)
def _keyring(keys: tuple[tuple[int, bytes], ...]) -> Keyring:
    return Keyring(dict(keys))


@lru_cache(maxsize=64)
def index_key(master: bytes, purpose: str) -> bytes:
    """The key of one purpose, 32 bytes; indexes of different purposes cannot be compared."""
    if len(master) < KEY_BYTES:
        raise ValueError("INDEX_KEY is shorter than 32 bytes")
    if not purpose:
        raise ValueError("a blind index needs a purpose")
    return hmac.digest(master, f"taizhang blind index|{purpose}".encode(), "sha256")


def place_of(table: str, column: str, row: str) -> bytes:
    """The place as authenticated data; ValueError for a row that has no id yet."""
    if not table or not column or "|" in table or "|" in column:
        raise ValueError("table and column are plain identifiers")
    if row in ("", "None"):
        raise ValueError("the row needs its id before a value of it can be sealed")
    return f"{table}|{column}|{row}".encode()


def encrypt(plain: str, *, table: str, column: str, row: str) -> bytes:
    """Seals with the newest of FIELD_KEYS; 29 bytes longer than the text."""
    return encrypt_bytes(plain.encode(), table=table, column=column, row=row)


def decrypt(sealed: bytes | memoryview, *, table: str, column: str, row: str) -> str:
    """Opens what any of FIELD_KEYS sealed for this very place; DecryptionFailed otherwise."""
    return decrypt_bytes(sealed, table=table, column=column, row=row).decode()


def encrypt_bytes(plain: bytes, *, table: str, column: str, row: str) -> bytes:
    """As `encrypt`, of a file's content."""
    return _keyring(tuple(settings.FIELD_KEYS.items())).seal(plain, place_of(table, column, row))


def decrypt_bytes(sealed: bytes | memoryview, *, table: str, column: str, row: str) -> bytes:
    return _keyring(tuple(settings.FIELD_KEYS.items())).open(bytes(sealed), place_of(table, column, row))


def is_current(sealed: bytes | memoryview) -> bool:
    """Whether the newest key sealed it; False is what a rotation has still to do."""
    return bytes(sealed[:1]) == bytes((next(iter(settings.FIELD_KEYS)),))


def blind_index(value: str, *, purpose: str) -> bytes:
    """32 bytes that are equal for equal values. Normalise first; store NULL, not an index, for no value."""
    if not value:
        raise ValueError("an empty value has no blind index: every person without one would be the same")
    return hmac.digest(index_key(settings.INDEX_KEY, purpose), value.encode(), "sha256")
