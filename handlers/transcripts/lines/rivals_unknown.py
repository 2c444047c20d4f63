"""Find competitors that are not on file, from the words beside their names. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES, OTHER_FORMS
from handlers.coaching.text.spelling import plain
from handlers.coaching.text.words import SAY_LITTLE
from handlers.times.words import DAY_NAMES, MONTH_NAMES, NUMBER_WORD
from handlers.transcripts.records import RivalNamed
from handlers.transcripts.speech.people_named import has_a_role
from handlers.transcripts.speech.sentences import SpokenSentence

MAX_FOUND = 3
# After our question "who else is there?", an answer such as "one is Routely" counts in the next six
# sentences. Any other answer counts only in the next three.
_ONE_IS_WITHIN, _ANSWERED_WITHIN = 6, 3
_UPPER, _LOWER = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]"
_NAME = (
    rf"(?P<name>{_UPPER}{_LOWER}+(?:{_UPPER}{_LOWER}+)*(?:\.(?:io|com|ai))?)"
    r"(?![\w-]|['’](?!s\b))"
)
# People say these words mostly about somebody who sells what we sell.
_SURE = re.compile(
    r"\b(?i:(?:demo|pilot|trial|offer|quote|proposal|pitch|presentation) (?:from|with|by|of)"
    r"|(?:gone|went|going|go) with"
    r"|(?:signed|sign|renew|stayed|stay|compared?|comparing) (?:with|to)"
    r"|(?:decided|opted) for|(?:switch|switched|switching|migrated|migrating) (?:to|from)"
    r"|instead of|versus|vs|alternative is|competitor,?)"
    rf"(?:,? (?:um|uh|er|erm|from|with),?){{0,3}} {_NAME}"
)
_LOOKED = re.compile(
    rf"\b(?i:also (?:look|looked|looking) at) {_NAME}(?= too| as well|[,.;!?]|$)"
    rf"|\b(?i:(?:look|looked|looking) at) {_NAME.replace('?P<name>', '?P<too>')}(?= too| as well)"
)
_SELLS = re.compile(
    rf"(?<![\w'-]){_NAME}(?:['’]s (?:offer|price|pricing|quote|proposal|contract|demo|sales)"
    r"|,? (?:offers?|offered|charges?|quoted|would charge|has (?:offered|quoted)"
    r"|have (?:offered|quoted)|(?:is|are|was|were) (?:cheaper|dearer|more expensive|the incumbent)"
    r"|(?:comes?|came) in (?:at|cheaper|lower|higher)))\b"
)
# Other words around the name of a seller: "With Routely the start is nine thousand", "Routely was
# there, with a big stand", "there is a third one, they are called Routely".
_BESIDE = (
    re.compile(
        rf"\b[Ww]ith {_NAME},? the (?:start|set-?up|price|licen[cs]e|onboarding|installation"
        r"|first year|contract|interface|offer) (?:is|was|would be|costs?)"
        rf" (?:(?:about|around|only|at) )?(?:[€$£]?\d|(?:{NUMBER_WORD}|extra|included|cheaper|lower"
        r"|higher)\b)"
    ),
    re.compile(
        rf"(?<![\w'-]){_NAME} (?:(?:was|were)(?: also)? there,? with|had) (?:a|an|the|their)"
        r" (?:[\w'-]{1,20} )?(?:stand|booth)\b"
    ),
    re.compile(
        r"\b(?:a (?:second|third|fourth)|another|one more)"
        r"(?: (?:one|vendor|supplier|provider|offer))?,? (?:and )?"
        rf"(?:they(?:['’]re| are)|it['’]s|it is|which is) called {_NAME}"
    ),
)
# "We had Routely here last month", "Routely have been sniffing around". Here, the name may also be
# in capitals.
_ANY_NAME = _NAME.replace(f"{_LOWER}+(?:", f"(?:{_LOWER}+|{_UPPER}{{2,12}})(?:", 1)
_CALLED = (
    re.compile(
        rf"\b[Ww]e(?:['’]ve| have)? had {_ANY_NAME} (?:here|in|over|round|on site)(?=[ ,.;!?]|$)"
    ),
    re.compile(
        rf"(?<![\w'-]){_ANY_NAME} (?:has|have|had) been (?:sniffing|calling|knocking|chasing"
        r"|ringing|pitching|courting)(?![\w'-])"
    ),
)
# The answer to "who else is there?": "One is Routely, the other one is Kestrel".
_ONE_IS = re.compile(
    r"(?:(?<![\w'-])(?:[Oo]ne|[Tt]he (?:other|second|third)(?: one)?|[Aa]nother(?: one)?) is"
    rf"|(?:^|, )[Ii]t['’]s) {_NAME}(?=[,.;!?]|$)"
)
# A name after "someone from" counts if the next sentence says that they offer or sell something:
# "There's someone from Routely, he calls me. They've offered nine thousand."
_SOMEONE = re.compile(rf"\b(?i:(?:someone|somebody|a (?:man|woman|guy|rep)) from) {_NAME}")
_THEY_SELL = re.compile(
    r"(?:and |but |so )?(?:they|he|she)(?:['’](?:ve|s)| have| has)? (?:just |now )?"
    r"(?:offer(?:s|ed)?|quoted?|quotes|charges?|charged"
    r"|wants? (?:to sell|us to (?:switch|change|buy)))\b",
    re.IGNORECASE,
)
# These words alone do not show that a name is a competitor's. The name counts if the next sentence
# begins with "they" ("He has been talking to Routely. They have it."), or if our side has just
# asked who else there is. Before "they", the buyer may say one aside: "I might as well tell you."
_NAMED = re.compile(
    r"\b(?i:talking to|spoken (?:to|with)|spoke (?:to|with)|looked at|looking at|there(?:'s| is|’s)"
    rf"|heard of|heard from)(?:,? (?:um|uh|er|erm),?){{0,2}} {_NAME}"
)
_THEY = re.compile(
    r"(?:and |but |so |well,? )?(?:they|their|they['’](?:re|ve|d|ll))\b", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?:and |but |so |well,? )?I(?:['’](?:ll|d|m))? (?:might|may|must|should|can|have to"
    r"|want to|be|admit|mean|shouldn['’]t|probably)\b",
    re.IGNORECASE,
)
# Our side asks who else the buyer talks to, and the buyer answers with a name.
_WHO_ELSE = re.compile(
    r"\b(?:who else|what else are you (?:looking|talking)"
    r"|who(?:['’]s| is) (?:it|that|the other one) from|(?:tell me|ask) who(?! (?:decides|signs)\b)"
    r"|talking to (?:others|somebody else|someone"
    r" else)|others offering|anybody else|anyone else"
    r"|other (?:vendors?|suppliers?|tools?|providers?)"
    r"|competit(?:ors?|ion)|alternatives?|(?:which|what) (?:system|tool|software|vendor|supplier"
    r"|provider|platform) (?:was|is|are|were|do|did|have))\b"
)
_ANSWERS = re.compile(
    r"(?:(?:well|so|um|uh|it['’]?s|it is|it was|there['’]?s|there is|mainly|mostly|only|just|yes"
    rf"|yeah|they['’]re called)[,.]? )*{_NAME}[.,]?(?= |$)",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOOLS = _words(
    """
    whatsapp excel google microsoft teams slack zoom outlook sap word powerpoint gmail apple amazon
    windows android iphone youtube linkedin facebook dropbox chrome english german french dutch
    polish spanish italian europe american british
    """
)
_NOT_NAMES = (
    frozenset(name.lower() for name in (*DAY_NAMES, *MONTH_NAMES))
    | _TOOLS
    | GIVEN_NAMES
    | OTHER_FORMS.keys()
)


def rivals_unknown(
    sentences: Sequence[SpokenSentence], known: Collection[str]
) -> tuple[RivalNamed, ...]:
    """Return at most `MAX_FOUND` names that are probably competitors.

    `known` are names to leave out: people, customers, our own company and the competitors on file.
    We recognise a name by its capital letter, so we find no names in a file without capitals. A
    name counts only if the buyer's side says it in one of these places:

    - beside words that people say about a seller: "a demo from Routely", "Routely's offer"
    - before a sentence that begins with "they": "We spoke to Routely. They have it"
    - in the answer to "who else are you looking at?"

    A name with a job title is a person's name, and does not count: "Bruce, he's the CFO".
    """
    others = {word for name in known for word in plain(name).split()}
    others |= {word for name in {one.speaker for one in sentences} for word in plain(name).split()}
    found: dict[str, RivalNamed] = {}
    for name, one in _named(sentences):
        low = plain(name.partition(".")[0])
        if low in others | _NOT_NAMES | SAY_LITTLE or is_common(low):
            continue
        if not any(has_a_role(one.words, name) for one in sentences if name in one.words):
            found.setdefault(low, RivalNamed(name, 1, one.spot, one.side))
    return tuple(found.values())[:MAX_FOUND]


def _named(sentences: Sequence[SpokenSentence]) -> Iterator[tuple[str, SpokenSentence]]:
    """Yield each name that may be a competitor's, with the sentence that has it."""
    for one in sentences:
        if one.side == "theirs":
            yield from ((name, one) for name in _beside(one.words))
    yield from _offering(sentences)
    for at, one in enumerate(sentences):
        if one.side == "theirs" and _goes_on_with_they(one, sentences[at + 1 : at + 3]):
            yield from ((found["name"], one) for found in _NAMED.finditer(one.words))
    for at, one in enumerate(sentences):
        if one.side != "theirs" and one.asks and _WHO_ELSE.search(one.plain):
            yield from _named_one_by_one(sentences[at + 1 : at + 1 + _ONE_IS_WITHIN])
            for after in sentences[at + 1 : at + 1 + _ANSWERED_WITHIN]:
                answer = _ANSWERS.match(after.words) if after.side == "theirs" else None
                if answer and answer["name"][0].isupper():
                    yield answer["name"], after
                if after.side == "theirs":
                    yield from ((found["name"], after) for found in _NAMED.finditer(after.words))


def _named_one_by_one(
    following: Sequence[SpokenSentence],
) -> Iterator[tuple[str, SpokenSentence]]:
    for one in following:
        if one.side == "theirs":
            yield from ((found["name"], one) for found in _ONE_IS.finditer(one.words))


def _beside(said: str) -> Iterator[str]:
    for pattern in (_SURE, _SELLS, *_BESIDE, *_CALLED):
        yield from (found["name"] for found in pattern.finditer(said))
    yield from (found["name"] or found["too"] for found in _LOOKED.finditer(said))


def _offering(sentences: Sequence[SpokenSentence]) -> Iterator[tuple[str, SpokenSentence]]:
    for one, after in pairwise(sentences):
        if one.side == "theirs" and after.turn == one.turn and _THEY_SELL.match(after.words):
            yield from ((found["name"], one) for found in _SOMEONE.finditer(one.words))


def _goes_on_with_they(one: SpokenSentence, after: Sequence[SpokenSentence]) -> bool:
    same_turn = [each.words for each in after if each.turn == one.turn]
    if same_turn and _ASIDE.match(same_turn[0]):
        same_turn = same_turn[1:]
    return bool(same_turn and _THEY.match(same_turn[0]))
