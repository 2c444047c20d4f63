"""List for every table who owns a row, and what export and erasure do with the row.

Every new table needs an entry. Two other things also depend on the entries: what is purged, and
what we tell people about their data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# What happens to a person's rows when the person is erased. "unnamed" is for rows about customers,
# and for rows that were shared with colleagues.
WhenErased = Literal[
    "deleted",
    "emptied",  # the row stays without the person's words, because colleagues' rows refer to it
    "unnamed",  # the row stays, and says "A former colleague"
]


@dataclass(frozen=True)
class OwnerColumn:
    """A column by which a row belongs to a person or an account.

    If `table` is "", `column` contains the owner's id. Otherwise, `column` refers to a row in
    `table`, by the column `key` of that table. The owner of that row owns both rows. For example,
    `OwnerColumn("call_id", "call")` means that a row belongs to the owner of the call whose `id` is
    in `call_id`.
    """

    column: str
    table: str = ""
    key: str = "id"


@dataclass(frozen=True)
class Holding:
    """What one table holds."""

    what: str  # the contents in words, in the plural, as people see them
    person: tuple[OwnerColumn, ...] = ()  # who owns a row; () for nobody in particular
    erased: WhenErased = "unnamed"
    empty: Mapping[str, Any] = field(default_factory=dict)  # what "emptied" writes
    account: tuple[OwnerColumn, ...] = ()  # the account that owns a row; both are deleted together
    secret: frozenset[str] = frozenset()  # columns that no export contains
    readers: str = ""  # who else can read a row, in words for people; "" for nobody
    # Used instead of `readers` if others see only a part of a row. Says who sees what, in words for
    # people: "admins see your name and role".
    seen: str = ""
    days: str = ""  # the field of storage.upkeep.retention_days.RetentionDays that applies, or ""
    # The event from which `days` counts, in words for people: "after they are kept or dropped". Age
    # alone does not delete a row whose event has not happened yet. If `days_from` is "", `days`
    # counts from the day when the row was made.
    days_from: str = ""
    also: str = ""  # what else the rows contain, for the list of files in an export

    @property
    def stays(self) -> bool:
        """Whether colleagues still see the rows after the person is erased.

        The rows then do not contain the person's name.
        """
        return self.erased == "unnamed" or (self.erased == "emptied" and bool(self.account))


_CALL = OwnerColumn("call_id", "call")
_ACCOUNT = (OwnerColumn("account_id"),)
_OF_CALL = (OwnerColumn("account_id"), _CALL)
_PERSON = (OwnerColumn("person_id"),)
_AUTHOR = (OwnerColumn("author_id"),)
_COLLEAGUES = "your colleagues"

HOLDINGS: dict[str, Holding] = {
    "person": Holding(
        "profile and settings",
        (OwnerColumn("id"),),
        "emptied",
        seen="admins see your name and role",
    ),
    # What a person wrote or did for themselves.
    "reflection": Holding(
        "reflections",
        _AUTHOR,
        "deleted",
        account=_OF_CALL,
        readers="only you, except those that you shared",
        days="reflections",
    ),
    "ownnote": Holding(
        "your own notes about accounts",
        _AUTHOR,
        "deleted",
        account=_ACCOUNT,
        days="reflections",
    ),
    "guess": Holding(
        "guesses before calls", _PERSON, "deleted", account=(_CALL,), days="reflections"
    ),
    "measuredcall": Holding(
        "figures from transcripts", _PERSON, "deleted", account=_OF_CALL, days="reflections"
    ),
    "opentranscript": Holding("questions about transcripts", _PERSON, "deleted", account=(_CALL,)),
    "spokenas": Holding("names in transcripts", _PERSON, "deleted"),
    "shownmessage": Holding(
        "ids of messages in this chat that show data about a call, so that they can be emptied",
        _PERSON,
        "deleted",
        account=(_CALL,),
        seen="no words; used only by Attune",
        days="reflections",
    ),
    "fetchedtranscript": Holding(
        "records of transcripts that arrived automatically", _PERSON, "deleted", account=(_CALL,)
    ),
    "transcriptconsent": Holding(
        "permissions to read transcripts", _PERSON, "deleted", secret=frozenset({"secret"})
    ),
    "calendarconnection": Holding(
        "connected calendars", _PERSON, "deleted", secret=frozenset({"secret", "cursor"})
    ),
    "seenmeeting": Holding(
        "meetings seen in calendars, until three days after they end",
        (OwnerColumn("calendar_id", "calendarconnection"),),
        "deleted",
        account=(_CALL,),
    ),
    "metguest": Holding(
        "guests of past meetings in your calendars, until three months after the meeting",
        (OwnerColumn("calendar_id", "calendarconnection"),),
        "deleted",
    ),
    "meetinganswer": Holding(
        "answers about meetings; an answer about a single meeting is kept until three days after "
        "the meeting",
        _PERSON,
        "deleted",
        account=_ACCOUNT,
    ),
    "calendarsignin": Holding(
        "unfinished sign-ins", _PERSON, "deleted", secret=frozenset({"secret", "key"})
    ),
    "draft": Holding(
        "texts that you typed, kept while a question about them is open",
        _PERSON,
        "deleted",
        days="drafts",
    ),
    "insightuse": Holding(
        "uses of insights",
        _PERSON,
        "deleted",
        account=(OwnerColumn("account_id"), OwnerColumn("insight_id", "insight")),
        readers="marketing, as counts",
        days="insight_uses",
    ),
    "outbox": Holding("messages from Attune", _PERSON, "deleted", account=(_CALL,), days="outbox"),
    "seat": Holding(
        "participation in calls",
        _PERSON,
        "emptied",
        {
            "goal": "",
            "opening": None,
            "line": None,
            "opened": None,
            "research": "",
            "line_dismissed_at": None,
            "briefed_at": None,
            "reflected_at": None,
        },
        account=_OF_CALL,
        seen="colleagues in the same call see that you take part",
        also="with the goals for them",
    ),
    "helprequest": Holding(
        "requests for help with a call",
        (OwnerColumn("asker_id"), OwnerColumn("helper_id")),
        account=(_CALL,),
        readers="whoever asked, and whoever was asked",
        days="reflections",
    ),
    "reflectioncomment": Holding(
        "comments on shared reflections",
        (OwnerColumn("author_id"), OwnerColumn("reflection_id", "reflection")),
        "deleted",
        account=(OwnerColumn("reflection_id", "reflection"),),
        readers="whoever wrote the comment or the reflection",
        days="reflections",
    ),
    "focusoffer": Holding(
        "focuses that managers offered",
        (OwnerColumn("person_id"), OwnerColumn("manager_id")),
        "deleted",
        # The manager's export must not say that the rep declined.
        secret=frozenset({"declined_at"}),
        readers="the manager and the rep; only the rep knows if they declined",
    ),
    "sharedfigure": Holding(
        "figures that were shared for a limited time",
        (OwnerColumn("person_id"), OwnerColumn("viewer_id")),
        "deleted",
        readers="whoever they are shared with, until the time is over or they are taken back",
    ),
    "teammember": Holding(
        "team membership", _PERSON, "deleted", readers="everybody in the team, and admins"
    ),
    "team": Holding(
        "teams that you lead",
        (OwnerColumn("manager_id"),),
        readers="everybody in the team, and admins",
    ),
    # What is known about customers, and what was shared with colleagues.
    "call": Holding(
        "calls",
        (OwnerColumn("id", "seat", "call_id"),),
        account=_ACCOUNT,
        secret=frozenset({"kept_by"}),
        seen="a colleague who has a call with the same account can see the time of yours, but "
        "nothing else; of a call that you keep to yourself, they see nothing; your manager sees "
        "upcoming calls only if you open them",
    ),
    "account": Holding(
        "accounts of those calls",
        (OwnerColumn("id", "seat", "account_id"),),
        account=(OwnerColumn("id"),),
        readers=_COLLEAGUES,
    ),
    "finding": Holding(
        "findings about accounts",
        (OwnerColumn("found_by"),),
        account=_ACCOUNT,
        readers=_COLLEAGUES,
        days="findings",
    ),
    "commitment": Holding(
        "promises",
        (OwnerColumn("owner_id"),),
        account=_OF_CALL,
        readers=_COLLEAGUES,
        days="promises",
        days_from="after they are kept or dropped",
    ),
    "ask": Holding(
        "asks to marketing",
        _AUTHOR,
        account=_OF_CALL,
        readers="marketing",
        days="asks",
        days_from="once closed",
    ),
    "asknote": Holding(
        "messages about asks",
        _AUTHOR,
        account=(OwnerColumn("ask_id", "ask"),),
        readers="marketing, and whoever asked",
        days="asks",
    ),
    "insight": Holding(
        "insights",
        (OwnerColumn("author_id"), OwnerColumn("owner_id")),
        account=_ACCOUNT,
        readers="marketing, and everybody once an insight is published",
    ),
    "channel": Holding("subscribed channels", (OwnerColumn("subscribed_by"),), readers=_COLLEAGUES),
    "feedsource": Holding("added feeds", (OwnerColumn("added_by"),), readers="marketing"),
    "policy": Holding(
        "choices for the whole workspace", (OwnerColumn("changed_by"),), readers="admins"
    ),
    "audit": Holding("entries of the audit log", (OwnerColumn("actor"),), readers="admins"),
    "crmwrite": Holding(
        "what you sent to the CRM",
        _PERSON,
        account=_OF_CALL,
        readers="whoever reads your company's CRM",
        days="promises",
    ),
    "crmowner": Holding("who you are in the CRM", _PERSON, "deleted"),
    "crmconnection": Holding(
        "the connection to the CRM",
        (OwnerColumn("connected_by"),),
        secret=frozenset({"secret"}),
        readers="admins",
    ),
    "proposedanswer": Holding(
        "proposed answers about accounts, from public sources",
        (OwnerColumn("settled_by"),),
        account=_ACCOUNT,
        readers=_COLLEAGUES,
        days="findings",
    ),
    "researched": Holding(
        "which accounts are looked up in public sources",
        (OwnerColumn("off_by"),),
        account=_ACCOUNT,
        readers=_COLLEAGUES,
    ),
    "blockedsource": Holding(
        "public sources that are about another company",
        (OwnerColumn("blocked_by"),),
        account=_ACCOUNT,
        readers=_COLLEAGUES,
    ),
    "modeluse": Holding("daily counts of requests to the language model", _PERSON, "deleted"),
    # About customers, without an owner.
    "crmcompany": Holding("companies in the CRM that match accounts", account=_ACCOUNT),
    "crmdeal": Holding("open deals in the CRM", account=_ACCOUNT),
    "snapshot": Holding("text of public pages about accounts", account=_ACCOUNT),
    "accountdomain": Holding("mail domains of accounts", account=_ACCOUNT),
    "contact": Holding("contacts", account=_ACCOUNT),
    "callcontact": Holding("contacts in calls", account=(_CALL,)),
    "setaside": Holding("skipped research questions", account=_ACCOUNT),
    # About the tenant, or about how Attune runs.
    "teammonth": Holding("figures of teams of five or more"),
    "uploadedplaybook": Holding(
        "playbooks that you uploaded",
        (OwnerColumn("uploaded_by"),),
        seen="whoever works with such a playbook gets its texts; admins see that it is yours",
    ),
    "problem": Holding("what failed, and since when"),
    "suppressedname": Holding("hashes of people whom Attune must not store again"),
    "modelanswer": Holding("answers of the language model about public pages"),
    "themename": Holding("names that a language model gave to themes", readers=_COLLEAGUES),
    "subscription": Holding("what channels subscribed to"),
    "feedseen": Holding("entries of feeds"),
    "exchange": Holding("counts of what marketing and sales did for each other"),
    "workspace": Holding("the installation", secret=frozenset({"token", "refresh_token"})),
    "service": Holding("the address of the platform"),
    "delivered": Holding("ids of requests", days="requests"),
    "gate": Holding("rate limits"),
    "installstate": Holding("installations that were begun"),
    "lease": Holding("work that one process does"),
    "playgroundpost": Holding("posts of the playground"),
    "playgroundclock": Holding("the clock of the playground"),
}
# Tables whose texts count as private, although the tables have `readers` or `seen`. Only one or two
# people read a text, unless somebody shares a reflection or a goal.
_FOR_FEW = frozenset({"reflection", "seat", "helprequest", "reflectioncomment", "focusoffer"})
# The `what` of each table whose texts count as private: the tables in `_FOR_FEW`, and all tables
# that have neither `readers` nor `seen`.
PRIVATE = frozenset(
    one.what for name, one in HOLDINGS.items() if name in _FOR_FEW or not (one.readers or one.seen)
)
# Tables without a tenant. They contain nothing that people wrote.
NO_TENANT = frozenset({"installstate", "lease"})
