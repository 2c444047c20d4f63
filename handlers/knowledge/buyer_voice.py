"""What buyers said in the last quarter, for a channel: themes, competitors and open asks.

A piece is what a rep passed on to marketing in one ask: a line, and the buyer's words.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.so_what import Handling, so_what
from handlers.coaching.buyer_words.themes import Theme
from handlers.knowledge import passed_on, voice_themes
from handlers.knowledge.competitors import CompetitorsNamed
from handlers.model.themes import is_in_lines, phrase_key, sentences_with
from handlers.rhythm_settings import day_of
from storage.choices import Role
from storage.marketing import asks, theme_names
from storage.marketing.asks import Counted, PassedOn
from storage.sales_calls import calls
from storage.spelling import comparable
from storage.tables import Ask, Channel, ThemeName
from storage.workspace import people, people_roles, policies

WEEK = timedelta(days=7)
MAX_THEME_QUOTES = 2
MAX_QUOTES = 6  # how many quotes to show, including those under themes
MAX_LISTED = 3  # list at most this many waiting asks, and this many asks that somebody took on
MAX_OPEN = 50  # read at most this many open asks
MAX_MARKETERS = 3  # if there are more marketers, name none of them

_MARKETERS: tuple[Role, ...] = ("marketer",)


@dataclass(frozen=True)
class VoiceTheme:
    """A recurring phrase, and some of the pieces that contain it.

    `so_what` is a sentence about all pieces that contain the phrase. `name` is the name that a
    language model gave to the theme. `name` is None if the model gave no name, or if a word of the
    name is missing from the sentences with the phrase.
    """

    phrase: str
    quotes: Sequence[PassedOn]
    so_what: str
    name: ThemeName | None = None


@dataclass(frozen=True)
class BuyerVoice:
    """What buyers said in the last quarter, and which asks are late or taken on.

    `today` is the date in the channel's `zone` (IANA). `marketers` has the names of the marketers,
    or is empty if there are more than `MAX_MARKETERS` of them.
    """

    week: Counted  # the asks of the last week
    themes: Sequence[VoiceTheme]
    quoted: Sequence[PassedOn]  # pieces of the last week that are under no theme
    counted: int  # how many pieces of the last four weeks we searched for themes
    competitors: CompetitorsNamed  # in the pieces of the last quarter
    waiting: Sequence[Ask]  # asks that should have been answered by now
    taken_up: Sequence[Ask]
    any_open: bool  # whether any ask is open, including those that are not late yet
    marketers: Sequence[str]
    people: Mapping[int, str]  # names of people who took an ask on, by person id
    accounts: Mapping[int, str]  # names of accounts, by id
    called_at: Mapping[int, datetime]  # start times (UTC) of the quoted calls, by call id
    today: date
    zone: str


async def gather(
    session: AsyncSession,
    channel: Channel,
    now: datetime,
    *,
    only: ColumnElement[bool],
    competitors: Collection[str],
) -> BuyerVoice:
    """Gather what buyers said, from the asks that match `only`. `now` is in UTC.

    We count mentions of `competitors`, and of the competitors that insights name.
    """
    tenant = channel.tenant
    counted = await voice_themes.count(session, tenant, now, competitors=competitors, only=only)
    passed, month = counted.quarter, counted.recent
    pending = await asks.open_asks(session, tenant, MAX_OPEN, only=only)
    owners = {one.taken_by or 0 for one in passed} | {ask.taken_by or 0 for ask in pending}
    names = await people.names_of(session, tenant, owners)
    today = day_of(now, channel.zone)
    in_use = await _names_in_use(session, tenant, counted.found, month)
    shown = _shown(counted.found, in_use, month, names=names, today=today, zone=channel.zone)
    quotes = [one for theme in shown for one in theme.quotes]
    quoted = _of_week(passed, quotes, now)
    call_ids = {one.call_id or 0 for one in (*quotes, *quoted)}
    return BuyerVoice(
        week=await asks.count(session, tenant, now - WEEK, now, only=only),
        themes=shown,
        quoted=quoted,
        counted=len(month),
        competitors=counted.competitors,
        waiting=[ask for ask in pending if ask.state == "waiting" and ask.due_at <= now],
        taken_up=[ask for ask in pending if ask.state == "taken_up"],
        any_open=bool(pending),
        marketers=await _marketers(session, tenant),
        people=names,
        accounts=counted.accounts,
        called_at=await calls.start_times(session, tenant, call_ids),
        today=today,
        zone=channel.zone,
    )


def _of_week(
    passed: Sequence[PassedOn], quotes: Collection[PassedOn], now: datetime
) -> Sequence[PassedOn]:
    """Return the week's newest pieces that no theme quotes, as many as there is room for.

    If two asks from one call have the same words, we return only the newest.
    """
    shown = {_call_and_words(one) for one in quotes}
    week: list[PassedOn] = []
    for piece in reversed(passed):
        if piece.asked_at >= now - WEEK and _call_and_words(piece) not in shown:
            week.insert(0, piece)
            shown.add(_call_and_words(piece))
    room = MAX_QUOTES - len(quotes)
    return week[-room:] if room > 0 else []


def _call_and_words(one: PassedOn) -> tuple[int | None, str]:
    return one.call_id, comparable(one.quote or one.line)


async def _names_in_use(
    session: AsyncSession, tenant: str, found: Sequence[Theme], month: Sequence[PassedOn]
) -> dict[str, ThemeName]:
    """Return a language model's names for the themes, by phrase.

    Leave out a name if one of its words is missing from the sentences with the phrase. Return {} if
    the company does not let a language model name themes.
    """
    policy = await policies.of(session, tenant)
    if policy is None or "themes" not in policy.model_tasks:
        return {}
    phrases = {phrase_key(one.phrase): one for one in found}
    rows = await theme_names.used(session, tenant, phrases.keys()) if phrases else ()
    names: dict[str, ThemeName] = {}
    for row in rows:
        theme = phrases[row.phrase]
        pieces = [passed_on.said(month[at]).words for at in theme.pieces]
        if is_in_lines(
            row.name, [line for one in pieces for line in sentences_with(row.phrase, one)]
        ):
            names[theme.phrase] = row
    return names


def _shown(
    found: Sequence[Theme],
    in_use: Mapping[str, ThemeName],
    month: Sequence[PassedOn],
    *,
    names: Mapping[int, str],
    today: date,
    zone: str,
) -> list[VoiceTheme]:
    """Return the themes that have quotes, and show each quote under one theme only.

    `in_use` has the names of themes by phrase, and `names` has the names of people.
    """
    shown: list[VoiceTheme] = []
    quotes: list[PassedOn] = []
    for one in found:
        theme = _theme(one, month, quotes, names=names, today=today, zone=zone)
        if theme.quotes:
            shown.append(replace(theme, name=in_use.get(one.phrase)))
            quotes += theme.quotes
    return shown


def _theme(
    theme: Theme,
    month: Sequence[PassedOn],
    shown: Collection[PassedOn],
    *,
    names: Mapping[int, str],
    today: date,
    zone: str,
) -> VoiceTheme:
    """Return what marketing reads about a theme. Pieces in `shown` are not quoted again."""
    pieces = [month[at] for at in theme.pieces]
    handled = [
        Handling(
            one.state,
            names.get(one.taken_by or 0, ""),
            day_of(one.first_answer_at, zone) if one.first_answer_at else None,
        )
        for one in pieces
    ]
    first = day_of(pieces[0].asked_at, zone)
    said = {_call_and_words(one) for one in shown}
    return VoiceTheme(
        theme.phrase,
        voice_themes.quotes(
            theme.phrase,
            [one for one in pieces if _call_and_words(one) not in said],
        )[:MAX_THEME_QUOTES],
        so_what(theme.accounts, first, handled, today),
    )


async def _marketers(session: AsyncSession, tenant: str) -> list[str]:
    found = await people_roles.with_roles(session, tenant, _MARKETERS, MAX_MARKETERS + 1)
    return [one.name for one in found] if len(found) <= MAX_MARKETERS else []
