"""Plan notices: add outbox rows that tell people and channels what happened. Times are in UTC."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.text.words import shortened
from handlers.knowledge.tags import VOICE
from handlers.notices.hours import Hours, hours_of, opening
from handlers.rhythm_settings import day_of
from storage import outbox
from storage.choices import MARKETING
from storage.tables import Ask, Channel, Outbox, Person
from storage.workspace import channels, people, people_roles
from storage.workspace.channels import ANY

USEFUL = timedelta(days=7)
MAX_MARKETERS = 20  # how many marketers and admins to tell, if marketing has no channel

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
    """Return an outbox row that sends one notice to a person or channel.

    The notice is due at `due_at`, or at `now` if `due_at` has passed. It is dropped if it can't be
    sent within `useful` after it is due. `key` distinguishes notices of one kind about the same
    thing.
    """
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
    """Plan a notice for now or `due_at`. A channel gets the notice within the channel's hours.

    Skip recipients who already got this notice, or for whom it is already planned.
    """
    await outbox.add(
        session,
        [row(one, kind, about, due_at=_open(one, due_at or now), now=now, key=key) for one in to],
    )


def _open(to: Person | Channel, moment: datetime) -> datetime:
    return opening(moment, hours_of(to)) if isinstance(to, Channel) else moment


async def marketing(session: AsyncSession, tenant: str) -> Sequence[Person | Channel]:
    """Return who gets notices for marketing: the channels with the tag `voice`.

    If there is no such channel, return marketers and admins, at most `MAX_MARKETERS`.
    """
    found = await channels.subscribed_to(session, tenant, [(VOICE, ANY)])
    return found or await _marketers(session, tenant)


async def _marketers(session: AsyncSession, tenant: str) -> Sequence[Person]:
    return await people_roles.with_roles(session, tenant, MARKETING, limit=MAX_MARKETERS)


async def followers(session: AsyncSession, ask: Ask) -> Sequence[Person | Channel]:
    """Return who gets further notices about an ask that was already sent to marketing.

    These are the channels that subscribe to `voice` and got, or will get, the ask. Other channels
    are left out, because the author was told who would read the ask. If no channel is left,
    marketers and admins get the notices.
    """
    went_to = {
        one.id for one in await channels.that_got_or_will_get(session, ask.tenant, ASK, ask.id)
    }
    found = await channels.subscribed_to(session, ask.tenant, [(VOICE, ANY)])
    return [one for one in found if one.id in went_to] or await _marketers(session, ask.tenant)


async def readers(session: AsyncSession, tenant: str, ask: Ask | None = None) -> str:
    """Return who reads messages to marketing: "everybody in #marketing", or "marketing".

    With an `ask` that marketing already has, return who reads additions to the ask.
    """
    if ask is None:
        found = await channels.subscribed_to(session, tenant, [(VOICE, ANY)])
    else:
        found = await channels.that_got_or_will_get(session, tenant, ASK, ask.id)
    names = " and ".join(shortened(channel.name, 40) for channel in found)
    return f"everybody in {names}" if found else "marketing"


async def will_post_at(session: AsyncSession, ask: Ask, now: datetime) -> datetime | None:
    """Return when an ask will be posted, if it waits for a channel's hours.

    Return None if the ask was posted already, or is due now. Times are in UTC.
    """
    waiting = await channels.open_post_times(session, ask.tenant, ASK, ask.id)
    return min((due for due in waiting if due > now), default=None)


async def marketing_hours(session: AsyncSession, tenant: str, zone: str) -> Hours:
    """Return the hours of marketing's channel.

    If marketing has several channels, take the channel whose name comes first. If it has none,
    return the default hours in `zone` (IANA).
    """
    found = await channels.subscribed_to(session, tenant, [(VOICE, ANY)])
    return hours_of(found[0]) if found else Hours(zone)


async def subscribed(
    session: AsyncSession, channel: Channel, now: datetime, kind: str = SUBSCRIBED
) -> None:
    """Plan a post that says what a channel gets. The post is due now.

    If `kind` is STOPPED, the post says that the subscription has ended. Sending the post also shows
    whether Attune can post in the channel.
    """
    key = f"{channel.id}:{now:%Y%m%d%H%M%S%f}"
    said = row(channel, kind, channel.id, due_at=now, now=now, key=key, useful=timedelta(hours=1))
    await outbox.add(session, [said])


async def lost(session: AsyncSession, channel: Channel, now: datetime) -> None:
    """Tell the person who subscribed a channel that Attune cannot post there."""
    person = await people.by_id(session, channel.tenant, channel.subscribed_by)
    if person is not None:
        key = f"{channel.id}:{now:%Y%m%d%H%M%S%f}"
        await tell(session, [person], LOST, channel.id, now, key=key)
