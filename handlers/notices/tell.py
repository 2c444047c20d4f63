"""Plans notices: rows in the outbox that say what happened, and to whom. Moments are UTC."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.words import shortened
from handlers.knowledge.tags import VOICE
from handlers.notices.hours import Hours, hours_of, opening
from handlers.rhythm_settings import day_of
from storage import channels, outbox, people
from storage.channels import ANY
from storage.choices import MARKETING
from storage.tables import Ask, Channel, Outbox, Person

USEFUL = timedelta(days=7)
MARKETERS = 20  # told one by one where marketing has no channel

ASK = "ask"
LOST = "channel_lost"
SUBSCRIBED = "subscribed"
STOPPED = "unsubscribed"


def row(
    to: Person | Channel,
    kind: str,
    about: int,
    *,
    due_at: datetime,
    now: datetime,
    key: str = "",
    useful: timedelta = USEFUL,
) -> Outbox:
    """A row that tells somebody about something once. `key` sets apart what is told again."""
    person_id, channel_id = (to.id, None) if isinstance(to, Person) else (None, to.id)
    whom = f"person:{to.id}" if isinstance(to, Person) else f"channel:{to.id}"
    due_at = max(due_at, now)
    return Outbox(
        tenant=to.tenant,
        key=f"{kind}:{whom}:{key or about}",
        kind=kind,
        person_id=person_id,
        channel_id=channel_id,
        about=about,
        day=day_of(due_at, to.zone),
        due_at=due_at,
        useful_until=due_at + useful,
        next_at=due_at,
    )


async def tell(
    session: AsyncSession,
    to: Iterable[Person | Channel],
    kind: str,
    about: int,
    now: datetime,
    *,
    key: str = "",
    due_at: datetime | None = None,
) -> None:
    """Tell them now or at `due_at`; a channel within its hours. Told before, not again."""
    await outbox.add(
        session,
        [row(one, kind, about, due_at=_open(one, due_at or now), now=now, key=key) for one in to],
    )


def _open(to: Person | Channel, moment: datetime) -> datetime:
    # A person's quiet hours are looked at when it is sent, as with everything for them.
    return opening(moment, hours_of(to)) if isinstance(to, Channel) else moment


async def marketing(session: AsyncSession, tenant: str) -> Sequence[Person | Channel]:
    """Where marketing listens: channels with the voice of the customer, else each marketer."""
    found = await channels.subscribed_to(session, tenant, [(VOICE, ANY)])
    return found or await _marketers(session, tenant)


async def _marketers(session: AsyncSession, tenant: str) -> Sequence[Person]:
    return await people.with_roles(session, tenant, MARKETING, limit=MARKETERS)


async def listening(session: AsyncSession, ask: Ask) -> Sequence[Person | Channel]:
    """Who in marketing hears more about an ask that was put to them before.

    A channel that began to listen later never gets it: its author was told who reads it, and
    everybody in that channel was not among them.
    """
    went_to = {one.id for one in await channels.posted_about(session, ask.tenant, ASK, ask.id)}
    found = await channels.subscribed_to(session, ask.tenant, [(VOICE, ANY)])
    return [one for one in found if one.id in went_to] or await _marketers(session, ask.tenant)


async def readers(session: AsyncSession, tenant: str, ask: Ask | None = None) -> str:
    """Who reads what goes to marketing: "everybody in #marketing", or "marketing".

    Of an ask that was put to marketing before: who reads what is added to it.
    """
    if ask is None:
        found = await channels.subscribed_to(session, tenant, [(VOICE, ANY)])
    else:
        found = await channels.posted_about(session, tenant, ASK, ask.id)
    names = " and ".join(shortened(channel.name, 40) for channel in found)
    return f"everybody in {names}" if found else "marketing"


async def marketing_hours(session: AsyncSession, tenant: str, zone: str) -> Hours:
    """The hours in which marketing answers; without a channel, the usual ones in this zone."""
    found = await channels.subscribed_to(session, tenant, [(VOICE, ANY)])
    return hours_of(found[0]) if found else Hours(zone)


async def subscribed(
    session: AsyncSession, channel: Channel, now: datetime, kind: str = SUBSCRIBED
) -> None:
    """Say in a channel what it will get, at once: that also shows whether it can be posted to.

    Or, with STOPPED, that nothing more comes.
    """
    key = f"{channel.id}:{now:%Y%m%d%H%M%S%f}"
    said = row(channel, kind, channel.id, due_at=now, now=now, key=key, useful=timedelta(hours=1))
    await outbox.add(session, [said])


async def lost(session: AsyncSession, channel: Channel, now: datetime) -> None:
    """Tell whoever subscribed a channel that it cannot be posted to."""
    person = await people.by_id(session, channel.tenant, channel.subscribed_by)
    if person is not None:
        key = f"{channel.id}:{now:%Y%m%d%H%M%S%f}"
        await tell(session, [person], LOST, channel.id, now, key=key)
