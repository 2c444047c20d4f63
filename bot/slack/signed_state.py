"""The `state` parameter of an installation, which Slack passes back through the browser.

The state is signed, and holds its expiry time and a hash of the browser's cookie. So Attune need
not store anything while the person is at Slack.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, new
from secrets import token_urlsafe


@dataclass(frozen=True)
class SignedState:
    """A state that was read: its expiry time (UTC), and a hash of the browser's cookie."""

    expires_at: datetime
    cookie: str

    def is_for(self, cookie: str) -> bool:
        """Check whether the browser with this cookie began the installation."""
        return compare_digest(self.cookie, hashed(cookie))


def make(key: str, cookie: str, expires_at: datetime) -> str:
    """Make a new state, signed with a secret `key`."""
    content = f"{int(expires_at.timestamp())}.{token_urlsafe(16)}.{hashed(cookie)}"
    return f"{content}.{_signature(key, content)}"


def read(key: str, state: str, now: datetime) -> SignedState | None:
    """Read a state. Return None if it was not signed with `key`, or has expired."""
    content, _, signature = state.rpartition(".")
    if not compare_digest(signature.encode(errors="replace"), _signature(key, content).encode()):
        return None
    until, _, cookie = content.split(".")
    expires_at = datetime.fromtimestamp(int(until), UTC)
    return SignedState(expires_at, cookie) if expires_at > now else None


def hashed(secret: str) -> str:
    """Hash a secret."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def _signature(key: str, content: str) -> str:
    return new(key.encode(), f"install:{content}".encode(errors="replace"), sha256).hexdigest()
