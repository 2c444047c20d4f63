"""Who may use Attune, and whom it writes to: decided here, for every platform.

A platform only reports how somebody is related to the company (`Standing`). Whether that is enough
is checked before a feature runs, and again before a message is sent, because people may leave in
between.
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
        "ask the person you work with there."
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
    """The rule for who may use Attune. `guests`: whether guests of a workspace may."""

    guests: bool = False

    def admits(self, standing: Standing) -> bool:
        """Whether somebody with this standing may use Attune and be written to."""
        return standing == "member" or (self.guests and standing == "guest")

    def refusal(self, standing: Standing) -> str | None:
        """The sentence for somebody who may not use Attune; None if they may."""
        return None if self.admits(standing) else SENTENCES[standing]

    def reason(self, person: Person) -> DropReason | None:
        """Why messages to this person must be dropped; None if they may be sent."""
        return None if self.admits(person.standing) else REASONS[person.standing]

    async def drop_planned(self, session: AsyncSession, person: Person, now: datetime) -> None:
        """Drop the planned messages to this person if they may not use Attune (now: UTC)."""
        if reason := self.reason(person):
            await outbox.drop_open(session, person, reason=reason, now=now)
