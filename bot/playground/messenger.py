"""Send cards to the playground's direct messages and channels."""

from datetime import datetime

from bot.base.clock import Clock
from bot.platform.messenger import MessageRefused, Recipient, RecipientUnreachable, SentMessage
from bot.playground import demo
from bot.playground.event_bus import EventBus, PostShown
from bot.playground.places import ATTUNE, CHANNELS, direct
from bot.playground.renderer import card_html
from handlers.cards import Card
from storage import playground
from storage.database.connection import Database, empty_log_after_commit
from storage.tables import PlaygroundPost
from storage.tables.types import EPOCH


class PlaygroundMessenger:
    """Stores messages in our database, where `find` looks them up."""

    def __init__(self, database: Database, clock: Clock, bus: EventBus) -> None:
        self._database = database
        self._clock = clock
        self._bus = bus
        # Colleagues get messages too, although visitors can't act as colleagues.
        colleagues = {demo.external(each["name"]) for each in demo.colleagues()}
        self._people = {who.id for who in demo.personas()} | colleagues

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Post a card to a person or a channel, and return the post.

        `bundle` is our own id for the message. If there is a post with this id already, return it
        and post nothing. Raises RecipientUnreachable.
        """
        place = self._place(to)
        async with self._database.write() as session:
            post = await playground.by_bundle(session, to.tenant, bundle, EPOCH)
            if post is not None:
                return _sent(post)
            post = await playground.add(
                session,
                PlaygroundPost(
                    tenant=to.tenant,
                    place=place,
                    author=ATTUNE,
                    html=str(card_html(card)),
                    said_at=self._clock.now(),
                    bundle=bundle,
                ),
            )
        self._bus.publish(PostShown(post, new=True))
        return _sent(post)

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:  # noqa: ARG002
        """Change one of Attune's posts. Raises RecipientUnreachable or MessageRefused."""
        self._place(to)
        async with self._database.write() as session:
            html = str(card_html(card))
            post = await playground.change(session, to.tenant, int(message), html)
            # The database's log must not keep what the post said before the change.
            empty_log_after_commit(session)
        if post is None:
            raise MessageRefused("the post no longer exists")
        self._bus.publish(PostShown(post, new=False))
        return _sent(post)

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:
        """Return the post with this `bundle` that was sent at or after `since` (UTC).

        Return None if there is no such post. Raises RecipientUnreachable.
        """
        self._place(to)
        async with self._database.read() as session:
            post = await playground.by_bundle(session, to.tenant, bundle, since)
        return None if post is None else _sent(post)

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:  # noqa: ARG002
        """Return None. In the playground, people can enter absences only with `/rhythm`."""
        return None

    def _place(self, to: Recipient) -> str:
        if to.channel and to.tenant == demo.TENANT and to.external in CHANNELS:
            return to.external
        if to.channel or to.tenant != demo.TENANT or to.external not in self._people:
            raise RecipientUnreachable("the playground has no person or channel with this id")
        return direct(to.external)


def _sent(post: PlaygroundPost) -> SentMessage:
    return SentMessage(str(post.id), post.place)
