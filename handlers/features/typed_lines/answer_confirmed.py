"""Send the answer or reply that somebody has just typed, once they confirm it.

- Attune has kept a typed answer, and asked “Is this your answer?”. The person types "yes, send it".
- Attune has offered to send a rep's reply to marketing. The rep types "send it".
"""

from dataclasses import replace

from handlers.cards import Reply, card_saying
from handlers.features.marketing import reply_offer, typed_asks
from handlers.features.reflections import typed_line
from handlers.features.team import typed_help
from handlers.registry import Turn
from handlers.typed.send_words import SendSaid, says_send
from handlers.typed.words import first_name
from storage.conversation import answer_drafts, drafts
from storage.marketing import asks
from storage.team import help_requests
from storage.workspace import people

WHICH = "Press the button below the question that you are answering. Nothing has been sent yet."


async def answer(turn: Turn) -> Reply | None:
    """Send what the person has just typed: an answer, or a rep's reply to marketing.

    If the answer fits several questions, send nothing and say that a button is needed.

    Return None in these cases:

    - The message is in a channel, or does not ask to send anything.
    - The person has typed no answer or reply that could be sent.
    - The message is a bare "yes" while Attune waits to hear how a call went, because the "yes" may
      be about the call.
    - The message names another recipient: "send it to anna" when Ben asked.
    """
    said = says_send(turn.text) if turn.place is None else None
    if said is None:
        return None
    since = turn.now - drafts.ANSWERED_WITHIN
    draft = await answer_drafts.just_kept(turn.session, turn.person, since)
    if draft is None and not said.bare:
        return await _reply_sent(turn, said)
    if draft is None or (said.bare and await typed_line.waiting_call(turn)):
        return None
    to, ids, written = answer_drafts.meant(draft)
    if len(ids) > 1:
        return card_saying(WHICH)
    if said.to and said.to != await _asker(turn, to, ids[0]):
        return None
    named = f":{written}" if written else ""
    feature = typed_asks.send if to == "ask" else typed_help.send
    return await feature(replace(turn, text=f"{draft.id}:{ids[0]}{named}"))


async def _reply_sent(turn: Turn, said: SendSaid) -> Reply | None:
    """Send marketing the reply that the rep has just typed.

    Return None if there is no such reply, or if the message names another recipient.
    """
    since = turn.now - drafts.ANSWERED_WITHIN
    draft = await answer_drafts.waiting_reply(turn.session, turn.person, since)
    ask_id = int(draft.about) if draft else 0
    ask = await asks.by_id(turn.session, turn.person.tenant, ask_id)
    if draft is None or ask is None:
        return None
    if said.to and said.to not in (
        "marketing",
        first_name(await reply_offer.last_writer(turn, ask)),
    ):
        return None
    return await reply_offer.send(replace(turn, text=str(draft.id)))


async def _asker(turn: Turn, to: str, row_id: int) -> str:
    """Return the first name of the person who asked, or "" if they asked anonymously.

    `row_id` is the id of an ask to marketing if `to` is "ask", and otherwise of a help request.
    """
    if to == "ask":
        ask = await asks.by_id(turn.session, turn.person.tenant, row_id)
        author = ask.author_id if ask and ask.named else 0
        names = await people.names_of(turn.session, turn.person.tenant, {author})
        return first_name(names.get(author, ""))
    waiting = await help_requests.waiting_for(turn.session, turn.person)
    return next((first_name(one.asker.name) for one in waiting if one.request.id == row_id), "")
