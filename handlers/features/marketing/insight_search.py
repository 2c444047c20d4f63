"""Search insights by typed words: "/insight pricing", "any case study on pricing?"."""

from handlers.cards import Button, Buttons, Card, Reply, card_saying
from handlers.coaching.matching import BuyerWords, words_of
from handlers.coaching.text.words import SMALL_WORDS, shortened, stems
from handlers.features.access import may_publish
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_short
from handlers.views.marketing import insight_cards
from storage.choices import PUBLISHED
from storage.marketing import insight_matches, insights
from storage.spelling import comparable
from storage.tables import Account, Insight

SHOWN = 8


async def search(turn: Turn) -> Reply:
    """List what `found_about` finds about the typed words, or offer to write an insight."""
    if found := await about(turn, turn.text):
        return found
    lead = f"No insights about “{shortened(turn.text)}”."
    label = "Write one" if may_publish(turn.person) else "Suggest one"
    return card_saying(lead, Buttons((Button(label, "insight.new"),)))


async def about(
    turn: Turn, topic: str, *, whole: bool = False, account: Account | None = None
) -> Card | None:
    """Return a card that lists what `found_about` finds, or None if it finds none.

    With `account`, leave out insights for an industry other than the account's.

    With `whole`, list only insights with every word of the topic. Words such as "for" don't count.
    """
    found = await found_about(turn, topic, scheduled=True)
    if whole:
        found = _with_every_word(turn, found, topic)
    if account is not None:
        found = [one for one in found if _fits_industry(one, account.industry)]
    notes = {
        one.id: f"Scheduled for {when_out(turn, one)}. Reps don't see it yet."
        for one in found
        if not insights.is_out(one, turn.now)
    }
    lead = f"About “{shortened(topic)}”"
    missing = [word for word in topic.split() if not _with_every_word(turn, found, word)]
    if missing and found:
        lead = f"{lead}. None of these has the word “{shortened(missing[0], 40)}”."
    return insight_cards.listed(lead, found, notes=notes) if found else None


async def of_industry(turn: Turn, industry: str) -> list[Insight]:
    """Return the newest published insights for an industry."""
    today = day_of(turn.now, turn.person.zone)
    found = await insights.newest(
        turn.session, turn.person.tenant, turn.now, SHOWN * 4, good_on=today
    )
    return [one for one in found if one.industry and _fits_industry(one, industry)][:SHOWN]


def _fits_industry(one: Insight, industry: str) -> bool:
    """Check whether an insight is for this industry, or for no industry in particular.

    If `industry` is "", every insight fits.
    """
    wanted = {comparable(each.strip()) for each in one.industry.split(",") if each.strip()}
    return not wanted or not industry or comparable(industry) in wanted


async def found_about(turn: Turn, topic: str, *, scheduled: bool = False) -> list[Insight]:
    """Return up to `SHOWN` published insights with words from `topic`, the best first.

    Insights whose review is overdue are left out. With `scheduled`, include scheduled insights too
    if the person may publish.
    """
    said = [BuyerWords(topic, day_of(turn.now, turn.person.zone))]
    # A search ignores only words such as "for". Many more words are ignored when we look for the
    # insights that fit a call.
    words = words_of(said, turn.playbook.synonyms, without=SMALL_WORDS)
    ids = await insight_matches.with_words(turn.session, turn.person.tenant, words, limit=SHOWN * 4)
    found = {one.id: one for one in await insights.by_ids(turn.session, turn.person.tenant, ids)}
    today = day_of(turn.now, turn.person.zone)
    out = [
        found[id_]
        for id_ in ids
        if _is_shown(turn, found[id_], scheduled=scheduled) and found[id_].review_by >= today
    ]
    return out[:SHOWN]


async def found_with_every_word(turn: Turn, topic: str) -> list[Insight]:
    """Return those insights from `found_about` that have every word of the topic."""
    return _with_every_word(turn, await found_about(turn, topic), topic)


def _with_every_word(turn: Turn, found: list[Insight], topic: str) -> list[Insight]:
    return [one for one in found if _has_every_word(turn, one, topic)]


def _has_every_word(turn: Turn, found: Insight, topic: str) -> bool:
    """Check whether an insight has each word of a topic, or a synonym of the word.

    Words such as "for" don't count.
    """
    today, has = day_of(turn.now, turn.person.zone), frozenset(stems(all_words(found)))
    for word in topic.split():
        said = [BuyerWords(word, today)]
        meant = words_of(said, turn.playbook.synonyms, without=SMALL_WORDS)
        if meant and not any(has.issuperset(stems(one)) for one in meant):
            return False
    return True


def all_words(one: Insight) -> str:
    """Return the words of an insight that say what it is about."""
    return f"{one.headline} {one.line} {one.body} {one.industry} {one.persona} {one.competitor}"


def _is_shown(turn: Turn, found: Insight, *, scheduled: bool) -> bool:
    out = insights.is_out(found, turn.now)
    return out or (scheduled and may_publish(turn.person) and found.state == PUBLISHED)


def when_out(turn: Turn, found: Insight) -> str:
    """Say when an insight goes out, in the person's time zone."""
    at = found.published_at or turn.now
    return format_short(at, now=turn.now, zone=turn.person.zone)
