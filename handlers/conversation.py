"""Answers a request: finds the person and the feature, and runs it in one transaction.

A platform turns its payload into a `Request` and renders the `Reply`. The request's id, the person
and the effect are written in one transaction: a repeated request has no second effect, and a failed
one has none at all.
"""

import secrets
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.contextvars import bound_contextvars, get_contextvars

from handlers import limits
from handlers.admission import Admission
from handlers.cards import Aside, Card, Note, Paragraph, Problems, Reply, aside, spans
from handlers.commands import not_understood, usage_card, wants_usage
from handlers.failures import places
from handlers.listed_admins import admins_of
from handlers.nudges.schedule import replan_changed
from handlers.playbook.loader import Playbook
from handlers.registry import (
    NOBODY,
    Feature,
    Means,
    Operator,
    Refusal,
    Registry,
    Request,
    Sender,
    SharedFile,
    Turn,
    Unfinished,
)
from handlers.sources.ports import CalendarSignIns, TranscriptReader, TranscriptSources
from storage import handled_requests, people, shown_messages
from storage.choices import LEFT
from storage.database.connection import Database
from storage.database.faults import fault_of
from storage.retention import RetentionDays
from storage.sql.unique import retry_on_conflict
from storage.tables import Person
from storage.text import storable

log = structlog.get_logger()

NOT_IN_A_CHANNEL = (
    "I read transcripts only in your own messages with me, where nobody else sees them. Drop it "
    "there."
)
ERASED_MEANWHILE = "What was yours was deleted while I worked on that, so I stopped."
DAMAGED_TEXT = (
    "That can't be saved: a character in it is damaged, perhaps an emoji that was cut in half. "
    "Remove it and try again."
)


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
        sign_ins: CalendarSignIns | None = None,
        company_domains: frozenset[str] = frozenset(),
        transcripts: TranscriptReader | None = None,
        transcript_sources: TranscriptSources | None = None,
        retention: RetentionDays | None = None,
        operator: Operator = NOBODY,
    ) -> None:
        """`changed` is called whenever the outbox may have changed.

        `admins` are the people whom ADMINS names (`handlers.listed_admins`). `sign_ins` connects
        calendars at their provider; None if no provider is set up. `company_domains` are our
        company's mail domains. `transcripts` reads transcripts; None if none are read.
        `transcript_sources` is where they come from by themselves; None if no source is set up.
        `retention` says for how long data is kept, by the settings. `operator` is whom people can
        turn to.
        """
        self.registry = registry
        self._database = database
        self._playbook = playbook
        self._changed = changed
        self._admins = frozenset(admins)
        self._admins_applied: set[str] = set()  # tenants
        self._admission = admission or Admission()
        self._sign_ins = sign_ins
        self._company_domains = company_domains
        self._transcripts = transcripts
        self._transcript_sources = transcript_sources
        self._retention = retention or RetentionDays()
        self._operator = operator

    async def answer(self, request: Request, now: datetime) -> Reply | None:
        """The reply to a request made at `now` (UTC); None if it was a repeat."""
        reference = str(get_contextvars().get("reference") or secrets.token_hex(4))
        with bound_contextvars(reference=reference):
            reply, _ = await self.outcome(request, now, reference)
        return reply

    async def outcome(
        self, request: Request, now: datetime, reference: str
    ) -> tuple[Reply | None, str]:
        """The reply, and how it went: ok, repeated, refused or failed.

        `reference` is what the log calls this request, and what people are told if it failed.
        """
        if self.registry.is_file(request):
            request = _as_file(request)
        try:
            # A retry after a conflict with another request finds what that one has written.
            reply = await retry_on_conflict(partial(self._answer, request, now))
            if isinstance(reply, Unfinished) and request.means is Means.FILE:
                request.reading()
            while isinstance(reply, Unfinished):
                self._changed()
                found = await reply.work()
                reply = await retry_on_conflict(partial(self._continue, request, now, reply, found))
        except Refusal as refusal:
            return _refusal_reply(request, refusal), "refused"
        except Exception as error:  # noqa: BLE001 - the one place where the unexpected becomes a sentence
            return _apology(request, error, reference), "failed"
        self._changed()
        return reply, "ok" if reply else "repeated"

    async def _answer(self, request: Request, now: datetime) -> Reply | Unfinished | None:
        if request.means is Means.FILE and request.place:
            raise Refusal(NOT_IN_A_CHANNEL)
        feature = self.registry.cautious(request) or self.registry.find(request.means, request.name)
        if feature is None and request.means is Means.COMMAND:
            feature = self.registry.unnamed
        elif feature is None:
            raise Refusal("That is from an older version of Attune. /calls has the new buttons.")
        check_lengths(request)
        sender = request.sender
        if sender.standing and (refusal := self._admission.refusal(sender.standing)):
            await self.update_person(sender, now)
            raise Refusal(refusal)
        await self._apply_admins(sender.tenant)
        async with self._database.write(sender.tenant) as session:
            if not await handled_requests.first_time(session, sender.tenant, request.id, now):
                return None
            turn = await self._turn(session, request, now)
            reply = await self._reply(feature, request, turn)
            reply = await self._with_first_words(request, turn, reply)
            await replan_changed(session, now)
            return _of(reply, turn.person)

    async def _continue(
        self,
        request: Request,
        now: datetime,
        unfinished: Unfinished,
        found: object,
    ) -> Reply | Unfinished:
        """Answer a request whose slow work is done; `found` is what that work returned."""
        async with self._database.write(request.sender.tenant) as session:
            turn = await self._turn(session, request, now)
            if unfinished.whose not in (None, turn.person.id):
                raise Refusal(ERASED_MEANWHILE)  # what they began does not put them on file again
            reply = await unfinished.then(turn, found)
            reply = await self._with_first_words(request, turn, reply)
            await replan_changed(session, now)
            return _of(reply, turn.person)

    async def _turn(self, session: AsyncSession, request: Request, now: datetime) -> Turn:
        return Turn(
            session,
            await self._person(session, request.sender),
            now,
            self._playbook,
            _storable(request, request.text),
            {name: _storable(request, typed, name) for name, typed in request.fields.items()},
            request.place,
            self._sign_ins,
            request.message,
            self._company_domains,
            request.file,
            self._transcripts,
            request.drops_calendars,
            self._transcript_sources,
            retention=self._retention,
            give_file=request.give_file,
            reading=partial(self._database.read, request.sender.tenant),
            operator=self._operator,
        )

    async def _reply(
        self, feature: Feature | None, request: Request, turn: Turn
    ) -> Reply | Unfinished:
        """The feature's reply, or help if that was asked for or no feature answers."""
        if feature is None:
            return not_understood(self.registry.commands)
        command = self.registry.commands.get(request.name)
        if request.means is Means.COMMAND and command and wants_usage(request.text):
            return usage_card(command)
        return await feature(turn)

    async def _with_first_words(
        self, request: Request, turn: Turn, reply: Reply | Unfinished
    ) -> Reply | Unfinished:
        """The reply; a newcomer's first one with a welcome below it."""
        first = self.registry.first_words
        if first is None or isinstance(reply, Unfinished) or not _may_greet(request, reply):
            return reply
        return await first.below(turn, reply)

    async def greet(self, sender: Sender, now: datetime, *, installed: bool) -> Card | None:
        """What to tell somebody who has just added Attune; None if there is nothing to tell.

        `installed`: they have installed it for everybody, so they are told what to do next. Nobody
        is welcomed twice. Somebody who may not use Attune is told nothing. `now` is in UTC.
        """
        first = self.registry.first_words
        if first is None or not self.admits(sender):
            return None
        request = Request("", sender, Means.SCREEN, "")

        async def greeted() -> Card | None:
            async with self._database.write(sender.tenant) as session:
                turn = await self._turn(session, request, now)
                card = await (first.set_up(turn) if installed else first.welcome(turn))
                await replan_changed(session, now)
                return card

        return await retry_on_conflict(greeted)

    async def note_shown(
        self, who: tuple[str, str], message: str, card: Card, now: datetime
    ) -> None:
        """Note what a message in somebody's own chat shows now, so that deleting it empties it.

        `who` is their tenant and their id on the platform, `message` the platform's id, or "".
        """
        if not message:
            return
        tenant, external = who
        what = (card.shows.call_id, card.shows.what) if card.shows else None
        if what is None:  # most messages: nothing is written about them
            async with self._database.read(tenant) as session:
                person = await people.find(session, tenant, external)
                if not (person and await shown_messages.known(session, person, message)):
                    return
        async with self._database.write(tenant) as session:
            if person := await people.find(session, tenant, external):
                await shown_messages.note(session, person, message, what, now)

    def admits(self, sender: Sender) -> bool:
        """Whether somebody may use Attune, as far as their platform reports."""
        return sender.standing is None or self._admission.admits(sender.standing)

    async def update_person(self, sender: Sender, now: datetime) -> None:
        """Save what a platform reports about a person on file; ignore anybody else. `now` is UTC.

        If the person may not use Attune any more, drop what was planned for them.
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
            await replan_changed(session, now)
            if not self._admission.admits(person.standing):
                await self._admission.drop_planned(session, person, now)
        self._changed()

    async def save(
        self, tenant: str, change: Callable[[AsyncSession], Awaitable[None]], now: datetime
    ) -> None:
        """Run `change`, which saves what a platform reports about a tenant, in its own transaction.

        `now` is UTC.
        """

        async def attempt() -> None:
            async with self._database.write(tenant) as session:
                await change(session)
                await replan_changed(session, now)

        await retry_on_conflict(attempt)
        self._changed()

    async def _apply_admins(self, tenant: str) -> None:
        """Bring a tenant's admins in line with ADMINS, once per process."""
        if tenant not in self._admins_applied:
            async with self._database.write(tenant) as session:
                await people.set_admins(session, tenant, admins_of(tenant, self._admins))
            self._admins_applied.add(tenant)

    async def _person(self, session: AsyncSession, sender: Sender) -> Person:
        """Find or add the person who asks, and save what the platform reports about them.

        Raises Refusal if they may not use Attune.
        """
        person = await sender.on_file(session)
        if refusal := self._admission.refusal(person.standing):
            raise Refusal(refusal)
        if sender.external in admins_of(sender.tenant, self._admins):
            people.make_admin(person)
        return person


def _of(reply: Reply | Unfinished, person: Person) -> Reply | Unfinished:
    """The reply; one that is unfinished, with whose it is."""
    return replace(reply, whose=person.id) if isinstance(reply, Unfinished) else reply


def _may_greet(request: Request, reply: Reply) -> bool:
    """Whether a reply may greet them: they did more than open a page, and only they see it."""
    was_asked = request.means in (Means.COMMAND, Means.FILE)
    only_they = request.place is None or was_asked or isinstance(reply, Aside)
    return request.greets and only_they and request.means is not Means.SCREEN


def _as_file(request: Request) -> Request:
    """A request in which somebody pasted what is usually in a file, as that file."""

    async def fetch() -> bytes:
        return request.text.encode(errors="replace")

    return replace(request, means=Means.FILE, name="", text="", file=SharedFile("", fetch))


def check_lengths(request: Request) -> None:
    """Check the length of everything that was typed.

    Raises Refusal for the first text that is too long; its `field` says which input of the form.
    """
    limit = {
        Means.COMMAND: limits.COMMAND,
        Means.SHORTCUT: limits.MESSAGE,
        Means.FILE: limits.MESSAGE,
    }
    if problem := limits.too_long(request.text, limit.get(request.means, limits.VALUE)):
        raise Refusal(problem)
    for name, typed in request.fields.items():
        if problem := limits.too_long(typed, limits.of_input(name)):
            raise Refusal(problem, field=name)


def _storable(request: Request, typed: str, field_id: str = "") -> str:
    """The typed text without its NUL characters.

    Raises Refusal if the text contains half of a character (an unpaired surrogate), which databases
    do not store. `field_id` is the form's input that it was typed in; "" outside of inputs.
    """
    text = storable(typed)
    if text != typed.replace("\0", ""):
        here = " Your words are still here." if request.means is Means.FORM else ""
        raise Refusal(f"{DAMAGED_TEXT}{here}", field=field_id)
    return text


def _refusal_reply(request: Request, refusal: Refusal) -> Reply:
    if refusal.form:
        return refusal.form
    if request.means is Means.FORM:
        return Problems({refusal.field: refusal.sentence})
    return refusal.instead or aside(refusal.sentence)


def _apology(request: Request, error: Exception, reference: str) -> Reply:
    # An exception's own text may quote what a person wrote: only its type and places are logged.
    log.error(
        "request failed",
        reference=reference,
        means=request.means,
        name=request.name,
        error=fault_of(error) or type(error).__name__,
        places=places(error),
    )
    if request.means is Means.FORM:
        sentence = f"That could not be saved. Your words are still here: try again. ({reference})"
        return Problems({"": sentence})
    sentence = "Something went wrong on our side, and nothing was changed. Please try again."
    card = Card(
        sentence,
        (
            Paragraph(spans(sentence)),
            Note(spans(f"If this keeps happening, tell your admin: {reference}")),
        ),
    )
    return Aside(card)
