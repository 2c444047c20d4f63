"""Recognise a question about promises with the word order of a statement. Pure.

"Halden owes me what" and "northwind promised nothing else right?" ask what was promised. They must
not be saved as promises.
"""

from handlers.typed.line_kinds import kind_of
from handlers.typed.plain_spelling import written_out, written_out_words
from handlers.typed.words import AUXILIARIES, COURTESY, OPENERS, QUESTION_WORDS, listed

_VERBS = listed("owe owes owed promised")
_WHO = 5  # we look for the verb after at most this many words
_WHAT = QUESTION_WORDS | listed("by until exactly again and else")
_ANYTHING = listed("anything something nothing sth smth") | _WHAT
_WHOM = listed("me us to them him her still")
_TAGS = listed("right correct innit")  # at the end, also without a comma
_BESIDE_TAGS = COURTESY | listed("more now still for")
# "They promised a date, who knows when" and "no idea what" are remarks.
_KNOWS = listed("know knows knew idea sure matter guess clue care cares said say")


def owed_asked(text: str) -> bool:
    """Check whether a line such as "halden owes me what" asks what somebody promised.

    "What does halden owe me" is not such a line, because it begins as a question.
    """
    words = [word for word in written_out_words(text) if word not in COURTESY]
    at = next((at for at, word in enumerate(words[: _WHO + 1]) if word in _VERBS), 0)
    first = next((word for word in words if word not in OPENERS), "")
    if not at or first in QUESTION_WORDS | AUXILIARIES or ":" in text.split(words[at], 1)[0]:
        return False
    kind = kind_of(written_out(text))
    what = [word for word in words[at + 1 :] if word not in _WHOM]
    has_tag = words[-1] in _TAGS and len(what) > 1
    asks = kind == "question" or has_tag or text.rstrip(" *_~`)").endswith("?")
    return kind != "quote" and (asks or asks_what(" ".join(what)))


def asks_what(promise: str) -> bool:
    """Check whether the words of a promise only ask what was promised: "what", "what by when".

    A promise that ends with a question word asks too: "a list by when".
    """
    words = [word for word in written_out_words(promise) if word not in _BESIDE_TAGS | _WHOM]
    if not words:
        return False
    if _ANYTHING.issuperset(words):
        return not QUESTION_WORDS.isdisjoint(words) or words == ["anything"]
    return words[-1] in QUESTION_WORDS and _KNOWS.isdisjoint(words)
