"""From a request to its reply: who asked, which feature answers, one transaction for both.

A platform reads its payload into a `Request` and renders the `Reply`. In between there is one
way: the registry names the feature, and the request, the person and the effect share a
transaction, so that a repeat has no second effect and a failure has none at all.
"""

import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.contextvars import bound_contextvars, get_contextvars

from handlers import limits
from handlers.admission import Admission
from handlers.cards import Aside, Card, Note, Paragraph, Problems, Reply, spans
from handlers.commands import Command, help_card, understood, usage_card, wants_usage
from handlers.nudges.schedule import sync
from handlers.playbook.loader import Playbook
from storage import inbox, people
from storage.database import Database
from storage.faults import fault_of
from storage.tables import Person, Standing
from storage.unique import once_more

log = structlog.get_logger()

HALF_A_LETTER = "One letter of that is broken and cannot be kept. Type it again without."
NO_COMMAND = "I didn't get that. You can ask for:"


class Means(StrEnum):
    """How a person asked."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    SHORTCUT = "shortcut"
    SCREEN = "screen"


@dataclass(frozen=True)
class Sender:
    """Who is asking, as the platform vouches for it."""

    tenant: str  # platform:workspace
    external: str  # the platform's id of this person
    name: str
    zone: str  # IANA
    locale: str | None = None  # "en-US"; None where the platform does not tell
    standing: Standing | None = None  # None where the platform does not tell


@dataclass(frozen=True)
class Place:
    """A channel that something is asked in: the platform's id of it, and its name (`#sales`).

    Two things are looked up only for what is to be posted there later: whether it is `shared` with
    another company, and why it is `closed` to us, in a sentence that says how to go on.
    """

    external: str
    name: str
    shared: bool = False
    closed: str = ""


@dataclass(frozen=True)
class Request:
    """One thing a person did. `id` is the same on every repeat of it by the platform.

    `place` is None where only the person and Attune are.
    """

    id: str
    sender: Sender
    means: Means
    name: str  # of the command, button, form or shortcut
    text: str = ""  # a command's words, a button's value, a form's subject, a message's text
    fields: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True)
class Turn:
    """What a feature works with: its transaction, the person, the time (UTC) and their words."""

    session: AsyncSession
    person: Person
    now: datetime
    playbook: Playbook
    text: str
    fields: Mapping[str, str]
    place: Place | None = None


class Refusal(Exception):
    """The answer is no, in one sentence that says how to go on. The transaction is undone."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


Feature = Callable[[Turn], Awaitable[Reply]]


@dataclass(frozen=True)
class Shortcut:
    """An entry in the platform's own menus; `on_message` ones come with a message's text.

    `words`: a menu of ours offers it only under a message that has one of them; none: under each.
    """

    name: str
    label: str
    on_message: bool = False
    words: tuple[str, ...] = ()


class Registry:
    """Every feature by how it is asked for. Filled once, by `register` calls, at start."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.shortcuts: dict[str, Shortcut] = {}
        self._words: dict[str, str] = {}
        self._courtesies: set[str] = set()
        self._features: dict[tuple[Means, str], Feature] = {}
        self.unnamed: Feature | None = None  # what answers words that name nothing

    def command(self, command: Command, feature: Feature) -> None:
        """Answer this command."""
        self.commands[command.name] = command
        self._add(Means.COMMAND, command.name, feature)

    def words(
        self, name: str, feature: Feature, said: Collection[str], *, courtesy: bool = False
    ) -> None:
        """Answer any of these words or phrases, which are in no list of commands.

        A command may follow a `courtesy` in the same breath.
        """
        self._words |= dict.fromkeys(said, name)
        self._courtesies |= set(said) if courtesy else set()
        self._add(Means.COMMAND, name, feature)

    def intent(self, name: str, feature: Feature) -> None:
        """Answer what `plain_words` understands as this."""
        self._add(Means.COMMAND, name, feature)

    def otherwise(self, feature: Feature) -> None:
        """Answer words that name nothing."""
        self.unnamed = feature

    def understood(self, text: str) -> tuple[str, str]:
        """What somebody asks for in words: a name to `find` a feature by, and what follows it."""
        return understood(text, self.commands, self._words, self._courtesies)

    def button(self, action: str, feature: Feature) -> None:
        """Answer a press of any button with this action."""
        self._add(Means.BUTTON, action, feature)

    def form(self, name: str, feature: Feature) -> None:
        """Take in this form."""
        self._add(Means.FORM, name, feature)

    def shortcut(self, shortcut: Shortcut, feature: Feature) -> None:
        """Answer this menu entry."""
        self.shortcuts[shortcut.name] = shortcut
        self._add(Means.SHORTCUT, shortcut.name, feature)

    def screen(self, name: str, feature: Feature) -> None:
        """Fill a page that the platform shows by itself, such as `home`."""
        self._add(Means.SCREEN, name, feature)

    def find(self, means: Means, name: str) -> Feature | None:
        """The feature that answers, or None if nothing does."""
        return self._features.get((means, name))

    def names(self, means: Means) -> list[str]:
        """Everything that can be asked for in this way."""
        return [name for known, name in self._features if known is means]

    def _add(self, means: Means, name: str, feature: Feature) -> None:
        if (means, name) in self._features:
            raise ValueError(f"two features answer the {means} {name!r}")
        self._features[means, name] = feature


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
    ) -> None:
        """`changed` is called after each request that may have changed what is due.

        `admins` are the platforms' ids of those whom the settings make admins.
        """
        self.registry = registry
        self._database = database
        self._playbook = playbook
        self._changed = changed
        self._admins = frozenset(admins)
        self._admins_kept: set[str] = set()  # tenants
        self._admission = admission or Admission()

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
        try:
            # Who loses a race to another request finds what that one did.
            reply = await once_more(partial(self._answer, request, now))
        except Refusal as refusal:
            return _no(request, refusal.sentence, refusal.field), "refused"
        except Exception as error:  # noqa: BLE001 - the one place where the unexpected becomes a sentence
            return _apology(request, error, reference), "failed"
        self._changed()
        return reply, "ok" if reply else "repeated"

    async def _answer(self, request: Request, now: datetime) -> Reply | None:
        feature = self.registry.find(request.means, request.name)
        if feature is None and request.means is Means.COMMAND:
            feature = self.registry.unnamed
        elif feature is None:
            raise Refusal("That is from an older version of Attune. /calls has the new buttons.")
        hold_limits(request)
        sender = request.sender
        if sender.standing and (refusal := self._admission.refusal(sender.standing)):
            await self.learn(sender, now)
            raise Refusal(refusal)
        await self._keep_admins(sender.tenant)
        async with self._database.write() as session:
            if not await inbox.first_time(session, sender.tenant, request.id, now):
                return None
            person = await self._person(session, sender, now)
            if feature is None:
                return help_card(NO_COMMAND, self.registry.commands)
            command = self.registry.commands.get(request.name)
            if request.means is Means.COMMAND and command and wants_usage(request.text):
                return usage_card(command)
            return await feature(
                Turn(
                    session,
                    person,
                    now,
                    self._playbook,
                    _kept(request, request.text),
                    {name: _kept(request, typed, name) for name, typed in request.fields.items()},
                    request.place,
                )
            )

    def admits(self, sender: Sender) -> bool:
        """Whether somebody may use Attune, as far as their platform tells."""
        return sender.standing is None or self._admission.admits(sender.standing)

    async def learn(self, sender: Sender, now: datetime) -> None:
        """Take over what a platform tells about somebody unasked; who is unknown stays so."""
        async with self._database.write() as session:
            person = await people.find(session, sender.tenant, sender.external)
            if person is None:
                return
            people.take_over(
                person, sender.name, sender.zone, locale=sender.locale, standing=sender.standing
            )
            if not self._admission.admits(person.standing):
                await self._admission.let_go(session, person, now)
            elif session.is_modified(person):
                await sync(session, person, now)
        self._changed()

    async def take_note(self, note: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """Keep what a platform tells by itself, in a transaction of its own."""

        async def kept() -> None:
            async with self._database.write() as session:
                await note(session)

        await once_more(kept)
        self._changed()

    async def _keep_admins(self, tenant: str) -> None:
        """Bring a tenant's admins in line with the settings, once while this process runs."""
        if tenant not in self._admins_kept:
            async with self._database.write() as session:
                await people.keep_admins(session, tenant, self._admins)
            self._admins_kept.add(tenant)

    async def _person(self, session: AsyncSession, sender: Sender, now: datetime) -> Person:
        """Who is asking, as they are on file from now on. Raises Refusal if they may not."""
        person = await people.ensure(
            session,
            sender.tenant,
            sender.external,
            sender.name,
            sender.zone,
            locale=sender.locale,
            standing=sender.standing,
        )
        if refusal := self._admission.refusal(person.standing):
            raise Refusal(refusal)
        if session.is_modified(person):  # another zone, or they can be reached again
            await sync(session, person, now)
        if sender.external in self._admins:
            people.make_admin(person)
        return person


def storable(text: str) -> str:
    """A text without what no database keeps: NUL, and halves of a letter's surrogate pair."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")


def hold_limits(request: Request) -> None:
    """Let nothing longer in than what was asked for. Raises Refusal, at its field in a form."""
    limit = {Means.COMMAND: limits.COMMAND, Means.SHORTCUT: limits.MESSAGE}
    if said := limits.too_long(request.text, limit.get(request.means, limits.VALUE)):
        raise Refusal(said)
    for name, typed in request.fields.items():
        if said := limits.too_long(typed, limits.of_input(name)):
            raise Refusal(said, field=name)


def _kept(request: Request, typed: str, field_id: str = "") -> str:
    """What was typed, as it can be kept. Raises Refusal: words are not changed unasked."""
    kept = storable(typed)
    if kept != typed.replace("\0", ""):
        here = " Your words are still here." if request.means is Means.FORM else ""
        raise Refusal(f"{HALF_A_LETTER}{here}", field=field_id)
    return kept


def _no(request: Request, sentence: str, field_id: str) -> Reply:
    if request.means is Means.FORM:
        return Problems({field_id: sentence})
    return Aside(Card(sentence, (Paragraph(spans(sentence)),)))


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
        (Paragraph(spans(sentence)), Note(spans(f"If it stays, tell your admin: {reference}"))),
    )
    return Aside(card)


def places(error: BaseException) -> list[str]:
    """Where an exception passed through our code, as file:line, and where it was raised last."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        ours = not any(mark in code.co_filename for mark in ("site-packages", "/lib/python", "<"))
        if ours or trace.tb_next is None:
            found.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found
