"""Answer a rep's question about selling, such as "any case study on pricing?", with insights."""

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.words import shortened, singular
from handlers.features.access import may_publish
from handlers.features.customers import which_account
from handlers.features.marketing import insight_search
from handlers.features.typed_lines import no_notes
from handlers.registry import Turn
from handlers.typed.marketing.topics_asked import (
    asks_material,
    topic_alone,
    topic_asked,
    without_purpose,
)
from handlers.views.marketing import insight_cards
from storage.tables import Account


async def answer(turn: Turn) -> Reply | None:
    """Show the insights about the topic of a question. If there are none, say so.

    Return None in these cases:

    - The message asks nothing about a topic, or is from a channel.
    - The topic is the name of an account on file, and the question does not ask for an insight.
    - There are no insights about the topic, and it names an account: "the price at Northwind".
    """
    topic = without_purpose(topic_asked(turn.text)) if turn.place is None else ""
    if not topic:
        return None
    account = await which_account.only_one_named(turn, turn.text)
    if await which_account.on_file(turn, topic) is not None:
        return await _for_account(turn, account) if account and asks_material(turn.text) else None
    if found := await insight_search.about(turn, topic, account=account):
        return found
    if await which_account.only_one_named(turn, topic):
        return None
    fits = await _of_industry(turn, account) if account and asks_material(turn.text) else None
    return fits or await _nothing_about(turn, topic)


async def _of_industry(turn: Turn, account: Account) -> Card | None:
    """Show the insights for the account's industry. Return None if there are none."""
    name, industry = shortened(account.name, 40), account.industry.strip()
    found = await insight_search.of_industry(turn, industry) if industry else []
    return insight_cards.listed(f"For {name}, {industry}", found) if found else None


async def _for_account(turn: Turn, account: Account) -> Card:
    """Answer "any insight for northwind" with the insights for the account's industry."""
    if found := await _of_industry(turn, account):
        return found
    name, industry = shortened(account.name, 40), account.industry.strip()
    if not industry:
        lead = f"The industry of {name} is not on file, so I can't tell which insights fit."
        return card_saying(typed(lead))
    return await _nothing_about(turn, industry)


async def alone(turn: Turn) -> Card | None:
    """Show the insights about a topic that stands alone: "night shifts".

    If there are no insights, say so to a person who may publish insights, but only if at least one
    word of the topic is a common word. "qwerty asdf" has no common word.

    Return None in these cases:

    - The message is not a topic alone, or is from a channel.
    - The topic names an account.
    - There are no insights, and we don't say so.
    """
    topic = topic_alone(turn.text) if turn.place is None else ""
    if not topic or await which_account.named_by(turn, topic):
        return None
    if found := await insight_search.about(turn, topic, whole=True):
        return found
    has_words = any(is_common(singular(word)) for word in topic.lower().split())
    return await _nothing_about(turn, topic) if may_publish(turn.person) and has_words else None


async def _nothing_about(turn: Turn, topic: str) -> Card:
    lead = f"Marketing has published nothing about “{shortened(topic, 60)}” yet."
    if may_publish(turn.person):
        buttons: tuple[Button, ...] = (Button("Write an insight", "insight.new"),)
    else:
        passes, _ = await no_notes.passing(turn, turn.text)
        buttons = (*passes, Button("Suggest an insight", "insight.new"))
    return card_saying(typed(lead), Buttons(buttons))
