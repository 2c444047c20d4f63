"""Forget a transcript: the words, the questions about it, and the figures from it."""

from handlers.cards import Reply, card_saying, typed
from handlers.composing import updates
from handlers.features.transcripts import call_labels, shown, words_at_hand
from handlers.registry import Turn
from handlers.views.transcripts import talk_deleted
from storage.conversation import shown_messages
from storage.customers import commitments
from storage.sales_calls import reflections
from storage.sources import fetched_transcripts, measured_calls, open_transcripts
from storage.tables import MeasuredCall, OpenTranscript

NOT_ITS_CALL = "For two days, I'll remember only that the file is not from that call."


async def forget_file(turn: Turn, row: OpenTranscript, sentence: str) -> Reply:
    """Forget a file about which a question is open, and any figures from the file.

    The reply begins with `sentence`. If the rep has said that the file is not from a certain call,
    the reply says that we remember this. If the file has figures, they are deleted, and the reply
    says which data stays about the call that the figures belong to.
    """
    measured = await measured_calls.of_file(turn.session, turn.person, row.digest)
    if measured is not None:
        return await forget_figures(turn, measured, sentence)
    if row.not_call_id is not None:
        sentence = f"{sentence} {NOT_ITS_CALL}"
    await _forget_open(turn, row)
    return card_saying(typed(sentence))


async def forget_figures(turn: Turn, row: MeasuredCall, sentence: str = "") -> Reply:
    """Delete a file's figures, and all else about the file. Say which data about the call stays.

    The reply begins with `sentence`.

    - If the rep has said that the file is not from this call, remember this, so that we don't match
      the file to the call again.
    - If the rep has not said so, stop fetching transcripts of this call.
    """
    about = await call_labels.about_figures(turn, row)
    whose_call = row.tenant, row.call_id, row.person_id
    above = shown.shown_in([row], turn)
    showing = await shown_messages.take(
        turn.session, turn.person, row.call_id, ("figures", "draft")
    )
    others = [one for one in showing if one not in (turn.message, *above.messages)]
    await updates.empty(turn.session, turn.person, others, turn.now)
    opened = await open_transcripts.of_file(turn.session, turn.person, row.digest)
    words_at_hand.drop_words(turn, row.key)
    rejected = opened is not None and opened.not_call_id is not None
    if opened is not None:
        await _forget_open(turn, opened)
    guessed = row.guess is not None
    await measured_calls.forget(turn.session, turn.person, row)
    if not rejected:
        await fetched_transcripts.fetch_no_more(turn.session, turn.person, row.call_id, turn.now)
    reflection = await reflections.of_call(turn.session, *whose_call)
    promised = await commitments.of_call(turn.session, *whose_call)
    card = talk_deleted.forgotten(
        about,
        row.call_id,
        reflected=reflection is not None,
        promises=sum(promise.state != "dropped" for promise in promised),
        guessed=guessed,
        before=sentence,
        after=NOT_ITS_CALL if rejected else "",
    )
    return shown.deleted(card, above)


async def _forget_open(turn: Turn, row: OpenTranscript) -> None:
    """Delete the open question about a file, and the file's words.

    If the rep has said that the file is not from a certain call, keep a row that records only this.
    """
    words_at_hand.drop_words(turn, row.key)
    if row.not_call_id is None:
        await turn.session.delete(row)
        return
    row.key, row.title, row.labels, row.mine, row.call_id = "", "", {}, None, None
    row.starts_at, row.seconds, row.made_at = None, None, turn.now
