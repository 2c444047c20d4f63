"""Find what "that" and "her" stand for in a promise. "I'll send you that" is unclear on its own."""

import re

from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.times.words import DAY_NAMES, MONTH_NAMES

# "That" or "her" stands for something if it is the last word, or if a punctuation mark or one of
# these words follows. In "that list" and "her team", it does not.
_AFTER = (
    r"(?=$|[,.;!?]| (?:and|or|but|to|by|on|in|for|with|over|about|tonight|today|tomorrow|then|too"
    r"|as|this|next|until|before|up|back|out|off|right|internally|now|first|if|whether|later|into)"
    r"(?![\w'-]))"
)
_THING = re.compile(
    r"(?<![\w'-])(?<!summary of )(?<!minutes of )(?<!notes of )(?<!recording of )"
    rf"(?:(?:that|this|those|these){_AFTER}|(?:that|it)(?:'s|'d|'ll)|it)(?![\w'-])"
)
_SOMEBODY = re.compile(r"(?<![\w'-])(?:him|her|them|(?:he|she|they)(?:'s|'d|'ll|'re)?)(?![\w'-])")
_DETERMINER = r"(?<![\w'-])(?:the|an?|our|my|your|their|his|both|some|one|two|three)(?![\w'-])"
_NOUN = re.compile(rf"{_DETERMINER} [\w'-]")
_CLAUSE_END = re.compile(r"[,;]| (?:and|so|but) ")
_NAME = re.compile(  # a name that is not the first word of its sentence
    rf"(?<=[\w,;] )(?!(?:{'|'.join([*DAY_NAMES, *MONTH_NAMES])})\b)[A-Z][a-z]+"
)
_REQUEST = re.compile(
    r"\b(?:can|could|would|will) you (?:(?:please|also|maybe|just) )*"
    r"(?P<verb>send|share|give|e-?mail|forward|get|show) (?:me|us) "
    r"(?P<what>(?:the|an?|your|that|those|both|some) [\w'-]+(?: [\w'-]+){0,6})(?=[,.;?]|$)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:(?:Ms|Mr|Mrs|Dr)\.? )?\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?")
_ASKED = re.compile(r"\b(?:ask|asks|tell|tells) ([A-Z][a-z]+)\b")
_TITLED = re.compile(r"(?:Ms|Mr|Mrs|Dr)\.? ")
_HIM = re.compile(rf"(?<![\w'-])(?:him|her){_AFTER}", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(?P<verb>send|share|give|e-?mail|forward|get|show) (?P<whom>you|us|me) "
    r"(?:that|it|this|those|these|them)(?![\w'-])",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"(?<![\w'-])(?:the|an?|our|my) (?!(?:one|lot|bit|couple|few|thing|moment|minute|second)\b)"
    r"[\w'-]{1,20}(?: (?!(?:is|are|was|were|will|can|could|would|has|have|had|do|does|did|we|you|i"
    r"|they|he|she|it|that|which|who|to|for|of|in|on|at|by|with|from|about|and|or|but|so|because|if"
    r"|when|where|then|yet|not|there|here|right|today|tomorrow|already|still)(?![\w-]))"
    r"[\w'-]{1,20}){0,3}(?![\w-])",
    re.IGNORECASE,
)
_FOR_US = {"your": "our", "that": "the", "those": "the"}


def points_back(plain: str, words: str, begins: int) -> bool:
    """Check whether a promise uses "that" or "her" for something in an earlier sentence.

    `plain` is the sentence with the promise, in lower case. The promise begins at index `begins`.
    `words` is the sentence as it was said.
    """
    thing = _THING.search(plain, begins)
    if thing and not _names_earlier(plain[: thing.start()]):
        return True
    somebody = _SOMEBODY.search(plain, begins)
    return bool(
        somebody and not _NAME.search(words) and not _names_earlier(plain[: somebody.start()])
    )


def _names_earlier(said: str) -> bool:
    """Check for a noun before the last clause: "one-pager" in "we have a one-pager, I'll get you".

    `said` ends before the word that stands for something, such as "that".
    """
    ends = [found.start() for found in _CLAUSE_END.finditer(said)]
    return bool(ends) and bool(_NOUN.search(said[: ends[-1]]))


def filled_in(promise: str, before: str) -> str:
    """Replace "that" or "her" in a promise with the words from an earlier sentence, `before`.

    - "Send you that" after "Can you send me the data sheet?" becomes "Send you the data sheet".
    - "Speak to her" becomes "Speak to Jana" if Jana is the only person whom `before` names.

    Return "" if it is not clear what the word stands for.
    """
    asked, given = _REQUEST.search(before), _GIVEN.search(promise)
    if asked and given and asked["verb"].lower() == given["verb"].lower():
        first, rest = asked["what"].split(" ", maxsplit=1)
        what = f"{_FOR_US.get(first.lower(), first)} {rest}"
        return f"{promise[: given.end('whom')]} {what}{promise[given.end() :]}"
    named = {found[0] for found in _PERSON.finditer(before) if _is_person(found[0])}
    named |= set(_ASKED.findall(before))
    alone = len(_HIM.findall(promise)) == 1 and not _THING.search(promise.lower())
    return _HIM.sub(lambda _: named.pop(), promise) if len(named) == 1 and alone else ""


def thing_in(before: str) -> str:
    """Return the thing that a sentence names: "the old balances".

    Return "" if the sentence names nothing or several things. Also return "" if the words for the
    thing have an apostrophe, as in "the point's taken".
    """
    found = _PHRASE.findall(before.replace("’", "'"))
    return found[0] if len(found) == 1 and "'" not in found[0] else ""


def thing_meant(promise: str, before: str) -> str:
    """Return what "that" stands for in a promise: the one thing that an earlier sentence names.

    `before` is the earlier sentence. Return "" if `before` does not name exactly one thing. Also
    return "" if the promise does not have a word such as "that" or "it", as in "I'll ask her".
    """
    return thing_in(before) if _THING.search(promise.lower().replace("’", "'")) else ""


def _is_person(name: str) -> bool:
    return bool(_TITLED.match(name)) or name.split(maxsplit=1)[0].casefold() in GIVEN_NAMES
