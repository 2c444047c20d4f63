"""Recognise what people ask about marketing: its insights, what reps ask, what buyers say. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from handlers.typed.close_words import CloseWords, words_in
from handlers.typed.key_words import MAX_WORDS, KeyWords, begins_like_question, key_words
from handlers.typed.marketing.passing_said import CALLED
from handlers.typed.marketing.topics_asked import (
    asks_what_buyers_say,
    mentioned_often,
    said_about,
    said_by,
)
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import SEE, WISHES, bare_word, listed, without_leading

# What a line asks about, for some values of MarketingSubject:
# - "figures": how well insights do
# - "what works": how well insights do, in a line without the word "insight"
# - "one insight": how well one insight does
# - "readers": the people who see an insight
# - "publish": the draft that was just written
# - "asks": what reps ask of marketing
# - "own asks": what the writer asked of marketing
# - "voice": what buyers say about a topic
# - "their voice": what "they" say about a topic ("what do they say about price"). From a marketer,
#   "they" means all buyers. From a rep, "they" means the people of one account.
MarketingSubject = Literal[
    "insights",
    "figures",
    "what works",
    "suggestions",
    "one insight",
    "best for",
    "readers",
    "write",
    "drafts",
    "publish",
    "feeds",
    "add feed",
    "asks",
    "own asks",
    "news",
    "themes",
    "make theme",
    "voice",
    "their voice",
    "summary",
    "competitors",
    "battlecards",
    "exchange",
    "digest",
]


@dataclass(frozen=True)
class MarketingAsked:
    """What a line asks about marketing. `words` is what the line names, such as a topic, or ""."""

    about: MarketingSubject
    words: str = ""


_SENTENCES: dict[MarketingSubject, str] = {
    "insights": (
        "what is scheduled\nanything scheduled\nscheduled insights\nwhat goes out next\n"
        "what does marketing have\nwhat does marketing have for us\nwhat do we have from marketing"
    ),
    "figures": "what did reps use\nwhat do reps use\nwhat reps used\n"
    "which insights do reps use\nmost used insights\nmy most used insights\n"
    "the most used insights\ntop insights",
    "what works": (
        "what is working\nwhat works\nwhat works best\nwhat is working best\n"
        "what is not working\nwhat does not work\nthe figures\nfigures\nthe numbers"
    ),
    "suggestions": (
        "suggestions\nany suggestions\nany new suggestions\nnew suggestions\nopen suggestions\n"
        "what is suggested\nwhat was suggested"
    ),
    "asks": (
        "asks\nopen asks\nall asks\nnew asks\nany asks\nany new asks\nany open asks\n"
        "what is waiting\nwhat is waiting for me\nwhat is waiting for us\n"
        "who is waiting for an answer\nwho is waiting for my answer\nwhat needs an answer\n"
        "what needs my answer\nwhat do i need to answer\nunanswered questions\nopen questions\n"
        "any open questions\nquestions for marketing\nany questions for marketing\n"
        "questions for me\nany questions for me\nquestions\nquestion\nany questions\n"
        "the question\nwhat is the question\nwhat are the questions\nanything waiting\n"
        "anything waiting for me\nanything for me\nis there anything for me\n"
        "is anything waiting\nwhat is still open\nwhat is open\nwho asked that\n"
        "who asked this\nwho asked it\nwho asked\nwho is asking\nwho is asking the most"
    ),
    "own asks": (
        "my asks\nmy open asks\nwhat did i ask marketing\nwhat did i send marketing\n"
        "what did i send to marketing\nwhat did i pass on\nwhat did i pass on to marketing\n"
        "did marketing answer\ndid marketing answer me\nhas marketing answered\n"
        "has marketing answered me\nwhat did marketing answer\nany answer from marketing\n"
        "any answers from marketing"
    ),
    "news": (
        "what is new\nwhat is new today\nwhat is new this week\nanything new\nany news\n"
        "anything new today\nwhat did i miss\nanything new since last week\n"
        "what is new since last week\nanything new this week"
    ),
    "themes": (
        "what should i write about\nwhat should i write about next\nwhat should i write next\n"
        "what should we write about\nvoice of the customer\n"
        "the voice of the customer\nwhat keeps coming up\n"
        "what do buyers keep saying\nwhat do customers keep saying\nwhat buyers keep saying\n"
        "what do we hear from buyers\nwhat do we hear from customers"
    ),
    "publish": (
        "publish\npublish it\npublish that\npublish this\npublish my draft\npublish the draft\n"
        "publish my insight\npublish the insight"
    ),
    "summary": "\n".join(
        f"{make}a summary for my boss\n{make}a summary".strip() for make in ("", "make ", "write ")
    )
    + "\nsummary for my boss\nsummary\nsummary of the week\nsummary of the week for my boss\n"
    "weekly summary\nweekly summary for my boss\nsummary of this week\nnumbers for my boss\n"
    "my boss wants the numbers\nmy boss wants the voc numbers\nmy boss wants a summary\n"
    "my boss needs the numbers\nthe numbers for my boss",
    "exchange": "marketing and sales\nsales and marketing\nbetween marketing and sales\n"
    "how do marketing and sales keep up\nhow do sales and marketing keep up",
    "digest": (
        "digest\nthe digest\nweekly digest\nmonday digest\nshow me the digest\n"
        "when does the digest come\nwhen is the digest\nwhen does the digest go out\n"
        "when is the next digest\nwhere does the digest go\nwho gets the digest\n"
        "send a digest\nhow do i get the digest\nwhere is the digest"
    ),
    "competitors": "competitors\nour competitors\nthe competitors\nall competitors\n"
    "competitor news\nnews about competitors\nnews on competitors\nnews of competitors",
}
_BY_SENTENCE: dict[str, MarketingSubject] = {
    sentence: about for about, lines in _SENTENCES.items() for sentence in lines.splitlines()
}
_SPELLING = CloseWords(words_in(_BY_SENTENCE))
_AROUND = "what which are is there any the a all our my we do does did have has got of in this week"
_INSIGHTS = "insight insights"
_KEYS: tuple[tuple[MarketingSubject, KeyWords], ...] = (
    (
        "figures",
        key_words(
            f"{_INSIGHTS} battlecard battlecards",
            "used use uses usage work works working best worst landed lands landing doing"
            " badly well performing perform performs performance popular figures numbers stats"
            " helpful useful feedback",
            around=f"{_AROUND} how most well better get gets getting reps sales by calls people who"
            " many often was were been being anyone anybody on for",
        ),
    ),
    (
        "insights",
        key_words(
            _INSIGHTS,
            around=f"{_AROUND} new newest latest recent from by marketing marketings today month"
            " published out live current overview anything",
        ),
    ),
    (
        "insights",
        key_words(
            "marketing",
            "new news newest latest anything published publish posted updates update",
            around="what is are has have did does any from by the this week today there",
        ),
    ),
    (
        "suggestions",
        key_words(
            "sales rep reps field",
            "suggest suggests suggested suggestion suggestions propose proposed",
            around=f"{_AROUND} anything from by us me for marketing to new today been insight"
            " insights",
        ),
    ),
    (
        "asks",
        key_words(
            "sales rep reps field",
            "new news question questions asking ask asks asked request requests requested waiting"
            " need needs want wants pass passed update updates feedback",
            around=f"{_AROUND} anything from by us me on for marketing team to today open who",
        ),
    ),
    (
        "themes",
        key_words(
            "theme themes",
            around=f"{_AROUND} new current common recurring main top from month buyers customers",
        ),
    ),
    (
        "themes",
        key_words(
            "topic topics subject subjects",
            "come comes coming came recur recurring raised raise most common main top",
            around=f"{_AROUND} up often again keep keeps by from with buyers customers prospects"
            " sales calls month hear heard about",
        ),
    ),
    (
        "battlecards",
        key_words("battlecard battlecards", around=f"{_AROUND} marketing from us new"),
    ),
    (
        "drafts",
        key_words("drafts", around="the my our all open any insight of from feeds are there"),
    ),
    ("feeds", key_words("feeds", around="the my our all any which what do we have are there")),
)
_COMPETITORS = key_words(
    "competitor competitors competition rival rivals",
    around=f"{_AROUND} who how come comes coming came up most often named name names mentioned"
    " mention mentions get gets being calls by buyers customers month hear heard about us against"
    " news new latest anything update updates on from today",
)
_LOST_TO = key_words(
    "lose losing lost losses compete competing",
    "against to with",
    around="who whom what which competitor competitors rival rivals do did are is we our us"
    " deals deal most often lately by mostly",
)
_OBJECTIONS = key_words(
    "objection objections complaint complaints concern concerns worry worries",
    around=f"{_AROUND} come comes coming came up often again keep keeps most common main top by"
    " from with buyers customers prospects sales calls month hear heard raise raised about",
)
_TOP = listed("top main biggest most common")  # "top 3 pains" is a question too
_PAINS = key_words(
    "pain pains problem problems objection objections complaint complaints concern concerns theme"
    " themes topic topics",
    around=f"{_AROUND} top main biggest most common point points three five ten 3 5 10 of from"
    " buyers customers prospects month hear heard",
)
_MAKES = listed("make create add new start")
_THEME_ABOUT = listed("for in about on from")
_EXCHANGE = key_words(
    "marketing",
    "sales",
    around="how are is do does and with the work works working together doing going along get gets",
)
_FOR_US = key_words(
    "marketing", "doing going helping working", around="how is are us me my our the team for with"
)
_THIS_WEEK = listed("week weeks")
_LEADS_TO_PERIOD = listed("in of for from the")
_ADDS = listed("add new follow read connect subscribe")
_REMOVES = listed("remove delete change drop stop edit")
_PICKED = listed(
    "answer answered reply replied respond responded react reacted pick picked take taken read see"
    " seen get got look looked"
)
_ANYONE = listed("anyone anybody someone somebody")
_OWN_LINE = listed("line lines quote quotes question ask marketing")
_NO_LINE = listed("insight insights suggestion call calls demo meeting draft")
_FEED = ("feed", "source", "rss", "rss feed", "atom feed", "news feed", "news source", "blog")
_SOURCES = ("sources", "rss feeds", "news feeds", "news sources", "list of feeds")
_WRITES = listed("write new add create publish suggest draft make share start")
_ARTICLES = listed("a an another the new")
_PUBLISHED = listed("publish published")
_WRITTEN = listed("insight battlecard")  # a battlecard is an insight about a competitor
_ABOUT = listed("about on for that saying")
_GREETINGS = listed("good morning hello afternoon evening")
_WHOSE = listed("can could will would all my our the an a this these new published")
_DOING = listed("doing going performing working do work land used landing useful")
_DOES = ("how is", "how are", "how did", "how does", "how often is", "how often was")
# The topic of an insight follows these: "did anyone use the depot insight".
_USES_OF = (
    *("did anyone use", "did anybody use", "does anyone use", "did reps use", "do reps use"),
    *("has anyone used", "has anybody used", "have reps used", "who used", "who uses"),
    *("is anyone using", "is anybody using", "are reps using", "who is using"),
    *("how many reps used", "how many reps opened", "how many people opened", "who opened"),
)
_BEST_FOR = tuple(
    f"{which}{best}insight {joint}"
    for which, best, joint in product(
        ("", "the ", "what is the ", "which is the ", "which ", "what is our "),
        ("best ", "most used ", "top "),
        ("for", "in", "about", "on"),
    )
) + tuple(f"what works {joint}" for joint in ("in", "for", "best in", "best for"))
_AN_INSIGHT = listed("insight one battlecard")
_DID_IT = ("did", "does", "is", "was", "has")
_ANY_INSIGHT = listed("the my our new last latest newest")


def marketing_asked(text: str) -> MarketingAsked | None:
    """Return what a line asks about marketing. Return None for any other line."""
    if topic := said_about(text):
        return MarketingAsked("voice", topic)
    words = without_leading(without_courtesy(written_out_words(text)), _GREETINGS)
    if not 0 < len(words) <= MAX_WORDS:
        return None
    if about := _whole(words, text):
        return MarketingAsked(about)
    if _THIS_WEEK.intersection(words) and _period_themes(words):
        return MarketingAsked("themes", "week")
    if _asks_about_own(words):
        return MarketingAsked("own asks")
    return (
        _feed(text)
        or _best_for(words)
        or _topic(text)
        or _write(words, text)
        or _one_insight(words)
        or _by_key_words(words)
        or _theme_named(words)
    )


def _whole(words: Sequence[str], text: str) -> MarketingSubject | None:
    if about := _BY_SENTENCE.get(" ".join(_SPELLING.meant(words))):
        return about
    if asks_what_buyers_say(text):
        return "themes"
    return "readers" if _asks_who_sees(words) else None


def _asks_about_own(words: Sequence[str]) -> bool:
    """Match "did marketing answer the offline thing" and "did anyone pick up my line"."""
    if len(words) < 3 or words[0] not in ("did", "has", "have") or words[2] not in _PICKED:
        return False
    about_line = words[1] in CALLED or not _OWN_LINE.isdisjoint(words[3:])
    return (words[1] in CALLED | _ANYONE) and about_line and _NO_LINE.isdisjoint(words[3:])


def _period_themes(words: Sequence[str]) -> bool:
    """Match "themes this week", "what keeps coming up this week", "what objections this week"."""
    if words[-2:-1] not in (["this"], ["last"], ["past"]):
        return False
    asked = words[:-2]
    while asked and asked[-1] in _LEADS_TO_PERIOD:
        asked = asked[:-1]
    if not asked:
        return False
    found = _by_key_words(asked)
    return _whole(asked, " ".join(asked)) == "themes" or (
        found is not None and found.about == "themes"
    )


def _feed(text: str) -> MarketingAsked | None:
    """Match "add source https://blog.example.com/rss", "new feed" and "sources"."""
    *lead, last = text.split()
    is_address = "://" in last
    said = [bare_word(word) for word in (lead if is_address else [*lead, last])]
    wanted = without_leading(said, WISHES)
    if (
        not is_address
        and " ".join(without_leading(said, _ARTICLES | {"the", "my", "our"})) in _SOURCES
    ):
        return MarketingAsked("feeds")
    if not wanted or wanted[0] not in (*_ADDS, *_REMOVES):
        return None
    named = (
        " ".join(without_leading(wanted[1:], _ARTICLES)).removesuffix(" from").removesuffix(" at")
    )
    if named not in _FEED:
        return None
    if wanted[0] in _REMOVES:
        return MarketingAsked("feeds")
    return MarketingAsked("add feed", last if is_address else "")


def _best_for(words: Sequence[str]) -> MarketingAsked | None:
    """Match "whats the best insight for logistics" and "what works in logistics"."""
    line = " ".join(words)
    begun = next((one for one in _BEST_FOR if line.startswith(f"{one} ")), "")
    topic = " ".join(words[len(begun.split()) :])
    return MarketingAsked("best for", topic) if begun and topic else None


def _topic(text: str) -> MarketingAsked | None:
    """Match "how often is routely mentioned" and "what do hospitals care about"."""
    if topic := mentioned_often(text):
        return MarketingAsked("voice", topic)
    topic = said_by(text)
    return MarketingAsked("their voice", topic) if topic else None


def _asks_who_sees(words: Sequence[str]) -> bool:
    """Match "who sees my insights", "who can read an insight" and "who can see what i publish"."""
    if words[:1] == ["who"] and words[-3:-1] == ["what", "i"] and words[-1] in _PUBLISHED:
        return {*words[1:-3]} <= SEE | _WHOSE
    if words[:1] != ["who"] or words[-1] not in _INSIGHTS.split():
        return False
    middle = {*words[1:-1]}
    return not SEE.isdisjoint(middle) and middle <= SEE | _WHOSE


def _write(words: Sequence[str], text: str) -> MarketingAsked | None:
    """Match "write a battlecard", "new insight" and "i want to add an insight about drivers"."""
    wanted = without_leading([*words], WISHES)
    if not wanted or wanted[0] not in _WRITES:
        return None
    following = without_leading(wanted[1:], _ARTICLES)
    what = next(iter(following), "")
    is_written = what in _WRITTEN or (what == "something" and wanted[0] in _PUBLISHED)
    if what in _WRITTEN and len(following) == 1:
        return MarketingAsked("write")
    if not is_written or len(following) < 2 or following[1] not in _ABOUT:
        return None
    typed = text.split()
    at = next((at for at, word in enumerate(typed) if bare_word(word) == what), len(typed))
    return MarketingAsked("write", " ".join(typed[at + 2 :]))


def _one_insight(words: Sequence[str]) -> MarketingAsked | None:
    """Match "how is my insight doing" and "did anyone use the depot insight"."""
    begins: tuple[str, ...]
    if words[-2:] == ["so", "far"]:
        words = words[:-2]
    if words[:2] in (["when", "does"], ["when", "will"]) and words[-2:] == ["go", "out"]:
        named = without_leading([*words[2:-3]], _ANY_INSIGHT)
        is_insight = len(words) > 4 and words[-3] in _AN_INSIGHT
        return MarketingAsked("one insight", " ".join(named)) if is_insight else None
    if words[-2:-1] == ["insight"] and words[-1] in _DOING:
        begins, end = (*_DOES, *_DID_IT), -2
    elif words[-1] in _AN_INSIGHT:
        begins, end = _USES_OF, -1
    else:
        return None
    line = " ".join(words)
    begun = next((one for one in begins if line.startswith(f"{one} ")), "")
    topic = " ".join(without_leading([*words[len(begun.split()) : end]], _ANY_INSIGHT))
    return MarketingAsked("one insight", topic) if begun in _DOES or (begun and topic) else None


def _by_key_words(words: Sequence[str]) -> MarketingAsked | None:
    if words[0] == "how" and (_EXCHANGE.fit(words) or _FOR_US.fit(words)):
        return MarketingAsked("exchange")
    # Only a question fits, because "the competition" may be a note about a call.
    if begins_like_question(words) and (_COMPETITORS.fit(words) or _LOST_TO.fit(words)):
        return MarketingAsked("competitors")
    # Only a question fits, because "the objections came up again" may be a note about a call.
    if begins_like_question(words) and _OBJECTIONS.fit(words):
        return MarketingAsked("themes")
    if words[0] in _TOP and _PAINS.fit(words):
        return MarketingAsked("themes")
    return next((MarketingAsked(about) for about, keys in _KEYS if keys.fit(words)), None)


def _theme_named(words: Sequence[str]) -> MarketingAsked | None:
    """Match "themes for healthcare" and "make a theme called route changes"."""
    rest = without_leading([*words], WISHES)
    makes = bool(rest) and rest[0] in _MAKES
    rest = without_leading(rest[1:] if makes else rest, _ARTICLES | {"any", "show", "me"})
    if len(rest) < 1 + (not makes) or rest[0] not in ("theme", "themes"):
        return None
    if makes:
        topic = without_leading(rest[1:], _THEME_ABOUT | {"called", "named"})
        return MarketingAsked("make theme", " ".join(topic))
    topic = rest[2:] if rest[1] in _THEME_ABOUT else []
    return MarketingAsked("their voice", " ".join(topic)) if topic else None
