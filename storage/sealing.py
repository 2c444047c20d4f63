"""Encrypt secrets before they are stored: tokens, and the private addresses of calendars.

We use AES-GCM with 256-bit keys from the setting ENCRYPTION_KEYS. A secret is encrypted ("sealed")
for the place where it is stored (`place`), so a copy in another row or tenant can't be opened.
Older secrets were sealed for a place without the tenant, and can still be opened.

We seal with the first key. The other keys only open secrets that were sealed with them. To change
the key, put a new key first, and seal everything again with `python -m bot key rotate`. Then remove
the old key.
"""

import os
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
NAME_LENGTH = 8  # in characters; a sealed secret begins with the name of its key
_WITH_TENANT = "2:"  # marks a sealed secret whose place includes the tenant


class NoKey(Exception):
    """There is no key to seal with, or no key that opens this secret."""


class Sealer:
    """Encrypts ("seals") and decrypts ("opens") secrets with 32-byte keys in URL-safe base64.

    Raises ValueError if a key does not have this form.
    """

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._keys = {_name(key): key for key in map(_key, keys)}

    def __bool__(self) -> bool:
        """Return whether there is a key. Without a key, we can't store secrets."""
        return bool(self._keys)

    def seal(self, secret: str, place: str) -> str:
        """Encrypt a secret for a place that the function `place` returned.

        Raises NoKey if there is no key.
        """
        for name, key in self._keys.items():
            nonce = os.urandom(_NONCE_BYTES)
            sealed = nonce + _cipher(key).encrypt(nonce, secret.encode(), place.encode())
            return f"{name}:{_WITH_TENANT}{urlsafe_b64encode(sealed).decode()}"
        raise NoKey

    def open(self, sealed: str, place: str) -> str:
        """Decrypt a secret that was sealed for this place. Raises NoKey if that fails."""
        name, _, body = sealed.partition(":")
        key = self._keys.get(name)
        if key is None:
            raise NoKey
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as in _cipher

        if not body.startswith(_WITH_TENANT):
            _, _, place = place.partition("/")
        try:
            raw = urlsafe_b64decode(body.removeprefix(_WITH_TENANT))
            secret = raw[_NONCE_BYTES:]
            return _cipher(key).decrypt(raw[:_NONCE_BYTES], secret, place.encode()).decode()
        except (InvalidTag, NotBase64, ValueError) as error:
            raise NoKey from error

    def has_key_for(self, sealed: str) -> bool:
        """Return whether we have the key that sealed a secret.

        `sealed` may be just the first `NAME_LENGTH` characters of the secret.
        """
        return sealed[:NAME_LENGTH] in self._keys

    @property
    def current(self) -> str:
        """The beginning of every secret that `seal` returns. Raises NoKey if there is no key."""
        for name in self._keys:
            return f"{name}:{_WITH_TENANT}"
        raise NoKey

    def is_current(self, sealed: str) -> bool:
        """Return whether a secret is sealed with the first key, for a place with the tenant."""
        return bool(self) and sealed.startswith(self.current)


def place(tenant: str, table: str, *rest: object) -> str:
    """Return where a secret is stored: "slack:T1/calendarconnection/7/secret"."""
    return "/".join(map(str, (tenant, table, *rest)))


def new_key() -> str:
    """Return a new key for ENCRYPTION_KEYS."""
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def _key(written: str) -> bytes:
    """Decode a key. Raises ValueError if it does not have 32 bytes, in base64."""
    try:
        key = b64decode(written, altchars=b"-_", validate=True)  # fails if it is not base64
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes, in base64")
    return key


def _cipher(key: bytes) -> "AESGCM":
    # The library takes 7 MB of memory, and many installations never store a secret.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(key)


def _name(key: bytes) -> str:
    """Return a short name for a key. Nobody can guess the key from the name."""
    return sha256(b"attune key:" + key).hexdigest()[:NAME_LENGTH]
