"""Check whether a request is from Slack."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from enum import StrEnum

from bot.base.clock import Clock

MAX_CLOCK_ERROR = 300  # seconds; an older request may be a replay
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Verdict(StrEnum):
    """The result of checking a request's signature."""

    FROM_SLACK = "from Slack"
    UNSIGNED = "unsigned"
    OTHER_SECRET = "signed with another secret"  # noqa: S105 - a verdict
    OTHER_TIME = "wrong time"


ADVICE: Mapping[str, str] = {
    Verdict.OTHER_SECRET: (
        "A request is signed, but not with SLACK_SIGNING_SECRET. If commands do not work, copy the "
        "secret again from Basic Information on your app's page at https://api.slack.com/apps."
    ),
    Verdict.OTHER_TIME: (
        "The time in a request from Slack differs from this machine's clock by more than five "
        "minutes. Set the clock, and keep it right with NTP."
    ),
}


class Signatures:
    """Checks requests against the app's signing secret."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret.encode()
        self._clock = clock

    def verdict(self, body: bytes, headers: Mapping[str, str]) -> Verdict:
        """Check whether a request is from Slack. `headers` must ignore the case of names."""
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        # We don't use `isdecimal`, because it accepts digits of other scripts too.
        if not SIGNATURE.fullmatch(signature) or not re.fullmatch(r"[0-9]{1,12}", stamp):
            return Verdict.UNSIGNED
        signed = b":".join((b"v0", stamp.encode(), body))
        expected = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, signature):
            return Verdict.OTHER_SECRET
        off = abs(self._clock.now().timestamp() - int(stamp))
        return Verdict.FROM_SLACK if off <= MAX_CLOCK_ERROR else Verdict.OTHER_TIME
