"""Shares the free slots among the workspaces that have something due."""

from collections.abc import Mapping, Sequence

WORKSPACE_IN_FLIGHT = 24  # messages to one workspace: if it hangs, the others still have room
WORKSPACE_CLAIM = WORKSPACE_IN_FLIGHT // 2  # limit of rows of one workspace in one claim


def has_room(in_flight: int) -> bool:
    """Whether more is claimed for a workspace that has this many messages in flight."""
    return in_flight <= WORKSPACE_IN_FLIGHT - WORKSPACE_CLAIM


class Turns:
    """Whose rows are claimed next: first the workspaces that have waited longest for a turn.

    All get the same number of slots. If there are more workspaces than slots, some wait for a later
    turn. A turn is for those alone that have nothing in flight, if there are any: then it is short,
    however much is due in the others.
    """

    def __init__(self) -> None:
        self._served: list[str] = []  # the one that was served longest ago first

    def next(
        self, waiting: Sequence[str], in_flight: Mapping[str, int], free: int
    ) -> tuple[list[str], int]:
        """Which of the waiting workspaces to claim for, and how many rows of each at most.

        `in_flight` says how many messages of a workspace are on their way; workspaces with too many
        are left out. `free` is the number of free slots.
        """
        waits = set(waiting)
        able = {tenant for tenant in waiting if has_room(in_flight.get(tenant, 0))}
        if not able:
            return [], 0
        able = {tenant for tenant in able if not in_flight.get(tenant)} or able
        before = dict.fromkeys(tenant for tenant in self._served if tenant in waits)
        queue = [*(tenant for tenant in waiting if tenant not in before), *before]
        chosen = dict.fromkeys([tenant for tenant in queue if tenant in able][:free])
        self._served = [*(tenant for tenant in before if tenant not in chosen), *chosen]
        return [*chosen], min(WORKSPACE_CLAIM, free // len(chosen))
