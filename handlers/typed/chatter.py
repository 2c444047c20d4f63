"""Recognise words that ask for nothing: "lol ok", "youre useless", "why". Pure."""

from typing import Literal

from handlers.typed.prompt_answers import prompt_answer
from handlers.typed.words import even_words_of, listed

# "grumble" is a complaint about Attune, and "bare question" is a question without a subject: "why".
Chatter = Literal["ok", "thanks", "grumble", "bare question"]

_MOST = 8  # words
_NODS = listed(
    "lol haha hahaha hehe lmao rofl ha ok okay k kk wow omg nice cool great hm hmm hmmm uh huh"
    " yay oof ugh well alright fine sweet awesome perfect super brilliant lovely good sure"
)
_THANKS = listed("thanks thx ty thank")
_BESIDE = _THANKS | listed("you so very much then man dude mate attune a lot that is thats")
_INSULTS = listed(
    "useless stupid dumb rubbish annoying terrible crap shit hopeless worst garbage idiot sucks"
    " suck awful horrible pointless"
)
_AT_ATTUNE = listed(
    "you youre your u ur r are this is thing bot attune so the a an such really just totally very"
    " completely utterly lol man ok piece of it its"
)
_BARE_QUESTIONS = frozenset(
    ("why", "why not", "how", "how so", "how come", "what", "huh", "what why", "but why")
)


def chatter(text: str) -> Chatter | None:
    """Return what kind of chatter a line is, or None for any other line."""
    words = even_words_of(text, _MOST)
    said = {*words}
    if not words or len(words) > _MOST or prompt_answer(text):
        return None
    if " ".join(words) in _BARE_QUESTIONS:
        return "bare question"
    if not said.isdisjoint(_INSULTS) and said <= _INSULTS | _AT_ATTUNE:
        return "grumble"
    if said.isdisjoint(_NODS) or not said <= _NODS | _BESIDE:
        return None
    return "ok" if said.isdisjoint(_THANKS) else "thanks"
