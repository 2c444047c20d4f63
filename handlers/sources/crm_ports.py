"""What Attune needs from a CRM. `bot.crm` has the code for each CRM."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from handlers.sources.crm.crm_records import (
    CrmChanges,
    CrmDetails,
    CrmName,
    CrmOrder,
    CrmSelf,
    CrmSignIn,
    CrmStage,
    CrmTeam,
)
from storage.choices import (
    CrmFieldKind,
    CrmTrouble,
)


class CrmFailed(Exception):
    """A CRM could not be read, or did not accept something.

    `wait` is how long the CRM asked us to wait, or None. `may_have_landed` means that a write ended
    without an answer, so the CRM may have accepted it.
    """

    def __init__(
        self,
        trouble: CrmTrouble,
        wait: timedelta | None = None,
        *,
        may_have_landed: bool = False,
    ) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.wait = wait
        self.may_have_landed = may_have_landed


class CrmNeedsFields(Exception):
    """The CRM refuses a write until some other fields have values too.

    `fields` has the label of each of these fields, by the field's name in the CRM. If a field
    allows only certain values, `choices` has their labels, by the field's name. `days` has the
    names of the fields that hold a day. A field that is not in `choices` or `days` holds text or a
    number.

    The rep's values for the fields come back in `CrmOrder.required`. There, a day is text in the
    form "2026-12-31".
    """

    def __init__(
        self,
        fields: Mapping[str, str],
        choices: Mapping[str, Sequence[str]] | None = None,
        days: Collection[str] = (),
    ) -> None:
        super().__init__()
        self.fields = fields
        self.choices = choices or {}
        self.days = days


class CrmConflict(Exception):
    """A field does not have the value that the rep saw. `found` is its value now."""

    def __init__(self, found: str) -> None:
        super().__init__()
        self.found = found


class CrmSystem(Protocol):
    """A connected CRM of one tenant. Each method may raise CrmFailed."""

    async def check(self) -> CrmSelf:
        """Try the sign-in, and return what the CRM says about it."""
        ...

    async def companies_at(self, domain: str) -> Sequence[CrmName]:
        """Return the companies with this domain, at most ten.

        Companies that were added in the last minute may be missing.
        """
        ...

    async def company(self, company_id: str) -> CrmDetails | None:
        """Return a company with contacts and open deals, or None if it was deleted or merged."""
        ...

    async def changed(self, since: datetime) -> CrmChanges:
        """Return what changed at or after `since` (UTC).

        The caller begins the next read at `CrmChanges.until`, which allows for the lag of the
        CRM's search.
        """
        ...

    async def owner(self, email: str) -> str:
        """Return the id of the active user with this address.

        Return "" if no active user or several active users have the address.
        """
        ...

    async def teams(self) -> Sequence[CrmTeam]:
        """Return the teams of the tenant's own people, each with at least one active user."""
        ...

    async def stages(self) -> Sequence[CrmStage]:
        """Return the stages of all pipelines, in their order."""
        ...

    async def value(self, deal_id: str, kind: CrmFieldKind) -> str:
        """Return the present value of a deal's field."""
        ...

    async def write(self, order: CrmOrder) -> str:
        """Write a note, a task or a field of a deal. Return the id of the note, task or deal.

        Raises CrmNeedsFields or CrmConflict. In both cases, nothing is written.
        """
        ...

    async def written(self, order: CrmOrder) -> str:
        """Look for what an earlier attempt has written. Return its id, or "" if there is nothing.

        This must not use a search that lags behind. If the attempt ended without an answer, the
        caller waits a minute before it calls this, because a slow CRM may carry the attempt out
        late.
        """
        ...

    async def undo(self, order: CrmOrder, written_id: str) -> None:
        """Delete a note or a task, or put back the value that the rep saw before the change.

        Raises CrmConflict if somebody has changed the field since Attune wrote it.
        """
        ...


class OpenCrm(Protocol):
    """Opens the CRM of a tenant."""

    def __call__(self, sign_in: CrmSignIn) -> CrmSystem:
        """Return the CRM. Nothing is sent until a method of the result is called."""
        ...
