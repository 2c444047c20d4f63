"""Recognise what people tell sales: “insight: …”, “tell sales that …”. Pure."""

from collections.abc import Sequence
from itertools import product

from handlers.typed.words import bare_word, listed

_TELL = tuple(
    f"{tell} {whom}"
    for tell, whom in product(
        ("tell", "let"), ("sales", "the sales team", "reps", "the reps", "all reps", "our reps")
    )
)
# A colon follows these: "insight: drivers want a video".
_LABELS = frozenset(
    (
        *("insight", "new insight", "an insight", "my insight", "write an insight"),
        *("add an insight", "suggest an insight", "publish an insight"),
        *_TELL,
        *(f"{tell} know" for tell in _TELL),
    )
)
_TELL_THAT = frozenset(f"{tell}{know} that" for tell, know in product(_TELL, ("", " know")))
# The news may follow without "that": "tell sales we ship in January". After "let", "know" must come
# before the news, because "let sales decide" has no news.
_TELL_BARE = frozenset(f"{tell} know" if tell.startswith("let") else tell for tell in _TELL)
# If one of these follows "tell sales", there is no news: "tell sales to call me".
_NO_NEWS = listed(
    "to not about how when what why if whether who where which it this them hi hello thanks thank"
    " i im ill and or but"
)
# These come last, after a comma: "our customer saved hours, tell the team".
_TELL_LAST = frozenset(
    f"{tell} {whom}"
    for tell, whom in product(
        ("tell", "please tell", "pls tell", "let"),
        ("the team", "everybody", "everyone", "sales", "the sales team", "reps", "the reps"),
    )
)
_LABEL = 6  # how many words a label may have
_REQUEST = 3  # at most this many words come before "tell sales": "can you please"
_CAN_YOU = (["can", "you"], ["could", "you"])
_NEWS = 3  # news has at least this many words


def insight_said(text: str) -> str:
    """Return the news after "insight:", "tell sales that" or "tell sales" in a line, or "".

    The line may begin with "please", "can you" or "could you".
    """
    text = _without_request(text)
    lead, colon, said = text.partition(":")
    label = " ".join(map(bare_word, lead.split(maxsplit=_LABEL)))
    if colon and label in _LABELS:
        return said.strip()
    begun = list(map(bare_word, text.split(maxsplit=_LABEL)))
    count = next((n for n in range(_LABEL, 2, -1) if " ".join(begun[:n]) in _TELL_THAT), 0)
    count = count or _told_without_that(begun)
    return "".join(text.split(maxsplit=count)[count:]).strip() if count else ""


def _without_request(text: str) -> str:
    """Return "tell sales that …" for "can you please tell sales that …"."""
    begun = [bare_word(word) for word in text.split(maxsplit=_REQUEST)[:_REQUEST]]
    count = 2 if begun[:2] in _CAN_YOU else 0
    count += begun[count : count + 1] == ["please"]
    return text.split(maxsplit=count)[count] if 0 < count < len(text.split()) else text


def told_the_team(text: str) -> str:
    """Return the news in "our customer saved 3 hours a week, tell the team", or ""."""
    said, comma, last = text.rpartition(",")
    told = " ".join(bare_word(word) for word in last.split(maxsplit=_LABEL)).removesuffix(" know")
    return said.strip() if comma and told in _TELL_LAST and len(said.split()) >= _NEWS else ""


def _told_without_that(words: Sequence[str]) -> int:
    """Count the words before the news in "tell sales we ship in january", or return 0."""
    count = next((n for n in range(_LABEL - 1, 1, -1) if " ".join(words[:n]) in _TELL_BARE), 0)
    following = " ".join(words[count:]).split(maxsplit=_NEWS)
    return count if len(following) >= _NEWS and following[0] not in _NO_NEWS else 0
