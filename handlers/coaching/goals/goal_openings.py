"""Turn a rep's goal for a call into the question that opens the call. Pure.

"Hear how they plan a Monday" becomes "Tell me how you plan a Monday.", and "Learn who signs"
becomes "Could you tell me who signs?" The rep reads the question aloud, so we make one only if we
are sure of it. For example, we make no question if the goal asks several things, is blunt, or has a
"they" that may mean other people.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise, product

from handlers.coaching.goals.intents import asks_one_thing
from handlers.coaching.names.people_lines import JOBS
from handlers.coaching.text.words import singular
from handlers.playbook.word_lists import Pitch

LONGEST = 90  # in characters; a person can say this much in one breath

_VERBS = """
    hear|learn|find out|ask|understand|know|get to know|see|discover|figure out|work out|explore
"""
_BEFORE = r"(?:(?:i|we) (?:want|would like) to |to |first |just )?"
_FROM_THEM = r"(?: from)?(?: them)?"
_QUESTION = "how|why|what|who|whose|when|where|which|whether|if"
# If one of these words comes first, the goal asks for a fact: "who signs". Then the question begins
# with "Could you tell me", because "Tell me who signs." would sound like an order.
_FACTS = frozenset(("who", "whose", "what", "which", "if"))
_ASKS = re.compile(
    rf"{_BEFORE}(?P<verb>{_VERBS.strip()}){_FROM_THEM} (?P<word>{_QUESTION}) (?P<rest>\S.*)",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"(?:to )?hear (?:them|(?:an?|one|the|their) [\w-]+(?: [\w-]+)?)"
    r" (?:describe|explain|tell(?: me| us)? about|talk about) (?P<what>(?:an?|one|the) \S.*)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\w '’%€$£&-]+")  # no commas, full stops or brackets


_QUOTES = re.compile(r"(?<!\S)['‘]")  # a mark before a word: "what 'live' means"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_YOU = {
    "they": "you",
    "them": "you",
    "their": "your",
    "theirs": "yours",
    "themselves": "yourselves",
    "they're": "you're",
    "they've": "you've",
    "they'd": "you'd",
    "they'll": "you'll",
}
# Words that are about somebody else, or about the rep.
_OTHERS = _words(
    """
    he she him his her hers himself herself i me my mine myself we us our ours ourselves you
    your yours i'm i've i'd i'll we're we've we'd we'll he's she's you're
    """
)
# Words that a rep would not say to a buyer.
_JARGON = _words(
    """
    pain pains buyer buyers champion champions stakeholder stakeholders prospect prospects
    objection objections ready buy-in deal deals upsell close closing closes pitch bant meddic
    persona bluff bluffing lie lies lying squeeze squeezed weak weakness weaknesses
    """
)
# Words that are too blunt or too personal: "what you earn".
_BLUNT = _words(
    """
    earn earns earned salary salaries wage wages paid married afford discount discounts accept
    interested serious afraid fear fears desperate money win winning competition competitor
    competitors maker makers blocks blocker blockers so answered replied ignore ignored
    """
)
# Pairs of words that are too blunt or too personal: "would buy", "right person".
_BLUNT_PAIRS = frozenset(
    pair
    for first, second in (
        ("to can could will would they'd", "buy sign order commit switch"),
        ("would will they'd could", "pay spend"),
        ("right wrong", "person people"),
        ("go going", "ahead"),
        ("order contract", "comes"),
    )
    for pair in product(first.split(), second.split())
)
# With only these words, a question asks too little: "what they do".
_EMPTY = frozenset(
    f"{who} {verb}"
    for who in ("they", "it")
    for verb in _words("are is do does say says think mean means want stand have know went goes")
) | {"they make", "much they make", "they have time", "they are happy", "they are doing"}
# Together with a product or a name, these words advertise: "if you need the Pro plan".
_ADVERTISING = _words(
    """
    think thought like likes liked need needs want wants would could they'd fit fits help helps
    heard hear know knows try using change improve
    """
)
_PRODUCTS = _words(
    """
    module modules app apps platform product products solution solutions suite add-on add-ons
    licence licences license licenses seat seats subscription subscriptions
    """
)
_DATES = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas easter
    """
)
_ARTICLES = _words("the a an these those")
# Words that begin a second question. "when" and "if" are left out, because they also begin a
# condition.
_SECOND = frozenset(_QUESTION.split("|")) - {"when", "if"}
_JOINS = frozenset({"and", "or", "but", "then", "&", "so"})
# If one of these words comes right before "they", "they" means the buyer: "how often they", "who
# else they", "when they". But if the clause has already mentioned somebody, "they" may mean that
# person.
_BEFORE_THEY = _words(
    """
    else much many long often far soon well fast early late exactly when if once after before
    """
)
# Words for people or for a part of a company: "driver", "team", "finance". If the clause has such a
# word, "they" may mean somebody other than the buyer.
_SOMEBODY = re.compile(
    r"(?:.{2,}(?:er|or|ist|ee|ant|man|men|yst)s?|people|person|persons|team|staff|boss|board|"
    r"(?:some|any|every|no)(?:body|one)|each|else|finance|management|it)"
)
# Words that match `_SOMEBODY` but do not stand for people.
_NOT_SOMEBODY = _words(
    """
    order orders number numbers other never ever over under after later paper offer offers per
    quarter winter summer however water power computer error errors floor floors or for consider
    whether either rather answer answers matter matters letter software whoever together
    """
)
# Words that end in "s" but are not plural nouns: "what happens when they are late".
_SINGULAR = _words(
    """
    is was has does costs happens goes changes stops matters works breaks comes makes takes
    keeps gives gets means bothers worries annoys slows holds helps needs as this its always us
    """
)


def question(goal: str, words: Pitch, names: Collection[str] = ()) -> str | None:
    """Return the question, or None if we can't be sure that the rep can ask it aloud.

    `words` are the playbook's words about pitches. `names` are the people on the call. If the goal
    has one of these names, return None, because that person would be in the call and hear the
    question "Tell me how Jana plans a Monday."
    """
    said = " ".join(goal.split()).rstrip(".").replace("’", "'")
    if not _PLAIN.fullmatch(said) or len(said) > 2 * LONGEST or said.isupper():
        return None
    if _QUOTES.search(said):
        return None
    clause = _asked(said) or _described(said)
    if clause is None or _names_somebody(said, names) or _advertises(clause):
        return None
    if not asks_one_thing(f"Ask {clause}", words):
        return None
    asks_a_fact = clause.partition(" ")[0] in _FACTS
    found = f"Could you tell me {clause}?" if asks_a_fact else f"Tell me {clause}."
    return found if len(found) <= LONGEST else None


def person_meant(goal: str, roles: Mapping[str, str]) -> str | None:
    """Return the name of the person whose role the goal mentions.

    For "Hear a dispatcher describe a bad evening", return the dispatcher's name. Return None if
    nobody has such a role, or if several people have one. `roles` has the role of each person on
    the call, by the person's name.
    """
    if not roles:
        return None
    said = {singular(word) for word in goal.casefold().split()} & JOBS
    found = [
        name
        for name, role in roles.items()
        if not said.isdisjoint(map(singular, role.casefold().replace(",", " ").split()))
    ]
    return found[0] if len(found) == 1 else None


def _asked(said: str) -> str | None:
    """Return what the goal asks, with "you" for "they": "how you plan a Monday".

    Return None if the goal asks nothing, or if the question is unclear, blunt, or about others.
    """
    match = _ASKS.fullmatch(said)
    if match is None:
        return None
    word, rest = match["word"].lower(), match["rest"].split()
    lower = [each.lower() for each in rest]
    about_them = not _YOU.keys().isdisjoint(lower)
    if lower[0] == "to" or _is_unclear(lower) or _is_odd(lower):
        return None
    if match["verb"].lower() == "see" and word != "who" and not about_them:
        return None  # "See how it goes" asks nothing
    if about_them and _may_mean_others(word, lower):
        return None
    you = [_YOU.get(each.lower(), each) for each in rest]
    return " ".join(("if" if word == "whether" else word, *you))


def _described(said: str) -> str | None:
    """Return what somebody should describe: "about the last bad evening".

    Return None if the rep does not want to hear a description, or if the thing to describe is
    unclear.

    "A bad evening" becomes "the last bad evening". About the last bad evening, people tell what
    happened. About bad evenings in general, they tell what they think.
    """
    match = _DESCRIBES.fullmatch(said)
    if match is None:
        return None
    lower = match["what"].lower().split()
    unclear = _is_unclear(lower) or not _YOU.keys().isdisjoint(lower)
    if unclear or {"when", "if"} & set(lower):
        return None
    first, _, rest = match["what"].partition(" ")
    return f"about {match['what']}" if first.lower() == "the" else f"about the last {rest}"


def _is_unclear(lower: Sequence[str]) -> bool:
    """Check for jargon, a second question, and words about people other than the buyer."""
    said = {each.removesuffix("'s") for each in lower} | set(lower)
    joined = any(before in _JOINS and after in ("when", "if") for before, after in pairwise(lower))
    return bool(said & (_OTHERS | _JARGON | _SECOND)) or joined or lower[-1] in _JOINS


def _is_odd(lower: Sequence[str]) -> bool:
    """Check for a question that is too blunt, or that asks too little."""
    return (
        not _BLUNT.isdisjoint(lower)
        or not _BLUNT_PAIRS.isdisjoint(pairwise(lower))
        or " ".join(lower) in _EMPTY
    )


def _advertises(clause: str) -> bool:
    """Check whether the question would advertise a product: "if you need RouteOne".

    A word with both capital and lower-case letters ("Pro") counts as a product, unless it is in
    `_DATES`.
    """
    words = clause.split()
    named = any(
        not word.islower() and not word.isupper() and word.lower().removesuffix("s") not in _DATES
        for word in words
        if word.isalpha()
    )
    lower = {word.lower() for word in words}
    return (named or not _PRODUCTS.isdisjoint(lower)) and not _ADVERTISING.isdisjoint(lower)


def _may_mean_others(word: str, lower: Sequence[str]) -> bool:
    """Check whether "they", "them" or "their" may mean people other than the buyer."""
    at = next(at for at, each in enumerate(lower) if each in _YOU)
    if lower[at] == "they" and lower[at + 1 : at + 2] and lower[at + 1] in _ARTICLES:
        return True  # as in "they the drivers"
    before, first = lower[:at], lower[at]
    if word == "who" and "own" in lower:  # as in "who brings their own laptop"
        return True
    if first.startswith("they") and before and not _asks_about(word, before):
        return before[-1] not in _BEFORE_THEY or _may_be_they(word, before)
    if not first.startswith("they") and _may_be_they(word, before):
        return True
    last = max(at for at, each in enumerate(lower) if each in _YOU)
    return any(map(_is_somebody, lower[at + 1 : last]))


def _asks_about(word: str, before: Sequence[str]) -> bool:
    """Check whether the words before "they" name the things asked about: "which lorries they"."""
    if word in ("what", "which", "whose"):
        return len(before) <= 2 and not any(map(_is_somebody, before))
    return word == "how" and before[0] in ("much", "many") and len(before) <= 3


def _may_be_they(word: str, before: Sequence[str]) -> bool:
    """Check whether "they" may stand for a person or a plural noun among the words before it."""
    if any(map(_is_somebody, before)) and list(before) != ["else"]:
        return True
    plural = [at for at, each in enumerate(before) if each.endswith("s") and each not in _SINGULAR]
    if plural == [0] and word in ("who", "what"):  # "signs" is a verb in "who signs their"
        return False
    return bool(plural) and "'s" not in before[plural[0]]


def _is_somebody(word: str) -> bool:
    return word not in _NOT_SOMEBODY and _SOMEBODY.fullmatch(word) is not None


def _names_somebody(said: str, names: Collection[str]) -> bool:
    parts = {part.strip(".,").lower() for name in names for part in name.split()}
    words = {each.removesuffix("'s") for each in said.lower().split()}
    return not words.isdisjoint(parts - {""})
