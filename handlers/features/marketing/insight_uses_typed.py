"""Save what a rep says about the use of an insight: “used the Routely insight, worked”."""

from collections.abc import Mapping, Sequence

from handlers.cards import Block, Card, Paragraph, Reply, card_saying, spans
from handlers.features.customers import which_account
from handlers.features.marketing import insight_search, insight_uses
from handlers.registry import Turn
from handlers.typed.marketing.insight_use_said import InsightUseSaid, insight_use_said
from storage.choices import Verdict
from storage.conversation import offers
from storage.marketing import insight_uses as stored
from storage.tables import Account, Insight

SHOWN = 4
NOTED: Mapping[Verdict, str] = {
    "used": "Noted: you used it.",
    "landed": "Noted: it landed.",
    "flopped": "Noted: it fell flat.",
    "not_used": "Noted: you didn't use it.",
}
WHICH = "Which insight do you mean? Nothing is saved yet."


async def answer(turn: Turn) -> Reply | None:
    """Save what a rep says about an insight.

    It counts for the rep's latest call for which Attune showed the insight. If several insights
    fit, ask which insight is meant.

    Return None in a channel, and for a line that is about something else. Also return None if no
    insight or account fits.
    """
    said = insight_use_said(turn.text) if turn.place is None else None
    if said is None:
        return None
    account = await which_account.on_file(turn, said.account) if said.account else None
    if said.account and account is None:
        return None
    found = await insight_search.found_with_every_word(turn, said.topic)
    if len(found) == 1:
        return await _saved(turn, said, found[0], account)
    return await _which(turn, found[:SHOWN], account) if found else None


async def _saved(
    turn: Turn, said: InsightUseSaid, found: Insight, account: Account | None
) -> Reply:
    call_id = await _latest_call_id(turn, found, account)
    await insight_uses.save_verdict(turn, found.id, call_id, said.verdict)
    # A typed "undo" can't undo this, and must not undo an earlier change either.
    await offers.close_undo(turn.session, turn.person, turn.now)
    seen = insight_uses.who_sees(turn, found, "that, without your name")
    lead = f"{NOTED[said.verdict]} {seen}"
    return card_saying(lead, *insight_uses.landed_question(found, call_id))


async def _which(turn: Turn, found: Sequence[Insight], account: Account | None) -> Card:
    blocks: list[Block] = [Paragraph(spans(WHICH))]
    for one in found:
        blocks += insight_uses.landed_question(one, await _latest_call_id(turn, one, account))
    return Card(WHICH, tuple(blocks))


async def _latest_call_id(turn: Turn, found: Insight, account: Account | None) -> int:
    about = account.id if account else None
    return await stored.latest_call(turn.session, turn.person, found.id, turn.now, about)
