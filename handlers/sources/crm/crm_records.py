"""What a CRM says, and what we write to it, as plain records.

All moments are aware and in UTC. Text from a CRM may be empty, long or malicious.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from storage.choices import CrmKind, CrmWriteKind


@dataclass(frozen=True)
class CrmSignIn:
    """How to sign in to the CRM of a tenant.

    `base` is the address of the company's own Salesforce, or "". `secret` is a HubSpot
    service key, or a Salesforce client id and client secret, separated by a line break.
    """

    tenant: str
    kind: CrmKind
    base: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class CrmSelf:
    """What the CRM says about our sign-in: the company, what is hidden, and whether we may write.

    `label` is the company's name in the CRM, or its number.
    """

    label: str
    hidden: tuple[str, ...] = ()  # "object.field" in the CRM's own names
    may_write: bool = True


@dataclass(frozen=True)
class CrmName:
    """A company in the CRM, by its id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class CrmTeam:
    """People of our company who belong together in the CRM.

    They are a team in HubSpot. In Salesforce, they have the same role or the same manager.
    `members` and `leader` are email addresses. `leader` is "" if the CRM does not say who leads.
    """

    id: str
    name: str
    members: frozenset[str] = field(repr=False)
    leader: str = field(default="", repr=False)


@dataclass(frozen=True)
class CrmPerson:
    """A contact in the CRM. `role` is the role in the deal or, without one, the job title."""

    id: str
    name: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True)
class CrmDealRecord:
    """An open deal or opportunity. Fields that the CRM hides from our sign-in are empty."""

    id: str
    name: str
    stage_id: str
    stage_name: str
    pipeline_id: str = ""
    amount: str = ""  # a decimal number, such as "40000" or "1200.50"
    currency: str = ""  # ISO 4217
    closes_on: date | None = None
    owner_name: str = ""
    owner_email: str = ""
    next_step: str = ""
    last_activity_at: datetime | None = None


@dataclass(frozen=True)
class CrmDetails:
    """A company with its contacts and open deals."""

    id: str
    name: str
    domains: tuple[str, ...] = ()  # domains, or addresses of websites
    industry: str = ""
    last_activity_at: datetime | None = None
    people: tuple[CrmPerson, ...] = ()
    deals: tuple[CrmDealRecord, ...] = ()


@dataclass(frozen=True)
class CrmChanges:
    """The companies that changed, or whose contacts or deals changed.

    All changes before `until` are included. The next read begins at `until`. The time `until` may
    be earlier than the time of this read:

    - by a little, because HubSpot and Salesforce may show a change late
    - by more if there were too many changes for one read
    """

    company_ids: frozenset[str]
    until: datetime


@dataclass(frozen=True)
class CrmStage:
    """A stage of a pipeline (HubSpot) or of a record type (Salesforce)."""

    id: str
    name: str
    pipeline_id: str = ""
    pipeline_name: str = ""
    closed: bool = False  # won or lost
    may_write: bool = True  # whether the CRM lets us move a deal here


@dataclass(frozen=True)
class RequiredField:
    """A field that the CRM requires: its label, its choices, and whether it holds a day."""

    label: str
    choices: tuple[str, ...] = ()
    is_day: bool = False


@dataclass(frozen=True)
class CrmOrder:
    """One thing to write to the CRM.

    - `key`: a random id by which we find what we have written.
    - `owner`: the rep's id in the CRM, or "".
    - `people`: the CRM's ids of the contacts whom a note or a task is about.
    - `text`: the text of a note, the subject of a task, or the new value of a field.
    - `seen`: the value that the rep saw in the field. "" for a note or a task.
    - `required`: values of further fields that the CRM asked for, by the field's name in the CRM.
    """

    key: str
    kind: CrmWriteKind
    text: str
    at: datetime  # when the rep approved it
    company: str = ""
    deal: str = ""
    owner: str = ""
    people: tuple[str, ...] = ()
    due_on: date | None = None
    zone: str = "UTC"  # the rep's IANA time zone
    seen: str = ""
    required: Mapping[str, str] = field(default_factory=dict)
    called_at: datetime | None = None  # the start of a note's call, or None if unknown

    @property
    def note_time(self) -> datetime:
        """Return the time that a note gets: the start of its call, but no later than `at`."""
        return min(self.called_at or self.at, self.at)
