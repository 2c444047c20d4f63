"""A CRM in memory that says what a test wants, and fails when the test wants it to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.sources.crm.crm_records import (
    CrmChanges,
    CrmDealRecord,
    CrmDetails,
    CrmName,
    CrmOrder,
    CrmSelf,
    CrmSignIn,
    CrmStage,
    CrmTeam,
)
from handlers.sources.crm_ports import CrmFailed, CrmSystem
from storage.choices import CrmFieldKind

STAGES = (
    CrmStage("s1", "Qualified to buy"),
    CrmStage("s2", "Proposal sent"),
    CrmStage("s3", "Closed won", closed=True),
)


def deal(id_: str = "d1", stage: str = "s1", **more: object) -> CrmDealRecord:
    """A deal at a stage."""
    name = {one.id: one.name for one in STAGES}[stage]
    return CrmDealRecord(id=id_, name="Route planning", stage_id=stage, stage_name=name, **more)  # type: ignore[arg-type]


@dataclass
class Book:
    """Companies by domain. `failing` is what every request fails with, or None."""

    companies: dict[str, list[CrmDetails]] = field(default_factory=dict)
    changed_ids: set[str] = field(default_factory=set)
    failing: CrmFailed | None = None
    then_fails: CrmFailed | None = None  # for a test to set `failing` to later
    asked: list[str] = field(default_factory=list)
    opened_with: list[CrmSignIn] = field(default_factory=list)
    # Called before a company is read.
    before_company: Callable[[], Awaitable[None]] | None = None
    label: str = "Corvane"  # the name of the account
    broken_for: str = ""  # a tenant for which every request ends in an error of ours

    def opened(self, sign_in: CrmSignIn) -> CrmSystem:
        self.opened_with.append(sign_in)
        if sign_in.tenant == self.broken_for:
            raise KeyError(sign_in.tenant)
        return self

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if self.failing is not None:
            raise self.failing

    async def check(self) -> CrmSelf:
        self._note("check")
        return CrmSelf(self.label, ("deal.amount",))

    async def companies_at(self, domain: str) -> Sequence[CrmName]:
        self._note(f"find {domain}")
        return [CrmName(one.id, one.name) for one in self.companies.get(domain, [])]

    async def company(self, company_id: str) -> CrmDetails | None:
        self._note(f"read {company_id}")
        if self.before_company is not None:
            await self.before_company()
        everything = (one for each in self.companies.values() for one in each)
        return next((one for one in everything if one.id == company_id), None)

    async def changed(self, since: datetime) -> CrmChanges:
        self._note("changed")
        return CrmChanges(frozenset(self.changed_ids), since)

    async def owner(self, email: str) -> str:
        self._note("owner")
        return email

    async def teams(self) -> Sequence[CrmTeam]:
        self._note("teams")
        return ()

    async def stages(self) -> Sequence[CrmStage]:
        self._note("stages")
        return STAGES

    async def value(self, deal_id: str, kind: CrmFieldKind) -> str:
        raise NotImplementedError

    async def write(self, order: CrmOrder) -> str:
        raise NotImplementedError

    async def written(self, order: CrmOrder) -> str:
        raise NotImplementedError

    async def undo(self, order: CrmOrder, written_id: str) -> None:
        raise NotImplementedError
