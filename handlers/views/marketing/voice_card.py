"""What buyers said, as cards: the weekly digest, what they said about a topic, and competitors."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Quote,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.buyer_words.mentions import Mention
from handlers.coaching.text.words import shortened, stems
from handlers.knowledge.buyer_voice import MAX_LISTED, BuyerVoice, VoiceTheme
from handlers.knowledge.competitors import CompetitorsNamed
from handlers.knowledge.passed_on import MAX_PIECES, Passage
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.marketing import theme_cards
from handlers.views.marketing.theme_cards import MAX_QUOTE
from storage.marketing.asks import PassedOn
from storage.tables import Ask

MAX_LINE = 90  # characters
ONLY_HERE = (
    "These numbers are this channel's. To count everything, send me “themes” or “competitors”."
)
WRITE = Button("Write an insight", "insight.new")


def card(voice: BuyerVoice) -> Card:
    """Show themes with quotes, other quotes, competitors, and asks that are late or taken on."""
    lead = _lead(voice)
    blocks: list[Block] = [
        Heading(lead),
        *_themes(voice),
        *_other_quotes(voice),
        *_competitors(voice.competitors),
        *_what_counts(voice),
        *_waiting(voice),
        *_taken_up(voice),
    ]
    if voice.waiting or voice.taken_up:
        # The card has no buttons for asks, because most readers are not in marketing, and could not
        # use them.
        blocks.append(Note(spans(f"{_who_can_answer(voice)} Home → Asks.")))
    return Card(lead, tuple(blocks))


def _lead(voice: BuyerVoice) -> str:
    count, where = voice.week.passed_on, voice.week.accounts
    if not count:
        still_open = " Some asks are still open." if voice.waiting or voice.taken_up else ""
        return f"Reps shared nothing new here in the last seven days.{still_open}"
    if count == 1:
        return "In seven days, reps shared one thing."
    shared = f"{count:,} things from {_accounts(where)}"
    return f"In seven days, reps shared {shared}."


def _themes(voice: BuyerVoice) -> Iterator[Block]:
    for theme in voice.themes:
        yield from _theme(theme, voice)
    if voice.themes:
        yield Note(spans(theme_cards.themes_counted(voice.counted, "here")))


def _what_counts(voice: BuyerVoice) -> Iterator[Block]:
    """Say that the digest counts only what reps shared in this channel.

    The answers to "themes" and "competitors" count everything, so their numbers are higher.
    """
    if voice.themes or voice.competitors.mentions or voice.competitors.also_named:
        yield Note(spans(ONLY_HERE))


def _theme(theme: VoiceTheme, voice: BuyerVoice) -> Iterator[Block]:
    yield Heading(f"“{theme.phrase}”", minor=True)
    if theme.name:
        yield Paragraph(spans(typed(f"Also {theme_cards.called(theme.name)}.")))
    yield from (_quote(one, voice, theme.phrase) for one in theme.quotes)
    yield Paragraph(spans(theme.so_what))


def _other_quotes(voice: BuyerVoice) -> Iterator[Block]:
    if voice.quoted:
        yield Heading("Also heard" if voice.themes else "In their words", minor=True)
        yield from (_quote(one, voice) for one in voice.quoted)


def _quote(one: PassedOn, voice: BuyerVoice, phrase: str = "") -> Quote:
    called_at = voice.called_at.get(one.call_id or 0, one.asked_at)
    account = voice.accounts.get(one.account_id or 0, "")
    return quote(one, account, _day(called_at, voice), phrase)


def quote(one: PassedOn, account: str, day: str, phrase: str) -> Quote:
    """Quote the buyer or, if only the rep's line has the phrase, the rep's line."""
    words = one.quote or one.line
    if phrase and not _contains(words, phrase) and _contains(one.line, phrase):
        words = one.line
    return Quote(shortened(words, MAX_QUOTE), _source(one, account, day))


def _contains(words: str, phrase: str) -> bool:
    return f" {' '.join(stems(phrase))} " in f" {' '.join(stems(words))} "


def _source(one: PassedOn, account: str, day: str) -> str:
    if not one.named:
        return "A customer"  # the day could identify the call
    return f"{account}, {day}"


def competitors(named: CompetitorsNamed) -> Card:
    """Show the competitors that buyers named, according to what reps passed on to marketing."""
    lead = "Competitors that buyers named"
    found = [*_competitors(named)]
    if not found:
        lead = "Buyers named no competitor in what reps passed on in the last 90 days."
        found = [Paragraph(spans(lead))]
    return Card(lead, tuple(found))


def _competitors(named: CompetitorsNamed) -> Iterator[Block]:
    if named.mentions:
        yield Heading("Competitors", minor=True)
        yield Bullets(tuple(spans(_mention(one)) for one in named.mentions))
    if named.also_named:
        names = ", ".join(f"{one.name} ({_accounts(one.accounts)})" for one in named.also_named)
        yield Paragraph(spans(f"Also named: {names}."))
    if named.mentions or named.also_named:
        where = "the last 90 days"
        if named.looked_through >= MAX_PIECES:
            where = _newest(MAX_PIECES, where)
        early = " “Early” means before the decision." if named.mentions else ""
        yield Note(spans(f"Based on {where}.{early}"))


def about(topic: str, found: Sequence[Passage], today: date, zone: str) -> Card:
    """Show what buyers said about a topic. Each quote has a button that opens its ask."""
    lead = f"What reps passed on about “{shortened(topic, 60)}”"
    blocks: list[Block] = []
    for one in found:
        source = _source(one.piece, one.account, format_date(day_of(one.called_at, zone), today))
        blocks.append(Quote(shortened(one.words, MAX_QUOTE), source))
        look = Button("Look at it", "ask.show", str(one.piece.id), about=one.piece.line)
        blocks.append(Buttons((look,)))
    if not found:
        lead = f"Reps passed on nothing about “{shortened(topic, 60)}” in the last 90 days."
    more = Buttons((Button("Themes", theme_cards.FOR_MARKETING), WRITE))
    return card_saying(typed(lead), *blocks, more)


def _mention(one: Mention) -> str:
    parts = [
        f"{word} at {_accounts(count)}"
        for word, count in (("early", one.early), ("late", one.late))
        if count
    ]
    return f"{one.competitor}: named {', '.join(parts) or f'at {_accounts(one.accounts)}'}"


def _waiting(voice: BuyerVoice) -> Iterator[Block]:
    yield from _asks(
        "Not answered in time, oldest first",
        voice.waiting,
        lambda ask: f"since {_day(ask.asked_at, voice)}",
    )


def _taken_up(voice: BuyerVoice) -> Iterator[Block]:
    def owner(ask: Ask) -> str:
        name = voice.people.get(ask.taken_by or 0, "Someone")
        return f"{name}, since {_day(ask.first_answer_at or ask.asked_at, voice)}"

    yield from _asks("Someone is on it", voice.taken_up, owner)


def _asks(heading: str, found: Sequence[Ask], about: Callable[[Ask], str]) -> Iterator[Block]:
    if not found:
        return
    yield Heading(heading, minor=True)
    listed = [f"{shortened(ask.line, MAX_LINE)} ({about(ask)})" for ask in found[:MAX_LISTED]]
    yield Bullets(tuple(spans(typed(line)) for line in listed))
    if (left := len(found) - MAX_LISTED) > 0:
        yield Note(spans("One more is open." if left == 1 else f"{left} more are open."))


def _who_can_answer(voice: BuyerVoice) -> str:
    """Return the first half of a note: who can answer. The second half says where the asks are."""
    if not voice.waiting:
        return "Marketing finds these under"
    if not voice.marketers:
        return "Anybody in marketing can take them:"
    *others, last = voice.marketers
    names = f"{', '.join(others)} or {last}" if others else last
    return f"{names} can take them:"


def _newest(limit: int, time: str) -> str:
    return f"the newest {limit:,} things that reps shared in {time}"


def _accounts(count: int) -> str:
    return f"{count:,} account{'s' * (count != 1)}"


def _day(moment: datetime, voice: BuyerVoice) -> str:
    return format_date(day_of(moment, voice.zone), voice.today)
