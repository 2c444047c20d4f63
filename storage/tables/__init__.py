"""The tables. All tables except `Lease` and `InstallState` have a tenant.

A tenant is written `platform:workspace` (`slack:T01`).
"""

from storage.tables.asks import Ask, AskNote
from storage.tables.audit import AuditEntry
from storage.tables.calendars import (
    CalendarConnection,
    CalendarSignIn,
    MeetingAnswer,
    MetGuest,
    SeenMeeting,
)
from storage.tables.calls import (
    Account,
    AccountDomain,
    Call,
    CallContact,
    Commitment,
    Contact,
    Finding,
    Guess,
    Reflection,
    Seat,
    SkippedQuestion,
)
from storage.tables.channels import Channel, Subscription
from storage.tables.columns import OPEN, SENT
from storage.tables.crm import CrmCompany, CrmConnection, CrmDeal, CrmOwner, CrmWrite
from storage.tables.exchange import ExchangeCounts
from storage.tables.insights import FeedSeen, FeedSource, Insight, InsightUse
from storage.tables.language_model import ModelAnswer, ModelUse, ThemeName
from storage.tables.leases import Lease
from storage.tables.outbox import Outbox, RateLimit
from storage.tables.own_notes import OwnNote
from storage.tables.people import Person
from storage.tables.playground import PlaygroundClock, PlaygroundPost
from storage.tables.public_sources import (
    AccountLookUp,
    BlockedSource,
    ProposedAnswer,
    Snapshot,
    SuppressedName,
)
from storage.tables.requests import Draft, HandledRequest
from storage.tables.services import ServiceAddress
from storage.tables.shown_messages import ShownMessage
from storage.tables.teams import (
    FocusOffer,
    HelpRequest,
    ReflectionComment,
    SharedFigure,
    Team,
    TeamMember,
    TeamMonth,
    UploadedPlaybook,
)
from storage.tables.transcript_sources import FetchedTranscript, TranscriptConsent
from storage.tables.transcripts import MeasuredCall, OpenTranscript, SpeakerName
from storage.tables.workspaces import InstallState, Policy, Problem, Workspace

__all__ = [
    "OPEN",
    "SENT",
    "Account",
    "AccountDomain",
    "AccountLookUp",
    "Ask",
    "AskNote",
    "AuditEntry",
    "BlockedSource",
    "CalendarConnection",
    "CalendarSignIn",
    "Call",
    "CallContact",
    "Channel",
    "Commitment",
    "Contact",
    "CrmCompany",
    "CrmConnection",
    "CrmDeal",
    "CrmOwner",
    "CrmWrite",
    "Draft",
    "ExchangeCounts",
    "FeedSeen",
    "FeedSource",
    "FetchedTranscript",
    "Finding",
    "FocusOffer",
    "Guess",
    "HandledRequest",
    "HelpRequest",
    "Insight",
    "InsightUse",
    "InstallState",
    "Lease",
    "MeasuredCall",
    "MeetingAnswer",
    "MetGuest",
    "ModelAnswer",
    "ModelUse",
    "OpenTranscript",
    "Outbox",
    "OwnNote",
    "Person",
    "PlaygroundClock",
    "PlaygroundPost",
    "Policy",
    "Problem",
    "ProposedAnswer",
    "RateLimit",
    "Reflection",
    "ReflectionComment",
    "Seat",
    "SeenMeeting",
    "ServiceAddress",
    "SharedFigure",
    "ShownMessage",
    "SkippedQuestion",
    "Snapshot",
    "SpeakerName",
    "Subscription",
    "SuppressedName",
    "Team",
    "TeamMember",
    "TeamMonth",
    "ThemeName",
    "TranscriptConsent",
    "UploadedPlaybook",
    "Workspace",
]
