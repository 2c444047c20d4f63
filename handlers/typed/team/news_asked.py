"""Recognise "any news from tomas" and "share what he said with tomas". Pure.

The first asks whether a colleague has answered. The second shares the rep's reflection.
"""

from collections.abc import Collection, Sequence

from handlers.typed.words import COURTESY, bare_words_of, first_name, listed

_MAX_WORDS = 12  # how many words a line may have
_NEWS = listed("news answer reply word anything something response feedback heard")
_ANSWERS = listed("answer answered reply replied respond responded react reacted say said write")
# In a question, these words ask whether somebody has agreed: "is tomas ok w that".
_AGREES = listed("ok okay fine happy agree agrees agreed approve approves approved")
_OPENS = listed("is was has did does")
_ASKED = listed("ask asked")
_ABOUT = listed("about on re regarding")
_YET = listed("any yet anything")  # "tomas any news", "tomas answered yet"
_ASKING = listed("any has have did does what whats was is there news yet already so i you we the")
_BESIDE = (
    _ASKING
    | _NEWS
    | _ANSWERS
    | listed(
        "from of by get got back to me us think my question with that it this on about or and"
        " marketing"
    )
)
_NEWS_WORDS = _NEWS | _ANSWERS
_SHARES = listed("share show forward send give")
_SHARED = listed(
    "what he she they said that this it my our the notes note reflection line call with to thing"
    " bit stuff quote words from about on for"
)
_MANAGER = listed("manager boss lead team")


def may_ask_or_share(text: str) -> bool:
    """Check quickly whether a line may ask for a colleague's answer or share a reflection."""
    words = _words(text)
    asks = not _NEWS_WORDS.isdisjoint(words) or bool(_agrees(words))
    asks = asks or _own_question(words)
    return asks or (bool(words) and words[0] in _SHARES)


def news_from(text: str, names: Collection[str]) -> str:
    """Return the name in "any news from tomas", "is tomas ok with that" and "what did i ask tomas".

    The name may come first: "tomas any news on my question", "tomas answered?". `names` are the
    names of colleagues. Return "" if the line does not ask for news, or names no colleague or
    several.
    """
    words = _words(text)
    name = _named(words, names)
    if not name:
        return ""
    said = [word for word in words if word != first_name(name)]
    is_first = words[0] == first_name(name)
    has_mark = text.rstrip().endswith("?") and len(said) == 1
    asks = has_mark or not _YET.isdisjoint(said) if is_first else words[0] in _ASKING | _NEWS
    if _own_question(words):
        return name if (_BESIDE | _ASKED).issuperset(said) else ""
    agrees = _agrees(words)
    asks = asks and (bool(agrees) or not _NEWS_WORDS.isdisjoint(said))
    before, _ = _topic_apart(said)
    return name if asks and (_BESIDE | agrees).issuperset(before) else ""


def news_about(text: str, name: str) -> list[str]:
    """Return the topic of a question that `news_from` reads.

    For "what did tomas say about the brightwater price", return ["brightwater", "price"]. `name` is
    the colleague's name. Return [] if the question has no topic.
    """
    said = [word for word in _words(text) if word != first_name(name)]
    return [word for word in _topic_apart(said)[1] if word not in _BESIDE]


def _topic_apart(words: list[str]) -> tuple[list[str], list[str]]:
    at = next((at for at, word in enumerate(words) if word in _ABOUT), len(words))
    return words[:at], words[at + 1 :]


def _own_question(words: Sequence[str]) -> bool:
    """Match "what did i ask tomas" and "what have i asked tomas"."""
    at = next((at for at, word in enumerate(words) if word in _ASKED), 0)
    return at > 1 and words[at - 1] == "i" and words[0] == "what"


def asks_marketing_too(text: str) -> bool:
    """Check whether a question also names marketing: "anything from tomas or marketing"."""
    return "marketing" in _words(text)


def _agrees(words: Collection[str]) -> frozenset[str]:
    """Return the words that ask whether somebody agrees: "ok" in "is tomas ok with that"."""
    opens = not _OPENS.isdisjoint([*words][:1])
    return _AGREES.intersection(words) if opens else frozenset()


def shares_with(text: str, names: Collection[str], account: str = "") -> bool:
    """Check whether a line asks to share a reflection with a colleague, the manager or the team.

    Examples are "share what he said with tomas" and "share that w my manager". If `account` is the
    name of the account in the line, "share my northwind thing with tomas" counts too.
    """
    named = {*bare_words_of(account)}
    words = [word for word in _words(text) if word not in named]
    if len(words) < 4 or words[0] not in _SHARES or words[-2] not in ("with", "to", "my", "the"):
        return False
    is_named = words[-1] in _MANAGER or any(words[-1] == first_name(one) for one in names)
    return is_named and _SHARED.issuperset(words[1:-1])


def _words(text: str) -> list[str]:
    words = bare_words_of(text) if len(text) < 100 else []
    said = ["with" if word == "w" else word for word in words if word not in COURTESY]
    return said if len(said) <= _MAX_WORDS else []


def _named(words: Collection[str], names: Collection[str]) -> str:
    found = [name for name in names if first_name(name) in words]
    return found[0] if len(found) == 1 else ""
