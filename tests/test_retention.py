"""Which data is deleted, which never is, and that only one process does it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import FixedClock
from bot.chores import ELSEWHERE, Daily, next_time
from bot.settings import Settings
from handlers.notices.insights import NAME as INSIGHTS
from storage import leases, policies, retention
from storage.database.connection import Database
from storage.retention import RetentionDays, Scope, prune
from storage.sql import search
from storage.tables import (
    Account,
    Ask,
    AskNote,
    CalendarConnection,
    Call,
    Channel,
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
    ModelAnswer,
    ModelUse,
    OpenTranscript,
    Outbox,
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
from tests.databases import ENGINES, database_on
from tests.postgres import migrated

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FOR_EVER = RetentionDays(*[0] * 10)
TENANT = "slack:T1"
DAYS = RetentionDays()


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A team of one person, with one account, one old call and one insight."""
    async with database_on(request.param, tmp_path) as made:
        await _fill(made)
        yield made


async def _fill(database: Database) -> None:
    over = NOW - 400 * DAY
    person: dict[str, Any] = {"tenant": TENANT, "zone": "UTC"}
    about: dict[str, Any] = {"tenant": TENANT, "account_id": 1}
    insight: dict[str, Any] = {"review_by": date(2030, 1, 1), "changed_at": NOW}
    async with database.write() as session:
        for rows in (
            [Person(id=1, external="U1", name="Lena", **person)],
            [
                Account(id=1, tenant=TENANT, name="N", name_key="n", created_at=over),
                Channel(id=1, external="C1", name="#sales", subscribed_by=1, **person),
            ],
            [
                Call(id=1, starts_at=over, ends_at=over, planned_at=over, zone="UTC", **about),
                Insight(
                    id=1, tenant=TENANT, headline="h", line="l", author_id=1, owner_id=1, **insight
                ),
            ],
        ):
            session.add_all(rows)
            await session.flush()


def pushed(key: str, settled: timedelta | None, useful: timedelta, **more: Any) -> Outbox:  # noqa: ANN401 - any of its columns
    """A row that was settled this long ago, and was useful until this long ago."""
    at = NOW - useful
    to = {} if "channel_id" in more else {"person_id": 1}
    return Outbox(
        **{
            "tenant": TENANT,
            "key": key,
            "kind": "listen",
            "day": at.date(),
            "due_at": at,
            "next_at": at,
            "useful_until": at,
            "state": "open" if settled is None else "sent",
            "settled_at": None if settled is None else NOW - settled,
            **to,
            **more,
        }
    )


async def keep(database: Database, *rows: SQLModel) -> None:
    async with database.write() as session:
        session.add_all(rows)


async def keys(database: Database) -> set[str]:
    async with database.read() as session:
        return set((await session.exec(select(Outbox.key))).all())


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
    count = retention.POSTS_KEPT + 3
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


def written(age: timedelta) -> list[SQLModel]:
    """One row of each other kind, this old."""
    at = NOW - age
    about: dict[str, Any] = {"tenant": TENANT, "account_id": 1}
    said = f"{age.days}"
    number = age.days
    return [
        RateLimit(key=said, tenant=TENANT, free_at=at),
        HandledRequest(tenant=TENANT, request_id=said, at=at),
        Draft(tenant=TENANT, person_id=1, made_at=at),
        Finding(question_id=said, text="t", found_at=at, found_by=1, **about),
        InsightUse(insight_id=1, person_id=1, call_id=number, tenant=TENANT, at=at),
        Commitment(
            owner_id=1, side="ours", text="t", state="done", made_at=at, settled_at=at, **about
        ),
        Call(id=1000 + number, starts_at=at, ends_at=at, planned_at=at, zone="UTC", **about),
    ]


def hanging(age: timedelta) -> list[SQLModel]:
    """Rows that belong to a call or an ask of this age."""
    at, number = NOW - age, age.days
    about: dict[str, Any] = {"tenant": TENANT, "account_id": 1, "call_id": 1000 + number}
    return [
        Guess(tenant=TENANT, call_id=1000 + number, person_id=1, position=1, text="t"),
        OwnNote(tenant=TENANT, account_id=1, author_id=1, text="t", noted_at=at),
        Reflection(author_id=1, called_at=at, written_at=at, goal_reached="yes", **about),
        MeasuredCall(
            **about,
            person_id=1,
            called_at=at,
            measured_at=at,
            tool="zoom",
            digest="d",
            key="k",
            labels={},
            figures={},
        ),
        Ask(
            id=number,
            tenant=TENANT,
            author_id=1,
            line="l",
            asked_at=at,
            due_at=at,
            state="answered",
            closed_at=at,
        ),
    ]


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


async def test_it_goes_in_small_steps_and_no_further_than_its_limit(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "STEP", 3)
    monkeypatch.setattr(retention, "STEP_LIMIT", 3)
    await keep(database, *(pushed(f"k{number}", 91 * DAY, 91 * DAY) for number in range(10)))
    writes = []
    write = database.write

    def counted() -> AbstractAsyncContextManager[AsyncSession]:
        writes.append(1)
        return write()

    monkeypatch.setattr(database, "write", counted)
    for_outbox = RetentionDays(**{each.name: 0 for each in fields(RetentionDays)} | {"outbox": 90})
    assert await prune(database, for_outbox, NOW) == {"outbox": 9}
    # four for rows; gates, calendars, guests, installs, posts, two for transcripts, three for the
    # language model, public texts, proposals about persons, insights
    assert len(writes) == 16
    assert await prune(database, for_outbox, NOW) == {"outbox": 1}
    assert await keys(database) == set()


async def test_a_row_that_is_wanted_again_meanwhile_stays() -> None:
    """PostgreSQL checks a row that it had to wait for again, but only the outer condition."""
    async with migrated() as url:
        database, other = Database(url), Database(url)
        await _fill(database)
        await keep(database, pushed("k", 91 * DAY, 91 * DAY, state="dropped", reason="muted"))
        async with other.write() as session:
            row = (await session.exec(select(Outbox))).one()
            row.state, row.settled_at = "open", None
            await session.flush()
            pruning = asyncio.create_task(prune(database, RetentionDays(), NOW))
            await _waits_for_a_lock(url)
        assert await pruning == {}
        assert await keys(database) == {"k"}
        await database.close()
        await other.close()


async def _waits_for_a_lock(url: str) -> None:
    watcher = Database(url)
    async with asyncio.timeout(10):
        waiting = 0
        while not waiting:
            async with watcher.read() as session:
                connection = await session.connection()
                found = await connection.execute(
                    text(
                        "SELECT count(*) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                    )
                )
                waiting = found.scalar_one()
    await watcher.close()


async def test_old_rows_are_found_by_their_index(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
        for scope in (*await retention.scopes_of(database, DAYS), Scope(DAYS, [TENANT])):
            statement = retention._settled_rows(scope, NOW, ())
            asked = str(
                statement.compile(
                    database.engine.sync_engine, compile_kwargs={"literal_binds": True}
                )
            )
            plan = (await connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))).all()
            assert "outbox_old" in str(plan)
    await database.close()


def test_what_is_set_is_what_is_kept() -> None:
    assert Settings(_env_file=None).retention == RetentionDays()
    assert Settings(_env_file=None, retain_outbox=7, retain_asks=1).retention == RetentionDays(
        outbox=7, asks=1
    )


# Once in the fleet


@pytest.mark.parametrize(
    ("now", "hour", "then"),
    [
        (NOW, 3, NOW + DAY),
        (NOW - timedelta(seconds=1), 3, NOW),
        (NOW + timedelta(hours=20), 3, NOW + DAY),
    ],
)
def test_the_next_time(now: datetime, hour: int, then: datetime) -> None:
    assert next_time(now, hour) == then


async def test_of_many_processes_one_does_it_each_day() -> None:
    async with migrated() as url:
        databases = [Database(url) for _ in range(4)]
        clock, done = FixedClock(NOW), []

        def daily(number: int) -> Daily:
            async def chore() -> None:
                done.append(number)

            return Daily(databases[number], clock, "prune", 3, chore)

        fleet = [daily(number) for number in range(4)]
        for day in range(3):
            clock.moment = NOW + day * DAY
            said = await asyncio.gather(*(each() for each in fleet))
            assert said.count(ELSEWHERE) == 3
            assert len(done) == day + 1
            clock.moment += timedelta(hours=23, minutes=59)
            assert [await each() for each in fleet] == [ELSEWHERE] * 4
        for database in databases:
            await database.close()


async def test_what_failed_is_tried_again_by_whoever_comes_next(database: Database) -> None:
    clock, tries = FixedClock(NOW), []

    async def chore() -> None:
        tries.append(clock.moment)
        if len(tries) == 1:
            raise OSError("the database is away")

    first, second = (Daily(database, clock, "prune", 3, chore) for _ in range(2))
    with pytest.raises(OSError, match="away"):
        await first()
    assert await second() is None
    assert await first() is ELSEWHERE
    assert len(tries) == 2


async def test_a_process_that_died_holds_nobody_up_for_longer_than_a_day(
    database: Database,
) -> None:
    async with database.write() as session:
        assert await leases.acquire(session, "prune", "dead", now=NOW, until=NOW + DAY)
    clock, done = FixedClock(NOW + DAY), []

    async def chore() -> None:
        done.append(1)

    assert await Daily(database, clock, "prune", 3, chore)() is None
    assert done == [1]


async def test_only_its_holder_gives_a_lease_back(database: Database) -> None:
    async with database.write() as session:
        assert await leases.acquire(session, "a", "me", now=NOW, until=NOW + DAY)
        await leases.release(session, "a", "you", NOW)
        assert not await leases.acquire(session, "a", "you", now=NOW, until=NOW + DAY)
        assert await leases.acquire(session, "b", "you", now=NOW, until=NOW + DAY)
        await leases.release(session, "a", "me", NOW)
        assert await leases.acquire(session, "a", "you", now=NOW, until=NOW + DAY)


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
