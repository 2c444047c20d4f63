"""Take a typed answer to the question after a call: "no show", "it went well", "later"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import own_notes
from handlers.features.calls import cancelling
from handlers.features.reflections import one_tap
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.times import format_absolute
from handlers.typed.prompt_answers import PromptAnswer, is_bare, prompt_answer
from handlers.views import reflect_cards
from storage import drafts, last_asked, own_calls
from storage.choices import MISSED
from storage.drafts import Offer
from storage.own_calls import Seated

OFFERED = 4
SHORTLY = timedelta(hours=12)  # a bare "no" counts only for a call that began at most this long ago
_TAPS: Mapping[PromptAnswer, str] = {
    "missed": MISSED,
    "good": "yes",
    "mixed": "partly",
    "bad": "no",
    "yes": "yes",
    "no": "no",
}
LATER = "All right, nothing is saved. The buttons above still work, and /reflect opens the form."


async def answer(turn: Turn) -> Reply | None:
    """Do what the button with the typed answer does. If several questions are open, ask which.

    If the last message offered to keep a line or to cancel a call, "yes" does it, and any other
    words close the offer. Otherwise, a word such as "no" answers the question after a call only if
    the question was posted. Return None if the words are no such answer, if the message is not in
    the person's own chat, or if no question is open.
    """
    if turn.place is not None:
        return None
    said = prompt_answer(turn.text)
    offered = await drafts.offered(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if said is None:
        await _close(turn, offered)
        return None
    within = SHORTLY if is_bare(turn.text, said) else REFLECT_WITHIN
    person = turn.person
    asked = await own_calls.waiting(
        turn.session, person.tenant, person.id, since=turn.now - within, now=turn.now, most=OFFERED
    )
    posted = await last_asked.prompts(turn.session, person, [one.call.id for one in asked])
    if offered and any(at > offered.made_at for at in posted.values()):
        offered = None
    if offered and said in ("yes", "no", "later"):
        return await _of_offer(turn, offered, said)
    await _close(turn, offered)
    if is_bare(turn.text, said):
        return await _bare(turn, said, asked, {} if offered else posted)
    return await _reported(turn, asked, said)


async def keep_offered(turn: Turn) -> Reply | None:
    """Answer "keep it" after an offer to keep a line or to cancel a call.

    Return None if no offer is open.
    """
    offered = await drafts.offered(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if offered is None:
        return None
    # "Keep it" after "Shall I cancel your call?" means that the call stays.
    return await _of_offer(turn, offered, "no" if cancelling.is_offer(offered) else "yes")


async def _close(turn: Turn, offered: Offer | None) -> None:
    if offered:
        await drafts.close_offer(turn.session, turn.person)


async def _of_offer(turn: Turn, offered: Offer, said: PromptAnswer) -> Reply:
    if cancelling.is_offer(offered):
        return await cancelling.answered(turn, offered, yes=said == "yes")
    if said != "yes":
        await drafts.close_offer(turn.session, turn.person)
        return Card(own_notes.NOT_KEPT, (Paragraph(spans(own_notes.NOT_KEPT)),))
    subject, _, picked = offered.about.rpartition(":")
    fields = {"heard": offered.words, "heard_from": picked}
    return await own_notes.keep(replace(turn, text=subject, fields=fields))


async def _bare(
    turn: Turn, said: PromptAnswer, asked: Sequence[Seated], posted: Collection[int]
) -> Reply | None:
    """Answer "no", "meh" or "later". Save nothing about a call whose question was not posted."""
    open_now = [one for one in asked if one.call.id in posted]
    if not open_now and len(asked) == 1 and said != "later":
        return reflect_cards.prompt(asked[0], turn.playbook, _when(turn, asked[0]))
    if open_now and said == "later":
        return Card(LATER, (Paragraph(spans(LATER)),))
    return await _reported(turn, open_now, said)


async def _reported(turn: Turn, asked: Sequence[Seated], said: PromptAnswer) -> Reply | None:
    if not asked:
        return None
    if len(asked) > 1:
        return _which(turn, asked, said)
    if said in ("yes", "no") and not asked[0].seat.goal:
        return reflect_cards.prompt(asked[0], turn.playbook, _when(turn, asked[0]))
    return await one_tap.tap(replace(turn, text=f"{asked[0].call.id}:{_TAPS[said]}"))


def _which(turn: Turn, asked: Sequence[Seated], said: PromptAnswer) -> Card:
    lead = f"“{turn.text.strip()}”: for which call?"
    buttons = tuple(
        Button(
            f"{shortened(one.account.name, 20)}, {_when(turn, one)}",
            "reflect.tap",
            f"{one.call.id}:{_TAPS[said]}",
        )
        for one in asked
    )
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons(buttons)))


def _when(turn: Turn, seated: Seated) -> str:
    zone = turn.person.zone
    return format_absolute(seated.call.starts_at, now=turn.now, zone=zone, own=zone)
