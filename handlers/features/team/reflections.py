"""Let a manager read what people in the team shared, thank them, and comment."""

from handlers.cards import Card, Reply
from handlers.features.fields import whole_number
from handlers.features.team import rights
from handlers.knowledge import team_day, team_themes
from handlers.knowledge.team_day import SharedReflection
from handlers.notices import commented, tell
from handlers.registry import Refusal, Registry, Turn
from handlers.views.team import team_page, team_reflections
from storage.customers import accounts
from storage.sales_calls import reflection_comments
from storage.tables import Reflection
from storage.team import teams
from storage.workspace import people

EMPTY = "Write a line first."
TOLD = "Sent. Only {} sees it."
SAID = "You've already said that."


def register(registry: Registry) -> None:
    """Register the list of shared reflections, and the buttons of each."""
    registry.button(team_page.REFLECTIONS, show_list)
    registry.button(team_reflections.READ, read)
    registry.button(team_reflections.THANK, thank)
    registry.form(team_reflections.COMMENT, comment)


async def show_list(turn: Turn) -> Reply:
    """List what people in a team shared. The button's value has the team and the page (from 0)."""
    team_id, _, number = turn.text.partition(":")
    team = await rights.led_team(turn, team_id)
    size, page = team_reflections.PAGE, min(whole_number(number), 1_000)
    found = await team_day.shared_reflections(
        turn.session,
        team.tenant,
        await rights.reports_in(turn, team),
        since=turn.now - team_themes.PERIOD,
        limit=size + 1,
        skip=page * size,
    )
    return team_reflections.listed(
        team, found[:size], turn.now, turn.person.zone, page=page, more=len(found) > size
    )


async def read(turn: Turn) -> Reply:
    """Show a shared reflection, word for word."""
    return await _card(turn, await rights.shared_reflection(turn, turn.text))


async def thank(turn: Turn) -> Reply:
    """Thank the author, at most once."""
    return await _say(turn, "")


async def comment(turn: Turn) -> Reply:
    """Send the author a comment, and show it below the reflection."""
    words = turn.fields.get("comment", "").strip()
    if not words:
        raise Refusal(EMPTY, field="comment")
    return await _say(turn, words)


async def to_comment(turn: Turn, reflection_id: int, words: str, note: str) -> Card:
    """Show a shared reflection with a note, and with these words in the form for a comment."""
    written = await rights.shared_reflection(turn, str(reflection_id))
    return await _card(turn, written, note, words)


async def _say(turn: Turn, words: str) -> Card:
    """Save a comment, and tell the author. If `words` is "", save the manager's thanks instead."""
    written = await rights.shared_reflection(turn, turn.text, locked=True)
    author = await people.by_id(turn.session, written.tenant, written.author_id)
    added = await reflection_comments.add(turn.session, written, turn.person, words, turn.now)
    if added is None or author is None:
        return await _card(turn, written, SAID)
    await tell.tell(turn.session, [author], commented.NAME, added.id, turn.now)
    return await _card(turn, written, TOLD.format(author.name))


async def _card(turn: Turn, written: Reflection, note: str = "", words: str = "") -> Card:
    author = await people.by_id(turn.session, written.tenant, written.author_id)
    account = await accounts.by_id(turn.session, written.tenant, written.account_id)
    team = await teams.of_person(turn.session, author) if author else None
    if author is None or account is None or team is None:
        raise Refusal(rights.NOT_SHARED)
    said = await reflection_comments.of_reflection(turn.session, written)
    own = [one for one in said if one.row.author_id == turn.person.id]
    return team_reflections.read(
        team,
        SharedReflection(written, account, author),
        own,
        turn.now,
        turn.person.zone,
        thanked=any(not one.row.text for one in own),
        note=note,
        words=words,
    )
