"""Recognise requests to keep calls private, or to open them: "keep the Alder call private"."""

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import listed

MAX_WORDS = 14  # how many words such a request may have
_KEEPS = listed("keep hide make")
_CALL = listed("call meeting calls meetings")
_STATES = listed("private secret hidden")
_PRIVATE = _STATES | listed("myself from")
_BESIDE = listed("please this that it my our the a i have with on at in to for")
_AROUND_CALL = _KEEPS | _CALL | _PRIVATE | _BESIDE
_SHOWS = listed("show tell")
_NO_READERS = listed("me us up")  # "don't show up to calls", "don't tell me about my call"
_LISTS = listed("list lists agenda calendar home view")  # "hide the call from my list"
_NAME = 6  # how many words may name an account and a time
_THAT = listed("it that this them all everything notes note the my one")


def keeps_calls(text: str) -> bool:
    """Match "hide my calls from tomas", "dont show tomas my call", "nobody may see my call".

    The request may follow the call: "the wed call with northwind, keep this call to myself".
    """
    return any(_keeps_calls(part) for part in (text, text.rpartition(",")[2]))


def keeps_account(text: str) -> bool:
    """Match "keep northwind to myself".

    The words before "to myself" may be something other than an account.
    """
    words = written_out_words(text)
    words = words[1:] if words[:1] == ["please"] else words
    named = words[1:-2]
    is_kept = words[:1] in (["keep"], ["hide"]) and words[-2:] == ["to", "myself"]
    return is_kept and 0 < len(named) <= _NAME and not _THAT.issuperset(named)


def _keeps_calls(text: str) -> bool:
    """Match "hide my calls from tomas". The text must begin with the request."""
    words = written_out_words(text)
    if not 0 < len(words) <= MAX_WORDS or _CALL.isdisjoint(words):
        return False
    words = words[1:] if words[0] == "please" else words
    if words[:1] == ["nobody"] or words[:2] == ["no", "one"]:
        return "see" in words and "my" in words
    if words[:2] == ["do", "not"]:
        return not _SHOWS.isdisjoint(words[2:3]) and _NO_READERS.isdisjoint(words[3:4])
    return words[:1] != [] and words[0] in _KEEPS and _is_kept_private(words[0], words[1:])


def _is_kept_private(verb: str, rest: list[str]) -> bool:
    """Check whether the words after "keep", "hide" or "make" ask to keep a call private.

    - "hide my calls from tomas", "keep tomas away from my call" → True
    - "keep the notes from the call", "hide the call from my list" → False
    - "make a private call", "make the call myself" → False
    """
    call = next((at for at, word in enumerate(rest) if word in _CALL), 0)
    if verb == "make":
        return not _STATES.isdisjoint(rest) and rest[0] not in ("a", "an")
    if "from" not in rest:
        return not _PRIVATE.isdisjoint(rest)
    at = rest.index("from")
    names_reader = at < len(rest) - 1 and _LISTS.isdisjoint(rest[at:])
    is_kept_from = names_reader and (at == 0 or at > call or rest[at - 1] == "away")
    return is_kept_from or not _STATES.isdisjoint(rest)


def opens_call(text: str) -> bool:
    """Match "open my northwind call tomorrow to my manager" and "show my call friday to tomas"."""
    words = written_out_words(text)
    words = words[1:] if words[:1] == ["please"] else words
    if (
        not 0 < len(words) <= MAX_WORDS
        or words[0] not in ("open", "show")
        or "my" not in words[1:3]
    ):
        return False
    call = next((at for at, word in enumerate(words) if word in ("call", "meeting")), len(words))
    return "to" in words[call:-1]


def names_more(text: str, time: str) -> bool:
    """Check whether a request to keep a call private has a word that may be a name.

    `time` has the words of the request that give the time of the call.
    """
    without_s = text.replace("'s", "").replace("’s", "")
    said = set(written_out_words(without_s)) - _AROUND_CALL
    return bool(said - set(written_out_words(time)))
