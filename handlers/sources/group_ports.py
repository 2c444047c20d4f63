"""What Attune needs from groups of people: a platform's user groups, and groups in a CRM."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.sources.records import GroupMembers, UserGroup
from storage.choices import (
    CrmKind,
    GroupTrouble,
)


class GroupsFailed(Exception):
    """The groups of people, or the members of one group, could not be read.

    `crm` is the CRM that has the groups, or None for the platform's directory.
    """

    def __init__(self, trouble: GroupTrouble, crm: CrmKind | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.crm = crm


class UserGroups(Protocol):
    """The groups of people in the directory of a tenant's platform."""

    def offered(self, tenant: str) -> bool:
        """Return whether the tenant's platform has user groups that Attune can read."""
        ...

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        """Return a tenant's groups, sorted by name. Raises GroupsFailed."""
        ...

    async def members(self, tenant: str, group: str) -> Collection[str]:
        """Return the platform's ids of the people in a group. Raises GroupsFailed.

        For a group without people, return an empty collection.
        """
        ...


@dataclass(frozen=True)
class GroupsListed:
    """The groups that an admin can choose, and why some groups could not be read."""

    groups: Sequence[UserGroup]
    failed: Sequence[GroupsFailed] = ()


class GroupSources(Protocol):
    """The groups that can fill a team with people. They are in the directory or in the CRM."""

    def offered(self, tenant: str) -> bool:
        """Return whether the tenant's platform has user groups that Attune can read.

        The CRM's groups don't count.
        """
        ...

    async def groups(self, tenant: str) -> GroupsListed:
        """Return a tenant's groups: first the groups of the directory, then the CRM's."""
        ...

    async def members(self, tenant: str, group: str) -> GroupMembers:
        """Return the people in a group. Raises GroupsFailed.

        For a group without people, `people` in the answer is empty.
        """
        ...
