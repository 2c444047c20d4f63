"""Which data is deleted, which never is, and that only one process does it."""

from collections import Counter
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from bot.settings import Settings
from handlers.notices.insights import NAME as INSIGHTS
from storage.database.connection import Database
from storage.sql import search
from storage.tables import (
    Ask,
    AskNote,
    CalendarConnection,
    Call,
    Commitment,
    Draft,
    FeedSource,
    Finding,
    Guess,
    HandledRequest,
    HelpRequest,
    Insight,
    InsightUse,
    MeasuredCall,
    MeetingAnswer,
    ModelAnswer,
    ModelUse,
    OpenTranscript,
    OwnNote,
    Person,
    PlaygroundPost,
    RateLimit,
    Reflection,
    Seat,
    SeenMeeting,
    ShownMessage,
    ThemeName,
)
from storage.upkeep import old_rows
from storage.upkeep.retention import prune
from storage.upkeep.retention_days import RetentionDays
from storage.workspace import policies
from tests.retention.rows import DAY, FOR_EVER, NOW, TENANT, hanging, keep, keys, pushed, written


async def test_drafts_from_feeds_that_nobody_published_go(database: Database) -> None:
    def draft(id_: int, days: int, **more: Any) -> Insight:  # noqa: ANN401 - any of its columns
        values: dict[str, Any] = {"feed_id": 1, "state": "draft", "review_by": NOW.date()} | more
        return Insight(
            id=id_,
            tenant=TENANT,
            headline="Depots",
            line="l",
            author_id=1,
            owner_id=1,
            changed_at=NOW - days * DAY,
            **values,
        )

    feed = FeedSource(id=1, tenant=TENANT, url="https://example.com/f", added_by=1, next_at=NOW)
    await keep(database, feed)
    await keep(
        database,
        draft(2, 91),
        draft(3, 91, state="set_aside"),
        draft(4, 89),
        draft(5, 91, state="published"),
        draft(6, 91, feed_id=None),
    )
    async with database.write() as session:
        for id_ in (2, 5):
            await search.index(session, TENANT, id_, "depots")
    assert await prune(database, RetentionDays(), NOW) == Counter(feed_drafts=2)
    async with database.read() as session:
        assert set((await session.exec(select(Insight.id))).all()) == {1, 4, 5, 6}
        assert await search.find(session, TENANT, ["depots"], 9) == [5]


async def test_the_playground_keeps_its_newest_posts(database: Database) -> None:
    later = NOW + 800 * DAY  # by its own clock
    post: dict[str, Any] = {
        "tenant": "playground:demo",
        "place": "#sales",
        "author": "attune",
        "html": "<p></p>",
    }
    count = old_rows.POSTS_KEPT + 3
    await keep(database, *(PlaygroundPost(said_at=later, **post) for _ in range(count)))
    assert await prune(database, RetentionDays(), NOW) == Counter(playground_posts=3)
    async with database.read() as session:
        assert min((await session.exec(select(PlaygroundPost.id))).all()) == 4


async def test_meetings_that_are_over_are_forgotten_after_three_days(database: Database) -> None:
    calendar = CalendarConnection(
        id=1,
        tenant=TENANT,
        person_id=1,
        kind="ics",
        label="x.example",
        secret="",
        connected_at=NOW,
        next_at=NOW,
    )
    await keep(database, calendar)
    ends = {"old": NOW - 4 * DAY, "new": NOW - 2 * DAY, "to come": NOW + DAY}
    await keep(
        database,
        *(
            SeenMeeting(
                tenant=TENANT,
                calendar_id=1,
                source_id=name,
                starts_at=end - DAY / 24,
                ends_at=end,
                fingerprint="",
                likeness="",
                verdict="call",
                reason="known company",
            )
            for name, end in ends.items()
        ),
    )
    assert await prune(database, RetentionDays(), NOW) == Counter(meetings=1)
    async with database.read() as session:
        assert set((await session.exec(select(SeenMeeting.source_id))).all()) == {"new", "to come"}


async def test_answers_about_single_meetings_go_when_no_calendar_has_the_meeting(
    database: Database,
) -> None:
    calendar: dict[str, Any] = {"tenant": TENANT, "person_id": 1, "kind": "ics", "secret": ""}
    await keep(
        database,
        CalendarConnection(id=1, label="x.example", connected_at=NOW, next_at=NOW, **calendar),
    )
    await keep(
        database,
        SeenMeeting(
            tenant=TENANT,
            calendar_id=1,
            source_id="to come",
            starts_at=NOW + DAY,
            ends_at=NOW + DAY,
            fingerprint="",
            likeness="",
            verdict="no",
            reason="you said no",
        ),
    )
    long_ago, lately = NOW - 4 * DAY, NOW - 2 * DAY
    answers = (
        *(("meeting:over", long_ago), ("meeting:to come", long_ago), ("meeting:new", lately)),
        *(("series:over", long_ago), ("guest:jana@acme.example", long_ago)),
    )
    said: dict[str, Any] = {"tenant": TENANT, "person_id": 1, "is_call": False}
    await keep(
        database, *(MeetingAnswer(about=about, answered_at=at, **said) for about, at in answers)
    )
    assert await prune(database, RetentionDays(), NOW) == Counter(meeting_answers=1)
    async with database.read() as session:
        left = {*(await session.exec(select(MeetingAnswer.about))).all()}
    assert left == {about for about, _ in answers} - {"meeting:over"}


async def test_a_transcript_that_nobody_answers_about_is_forgotten(database: Database) -> None:
    await keep(
        database,
        *(
            OpenTranscript(
                tenant=TENANT,
                person_id=1,
                digest=digest,
                key="k",
                tool="zoom",
                labels={"Lena Brandt": 0.5},
                made_at=NOW - age,
            )
            for digest, age in {"old": 49 * DAY / 24, "new": 47 * DAY / 24}.items()
        ),
    )
    assert await prune(database, RetentionDays(), NOW) == Counter(open_transcripts=1)
    async with database.read() as session:
        assert (await session.exec(select(OpenTranscript.digest))).all() == ["new"]


async def test_what_a_language_model_answered_goes_after_a_month(database: Database) -> None:
    ages = {"old": 31 * DAY, "new": 29 * DAY}
    await keep(
        database,
        *(
            ModelAnswer(tenant=tenant, key=key, answer="{}", made_at=NOW - age)
            for key, age in ages.items()
            for tenant in (TENANT, "slack:T2")
        ),
        ModelAnswer(tenant="slack:T3", key="old", answer="{}", made_at=NOW),
        *(
            ModelUse(tenant=TENANT, day=(NOW - days * DAY).date(), person_id=person)
            for days in (401, 399)
            for person in (0, 1)
        ),
    )
    assert await prune(database, RetentionDays(), NOW) == Counter(model_answers=2, model_uses=2)
    async with database.read() as session:
        left = (await session.exec(select(ModelAnswer.tenant, ModelAnswer.key))).all()
    assert set(left) == {(TENANT, "new"), ("slack:T2", "new"), ("slack:T3", "old")}


async def test_a_name_of_a_theme_that_nobody_looks_at_goes(database: Database) -> None:
    await keep(
        database,
        *(
            ThemeName(tenant=TENANT, phrase=phrase, team_id=1, asked_at=NOW, seen_at=NOW - age)
            for phrase, age in {"old": 91 * DAY, "new": 89 * DAY}.items()
        ),
    )
    assert await prune(database, RetentionDays(), NOW) == Counter(theme_names=1)
    async with database.read() as session:
        assert (await session.exec(select(ThemeName.phrase))).all() == ["new"]


async def test_only_what_is_settled_and_of_no_use_is_forgotten(database: Database) -> None:
    old, new = 91 * DAY, 89 * DAY
    post = {"channel_id": 1, "about": 1}
    await keep(
        database,
        pushed("sent long ago", old, old),
        pushed("dropped long ago", old, old, state="dropped", reason="muted"),
        pushed("sent lately", new, old),
        pushed("open", None, 800 * DAY),
        pushed("dropped long ago, of use still", old, -DAY, state="dropped", reason="muted"),
        pushed("posted long ago", old, old, kind=INSIGHTS, **post),
        pushed("posted in doubt", old, old, kind=INSIGHTS, state="dropped", **post),
        pushed("lost long ago", old, old, kind="subscribed", **post),
    )
    gone = await prune(database, RetentionDays(), NOW, kept_kinds=(INSIGHTS,))
    assert gone == Counter(outbox=3)
    assert await keys(database) == {
        "sent lately",
        "open",
        "dropped long ago, of use still",
        "posted long ago",
        "posted in doubt",
    }


KINDS = (
    HandledRequest,
    Draft,
    Finding,
    InsightUse,
    Commitment,
    Guess,
    OwnNote,
    Reflection,
    MeasuredCall,
    Ask,
)


@pytest.mark.parametrize(
    ("keeps", "kinds"),
    [
        (FOR_EVER, set()),
        (RetentionDays(requests=2, outbox=0, drafts=0), {HandledRequest}),
        (RetentionDays(requests=0, outbox=0, drafts=30), {Draft}),
        (RetentionDays(0, 0, 0, findings=50), {Finding}),
        (RetentionDays(0, 0, 0, insight_uses=50), {InsightUse}),
        (RetentionDays(0, 0, 0, promises=50), {Commitment}),
        (RetentionDays(0, 0, 0, reflections=50), {Guess, OwnNote, Reflection, MeasuredCall}),
        (RetentionDays(0, 0, 0, asks=50), {Ask}),
    ],
)
async def test_each_kind_is_kept_for_its_own_time(
    database: Database, keeps: RetentionDays, kinds: set[type[SQLModel]]
) -> None:
    ages = (DAY, 60 * DAY)
    for age in ages:
        await keep(database, *written(age))
        await keep(database, *hanging(age))
        note = AskNote(tenant=TENANT, ask_id=age.days, author_id=1, kind="answered", at=NOW)
        await keep(database, note)
    open_promise = Commitment(
        tenant=TENANT, account_id=1, owner_id=1, side="ours", text="o", made_at=NOW - 400 * DAY
    )
    waiting = Ask(id=7, tenant=TENANT, author_id=1, line="l", asked_at=NOW - 400 * DAY, due_at=NOW)
    await keep(database, open_promise, waiting)
    await prune(database, keeps, NOW)
    async with database.read() as session:
        for kind in KINDS:
            left = len((await session.exec(select(kind))).all())
            there = 3 if kind in (Commitment, Ask) else 2
            assert left == there - (kind in kinds), kind
        notes = (await session.exec(select(AskNote.ask_id))).all()
        assert set(notes) == ({1} if Ask in kinds else {1, 60})
        assert (await session.exec(select(RateLimit.key))).all() == ["1"]


async def test_goals_and_questions_go_with_reflections_and_old_calls_keep_no_title_and_no_link(
    database: Database,
) -> None:
    for age in (DAY, 60 * DAY):
        at, id_ = NOW - age, 1000 + age.days
        call = Call(
            id=id_,
            tenant=TENANT,
            account_id=1,
            starts_at=at,
            ends_at=at,
            planned_at=at,
            zone="UTC",
            title="Fleet, with Jana",
            join_url="https://teams.example/oid",
            meeting="meet/1",
            source_id=f"lena@x.example/{id_}",
        )
        await keep(database, call)
        seat = Seat(
            tenant=TENANT, call_id=id_, account_id=1, person_id=1, starts_at=at, goal="Get a date"
        )
        asked = HelpRequest(
            tenant=TENANT,
            call_id=id_,
            asker_id=1,
            helper_id=1,
            question="Who signs?",
            asked_at=at,
        )
        message = ShownMessage(
            tenant=TENANT,
            person_id=1,
            call_id=id_,
            shows="figures",
            message=f"m{id_}",
            shown_at=NOW,
        )
        await keep(database, seat, asked, message)
    await prune(database, RetentionDays(0, 0, 0, reflections=50), NOW)
    async with database.read() as session:
        goals = dict((await session.exec(select(Seat.call_id, Seat.goal))).all())
        asked_about = (await session.exec(select(HelpRequest.call_id))).all()
        noted = (await session.exec(select(ShownMessage.message))).all()
        new, old = [await session.get_one(Call, id_) for id_ in (1001, 1060)]
    assert (goals[1001], goals[1060]) == ("Get a date", "")
    assert asked_about == [1001]
    assert noted == ["m1001"]
    assert (old.title, old.join_url, old.meeting, old.source_id) == ("", "", "", None)
    assert (new.title, new.meeting) == ("Fleet, with Jana", "meet/1")


def test_what_is_set_is_what_is_kept() -> None:
    assert Settings(_env_file=None).retention == RetentionDays()
    assert Settings(_env_file=None, retain_outbox=7, retain_asks=1).retention == RetentionDays(
        outbox=7, asks=1
    )


async def test_what_an_admin_chose_holds_in_their_tenant_alone(database: Database) -> None:
    """T2 keeps less than the settings say, T3 for ever, T4 switched figures off."""
    chosen = {"slack:T2": {"drafts": 5, "unknown": 1}, "slack:T3": {"drafts": 0}, "slack:T4": {}}
    tenants = (TENANT, *chosen)
    async with database.write() as session:
        for id_, tenant in enumerate(tenants[1:], start=2):
            session.add(Person(id=id_, tenant=tenant, external="U1", name="Tomás", zone="UTC"))
            await policies.change(session, tenant, NOW, by=None, retain=chosen[tenant])
    async with database.write() as session:
        for person in (await session.exec(select(Person).order_by("id"))).all():
            for age in (3, 10, 40):
                session.add(
                    Draft(tenant=person.tenant, person_id=person.id, made_at=NOW - age * DAY)
                )
                at = NOW - age * DAY
                request = f"{age}"
                session.add(HandledRequest(tenant=person.tenant, request_id=request, at=at))
    days = RetentionDays(drafts=30, requests=20)
    assert await prune(database, days, NOW) == {"drafts": 4, "requests": 4}
    async with database.read() as session:
        drafts = (await session.exec(select(Draft).order_by("id"))).all()
    kept = {
        tenant: [(NOW - one.made_at).days for one in drafts if one.tenant == tenant]
        for tenant in tenants
    }
    assert kept == {
        TENANT: [3, 10],
        "slack:T2": [3],
        "slack:T3": [3, 10, 40],
        "slack:T4": [3, 10],
    }
