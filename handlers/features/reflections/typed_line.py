"""If a rep types a line that is not a request, offer to keep the line for an account.

If a line names no account, we take the account of a call that has just ended, or the account that
the last message was about.
"""

from handlers.cards import Card, Reply
from handlers.features import asker_calls
from handlers.features.customers import account_in_talk, which_account
from handlers.features.customers.account_in_talk import JUST_ENDED
from handlers.features.notes import note_kept, own_notes
from handlers.features.reflections import call_people
from handlers.knowledge import situations
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.typed.calls.call_told import tells_of_call
from handlers.typed.going_on import goes_on
from handlers.typed.line_kinds import is_kept, kind_of
from handlers.typed.notes_and_promises import noted_words
from handlers.typed.questions_to_attune import is_their_question
from handlers.typed.words import SAID, THEY, bare_words_of
from storage.conversation import last_about
from storage.conversation.last_about import LATELY
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

MAX_ACCOUNTS = 5  # offer at most this many accounts for a line that names none
WHICH, CALLS_HINT = "Which account?", "Your latest and next calls"
_THEIR_WORDS = frozenset(("you", "your", "we", "us", "our"))  # "you are too expensive for us"
MIN_WORDS = 2  # a shorter text is more often a mistyped command


async def offer(turn: Turn, words: str) -> Reply | None:
    """Keep a line for an account, or ask whether to keep it and for which account.

    We take the account of `waiting_call`. If no call waits for a line, and the words say what the
    customer asked, we take the account of the latest call.

    If the words name several accounts, we ask which account they are about. If the words name no
    account, `_unnamed` decides.

    Return None in these cases:

    - The line was typed outside the person's own chat.
    - The line has fewer than `MIN_WORDS` words, or is neither a quote nor a note.
    - We find no call, or only an internal call.
    - The line names an account, but not the account of the call.
    """
    if turn.place is not None or len(words.split()) < MIN_WORDS or not is_kept(words):
        return None
    seated = await waiting_call(turn) or await _last_call(turn, words)
    if seated is None:
        return None
    labelled = await own_notes.account_labelled(turn, words)
    named = {labelled.id} if labelled else await which_account.named_by(turn, words)
    if len(named) > 1:
        return await own_notes.ask_which(turn, words)
    if named and seated.account.id not in named:
        return None
    if not named:
        return await _unnamed(turn, words, seated)
    return await _of_call(turn, words, seated, named=True)


async def _unnamed(turn: Turn, words: str, seated: Seated) -> Reply | None:
    """Keep or offer a line that names no account.

    The line may be about the call in `seated` or about another account. Return None for a note that
    does not come from a call, such as "its wednesday not thursday".
    """
    if _is_not_from_call(words):
        return None
    other = await _for_other_account(turn, words, seated)
    return other or await _of_call(turn, words, seated, named=False)


def _is_not_from_call(words: str) -> bool:
    """Check whether a line is a note, is not in a customer's words, and is not about a call.

    For example: "its wednesday not thursday".
    """
    is_line = "\n" not in words and len(words.split()) > MIN_WORDS and kind_of(words) == "note"
    may_be_theirs = not _THEIR_WORDS.isdisjoint(bare_words_of(words))
    return is_line and not may_be_theirs and not tells_of_call(words, named=False)


async def waiting_call(turn: Turn) -> Seated | None:
    """Return the latest call of the last `REFLECT_WITHIN` that waits for a line, or None.

    A call waits for a line until the rep has noted something that was said in it.
    """
    return await own_calls.latest_without_words(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=turn.now - REFLECT_WITHIN,
        now=turn.now,
    )


async def _last_call(turn: Turn, words: str) -> Seated | None:
    """Return the latest call if the words say what somebody asked.

    Return None for any other words, or if the call started longer than `REFLECT_WITHIN` ago.
    """
    bare = bare_words_of(words)
    asked = bare[0] in THEY and not SAID.isdisjoint(bare[1:3])
    if not (asked or is_their_question(words)):
        return None
    last = await asker_calls.latest(turn)
    return last if last and last.call.starts_at >= turn.now - REFLECT_WITHIN else None


async def noted(turn: Turn) -> Card | None:
    """Keep "note northwind: Jana is new" as the rep's own note.

    If the note names no account, we take the account that came up last. If no account came up, or
    if the note names several accounts, we ask which account the note is about.

    Return None in these cases:

    - `noted_words` finds no note in the line, or the line was typed outside the person's own chat.
    - There are words between "note" and the colon, but they do not name exactly one account.
    - We need to ask for the account, but there are no accounts to choose from.
    """
    about, words = noted_words(turn.text) if turn.place is None else ("", "")
    if not words:
        return None
    account = await which_account.only_one_named(turn, about or words)
    if account is None and about:
        return None
    if account is None and (which := await own_notes.ask_which(turn, words)):
        return which
    account = account or await account_in_talk.current(turn)
    if account is None:
        among = await likely(turn)
        return (
            own_notes.which_one(words, among, WHICH, CALLS_HINT, own_notes.NONE) if among else None
        )
    return await note_kept.keep(turn, account, words)


async def _of_call(turn: Turn, words: str, seated: Seated, *, named: bool) -> Reply | None:
    """Keep or offer a line for the account of a call. Return None for an internal call."""
    coming = await call_people.attendees(turn, seated)
    if situations.kind_of(seated, coming, turn.playbook) == "internal":
        return None
    return await own_notes.offer(turn, seated.account, words, seated, named=named)


async def _for_other_account(turn: Turn, words: str, seated: Seated) -> Reply | None:
    """Keep or offer a line that may be about an account other than `seated.account`.

    The line names no account. The account that came up last decides:

    - The account of the call: return None, because the line is about the call.
    - Another account: offer to keep the line for that account if the line begins with a word such
      as "also", or if more than `JUST_ENDED` has passed since the end of the call. In all other
      cases, ask which account is meant.
    - No account came up lately: return None if the call ended within the last `JUST_ENDED`. If the
      call ended before that, ask which account is meant.
    """
    ended = seated.call.ended_at or seated.call.ends_at
    just = turn.now - ended <= JUST_ENDED
    adds = goes_on(words) == "adds"  # "also …" is about the account of the line before
    last = await last_about.account_of(turn.session, turn.person, turn.now - LATELY)
    last = await account_in_talk.current(turn) if adds else last
    if last and (adds or not just) and last.id != seated.account.id:
        return await own_notes.offer(turn, last, words, await asker_calls.latest(turn, last))
    if (just and last is None) or (last and last.id == seated.account.id):
        return None
    among = await likely(turn)
    return own_notes.which_one(words, among, WHICH, CALLS_HINT, own_notes.NONE)


async def likely(turn: Turn) -> list[Account]:
    """Return the accounts of the person's latest and next calls, at most `MAX_ACCOUNTS`."""
    session, person, now = turn.session, turn.person, turn.now
    whose = session, person.tenant, person.id
    latest = await own_calls.planned_for(*whose, since=now - REFLECT_WITHIN, until=now)
    ahead = await own_calls.planned_for(*whose, since=now, limit=MAX_ACCOUNTS)
    past = {one.account.id: one.account for one in reversed(latest)}
    coming = {one.account.id: one.account for one in ahead}
    first = dict([*[*past.items()][: MAX_ACCOUNTS - 2], *[*coming.items()][:2]])
    return [*(first | past | coming).values()][:MAX_ACCOUNTS]
