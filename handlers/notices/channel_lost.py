"""If Attune can't post in a channel, tell the person who subscribed the channel."""

from collections.abc import Sequence
from typing import Literal, assert_never

from handlers.cards import Card, Paragraph, spans
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from storage.workspace import channels
from storage.workspace.channels import ARCHIVED, DELETED, NOT_FOUND, SHARED

Loss = Literal["not in it", "deleted", "not found", "archived", "not allowed", "shared"]

KNOWN: dict[str, Loss] = {
    ARCHIVED: "archived",
    DELETED: "deleted",
    SHARED: "shared",
    "posting_to_general_channel_denied": "not allowed",
    **dict.fromkeys(NOT_FOUND, "not found"),
}
RESTRICTED = "restricted_action"  # several of Slack's error codes begin with this


async def compose(notice: Notice) -> Composed:
    """Name the channels that we cannot post in, in one paragraph for each reason.

    Raises NoLongerUseful if we can post in all channels of the notice again.
    """
    names: dict[Loss, list[str]] = {}
    for row in notice.rows:
        channel = await channels.by_id(notice.session, row.tenant, row.about or 0)
        if channel is not None and channel.unreachable:
            names.setdefault(_loss(channel.unreachable), []).append(channel.name)
    if not names:
        raise NoLongerUseful("it can be posted to again")
    said = [_said(loss, lost) for loss, lost in names.items()]
    return Composed(Card(said[0], tuple(Paragraph(spans(each)) for each in said)))


def _loss(why: str) -> Loss:
    if why.startswith(RESTRICTED):
        return "not allowed"
    return KNOWN.get(why, "not in it")


def _said(loss: Loss, names: Sequence[str]) -> str:
    """Say why we can't post in these channels, and what to do."""
    different = [*dict.fromkeys(names)]
    listed, several = " and ".join(different), len(different) > 1
    it_is = "they are" if several else "it is"
    match loss:
        case "not in it":
            return (
                f"Attune can't post in {listed}. Invite it there, then type /insight subscribe in "
                "the channel."
            )
        case "deleted":
            exist = "exist" if several else "exists"
            return (
                f"{listed} no longer {exist}. To choose another channel, type /insight subscribe "
                "in that channel."
            )
        case "not found":
            return (
                f"Attune can't find {listed} any more. If a channel still exists, invite Attune "
                "there and type /insight subscribe in it. To choose another channel, type /insight "
                "subscribe in that channel."
            )
        case "archived":
            return (
                f"Attune can't post in {listed}, because {it_is} archived. To subscribe another "
                "channel, type /insight subscribe in that channel."
            )
        case "not allowed":
            return (
                f"Attune can't post in {listed}, because only some people may post there. Ask an "
                "admin to allow Attune in the channel's settings, then type /insight subscribe in "
                "the channel."
            )
        case "shared":
            return (
                f"Attune no longer posts in {listed}, because {it_is} now shared with another "
                "company."
            )
        case never:
            assert_never(never)


KIND = NoticeKind(tell.LOST, "news about your channels", compose, "person", repeat=True)
