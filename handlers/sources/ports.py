"""The interfaces of sources. Classes in `bot/` implement them.

An implementation decides how it connects, waits and retries. If a read raises an exception, it
changes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.model.prompts import Answer, ModelPrompt
from handlers.model.transcripts import ProposedLine
from handlers.playbook.schema import Pitch
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
from handlers.sources.records import CalendarRead, GroupMembers, UserGroup
from handlers.transcripts.records import Measured, TalkContext, TranscriptHead, Utterance
from storage.choices import (
    CalendarKind,
    CrmFieldKind,
    CrmKind,
    CrmTrouble,
    GroupTrouble,
    ModelTrouble,
    SourceTrouble,
    TranscriptSourceKind,
)
from storage.tables import Person


class SourceFailed(Exception):
    """A calendar or a source of transcripts could not be read.

    `wait` is how long the other side asked us to wait. It is None if the other side did not ask.
    """

    def __init__(self, trouble: SourceTrouble, wait: timedelta | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.wait = wait


class Calendar(Protocol):
    """The calendar of one person."""

    @property
    def new_secret(self) -> str | None:
        """The new refresh token or address to store, or None if it has not changed.

        Read this after each `read`, even a failed one: the provider may have replaced the refresh
        token.
        """
        ...

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Return every event that starts at or after `since` and before `until` (both UTC).

        Return None if nothing has changed since the last stored read. A missing event counts as
        gone, so an incomplete read must raise SourceFailed.
        """
        ...


class CalendarSignIns(Protocol):
    """Let people connect a calendar by signing in with the provider in their browser."""

    @property
    def kinds(self) -> Collection[CalendarKind]:
        """The kinds that the operator has set up: "google", "microsoft", both or none."""
        ...

    async def link_for(
        self, session: AsyncSession, person: Person, kind: CalendarKind, now: datetime
    ) -> str:
        """Return a link that connects a calendar of this person.

        The link works once, and for ten minutes. `now` (UTC) is the time on the person's platform:
        the playground's clock may be ahead. Raises KeyError for a kind that is not set up, and
        NoKey without an encryption key.
        """
        ...


class TranscriptSources(Protocol):
    """The sources of transcripts that the operator has set up."""

    def offered(self, person: Person) -> Collection[TranscriptSourceKind]:
        """Return the sources that Attune can read for this person."""
        ...

    async def link_for(self, session: AsyncSession, person: Person, now: datetime) -> str:
        """Return a link to sign in with Google.

        The link works once, and for ten minutes from `now` (UTC). Raises KeyError if this is not
        set up, and NoKey without an encryption key.
        """
        ...


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
    """The CRM accepts a write only together with other fields.

    The exception has the names of these fields in the CRM, and their labels. `choices` has the
    labels that a field allows. `days` are the fields that hold a day. The rep writes a day as
    2026-12-31. Every other field holds text or a number.
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
        """Return the id of the active user with this address. For none or several, return ""."""
        ...

    async def teams(self) -> Sequence[CrmTeam]:
        """Return the teams of our company's people, each with at least one active user."""
        ...

    async def stages(self) -> Sequence[CrmStage]:
        """Return the stages of all pipelines, in their order."""
        ...

    async def value(self, deal_id: str, kind: CrmFieldKind) -> str:
        """Return the present value of a deal's field."""
        ...

    async def write(self, order: CrmOrder) -> str:
        """Write a note, a task or a field once. Return the id of the note, the task or the deal.

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
        """Delete a note or a task, or put back the value that the rep saw.

        Raises CrmConflict if somebody has changed the field since then.
        """
        ...


class OpenCrm(Protocol):
    """Opens the CRM of a tenant."""

    def __call__(self, sign_in: CrmSignIn) -> CrmSystem:
        """Return the CRM. Nothing is sent until a method of the result is called."""
        ...


class ModelFailed(Exception):
    """A language model gave no usable answer. Only admins and operators learn of this.

    `wait` is how long to wait before another try, or None.
    """

    def __init__(self, trouble: ModelTrouble, wait: timedelta | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.wait = wait


class LanguageModel(Protocol):
    """The language model that the operator has set up.

    The caller checks whether the tenant and the person have switched the model on for a task.
    """

    @property
    def name(self) -> str:
        """The name of the model, to mark what comes from it."""
        ...

    @property
    def host(self) -> str:
        """The host to which text is sent. We tell people which host it is."""
        ...

    @property
    def is_here(self) -> bool:
        """Whether the model runs on this machine, so that no text leaves it."""
        ...

    @property
    def room(self) -> int:
        """How many characters of a source fit into one request."""
        ...

    async def ask(
        self, prompt: ModelPrompt[Answer], tenant: str, person_id: int, now: datetime
    ) -> Answer:
        """Ask the model, and return its answer (`prompt.answer`), with quotes unchecked.

        This may take minutes, so nothing may wait for it: no transaction, and no acknowledgement.
        The request is counted before it is sent, for the person (0 for nobody in particular) and
        the tenant. An answer about public text is stored, so that the model is not asked again.
        `now` is UTC. Raises ModelFailed.
        """
        ...


class GroupsFailed(Exception):
    """The groups of people, or the members of one group, could not be read.

    `crm` is the CRM that has the groups, or None for the platform's directory.
    """

    def __init__(self, trouble: GroupTrouble, crm: CrmKind | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.crm = crm


class UserGroups(Protocol):
    """The groups of people in the directory of a tenant's platform."""

    def offered(self, tenant: str) -> bool:
        """Return whether the tenant's platform has user groups that Attune can read."""
        ...

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        """Return a tenant's groups, by name. Raises GroupsFailed."""
        ...

    async def members(self, tenant: str, group: str) -> Collection[str]:
        """Return the platform's ids of the people in a group. Raises GroupsFailed.

        A group without people is not a failure here.
        """
        ...


@dataclass(frozen=True)
class GroupsListed:
    """The groups that an admin can choose, and why some groups could not be read."""

    groups: Sequence[UserGroup]
    failed: Sequence[GroupsFailed] = ()


class GroupSources(Protocol):
    """The groups that the people of a team can come from: in the directory, and in the CRM."""

    def offered(self, tenant: str) -> bool:
        """Return whether the tenant's platform has user groups that Attune can read."""
        ...

    async def groups(self, tenant: str) -> GroupsListed:
        """Return a tenant's groups: first the groups of the directory, then the CRM's."""
        ...

    async def members(self, tenant: str, group: str) -> GroupMembers:
        """Return the people in a group. Raises GroupsFailed.

        A group without people is not a failure here.
        """
        ...


class TranscriptRefused(Exception):
    """A file is not a transcript that we can read. The message is for the person.

    `may_pass` means that the file took too long, and may take less time on another attempt.
    """

    def __init__(self, sentence: str, *, may_pass: bool = False) -> None:
        super().__init__(sentence)
        self.may_pass = may_pass


class WordsGone(Exception):
    """The words of a transcript are no longer in memory.

    `source` is the source that delivered them, or None if a person shared them.
    """

    def __init__(self, source: TranscriptSourceKind | None = None) -> None:
        super().__init__(source)
        self.source = source


class TranscriptReader(Protocol):
    """Reads and measures transcripts in a separate process that can be killed.

    The words of a transcript stay in memory for at most half an hour, and are not stored.
    """

    def room(self) -> AbstractAsyncContextManager[object]:
        """Wait for room for one more file in memory. Fetch and read the file in this context."""
        ...

    async def read(self, name: str, body: bytes) -> TranscriptHead:
        """Read a file with this name. Raises TranscriptRefused."""
        ...

    async def measure(self, key: str, context: TalkContext, pitch: Pitch) -> Measured:
        """Measure the transcript with this key. `pitch` has the playbook's words for a pitch.

        Raises WordsGone or TranscriptRefused.
        """
        ...

    async def utterances(self, key: str) -> Sequence[Utterance]:
        """Return what was said, from memory only. Raises WordsGone."""
        ...

    def holds(self, key: str) -> bool:
        """Return whether the words of a transcript are in memory."""
        ...

    def keep_proposed(self, key: str, lines: Sequence[ProposedLine]) -> None:
        """Keep the lines that a language model found, until the transcript's words are dropped."""
        ...

    def proposed(self, key: str) -> Sequence[ProposedLine] | None:
        """Return the lines from `keep_proposed`.

        Return None if it was never called, or if the words are gone.
        """
        ...

    def forget(self, key: str) -> None:
        """Drop the words of a transcript from memory."""
        ...
