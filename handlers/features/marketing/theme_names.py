"""The themes of a team or of marketing, and the names that a language model proposes for them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Aside, Card, Quote, Reply
from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.features import access
from handlers.features.fields import whole_number
from handlers.features.model import naming
from handlers.features.model.naming import NamesByPhrase, ThemeSource, names_of
from handlers.features.team import rights
from handlers.knowledge import passed_on, team_themes, voice_themes
from handlers.knowledge.buyer_voice import WEEK
from handlers.knowledge.voice_themes import MONTH, CountedThemes
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of, rhythm_of
from handlers.times.formatting import format_date
from handlers.views.marketing import theme_cards, voice_card
from handlers.views.marketing.theme_cards import MARKETING, Themes
from handlers.views.team import team_page
from storage.choices import ThemeNameState
from storage.sales_calls import calls
from storage.tables import Team
from storage.team import teams
from storage.workspace import people

GONE = "That name is gone. Open the themes again to see what is there now."
ONLY_MARKETING = "These themes are for marketing. Managers see the themes of their team in /team."


def register(registry: Registry) -> None:
    registry.button(team_page.THEMES, of_team)
    registry.button(theme_cards.FOR_MARKETING, of_marketing)
    registry.button(theme_cards.USE, use)
    registry.button(theme_cards.NO, refuse)
    registry.button(theme_cards.BACK, take_back)
    registry.button(theme_cards.UNDO, undo)


async def of_team(turn: Turn) -> Reply:
    """Show the phrases that buyers at several of a team's accounts have used."""
    return await _themes_card(turn, await rights.led_team(turn, turn.text))


async def of_marketing(turn: Turn) -> Reply:
    """Show the phrases that recur in what reps passed on to marketing.

    The themes are those of the last four weeks or, if the turn's text is `theme_cards.WEEK`, of the
    last seven days.
    """
    if turn.text == theme_cards.WEEK:
        shown, source = await _of_marketing(turn, weekly=True)
        return Aside(theme_cards.themes(shown, await names_of(turn, source)))
    # A Card would replace the list of insights, which has the button for the themes.
    return Aside(await _themes_card(turn, None))


async def use(turn: Turn) -> Reply:
    """Show a proposed name beside its phrase from now on."""
    return await _settle_and_show(turn, "used")


async def refuse(turn: Turn) -> Reply:
    """Forget a proposed name, and don't ask the model for another name of the same phrase."""
    return await _settle_and_show(turn, "refused")


async def take_back(turn: Turn) -> Reply:
    """Turn a name that is in use back into a proposal."""
    return await _settle_and_show(turn, "proposed")


async def undo(turn: Turn) -> Reply:
    """Propose a refused name again.

    The button's value is like "3:7:12:gemma3:4b-xlHours on the phone". In this example, 3 is
    the team, 7 is the id of the name, and 12 is the length of the model's name. Then come the
    model's name and the proposed name, which are no longer stored.
    """
    where, name_id, letters, text = (*turn.text.split(":", 3), "", "", "")[:4]
    team = None if where == str(MARKETING) else await rights.led_team(turn, where)
    shown, source = await (_of_team(turn, team) if team else _of_marketing(turn))
    cut = whole_number(letters)
    if not await naming.restore(turn, source, access.row_id(name_id), text[cut:], text[:cut]):
        raise Refusal(GONE)
    return theme_cards.themes(shown, await names_of(turn, source))


async def _settle_and_show(turn: Turn, state: ThemeNameState) -> Reply:
    """Give a name this state, and show the themes.

    Raises Refusal if the name is gone. Also raises Refusal if the themes are a team's and the
    person does not lead the team, or if they are marketing's and the person is not in marketing.
    """
    where, _, name_id = turn.text.partition(":")
    team = None if where == str(MARKETING) else await rights.led_team(turn, where)
    return await _themes_card(turn, team, access.row_id(name_id), state)


async def _themes_card(
    turn: Turn, team: Team | None, name_id: int = 0, state: ThemeNameState | None = None
) -> Card:
    """Show the themes. If there is a `state`, first give it to the name with the id `name_id`."""
    shown, source = await (_of_team(turn, team) if team else _of_marketing(turn))
    names = await names_of(turn, source)
    before = _settle(names, name_id, state) if state is not None else ""
    return theme_cards.themes(shown, names, before)


def _settle(names: NamesByPhrase, name_id: int, state: ThemeNameState) -> str:
    """Give a name this state. If a name is refused, return what *Undo* needs to restore the name.

    For any other state, return "".
    """
    row = next((one for one in names.values() if one.id == name_id), None)
    if row is None:
        raise Refusal(GONE)
    row.state = state
    if state != "refused":
        return ""
    before = f"{len(row.model)}:{row.model}{row.name}"
    row.name, row.model = "", ""
    return before


async def _of_team(turn: Turn, team: Team) -> tuple[Themes, ThemeSource]:
    """Return a team's themes, and what is needed to ask the model for their names."""
    reports = await rights.reports_in(turn, team)
    topics = [word for group in turn.playbook.synonyms for word in group]
    themes = await team_themes.gather(turn.session, team.tenant, reports, turn.now, topics=topics)
    sendable = partial(_of_willing_reports, team.tenant, team.id, turn.person.id, turn.now)
    source = ThemeSource(team.id, team_themes.ACCOUNTS, themes.found, themes.said, sendable)
    today = day_of(turn.now, turn.person.zone)
    place = theme_cards.of_team(team, theme_cards.quotes_of_team(themes.quotes, today))
    return Themes(place, themes.found), source


async def _of_marketing(turn: Turn, *, weekly: bool = False) -> tuple[Themes, ThemeSource]:
    """Return marketing's themes, and what is needed to ask the model for their names."""
    if not access.may_publish(turn.person):
        raise Refusal(ONLY_MARKETING)
    tenant, least = turn.person.tenant, team_themes.ACCOUNTS
    counted = await voice_themes.count(
        turn.session,
        tenant,
        turn.now,
        competitors=turn.playbook.competitors,
        within=WEEK if weekly else MONTH,
    )
    said = [passed_on.said(one) for one in counted.recent]
    # Marketing also sees themes from fewer than `least` accounts, but the model must not get them.
    named = [one for one in counted.found if one.accounts >= least]
    sendable = partial(_of_willing_people, tenant, turn.now)
    place = theme_cards.of_marketing(
        len(counted.recent), await _quotes(turn, counted), weekly=weekly
    )
    source = ThemeSource(MARKETING, least, named, said, sendable)
    return Themes(place, counted.found), source


async def _quotes(turn: Turn, counted: CountedThemes) -> dict[str, Quote]:
    """Return the newest quote of each theme, by phrase."""
    newest = {
        one.phrase: voice_themes.quotes(one.phrase, [counted.recent[at] for at in one.pieces])[0]
        for one in counted.found
    }
    tenant, zone = turn.person.tenant, turn.person.zone
    calls_of = {one.call_id or 0 for one in newest.values()}
    called = await calls.start_times(turn.session, tenant, calls_of)
    today, quotes = day_of(turn.now, zone), {}
    for phrase, one in newest.items():
        day = day_of(called.get(one.call_id or 0, one.asked_at), zone)
        account = counted.accounts.get(one.account_id or 0, "")
        quotes[phrase] = voice_card.quote(one, account, format_date(day, today), phrase)
    return quotes


async def _of_willing_reports(
    tenant: str, team_id: int, manager_id: int, now: datetime, session: AsyncSession
) -> list[BuyerQuote]:
    """Read what a team shared or passed on.

    Leave out the manager, and people who switched the model off.
    """
    members = await teams.members(session, tenant, [team_id])
    willing = [one for one in members if one.id != manager_id and not rhythm_of(one).no_model]
    return await team_themes.passed_and_shared(session, tenant, willing, now)


async def _of_willing_people(
    tenant: str, now: datetime, session: AsyncSession
) -> Sequence[BuyerQuote]:
    """Read what people passed on. Leave out people who switched the model off."""
    everybody = await people.not_left(session, tenant)
    unwilling = [one.id for one in everybody if rhythm_of(one).no_model]
    return await voice_themes.said_by_willing(session, tenant, now, unwilling)
