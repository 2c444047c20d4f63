"""Recognise a note whose writer may have meant to change a call: "alder needs to be thu". Pure."""

from collections.abc import Sequence

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.calls.time_tokens import Check, Token, tokens_of
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import MONTHS, bare_words_of, listed

_MAX_WORDS = 14
_CALL = KINDS | listed("one slot")
_CORRECTS = listed("its it make only")  # "its 45 min" is about the call, not about a customer
_BEFORE_TIME = listed("be is its for")
_AFTER_TIME = listed("with w")
_CANCELS = listed("cancel cancelled canceled cancelling canceling scrap scrapped skip skipped")
_PLANS = listed("plan setup set book new second another further")
_MAX_TIMES = 24  # we look for times only in notes of at most this many words
_UNITS = listed("min mins minutes hour hours hr hrs h")


def may_mean_call(text: str, is_time: Check) -> bool:
    """Check whether a short line may be about the time, the length or the people of a call.

    `is_time` says whether some words are a time. A time or a length alone is not enough, because
    customers name times too: "they lose 2 hrs a day", "they decide on thursday".
    """
    words = bare_words_of(text)
    if not 1 < len(words) <= _MAX_WORDS:
        return False
    has_call = not _CALL.isdisjoint(words)
    if _has_length(words) and (has_call or words[0] in _CORRECTS):
        return True
    tokens = tokens_of(written_out(text), lambda _word: False, is_time)
    return any(
        token.kind == "time" and token.text not in MONTHS and (has_call or _is_beside(tokens, at))
        for at, token in enumerate(tokens)
    )


def times_in(text: str, is_time: Check) -> list[str]:
    """Return the times in a note, in their order: "wed" and "thurs 10" in "wed to thurs 10".

    Months alone and times of a long note are left out, because they are seldom about a call.
    """
    if len(bare_words_of(text)) > _MAX_TIMES:
        return []
    tokens = tokens_of(written_out(text), lambda _word: False, is_time)
    return [one.text for one in tokens if one.kind == "time" and one.text not in MONTHS]


def means_cancelling(text: str) -> bool:
    """Check whether a note about a call may say that the call is cancelled."""
    return not _CANCELS.isdisjoint(bare_words_of(text))


def means_planning(text: str) -> bool:
    """Check whether a note about a call may ask for one more call."""
    return not _PLANS.isdisjoint(bare_words_of(text))


def _is_beside(tokens: Sequence[Token], at: int) -> bool:
    """Check whether a word beside a time says that it is a call's time: "is thu", "mon w lund"."""
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return before in _BEFORE_TIME or after in _AFTER_TIME


def _has_length(words: Sequence[str]) -> bool:
    """Check whether the words name a length: "45 min", "45min"."""
    pairs = zip(words, [*words[1:], ""], strict=True)
    return any(
        (word.isdecimal() and unit in _UNITS) or (word[-3:] == "min" and word[:-3].isdecimal())
        for word, unit in pairs
    )
