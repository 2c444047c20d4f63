"""Recognise words that ask for nothing: "lol ok", "bye, have a good weekend", "why". Pure."""

from typing import Literal

from handlers.typed.calls.prompt_answers import prompt_answer
from handlers.typed.words import bare_words_and_rest, listed, without_leading

# "grumble" is a complaint about Attune, and "bare question" is a question without a subject: "why".
# "cold", "hot", "wet" and "tired" are small talk: "lol its freezing".
Chatter = Literal["ok", "thanks", "bye", "grumble", "bare question", "cold", "hot", "wet", "tired"]

_MAX_WORDS = 8  # how many words a line may have
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
    " completely utterly lol man ok piece of it its today again always"
)
_REPROACHES = (
    *("i told you", "i already told you", "i just told you", "i said that", "i said this"),
    *("i already said", "i just said", "you asked me", "you asked that", "you already asked"),
    *("you already know", "you keep asking", "you keep sending", "thats not what i"),
    *("that is not what i", "not what i", "you got that", "you got it", "you dont get"),
    *("you dont understand", "you misunderstood", "you didnt understand", "you dont listen"),
    *(
        "youre not",
        "you are not",
        "ur not",
        "you arent",
        "arent you",
        "dont be so",
        "so you are not",
    ),
)
_BEFORE_REPROACHES = listed("no nope ugh but hey well so ok and dude man attune")
# A reproach begins like one of `_REPROACHES`, and all words after that are among these. "I told you
# that jana signs" has other words, so it is a note.
_OF_REPROACHES = listed(
    "that this it already before twice again so just the same thing things me meant said asked"
    " wanted wrong smart clever bright helpful useful very listening are you right all time times"
    " i a lot several many stuff questions question too really pushy annoying getting understanding"
    " chatty nosy much got"
)
_BARE_QUESTIONS = frozenset(
    ("why", "why not", "how", "how so", "how come", "what", "huh", "what why", "but why")
)


_BYE = listed("bye goodbye ciao cya byebye")
# Farewells of several words.
_FAREWELLS = (
    *("see you", "see ya", "see u", "good night", "good bye", "take care", "signing off"),
    *(
        "logging off",
        "have a good",
        "have a nice",
        "have a great",
        "have a lovely",
        "have a relaxing",
    ),
    *("have a fun", "enjoy the", "enjoy your", "have the best"),
)
# A goodbye has only these words. "Enjoy the demo" and "bye bram said no" have other words, so they
# are not goodbyes.
_OF_GOODBYES = (
    _NODS
    | _THANKS
    | _BYE
    | listed(
        "see you ya u good night take care signing logging off have a nice great relaxing fun enjoy"
        " the your rest of best day days weekend evening afternoon week one time holiday holidays"
        " christmas break later soon then tomorrow tmrw on next till until again monday tuesday"
        " wednesday thursday friday thats that is it for today now im i am going home out done"
        " leaving all everyone everybody team folks attune cheers and"
    )
)

_SMALL_TALK: dict[Chatter, frozenset[str]] = {
    "wet": listed("raining rain rainy pouring snowing snow storm stormy windy foggy grey"),
    "cold": listed("freezing frozen cold icy chilly"),
    "hot": listed("boiling hot heat melting sweltering"),
    "tired": listed(
        "tired exhausted knackered sleepy hungry starving coffee tgif monday mondays weekend"
    ),
}
# People also say these words about accounts and leads. So they count as small talk only beside a
# word of `_OUTSIDE`, as in "cold today", or beside another word of `_SMALL_TALK`.
_OF_ACCOUNTS = listed("cold hot frozen grey coffee monday mondays weekend")
_OUTSIDE = listed("outside here today weather office so again need day finally hate ugh")
_OF_SMALL_TALK = (
    _NODS
    | _OUTSIDE
    | listed(
        "its it is im i am the a an what day this that in out such really just very bit too and oh"
        " my god man already morning another more"
    )
)


def chatter(text: str) -> Chatter | None:
    """Return what kind of chatter a line is. Return None if it is not chatter."""
    words = bare_words_and_rest(text, _MAX_WORDS)
    said = {*words}
    if not words or len(words) > _MAX_WORDS or prompt_answer(text):
        return None
    if " ".join(words) in _BARE_QUESTIONS:
        return "bare question"
    if (not said.isdisjoint(_INSULTS) and said <= _INSULTS | _AT_ATTUNE) or _reproach(words):
        return "grumble"
    if talk := _small_talk(said):
        return talk
    if said.isdisjoint(_NODS) or not said <= _NODS | _BESIDE:
        return "bye" if _says_goodbye(words) else None
    return "ok" if said.isdisjoint(_THANKS) else "thanks"


def _says_goodbye(words: list[str]) -> bool:
    """Match "bye, have a good weekend" and "thats it for today, see you monday"."""
    line = f" {' '.join(words)} "
    leaves = not _BYE.isdisjoint(words) or any(f" {one} " in line for one in _FAREWELLS)
    return leaves and _OF_GOODBYES.issuperset(words)


def _small_talk(said: set[str]) -> Chatter | None:
    """Match "lol its freezing" and "so tired today"."""
    for talk, about in _SMALL_TALK.items():
        named = said & about
        clear = not named <= _OF_ACCOUNTS or not said.isdisjoint(_OUTSIDE)
        if named and clear and said <= about | _OF_SMALL_TALK:
            return talk
    return None


def _reproach(words: list[str]) -> bool:
    """Match "i told you that already" and "youre not that smart are you"."""
    words = without_leading(words, _BEFORE_REPROACHES)
    leads = (lead.split() for lead in _REPROACHES)
    return any(
        words[: len(lead)] == lead and _OF_REPROACHES.issuperset(words[len(lead) :])
        for lead in leads
    )
