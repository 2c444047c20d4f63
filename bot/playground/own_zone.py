"""The time zone in which a persona sees times."""

from dataclasses import replace

from bot.playground.demo import TENANT, Persona
from storage import people
from storage.database.connection import Database


async def in_own_zone(database: Database, who: Persona) -> Persona:
    """Return the persona with the zone set in `/rhythm`, if any."""
    async with database.read(TENANT) as session:
        person = await people.find(session, TENANT, who.id)
    return replace(who, zone=person.zone) if person else who
