"""Recognise what marketing types about one ask: “what did lena ask”, “answer lena: …”. Pure.

An ask is something for marketing to answer, such as a buyer's words that a rep passed on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from handlers.typed.key_words import MAX_WORDS
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import MARKS, bare_word, first_name, listed, without_leading
from storage.spelling import comparable

AskAbout = Literal["person", "read", "told", "take", "answer", "back", "changed"]


@dataclass(frozen=True)
class AskSaid:
    """What a marketer wants to do with an ask.

    - `about`: what the marketer wants to do

      - "person": see one person's asks
      - "read": know whether this person has read what marketing wrote
      - "told": know whether this person learns who took the ask on
      - "take": take an ask on
      - "answer": give the answer `words`
      - "back": ask the rep the question `words`
      - "changed": report the result `words` to the rep

    - `whose`: the name of the colleague who asked, or ""
    - `words`: the text as typed, or which ask to take on ("depot", "first"), or ""
    - `sure`: false if the line may mean something else, as in "answer lena when I'm back"
    - `which`: which ask an answer is for, as in "answer northwind: …", or ""
    - `is_tell`: true for an answer that begins like "tell lena …"
    """

    about: AskAbout
    whose: str = ""
    words: str = ""
    sure: bool = True
    which: str = ""
    is_tell: bool = False


_US = ("", "us", "me", "marketing")
# "{}" stands for a name.
_OF_PERSON = frozenset(
    (
        *(f"what {did} {{}} ask {us}".strip() for did, us in product(("did", "does"), _US)),
        *(f"what {did} {{}} {do}" for did, do in product(("did", "does"), ("want", "need"))),
        *(f"what does {{}} {do} from us" for do in ("want", "need")),
        *("what did {} pass on", "what did {} send", "what did {} send us", "what is {} asking"),
        *(
            "where do i answer {}",
            "how do i answer {}",
            "answer {}",
            "reply to {}",
            "answer {}s question",
        ),
        *(f"{any_} from {{}}" for any_ in ("anything", "anything new", "any news", "new")),
        *(f"{any_}{what} from {{}}" for any_, what in product(("", "any "), ("asks", "questions"))),
        *(f"{{}}s {what}" for what in ("ask", "asks", "question", "questions")),
        *(f"did {{}} ask {what}" for what in ("anything", "something", "us anything")),
        *("has {} asked anything", "is {} waiting", "is {} waiting for me"),
        *("is {} waiting for an answer", "what is {} waiting for"),
    )
)
_READ = frozenset(
    f"{did} {{}} {read} {what}"
    for (did, read), what in product(
        (
            *(("did", "read"), ("did", "see"), ("did", "get")),
            *(("has", "read"), ("has", "seen"), ("has", "got")),
        ),
        ("it", "that", "my answer", "the answer", "my question", "my follow up", "my message"),
    )
)
_TOLD = frozenset(
    f"{asks} {{}} {knows}{that} {took}"
    for asks, knows, that, took in product(
        ("does", "did", "can", "will"),
        ("see", "know", "get told", "hear", "notice"),
        ("", " that", " if"),
        ("i took it", "i took that", "i took this", "i have it", "i am on it", "im on it"),
    )
)
_ABOUT = "what did {} ask about "  # any other words may follow
# After these comes the name of the person who asked: "answer lena: three depots did".
_ANSWERS = (["answer"], ["answer", "to"], ["reply", "to"], ["respond", "to"], ["reply"])
_TELLS = (["tell"], ["let"], ["message"], ["write"], ["write", "to"])
_NOT_SAID = listed("know that")  # these may follow the name: "let lena know that …"
# "Tell the depot asker …" and "tell the depot one: …" name the ask.
_ASKERS = listed("asker one person rep")
_LONGEST_WHICH = 5
# If one of these comes before a colon, the line is not for a person or an account: "note: …".
_NOBODY = listed("note promise todo goal insight answer reply sales marketing next")
# These come before a question to a rep: "follow up aylin: which app?".
# - "Ask" alone needs the rep's name after it. If no colon, comma or dash comes before the question,
#   as in "ask lena which app", `AskSaid.sure` is false.
# - The others need a colon, a comma or a dash before the question. The rep's name is optional.
_BACK = (
    *(["ask", *a, *up] for a in ([], ["a"]) for up in (["follow", "up"], ["follow-up"])),
    *(["ask", *a, "followup"] for a in ([], ["a"])),
    *(["follow", "up"], ["follow-up"], ["followup"], ["ask", "back"], ["ask"]),
)
_RESULT = tuple(
    ["report", *the, result] for the, result in product(([], ["the"], ["a"]), ("result", "outcome"))
)
_WHOM = listed("them him her the rep back")  # these may come between "ask" and the question
_ASKING = listed("which what how whether if when where who why whose does do did is are can")
_WITH = listed("with to for of from")  # these may come before the name: "follow up with aylin: …"
_THEIR_ASK = listed("question ask")
_YES_OR_NO = listed("yes yeah yep yup sure no nope nah")
_FIRST_WORDS = 5  # a colleague's name must be among the first five words of a line
_LONGEST_LEAD = 9  # room for "ask a follow up to" and a name of four words
_BEFORE_TAKE = listed("i ill will let me can could ok okay yes want to id like")
_THIS = ("it", "this", "that", "this one", "that one", "it on", "this on", "that on")
_TAKE = listed("take")
_ARTICLES = listed("the that this a")
_ONE = listed("one ask question")
ORDINALS = ("first", "second", "third", "fourth", "fifth")
_CONCERNS = listed(
    "ask asks asked asking answer reply respond take from question questions want need pass send"
    " waiting read know told hear notice see seen get got follow follow-up followup result outcome"
    " tell let message write"
)


def may_concern_an_ask(text: str) -> bool:
    """Check cheaply whether `ask_said` may find something."""
    return not _CONCERNS.isdisjoint(written_out_words(text))


def ask_said(text: str, colleagues: Collection[str]) -> AskSaid | None:
    """Return what a line says about an ask, or None. `colleagues` are full names."""
    written = (
        _answer(text, colleagues)
        or _tell(text, colleagues)
        or _question_or_result(text, colleagues)
    )
    if written := written or _answer_about(text):
        return written
    words = without_courtesy(written_out_words(text))
    if not 1 < len(words) <= MAX_WORDS:
        return None
    return _of_person(words, colleagues) or _take(words)


def said_to(text: str, colleagues: Collection[str]) -> AskSaid | None:
    """Match "lena: three depots did": words for a colleague who asked something."""
    lead, colon, said = text.partition(":")
    named = " ".join(bare_word(word) for word in lead.split())
    if not colon or not said.strip():
        return None
    whose = next((name for name in colleagues if named in _forms(name)), "")
    return AskSaid("answer", whose, said.strip(), sure=False) if whose else None


def begins_like_reply(text: str) -> bool:
    """Match a line that begins with yes or no and continues: "yes but only a range".

    Questions do not match.
    """
    words = written_out_words(text)
    return len(words) > 2 and words[0] in _YES_OR_NO and not text.rstrip().endswith("?")


def asked_of_nobody(text: str) -> str:
    """Return "which app they use" for "ask which app they use" and "ask them which app they use".

    The question may be for the rep whose ask was just shown. Return "" for any other line.
    """
    words = [bare_word(word) for word in text.split(maxsplit=_FIRST_WORDS)]
    at = next((at for at, word in enumerate(words) if at and word not in _WHOM), 0)
    is_question = words[:1] == ["ask"] and at and words[at] in _ASKING
    return _text_after(text, at) if is_question and text.split()[at + 1 :] else ""


def _of_person(words: Sequence[str], colleagues: Collection[str]) -> AskSaid | None:
    """Match "what did lena ask", "has lena read it" and "does lena know that i took it"."""
    line = f" {' '.join(words)} "
    for name in colleagues:
        for form in _forms(name):
            for ending in (" ", "s "):
                asked = line.replace(f" {form}{ending}", f" {{}}{ending}", 1).strip()
                if asked in _READ:
                    return AskSaid("read", name)
                if asked in _TOLD:
                    return AskSaid("told", name)
                if asked in _OF_PERSON or asked.startswith(_ABOUT):
                    return AskSaid("person", name)
    return None


def _answer(text: str, colleagues: Collection[str]) -> AskSaid | None:
    """Match "answer lena: three depots did", with or without the colon, and "answer: they did"."""
    typed = text.split(maxsplit=_FIRST_WORDS)
    words = [bare_word(word) for word in typed]
    if words[:1] == ["answer"] and typed[0].endswith(":"):
        said = _text_after(text, 1)
        return AskSaid("answer", "", said) if said else None
    for begin, name in product(_ANSWERS, colleagues):
        for form in _forms(name):
            count = len(begin) + len(form.split())
            begun = " ".join(words[:count])
            lead = f"{' '.join(begin)} {form}"
            if begun == f"{lead}s" and words[count : count + 1] and words[count] in _THEIR_ASK:
                count += 1
            elif begun != lead:
                continue
            if said := _text_after(text, count):
                return AskSaid("answer", name, said, sure=_is_marked(text, count))
    return None


def _tell(text: str, colleagues: Collection[str]) -> AskSaid | None:
    """Match "tell lena we have one", "let lena know: …" and "tell the depot asker …"."""
    words = [bare_word(word) for word in text.split(maxsplit=_LONGEST_LEAD)]
    for lead in _TELLS:
        if words[: len(lead)] != lead:
            continue
        named, count = _named(words, len(lead), colleagues)
        which = "" if named else _asker(words[len(lead) :])
        if which:
            count = words.index(which.split()[-1], len(lead)) + 2
        if not (named or which) or (lead == ["let"] and words[count : count + 1] != ["know"]):
            continue
        while words[count : count + 1] and words[count] in _NOT_SAID:
            count += 1
        if said := _text_after(text, count):
            return AskSaid("answer", named, said, sure=False, which=which, is_tell=True)
    return None


def _asker(words: Sequence[str]) -> str:
    """Return "night nurse" for the words "the night nurse asker im checking", or ""."""
    if words[:1] != ["the"]:
        return ""
    at = next((at for at, word in enumerate(words) if word in _ASKERS), 0)
    return " ".join(words[1:at]) if 1 < at <= _LONGEST_WHICH else ""


def _answer_about(text: str) -> AskSaid | None:
    """Match "answer northwind: …" and "reply to the depot one: …", which name no colleague."""
    lead, _, said = text.partition(":")
    words = [bare_word(word) for word in lead.split(maxsplit=_LONGEST_LEAD)]
    for begin in sorted(_ANSWERS, key=len, reverse=True):
        if words[: len(begin)] == begin and said.strip():
            which = without_leading(words[len(begin) :], _ARTICLES)
            which = which[:-1] if which[-1:] and which[-1] in _ONE else which
            if 0 < len(which) <= _LONGEST_WHICH:
                return AskSaid("answer", "", said.strip(), which=" ".join(which))
            return None
    return None


def addressed(text: str) -> tuple[str, str]:
    """Split "northwind: yes, it does" into "northwind" and "yes, it does".

    Return ("", "") if the line does not begin with a name and a colon.
    """
    lead, colon, words = text.partition(":")
    begun = [bare_word(word) for word in lead.split(maxsplit=_LONGEST_WHICH)]
    if not colon or not 0 < len(begun) <= _LONGEST_WHICH or not _NOBODY.isdisjoint(begun):
        return "", ""
    return " ".join(begun), words.strip()


def is_called(whom: str, names: Collection[str]) -> bool:
    """Check whether `whom` is one of these names, or the first word of one, such as "northwind"."""
    return any(whom in _forms(name) for name in names if name)


def _question_or_result(text: str, colleagues: Collection[str]) -> AskSaid | None:
    """Match "follow up aylin: which app?", "ask aylin which app", "report result for lena: …"."""
    words = [bare_word(word) for word in text.split(maxsplit=_LONGEST_LEAD)]
    kinds: tuple[tuple[AskAbout, Sequence[list[str]]], ...] = (
        ("back", _BACK),
        ("changed", _RESULT),
    )
    for about, leads in kinds:
        for lead in leads:
            if words[: len(lead)] == lead:
                named, count = _named(words, len(lead), colleagues)
                said = _text_after(text, count)
                marked = bool(said) and _is_marked(text, count)
                if about == "changed" and named and not said:
                    return AskSaid(about, named)
                if said and (marked and (named or lead != ["ask"])):
                    return AskSaid(about, named, said)
                if said and named and lead == ["ask"]:
                    return AskSaid(about, named, said, sure=False)
    return None


def _named(words: Sequence[str], at: int, colleagues: Collection[str]) -> tuple[str, int]:
    """Return the colleague named at the index `at` of the words, and the index after the name.

    "To", "with" or the like may come before the name. If nobody is named there, return "" and `at`.
    """
    start = at + 1 if words[at : at + 1] and words[at] in _WITH else at
    for name in colleagues:
        for form in _forms(name):
            count = start + len(form.split())
            if " ".join(words[start:count]) == form:
                return name, count
    return "", at


def _is_marked(text: str, count: int) -> bool:
    """Check whether a colon, a comma or a dash comes after `count` words."""
    *before, following = text.split(maxsplit=count)
    return before[-1].endswith((":", ",")) or following.startswith((":", "-", "–", "—"))


def _text_after(text: str, count: int) -> str:
    """Return the text after `count` words, without a colon, comma or dash at its start."""
    return "".join(text.split(maxsplit=count)[count:]).lstrip(":,-–— ").strip()


def _take(words: Sequence[str]) -> AskSaid | None:
    """Match "take it", "i'll take the depot one" and "i'll take lena's question"."""
    left = without_leading([*words], _BEFORE_TAKE)
    if left[:1] != ["take"]:
        return None
    if " ".join(left[1:]) in _THIS:
        return AskSaid("take")
    which = without_leading(left[1:], _ARTICLES)
    if len(which) in (1, 2) and which[0] in ORDINALS and _ONE.issuperset(which[1:]):
        return AskSaid("take", "", which[0])
    if len(which) < 2 or which[-1] not in _ONE:
        return None
    return AskSaid("take", "", " ".join(which[:-1]))


def which_meant(text: str) -> str:
    """Read the answer to our question about which ask to take on: "depot" for "the depot one".

    Return "northwind" for "take Northwind", and "second" for "second". The caller must check
    whether the result names an ask. Return "" if the line names nothing, as in "take it", or if it
    has the word "not".
    """
    words = without_courtesy(written_out_words(text))
    if not 0 < len(words) <= MAX_WORDS or "not" in words:
        return ""
    named = without_leading(
        without_leading(without_leading([*words], _BEFORE_TAKE), _TAKE), _ARTICLES
    )
    while named and named[-1] in _ONE:
        named = named[:-1]
    return "" if " ".join(named) in _THIS else " ".join(named)


def _forms(name: str) -> list[str]:
    """Return the full name and the first name, as `written_out_words` writes them."""
    whole = " ".join(bare_word(word) for word in comparable(name).split())
    return [form for form in dict.fromkeys((whole, first_name(name).strip(MARKS))) if form]
