"""Recognise a question about an account, or about a person there: "whats the amount at northwind".

`CUES` has the cues of each fact. A cue is a line of words, in which "*" stands for up to `GAP`
other words, such as a name. If several cues fit, the cue with the most words decides. If a question
has no cue, single words decide (`KEYWORDS`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.typed.asked.call_time_asked import whose_time
from handlers.typed.line_kinds import kind_of
from handlers.typed.plain_spelling import written_out, written_out_words
from handlers.typed.settings.setting_words import words_after
from handlers.typed.words import listed

Fact = Literal[
    "amount",
    "closes",
    "owner",
    "deal",
    "next step",
    "decides",
    "people",
    "person",
    "said",
    "last call",
    "next call",
    "owed",
    "news",
    "goal",
    "coming",
    "on file",
    "to ask",
    "colleagues",
    "colleague's call",
    "address",
    "standing",
    "place",
    "went",
    "showed",
    "length",
    "sent",
]

GAP = 4
_MAX_NAME_WORDS = 4  # how many words a name may have
MAX_WORDS = 24  # how many words a question about a fact may have
CUES: dict[Fact, str] = {
    "amount": (
        "amount\ndeal size\nsize of the deal\ndeal value\nvalue\nvalue of\nworth\nhow much is\n"
        "how much is * worth\nhow big is\nacv\narr\ntcv"
    ),
    "closes": (
        "month * sign\nday * sign\ndate * sign\n"
        "closing when\ncloses when\nwhen * closing\n"
        "when does * close\nwhen do * close\nwhen is * closing\nwhen will * close\n"
        "when is * supposed to close\nclose date\nclosing date\nclosedate\nwhen does * sign\n"
        "when will * sign\nwhen do * sign\nwhen is * due to close\nexpected close\nis * closing\n"
        "when do * buy\nwill * close"
    ),
    "owner": (
        "who owns\nwho runs\nwho * our side\nowner\nwhose deal\nwhose account\nwho looks after"
    ),
    "deal": (
        "what is happening with * deal\n"
        "stage\ndeal\ndeals\nopportunity\nstatus\nhow is the deal\nwhat phase\npipeline"
    ),
    "standing": "where do we stand\nwhere are we with\nwhere are we at\nhow far are we",
    "next step": (
        "what next\nnext step\nnext steps\nwhat is next with\nwhat is next at\nwhat is next for\n"
        "what is next on\nwhat now with\nwhat now at\nwhat happens next\nnext action\n"
        "what do i do next\nwhat do we do next\nwhat should i do next\n"
        "what did we agree\nwhat did * agree\nwhat have we agreed\nwhat was agreed"
    ),
    "decides": (
        "who has to ok\nwho has to approve\n"
        "one who signs\none who decides\n"
        "does * decide\ndoes * sign\ncan * sign\ncan * decide\nis * the decision maker\n"
        "is * the buyer\nwho decides\nwho signs\nwho will sign\nwho has to sign\nwho can sign\n"
        "who has to decide\n"
        "who makes the decision\nwho makes decisions\ndecision maker\ndecision makers\n"
        "decisionmaker\neconomic buyer\nwho has the budget\nwho holds the budget\n"
        "who owns the budget\nwho approves\nwho has the say\nwho calls the shots\n"
        "who is the boss\nwho pays\nwho is our champion\nchampion"
    ),
    "people": (
        "who did * meet\nwho was there\n"
        "who is who\nwho do we know\nwho do i know\nwho do we have\ncontacts\ncontact\nwho else\n"
        "people at\n"
        "who works at\nwho is there at\nwho is at\nwho is involved\n"
        "who is on their side"
    ),
    "person": (
        "who is\nwho was\nwho * is\nwhat do you know about\ntell me about\ntell me more about\n"
        "what can you tell me about\nwhat role\nrole of\nrole\njob title\ntitle of\n"
        "what is * title\n"
        "what does * do\nwhat is * job\nposition of"
    ),
    "said": (
        "what did * say\nwhat did * said\nwhat does * say\nwhat has * said\nwhat have * said\n"
        "what did * tell\nwhat did * mention\nwhat did * ask\nwhat did * want\nwhat does * want\n"
        "what do * want\nwhat does * need\nwhat do * need\nwhat does * think\nwhat do * think\n"
        "what * said\nlast thing * said\nanything from\n"
        "did * say\ndid * say anything\ndid * mention\nhas * said\nhas * mentioned\n"
        "have * mentioned\nwhat did i hear from\nwhat did we hear from\nwhat did we hear\n"
        "how many * want\nhow much * want\nquotes\nquotes from\nnotes\nmy notes\n"
        "what did i write\nwhat did i note\nwhat does * care about\nwhat do * care about\n"
        "what did * care about\nwhat did * complain about\nwhat did * worry about\n"
        "what did * like\n"
        "what does * complain about\nwhat does * worry about\nwhat does * like\nwhat matters to"
    ),
    "last call": (
        "when did * see\n"
        "have we talked\nhave i talked\ndid we talk\ndid i talk\nhave we spoken\n"
        "have i spoken\nhave we met\nlast time\n"
        "when did * last talk\nwhen did * last speak\nwhen did * last meet\nwhen did * last call\n"
        "when did * last see\nwhen did * talk\nwhen did * speak\nwhen did * meet\n"
        "when was * last call\nwhen was * last meeting\nwhen was * last\nlast call\nlast talk\n"
        "last talked\nlast spoke\nlast meeting\nlast contact\nlast time we\n"
        "how long ago did"
    ),
    "next call": (
        "next meeting\nnext call\nnext * call\nnext * meeting\nwhen are we on\n"
        "when are we meeting\n"
        "when is\nwhen am i seeing\nwhen do i next\nwhen is * call\nwhen is * next call\n"
        "when is * meeting\nwhen is * next meeting\n"
        "when do i talk\nwhen do i speak\nwhen do i meet\nwhen do i see\nwhen do we talk\n"
        "when do we meet\nwhen do we speak\nwhen am i talking\nwhen am i speaking\n"
        "when am i meeting\nwhat time is * call\nwhat time is\nwhen are we talking\n"
        "when are we meeting\n"
        "where is * call\nwhere is * meeting\nwhere is my call with\nwhere did * call go\n"
        "is * confirmed\nis * call confirmed\nis * meeting confirmed\n"
        "is * still on\nis * call still on\nis * meeting still on\nis * call\nis * meeting\n"
        "do i have a call\ndo i have a meeting\ndo i have calls\ndo i have anything\n"
        "do i see\ndo i meet\ndo i talk\ndo i speak"
    ),
    "owed": (
        "pending\nwhat is pending\nwaiting for\nwaiting on\nwhat * waiting for\nhave they sent\n"
        "did they send\nopen stuff\nopen items\nopen todos\ntodos\nto dos\n"
        "owe\nowes\nowed\nwhat do * owe\nwhat does * owe\ndo * owe\ndoes * owe\n"
        "what did * promise\ndid * promise\n"
        "what have * promised\nwhat has * promised\nopen promises\nwhat is open\n"
        "what is outstanding\noutstanding\npromises\npromises open\npromises * open\n"
        "any open promises\nany promises open\npromises left\n"
        "what is left on\nwhat is left at\nwhat is left with\nwhat is left for"
    ),
    "went": (
        "what came out\nwhat came of\nhow did it go\nhow did that go\n"
        "when was * last call * what came out\nwhen was * last call * how did it go\n"
        "last call * what came out\nlast call * how did it go\n"
        "how did * go yesterday\nhow did * call go yesterday\nhow was * call yesterday\n"
        "how did * go\nhow did * call go\nhow did * meeting go\nhow did * demo go\n"
        "how has * gone\nhow was the call\nhow was my call\nhow was * call\nhow was * meeting\n"
        "how was * demo\nhow did the call go\nhow did the call * go\nhow did my call * go\n"
        "how did the demo * go\nhow did the meeting * go"
    ),
    "news": (
        "anything on\nshould know\n"
        "any updates\n"
        "any news\nwhat news\nnews\nnews on\nwhat is new\nanything new\nanything public\n"
        "what is public\nlatest on\nwhat is the latest\nwhat is going on\nwhat is happening\n"
        "what did we find\nwhat have we found\nany insights\ninsights\nfindings"
    ),
    "coming": (
        "is anyone * joining\nis anybody * joining\nis anyone * coming\nis anybody * coming\n"
        "anyone else * joining\nanyone else * coming\nanyone else joining\nwho else is joining\n"
        "who else is coming\nwho else joins\n"
        "who am i seeing at\nwho do i see at\nwho will i see at\nwho am i meeting at\n"
        "who do i meet at\nwho will i meet at\nwho am i talking to at\nwho do i talk to at\n"
        "who is coming\nwho is * coming\nwho comes\nwho is joining\nwho joins\nwho will be there\n"
        "is * coming\nis * joining\nis * coming * call\nis * joining * call\nwill * be there\n"
        "is * going to be there\n"
        "who is on * call\nwho is in * call\nwho all is coming\nwho is attending"
    ),
    "on file": (
        "what about\nhow about\nwhat do i know about\nwhat do we know about\n"
        "what else do we have on\nwhat else do i have on\nwhat else do you have on\n"
        "what else do we know about\nwhat else do i know about\nwhat else is there on\n"
        "what do we have about\nwhat do i have about\nanything else on\n"
        "what is up with\nwhat is up at\nwhat is on file\non file\nwhat do we have on\n"
        "what do i have on\nwhat have we got on\nwhat have you got on\nwhat do you have on\n"
        "where are things with\nhow are things with\nhow are things at\n"
        "what happened with\nwhat happened at\nwhat has happened with\nsummarise\nsummarize\n"
        "summary of\nquick summary\nshort summary\nquick recap\nshort recap\noverview\n"
        "quick overview\nrecap of\noverview of\ncatch me up on\n"
        "what do i need to know\nwhat should i know"
    ),
    "to ask": (
        "what should i prep\nwhat do i prep\nwhat to prep\nwhat should i prepare\n"
        "what do i need to prep\nwhat do i prepare\nwhat do i need to prepare\n"
        "what is the one thing * ask\nwhat is one thing * ask\none thing to ask\n"
        "what do i need to ask\nwhat do i have to ask\nwhat must i ask\n"
        "what should i ask\nwhat do i ask\nwhat can i ask\nwhat could i ask\nwhat shall i ask\n"
        "what to ask\nwhat should i say to\nwhat do i say to\nwhat should i open with\n"
        "what do i open with\nhow should i open\nhow do i open\nhow should i start\n"
        "how do i start\nquestions to ask\ngood questions\n3 good questions\n"
        "three good questions\ngive me questions\ngive me some questions\ngive me 3 questions\n"
        "give me three questions\nopening question\nany questions for"
    ),
    "goal": (
        "my goal\nwhat do i want from\nwhat is the goal\ngoal for\nwhy no goal\n"
        "why is there no goal\nwhy do i have no goal\nis there a goal\ndo i have a goal"
    ),
    "colleagues": (
        "has anyone talked\nhas anyone spoken\nhas anyone met\nhas anyone else talked\n"
        "has anyone else spoken\nhas anyone else met\nhas anybody talked\nhas anybody spoken\n"
        "did anyone talk\ndid anyone speak\ndid anybody talk\nhas anyone * talked\n"
        "has anyone * spoken\nwho has talked to\nwho has spoken to\nwho else talked to\n"
        "who else has talked\nwho of us\n"
        "who else has spoken\nwho else has met\nwho else has seen\nwho else has called\n"
        "who else spoke\nwho else met\nwho else saw\nwho else knows\nwho else called\n"
        "who else has a call\nwho spoke to\nwho talked to\nwho has met\nwho has seen\n"
        "does anyone else talk\ndoes anybody else talk\nis anyone else talking\n"
        "is anybody else talking\nwho else talks\nwho else is talking\ndoes anyone else call\n"
        "does anyone else work\nis anyone else working\nwho else works with\nwho else is working\n"
        "does anyone else meet\nis anyone else meeting\ndoes anyone else see\n"
        "who else talks to\nanyone else on\nany colleagues\nwhich colleagues\n"
        "who works with\nwho is working with\nwho works on\nwho is working on\nwho talks to\n"
        "who is talking to\nwho is meeting\nwho is seeing\nwho has a call with"
    ),
    "colleague's call": (
        "why is * meeting\nwhy is * seeing\nwhy is * calling\nwhy is * talking\n"
        "why does * meet\nwhy does * see\nwhy does * call\nwhy does * talk\n"
        "why has * a call\nwhy does * have a call\nwhy is * in a call\n"
        "what does * want with\nwhat is * talking to\nwhat is * talking with\n"
        "what is * discussing with\nwhat is * doing at\nwhat is * doing with\n"
        "what is * meeting\nwhat is * seeing\nwhat does * talk to\nwhat is * call with\n"
        "what * is talking to\nwhat * is talking with\nwhat * is discussing with\n"
        "what * is doing at\nwhat * is doing with\nwhat * is meeting\nwhat * is seeing"
    ),
    "showed": (
        "did * show up\ndid * ever show up\ndid * ever show\ndid * turn up\n"
        "has * ever shown up\n"
        "has * shown up\nhas * ever come\ndid * ever come\ndoes * show up\nhow often did * miss\n"
        "how many times did * miss\nhow often has * missed\nhow many no shows\n"
        "how many noshows\ndid * miss calls\ndid * stand me up"
    ),
    "length": (
        "how long is\nhow long will * be\nhow long does * take\nhow long do i have with\n"
        "how long do we have with\nlength of\nhow many minutes is\nhow many mins is"
    ),
    "sent": (
        "did * send\ndid * send anything\ndid * send me\ndid * send us\nhas * sent\n"
        "has * sent anything\nhave * sent anything\nhas * delivered\ndid * deliver\n"
        "anything sent by\nwhat did * send\nwhat has * sent"
    ),
    "address": (
        "mail address\nemail address\ne-mail address\nmail of\nemail of\ne-mail of\n"
        "what is * mail\nwhat is * email\nwhat is * mail address\nwhat is * email address\n"
        "what is * e-mail\nwhat is * address\n"
        "do * have * mail\ndo * have * email\nhave * got * mail\nhave * got * email"
    ),
}
# If a question has no cue, these words decide. We take the first fact that fits:
#
# - A fact with two strings fits if the question has a word of each string.
# - A fact whose second string is empty fits if the question has a word of the first string.
KEYWORDS: tuple[tuple[Fact, str, str], ...] = (
    ("amount", "amount big worth value size", ""),
    ("closes", "sign signing close closes closing buy order", "when day date month"),
    ("owner", "own owns owner rep", "who which whose"),
    ("decides", "decide decides sign signs budget approve approves buyer boss", "who whom"),
    ("place", "teams zoom webex phone video onsite", "one or call meeting link via by"),
    ("last call", "last ago was", "call talk talked spoke speak time convo chat met meet saw see"),
    ("next call", "call meeting meet talk see", "when day time next"),
    ("next step", "plan step steps agreed next", "what whats how"),
    ("owed", "owe owes owed promised pending outstanding", ""),
    ("news", "news new update updates latest changed", ""),
    ("deal", "stage status deal phase", ""),
    ("said", "say says said tell told mention mentioned think thinks", ""),
)
_KEYWORDS = tuple((fact, listed(one), listed(other)) for fact, one, other in KEYWORDS)
_CUES: tuple[tuple[Fact, tuple[str, ...]], ...] = tuple(
    (fact, tuple(cue.split())) for fact, cues in CUES.items() for cue in cues.splitlines()
)
# Words that name nothing. Without these words and the cue, only the account's name is left:
# "northwind" in "close date of the northwind deal".
FILLING = listed(
    "a an the at for with of on to in from about by is are was were be do does did has have had we"
    " i us our my me you they them their he she him his her it this that there again now today"
    " company account customer client deal opportunity call calls meeting please hey hi just so ok"
    " can could would tell show give let know want to see need remind what which who when how and"
    " even basically actually currently right anything something any all exactly still then side"
    " team cld meant supposed which ask yet saw seen should month week much year quarter soon smth"
    " sth"
    " stuff else talk talked speak speaking spoke last"
    " time next said say got get there crm hubspot"
    " came come comes going goes gone went happening happened confirmed"
    " salesforce contact contacts person before dr mr mrs ms"
)
_OPENERS = listed(
    "hey hi ok please so and now just show tell give me us let know can could would you do i want"
    " to need remind quickly again my the"
)
_AGAIN = (
    *("and what about", "and how about", "what about", "how about", "same for", "and for"),
    *("and with", "and at", "and"),
)
# These may come before a question: "too long, whats the one thing i need to ask jana".
_REMARKS = frozenset(
    (
        *(
            "too long",
            "way too long",
            "that is too long",
            "too much",
            "ok",
            "ok cool",
            "hm",
            "wait",
        ),
        *("sorry", "quick question", "one more thing", "cool", "great", "nice", "thanks", "right"),
    )
)
_ASKING = listed("what who when where how why which whose whom is are was did does do has have any")


@dataclass(frozen=True)
class AskedFact:
    """A fact that somebody asks for.

    - `rest` are the words outside the cue, such as a name or a topic.
    - `asks` is true if the text is a question. If it is false, the text asks for the fact only if
      `rest` is nothing but a name: "close date northwind". The caller has to check that.
    - `firm` is true if the text very likely asks for this fact, because the cue has at least two
      words.
    """

    fact: Fact
    rest: tuple[str, ...]
    asks: bool
    firm: bool = False


def fact_asked(text: str) -> AskedFact | None:
    """Return the fact that a text asks for. Return None for any other text, such as a quote."""
    text = _without_remark(text)
    words = written_out_words(text)
    if not words or len(words) > MAX_WORDS or kind_of(written_out(text)) == "quote":
        return None
    if name := whose_time(words):
        return AskedFact("next call", name, asks=True, firm=True)
    found = [(fact, places) for fact, cue in _CUES if (places := _places(cue, words))]
    asks = _asks(text, words) or _asks_for_any(words)
    if not found:
        return _by_keyword(words) if asks else None
    fact, places = max(found, key=lambda one: len(one[1]))
    rest = tuple(word for at, word in enumerate(words) if at not in places)
    return AskedFact(fact, rest, asks, len(places) > 1)


def _without_remark(text: str) -> str:
    """Return "whats the one thing" for "too long, whats the one thing"."""
    remark, comma, rest = text.partition(",")
    asks = {*written_out_words(rest)[:1]} <= _ASKING
    return rest if comma and asks and " ".join(written_out_words(remark)) in _REMARKS else text


def _by_keyword(words: Sequence[str]) -> AskedFact | None:
    for fact, one, other in _KEYWORDS:
        if not one.isdisjoint(words) and (not other or not other.isdisjoint(words)):
            rest = tuple(word for word in words if word not in one | other)
            return AskedFact(fact, rest, asks=True)
    return None


def asked_about_said(text: str) -> AskedFact | None:
    """Treat any question as a question about what was said: "does jana like excel".

    Return None if the text is not a question.
    """
    words = written_out_words(text)
    if not words or len(words) > MAX_WORDS or not _asks(text, words):
        return None
    return AskedFact("said", tuple(words), True)


def asked_again(text: str) -> str:
    """Return the name in a text that repeats the last question, but about another name.

    Return "brightwater" for "and brightwater" and for "what about brightwater?". Return "" for any
    other text.
    """
    words = written_out_words(text)
    rest = next((found for lead in _AGAIN if (found := words_after(words, lead))), [])
    return " ".join(rest) if len(rest) <= _MAX_NAME_WORDS else ""


def without_filling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that may name something: all that are not in `FILLING`."""
    return tuple(word for word in words if word not in FILLING)


def _asks(text: str, words: Sequence[str]) -> bool:
    kind = kind_of(written_out(text))
    at = next((at for at, word in enumerate(words) if word not in _OPENERS or word == "do"), 0)
    begins = words[at] in _ASKING
    return kind == "question" or (begins and kind in ("crm", "command"))


def _asks_for_any(words: Sequence[str]) -> bool:
    return words[0] in ("any", "anything")


def _places(cue: Sequence[str], words: Sequence[str]) -> tuple[int, ...]:
    """Return where the words of a cue are, or an empty tuple."""
    for start in range(len(words)):
        if found := _places_from(cue, words, start):
            return found
    return ()


def _places_from(cue: Sequence[str], words: Sequence[str], start: int) -> tuple[int, ...]:
    """Return where the words of a cue are if the cue begins at `start`, or an empty tuple."""
    places: list[int] = []
    at, gap = start, 0
    for part in cue:
        if part == "*":
            gap = GAP
            continue
        there = next(
            (one for one in range(at, min(at + gap + 1, len(words))) if words[one] == part), None
        )
        if there is None:
            return ()
        places.append(there)
        at, gap = there + 1, 0
    return tuple(places)
