"""Recognise questions about selling that marketing's insights may answer. Pure."""

from itertools import product

from handlers.typed.close_words import CloseWords, words_in
from handlers.typed.plain_spelling import written_out
from handlers.typed.questions_to_attune import (
    ends_with_speaker,
    is_one_sentence,
    is_quoted,
    is_their_question,
)
from handlers.typed.words import (
    AUXILIARIES,
    COURTESY,
    MARKS,
    OPENERS,
    PRONOUNS,
    QUESTION_WORDS,
    SAID,
    STATES,
    bare_word,
    listed,
)

LONGEST = 8  # a beginning has at most this many words
_DOES = ("handle", "answer", "counter", "overcome", "respond to", "reply to", "deal with")
_ANSWERS = frozenset(
    (
        *(f"how {who} {does}" for who, does in product(("do i", "do we", "to", "should i"), _DOES)),
        *(f"what {do} {who} say to" for do, who in product(("do", "should", "can"), ("i", "we"))),
        *(f"what is our {it} {to}" for it, to in product(("answer", "response"), ("to", "on"))),
        *("our answer to", "our response to", "what is my answer to", "how do we win against"),
    )
)
_THING = (
    *("anything", "something", "a battlecard", "battlecards", "a case study", "case studies"),
    *("a one pager", "a reference", "references", "a customer story", "material", "proof"),
    *("numbers", "an insight", "insights"),
)
_HAS = (
    *("do we have", "do you have", "have we got", "is there", "are there", "got any"),
    *("do we have any", "do you have any", "have we got any", "are there any", "any", "show me"),
    *("does marketing have", "does marketing have any", "has marketing", "marketing has"),
)
_BARE = ("", "the", "our")
_ON = ("on", "about", "for", "against", "in")
_THINGS = {thing.removeprefix("a ").removeprefix("an ") for thing in _THING}
# A topic follows these words.
_BEGINS = frozenset(
    (
        *_ANSWERS,
        *(f"{has} {thing} {on}" for has, thing, on in product(_HAS, (*_THING, *_THINGS), _ON)),
        *("how do we compare to", "how do we compare with"),
        *("how do we compare against", "how are we different from", "how are we better than"),
        *("how do we differ from", "how do we beat", "how do we win against", "why us over"),
        *("what do i say about", "what do i say when they ask about", "what should i say about"),
        *("what do i say if they ask about", "what do we say about", "what can i say about"),
        *(
            "what does marketing say about",
            "what does marketing have on",
            "anything from marketing",
        ),
        *("anything from marketing on", "anything from marketing about", "search insights for"),
        *("ask marketing for", "ask marketing about"),
        *("ask marketing if they have", "ask marketing whether they have"),
    )
)
# In a line that ends with a question mark, any words may follow one of these. In other lines, at
# most two words may follow: "the numbers in March were down" is a note.
_BARE_BEGINS = frozenset(
    (
        *(f"{bare} {thing} {on}".strip() for bare, thing, on in product(_BARE, _THINGS, _ON)),
        *("battlecard", "our battlecard"),
    )
)
_MAX_BARE = 2
_PURPOSE = frozenset(
    (
        *(f"{who} {can}" for who, can in product(("i", "we"), ("can", "could", "should", "may"))),
        *(f"to {use}" for use in ("use", "send", "show", "share", "give", "bring")),
    )
)
_MAX_ALONE = 4  # how many words a line that is only a topic may have
# A line that begins with one of these words is an order, not a topic: "change the date".
_ORDERS = listed(
    "add change remove delete new make create move set update edit publish unpublish retire renew"
    " send stop start show open close cancel undo drop follow connect subscribe write rename"
    " use take accept approve push archive save keep schedule postpone praise thank comment"
)
# A line that has one of these words says or asks something. It is more than a topic.
_NO_TOPIC = (
    COURTESY
    | PRONOUNS
    | AUXILIARIES
    | STATES
    | QUESTION_WORDS
    | SAID
    | OPENERS
    | listed("i you me my your us them him no not yes nope nah tell team everyone all it that this")
)
# A topic comes before these words: "they say it is too expensive, what do I say".
_ENDS = (
    *("what do i say", "what should i say", "what can i say", "what do i answer"),
    *("what do i tell them", "how do i answer", "how do i respond", "how do i reply"),
    *(f"how {who} {does} {it}" for who, does, it in product(("do i", "to"), _DOES, ("that", "it"))),
)
_BUYERS = (
    *(
        "people",
        "customers",
        "other customers",
        "buyers",
        "other buyers",
        "others",
        "prospects",
        "clients",
    ),
    *("our customers", "our buyers"),
)
_SAYING = frozenset(
    f"what {do} {who} {say}".replace("  ", " ")
    for (do, say), who in product(
        (
            *(("do", "say"), ("are", "saying"), ("do", "tell us"), ("are", "telling us")),
            *(("do", "complain about"), ("are", "complaining about"), ("do", "worry about")),
            *(("do", "ask about"), ("are", "asking about"), ("do", "struggle with")),
            *(("", "say"), ("", "tell us"), ("do", "object to"), ("are", "worried about")),
            *(("did", "say"), ("did", "tell us"), ("did", "ask about"), ("have", "said")),
            *(("do", "keep asking"), ("do", "care about"), ("do", "talk about")),
            *(("do", "think of"), ("do", "think about")),
        ),
        _BUYERS,
    )
)
# Reps hear what buyers say: "what do reps hear about price".
_HEARING = frozenset(
    f"what {do} {who} {hear}"
    for (do, hear), who in product(
        (("do", "hear"), ("did", "hear"), ("are", "hearing"), ("have", "heard")),
        ("reps", "our reps", "sales", "we"),
    )
)
_SAYING_ABOUT = frozenset(
    f"{said} {joint}" for said, joint in product(_SAYING | _HEARING, ("about", "on"))
)
_THEY_SAY = frozenset(
    f"what {said} {about}"
    for said, about in product(
        ("do they say", "are they saying", "do they tell us", "are they telling us", "they say"),
        ("about", "on"),
    )
)
_DO_SAY = listed("say want need think ask")
# These are not buyers. `said_by` returns "" for "what do reps say".
_NO_BUYERS = listed("reps us insights competitors rivals sales asks themes his this")
_MENTIONING = frozenset(
    f"{verb} {who} {mentioning}"
    for (verb, who), mentioning in product(
        product(("is", "are"), ("anyone", "anybody", "people", "customers", "buyers", "they")),
        (
            *("mentioning", "asking about", "asking for", "talking about", "complaining about"),
            *("saying anything about", "worried about", "raising"),
        ),
    )
)
_OFTEN = frozenset(
    (*(f"how often {do}" for do in ("is", "are", "does", "do")), "is", "are", "does")
)
_COMES_UP = listed("mentioned named raised coming come being")
_MENTIONED = frozenset(
    f"{comes}{much}"
    for comes, much in product(
        ("mentioned", "named", "raised", "coming up", "come up", "being mentioned"),
        ("", " a lot", " often", " much", " a lot lately", " again"),
    )
)
_MAX_MENTIONED = 10
_SPELLING = CloseWords(words_in((*_BEGINS, *_BARE_BEGINS, *_ENDS, *_SAYING_ABOUT)))
_SAY = listed("they if when he she the a customer buyer customers buyers say says said ask asks")
_SMALL = listed("a an the any our some")


def topic_asked(text: str) -> str:
    """Return "price objection" for "how do I handle the price objection?".

    Return "" for any other text, and for a customer's words: "how do we compare to X, Jana asked".
    """
    said, words = _words(text)
    quotes = is_quoted(text) and not _begun(words, _ANSWERS)  # how do i handle "too expensive"
    if quotes or not is_one_sentence(text) or ends_with_speaker(text) or is_their_question(text):
        return ""
    if topic := said_about(text):
        return topic
    if count := _begun(words, _BEGINS):
        return _bare(said[count:], _SMALL)
    count = _begun(words, _BARE_BEGINS)
    if count and (text.rstrip().endswith("?") or len(words) - count <= _MAX_BARE):
        return _bare(said[count:], _SMALL)
    line = " ".join(words)
    end = next((len(one.split()) for one in _ENDS if line.endswith(f" {one}")), 0)
    return _bare(said[:-end], _SAY | _SMALL) if end else ""


def asks_material(text: str) -> bool:
    """Check whether a question asks for an insight, a case study or the like."""
    _, words = _words(text)
    return any(f" {thing} " in f" {' '.join(words)} " for thing in _THINGS - {"numbers"})


def without_purpose(topic: str) -> str:
    """Return "clinics" for "clinics i can use with brightwater"."""
    words = topic.split()
    bare = [bare_word(word) for word in words]
    pairs = (" ".join(bare[at : at + 2]) for at in range(len(bare)))
    at = next((at for at, pair in enumerate(pairs) if pair in _PURPOSE), len(words))
    return " ".join(words[:at])


def said_about(text: str) -> str:
    """Return "price" for "what are buyers saying about the price?", or "" for any other text."""
    said, words = _words(text)
    count = _begun(words, _SAYING_ABOUT)
    return _bare(said[count:], _SMALL) if count and is_one_sentence(text) else ""


def mentioned_often(text: str) -> str:
    """Return "routely" for "how often is routely mentioned?" and "is anyone mentioning routely".

    Return "" for any other text.
    """
    said, words = _words(text)
    if not is_one_sentence(text) or len(words) > _MAX_MENTIONED:
        return ""
    if count := _begun(words, _MENTIONING):
        return _bare(said[count:], _SMALL)
    lead = next((n for n in (3, 1) if " ".join(words[:n]) in _OFTEN), 0)
    end = next((at for at in range(lead + 1, len(words)) if words[at] in _COMES_UP), 0)
    ends_so = " ".join(words[end:]) in _MENTIONED
    return _bare(said[lead:end], _SMALL) if lead and end and ends_so else ""


def said_by(text: str) -> str:
    """Return the buyers or the topic of a question about what buyers say.

    - For "what do hospitals care about", return "hospitals".
    - For "what do they say about price", return "price".
    - For any other text, return "".

    Call this function only for a marketer's text, because a rep who types "they" means one
    customer.
    """
    said, words = _words(text)
    if not is_one_sentence(text) or words[:1] != ["what"] or len(words) < 4:
        return ""
    if count := _begun(words, _THEY_SAY):
        return _bare(said[count:], _SMALL)
    who, rest = words[2:-1], words[-1]
    if words[1] != "do" or not 0 < len(who) <= _MAX_BARE + 1:
        return ""
    if words[-2:] in (["care", "about"], ["worry", "about"], ["complain", "about"]):
        who, rest = words[2:-2], "say"
    if rest not in _DO_SAY or not who or not who[-1].endswith("s") or who[-1] in _NO_BUYERS:
        return ""
    return " ".join(said[2 : 2 + len(who)])


def asks_what_buyers_say(text: str) -> bool:
    """Check whether a text asks what buyers say, without a topic: "what are buyers saying"."""
    _, words = _words(text)
    return " ".join(words) in _SAYING


def _words(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a text, and the same words in the form in which we compare them.

    In both lists, shortened words are written out, and "please" and "thanks" are left out. In the
    second list, marks are left out, all letters are small, and typos in words of `_BEGINS` and of
    the other phrases above are corrected.
    """
    said = [word for word in written_out(text).split() if bare_word(word) not in COURTESY]
    return said, _SPELLING.meant(map(bare_word, said))


def _begun(words: list[str], begins: frozenset[str]) -> int:
    """Find the longest phrase of `begins` with which `words` start. Return its number of words.

    Return 0 if there is no such phrase.
    """
    return next((n for n in range(LONGEST, 0, -1) if " ".join(words[:n]) in begins), 0)


def _bare(words: list[str], small: frozenset[str]) -> str:
    """Leave out the small words at the start, and marks around the rest."""
    at = next((at for at, word in enumerate(words) if bare_word(word) not in small), len(words))
    return " ".join(words[at:]).strip(f"{MARKS} ")


def topic_alone(text: str) -> str:
    """Return "night shifts" for a line that is only a topic of two to four words, or ""."""
    words = [bare_word(word) for word in text.split(maxsplit=_MAX_ALONE)]
    fits = 1 < len(words) <= _MAX_ALONE and all(word.isalpha() for word in words)
    if not fits or words[0] in _ORDERS or not _NO_TOPIC.isdisjoint(words):
        return ""
    return " ".join(text.split())
