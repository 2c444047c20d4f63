"""The themes of a team or of marketing, and the names that a language model proposes for them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Aside, Card, Reply
from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.features import access
from handlers.features.fields import whole_number
from handlers.features.model import naming
from handlers.features.model.naming import NamesByPhrase, ThemeSource, names_of
from handlers.features.team import rights
from handlers.knowledge import buyer_voice, team_themes
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.views.marketing import theme_cards
from handlers.views.marketing.theme_cards import MARKETING, ThemesPlace
from handlers.views.team import team_page
from storage.choices import ThemeNameState
from storage.tables import Team
from storage.team import teams
from storage.workspace import people

GONE = "That name is gone. Open the themes again to see what is there now."
ONLY_MARKETING = "These themes are for marketing. Managers see their team's in /team."


def register(registry: Registry) -> None:
    """Register the cards, and the buttons of a name."""
    registry.button(team_page.THEMES, of_team)
    registry.button(theme_cards.FOR_MARKETING, of_marketing)
    registry.button(theme_cards.USE, use)
    registry.button(theme_cards.NO, refuse)
    registry.button(theme_cards.BACK, take_back)
    registry.button(theme_cards.UNDO, undo)


async def of_team(turn: Turn) -> Reply:
    """Show the phrases that a team's buyers have in common."""
    return await _shown(turn, await rights.led_team(turn, turn.text))


async def of_marketing(turn: Turn) -> Reply:
    """Show marketing the phrases that recur in what was passed on."""
    # A Card would replace the desk.
    return Aside(await _shown(turn, None))


async def use(turn: Turn) -> Reply:
    """Show a proposed name beside its phrase from now on."""
    return await _settled(turn, "used")


async def refuse(turn: Turn) -> Reply:
    """Forget a proposed name, and don't ask for another."""
    return await _settled(turn, "refused")


async def take_back(turn: Turn) -> Reply:
    """Turn a name that is in use back into a proposal."""
    return await _settled(turn, "proposed")


async def undo(turn: Turn) -> Reply:
    """Propose a refused name again, from a value like "3:7:12:gemma3:4b-xlHours on the phone".

    In the example, 3 is the team, 7 is the id of the name, and 12 is the length of the model's
    name. Then come the model's name and the proposed name, which are no longer stored.
    """
    where, name_id, letters, text = (*turn.text.split(":", 3), "", "", "")[:4]
    team = None if where == str(MARKETING) else await rights.led_team(turn, where)
    place, source = await (_of_team(turn, team) if team else _of_marketing(turn))
    cut = whole_number(letters)
    if not await naming.restore(turn, source, access.row_id(name_id), text[cut:], text[:cut]):
        raise Refusal(GONE)
    return theme_cards.themes(place, source.found, await names_of(turn, source))


async def _settled(turn: Turn, state: ThemeNameState) -> Reply:
    """Settle a name. The person must lead the team, or be in marketing."""
    where, _, name_id = turn.text.partition(":")
    team = None if where == str(MARKETING) else await rights.led_team(turn, where)
    return await _shown(turn, team, access.row_id(name_id), state)


async def _shown(
    turn: Turn, team: Team | None, name_id: int = 0, state: ThemeNameState | None = None
) -> Card:
    """Show the themes. If there is a `state`, first settle the name `name_id`."""
    place, source = await (_of_team(turn, team) if team else _of_marketing(turn))
    names = await names_of(turn, source)
    before = _settle(names, name_id, state) if state is not None else ""
    return theme_cards.themes(place, source.found, names, before)


def _settle(names: NamesByPhrase, name_id: int, state: ThemeNameState) -> str:
    """Settle a name. Return what *Undo* needs to propose it again, or ""."""
    row = next((one for one in names.values() if one.id == name_id), None)
    if row is None:
        raise Refusal(GONE)
    row.state = state
    if state != "refused":
        return ""
    before = f"{len(row.model)}:{row.model}{row.name}"
    row.name, row.model = "", ""
    return before


async def _of_team(turn: Turn, team: Team) -> tuple[ThemesPlace, ThemeSource]:
    reports = await rights.reports_in(turn, team)
    topics = [word for group in turn.playbook.synonyms for word in group]
    themes = await team_themes.gather(turn.session, team.tenant, reports, turn.now, topics=topics)
    sendable = partial(_of_willing_reports, team.tenant, team.id, turn.person.id, turn.now)
    source = ThemeSource(team.id, team_themes.ACCOUNTS, themes.found, themes.said, sendable)
    return theme_cards.of_team(team), source


async def _of_marketing(turn: Turn) -> tuple[ThemesPlace, ThemeSource]:
    if not access.may_publish(turn.person):
        raise Refusal(ONLY_MARKETING)
    tenant, least = turn.person.tenant, team_themes.ACCOUNTS
    rivals = turn.playbook.competitors
    found, said = await buyer_voice.month_themes(
        turn.session, tenant, turn.now, competitors=rivals, least=least
    )
    sendable = partial(_of_willing_people, tenant, turn.now)
    return theme_cards.of_marketing(), ThemeSource(MARKETING, least, found, said, sendable)


async def _of_willing_reports(
    tenant: str, team_id: int, manager_id: int, now: datetime, session: AsyncSession
) -> list[BuyerQuote]:
    """Read what a team shared or passed on. Leave out people who switched the model off."""
    members = await teams.members(session, tenant, [team_id])
    willing = [one for one in members if one.id != manager_id and not rhythm_of(one).no_model]
    return await team_themes.passed_and_shared(session, tenant, willing, now)


async def _of_willing_people(
    tenant: str, now: datetime, session: AsyncSession
) -> Sequence[BuyerQuote]:
    """Read what people passed on. Leave out people who switched the model off."""
    everybody = await people.with_account(session, tenant)
    unwilling = [one.id for one in everybody if rhythm_of(one).no_model]
    return await buyer_voice.said_by_willing(session, tenant, now, unwilling)
