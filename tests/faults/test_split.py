"""A message in doubt whose rows come back one by one, as with several processes."""

from sqlmodel import col, update

from storage.outbox.claims import LEASE
from storage.tables import Outbox
from tests.delivery.messenger import Lost
from tests.delivery.world import MINUTE, A, World


async def test_what_is_sent_in_its_place_is_not_taken_for_the_whole(world: World) -> None:
    """One row is not found and is sent alone; the other must not be found in that message."""
    lena = await world.person("lena", A, ("reflect",))
    for minutes in (35, 34):
        await world.call(lena, world.clock.now() - minutes * MINUTE, f"Account {minutes}")
    world.clock.moment += MINUTE
    world.messenger.trouble["lena"].append(Lost("cut"))
    await world.delivery.run()
    _, second = await world.rows()
    await _comes_back_later(world, second)
    for _ in range(3):
        await world.passes(LEASE)
    said = " ".join(post.card.summary for post in world.messenger.posts)
    assert said.count("Account 35") == 1
    assert said.count("Account 34") == 1
    assert {row.state for row in await world.rows()} == {"sent"}


async def _comes_back_later(world: World, row: Outbox) -> None:
    """As if another process held the row when the first one was claimed."""
    async with world.database.write() as session:
        await session.exec(
            update(Outbox)
            .where(col(Outbox.id) == row.id)
            .values(next_at=world.clock.now() + 1.5 * LEASE)
        )
