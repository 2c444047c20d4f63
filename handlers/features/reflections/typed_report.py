"""Save what a rep types about a recent call as the reflection on that call.

We call such a line a report, for example "good demo but anders wants it on one ward first". If the
call has not ended yet, or if the rep has already written what was heard in it, the line becomes a
note instead (`handlers.features.notes.own_notes`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from handlers import limits
from handlers.cards import Reply
from handlers.coaching.buyer_words.call_judged import judges_call
from handlers.coaching.buyer_words.speaker_labels import is_labelled
from handlers.coaching.buyer_words.speaker_later import names_other_speaker, says_later, speaks
from handlers.coaching.buyer_words.their_words import label_of
from handlers.coaching.buyer_words.whose_words import divided
from handlers.features import colleagues
from handlers.features.customers import account_in_talk, which_account
from handlers.features.customers.short_names import begins_with_short_name
from handlers.features.notes import own_notes
from handlers.features.reflections import call_people, one_line
from handlers.knowledge import situations
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, at, day_of
from handlers.typed import questions_to_attune
from handlers.typed.calls.call_told import tells_of_call
from handlers.typed.customers.short_news import tells_short_news
from handlers.typed.line_kinds import kind_of
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.words import SAID, THEY, bare_words_of, listed
from handlers.views import reflect_cards
from storage.conversation import last_asked
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Contact

# We look at no more than this many calls of today and yesterday that have no reflection.
MAX_CALLS = 10
_MIN_WORDS = 3  # a shorter text is probably a mistyped command, unless it tells news
_ASKS = listed("want wants wanted need needs needed ask asks asked keeps")
# A line without names may answer a question that was posted at most this long ago.
PROMPTED_WITHIN = timedelta(hours=2)


async def answer(turn: Turn, words: str) -> Reply | None:
    """Save a statement about a call as the reflection on the call.

    These are the conditions:

    - The call was today or yesterday, and is over.
    - The call's reflection does not say yet what was heard.
    - The statement names the call's account or a contact there, or comes soon after our question
      about the call (`just_asked`).

    The statement may say who spoke: "jana says they start in May".

    Return None in a channel, if one of the conditions is not met, and for words such as these:

    - words with a speaker's label ("Jana: …")
    - words that the rep calls private
    - words that are only the rep's opinion
    - words that can't be about what happened in the call (`tells_of_call`)
    """
    if turn.place is not None:
        return None
    seated = await reported_call(turn, words)
    if seated is None:
        return None
    line = which_account.without_label(words, seated.account)
    named = bool(await which_account.named_by(turn, words))
    coming = await call_people.attendees(turn, seated)
    reports = _is_report(line, named=named) or _says_who(line, coming)
    if not reports or (not named and await says_colleague_asks(turn, line)):
        return None
    if limits.too_long(line, limits.of_input("heard")):
        return None
    if situations.kind_of(seated, coming, turn.playbook) == "internal":
        return None
    theirs, _ = divided(line, [one.name for one in coming])
    fields = {"heard": line, "goal_reached": reflect_cards.answer_in(line, seated)}
    return await save(turn, seated, fields) if theirs else None


async def save(turn: Turn, seated: Seated, fields: dict[str, str]) -> Reply:
    """Save a report as the reflection on a call, and save the promises in it that name a day.

    `fields` are those of the form in the message after a call. If they lack "goal_reached", the
    question of how the call went stays open.

    If the words say that one person in the call spoke ("mia said …"), this person is saved as the
    speaker. But if somebody else speaks too, or if the words also judge the call ("call was meh"),
    they are saved without a name.
    """
    subject = f"{seated.call.id}:{reflect_cards.REPORT}"
    coming = await call_people.attendees(turn, seated)
    heard = await call_people.with_speaker_first(turn, seated.account, fields["heard"])
    fields = {**fields, "heard": heard}
    spoke = [str(one.id) for one in coming if speaks(heard, one.name)]
    others = any(names_other_speaker(heard, one.name) for one in coming if str(one.id) in spoke)
    spoke = [] if others or judges_call(heard) else spoke
    fields = {**fields, "heard_from": spoke[0] if len(spoke) == 1 else one_line.SOMEBODY}
    return await one_line.save(replace(turn, text=subject, fields=fields))


def _is_report(line: str, *, named: bool) -> bool:
    is_long = len(line.split()) >= _MIN_WORDS or tells_short_news(line)
    if not is_long or not tells_of_call(line, named=named):
        return False
    return _tells(line) and not is_confidential(line)


def _says_who(line: str, coming: Sequence[Contact]) -> bool:
    """Check for "jana says each late pallet is 400 quid", if one person in the call is Jana."""
    named = [one.name for one in coming if speaks(line, one.name)]
    says = not SAID.isdisjoint(bare_words_of(line)[: questions_to_attune.LABEL])
    says = says or (named != [] and says_later(line, named[0]))
    if len(named) != 1 or label_of(line) or is_labelled(line, named[0]):
        return False
    return says and not is_confidential(line)


def _tells(line: str) -> bool:
    """Check for a statement, perhaps followed by what somebody said: "went ok. lund said “no”"."""
    ends = [at for at in (line.find(f"{mark} ") for mark in ".!") if at > 0]
    kind, first = kind_of(line), line[: min(ends)] if ends else ""
    return kind == "note" or (kind == "quote" and first != "" and kind_of(first) == "note")


async def says_colleague_asks(turn: Turn, line: str) -> bool:
    """Check whether a line says what a colleague wants or asks: "tomas wants my forecast"."""
    words = bare_words_of(line)
    if words[1:2] == [] or words[1] not in _ASKS or not THEY.isdisjoint(words):
        return False
    others = await colleagues.names(turn)
    return any(words[0] in bare_words_of(name) for name in others)


async def reported_call(turn: Turn, words: str) -> Seated | None:
    """Return the call that the words are about, or None.

    It must be a call without a reflection, or a call whose reflection says only how the call went.
    """
    waiting = await _waiting(turn)
    if seated := await meant(turn, words, waiting) if waiting else None:
        return seated
    tapped = await _only_tapped(turn)
    return await meant(turn, words, [tapped]) if tapped else None


async def _only_tapped(turn: Turn) -> Seated | None:
    """Return the latest call for which nothing that was heard is on file, if it has a reflection.

    We look at the calls since yesterday. If the latest such call has no reflection at all, return
    None.
    """
    person = turn.person
    last = await own_calls.latest_without_words(
        turn.session, person.tenant, person.id, since=_yesterday(turn), now=turn.now
    )
    return last if last and last.seat.reflected_at else None


async def account_just_asked(turn: Turn) -> Account | None:
    """Return the account of the call that `call_just_asked` finds."""
    seated = await call_just_asked(turn)
    return seated.account if seated else None


async def call_just_asked(turn: Turn) -> Seated | None:
    """Return the call that Attune has just asked about (`just_asked`), if it has no reflection."""
    waiting = await _waiting(turn)
    return await just_asked(turn, waiting) if waiting else None


async def _waiting(turn: Turn) -> Sequence[Seated]:
    person, since = turn.person, _yesterday(turn)
    return await own_calls.without_reflection(
        turn.session, person.tenant, person.id, since=since, now=turn.now, limit=MAX_CALLS
    )


def _yesterday(turn: Turn) -> datetime:
    return at(day_of(turn.now, turn.person.zone) - DAY, time(), turn.person.zone)


async def meant(turn: Turn, words: str, waiting: Sequence[Seated]) -> Seated | None:
    """Return the waiting call with the named account. If the words name none, use `just_asked`."""
    labelled = await own_notes.account_labelled(turn, words)
    named = await which_account.named_by(turn, words)
    named = named | {labelled.id} if labelled else named
    if not named and begins_with_short_name(words):
        return None  # "bw call was fine" is about an account that we don't know by this name
    if not named:
        return await just_asked(turn, waiting)
    of_account = (one for one in waiting if named == {one.account.id})
    return next(of_account, None)


async def just_asked(turn: Turn, waiting: Sequence[Seated]) -> Seated | None:
    """Return the call that we asked about last, if we asked at most `PROMPTED_WITHIN` ago.

    Return None if the rep has just talked about another account.
    """
    posted = await last_asked.prompts(turn.session, turn.person, [one.call.id for one in waiting])
    asked = [one for one in waiting if one.call.id in posted]
    if not asked:
        return None
    seated = max(asked, key=lambda one: posted[one.call.id])
    if turn.now - posted[seated.call.id] > PROMPTED_WITHIN:
        return None
    last = await account_in_talk.current(turn)
    return seated if last is None or last.id == seated.account.id else None
