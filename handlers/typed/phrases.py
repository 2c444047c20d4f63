"""The sentences with which people ask for something in plain language, for each intent.

An intent has whole sentences, or beginnings, or both. Other words, such as an account, a day or a
promise, may follow a beginning. Case, apostrophes and punctuation around words do not matter.
"""

from dataclasses import dataclass

from handlers.typed.amounts import to_amount
from handlers.typed.words import CANCELLED, COURTESY, OPENERS, bare_word, listed, without_leading

MAX_BEGINNING = 8  # how many words a beginning may have
_NUMBER = "#"  # stands for a word that begins with a digit: "vacation 3.12.-7.12."
# If a beginning ends with one of these words, the word counts twice. In "away until Friday", the
# beginning is "away until", and the words after it are "until Friday".
_ALSO_FOLLOW = ("until", "from", "next", "today", "tomorrow", "tmrw", _NUMBER)
# These may come before "meant", as in "no sorry i meant move alder to 3".
_BEFORE_MEANT = OPENERS | listed("no nope sorry oh wait actually i we")
# These may stand around a whole sentence: "hm what did you just save", "are you a robot lol".
_INTERJECTIONS = listed("lol haha hahaha hehe lmao hm hmm hmmm um uh oh so btw")
_LEADS_IN = listed("so ok okay then and right well oh")
_SAVED = ("save", "keep", "note", "note down", "write down", "store", "record", "log")
_CAN_YOU = [[can, you] for can in ("can", "could") for you in ("you", "u")]


@dataclass(frozen=True)
class Phrases:
    """The phrases of one intent, each on one line."""

    whole: str = ""
    begins: str = ""


_AWAY = ("vacation", "holiday", "away", "im out", "i am out", "im off", "i am off")
_AWAY_FROM = ("until", "from", "next", "today", "tomorrow", _NUMBER)
_BEFORE_CANCELLED = (
    "they",
    "they just",
    "just",
    "its",
    "it is",
    "it was",
    "it got",
    "got",
    "been",
    "they have",
)
# These begin a sentence about an absence only if the next word is "tmrw" or in `_AWAY_FROM`: "sick
# today". "Sick of waiting" is not about an absence.
_SICK = ("sick", "ill", "off sick", "out sick", "home sick")
# What people say if the call in the last message is cancelled.
_CALLED_OFF = (
    *CANCELLED,
    *(f"{lead} {word}" for lead in _BEFORE_CANCELLED for word in CANCELLED),
    *("called off", "it is off", "its off", "cancelled on me", "cancelled on us"),
)

INTENTS = {
    "help": Phrases("hilfe\nhelp me please"),
    "abilities": Phrases(
        "what can you do\nwhat else can you do\nwhat can you do for me\nwhat can i ask you\n"
        "what can i type\nwhat can i type here\nwhat can i do here\nwhat are you good for\n"
        "what do you understand\nhow can you help\nhow can you help me\nhow do you help me"
    ),
    "about": Phrases(
        "who are you\nwhat are you\nare you a bot\nare you a robot\nare you human\nare you an ai\n"
        "are you real\nis this a bot\nis this a robot\nare you a person\nare you a machine\n"
        "am i talking to a bot\nam i talking to a robot\nam i talking to a human\n"
        "how does this work\nhow do you work\nhow does it work\nwhat do you do\n"
        "what is this\nwhats this\nwhat is attune\nwho is this"
    ),
    "privacy": Phrases(
        "privacy\ngdpr\ndata protection\nwho can see this\nwho can read this\nwho sees this\n"
        "who reads this\n"
        "who can see what i write\nwho can read what i write\n"
        "can my manager see this\ndoes my manager see this"
    ),
    "kept": Phrases("where is my data"),
    "erase": Phrases("forget me\ndelete me\nerase me"),
    "why": Phrases(
        begins="why did you send me\nwhy do you send me\nwhy are you sending me\n"
        "why am i getting\nwhy do i get\nwhy did i get"
    ),
    "why ask": Phrases(
        begins="why do you ask me\nwhy do you keep asking\nwhy do you always ask\n"
        "why are you asking me\nwhy are you always asking\nwhy do i have to answer\n"
        "why do i always have to answer\nwhy are you asking this\nwhy are you asking that\n"
        "why do you ask this\nwhy do you ask that"
    ),
    "why said": Phrases(
        begins="why did you say\nwhy do you say\nwhy did you suggest\nwhy do you suggest\n"
        "why did you propose\nwhy do you propose\nwhy did you recommend\nwhy do you recommend"
    ),
    "just saved": Phrases(
        "\n".join(
            f"{lead} {verb}{end}"
            for lead in ("what did you", "what did you just", "what have you just")
            for verb in (*_SAVED, "kept", "saved", "noted", "stored", "recorded", "logged")
            for end in ("", " there", " now", " just now")
        )
    ),
    "stop": Phrases(
        "be quiet\nleave me alone\nshut up\nfuck off\nfuck you\npiss off\ngo away\nstfu\nenough\n"
        "do not disturb\ndnd\nno more messages\ntoo much\nthats too much\n"
        "silence\nno messages\nno messages please\neverything off\nall off\n"
        "ur getting on my nerves\nyoure getting on my nerves\nyou are getting on my nerves\n"
        "you get on my nerves\nu get on my nerves\nyoure annoying me\nyou are annoying me",
        "shut up\nbe quiet\nleave me alone\nleave me in peace\nno messages\nno more messages\n"
        "silence\ndnd\ndo not disturb\nstfu\ndont bug me\ndo not bug me\nstop bugging me\n"
        "leave me be\nzip it\ngive me peace\ngive me a break\nshush\nhush\nno msgs\nquiet please\n"
        "skip these questions\nskip those questions\n"
        + "\n".join(
            f"{verb} {quiet} {joint}"
            for verb in ("keep", "stay", "be", "remain")
            for quiet in ("quiet", "silent")
            for joint in ("until", "till", "til", "for", "from")
        )
        + "\n"
        "no pings\nno nudges\nno notifications\ndont nudge me\ndont ping me\n"
        "hold msgs\nhold messages\nhold my msgs\nhold my messages\nhold all messages\nhold nudges\n"
        "dont write me\ndont write to me\ndont ask me\ndo not ask me\nquit asking\nstop asking\n"
        "dont send me\ndo not send me\nstop sending\nstop messaging\nstop bothering\n"
        "dont bother me\ndont disturb me\ndont message me\nplease stop\nunsubscribe me\nno more\n"
        "can you stop\ncould you stop\nwill you stop\n"
        "i want to stop\ni want you to stop\ncan you pause\nturn off\n"
        "turn everything\nturn it all\nturn it off\nswitch off\nswitch everything",
    ),
    "how to stop": Phrases(
        begins="how do i stop\nhow can i stop\nhow to stop\nhow do i pause\nhow can i pause\n"
        "how to pause\nhow do i turn off\nhow can i turn off\nhow to turn off\n"
        "how do i mute\nhow do i get rid of\nhow to get rid of\n"
        + "\n".join(
            f"{lead} {verb} {what} off"
            for lead in ("how do i", "how can i", "how to")
            for verb in ("switch", "turn", "shut")
            for what in ("you", "u", "it", "this", "them", "attune")
        )
        + "\nhow do i switch off\nhow can i switch off\nhow to switch off\nhow do i disable\n"
        "how do i silence\nhow do i shut you up\nhow do i shut u up"
    ),
    "why that": Phrases(
        "why did you do that\nwhy did you do this\nwhy did you change that\n"
        "why did you save that\nwhy did you just do that\nwhat did you do that for\n"
        "what did you just do"
    ),
    "away": Phrases(
        "vacation\nholiday\noff sick\nout sick\nout of office\nooo\naway\ni am away\n"
        "im away\nim out\nim off",
        "im on vacation\ni am on vacation\non vacation\nim on holiday\ni am on holiday\n"
        "on holiday\n"
        "im out of office\nim out of the office\n"
        "i am out of office\nout of office\nooo\nim away\ni am away\nim sick\n"
        "i am sick\nim ill\ni am ill\nim off sick\n"
        "im not working\nim on leave\ni am on leave\nim on parental leave\n"
        + "\n".join(
            f"{lead} {joint}" for lead in (*_AWAY, *_SICK) for joint in (*_AWAY_FROM, "tmrw")
        ),
    ),
    "times": Phrases(
        "timezone\ntime zone\nmy timezone\nmy time zone\nwrong timezone\nwrong time zone\n"
        "my working hours\nworking hours\nchange my working hours\nchange my times\nchange times",
        "change my timezone\nchange my time zone\nchange timezone\nchange the timezone\n"
        "set my timezone\nset my time zone\nmy timezone is\nmy time zone is\n"
        "working hours\nmy working hours\nmy working hours are\nset my working hours\n"
        "change my working hours",
    ),
    "quiet": Phrases(
        "quiet hours\nmy quiet hours\nchange my quiet hours",
        "quiet hours\nmy quiet hours are\nmy quiet hours\nset quiet hours\nset my quiet hours\n"
        "change quiet hours\nchange my quiet hours\nquiet from\nquiet between",
    ),
    "list": Phrases(
        "my calls\nshow my calls\nlist my calls\nwhats coming\nwhat is coming\n"
        "whats coming up\nwhat do i have this week\n"
        "whats on this week\ncalls please\nmy week\nmy schedule\nschedule"
    ),
    "coming": Phrases(
        "whos coming\nwho is coming\nand whos coming\nand who is coming\nwho comes\n"
        "who is coming then\nwho is joining\nwhos joining\nand who is joining"
    ),
    "undo": Phrases("undo\nundo that\nundo this\nundo it\ntake that back\ntake it back\nrevert"),
    "cancel": Phrases(
        begins="how do i cancel\nhow can i cancel\nhow to cancel\ncancel my call with\n"
        "cancel the call with\ncancel call with\ncancel my meeting with\n"
        "cancel the meeting with\ncancel my next call with\ncancel my call\ncancel the call\n"
        "cancel\ncancle\ncancell\ncancl\ncansel"
    ),
    "called off": Phrases("\n".join(_CALLED_OFF)),
    "confirmed": Phrases(begins="yes cancel\nyes please cancel"),
    "leave": Phrases(
        begins="leave\nleave my call with\nleave the call with\nleave call with\n"
        "leave the meeting with\nleave my meeting with"
    ),
    "move": Phrases(
        begins="how do i move\nhow can i move\nhow to move\nhow do i reschedule\n"
        "how can i reschedule\nhow to reschedule\nhow do i change a call\n"
        "how can i change a call\nhow to change a call\nmove my call with\n"
        "move the call with\nmove call with\nmove my meeting with\nmove the meeting with\n"
        "move my call\nmove the call\nmove\nreschedule my call with\nreschedule the call with\n"
        "reschedule my meeting with\nreschedule my call\nreschedule the call\nreschedule\n"
        "postpone my call with\npostpone the call with\npostpone my call\npostpone the call\n"
        "postpone\npush my call with\npush the call with\npush my call\npush the call\n"
        "push back\npush\nshift my call with\nshift the call with\nshift\nchange my call with\n"
        "change the call with\nchange my call\nchange the call\nput it back to\n"
        "put that back to\nput it back by\nput that back by\n"
        "put the call back\nbring it forward\nbring that forward\nbring the call forward"
    ),
    "planned": Phrases(
        begins="book\nbook a call with\nbook a meeting with\nbook a call\nbook me in with\n"
        "book me with\nset up a call with\nset up a meeting with\nmeet with\nmeet\n"
        "call with\na call with\nthe call with\nthe meeting with\nmy meeting with\n"
        "meeting with\na meeting with\ni have a call with\n"
        "ive a call with\nive got a call with\ni have a meeting with\nnext call with\n"
        "my next call with\nmy call with\nplan a call with\n"
        "schedule a call with\nschedule a meeting with\nplan a meeting with\nschedule\n"
        "gimme the brief for\ngive me the brief for\ngive me a brief for\ngive me the brief on\n"
        "gimme the brief\ngimme a brief for\ngive me a brief on\nshow me the brief for\n"
        "can you book\ncan u book\ncould you book\nplease book\ncan you plan\nhelp me with\n"
        "brief\nbrief for\na brief for\nthe brief for\nmy brief for\n"
        "can you prep me for\ncan you prepare me for\ncan u prep me for\ncould you prep me for\n"
        "can you brief me on\ncan you brief me for\nbrief me for\nprep me on\n"
        "can you prep\ncan you prepare\ncould you prep\ncould you prepare\nplease prepare\n"
        "prepare me for\nprep me for\nprepare for\nprepare\ntell me about\nbrief me on\n"
        "brief me about\nwhat do you know about\nwhat do we know about\n"
        "everything on\neverything you have on\neverything we have on"
    ),
    "owed": Phrases(
        "my open promises\nmy promises\nopen promises\nwhat is open\nwhats open\n"
        "all my promises\nall promises\nall open promises\nall my open promises\n"
        "list my promises\nlist all promises\nlist promises\nlist all my promises"
    ),
    "owed to us": Phrases(
        "who owes me\nwho owes us\nwho owes me what\nwho owes us what\nwhat am i owed\n"
        "what are we owed\nwho owes me something\nwho owes us something\nwho owes me anything\n"
        "who promised me something\nwho promised us something\n"
        "what do customers owe me\nwhat do customers owe us\nwhat do my customers owe me\n"
        "what do our customers owe us\nwhat do people owe me\nwhat do customers still owe me"
    ),
    "owe": Phrases(
        whole="and the rest i owe\nthe rest i owe\nwhat else do i owe\nand what else do i owe\n"
        "what else did i promise\nand what else did i promise\nwhat is the rest i owe\n"
        "anything else i owe\ndo i owe anything else\ndo i owe anything\n"
        "do i owe anyone anything\ndo i owe anybody anything\n"
        "who do i owe\nwho did i promise something\nwho did i promise what\n"
        "whom do i owe\nwho do i owe what\nwho do i still owe\nwhat do i still owe\n"
        "what do i still owe people",
        begins="what do i owe\nwhat do we owe\nwhat did i promise\nwhat did we promise\n"
        "what have i promised\nwhat have we promised\nwhat i owe\nwhat we owe",
    ),
    "promised": Phrases(
        begins="remember to\ni promised\nwe promised\n"
        "promise we\npromise i\n"
        "i have promised\nive promised"
    ),
    "remind": Phrases(
        begins="remind me to\nremind me about\nremind me\nset a reminder to\nset a reminder for\n"
        "set a reminder\nreminder to\nreminder for\nreminder\n"
        "dont let me forget to\ndont let me forget\n"
        "ping me\nalert me\nnotify me"
    ),
    # "morning" is a whole sentence here, not a beginning: "morning brief" is not a greeting.
    "hello": Phrases("morning\nmornin\nmorning attune\ngood morning attune\nevening\ngm"),
    "thanks": Phrases(
        "thanks so much\nthank you so much\nthanks a lot\nthanks a million\nmuch appreciated\n"
        "danke\ndanke schön\nvielen dank\nmerci\ngracias\ngrazie\nthat helped\n🙏\n🙏🏻\npray",
        "thank you so much\nthanks so much\nthank you\nok thanks\nok thank you\nok thx\n"
        "great thanks\nperfect thanks",
    ),
    "ok": Phrases(
        "ok\nokay\nk\nkk\n👍\n👍🏻\n👍🏼\n👍🏽\n👍🏾\n👍🏿\n👌\n✅\n❤️\n🎉\n+1\nthumbsup\nok_hand\n"
        "ok cool\ngot it\nunderstood\nall right\nalright\nsure\ngreat\ncool\nnice\nperfect\n"
        "well done\ngood job"
    ),
    "declined": Phrases(
        "no thanks\nno thank you\nnever mind\nnevermind\nnvm\nnm\nno never mind\nsorry\n"
        "oh sorry\nsorry my mistake\nmy mistake\nwrong chat\nignore that\nforget it\nforget that\n"
        "oh never mind\nno forget it\nactually never mind\nno nvm"
    ),
    "not now": Phrases(
        "not now\nnot now please\nnot now thanks\nnot right now\nno not now\nmaybe later\n"
        "not now pls\nnot today\nno not today\nnot today please\nnot today pls\n"
        "not today thanks\nnot this week"
    ),
    "bye": Phrases(
        "bye\nbye bye\ngoodbye\ngood bye\nsee you\nsee you later\nsee you tomorrow\ngood night\n"
        "gn\nnite\ngood nite\nnight night\n"
        "ciao\ntschüss\nhave a nice day\nhave a good day\nhave a nice weekend"
    ),
}

_WHOLE = {
    sentence: intent
    for intent, phrases in INTENTS.items()
    for sentence in phrases.whole.splitlines()
}
_BEGINS = {
    beginning: intent
    for intent, phrases in INTENTS.items()
    for beginning in phrases.begins.splitlines()
}


def whole_sentence(text: str) -> str:
    """Return the intent of a text that is one of the whole sentences, or ""."""
    words = [word for word in map(bare_word, text.split(maxsplit=MAX_BEGINNING)) if word]
    left = without_leading(words, _INTERJECTIONS)
    while left and left[-1] in _INTERJECTIONS:
        left = left[:-1]
    return _WHOLE.get(" ".join(words)) or _WHOLE.get(" ".join(left), "")


def beginning(text: str) -> tuple[str, str] | None:
    """Return the intent of the longest known beginning, and the words that follow, or None.

    "Please", "can you" and "could you" may come before a beginning. "No, i meant" and "so" may come
    before an order to move or cancel a call.
    """
    if found := _beginning(text) or _corrected(text) or _led_in(text):
        return None if found[0] == "move" and to_amount(found[1]) else found
    begun = [bare_word(word) for word in text.split(maxsplit=2)[:2]]
    count = 2 if begun in _CAN_YOU else int(begun[:1] != [] and begun[0] in COURTESY)
    rest = text.split(maxsplit=count)[count:]
    return _beginning(rest[0]) if count and rest else None


def _corrected(text: str) -> tuple[str, str] | None:
    """Match "no i meant move brightwater to 2.30"."""
    words = [bare_word(word) for word in text.split(maxsplit=MAX_BEGINNING)[:MAX_BEGINNING]]
    at = next((at for at, word in enumerate(words) if word not in _BEFORE_MEANT), 0)
    if words[at : at + 1] not in (["meant"], ["mean"]):
        return None
    at += 1 + (words[at + 1 : at + 2] == ["to"])
    found = _beginning(" ".join(text.split(maxsplit=at)[at:]))
    return found if found and found[0] in ("move", "cancel") else None


def _led_in(text: str) -> tuple[str, str] | None:
    """Match "so cancel thu 10"."""
    first, _, rest = text.partition(" ")
    found = _beginning(rest) if bare_word(first) in _LEADS_IN else None
    return found if found and found[0] in ("move", "cancel") else None


def _beginning(text: str) -> tuple[str, str] | None:
    words = list(map(bare_word, text.split(maxsplit=MAX_BEGINNING)))
    for count in range(min(MAX_BEGINNING, len(words)), 0, -1):
        last = _NUMBER if words[count - 1][:1].isdecimal() else words[count - 1]
        intent = _BEGINS.get(" ".join(filter(None, (*words[: count - 1], last))))
        if intent:
            said = count - (last in _ALSO_FOLLOW)
            return intent, "".join(text.split(maxsplit=said)[said:]).strip()
    return None
