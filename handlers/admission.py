"""Who may use Attune, and whom it writes to: decided here, for every platform.

A platform only reports somebody's relation to the company (`Standing`). It is checked before a
feature runs, and again before a message is sent, since people may leave in between.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import outbox
from storage.choices import DropReason, Standing
from storage.tables import Person

SENTENCES: dict[Standing, str] = {
    "guest": "Attune is not open to guests here. A colleague or an admin can help you.",
    "outsider": "Attune works for its own company only. Ask your contact there.",
    "left": "Your account here is closed. If that is a mistake, an admin can help you.",
}
REASONS: dict[Standing, DropReason] = {
    "guest": "a guest",
    "outsider": "of another company",
    "left": "left the company",
}


@dataclass(frozen=True)
class Admission:
    """The rule for who may use Attune. `guests`: whether guests of a workspace may."""

    guests: bool = False

    def admits(self, standing: Standing) -> bool:
        """Whether somebody with this standing may use Attune and be written to."""
        return standing == "member" or (self.guests and standing == "guest")

    def refusal(self, standing: Standing) -> str | None:
        """The sentence for somebody who may not use Attune; None if they may."""
        return None if self.admits(standing) else SENTENCES[standing]

    def reason(self, person: Person) -> DropReason | None:
        """The reason to drop messages to this person; None if they may be sent."""
        return None if self.admits(person.standing) else REASONS[person.standing]

    async def drop_planned(self, session: AsyncSession, person: Person, now: datetime) -> None:
        """Drop what is planned for somebody who may no longer be written to (now: UTC)."""
        if reason := self.reason(person):
            await outbox.drop_open(session, person, reason=reason, now=now)
