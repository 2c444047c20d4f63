"""The demo's CRM, which looks like a connected HubSpot.

What people write to it is kept until the prepared week starts over, or until Attune stops.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.base.clock import Clock
from bot.playground import demo
from handlers.sources.crm.crm_records import (
    CrmChanges,
    CrmDealRecord,
    CrmDetails,
    CrmName,
    CrmOrder,
    CrmPerson,
    CrmSelf,
    CrmSignIn,
    CrmStage,
    CrmTeam,
)
from handlers.sources.crm_ports import CrmConflict, CrmFailed, CrmSystem
from storage.choices import CrmFieldKind

STAGES = (
    CrmStage("qualified", "Qualified to buy", "sales", "Sales"),
    CrmStage("presented", "Presentation scheduled", "sales", "Sales"),
    CrmStage("proposal", "Proposal sent", "sales", "Sales"),
    CrmStage("contract", "Contract sent", "sales", "Sales"),
    CrmStage("won", "Closed won", "sales", "Sales", closed=True),
)
NAMES = {one.id: one.name for one in STAGES}


def demo_sign_in() -> CrmSignIn:
    """Return the sign-in to the demo's CRM."""
    return CrmSignIn(demo.TENANT, "hubspot", "", "demo")


@dataclass
class DemoCrm:
    """The companies in the demo's script, with their contacts and open deals."""

    clock: Clock
    # What reps wrote to the CRM: the values of a deal's fields, and notes and tasks by their key.
    _values: dict[tuple[str, CrmFieldKind], str] = field(default_factory=dict)
    _notes: dict[str, CrmOrder] = field(default_factory=dict)

    def start_over(self) -> None:
        """Forget what was written."""
        self._values.clear()
        self._notes.clear()

    async def check(self) -> CrmSelf:
        """Return the name of the demo's account in the CRM."""
        return CrmSelf("Demo account")

    async def companies_at(self, domain: str) -> Sequence[CrmName]:
        """Return the company with this domain, or [] if there is none."""
        return [
            CrmName(one["domain"], one["name"])
            for one in demo.accounts()
            if one["domain"] == domain
        ]

    async def company(self, company_id: str) -> CrmDetails | None:
        """Return a company with its contacts and open deals."""
        script = next((one for one in demo.accounts() if one["domain"] == company_id), None)
        if script is None:
            return None
        people = tuple(
            CrmPerson(one["email"], one["name"], one["role"], one["email"])
            for one in script["contacts"]
        )
        deals = tuple(self._deal(company_id, one) for one in script.get("deals", ()))
        return CrmDetails(
            company_id, script["name"], (company_id,), script["industry"], None, people, deals
        )

    def _deal(self, company_id: str, script: dict[str, str | int]) -> CrmDealRecord:
        """Return a deal from the script, with the stage and next step that reps have written."""
        id_ = f"{company_id}/{script['name']}"
        stage = self._values.get((id_, "stage"), str(script["stage"]))
        closes = self._monday() + timedelta(days=int(script["closes"]))
        return CrmDealRecord(
            id=id_,
            name=str(script["name"]),
            stage_id=stage,
            stage_name=NAMES[stage],
            pipeline_id="sales",
            amount=str(script["amount"]),
            currency="EUR",
            closes_on=closes,
            owner_name=str(script.get("owner", "")),
            owner_email=demo.email(str(script["owner_id"])),
            next_step=self._values.get((id_, "next_step"), str(script.get("next_step", ""))),
        )

    def _monday(self) -> date:
        today = self.clock.now().date()
        return today - timedelta(days=today.weekday())

    async def changed(self, since: datetime) -> CrmChanges:  # noqa: ARG002 - as in the port
        """Return every company, because there are only a few."""
        ids = frozenset(one["domain"] for one in demo.accounts())
        return CrmChanges(ids, self.clock.now())

    async def owner(self, email: str) -> str:
        """Return the CRM's id for the user with this address: in the demo, the address itself."""
        return email

    async def teams(self) -> Sequence[CrmTeam]:
        """Return the teams in the script."""
        return [
            CrmTeam(one["name"], one["name"], frozenset(map(demo.email, one["owners"])))
            for one in demo.crm_teams()
        ]

    async def stages(self) -> Sequence[CrmStage]:
        """Return the stages of the only pipeline."""
        return STAGES

    async def value(self, deal_id: str, kind: CrmFieldKind) -> str:
        """Return the current value of a deal's field."""
        details = await self.company(deal_id.partition("/")[0])
        for one in details.deals if details else ():
            if one.id == deal_id:
                return one.stage_id if kind == "stage" else one.next_step
        raise CrmFailed("gone")

    async def write(self, order: CrmOrder) -> str:
        """Write a note, a task or a field. Return the id of the note, the task or the deal.

        Raises CrmConflict if a field no longer has the value that the rep saw.
        """
        if order.kind in ("note", "task"):
            self._notes[order.key] = order
            return order.key
        kind: CrmFieldKind = "stage" if order.kind == "stage" else "next_step"
        found = await self.value(order.deal, kind)
        if found != order.seen:
            raise CrmConflict(found)
        self._values[order.deal, kind] = order.text
        return order.deal

    async def written(self, order: CrmOrder) -> str:
        """Return the id of the note, the task or the deal that an earlier attempt has written.

        Return "" if no attempt has written it.
        """
        if order.kind in ("note", "task"):
            return order.key if order.key in self._notes else ""
        kind: CrmFieldKind = "stage" if order.kind == "stage" else "next_step"
        return order.deal if await self.value(order.deal, kind) == order.text else ""

    async def undo(self, order: CrmOrder, written_id: str) -> None:
        """Delete a note or a task, or put back the value that the rep saw before the change."""
        if order.kind in ("note", "task"):
            self._notes.pop(written_id, None)
            return
        await self.write(replace(order, text=order.seen, seen=order.text))

    def __call__(self, sign_in: CrmSignIn) -> CrmSystem:  # noqa: ARG002 - as in the port
        """Return this CRM, whatever key a visitor types."""
        return self
