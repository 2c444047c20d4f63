"""Whether a request is Slack's, and if not, which mistake of ours could be the reason."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from enum import StrEnum

from bot.base.clock import Clock

WITHIN = 300  # seconds that a request's time may be off: an old one may be somebody's recording
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Verdict(StrEnum):
    """What a request's signature says."""

    SLACKS = "from Slack"
    UNSIGNED = "unsigned"
    SECRET = "signed with another secret"  # noqa: S105 - a verdict
    CLOCK = "another time"


ADVICE = {
    Verdict.SECRET: (
        "A request is signed, but not with SLACK_SIGNING_SECRET. If commands do not work, copy it "
        "again from Basic Information on your app's page at https://api.slack.com/apps."
    ),
    Verdict.CLOCK: (
        "A request from Slack carries a time more than five minutes from this machine's. Set this "
        "machine's clock, and keep it right with NTP."
    ),
}


class Signatures:
    """Checks requests against the app's signing secret."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret.encode()
        self._clock = clock

    def verdict(self, body: bytes, headers: Mapping[str, str]) -> Verdict:
        """Whether it is Slack's; `headers` by their names in any case."""
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        given = headers.get("X-Slack-Signature", "")
        # Digits alone: `isdecimal` would let other scripts' digits pass.
        if not SIGNATURE.fullmatch(given) or not re.fullmatch(r"[0-9]{1,12}", stamp):
            return Verdict.UNSIGNED
        signed = b":".join((b"v0", stamp.encode(), body))
        wanted = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, given):
            return Verdict.SECRET
        off = abs(self._clock.now().timestamp() - int(stamp))
        return Verdict.SLACKS if off <= WITHIN else Verdict.CLOCK
