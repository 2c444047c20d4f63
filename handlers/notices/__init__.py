"""The list of notice kinds. To add a kind, add a file to this folder and a line to NOTICES."""

from handlers.notices import (
    admin_message,
    answered,
    ask_waits,
    asks_for_marketing,
    calendar_connected,
    calendar_trouble,
    call_changed,
    call_moved,
    channel_lost,
    colleague_plans,
    commented,
    emptied,
    figure_shared,
    focus_offered,
    focus_taken,
    group_trouble,
    health,
    help_answered,
    help_asked,
    help_undelivered,
    insights,
    retention_shorter,
    subscribed,
    suggested,
    suggestion,
    taken_back,
    team_changed,
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
    admin_message.KIND,
    commented.KIND,
    help_asked.KIND,
    help_answered.KIND,
    help_undelivered.KIND,
    focus_offered.KIND,
    focus_taken.KIND,
    figure_shared.KIND,
    emptied.KIND,
    emptied.HIDING,
    emptied.TAKING_BACK,
    retention_shorter.KIND,
    team_changed.KIND,
    team_changed.LEADING,
    transcript_came.KIND,
    transcript_trouble.KIND,
    health.KIND,
    group_trouble.KIND,
)

_BY_NAME = {known.name: known for known in NOTICES}


def notice(name: str) -> NoticeKind | None:
    """Return the kind with this name, or None if this version has no such kind."""
    return _BY_NAME.get(name)
