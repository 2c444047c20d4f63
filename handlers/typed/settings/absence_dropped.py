"""Recognise that somebody is not away after all: "scrap that im fine". Pure."""

from handlers.typed.words import DAY_WORDS, bare_word, listed, without_leading

MAX_WORDS = 9  # a longer line does not count
_DROPS = tuple(
    one.split()
    for one in (
        *("scrap that", "scrap it", "forget that", "forget it", "never mind", "nevermind", "nvm"),
        *("cancel that", "ignore that", "false alarm", "strike that", "no wait", "leave it"),
    )
)
_FINE = tuple(
    one.split()
    for one in (
        *("im fine", "im ok", "im okay", "im better", "im good", "i feel better", "feeling better"),
        *(
            "im in",
            "im back",
            "ill be back",
            "im around",
            "ill be in",
            "im here",
            "im not sick",
            "im not off",
            "im not away",
            "im working",
        ),
        *("i am fine", "i am ok", "i am in", "feel fine", "ill work"),
        *("not sick", "not ill", "not off", "not away", "no longer sick", "no longer ill"),
        *("im no longer sick", "im not ill", "i am not sick"),
    )
)
_LEADS = listed("no oh ok sorry sry actually wait ah")
_ENDS = listed(
    "after all again now tho though actually anyway anymore more today tomorrow tmrw thanks"
)


def drops_absence(text: str) -> bool:
    """Check whether a text takes back an absence: "im in after all, forget it"."""
    typed = text.split(maxsplit=MAX_WORDS + 1)
    words = without_leading([word for word in map(bare_word, typed) if word], _LEADS)
    if len(typed) > MAX_WORDS:
        return False
    dropped = max((len(one) for one in _DROPS if words[: len(one)] == one), default=0)
    behind = (
        0 if dropped else max((len(one) for one in _DROPS if words[-len(one) :] == one), default=0)
    )
    rest = words[dropped : len(words) - behind]
    while rest and rest[-1] in _ENDS | DAY_WORDS:
        rest = rest[:-1]
    return dropped + behind > 0 and rest in _FINE
