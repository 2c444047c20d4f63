"""Which rows are old, for each kind of data, and the statements that delete or empty them.

All times are UTC.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Update,
    column,
    delete,
    func,
    or_,
    table,
    tuple_,
    update,
)
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import InsightState
from storage.marketing import theme_names
from storage.meetings import met_guests
from storage.sources import proposals
from storage.tables import (
    OPEN,
    Ask,
    AskNote,
    CalendarConnection,
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
    MeetingAnswer,
    MetGuest,
    ModelAnswer,
    ModelUse,
    OpenTranscript,
    Outbox,
    OwnNote,
    PlaygroundPost,
    ProposedAnswer,
    RateLimit,
    Reflection,
    Seat,
    SeenMeeting,
    ShownMessage,
    Snapshot,
    ThemeName,
)
from storage.upkeep.retention_days import Scope
from storage.workspace import language_model

STEP = 5000  # how many rows to delete in one transaction
UNPUBLISHED: tuple[InsightState, ...] = ("draft", "set_aside")
RATE_LIMITS_KEPT = timedelta(days=2)  # keep a rate limit this long after its end
# Keep meetings from calendars for this long after their end. Also keep a person's answer about a
# single meeting for at least this long after the person answered.
MEETINGS_KEPT = timedelta(days=3)
# For this long, keep the rows that say which transcripts arrived automatically.
FETCHED_KEPT = timedelta(days=60)
# Keep a transcript for this long after its arrival if its owner does not answer our question about
# it.
OPEN_TRANSCRIPTS_KEPT = timedelta(days=2)
# Keep a text from a public source for this long after we last saw it there. It may name people.
SNAPSHOTS_KEPT = timedelta(days=90)
# Keep the counts of requests to the language model for a little longer than a year, so that a
# month can be compared with the same month a year before.
MODEL_USE_KEPT = timedelta(days=400)
# Keep this many posts of the playground. We count posts instead of days, because the playground has
# its own clock.
POSTS_KEPT = 5_000
# The highest id of a post that is too old to keep.
_OLD_POSTS = select(func.max(PlaygroundPost.id) - POSTS_KEPT).scalar_subquery()
_WORDS = table("insight_words", column("rowid"))  # the full-text index of insights


@dataclass(frozen=True)
class OldRows:
    """One kind of old rows, with the statements that delete or empty up to `STEP` of them."""

    name: str
    steps: tuple[Delete | Update, ...]


def old_rows(scope: Scope, now: datetime, kept_kinds: Collection[str]) -> Iterator[OldRows]:
    """Yield the statements that delete or empty what is older than `scope.days` allows.

    Outbox rows whose kind is in `kept_kinds` stay.
    """
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


def expired(now: datetime, only: str | None) -> Iterator[OldRows]:
    """Yield the statements for rows that expire independently of the retention days.

    The docstring of `retention.prune` lists these rows. If `only` names a tenant, the statements
    change only the tenant's rows.
    """

    def of(table: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - any table
        return () if only is None else (col(table.tenant) == only,)

    passed = col(RateLimit.free_at) < now - RATE_LIMITS_KEPT
    yield OldRows("rate_limits", (_delete(RateLimit.key, passed, *of(RateLimit)),))
    over = col(SeenMeeting.ends_at) < now - MEETINGS_KEPT
    yield OldRows("meetings", (_delete(SeenMeeting.id, over, *of(SeenMeeting)),))
    yield OldRows("meeting_answers", (_meeting_answers(now, *of(MeetingAnswer)),))
    long_ago = col(MetGuest.starts_at) < now - met_guests.KEPT_FOR
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
    answered = col(ModelAnswer.made_at) < now - language_model.USED_FOR
    yield OldRows("model_answers", (_delete(ModelAnswer.key, answered, *of(ModelAnswer)),))
    not_shown = col(ThemeName.seen_at) < now - theme_names.KEPT_FOR
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


def _meeting_answers(now: datetime, *where: ColumnElement[bool]) -> Delete:
    """Delete answers about single meetings that the person's calendars no longer have.

    Each answer stays for at least `MEETINGS_KEPT`. Answers about single meetings are not kept
    longer than needed, because they contain the meeting's id, which may contain the organiser's
    mail address. Answers about series, guests and companies stay, because they decide about future
    meetings.
    """
    is_seen = (
        select(SeenMeeting.id)
        .join(CalendarConnection, col(CalendarConnection.id) == col(SeenMeeting.calendar_id))
        .where(
            col(CalendarConnection.person_id) == col(MeetingAnswer.person_id),
            col(MeetingAnswer.about) == "meeting:" + col(SeenMeeting.source_id),
        )
        .exists()
    )
    old = (
        *where,
        col(MeetingAnswer.about).startswith("meeting:"),
        col(MeetingAnswer.answered_at) < now - MEETINGS_KEPT,
        ~is_seen,
    )
    keys = col(MeetingAnswer.person_id), col(MeetingAnswer.about)
    some = select(*keys).where(*old).limit(STEP)
    return delete(MeetingAnswer).where(tuple_(*keys).in_(some))


def _drafts(scope: Scope, now: datetime) -> Iterator[OldRows]:
    """Yield the statements for old rows of `Draft`, and for old drafts of insights from feeds."""
    days = scope.days
    if days.drafts:
        typed = col(Draft.made_at) < now - timedelta(days=days.drafts)
        yield OldRows("drafts", (_delete(Draft.id, scope.has(Draft.tenant), typed),))
    if days.feed_drafts:
        yield _feed_drafts(scope, now - timedelta(days=days.feed_drafts))


def _feed_drafts(scope: Scope, cutoff: datetime) -> OldRows:
    """Delete old drafts from feeds, and their words in the full-text index."""
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
    """Delete outbox rows that were settled long ago, except those of the kinds to keep."""
    return _delete(
        Outbox.id,
        scope.has(Outbox.tenant),
        col(Outbox.state) != OPEN,
        col(Outbox.settled_at) < cutoff,
        # If the row were deleted while its message is useful, the message could be planned again.
        col(Outbox.useful_until) < cutoff,
        col(Outbox.kind).not_in(kept_kinds),
    )


def _requests(scope: Scope, cutoff: datetime) -> Delete:
    keys = col(HandledRequest.tenant), col(HandledRequest.request_id)
    here = scope.has(HandledRequest.tenant)
    old = select(*keys).where(here, col(HandledRequest.at) < cutoff).limit(STEP)
    return delete(HandledRequest).where(tuple_(*keys).in_(old))


def _reflections(scope: Scope, cutoff: datetime) -> Iterator[OldRows]:
    """Yield the statements that remove old notes, and data about old calls. The calls stay."""
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
    """Empty people's goals in old calls. The `Seat` rows stay, because figures count them."""
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
    """Delete asks that were closed long ago, with their conversations."""
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
