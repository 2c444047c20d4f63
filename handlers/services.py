"""What Attune's process gives to features, besides the database and the playbook."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from handlers.sources.crm_ports import OpenCrm
from handlers.sources.group_ports import GroupSources
from handlers.sources.ports import (
    CalendarSignIns,
    LanguageModel,
    TranscriptReader,
    TranscriptSources,
)
from storage.upkeep.retention_days import RetentionDays


@dataclass(frozen=True)
class Operator:
    """The company or person who runs Attune. Values that are not set are "".

    `support` is whom to ask for help: a mail address, a web address, a name or a channel.
    """

    support: str = ""
    privacy_url: str = ""


NOBODY = Operator()


@dataclass(frozen=True, kw_only=True)
class Services:
    """The services of one process.

    `company_domains` are the mail domains of the company whose people use Attune. The set is empty
    if the operator has not set any. `retention` is how long to keep data.
    """

    sign_ins: CalendarSignIns | None = None  # None if no calendar provider is set up
    company_domains: frozenset[str] = frozenset()
    transcripts: TranscriptReader | None = None  # None if no transcripts are read
    transcript_sources: TranscriptSources | None = None  # None if no source is set up
    retention: RetentionDays = field(default_factory=RetentionDays)
    operator: Operator = NOBODY  # whom people can ask for help
    user_groups: GroupSources | None = None  # None if no groups of people are read
    open_crm: OpenCrm | None = None  # None if no CRM can be connected
    # The mail address at which the owners of websites can reach the operator. While it is "",
    # nobody can switch public sources on.
    research_contact: str = ""
    model: LanguageModel | None = None  # None if no language model is set up
    # Starts work that may take longer than the request. The work must handle all exceptions. None
    # if such work can't run here.
    background: Callable[[Coroutine[Any, Any, None]], None] | None = None


NO_SERVICES = Services()
