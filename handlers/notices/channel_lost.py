"""Tell the person who subscribed a channel that Attune cannot post there."""

from collections.abc import Sequence

from handlers.cards import Card, Paragraph, spans
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from storage.workspace import channels
from storage.workspace.channels import ARCHIVED, SHARED


async def compose(notice: Notice) -> Composed:
    """Name the channels that we cannot post in, in one paragraph for each reason.

    Raises NoLongerUseful if we can post in all channels of the notice again.
    """
    names: list[str] = []
    archived: list[str] = []
    shared: list[str] = []
    by_reason = {ARCHIVED: archived, SHARED: shared}
    for row in notice.rows:
        channel = await channels.by_id(notice.session, row.tenant, row.about or 0)
        if channel is not None and channel.unreachable:
            by_reason.get(channel.unreachable, names).append(channel.name)
    said = []
    if names:
        said.append(
            f"Attune can't post in {_listed(names)}. Invite it there, then type /insight "
            "subscribe in the channel."
        )
    if archived:
        said.append(
            f"Attune can't post in {_listed(archived)}, because {_it_is(archived)} archived. To "
            "subscribe another channel, type /insight subscribe in it."
        )
    if shared:
        said.append(
            f"Attune no longer posts in {_listed(shared)}, because {_it_is(shared)} now shared "
            "with another company."
        )
    if not said:
        raise NoLongerUseful("it can be posted to again")
    return Composed(Card(said[0], tuple(Paragraph(spans(each)) for each in said)))


def _listed(names: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(names))


def _it_is(names: Sequence[str]) -> str:
    return "it is" if len(set(names)) == 1 else "they are"


KIND = NoticeKind(tell.LOST, "news about your channels", compose, "person", repeat=True)
