"""Answer a request: find the person and the feature, and run the feature in a transaction.

A platform turns its payload into a `Request` and renders the `Reply`. One transaction writes the
request's id, the person and the effect. So a repeated request has its effect only once, and a
failed request leaves nothing behind. After slow work (see `Unfinished`), a new transaction writes
the effect.
"""

import secrets
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.contextvars import bound_contextvars, get_contextvars

from handlers.admission import Admission
from handlers.cards import Aside, Card, Reply
from handlers.commands import not_understood, usage_card, wants_usage
from handlers.error_replies import apology, refusal_reply
from handlers.input_checks import check_lengths, storable_text
from handlers.listed_admins import admins_of
from handlers.nudges.schedule import replan_changed
from handlers.only_asks import asks, asks_or_refuses
from handlers.playbook.in_use import Playbooks
from handlers.playbook.loader import Playbook
from handlers.registry import Feature, Refusal, Registry, Turn, Unfinished
from handlers.request import Means, Request, Sender, SharedFile
from handlers.services import NO_SERVICES, Services
from storage import changes_on_file, plan_changes
from storage.choices import LEFT, MARKETING
from storage.conversation import drafts, handled_requests, offers, only_asked, shown_messages
from storage.customers import suppressed_names
from storage.database.connection import Database, once_committed
from storage.outbox import changes
from storage.sql.unique import retry_on_conflict
from storage.tables import Person
from storage.workspace import channels, people, people_roles

NOT_IN_A_CHANNEL = (
    "I read transcripts only in your direct messages with me, where nobody else sees them. Drop "
    "this one there."
)
ERASED_MEANWHILE = "Your data was deleted while I worked on that, so I stopped."


class Conversation:
    """Answers requests, each in its own transaction."""

    def __init__(
        self,
        registry: Registry,
        database: Database,
        playbook: Playbook,
        changed: Callable[[], None] = lambda: None,
        admins: Collection[str] = (),
        *,
        admission: Admission | None = None,
        playbooks: Playbooks | None = None,
        services: Services = NO_SERVICES,
    ) -> None:
        """Set up a conversation.

        - `changed` is called after a transaction that has changed the outbox.
        - `admins` are the people in ADMINS (`handlers.listed_admins`).
        - `playbooks` has the playbooks that admins chose. Without it, everybody gets `playbook`.
        - `services` are passed on to features.
        """
        self.registry = registry
        self._database = database
        self._playbooks = playbooks or Playbooks(playbook)
        self._changed = changed
        self._admins = frozenset(admins)
        self._admins_applied: set[str] = set()  # tenants whose admins we have updated
        self._admission = admission or Admission()
        self._services = services

    async def answer(self, request: Request, now: datetime) -> Reply | None:
        """Return the reply to a request made at `now` (UTC), or None for a repeated request."""
        reference = str(get_contextvars().get("reference") or secrets.token_hex(4))
        with bound_contextvars(reference=reference):
            reply, _ = await self.outcome(request, now, reference)
        return reply

    async def outcome(
        self, request: Request, now: datetime, reference: str
    ) -> tuple[Reply | None, str]:
        """Return the reply and the outcome: ok, repeated, refused or failed.

        `reference` identifies the request in the log, and in the answer if the request fails.
        """
        if self.registry.is_pasted_file(request):
            request = _as_file(request)
        request = self.registry.routed(request)
        try:
            # If two requests write the same row at once, one is retried, and then finds the row.
            reply = await retry_on_conflict(partial(self._answer, request, now))
            if isinstance(reply, Unfinished) and request.means in (Means.FILE, Means.FORM):
                request.show_wait()
            while isinstance(reply, Unfinished):
                found = await reply.work()
                reply = await retry_on_conflict(partial(self._continue, request, now, reply, found))
        except Refusal as refusal:
            await self._note_refusal(request, now)
            return refusal_reply(request, refusal), "refused"
        except Exception as error:  # noqa: BLE001 - only here, an unexpected error becomes an answer
            return apology(request, error, reference), "failed"
        return reply, "ok" if reply else "repeated"

    async def _answer(self, request: Request, now: datetime) -> Reply | Unfinished | None:
        """Answer a request in one transaction. Return None if it was answered before."""
        if request.means is Means.FILE and request.place:
            raise Refusal(NOT_IN_A_CHANNEL)
        feature = self.registry.found_before_others(request) or self.registry.find(
            request.means, request.name
        )
        if feature is None and request.means is Means.COMMAND:
            feature = self.registry.fallback
        elif feature is None:
            raise Refusal("That is from an older version of Attune. /calls has the new buttons.")
        check_lengths(request)
        sender = request.sender
        if sender.standing and (refusal := self._admission.refusal(sender.standing)):
            await self.update_person(sender, now)
            raise Refusal(refusal)
        await self._apply_admins(sender.tenant, now)
        async with self._database.write(sender.tenant) as session:
            if not await handled_requests.first_time(session, sender.tenant, request.id, now):
                return None
            if request.means is Means.SCREEN and not await _is_on_file(session, sender):
                return await self._only_shown(feature, request, session, now)
            turn = await self._turn(session, request, now)
            reply = await self._reply(feature, request, turn)
            reply = await self._with_first_words(request, turn, reply)
            await self._settle(session, now)
            return _with_asker(reply, turn.person)

    async def _only_shown(
        self, feature: Feature | None, request: Request, session: AsyncSession, now: datetime
    ) -> Reply | Unfinished:
        """Show a screen to somebody who is not on file, and store nothing about them."""
        async with session.begin_nested() as looking:
            turn = await self._turn(session, request, now)
            reply = await self._reply(feature, request, turn)
            await looking.rollback()
        await plan_changes.discard(session)
        return reply

    async def _continue(
        self,
        request: Request,
        now: datetime,
        unfinished: Unfinished,
        found: object,
    ) -> Reply | Unfinished:
        """Answer a request once its slow work is done. `found` is the result of the work."""
        async with self._database.write(request.sender.tenant) as session:
            turn = await self._turn(session, request, now)
            if unfinished.whose not in (None, turn.person.id):
                raise Refusal(ERASED_MEANWHILE)  # don't store data about an erased person again
            reply = await unfinished.then(turn, found)
            reply = await self._with_first_words(request, turn, reply)
            await self._settle(session, now)
            return _with_asker(reply, turn.person)

    async def _settle(self, session: AsyncSession, now: datetime) -> None:
        """Plan nudges again. After the commit, wake delivery if the outbox has changed."""
        await replan_changed(session, now)
        if changes.were_made(session):
            once_committed(session, self._changed)

    async def _turn(self, session: AsyncSession, request: Request, now: datetime) -> Turn:
        person = await self._person(session, request.sender, now)
        return Turn(
            session,
            person,
            now,
            await self._playbooks.of(session, person),
            storable_text(request, request.text),
            {name: storable_text(request, typed, name) for name, typed in request.fields.items()},
            request.place,
            request.message,
            request.file,
            request.takes_calendar_files,
            give_file=request.give_file,
            reading=partial(self._database.read, request.sender.tenant),
            playbooks=self._playbooks,
            writing=partial(self._database.write, request.sender.tenant),
            **vars(self._services),
        )

    async def _reply(
        self, feature: Feature | None, request: Request, turn: Turn
    ) -> Reply | Unfinished:
        """Run the feature and return its reply.

        If there is no feature, say that the request was not understood. If the person asks how to
        use a command, show its usage.
        """
        if feature is None:
            return not_understood()
        command = self.registry.commands.get(request.name)
        if request.means is Means.COMMAND and command and wants_usage(request.text):
            return usage_card(command)
        if self._is_typed_line(request):
            feature = partial(_noting_whether_it_asks, feature)
        if request.means is Means.SCREEN or turn.person.role not in MARKETING:
            return await feature(turn)
        # When a marketer changes an insight, we offer to undo the change. This offer lasts for one
        # request. So if we made the offer before this request, delete it after this request.
        since = turn.now - drafts.ANSWERED_WITHIN
        until_now = await offers.of_insight(turn.session, turn.person, since)
        reply = await feature(turn)
        if until_now is not None:
            await offers.delete_one(turn.session, turn.person, until_now)
        return reply

    def _is_typed_line(self, request: Request) -> bool:
        """Check whether a request is a line in the person's own chat that names no command."""
        named = request.name in self.registry.commands
        return request.means is Means.COMMAND and request.place is None and not named

    async def _note_refusal(self, request: Request, now: datetime) -> None:
        """Remember that a typed line was refused, and so changed nothing.

        This needs a new transaction, because the refusal rolled back the transaction of the line.
        """
        if self._is_typed_line(request):
            await self.save(request.sender.tenant, partial(_refused, request.sender, now), now)

    async def _with_first_words(
        self, request: Request, turn: Turn, reply: Reply | Unfinished
    ) -> Reply | Unfinished:
        first = self.registry.first_words
        if first is None or isinstance(reply, Unfinished) or not _may_greet(request, reply):
            return reply
        return await first.below(turn, reply)

    async def greet(self, sender: Sender, now: datetime, *, installed: bool) -> Card | None:
        """Return what to tell somebody who has just added Attune. `now` is in UTC.

        If `installed` is true, the person has installed Attune for everybody, and the card has the
        next steps. Otherwise, the card is a welcome.

        Return None if the person:

        - was welcomed before
        - may not use Attune
        - had their data erased and has not written since
        """
        first = self.registry.first_words
        if first is None or not self.admits(sender):
            return None
        request = Request("", sender, Means.SCREEN, "")

        async def greeted() -> Card | None:
            async with self._database.write(sender.tenant) as session:
                erased = await suppressed_names.has_person(session, sender.tenant, sender.external)
                if erased and not await _is_on_file(session, sender):
                    return None
                turn = await self._turn(session, request, now)
                card = await (first.set_up(turn) if installed else first.welcome(turn))
                await self._settle(session, now)
                return card

        return await retry_on_conflict(greeted)

    async def note_shown(
        self, who: tuple[str, str], message: str, card: Card, now: datetime, *, is_new: bool
    ) -> None:
        """Note what a message in a person's own chat shows.

        If the shown data is deleted, hidden or taken back later, we empty the message. `who` is the
        person's tenant and id on the platform. `message` is the platform's id of the message. If
        `message` is "", do nothing. `is_new` means that the card was just posted and did not
        replace another card.
        """
        if not message:
            return
        tenant, external = who
        what = {(one.call_id, one.what) for one in card.shows}
        # Most messages show no data about calls. We write to the database only if the message shows
        # such data now, or showed it before.
        if not what:
            if is_new:
                return
            async with self._database.read(tenant) as session:
                if not await shown_messages.is_noted(session, who, message):
                    return
        async with self._database.write(tenant) as session:
            if person := await people.find(session, tenant, external):
                await shown_messages.note(session, person, message, what, now)

    def admits(self, sender: Sender) -> bool:
        """Return whether somebody may use Attune.

        Return True if the platform does not report their standing.
        """
        return sender.standing is None or self._admission.admits(sender.standing)

    async def update_person(self, sender: Sender, now: datetime) -> None:
        """Save what a platform reports about a known person. `now` is in UTC.

        If the person may no longer use Attune, drop the planned messages.
        """
        async with self._database.write(sender.tenant) as session:
            person = await people.find(session, sender.tenant, sender.external)
            if person is None:
                return
            people.update_profile(
                person, sender.name, sender.zone, locale=sender.locale, standing=sender.standing
            )
            if person.standing == LEFT:
                people.mark_left(person, now)
            await self._settle(session, now)
            if not self._admission.admits(person.standing):
                await self._admission.drop_planned(session, person, now)

    async def save(
        self, tenant: str, change: Callable[[AsyncSession], Awaitable[None]], now: datetime
    ) -> None:
        """Run `change`, which saves what a platform reports about a tenant. `now` is in UTC."""

        async def attempt() -> None:
            async with self._database.write(tenant) as session:
                await change(session)
                await self._settle(session, now)

        await retry_on_conflict(attempt)

    async def was_ever_subscribed(self, tenant: str, channel: str) -> bool:
        """Check whether a channel was ever subscribed. `channel` is the platform's id."""
        async with self._database.read(tenant) as session:
            return await channels.find(session, tenant, channel) is not None

    async def _apply_admins(self, tenant: str, now: datetime) -> None:
        """Update a tenant's admins from ADMINS, once per process."""
        if tenant not in self._admins_applied:
            async with self._database.write(tenant) as session:
                await people_roles.set_admins(session, tenant, admins_of(tenant, self._admins), now)
            self._admins_applied.add(tenant)

    async def _person(self, session: AsyncSession, sender: Sender, now: datetime) -> Person:
        """Find or add the person who asks. Raises Refusal if the person may not use Attune."""
        person = await sender.add_or_update(session)
        if refusal := self._admission.refusal(person.standing):
            raise Refusal(refusal)
        if sender.external in admins_of(sender.tenant, self._admins):
            people_roles.make_admin(session, person, now)
        return person


async def _is_on_file(session: AsyncSession, sender: Sender) -> bool:
    return await people.find(session, sender.tenant, sender.external) is not None


def _with_asker(reply: Reply | Unfinished, person: Person) -> Reply | Unfinished:
    """If the reply is unfinished work, record in it which person asked."""
    return replace(reply, whose=person.id) if isinstance(reply, Unfinished) else reply


async def _noting_whether_it_asks(feature: Feature, turn: Turn) -> Reply | Unfinished:
    """Answer a typed line.

    If the line changed nothing, and the answer asks or refuses something, remember that the line
    changed nothing.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    before = await only_asked.latest(turn.session, turn.person, since)
    await changes_on_file.forget(turn.session)
    reply = await feature(turn)
    if asks_or_refuses(reply) and not await changes_on_file.were_made(turn.session):
        await only_asked.keep(turn.session, turn.person, turn.now, asks=asks(reply))
    elif before is not None:
        await only_asked.forget(turn.session, turn.person)
    return reply


async def _refused(sender: Sender, now: datetime, session: AsyncSession) -> None:
    person = await people.find(session, sender.tenant, sender.external)
    if person is not None:
        await only_asked.keep(session, person, now, asks=False)


def _may_greet(request: Request, reply: Reply) -> bool:
    """Return whether a reply may include a welcome.

    Return True if

    - `request.greets` is true,
    - the person did more than open a page, and
    - only the person sees the reply.
    """
    was_asked = request.means in (Means.COMMAND, Means.FILE)
    only_they = request.place is None or was_asked or isinstance(reply, Aside)
    return request.greets and only_they and request.means is not Means.SCREEN


def _as_file(request: Request) -> Request:
    """Return the request that a person would have made by sharing the pasted text as a file."""

    async def fetch() -> bytes:
        return request.text.encode(errors="replace")

    return replace(request, means=Means.FILE, name="", text="", file=SharedFile("", fetch))
