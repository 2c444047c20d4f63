"""Answer "whats the discount limit" with what colleagues told the rep about an account."""

from collections.abc import Sequence

from handlers.cards import Block, Quote
from handlers.coaching.promises.promise_signs import share_said
from handlers.coaching.text.words import shortened
from handlers.features.asked.on_account import OnAccount
from storage.team import help_requests

SHOWN = 3
LONGEST = 300  # characters of an answer


async def blocks(on: OnAccount, topic: Sequence[str]) -> list[Block]:
    """Show the newest answers about the topic: its words are in the answer or in the question.

    We look through two kinds of answers:

    - The rep asked a colleague for help on a call with the account, and the colleague answered.
    - The rep asked marketing something about the account, and marketing answered.
    """
    words, person = " ".join(topic), on.turn.person
    if not words:
        return []
    ids = await help_requests.ids_by(on.turn.session, person)
    asked = (await help_requests.by_ids(on.turn.session, ids)).values()
    helped = [
        (one.request.answer, one.helper.name)
        for one in reversed([*asked])
        if one.state == "answered" and one.account.id == on.account.id
        if share_said(f"{one.request.question} {one.request.answer}", words)
    ]
    of_marketing = [
        (one.note.text, f"{one.by} (marketing)")
        for one in on.facts.answers
        if share_said(f"{one.ask.line} {one.note.text}", words)
    ]
    found = [*helped, *of_marketing][:SHOWN]
    return [Quote(shortened(said, LONGEST), who) for said, who in found]
