"""Find the playbook that a person works with.

It is the first of these that exists and can be used:

- the uploaded playbook that admins chose for the person's team
- the uploaded playbook that admins chose for everybody in the tenant
- the operator's playbook: the one in PLAYBOOK_DIR, or the one that is shipped with Attune
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.playbook.loader import Playbook, PlaybookError, files_in, load_files
from storage.database.connection import once_committed
from storage.tables import Channel, Person
from storage.workspace import playbooks
from storage.workspace.playbooks import Choices

log = structlog.get_logger()

CACHED = 50  # uploaded playbooks in memory; each takes about a megabyte


class Playbooks:
    """The operator's playbook, and the ones that admins uploaded and chose.

    The choices are kept in memory, so that tenants with only the operator's playbook need no query.
    A change in this process takes effect at once. A change in another process takes effect after
    `refresh`, which every process calls once a minute.
    """

    def __init__(self, operators_playbook: Playbook, folder: Path | None = None) -> None:
        """`folder` is where the operator's playbook is, or None for the shipped one."""
        self.operators_playbook = operators_playbook
        self._folder = folder
        self._chosen: dict[str, Choices] = {}
        # Uploaded playbooks by id. None if a playbook can't be used, for example because a new
        # release of Attune refuses it.
        self._loaded: OrderedDict[int, Playbook | None] = OrderedDict()

    def operators_files(self) -> dict[str, str]:
        """Return the text of each file of the operator's playbook, by file name."""
        return files_in(self._folder)

    async def refresh(self, session: AsyncSession) -> None:
        """Read what the admins of all tenants chose, and forget playbooks that nobody uses."""
        self._chosen = await playbooks.chosen(session)
        used = {id_ for chosen in self._chosen.values() for id_ in chosen.ids}
        for id_ in self._loaded.keys() - used:
            del self._loaded[id_]

    async def changed(self, session: AsyncSession, tenant: str) -> None:
        """Once the session commits, use what an admin has just chosen for a tenant."""
        now = (await playbooks.chosen(session, tenant)).get(tenant)
        once_committed(session, partial(self._replace, tenant, now))

    def _replace(self, tenant: str, now: Choices | None) -> None:
        if now is None:
            self._chosen.pop(tenant, None)
        else:
            self._chosen[tenant] = now

    async def of(self, session: AsyncSession, whom: Person | Channel) -> Playbook:
        """Return the playbook for a person, or the tenant's playbook for a channel."""
        (found,) = await self.of_all(session, [whom])
        return found

    async def of_tenant(self, session: AsyncSession, tenant: str) -> Playbook:
        """Return the playbook of a tenant. Teams of the tenant may have their own."""
        everybody = self._chosen.get(tenant, Choices()).everybody
        return await self._first_usable(session, tenant, [everybody] if everybody else [])

    async def of_all(
        self, session: AsyncSession, whom: Sequence[Person | Channel]
    ) -> list[Playbook]:
        """Return the playbook for each of these people and channels."""
        with_own_team = [
            one.id
            for one in whom
            if isinstance(one, Person) and self._chosen.get(one.tenant, Choices()).by_team
        ]
        teams = await playbooks.team_ids(session, with_own_team) if with_own_team else {}
        return [
            await self._first_usable(session, one.tenant, self._ids(one, teams)) for one in whom
        ]

    def _ids(self, one: Person | Channel, teams: Mapping[int, int]) -> list[int]:
        chosen = self._chosen.get(one.tenant)
        if chosen is None:
            return []
        team = teams.get(one.id) if isinstance(one, Person) else None
        of_team = chosen.by_team.get(team) if team is not None else None
        return [id_ for id_ in (of_team, chosen.everybody) if id_ is not None]

    async def _first_usable(
        self, session: AsyncSession, tenant: str, ids: Collection[int]
    ) -> Playbook:
        for id_ in ids:
            if found := await self._load(session, tenant, id_):
                return found
        return self.operators_playbook

    async def _load(self, session: AsyncSession, tenant: str, id_: int) -> Playbook | None:
        if id_ not in self._loaded:
            self._loaded[id_] = await _from_database(session, tenant, id_)
            if len(self._loaded) > CACHED:
                self._loaded.popitem(last=False)
        self._loaded.move_to_end(id_)
        return self._loaded[id_]

    async def unusable(
        self, session: AsyncSession, tenant: str, ids: Collection[int]
    ) -> frozenset[int]:
        """Return which of these uploaded playbooks of a tenant can't be used any more."""
        return frozenset([id_ for id_ in ids if await self._load(session, tenant, id_) is None])

    async def failing(self, session: AsyncSession, served: Collection[str]) -> list[str]:
        """Return the served tenants whose admins chose a playbook that can't be used.

        `served` lists tenants and platforms. A platform stands for all its tenants.
        """
        return [
            tenant
            for tenant, chosen in self._chosen.items()
            if any(tenant == each or tenant.startswith(f"{each}:") for each in served)
            if await self.unusable(session, tenant, chosen.ids)
        ]


async def _from_database(session: AsyncSession, tenant: str, id_: int) -> Playbook | None:
    row = await playbooks.by_id(session, tenant, id_)
    try:
        return await asyncio.to_thread(load_files, row.files) if row else None
    except PlaybookError as error:
        log.warning("an uploaded playbook can't be used", id=id_, mistakes=len(error.mistakes))
        return None
