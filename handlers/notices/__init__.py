"""The kinds of notices, listed. A new kind is a file beside this one and a line here."""

from handlers.notices import (
    answered,
    ask_waits,
    asks_for_marketing,
    calendar_connected,
    calendar_trouble,
    call_changed,
    call_moved,
    channel_lost,
    colleague_plans,
    emptied,
    insights,
    subscribed,
    suggested,
    suggestion,
    taken_back,
    transcript_came,
    transcript_trouble,
    voice_digest,
)
from handlers.notices.kind import NoticeKind

NOTICES: tuple[NoticeKind, ...] = (
    insights.KIND,
    asks_for_marketing.KIND,
    ask_waits.KIND,
    answered.KIND,
    taken_back.KIND,
    call_changed.KIND,
    call_moved.KIND,
    voice_digest.KIND,
    suggested.KIND,
    suggestion.KIND,
    subscribed.KIND,
    subscribed.STOPPED,
    channel_lost.KIND,
    calendar_connected.KIND,
    calendar_trouble.KIND,
    colleague_plans.KIND,
    emptied.KIND,
    transcript_came.KIND,
    transcript_trouble.KIND,
)

_BY_NAME = {known.name: known for known in NOTICES}


def notice(name: str) -> NoticeKind | None:
    """The kind with this name; None for one that this version does not know."""
    return _BY_NAME.get(name)
