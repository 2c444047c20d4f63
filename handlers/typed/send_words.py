"""Recognise "yes", "yes, send it" and "send it to emeka". Pure.

These are answers to the question whether to send a text that Attune has just shown.
"""

from dataclasses import dataclass

from handlers.typed.words import bare_word, listed

MAX_WORDS = 8
_YES = listed("yes yep yeah yup sure ok okay correct right exactly please pls")
_AROUND = _YES | listed("do it is that this one now then so go ahead my answer just thanks")


@dataclass(frozen=True)
class SendSaid:
    """The person wants us to send the text.

    `bare` means that the answer does not have the word "send". `to` is the recipient's first name,
    or "" if the answer does not name a recipient.
    """

    bare: bool
    to: str = ""


def says_send(text: str) -> SendSaid | None:
    """Return `SendSaid` if an answer tells us to send the text that Attune has just shown.

    Return None for other answers, such as "send them the deck" and "yes but only a range".
    """
    words = [bare_word(word) for word in text.split(maxsplit=MAX_WORDS)]
    if not words or len(words) > MAX_WORDS or text.rstrip().endswith("?"):
        return None
    to = ""
    if "send" in words and words[-2:-1] == ["to"]:
        to, words = words[-1], words[:-2]
    said = set(words)
    if "send" in said:
        return SendSaid(bare=False, to=to) if said - {"send"} <= _AROUND else None
    return SendSaid(bare=True) if said <= _AROUND and not _YES.isdisjoint(said) else None
