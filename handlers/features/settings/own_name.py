"""Answer "I am Lena Brandt": say where the writer's name comes from, and how to change it."""

import re

from handlers.cards import Card, Note, Paragraph, Reply, card_saying, spans, typed
from handlers.registry import Turn
from handlers.transcripts.speakers import folded

_FIRST = r"[^\W\d_a-z][\w'’.-]{0,30}"
_MORE = rf"(?: (?:{_FIRST}|van|von|de|der|den|da|del|la|le))"
_SAID = re.compile(
    r"(?:(?:[Hh]i|[Hh]ello|[Hh]ey)[,!.]? )?(?:(?:[Mm]y name(?: is|['’]s)|[Cc]all me)"
    rf" (?P<name>{_FIRST}{_MORE}{{0,4}})|[Ii](?: am|['’]?m) (?P<whole>{_FIRST}{_MORE}{{1,4}}))[.!]?"
)
_SET_IN = {
    "slack": (
        "I take your name from your Slack profile. Change it there, and I'll use it soon after."
    ),
    "teams": "I take your name from your company's directory. An admin there can change it.",
    "playground": (
        "In the playground you are one of the people in the list on the page. Choose another there."
    ),
}
_TRANSCRIPTS = (
    "If you have another name in a transcript of your own call, I'll ask once who you are in it."
)


async def said(turn: Turn) -> Reply | None:
    """Answer somebody who says their name. Return None for any other words."""
    found = _SAID.fullmatch(turn.text.strip())
    if found is None:
        return None
    own, platform = turn.person.name, turn.person.tenant.partition(":")[0]
    lead = f"You are {own} here."
    if folded(found["name"] or found["whole"]) == folded(own):
        return card_saying(typed(lead))
    how = _SET_IN.get(platform, "")
    return Card(lead, (Paragraph(spans(typed(lead), f" {how}")), Note(spans(_TRANSCRIPTS))))
