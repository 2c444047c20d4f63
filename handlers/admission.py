"""Decide who may use Attune and who gets messages, on all platforms.

Each platform reports the `Standing` of a person. We check it before a feature runs and before a
message is sent.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import outbox
from storage.choices import DropReason, Standing
from storage.tables import Person

SENTENCES: dict[Standing, str] = {
    "guest": (
        "Attune is not open to guests here. If you need something from it, ask a colleague who is "
        "not a guest."
    ),
    "outsider": (
        "Attune is only for people at the company that set it up. If you need something from it, "
        "ask the person you work with at that company."
    ),
    "left": "Your account here is closed. If that is a mistake, an admin can help you.",
}
REASONS: dict[Standing, DropReason] = {
    "guest": "a guest",
    "outsider": "of another company",
    "left": "left the company",
}


@dataclass(frozen=True)
class Admission:
    """The rule for who may use Attune.

    Members of the workspace may use it. Guests may use it only if `guests` is true.
    """

    guests: bool = False

    def admits(self, standing: Standing) -> bool:
        """Return whether somebody with this standing may use Attune and get messages."""
        return standing == "member" or (self.guests and standing == "guest")

    def refusal(self, standing: Standing) -> str | None:
        """Return the answer to somebody who may not use Attune, or None if they may."""
        return None if self.admits(standing) else SENTENCES[standing]

    def reason(self, person: Person) -> DropReason | None:
        """Return why messages to this person must be dropped, or None if they may be sent."""
        return None if self.admits(person.standing) else REASONS[person.standing]

    async def drop_planned(self, session: AsyncSession, person: Person, now: datetime) -> None:
        """Drop a person's planned messages if the person may not use Attune. `now` is in UTC."""
        if reason := self.reason(person):
            await outbox.drop_open(session, person, reason=reason, now=now)
