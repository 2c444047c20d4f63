"""Delete old rows in small steps. All times are UTC."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Update,
    column,
    delete,
    func,
    or_,
    table,
    tuple_,
    update,
)
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import InsightState
from storage.database.connection import Database, empty_log_after_commit
from storage.marketing import theme_names
from storage.meetings import met_guests
from storage.sources import proposals
from storage.sql import search
from storage.tables import (
    OPEN,
    Ask,
    AskNote,
    Call,
    Commitment,
    CrmWrite,
    Draft,
    FetchedTranscript,
    Finding,
    Guess,
    HandledRequest,
    HelpRequest,
    Insight,
    InsightUse,
    InstallState,
    MeasuredCall,
    MetGuest,
    ModelAnswer,
    ModelUse,
    OpenTranscript,
    Outbox,
    OwnNote,
    PlaygroundPost,
    Policy,
    ProposedAnswer,
    RateLimit,
    Reflection,
    Seat,
    SeenMeeting,
    ShownMessage,
    Snapshot,
    ThemeName,
)
from storage.workspace import language_model

STEP = 5000  # how many rows to delete in one transaction
STEP_LIMIT = 200  # one run takes at most this many steps for each kind of row
UNPUBLISHED: tuple[InsightState, ...] = ("draft", "set_aside")
TENANTS = 500  # how many tenants to name in one statement
PAUSE = 0.02  # in seconds, between two steps, so that others can write
RATE_LIMITS_KEPT = timedelta(days=2)  # keep a rate limit this long after its end
# For this long after its end, keep a meeting that was seen in a calendar.
MEETINGS_KEPT = timedelta(days=3)
# For this long, keep notes about transcripts that arrived automatically.
FETCHED_KEPT = timedelta(days=60)
# Keep transcripts with an unanswered question for this long after their arrival.
OPEN_TRANSCRIPTS_KEPT = timedelta(days=2)
# Keep a text from a public source for this long after we last saw it there. It may name people.
SNAPSHOTS_KEPT = timedelta(days=90)
# Keep the numbers of requests to the language model for a little longer than a year, so that a
# month can be compared with the same month a year before.
MODEL_USE_KEPT = timedelta(days=400)
# Keep this many posts. We count posts instead of days, because the playground has its own clock.
POSTS_KEPT = 5_000
# The highest id of a post that is too old to keep.
_OLD_POSTS = select(func.max(PlaygroundPost.id) - POSTS_KEPT).scalar_subquery()
_WORDS = table("insight_words", column("rowid"))  # see storage.tables.insights


@dataclass(frozen=True)
class RetentionDays:
    """How many days we keep each kind of data. 0 means forever."""

    outbox: int = 90  # rows that were sent or dropped
    requests: int = 2  # ids of requests; a platform repeats a request within minutes
    drafts: int = 30  # typed text that Attune had to ask about
    feed_drafts: int = 90  # drafts from feeds that nobody published
    # Reflections, guesses, goals, questions to colleagues and figures from transcripts, and titles
    # and links of calls, counted from the call. A rep's own notes, counted from the day on which
    # they were written.
    reflections: int = 730
    # Promises that were kept or dropped, and what was sent to the CRM, counted from that day.
    promises: int = 730
    findings: int = 730  # also answers that were proposed from public sources
    asks: int = 730  # closed asks, counted from the day of closing
    insight_uses: int = 730
    leavers: int = 30  # personal data of people who left the company, counted from that day

    def with_choices(self, retain: Mapping[str, int]) -> "RetentionDays":
        """Return these days, except where an admin chose others for a tenant (`Policy.retain`)."""
        names = {each.name for each in fields(self)}
        return replace(self, **{name: days for name, days in retain.items() if name in names})


@dataclass(frozen=True)
class Scope:
    """Some tenants, and how long we keep their data."""

    days: RetentionDays
    tenants: Sequence[str] | Select[tuple[str]]
    others: bool = False  # true for all tenants except `tenants`

    def has(self, tenant: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a table's own column
        """Match rows with a tenant of this scope."""
        # `+ ""` stops SQLite from using an index to read all rows of these tenants. Instead, it
        # finds the few old rows through the index on the time.
        among: ColumnElement[bool] = (col(tenant) + "").in_(self.tenants)
        return ~among if self.others else among


@dataclass(frozen=True)
class OldRows:
    """One kind of old rows, with the statements that delete or empty up to `STEP` of them."""

    name: str
    steps: tuple[Delete | Update, ...]


async def prune(
    database: Database,
    days: RetentionDays,
    now: datetime,
    *,
    kept_kinds: Collection[str] = (),
    only: str | None = None,
) -> Counter[str]:
    """Delete what is older than `days` says, and what always expires.

    If an admin chose days for a tenant, they replace `days` for this tenant. If `only` names a
    tenant, delete only its rows. These always expire:

    - rate limits that have ended, expired OAuth states, and old posts of the playground
    - past meetings seen in calendars, and the guests met in them
    - transcripts with an unanswered question, and notes about transcripts that arrived
      automatically
    - texts that we last saw in public sources long ago, and the words of old proposals that name
      a person
    - answers of the language model, numbers of requests to the model, and names of themes that
      nobody looks at any more

    Return how many rows of each kind were deleted or emptied. Open promises, asks and outbox rows
    stay. Outbox rows of the kinds in `kept_kinds` also stay: while a row with a message's key
    exists, the message can't be sent again.
    """
    gone: Counter[str] = Counter()
    scopes = await scopes_of(database, days, only)
    for old in (
        *_expired(now, only),
        *(old for each in scopes for old in old_rows(each, now, kept_kinds)),
    ):
        for _ in range(STEP_LIMIT):
            number = await _step(database, old.steps)
            gone[old.name] += number
            if number < STEP:
                break
            await asyncio.sleep(PAUSE)
    async with database.write() as session:
        # Also forget the earlier words of edited insights.
        await search.forget_deleted(session)
        empty_log_after_commit(session)
    return +gone


async def _step(database: Database, statements: Sequence[Delete | Update]) -> int:
    number = 0
    async with database.write() as session:
        for statement in statements:
            done = await session.exec(statement.execution_options(synchronize_session=False))
            number = done.rowcount
    return number


async def scopes_of(
    database: Database, days: RetentionDays, only: str | None = None
) -> list[Scope]:
    """Return scopes that together have all tenants, or one scope with the tenant `only`.

    One scope has the tenants without a policy. Each of the others has tenants with the same days.
    """
    chosen: dict[RetentionDays, list[str]] = defaultdict(list)
    async with database.read() as session:
        found = await session.exec(select(Policy).order_by(col(Policy.tenant)))
        for policy in found:
            chosen[days.with_choices(policy.retain)].append(policy.tenant)
    if only is not None:
        own = (one for one, tenants in chosen.items() if only in tenants)
        return [Scope(next(own, days), [only])]
    # A query leaves out a tenant as soon as its admin chooses days, even during the run.
    scopes = [Scope(days, plain_select(col(Policy.tenant)), others=True)]
    for theirs, tenants in chosen.items():
        scopes += [
            Scope(theirs, tenants[start : start + TENANTS])
            for start in range(0, len(tenants), TENANTS)
        ]
    return scopes


def old_rows(scope: Scope, now: datetime, kept_kinds: Collection[str]) -> Iterator[OldRows]:
    """Yield the statements that delete what is older than a scope's days."""
    days = scope.days

    def before(number: int) -> datetime:
        return now - timedelta(days=number)

    if days.outbox:
        yield OldRows("outbox", (_settled_rows(scope, before(days.outbox), kept_kinds),))
    if days.requests:
        yield OldRows("requests", (_requests(scope, before(days.requests)),))
    yield from _drafts(scope, now)
    if days.reflections:
        yield from _reflections(scope, before(days.reflections))
    if days.promises:
        settled = (
            scope.has(Commitment.tenant),
            col(Commitment.state) != OPEN,
            col(Commitment.settled_at) < before(days.promises),
        )
        yield OldRows("promises", (_delete(Commitment.id, *settled),))
        sent = scope.has(CrmWrite.tenant), col(CrmWrite.settled_at) < before(days.promises)
        yield OldRows("crm_writes", (_delete(CrmWrite.id, *sent),))
    if days.findings:
        found = col(Finding.found_at) < before(days.findings)
        yield OldRows("findings", (_delete(Finding.id, scope.has(Finding.tenant), found),))
        proposed = col(ProposedAnswer.seen_at) < before(days.findings)
        which = scope.has(ProposedAnswer.tenant), proposed
        yield OldRows("proposals", (_delete(ProposedAnswer.id, *which),))
    if days.asks:
        yield _asks(scope, before(days.asks))
    if days.insight_uses:
        yield OldRows("insight_uses", (_insight_uses(scope, before(days.insight_uses)),))


def _expired(now: datetime, only: str | None) -> Iterator[OldRows]:
    def of(table: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - any table
        return () if only is None else (col(table.tenant) == only,)

    passed = col(RateLimit.free_at) < now - RATE_LIMITS_KEPT
    yield OldRows("rate_limits", (_delete(RateLimit.key, passed, *of(RateLimit)),))
    over = col(SeenMeeting.ends_at) < now - MEETINGS_KEPT
    yield OldRows("meetings", (_delete(SeenMeeting.id, over, *of(SeenMeeting)),))
    long_ago = col(MetGuest.starts_at) < now - met_guests.KEPT
    yield OldRows("met_guests", (_delete(MetGuest.id, long_ago, *of(MetGuest)),))
    unanswered = col(OpenTranscript.made_at) < now - OPEN_TRANSCRIPTS_KEPT
    yield OldRows(
        "open_transcripts", (_delete(OpenTranscript.id, unanswered, *of(OpenTranscript)),)
    )
    begun = col(InstallState.expires_at) < now
    if only is None:
        yield OldRows("install_states", (_delete(InstallState.state, begun),))
    fetched = col(FetchedTranscript.found_at) < now - FETCHED_KEPT
    yield OldRows(
        "fetched_transcripts", (_delete(FetchedTranscript.id, fetched, *of(FetchedTranscript)),)
    )
    yield OldRows(
        "person_proposals", (proposals.empty_old_persons(now, STEP, *of(ProposedAnswer)),)
    )
    unseen = col(Snapshot.seen_at) < now - SNAPSHOTS_KEPT
    yield OldRows("snapshots", (_delete(Snapshot.id, unseen, *of(Snapshot)),))
    answered = col(ModelAnswer.made_at) < now - language_model.KEPT
    yield OldRows("model_answers", (_delete(ModelAnswer.key, answered, *of(ModelAnswer)),))
    not_shown = col(ThemeName.seen_at) < now - theme_names.KEPT
    yield OldRows("theme_names", (_delete(ThemeName.id, not_shown, *of(ThemeName)),))
    asked = col(ModelUse.day) < (now - MODEL_USE_KEPT).date()
    yield OldRows("model_uses", (_delete(ModelUse.day, asked, *of(ModelUse)),))
    old_post = col(PlaygroundPost.id) <= _OLD_POSTS
    yield OldRows("playground_posts", (_delete(PlaygroundPost.id, old_post, *of(PlaygroundPost)),))


def _delete(key: Any, *old: ColumnElement[bool]) -> Delete:  # noqa: ANN401 - a table's own column
    """Delete up to `STEP` old rows.

    The condition is repeated, because a row may change between the subquery and the delete.
    """
    table = key.class_
    return delete(table).where(key.in_(select(key).where(*old).limit(STEP)), *old)


def _drafts(scope: Scope, now: datetime) -> Iterator[OldRows]:
    days = scope.days
    if days.drafts:
        typed = col(Draft.made_at) < now - timedelta(days=days.drafts)
        yield OldRows("drafts", (_delete(Draft.id, scope.has(Draft.tenant), typed),))
    if days.feed_drafts:
        yield _feed_drafts(scope, now - timedelta(days=days.feed_drafts))


def _feed_drafts(scope: Scope, cutoff: datetime) -> OldRows:
    old = (
        select(Insight.id)
        .where(
            scope.has(Insight.tenant),
            col(Insight.feed_id).is_not(None),
            col(Insight.state).in_(UNPUBLISHED),
            col(Insight.changed_at) < cutoff,
        )
        .order_by(col(Insight.id))
        .limit(STEP)
    )
    return OldRows(
        "feed_drafts",
        (
            delete(_WORDS).where(_WORDS.c.rowid.in_(old)),
            delete(Insight).where(col(Insight.id).in_(old)),
        ),
    )


def _settled_rows(scope: Scope, cutoff: datetime, kept_kinds: Collection[str]) -> Delete:
    return _delete(
        Outbox.id,
        scope.has(Outbox.tenant),
        col(Outbox.state) != OPEN,
        col(Outbox.settled_at) < cutoff,
        # While the key of a row exists, its message can't be planned again.
        col(Outbox.useful_until) < cutoff,
        col(Outbox.kind).not_in(kept_kinds),
    )


def _requests(scope: Scope, cutoff: datetime) -> Delete:
    keys = col(HandledRequest.tenant), col(HandledRequest.request_id)
    here = scope.has(HandledRequest.tenant)
    old = select(*keys).where(here, col(HandledRequest.at) < cutoff).limit(STEP)
    return delete(HandledRequest).where(tuple_(*keys).in_(old))


def _reflections(scope: Scope, cutoff: datetime) -> Iterator[OldRows]:
    over = select(Call.id).where(scope.has(Call.tenant), col(Call.ends_at) < cutoff)
    reflected = col(Reflection.called_at) < cutoff
    yield OldRows("reflections", (_delete(Reflection.id, scope.has(Reflection.tenant), reflected),))
    noted = col(OwnNote.noted_at) < cutoff
    yield OldRows("own_notes", (_delete(OwnNote.id, scope.has(OwnNote.tenant), noted),))
    measured = col(MeasuredCall.called_at) < cutoff
    yield OldRows(
        "measured_calls", (_delete(MeasuredCall.id, scope.has(MeasuredCall.tenant), measured),)
    )
    shown = col(ShownMessage.call_id).in_(over)
    yield OldRows(
        "shown_messages", (_delete(ShownMessage.id, scope.has(ShownMessage.tenant), shown),)
    )
    yield OldRows(
        "guesses", (_delete(Guess.id, scope.has(Guess.tenant), col(Guess.call_id).in_(over)),)
    )
    asked = col(HelpRequest.call_id).in_(over)
    yield OldRows("help_requests", (_delete(HelpRequest.id, scope.has(HelpRequest.tenant), asked),))
    yield OldRows("goals", (_goals(scope, over),))
    yield OldRows("call_details", (_call_details(scope, cutoff),))


def _goals(scope: Scope, over: SelectOfScalar[int]) -> Update:
    """Empty the goals of calls. The seats stay, because figures count calls."""
    keys = col(Seat.call_id), col(Seat.person_id)
    old = scope.has(Seat.tenant), col(Seat.call_id).in_(over), col(Seat.goal) != ""
    some = select(*keys).where(*old).limit(STEP)
    return update(Seat).where(tuple_(*keys).in_(some), col(Seat.goal) != "").values(goal="")


def _call_details(scope: Scope, cutoff: datetime) -> Update:
    """Remove the titles and links of calls, and the ids of their meetings. The calls stay."""
    old = (
        scope.has(Call.tenant),
        col(Call.ends_at) < cutoff,
        or_(
            col(Call.title) != "",
            col(Call.join_url) != "",
            col(Call.meeting) != "",
            col(Call.source_id).is_not(None),
        ),
    )
    some = select(Call.id).where(*old).limit(STEP)
    empty = {"title": "", "join_url": "", "meeting": "", "source_id": None}
    return update(Call).where(col(Call.id).in_(some), *old).values(**empty)


def _asks(scope: Scope, cutoff: datetime) -> OldRows:
    closed = (
        select(Ask.id)
        .where(scope.has(Ask.tenant), col(Ask.closed_at) < cutoff)
        .order_by(col(Ask.id))
        .limit(STEP)
    )
    return OldRows(
        "asks",
        (
            delete(AskNote).where(col(AskNote.ask_id).in_(closed)),
            delete(Ask).where(col(Ask.id).in_(closed)),
        ),
    )


def _insight_uses(scope: Scope, cutoff: datetime) -> Delete:
    keys = col(InsightUse.insight_id), col(InsightUse.person_id), col(InsightUse.call_id)
    here = scope.has(InsightUse.tenant)
    old = select(*keys).where(here, col(InsightUse.at) < cutoff).limit(STEP)
    return delete(InsightUse).where(tuple_(*keys).in_(old))
