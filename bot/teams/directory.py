"""Looks up people on Teams: who they are, and where their messages go."""

from datetime import datetime, timedelta

import structlog

from bot.base.clock import Clock
from bot.platform.answering import Stranger
from bot.platform.payload import maybe
from bot.platform.recent import Recent
from bot.teams.activity import Who
from bot.teams.address import Address, unpack
from bot.teams.api import TeamsApi, TeamsCallError
from bot.teams.tenants import name_of
from handlers.nudges.schedule import replan_changed
from handlers.registry import Sender
from storage import outbox, people, plan_changes
from storage.choices import LEFT, Standing
from storage.database.connection import Database
from storage.tables import Person

log = structlog.get_logger()

PEOPLE = 10_000  # remembered
REMEMBERED = timedelta(days=1)  # how long a person's standing is cached
DEFAULT_ZONE = "UTC"
NOT_FOUND = 404
WRITE_FIRST = "Message me directly first. What I say about calls is for you alone."
REMOVED = "removed Attune on Teams"  # stored as `Person.unreachable`

Key = tuple[str, str]  # `teams:` with the tenant's id, and the id of the person (`Who.external`)


class TeamsDirectory:
    """Looks up people of the tenants that Attune serves, and stores their addresses."""

    def __init__(self, database: Database, clock: Clock, api: TeamsApi) -> None:
        self._database = database
        self._clock = clock
        self._api = api
        self._saved: Recent[Key, Address] = Recent(PEOPLE)  # the address as it was last stored
        self._zone_announced: Recent[Key, bool] = Recent(PEOPLE)
        # Until when each standing is remembered (UTC), and the standing.
        self._standings: Recent[Key, tuple[datetime, Standing]] = Recent(PEOPLE)

    async def sender(self, who: Who, at: Address | None) -> Sender:
        """The person who made a request.

        A name or zone that the activity lacks is taken from the database; a zone that is not stored
        either is UTC.

        Teams is asked for the standing if it is not cached; `standing` is None if somebody we know
        cannot be looked up now.

        `at` is a conversation that both they and we are in, if there is one. Raises Stranger if
        they used a menu in another chat and have never written to us; TeamsCallError if they are
        new and Teams cannot be asked about them now.
        """
        tenant = name_of(who.tenant)
        standing = self._remembered_standing((tenant, who.external))
        name, zone = who.name, who.zone
        if not (name and zone and standing):
            async with self._database.read(tenant) as session:
                known = await people.find(session, tenant, who.external)
            name = name or (known.name if known else "")
            zone = zone or (known.zone if known else DEFAULT_ZONE)
            standing = standing or await self._ask_standing(who, at, known)
        return Sender(tenant, who.external, name, zone, who.locale or None, standing)

    async def save_address(self, sender: Sender, address: Address) -> None:
        """Store the address of a person."""
        key = (sender.tenant, sender.external)
        if self._saved.get(key) == address:
            return
        async with self._database.write(sender.tenant) as session:
            person = await sender.on_file(session)
            person.address = address.pack()
            await replan_changed(session, self._clock.now())
        self._saved[key] = address

    async def is_alone(self, sender: Sender) -> bool:
        """Whether nobody else of their tenant is on file."""
        async with self._database.read(sender.tenant) as session:
            return await people.count(session, sender.tenant) == 1

    async def claim_zone_announcement(self, who: Who) -> bool:
        """Whether their time zone is only assumed, and they still have to be told so.

        Asking counts as telling them: the next calls return False.
        """
        key = (name_of(who.tenant), who.external)
        if who.zone or key in self._zone_announced:
            return False
        async with self._database.read(key[0]) as session:
            person = await people.find(session, *key)
        self._zone_announced[key] = True
        return bool(person and person.zone == DEFAULT_ZONE and not person.rhythm.get("zone"))

    async def mark_removed(self, who: Who) -> None:
        """Store that they removed us: drop their waiting messages, and send nothing more."""
        tenant = name_of(who.tenant)
        self._saved.pop((tenant, who.external), None)
        async with self._database.write(tenant) as session:
            person = await people.find(session, tenant, who.external)
            if person is None:
                return
            person.address, person.unreachable = None, REMOVED
            await outbox.drop_open(session, person, reason="unreachable", now=self._clock.now())
            await plan_changes.discard(session)

    async def address(self, who: Who) -> Address | None:
        """The address of a person; None if they never installed or messaged us, or removed us."""
        tenant = name_of(who.tenant)
        async with self._database.read(tenant) as session:
            person = await people.find(session, tenant, who.external)
        return unpack(person.address) if person and person.address else None

    async def asked_about(self, person: Person) -> Sender | None:
        """A person with the standing that Teams reports now; None if it does not tell.

        Raises TeamsCallError if it is pointless to ask about others now.
        """
        at = unpack(person.address) if person.address else None
        if at is None:
            return None
        try:
            tenant = person.tenant.partition(":")[2]
            standing = standing_of(await self._api.member(at, person.external), tenant)
        except TeamsCallError as error:
            if error.got_no_answer or error.wait is not None or error.status in (0, 401):
                raise
            if error.status != NOT_FOUND:  # they may have removed us, for example
                return None
            standing = LEFT
        return Sender(person.tenant, person.external, person.name, person.zone, None, standing)

    def _remembered_standing(self, key: Key) -> Standing | None:
        until, standing = self._standings.get(key, (self._clock.now(), None))
        return standing if until > self._clock.now() else None

    async def _ask_standing(
        self, who: Who, at: Address | None, known: Person | None
    ) -> Standing | None:
        """Ask Teams for somebody's standing; None means that the stored one stays.

        The tenant in an activity is the conversation's, so it does not show who is a guest.
        """
        ours = unpack(known.address) if known and known.address else at
        if ours is None:
            if known is None:
                raise Stranger(WRITE_FIRST)
            return None
        try:
            standing = standing_of(await self._api.member(ours, who.account), who.tenant)
        except TeamsCallError as error:
            if known is None:
                raise
            log.warning("a person could not be looked up on Teams", because=error.code)
            return None
        key = (name_of(who.tenant), who.external)
        self._standings[key] = self._clock.now() + REMEMBERED, standing
        return standing


def standing_of(member: object, tenant: str) -> Standing:
    """The standing in `tenant` of a conversation's member, from Teams' record of them.

    Raises TeamsCallError if the record has neither a role nor a tenant.
    """
    role, home = maybe(member, "userRole"), maybe(member, "tenantId")
    if not (role or home):
        raise TeamsCallError("no_role")
    if role == "guest":
        return "guest"
    is_ours = home in ("", tenant) and role in ("", "user")
    return "member" if is_ours else "outsider"
