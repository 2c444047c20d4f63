"""Ask the language model for names of themes, in the background, when people look at the themes.

A name is shown only while the theme's sentences contain each word of the name, or another form of
the word. If the model fails, the theme has no name, and nobody is told.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.themes import BuyerQuote, Theme
from handlers.coaching.names.replacing_names import without_names
from handlers.failures import places
from handlers.features.model.allowed import switched_on
from handlers.model.themes import (
    LINES,
    is_in_lines,
    phrase_key,
    sentences_with,
    theme_names,
    themes_prompt,
)
from handlers.registry import Turn
from handlers.rhythm_settings import rhythm_of
from handlers.sources.ports import LanguageModel, ModelFailed
from storage.customers import contacts
from storage.database.connection import once_committed
from storage.marketing import theme_names as stored
from storage.tables import ThemeName
from storage.workspace import people, policies

log = structlog.get_logger()

# We replace names in the text that a model gets: at most this many names of customers, and at most
# this many names of colleagues.
_NAMES = 20_000
_DAY = timedelta(days=1)

NamesByPhrase = Mapping[str, ThemeName]
_Session = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True)
class ThemeSource:
    """The themes of a team, or of marketing (`team_id` 0).

    - `found`: the themes. A theme is a phrase that at least `least` accounts used.
    - `said`: the quotes in which the themes were found
    - `sendable`: a function that returns the quotes that may be sent to a model
    """

    team_id: int
    least: int
    found: Sequence[Theme]
    said: Sequence[BuyerQuote] = field(repr=False)
    sendable: Callable[[AsyncSession], Awaitable[Sequence[BuyerQuote]]]


@dataclass(frozen=True)
class _Asking:
    """A request to the model for names of `phrases`. `person_id` is who looks at the themes."""

    model: LanguageModel
    reading: _Session
    writing: _Session
    tenant: str
    person_id: int
    source: ThemeSource
    phrases: Sequence[str]
    now: datetime


async def names_of(turn: Turn, source: ThemeSource) -> NamesByPhrase:
    """Return the names that are proposed or in use, by the phrase of their theme.

    - Once this transaction is committed, ask the model for missing names. Don't ask if the reply
      will not be shown (`turn.unseen`).
    - If a phrase is no longer a theme, or if its sentences no longer contain the words of its name,
      leave out the name. If the name's row has the `team_id` of `source`, also delete the row.
    - If the person has switched the model off, return only names in use, and don't ask for names.
    - If there is no model, or if an admin has not switched themes on, return {}.
    """
    if turn.model is None or "themes" not in await switched_on(turn):
        return {}
    wants = not rhythm_of(turn.person).no_model
    phrases = {phrase_key(one.phrase): one.phrase for one in source.found}
    rows = await stored.known(turn.session, turn.person.tenant, source.team_id, phrases.keys())
    valid = await asyncio.to_thread(_still_valid, rows, source)
    names: dict[str, ThemeName] = {}
    for row in rows:
        if row.phrase not in valid:
            if row.team_id == source.team_id:
                await turn.session.delete(row)
        elif row.phrase in phrases:
            if turn.now - row.seen_at >= _DAY:
                row.seen_at = turn.now
            if row.state == "used" or (row.state == "proposed" and wants):
                names[phrases[row.phrase]] = row
    if wants and not turn.unseen:
        await _ask_after_commit(turn, source, await _to_ask(turn, source, phrases.keys(), rows))
    return names


async def restore(turn: Turn, source: ThemeSource, row_id: int, name: str, model: str) -> bool:
    """Propose a refused name again if the theme's sentences contain it.

    Return whether the name is now proposed.
    """
    phrases = [phrase_key(one.phrase) for one in source.found]
    rows = await stored.known(turn.session, turn.person.tenant, source.team_id, phrases)
    row = next((one for one in rows if one.id == row_id and one.state == "refused"), None)
    lines = _lines(row.phrase, source.said, source.least) if row else []
    if row is None or not name or not lines or not is_in_lines(name, lines):
        return False
    row.state, row.name, row.model = "proposed", name, model
    await turn.session.flush()
    return True


def _still_valid(rows: Sequence[ThemeName], source: ThemeSource) -> set[str]:
    """Return the phrases that are still themes, and whose sentences still contain their names."""
    found: set[str] = set()
    for row in rows:
        lines = _lines(row.phrase, source.said, source.least)
        if lines and (not row.name or is_in_lines(row.name, lines)):
            found.add(row.phrase)
    return found


def _lines(phrase: str, said: Sequence[BuyerQuote], least: int) -> list[str]:
    """Return the sentences with a phrase, or [] if fewer than `least` accounts used the phrase."""
    found = [(one.account_id, sentences_with(phrase, one.words)) for one in said]
    if len({account for account, lines in found if lines}) < least:
        return []
    return [line for _, lines in found for line in lines]


async def _to_ask(
    turn: Turn, source: ThemeSource, phrases: Collection[str], rows: Sequence[ThemeName]
) -> list[str]:
    """Return the phrases whose names we now ask for, and store that we ask."""
    known = {row.phrase: row for row in rows}
    found: list[str] = []
    for phrase in phrases:
        row = known.get(phrase)
        if row is None:
            tenant, team = turn.person.tenant, source.team_id
            if await stored.note_asked(turn.session, tenant, team, phrase, turn.now):
                found.append(phrase)
        elif row.state == "asked" and turn.now - row.asked_at >= stored.AGAIN:
            row.asked_at, row.team_id = turn.now, source.team_id
            found.append(phrase)
    return found


async def _ask_after_commit(turn: Turn, source: ThemeSource, phrases: Sequence[str]) -> None:
    if not phrases or turn.model is None or turn.background is None:
        return
    if turn.reading is None or turn.writing is None:
        return
    person, start = turn.person, turn.background
    asking = _Asking(
        turn.model,
        turn.reading,
        turn.writing,
        person.tenant,
        person.id,
        source,
        phrases,
        turn.now,
    )
    once_committed(turn.session, lambda: start(_ask(asking)))


async def _ask(asking: _Asking) -> None:
    """Ask the model, and store the names that it proposes."""
    try:
        await _propose(asking)
    except ModelFailed:
        return
    except Exception as error:  # noqa: BLE001 - nobody waits for this, so we can only log it
        # We log only the type and the places, because an error may quote what was said.
        log.error("themes not named", error=type(error).__name__, places=places(error))


async def _propose(asking: _Asking) -> None:
    """Send the model the sentences of each phrase, and store the names that fit the sentences."""
    async with asking.reading() as session:
        groups = await _sentences_to_send(asking, session)
    if not groups:
        return
    lines = list(groups.values())
    prompt = themes_prompt(lines, token_hex(8))
    answer = await asking.model.ask(prompt, asking.tenant, asking.person_id, asking.now)
    named = await asyncio.to_thread(theme_names, answer, lines)
    async with asking.writing() as session:
        # While we waited for the answer, somebody may have switched the model off, or deleted a
        # sentence.
        groups_now = await _sentences_to_send(asking, session)
        for place, phrase in enumerate(groups):
            name = named.get(place, "")
            if phrase_key(name) != phrase and is_in_lines(name, groups_now.get(phrase, ())):
                await stored.propose(session, asking.tenant, phrase, name, asking.model.name)


async def _sentences_to_send(asking: _Asking, session: AsyncSession) -> dict[str, list[str]]:
    """Return the sentences that may be sent now, by phrase."""
    tenant = asking.tenant
    policy = await policies.of(session, tenant)
    if policy is None or "themes" not in policy.model_tasks:
        return {}
    person = await people.by_id(session, tenant, asking.person_id)
    if person is None or person.erased_at is not None or rhythm_of(person).no_model:
        return {}
    said = await asking.source.sendable(session)
    customers = await contacts.names_elsewhere(session, tenant, 0, _NAMES)
    ours = await people.names(session, tenant, _NAMES)
    names = [*(name for name, _ in customers), *ours]
    return await asyncio.to_thread(_without_names, asking, said, names)


def _without_names(
    asking: _Asking, said: Sequence[BuyerQuote], names: Sequence[str]
) -> dict[str, list[str]]:
    """Return the sentences to send, by phrase. "…" replaces each name in them.

    Leave out sentences for which the model has no room.
    """
    hidden = dict.fromkeys(names, "…")
    room = asking.model.room // len(asking.phrases)
    groups: dict[str, list[str]] = {}
    for phrase in asking.phrases:
        kept: list[str] = []
        for line in _lines(phrase, said, asking.source.least)[:LINES]:
            plain = without_names(line, hidden)
            if sum(map(len, kept)) + len(plain) <= room:
                kept.append(plain)
        if kept:
            groups[phrase] = kept
    return groups
