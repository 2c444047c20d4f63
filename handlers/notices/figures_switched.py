"""Tell everybody that an admin has switched figures about people off, or on again."""

from handlers.cards import Button, Buttons, card_saying
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from storage.workspace import policies

NAME = "figures_switched"
OFF = (
    "An admin has switched figures about people off for everybody here. Nobody sees any, not even "
    "their own, and no transcripts are read. The figures are hidden, not deleted. For a copy, "
    "press “My data”, then “Export”."
)
ON = (
    "An admin has switched figures about people on again here. You see your own figures and "
    "patterns, and nobody else sees them unless you share one. I read your transcripts again if "
    "you have allowed it."
)


async def compose(notice: Notice) -> Composed:
    """Say whether figures are on or off.

    Each row of the notice stands for one change by an admin. Raises NoLongerUseful after an even
    number of changes, because figures are then as they were before the first change.
    """
    if len(notice.rows) % 2 == 0:
        raise NoLongerUseful("not wanted any more")
    off = await policies.figures_are_off(notice.session, notice.to.tenant)
    lead = OFF if off else ON
    button = Buttons((Button("My data", "mydata.show"),))
    return Composed(card_saying(lead, button))


# Nobody can stop messages of this kind, because they say how a person's data is used.
KIND = NoticeKind(NAME, "figures about people", compose, "person", repeat=True, always_sent=True)
