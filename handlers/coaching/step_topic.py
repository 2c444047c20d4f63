"""Say in a short phrase what a next step is about: "Demo", "Pricing", "Go-live plan". Pure."""

import re

from handlers.coaching.text.words import VERBS, stems

NEXT_CALL = "Next call"  # the topic of a step that names no topic
_LONGEST = 6  # a phrase has at most this many words
_MORE = (
    r"(?:go-live|rollout|roll-out|project|implementation|migration|test|pilot|security|contract"
    r"|price|pricing|technical|legal|quarterly|discovery|training|onboarding|integration|business"
    r"|phase (?:one|two|three))"
)
_TOPICS = (
    r"(?:demo|workshop|pricing|prices?|quote|offer|proposal|contract|agreement|renewal|rollout"
    r"|roll-out|go-live|kick-?off|onboarding|training|pilot|trial|proof of concept|case|plan"
    r"|review|negotiation|budget|costs|integration|migration|security|questionnaire|timeline"
    r"|requirements|results|site visit)"
)
_TOPIC = re.compile(rf"(?<![\w'-])(?:{_MORE} ){{0,2}}{_TOPICS}(?![\w'-])")
# A step with one of these words or marks is a sentence, such as "we go through the quote".
_SENTENCE = re.compile(
    r"(?<![\w-])(?:i|we|you|he|she|they|it|me|us|him|them|let's|shall|will|is|are|was|i'll|we'll"
    r"|i'm|we're|that's|so|okay|ok|then|yes|please|joins?|if|because)(?![\w-])|[,;:.!?…]"
)
# These nouns may be verbs if they begin a step: "call Irina", "review the contract".
_ALSO_NOUNS = frozenset(("call", "review", "plan", "test", "visit", "email", "check", "follow"))
_BEHIND_VERB = re.compile(r"(?:the|an?|our|your|their|his|her|my|this|that|with|to|up)(?![\w-])")
_NO_NOUN = frozenset(("with", "at", "on", "for", "about", "as", "and", "to"))


def topic_of(step: str) -> str:
    """Return the topic of a next step. `step` must not contain the day of the step.

    - A short phrase is its own topic.
    - For a sentence, return the topic that it names: "we go through the quote" is about the quote.
      If the sentence names no topic, return `NEXT_CALL`.
    - For an empty step, return "".
    """
    words = " ".join(step.replace("’", "'").split()).strip(" .,!?")
    if not words or _is_phrase(words):
        return _capital(words)
    said = words.casefold()
    found = _TOPIC.search(said.partition(" ")[2] if _begins_with_verb(words) else said)
    return _capital(found[0]) if found else NEXT_CALL


def _is_phrase(words: str) -> bool:
    said = words.split()
    if not 0 < len(said) <= _LONGEST or _SENTENCE.search(words.casefold()):
        return False
    return said[0].casefold() not in _NO_NOUN and not _begins_with_verb(words)


def _begins_with_verb(words: str) -> bool:
    first, _, after = words.partition(" ")
    if first.casefold() in _ALSO_NOUNS:
        return after[:1].isupper() or bool(_BEHIND_VERB.match(after.casefold()))
    return "-" not in first and bool(set(stems(first)) & VERBS)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
