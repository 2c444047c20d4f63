"""Admins see what fails in counts, and are told once when it begins and once when it is over."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.problems import watch
from storage.choices import SourceTrouble
from storage.tables import CalendarConnection, Channel, FeedSource, Outbox, Problem, Subscription
from storage.workspace import people
from storage.workspace.channels import ARCHIVED
from tests.dialogue import Dialogue
from tests.dialogues.office import Office

ONE_FAILS = "One calendar can't be read (since Monday 23 November)."
NONE_FAILS = "Calendars can be read again."
TWO_HOURS = timedelta(hours=2)


async def opens(office: Office) -> None:
    """Tomas is an admin, and Lena a rep."""
    for one in (office.lena, office.tomas):
        await office.knows(one)
    await office.makes("Tomas Keller", "admin")


async def breaks_calendar(
    office: Office,
    owner: Dialogue,
    trouble: SourceTrouble = "disconnected",
    *,
    since: timedelta = TWO_HOURS,
) -> int:
    """Somebody's calendar has not been readable for a while, as the calendars' reader notes it."""
    now = office.clock.now()
    async with office.attune.database.write(office.lena_tenant) as session:
        person = await office.row(session, owner)
        calendar = CalendarConnection(
            tenant=person.tenant,
            person_id=person.id,
            kind="ics",
            label="secret.example",
            secret="",
            connected_at=now - timedelta(days=3),
            read_at=now - timedelta(days=1),
            next_at=now + timedelta(hours=5),
            failures=4,
            failing_since=now - since,
            trouble=trouble,
        )
        session.add(calendar)
        await session.flush()
        return calendar.id


async def calendar_of(office: Office, id_: int) -> CalendarConnection:
    async with office.attune.database.read(office.lena_tenant) as session:
        found = await session.get(CalendarConnection, id_)
    assert found is not None
    return found


async def repairs(office: Office, id_: int) -> None:
    """The calendar is read again."""
    async with office.attune.database.write(office.lena_tenant) as session:
        found = await session.get(CalendarConnection, id_)
        assert found is not None
        found.failures, found.failing_since, found.trouble = 0, None, None


async def loses_channel(office: Office, name: str, why: str | None = "not_in_channel") -> None:
    """A channel with a subscription can't be posted in, or can again."""
    async with office.attune.database.write(office.lena_tenant) as session:
        wanted = select(Channel).where(col(Channel.name) == name)
        found = (await session.exec(wanted)).first()
        if found is None:
            by = (await office.row(session, office.tomas)).id
            found = Channel(
                tenant=office.lena_tenant,
                external=f"C{name}",
                name=name,
                zone="Europe/Berlin",
                subscribed_by=by,
            )
            session.add(found)
            await session.flush()
            session.add(
                Subscription(
                    channel_id=found.id, tag="voice", value="*", tenant=found.tenant, shown=""
                )
            )
        found.unreachable = why


async def looks(office: Office) -> None:
    """What the chore does: look for what fails, and deliver what is to be told."""
    platform = office.lena_tenant.partition(":")[0]
    await watch(office.attune.database, [platform], office.clock.now())
    await office.delivers()


async def alerts(office: Office) -> int:
    """How many alerts were planned for anybody."""
    async with office.attune.database.read() as session:
        wanted = select(Outbox).where(col(Outbox.kind) == "health")
        return len((await session.exec(wanted)).all())


async def test_an_admin_is_told_once_that_it_fails_and_once_that_it_is_over(
    office: Office,
) -> None:
    await opens(office)
    calendar = await breaks_calendar(office, office.lena)
    await looks(office)
    office.tomas.sees(ONE_FAILS, "Each owner is told what to do.", "Stop health alerts")
    office.tomas.sees_nothing_of("Lena", "secret.example")
    office.lena.sees_nothing_of("calendar can't be read")
    await office.until(25, "09:00")
    await looks(office)
    assert await alerts(office) == 1
    await repairs(office, calendar)
    await looks(office)
    office.tomas.sees(NONE_FAILS)
    await office.until(27, "09:00")
    await looks(office)
    assert await alerts(office) == 2
    office.lena.sees_nothing_of("health", NONE_FAILS)


async def test_what_lasts_for_minutes_is_not_told(office: Office) -> None:
    await opens(office)
    await loses_channel(office, "sales")
    await looks(office)
    await office.until(23, "08:40")
    await loses_channel(office, "sales", None)
    await looks(office)
    await office.until(23, "12:00")
    await looks(office)
    assert await alerts(office) == 0
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Problem))).all() == []


async def test_an_admin_gets_one_alert_a_day(office: Office) -> None:
    await opens(office)
    calendar = await breaks_calendar(office, office.lena)
    await looks(office)
    await repairs(office, calendar)
    await loses_channel(office, "sales")
    for time in ("09:30", "12:00", "16:30"):
        await office.until(23, time)
        await looks(office)
    assert await alerts(office) == 1
    await office.until(24, "09:30")
    await looks(office)
    assert await alerts(office) == 2
    office.tomas.sees("Attune can't post in one channel that subscribed", NONE_FAILS)


async def test_what_fails_again_before_its_end_was_told_is_not_told_again(
    office: Office,
) -> None:
    await opens(office)
    calendar = await breaks_calendar(office, office.lena)
    await looks(office)
    await repairs(office, calendar)
    await office.until(23, "10:00")
    await looks(office)
    await breaks_calendar(office, office.lena)
    await office.until(24, "10:00")
    await looks(office)
    await office.until(26, "10:00")
    await looks(office)
    assert await alerts(office) == 1


async def test_nothing_is_sent_if_it_works_again_by_then(office: Office) -> None:
    await opens(office)
    calendar = await breaks_calendar(office, office.lena)
    await watch(office.attune.database, [office.lena_tenant], office.clock.now())
    await repairs(office, calendar)
    await office.delivers()
    office.tomas.sees_nothing_of(ONE_FAILS)
    assert (await office.reasons())["health"] == "nothing fails"


async def test_who_is_no_admin_any_more_gets_no_alert(office: Office) -> None:
    await opens(office)
    await breaks_calendar(office, office.lena)
    await watch(office.attune.database, [office.lena_tenant], office.clock.now())
    await office.makes("Tomas Keller", "rep")
    await office.delivers()
    office.tomas.sees_nothing_of(ONE_FAILS)
    assert (await office.reasons())["health"] == "not wanted any more"
    await office.tomas.types("health")
    office.tomas.sees("Only admins")


async def test_the_card_has_counts_and_what_to_do(office: Office) -> None:
    await opens(office)
    await breaks_calendar(office, office.lena)
    await breaks_calendar(office, office.lena, "key missing")
    await loses_channel(office, "sales")
    await loses_channel(office, "old", ARCHIVED)
    await office.tomas.types("people and roles")
    await office.tomas.presses("Health")
    office.tomas.sees(ONE_FAILS, "Attune can't open one calendar or transcript source")
    office.tomas.sees("Attune can't post in one channel", "type /insight subscribe in the channel")
    office.tomas.sees_nothing_of("Lena", "secret.example", "sales", "Yours:")


async def test_an_admins_own_calendar_is_named(office: Office) -> None:
    await opens(office)
    await breaks_calendar(office, office.tomas)
    await office.tomas.types("health")
    office.tomas.sees(ONE_FAILS, "Yours: Attune is no longer allowed to read your calendar")
    await office.tomas.presses("My calendar")


async def test_few_people_who_cannot_be_reached_are_not_counted(office: Office) -> None:
    await opens(office)
    added = [await office.adds(f"Colleague {place}") for place in range(5)]
    for number, said in ((4, "One to four people"), (5, "5 people")):
        async with office.attune.database.write(office.lena_tenant) as session:
            for id_ in added[:number]:
                person = await people.by_id(session, office.lena_tenant, id_)
                assert person is not None
                person.unreachable = "cannot_dm_bot"
        await office.tomas.types("health")
        office.tomas.sees(f"{said} can't be reached")
    office.tomas.sees_nothing_of("Colleague")


async def test_check_again_reads_what_fails_at_once(office: Office) -> None:
    await opens(office)
    calendar = await breaks_calendar(office, office.lena)
    waits = await breaks_calendar(office, office.lena, "asked to wait")
    later = (await calendar_of(office, waits)).next_at
    await office.tomas.types("what fails")
    await office.tomas.presses("Check again")
    office.tomas.sees("being read again")
    assert (await calendar_of(office, calendar)).next_at <= office.clock.now()
    assert (await calendar_of(office, waits)).next_at == later
    await repairs(office, calendar)
    await repairs(office, waits)
    await office.tomas.presses("Check again")
    office.tomas.sees("Nothing is failing.")
    office.tomas.sees_nothing_of("being read again")


async def test_only_admins_see_it(office: Office) -> None:
    await opens(office)
    await breaks_calendar(office, office.lena)
    await office.lena.types("health")
    office.lena.sees("Only admins")
    office.lena.sees_nothing_of(ONE_FAILS, "Nothing is failing")
    await office.lena.types("/rhythm")
    office.lena.sees_nothing_of("problems that affect everybody")
    await office.tomas.types("/rhythm")
    office.tomas.sees("problems that affect everybody")


async def test_home_says_to_an_admin_what_fails(office: Office) -> None:
    await opens(office)
    await feed_fails(office, office.clock.now())
    await looks(office)
    await office.tomas.opens_home()
    office.tomas.sees("Something is failing: feeds.", "Health")
    await office.lena.opens_home()
    office.lena.sees_nothing_of("Something is failing")


async def feed_fails(office: Office, now: datetime) -> None:
    async with office.attune.database.write(office.lena_tenant) as session:
        session.add(
            FeedSource(
                tenant=office.lena_tenant,
                url="https://blog.example/feed",
                added_by=(await office.row(session, office.tomas)).id,
                next_at=now,
                failures=2,
                trouble="It does not answer",
            )
        )


async def test_another_company_is_not_counted(office: Office) -> None:
    await opens(office)
    id_ = await breaks_calendar(office, office.lena)
    async with office.attune.database.write() as session:
        found = await session.get(CalendarConnection, id_)
        assert found is not None
        found.tenant = f"{office.lena_tenant}x"
    await looks(office)
    assert await alerts(office) == 0
    await office.tomas.types("health")
    office.tomas.sees("Nothing is failing.")
