"""Answer what people ask about marketing in their own words: insights, asks, themes, competitors.

An ask is a question or a buyer's words that a rep passes on to marketing. Marketers and admins get
the cards that marketing's buttons and commands show. Everybody else gets what they may see, such as
the published insights and their own asks.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from handlers.cards import Aside, Button, Buttons, Card, Note, Reply, card_saying, spans
from handlers.coaching.matching import BuyerWords, words_of
from handlers.coaching.text.words import SMALL_WORDS
from handlers.features.access import may_publish
from handlers.features.customers import which_account
from handlers.features.marketing import (
    asks,
    channel_offer,
    exchange,
    feeds,
    insight_desk,
    insight_drafts,
    insight_form,
    insight_search,
    insights,
    insights_used,
    theme_names,
    waiting,
)
from handlers.knowledge import competitors, passed_on
from handlers.knowledge.tags import VOICE
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.typed.marketing.marketing_asked import MarketingSubject, marketing_asked
from handlers.views.marketing import insight_cards, theme_cards, voice_card
from handlers.views.marketing.for_marketing import INSIGHTS
from storage.marketing import insights as stored
from storage.tables import Insight

SHOWN = 8
QUOTES = 6
NEWEST, NO_INSIGHTS = "The newest insights from marketing", "Marketing has published nothing yet."
BATTLECARDS = "Insights about competitors"
NO_BATTLECARDS = "Marketing has published nothing about a competitor yet."
READERS = (
    "Everybody here can see a published insight: in “Everything on file” for the calls that it "
    "fits, in a search, and in channels that subscribe to it."
)
NOT_YET = (
    "Before it is published, only marketing and its author see it. Marketing sees how often it was "
    "used, without names."
)
NOBODY_MAKES = (
    "Nobody makes themes, so nothing was saved. A phrase that buyers at two accounts or more have "
    "used becomes a theme by itself."
)
NO_SUGGESTIONS = "No suggestion is waiting."
NO_DRAFTS = "No drafts are waiting. These insights are scheduled:"


async def answer(turn: Turn) -> Reply | None:
    """Answer a question about marketing.

    In a channel, only the person sees the answer. Return None in these cases:

    - The message isn't a question about marketing.
    - This person may not ask this question.
    - The message is in a channel that another company shares.
    """
    outside = turn.place is not None and turn.place.shared
    asked = None if outside else marketing_asked(turn.text)
    if asked is None:
        return None
    answers = _FOR_EVERYBODY | (_FOR_MARKETING if may_publish(turn.person) else {})
    answers |= _FOR_MARKETERS if turn.person.role == "marketer" else {}
    feature = answers.get(asked.about)
    reply = await feature(replace(turn, text=asked.words)) if feature else None
    tag = _CHANNEL_TAGS.get(asked.about)
    if tag is None or (tag == VOICE and not may_publish(turn.person)):
        return reply
    return channel_offer.with_offer(reply, tag)


async def _newest(turn: Turn) -> Reply:
    today = day_of(turn.now, turn.person.zone)
    found = await stored.newest(turn.session, turn.person.tenant, turn.now, SHOWN, good_on=today)
    return insight_cards.listed(NEWEST if found else NO_INSIGHTS, found)


async def _battlecards(turn: Turn) -> Reply:
    today = day_of(turn.now, turn.person.zone)
    found = await stored.newest(
        turn.session, turn.person.tenant, turn.now, SHOWN, good_on=today, battlecards=True
    )
    return insight_cards.listed(BATTLECARDS if found else NO_BATTLECARDS, found)


async def _competitors(turn: Turn) -> Reply:
    rivals, tenant = turn.playbook.competitors, turn.person.tenant
    return voice_card.competitors(
        await competitors.named_lately(turn.session, tenant, turn.now, rivals)
    )


async def _how_it_does(turn: Turn) -> Reply:
    """Show how the insight about a topic is doing. If there are several, list them with figures.

    Without a topic, take the person's own insights or, if there are none, all published ones.
    """
    if turn.text:
        found: Sequence[Insight] = await insight_search.found_about(turn, turn.text)
        if not found:
            return await insights.insight(turn)
    else:
        published, me = await insights_used.published(turn), turn.person.id
        found = [one for one in published if me in (one.author_id, one.owner_id)] or published
    if len(found) == 1:
        return await insights.show(replace(turn, text=str(found[0].id)))
    return await insights_used.listed(turn, found)


async def _suggestions(turn: Turn) -> Reply:
    """List the insights by state, suggestions first. If no suggestion is waiting, only say so."""
    if await stored.in_state(turn.session, turn.person.tenant, "suggested", 1):
        return await insight_desk.desk(turn)
    return card_saying(NO_SUGGESTIONS, Buttons((INSIGHTS,)))


async def _readers(_: Turn) -> Reply:
    return card_saying(READERS, Note(spans(NOT_YET)))


async def _digest(turn: Turn) -> Reply:
    """Say when and where we post the digest of what reps pass on, and how a channel gets it."""
    return await channel_offer.how(replace(turn, text=VOICE))


async def _make_theme(turn: Turn) -> Card:
    """Say that nobody makes themes. If a phrase is named, offer what buyers said about it."""
    said = Button("What they said", theme_cards.SAID, turn.text, about=turn.text)
    shown = Button("Themes", theme_cards.FOR_MARKETING)
    return card_saying(NOBODY_MAKES, Buttons((said, shown) if turn.text else (shown,)))


async def _publish(turn: Turn) -> Reply:
    """Show the insight that the person wants to publish, with *Publish*, or list the possible ones.

    - If the person has exactly one draft, show this draft.
    - If the person has no draft, and all colleagues together have exactly one, show that draft.
    - If the person has several drafts, or only colleagues have several, list everybody's drafts.
    - If nobody has a draft, show the only scheduled insight, or list the scheduled insights.
    """
    tenant, me = turn.person.tenant, turn.person.id
    drafts = await stored.in_state(turn.session, tenant, "draft", insights_used.COMPARED)
    own = [one for one in drafts if me in (one.author_id, one.owner_id)]
    scheduled = await stored.scheduled(turn.session, tenant, turn.now, SHOWN)
    meant = own or drafts or scheduled
    if len(meant) == 1:
        return await insights.show(replace(turn, text=str(meant[0].id)))
    if scheduled and not drafts:
        return insight_cards.to_publish(NO_DRAFTS, scheduled, turn.now)
    return await insight_drafts.show(replace(turn, text="0"))


def register(registry: Registry) -> None:
    """Register a theme's button, which shows what buyers said about the theme."""
    registry.button(theme_cards.SAID, said_about_theme)


async def said_about_theme(turn: Turn) -> Reply:
    """Show what buyers said about the phrase of a theme.

    Raises Refusal for anybody but marketers and admins.
    """
    if not may_publish(turn.person):
        raise Refusal(theme_names.ONLY_MARKETING)
    return Aside(await _said_about_topic(turn))


async def _said_about(turn: Turn) -> Reply | None:
    """Show what buyers said about a topic. Return None if the topic names an account."""
    if await which_account.only_one_named(turn, turn.text):
        return None
    return await _said_about_topic(turn)


async def _said_about_topic(turn: Turn) -> Card:
    today = day_of(turn.now, turn.person.zone)
    said = [BuyerWords(turn.text, today)]
    words = words_of(said, turn.playbook.synonyms, without=SMALL_WORDS)
    tenant = turn.person.tenant
    topic = turn.text
    found = await passed_on.about(turn.session, tenant, turn.now, words, QUOTES)
    if not found and (
        meant := await passed_on.corrected_topic(turn.session, tenant, turn.now, topic)
    ):
        topic = meant
        found = await passed_on.about(turn.session, tenant, turn.now, topic.split(), QUOTES)
    return voice_card.about(topic, found, today, turn.person.zone)


_Answers = dict[MarketingSubject, Callable[[Turn], Awaitable[Reply | None]]]
_FOR_EVERYBODY: _Answers = {
    "insights": _newest,
    "figures": _newest,
    "one insight": _newest,
    "readers": _readers,
    "write": insight_form.new,
    "own asks": asks.show_all,
    "competitors": _battlecards,
    "battlecards": _battlecards,
    "exchange": exchange.show,
}
_FOR_MARKETING: _Answers = {
    "insights": insight_desk.desk,
    "figures": insights_used.most_used_first,
    "suggestions": _suggestions,
    "one insight": _how_it_does,
    "drafts": insight_drafts.show,
    "publish": _publish,
    "feeds": feeds.show,
    "add feed": feeds.add_typed,
    "asks": asks.show_all,
    "themes": theme_names.of_marketing,
    "make theme": _make_theme,
    "voice": _said_about,
    "competitors": _competitors,
    "digest": _digest,
}
# A channel can subscribe to news about these subjects. Each value is the tag to subscribe to.
_CHANNEL_TAGS: dict[MarketingSubject, channel_offer.Tag] = {
    "insights": "everything",
    "figures": "everything",
    "asks": "voice",
    "themes": "voice",
    "voice": "voice",
}
# Only for marketers. An admin may also be a rep, whose question may be about an account, a day or a
# team. So we don't answer an admin here.
_FOR_MARKETERS: _Answers = {
    "news": waiting.news,
    "what works": insights_used.most_used_first,
    "their voice": _said_about,
    "summary": exchange.show,
    "best for": _how_it_does,
}
