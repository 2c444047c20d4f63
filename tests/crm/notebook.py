"""A CRM in memory that tests write to: slow, silent or refusing when a test wants it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from handlers.sources.crm.crm_records import CrmOrder, CrmSignIn
from handlers.sources.crm_ports import CrmFailed, CrmSystem
from tests.crm.book import Book


@dataclass
class Notebook(Book):
    """What was written, by the order's key. A key that stands twice was written twice."""

    notes: list[str] = field(default_factory=list)
    orders: list[CrmOrder] = field(default_factory=list)  # as they were written
    used: list[CrmSignIn] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    # Called before something is written or looked for.
    before_write: Callable[[], Awaitable[None]] | None = None
    answers: bool = True  # whether it says that something was written
    look_fails: CrmFailed | None = None

    def opened(self, sign_in: CrmSignIn) -> CrmSystem:
        self.used.append(sign_in)
        return super().opened(sign_in)

    async def write(self, order: CrmOrder) -> str:
        self._note("write")
        if self.before_write is not None:
            await self.before_write()
        self.notes.append(order.key)
        self.orders.append(order)
        if not self.answers:
            raise CrmFailed("no answer", may_have_landed=True)
        return f"n-{order.key}"

    async def written(self, order: CrmOrder) -> str:
        self._note("look")
        if self.look_fails is not None:
            raise self.look_fails
        return f"n-{order.key}" if order.key in self.notes else ""

    async def undo(self, order: CrmOrder, written_id: str) -> None:
        self._note(f"undo {order.kind}")
        self.undone.append(written_id)
