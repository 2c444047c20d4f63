"""Take a typed answer to the question after a call: "no show", "it went well", "later"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.buyer_words.speaker_labels import names_speaker
from handlers.coaching.buyer_words.their_words import has_quotation
from handlers.coaching.buyer_words.whose_words import may_be_theirs, names_us
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_declined, cancelling
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import own_notes
from handlers.features.reflections import (
    answer_changed,
    call_people,
    named_no_show,
    no_show,
    one_tap,
    typed_report,
    yes_and_report,
)
from handlers.features.reflections.answer_changed import ANSWER_IDS
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.typed.calls.prompt_answers import (
    PromptAnswer,
    answer_and_line,
    cancel_answer,
    how_it_went,
    is_bare,
    prompt_answer,
)
from handlers.typed.line_kinds import kind_of
from handlers.views import reflect_cards
from storage.choices import MISSED
from storage.conversation import drafts, last_asked, offers
from storage.conversation.offers import Offer
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated

OFFERED = 4  # we offer at most this many calls to choose from
SHORTLY = timedelta(hours=12)  # a bare "no" is about a call that began at most this long ago
_TAPS: Mapping[PromptAnswer, str] = {**ANSWER_IDS, "missed": MISSED}
# If the words after an answer are of these kinds, we don't keep them as what was said in the call:
# "it went well, remind me to call Jana".
_NO_LINE = ("question", "command", "crm", "label")
NO_CALL = "You have no past calls on file. To add one, say when it was: “Northwind today 10:00”."
LATER = "All right, nothing is saved. The buttons above still work, and /reflect opens the form."


async def answer(turn: Turn) -> Reply | None:
    """Do what the button for the typed answer does. If several calls may be meant, ask which.

    - If the last message offered to keep a line or to cancel a call, "yes" accepts the offer. Other
      words close it.
    - "Alder went well, they want pricing" says how the call with Alder went. "They want pricing" is
      kept.
    - A bare "no" is saved only if we posted a question about a call. Then it is the answer to this
      question.

    Return None in these cases:

    - The message is not in the person's own chat.
    - The text is not an answer.
    - The answer means nothing without a question ("no"), and no question was posted. `_answer_bare`
      has the exceptions.
    """
    if turn.place is not None:
        return None
    said = prompt_answer(turn.text)
    offered = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if offered and offered.is_undo:
        # `handlers.features.typed_lines.just_kept` has already answered the lines that take back
        # what was kept, so this line is another one. We set the offer to undo aside: from now on,
        # only the word "undo" takes back what was kept. But if a call was moved, the offer stays
        # open, because words such as "no thursday" can correct the new time.
        if offered.changed_call is None:
            await offers.set_aside(turn.session, turn.person)
        offered = None
    answered = cancel_answer(turn.text) if offered and cancelling.is_offer(offered) else None
    # "Keep it" accepts an offered note, but declines the offer to cancel a call.
    said = "no" if answered == "no" else said
    if said is None:
        if offered and answered:  # "wait no dont"
            return await _answer_offer(turn, offered, answered)
        await _close_offer(turn, offered)
        return (
            await _told_how_it_went(turn)
            or await _answered_with_line(turn)
            or await yes_and_report.answer(turn)
            or await named_no_show.answer(turn)
        )
    within = SHORTLY if is_bare(turn.text, said) else REFLECT_WITHIN
    person = turn.person
    asked = await own_calls.without_reflection(
        turn.session, person.tenant, person.id, since=turn.now - within, now=turn.now, limit=OFFERED
    )
    posted = await last_asked.prompts(turn.session, person, [one.call.id for one in asked])
    if offered and any(at > offered.made_at for at in posted.values()):
        offered = None
    if offered and said in ("yes", "no", "later"):
        return await _answer_offer(turn, offered, said)
    await _close_offer(turn, offered)
    if is_bare(turn.text, said):
        return await _answer_bare(turn, said, asked, {} if offered else posted)
    return await _reported(turn, asked, said)


async def _told_how_it_went(turn: Turn) -> Reply | None:
    """Answer a line such as "alder went well" or "alder went well, they want pricing".

    If the line names an account, it is about the account's call that waits for an answer. If no
    call with the account waits for an answer:

    - "Alder went well" is about the latest call with Alder.
    - "Alder went well, they want pricing" becomes a note, so return None. We don't add the words to
      the reflection on the latest call, because colleagues may already be reading it.

    Also return None if the line does not say how one call went.
    """
    about, said, rest = how_it_went(turn.text) or ("", None, "")
    words = rest or about
    if said is None or (words and kind_of(words) in _NO_LINE):
        return None
    person = turn.person
    asked: Sequence[Seated] = await own_calls.without_reflection(
        turn.session,
        person.tenant,
        person.id,
        since=turn.now - REFLECT_WITHIN,
        now=turn.now,
        limit=OFFERED,
    )
    if about:
        asked = await _calls_with(turn, about, asked, or_held=not rest)
        if not asked:
            return None
    if not rest:
        return await _reported(turn, asked, said)
    seated = asked[0] if len(asked) == 1 else await typed_report.meant(turn, rest, asked)
    if seated is None or await which_account.named_by(turn, rest) - {seated.account.id}:
        return None  # "brightwater went well, halden didn't" is about two calls
    heard = await _words_to_keep(turn, seated, rest)
    return await _saved(turn, seated, said, heard)


async def _words_to_keep(turn: Turn, seated: Seated, rest: str) -> str:
    """Return what to keep of "alder went badly, long silences". `rest` is "long silences".

    If `rest` alone could be mistaken for a customer's words, keep the whole line. In all other
    cases, keep only `rest`.
    """
    attendees = await call_people.attendees(turn, seated)
    there = await call_people.known_there(turn, seated, attendees)
    says_who = any(names_speaker(rest, name) for name in there.people) or has_quotation(rest)
    is_own = not says_who and not names_us(rest) and may_be_theirs(rest, *there)
    return turn.text.strip() if is_own else rest


async def _answered_with_line(turn: Turn) -> Reply | None:
    """Take "good. irina said evenings are chaos" as the answer to a question that was posted.

    If the line names an account, the answer is about the call with this account. Otherwise, it is
    about the call of the question that was posted last. "Yes. irina said …" answers only a
    question about a goal. Return None if the line is not such an answer, or if it answers no open
    question.
    """
    said, line = answer_and_line(turn.text) or (None, "")
    if said is None or kind_of(line) in _NO_LINE:
        return None
    person = turn.person
    asked = await own_calls.without_reflection(
        turn.session,
        person.tenant,
        person.id,
        since=turn.now - SHORTLY,
        now=turn.now,
        limit=OFFERED,
    )
    posted = await last_asked.prompts(turn.session, person, [one.call.id for one in asked])
    named = await which_account.named_by(turn, line)
    open_now = [
        one for one in asked if one.call.id in posted and (not named or one.account.id in named)
    ]
    open_now = [one for one in open_now if one.seat.goal or said not in ("yes", "no")]
    if not open_now:
        return None
    seated = max(open_now, key=lambda one: posted[one.call.id])
    return await _saved(turn, seated, said, line)


async def _saved(turn: Turn, seated: Seated, said: PromptAnswer, heard: str) -> Reply:
    """Save the words and the answer `said`.

    If the line says whether the call's goal was reached, save that as the answer instead. "Went
    well" alone does not say it. So for "went well" about a call with a goal, save only the words,
    and let the reply ask about the goal.
    """
    answer: str = reflect_cards.answer_in(turn.text, seated)
    if not answer and not (said == "good" and seated.seat.goal):
        answer = _TAPS[said]
    return await typed_report.save(turn, seated, {"heard": heard, "goal_reached": answer})


async def _calls_with(
    turn: Turn, about: str, asked: Sequence[Seated], *, or_held: bool
) -> Sequence[Seated]:
    """Return the calls in `asked` with this account.

    If there are none and `or_held` is true, return the latest call with the account.
    """
    person, account = turn.person, await which_account.on_file(turn, about)
    if account is None:
        return ()
    waiting = [one for one in asked if one.account.id == account.id]
    if waiting or not or_held:
        return waiting
    since = turn.now - REFLECT_WITHIN
    held = await own_calls.latest_started(
        turn.session, person.tenant, person.id, account.id, since=since, now=turn.now
    )
    return (held,) if held else ()


async def keep_offered(turn: Turn) -> Reply | None:
    """Answer "keep it" after an offer to keep a line or to cancel a call.

    Return None if no offer is open.
    """
    offered = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if offered is None or offered.is_undo:
        return None
    # "Keep it" after "Shall I cancel your call?" means that the call stays.
    return await _answer_offer(turn, offered, "no" if cancelling.is_offer(offered) else "yes")


async def declined(turn: Turn) -> Reply | None:
    """Read "never mind" as "no" to an offer to keep a line, or to a question about calls.

    Return None if no such offer or question is open.
    """
    if stays := await call_declined.close(turn):
        return stays
    offered = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if offered is None or offered.is_undo or turn.place is not None:
        return None
    return await _answer_offer(turn, offered, "no")


async def _close_offer(turn: Turn, offered: Offer | None) -> None:
    if offered:
        await offers.close(turn.session, turn.person)


async def _answer_offer(turn: Turn, offered: Offer, said: PromptAnswer) -> Reply:
    """Accept or decline the open offer: to keep a line, or to cancel a call."""
    if cancelling.is_offer(offered):
        return await cancelling.answered(turn, offered, yes=said == "yes")
    if said != "yes":
        await offers.close(turn.session, turn.person)
        return card_saying(own_notes.NOT_KEPT)
    subject, _, picked = offered.about.rpartition(":")
    fields = {"heard": offered.words, "heard_from": picked}
    return await own_notes.keep(replace(turn, text=subject, fields=fields))


async def _answer_bare(
    turn: Turn, said: PromptAnswer, asked: Sequence[Seated], posted: Collection[int]
) -> Reply | None:
    """Answer "no", "meh" or "later". Save nothing about a call whose question was not posted.

    `asked` are the calls without a reflection. `posted` has the ids of the calls whose question was
    posted.

    If no question was posted:

    - If `asked` has exactly one call, and the answer is not "later", show the question about it.
    - In all other cases, return None.
    """
    open_now = [one for one in asked if one.call.id in posted]
    if not open_now and len(asked) == 1 and said != "later":
        return reflect_cards.prompt(asked[0], turn.playbook, asker_calls.when(turn, asked[0]))
    if open_now and said == "later":
        return card_saying(LATER)
    return await _reported(turn, open_now, said) if open_now else None


async def _reported(turn: Turn, asked: Sequence[Seated], said: PromptAnswer) -> Reply | None:
    """Save the answer for the only open question. If several are open, ask which call is meant.

    If no question is open, change the answer that was just saved. If there is no answer to change,
    offer the reflection on the latest call.
    """
    if said == "missed" and (noted := await _missed_after_line(turn)):
        return noted
    if not asked:
        changed = await answer_changed.change_to(turn, said) if said in ANSWER_IDS else None
        return changed or await _offer_latest(turn)
    if len(asked) > 1:
        just = await typed_report.just_asked(turn, asked) if said == "missed" else None
        if just is None:
            return _which(turn, asked, said)
        asked = [just]
    if said in ("yes", "no") and not asked[0].seat.goal:
        return reflect_cards.prompt(asked[0], turn.playbook, asker_calls.when(turn, asked[0]))
    return await _tapped(turn, asked[0], said)


async def _tapped(turn: Turn, seated: Seated, said: PromptAnswer) -> Reply:
    """Save the answer as a tap on its button does.

    If the call had a goal, and the words only say how the call went, the reply says which answer we
    saved.
    """
    card = await one_tap.tap(replace(turn, text=f"{seated.call.id}:{_TAPS[said]}"))
    if said not in ("good", "mixed", "bad") or not seated.seat.goal or not isinstance(card, Card):
        return card
    return reflect_cards.taken_as(card, seated, ANSWER_IDS[said], turn.text, turn.playbook)


async def _missed_after_line(turn: Turn) -> Reply | None:
    """If the person has just typed a line about a call, record that nobody came to the call.

    Return None if there is no such line.
    """
    held = await account_in_talk.just_ended(turn)
    if held is None or held.seat.reflected_at is None:
        return None
    current = await account_in_talk.current(turn)
    is_meant = current is not None and current.id == held.account.id
    return await no_show.instead_of_line(turn, held) if is_meant else None


async def _offer_latest(turn: Turn) -> Card:
    """Offer the reflection on the latest call, because no call waits for an answer."""
    last = await asker_calls.latest(turn)
    if last is None:
        return card_saying(NO_CALL)
    name, answered = shortened(last.account.name, 40), last.seat.reflected_at is not None
    lead = f"Your last call was with {name}, {asker_calls.when(turn, last)}."
    lead = f"{lead} You have already said how it went." if answered else f"{lead} Was it that one?"
    label = "Change my answers" if answered else "Reflect"
    button = Button(label, "reflect.open", str(last.call.id), about=name, beside=True)
    return card_saying(typed(lead), Buttons((button,)))


def _which(turn: Turn, asked: Sequence[Seated], said: PromptAnswer) -> Card:
    lead = f"“{turn.text.strip()}”: for which call?"
    buttons = tuple(
        Button(
            f"{shortened(one.account.name, 20)}, {asker_calls.when(turn, one)}",
            "reflect.tap",
            f"{one.call.id}:{_TAPS[said]}",
        )
        for one in asked
    )
    return card_saying(typed(lead), Buttons(buttons))
