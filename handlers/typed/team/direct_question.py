"""Turn what a rep wants to know from a colleague into a question to this colleague. Pure.

- "if i can go 10% off" → "Can I go 10% off?"
- "whether she can take alder" → "Can you take alder?", because "she" is the colleague
- "what our floor price is" → "What is our floor price?"
- "about the price" → "The price: what do you think?"

If the words don't fit one of these patterns, their order stays as it is.
"""

from collections.abc import Sequence

from handlers.typed.plain_spelling import spelled_for_readers
from handlers.typed.words import AUXILIARIES, COURTESY, MAY, QUESTION_WORDS, bare_word, listed

_IF = ("if", "whether")
_COLLEAGUE = ("he", "she")
_PRONOUNS = listed("i we you they it he she there this that")
_ANYONE = listed("anyone anybody someone somebody everyone everybody nobody")
_DETERMINERS = listed("the a an our their my your his her its this that these those any")
_NO_SUBJECT = QUESTION_WORDS | listed("i we you they it he she that if whether and or")
_LONGEST_SUBJECT, _LONGEST_NAME = 5, 2  # words
_BE = listed("is are am was were isnt isn't arent aren't wasnt wasn't werent weren't")
_MODALS = MAY | listed(
    "should shall might may must can't cant couldn't couldnt won't wont wouldn't wouldnt shouldn't"
    " shouldnt doesn't doesnt don't dont didn't didnt"
)
_HAVE = listed("have has had haven't havent hasn't hasnt")
_PARTICIPLES = listed(
    "already been brought done ever found given gone got had heard made met never not paid put read"
    " said seen sent set shown signed sold spoken taken talked thought told tried won written yet"
)
_PAST = {
    "bought": "buy",
    "brought": "bring",
    "came": "come",
    "did": "do",
    "found": "find",
    "gave": "give",
    "got": "get",
    "had": "have",
    "heard": "hear",
    "held": "hold",
    "kept": "keep",
    "knew": "know",
    "left": "leave",
    "lost": "lose",
    "made": "make",
    "meant": "mean",
    "met": "meet",
    "paid": "pay",
    "said": "say",
    "saw": "see",
    "sent": "send",
    "sold": "sell",
    "spoke": "speak",
    "thought": "think",
    "told": "tell",
    "took": "take",
    "used": "use",
    "went": "go",
    "won": "win",
    "wrote": "write",
}
_ENDINGS = {"'d": "would", "'s": "is", "'re": "are", "'m": "am", "'ll": "will", "'ve": "have"}
_DAYS = listed("today tomorrow monday tuesday wednesday thursday friday saturday sunday")
_AFTER_CLOCK = listed("with for in if or and instead please")
_TO_YOU = {
    "is": "are",
    "isn't": "aren't",
    "isnt": "aren't",
    "was": "were",
    "has": "have",
    "wasn't": "weren't",
    "hasn't": "haven't",
    "doesn't": "don't",
    "does": "do",
}
_HOW = listed("big far few late long many much often old soon")
_LONG_ENDS = ("ches", "shes", "sses", "xes", "oes")


def direct_question(said: str) -> str:
    """Return the question in words such as "if i can go 10% off". Return "" for no words."""
    words = _plain(said)
    if not words:
        return ""
    lead, rest = bare_word(words[0]), words[1:]
    if lead in _IF and rest:
        asked = _if(rest)
    elif lead == "about" and rest:
        return _sentence(f"{' '.join(rest)}: what do you think", ends="?")
    elif lead == "for" and rest:
        asked = f"can I have {' '.join(rest)}"
    elif lead == "to" and rest:
        asked = f"can you {' '.join(rest)}"
    elif lead in QUESTION_WORDS:
        asked = _which(words) or " ".join(words)
    else:
        asked = " ".join(words)
    begins = bare_word(asked.split()[0])
    asks = lead in _IF or begins in QUESTION_WORDS | AUXILIARIES | MAY or begins in _MODALS
    return _sentence(asked, ends="?" if asks or said.rstrip().endswith("?") else "")


def _plain(said: str) -> list[str]:
    """Return the words of a text, spelled in full, without courtesy and marks around the text."""
    words = spelled_for_readers(said.strip().rstrip("?.! ")).split()
    while words and bare_word(words[-1]) in COURTESY:
        words = words[:-1]
    while words and bare_word(words[0]) in COURTESY:
        words = words[1:]
    return [part for at, word in enumerate(words) for part in (*_at(words, at), word)]


def _at(words: Sequence[str], at: int) -> tuple[str, ...]:
    """Return "at" for the 11 in "tomorrow 11", and nothing for other words."""
    is_clock = at > 0 and words[at][0].isdecimal() and words[at - 1].lower() in _DAYS
    is_last = at + 1 == len(words) or words[at + 1] in _AFTER_CLOCK
    return ("at",) if is_clock and is_last else ()


def _sentence(words: str, *, ends: str) -> str:
    words = words.rstrip("?.!, ")
    return f"{words[:1].upper()}{words[1:]}{ends}"


def _if(words: Sequence[str]) -> str:
    """Return "can I go" for "I can go", and "shall I go" for "to go"."""
    if words[0] == "to":
        return " ".join(("shall I", *words[1:]))
    begun = [*_parted(words[0]), *words[1:]]
    asked = _direct(begun, ())
    begun = ["you", *begun[1:]] if begun[0].lower() in _COLLEAGUE else begun
    return asked or " ".join(begun)


def _parted(word: str) -> list[str]:
    """Return "he" and "would" for "he'd", "it" and "is" for "its". Other words stay."""
    if word.lower() == "its":
        return [word[:2], "is"]
    at = word.find("'")
    full = _ENDINGS.get(word[at:].lower(), "") if at > 0 else ""
    return [word[:at], full] if full and word[:at].lower() in _PRONOUNS else [word]


def _which(words: Sequence[str]) -> str:
    """Return "what is our floor price" for "what our floor price is".

    Return "" if the words are a question already: "who signs", "whats our floor price".
    """
    begin = bare_word(words[0])
    size = 2 if begin == "how" and words[1:2] and words[1] in _HOW else 1
    ends = next((n for n in range(size, min(len(words), size + 3)) if _is_pronoun(words[n])), size)
    if begin in ("what", "which", "whose", "how") and not any(map(_is_verb, words[size:ends])):
        size = ends
    elif begin in ("who", "whom") and not _is_pronoun(" ".join(words[1:2])):
        return _who_is(words)
    left = words[size:]
    if left[:1] == ["to"] and begin != "who":
        return " ".join((*words[:size], "should I", *left[1:]))
    if begin in ("which", "whose") and ends == 1:
        return ""  # "which deck works"
    return _direct([*_parted(left[0]), *left[1:]], words[:size]) if left else ""


def _who_is(words: Sequence[str]) -> str:
    """Return "who is the cfo" for "who the cfo is". Return "" for other words."""
    is_last = bare_word(words[-1]) in ("is", "are") and words[1:2] and words[1] in _DETERMINERS
    return " ".join((words[0], words[-1], *words[1:-1])) if is_last else ""


def _is_pronoun(word: str) -> bool:
    return word.lower() in _PRONOUNS - {"this", "that", "there"}


def _direct(words: Sequence[str], before: Sequence[str]) -> str:
    """Put the verb of a clause before its subject, and `before` in front of both.

    Return "" if we can't tell the subject from the verb.
    """
    count = _count_subject(words)
    if not count or len(words) <= count:
        return ""
    subject, verb, rest = [*words[:count]], words[count].lower(), [*words[count + 1 :]]
    is_colleague = subject[0].lower() in _COLLEAGUE
    subject = ["you"] if is_colleague else subject
    helps, main = _divided(verb, subject, rest, is_colleague=is_colleague)
    return " ".join((*before, helps, *subject, *main, *rest)) if helps else ""


def _divided(
    verb: str, subject: Sequence[str], rest: Sequence[str], *, is_colleague: bool
) -> tuple[str, list[str]]:
    """Divide a verb into an auxiliary and what stays behind the subject.

    - "can" → "can" and nothing
    - "thinks" → "does" and "think", or "do" and "think" for the colleague
    - "said" → "did" and "say"

    Return "" and nothing for a verb that we can't divide.
    """
    participle = rest[:1] and (rest[0] in _PARTICIPLES or rest[0].endswith(("ed", "en")))
    if verb in _BE or verb in _MODALS or (verb in _HAVE and participle):
        return _TO_YOU.get(verb, verb) if is_colleague else verb, []
    if verb in _PAST:
        return "did", [_PAST[verb]]
    first = subject[0].lower()
    if is_colleague or first in ("i", "we", "you", "they"):
        base = _base(verb) if is_colleague else verb
        is_present = base != verb if is_colleague else not verb.endswith("ed")
        return ("do", [base]) if is_present or verb.endswith("eed") else ("", [])
    return ("does", [_base(verb)]) if verb.endswith("s") or verb == "have" else ("", [])


def _base(verb: str) -> str:
    """Return "try" for "tries", "go" for "goes" and "think" for "thinks"."""
    if verb in ("has", "have"):
        return "have"
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(_LONG_ENDS):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def _count_subject(words: Sequence[str]) -> int:
    """Return how many words at the start are the subject. Return 0 if we can't tell.

    A subject is a pronoun, "the" with a noun, or a name of one or two words before a verb.
    """
    low = [word.lower() for word in words]
    first = low[0] if low else ""
    following = " ".join(low[1:2])
    if first in _PRONOUNS | _ANYONE and (first not in _DETERMINERS or _is_verb(following)):
        return 1
    # "jana knows", "that works"
    is_alone = first not in _DETERMINERS | _NO_SUBJECT or (first == "that" and len(low) == 2)
    if is_alone and following.endswith("s") and not first.endswith("s"):
        return 1
    longest = _LONGEST_SUBJECT if first in _DETERMINERS else _LONGEST_NAME
    for count in range(1, min(longest, len(low) - 1) + 1):
        if low[count - 1] in _NO_SUBJECT and low[count - 1] not in _DETERMINERS:
            return 0
        if _is_verb(low[count]) and (first not in _DETERMINERS or count > 1):
            return count
    return 0


def _is_verb(word: str) -> bool:
    return word in _BE or word in _MODALS or word in _HAVE or word in _PAST
