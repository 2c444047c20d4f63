"""Show admins what is failing in the workspace, since when, and what to do.

The card shows counts. It mentions a single person's calendar only to that person.
"""

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.features import access
from handlers.knowledge import health
from handlers.notices import calendar_trouble
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.views.admin import health_words
from storage.meetings import calendars
from storage.upkeep import problems

SHOW, CHECK = "health.show", "health.check"
TEAMS = "teams.show"  # handled by handlers/features/admin/team_cards.py
LEAD = "Health"
NOTHING = "Nothing is failing."
WATCHED = (
    "Attune looks at calendars, transcripts, channels, feeds, the groups that teams follow, "
    "playbooks, the CRM, public sources, the language model, keys and whether people can be "
    "reached. Admins are told once when something keeps failing, and once when it is over."
)
READ_AGAIN = {"calendars", "transcripts"}  # what *Check again* reads
AGAIN = (
    "Failing calendars and transcripts are being read again, except where a server asked Attune to "
    "wait. Open “Health” again in a few minutes. Feeds are read again automatically."
)


def register(registry: Registry) -> None:
    """Register the card, for admins only."""
    registry.phrases(
        SHOW, show, ("health", "show health", "health card", "what fails", "does everything work")
    )
    registry.button(SHOW, show)
    registry.button(CHECK, check_again)


async def show(turn: Turn) -> Reply:
    """Show what fails now."""
    access.admins_only(turn)
    return await _card(turn)


async def check_again(turn: Turn) -> Reply:
    """Read the failing calendars and transcripts again soon, and show the card."""
    access.admins_only(turn)
    await problems.check_again(turn.session, turn.person.tenant, turn.now)
    return await _card(turn, again=True)


async def _card(turn: Turn, *, again: bool = False) -> Card:
    tenant, zone = turn.person.tenant, turn.person.zone
    found = (await problems.found(turn.session, [tenant], turn.now)).get(tenant, [])
    if turn.playbooks and await turn.playbooks.failing(turn.session, [tenant]):
        found = [*found, health.PLAYBOOK_FAILS]
    kept = await problems.of_tenant(turn.session, tenant)
    today = day_of(turn.now, zone)
    blocks: list[Block] = [Heading(LEAD)]
    for one in found:
        since = day_of(health.since(kept, one, turn.now), zone)
        said = health_words.fails(one.what, one.number, since, today)
        blocks.append(Paragraph(spans(Strong(said))))
        blocks.append(Note(spans(health_words.TO_DO[one.what])))
    own = await _own_calendars(turn)
    blocks += own
    if not found and not own:
        blocks.append(Paragraph(spans(NOTHING)))
    names = {one.what for one in found}
    more = [Note(spans(AGAIN))] if again and (own or names & READ_AGAIN) else []
    buttons = [Button("Check again", CHECK, style="primary" if found else "default")]
    buttons += [Button("Feeds", "feeds.show")] if "feeds" in names else []
    buttons += [Button("Teams", TEAMS)] if "groups" in names else []
    buttons += [Button("Playbooks", "playbook.show")] if "playbook" in names else []
    buttons += [Button("CRM", "crm.show")] if "crm" in names else []
    buttons += [Button("My calendar", "calendar.show")] if own else []
    buttons.append(Button("People and roles", "roles.show"))
    return Card(LEAD, (*blocks, *more, Note(spans(WATCHED)), Buttons(tuple(buttons))))


async def _own_calendars(turn: Turn) -> list[Block]:
    own = await calendars.of_person(turn.session, turn.person)
    said = filter(None, map(calendar_trouble.sentence, own))
    return [Paragraph(spans(typed(f"Yours: {one}"))) for one in said]
