"""Look up people on Teams: who they are, and where to send their messages."""

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
from handlers.request import Sender
from storage import outbox, plan_changes
from storage.choices import LEFT, Standing
from storage.database.connection import Database
from storage.tables import Person
from storage.workspace import people

log = structlog.get_logger()

PEOPLE = 10_000  # how many people's addresses and standings we cache
REMEMBERED = timedelta(days=1)  # how long we cache a person's standing, such as member or guest
DEFAULT_ZONE = "UTC"
NOT_FOUND = 404
NO_ROLE = "no_role"  # our error code if Teams' record of a person has no role and no tenant
WRITE_FIRST = "Message me directly first. What I say about calls is for you alone."
REMOVED = "removed Attune on Teams"  # stored as `Person.unreachable`

Key = tuple[str, str]  # `teams:` with the tenant's id, and the id of the person (`Who.external`)


class TeamsDirectory:
    """Looks up people in the tenants that Attune serves, and stores their addresses."""

    def __init__(self, database: Database, clock: Clock, api: TeamsApi) -> None:
        self._database = database
        self._clock = clock
        self._api = api
        self._saved: Recent[Key, Address] = Recent(PEOPLE)  # the last stored address
        self._zone_announced: Recent[Key, bool] = Recent(PEOPLE)
        # Each standing, with the time when it expires (UTC).
        self._standings: Recent[Key, tuple[datetime, Standing]] = Recent(PEOPLE)

    async def sender(self, who: Who, at: Address | None) -> Sender:
        """Return the person who made a request.

        `at` is a conversation that the person and Attune are both in, or None. A name or time zone
        that is missing in `who` comes from the database. If the person is not on file, a missing
        time zone becomes UTC. If the person is on file and we cannot ask Teams now, the sender's
        `standing` is None.

        Raises Stranger if the person used a menu in another chat and never wrote to us. Raises
        TeamsCallError if the person is new and we cannot ask Teams now.
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

    async def row_id(self, who: Who) -> int | None:
        """Return the row id of a person, or None if the person is not on file."""
        tenant = name_of(who.tenant)
        async with self._database.read(tenant) as session:
            known = await people.find(session, tenant, who.external)
        return known.id if known else None

    async def save_address(self, sender: Sender, address: Address) -> None:
        """Store where to send a person's messages. Do nothing if the address has not changed."""
        key = (sender.tenant, sender.external)
        if self._saved.get(key) == address:
            return
        async with self._database.write(sender.tenant) as session:
            person = await sender.add_or_update(session)
            person.address = address.pack()
            await replan_changed(session, self._clock.now())
        self._saved[key] = address

    async def is_alone(self, sender: Sender) -> bool:
        """Check whether the person is the only one on file in their tenant."""
        async with self._database.read(sender.tenant) as session:
            return await people.count(session, sender.tenant) == 1

    async def claim_zone_announcement(self, who: Who) -> bool:
        """Return whether we now have to tell a person which time zone we assume.

        For each person, this process returns True at most once.
        """
        key = (name_of(who.tenant), who.external)
        if who.zone or key in self._zone_announced:
            return False
        async with self._database.read(key[0]) as session:
            person = await people.find(session, *key)
        self._zone_announced[key] = True
        return bool(person and person.zone == DEFAULT_ZONE and not person.rhythm.get("zone"))

    async def mark_removed(self, who: Who) -> None:
        """Store that a person removed Attune, and drop their waiting messages."""
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
        """Return a person's address, or None if we have no chat with the person."""
        tenant = name_of(who.tenant)
        async with self._database.read(tenant) as session:
            person = await people.find(session, tenant, who.external)
        return unpack(person.address) if person and person.address else None

    async def look_up_again(self, person: Person) -> Sender | None:
        """Return a person with the standing that Teams reports.

        Return None if we have no chat with the person, or if Teams does not report a standing.

        Raises TeamsCallError if Teams does not answer, asks us to wait, or does not accept our
        token. Then it is no use to ask about other people either.
        """
        at = unpack(person.address) if person.address else None
        if at is None:
            return None
        try:
            tenant = person.tenant.partition(":")[2]
            standing = standing_of(await self._api.member(at, person.external), tenant)
        except TeamsCallError as error:
            if error.code == NO_ROLE:
                return None
            if error.got_no_answer or error.wait is not None or error.status in (0, 401):
                raise
            if error.status != NOT_FOUND:  # 403 if the person removed us
                return None
            standing = LEFT
        return Sender(person.tenant, person.external, person.name, person.zone, None, standing)

    def _remembered_standing(self, key: Key) -> Standing | None:
        """Return the standing that we have cached, or None if it is too old or missing."""
        until, standing = self._standings.get(key, (self._clock.now(), None))
        return standing if until > self._clock.now() else None

    async def _ask_standing(
        self, who: Who, at: Address | None, known: Person | None
    ) -> Standing | None:
        """Ask Teams for a person's standing. Return None if Teams does not tell us.

        The person's own tenant shows whether the person is a guest. We have to ask Teams for it,
        because an activity has only the conversation's tenant.
        """
        conversation = unpack(known.address) if known and known.address else at
        if conversation is None:
            if known is None:
                raise Stranger(WRITE_FIRST)
            return None
        try:
            member = await self._api.member(conversation, who.account)
            standing = standing_of(member, who.tenant)
        except TeamsCallError as error:
            if known is None:
                raise
            log.warning("a person could not be looked up on Teams", because=error.code)
            return None
        key = (name_of(who.tenant), who.external)
        self._standings[key] = self._clock.now() + REMEMBERED, standing
        return standing


def standing_of(member: object, tenant: str) -> Standing:
    """Return a member's standing in `tenant`, from Teams' record of the member.

    Raises TeamsCallError if the record has neither a role nor a tenant.
    """
    role, home = maybe(member, "userRole"), maybe(member, "tenantId")
    if not (role or home):
        raise TeamsCallError(NO_ROLE)
    if role == "guest":
        return "guest"
    is_ours = home in ("", tenant) and role in ("", "user")
    return "member" if is_ours else "outsider"
