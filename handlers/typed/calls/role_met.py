"""Recognise a call with somebody who is named by a role: "we meet their cfo wed 2pm". Pure."""

from dataclasses import dataclass

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.customers.job_titles import job_title
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import OPENERS, bare_word, listed

_SUBJECTS = OPENERS | listed("i we im i'm we're were am are will ill going to gonna have got a an")
_MEETS = listed("meet meeting see seeing visit visiting")
_TEAMS = listed("it ops team people guys legal procurement security finance hr board boss")
_MAX_WORDS = 14
_MAX_ROLE = 4


@dataclass(frozen=True)
class RoleMet:
    """A call with somebody at an account.

    `kind` is a kind of call such as "lunch". If the line names no kind, `kind` is "call".

    `is_theirs` is True if the line says "their", and False if it says "the". `rest` has the words
    after "their" or "the":

    - "we meet their cfo nxt wed 2pm" → "cfo nxt wed 2pm"
    - "lunch w the brightwater cfo fri 12" → "brightwater cfo fri 12"
    """

    kind: str
    is_theirs: bool
    rest: str


def role_met(text: str) -> RoleMet | None:
    """Split "lunch w the brightwater cfo fri 12" and "we meet their cfo nxt wed 2pm".

    Return None for any other line.
    """
    words = written_out(text.strip(" .!,;:")).split()
    bare = [bare_word(word) for word in words]
    if len(words) > _MAX_WORDS or text.rstrip().endswith("?"):
        return None
    at = next((at for at, word in enumerate(bare) if word not in _SUBJECTS), len(bare))
    if bare[at : at + 1] == [] or bare[at] not in _MEETS | KINDS:
        return None
    kind = bare[at] if bare[at] in KINDS - _MEETS else "call"
    at += 1
    if bare[at : at + 1] == ["with"]:
        at += 1
    elif kind != "call":
        return None  # "demo the product fri 12"
    if bare[at : at + 1] not in (["their"], ["the"]):
        return None
    return RoleMet(kind, bare[at] == "their", " ".join(words[at + 1 :]))


def role_and_time(words: str) -> list[tuple[str, str]]:
    """Return each way to split "cfo nxt wed 2pm" into a role and what may be a time."""
    said = words.split()
    ways = ((" ".join(said[:at]), " ".join(said[at:])) for at in range(1, _MAX_ROLE + 1))
    return [(role, rest) for role, rest in ways if rest and _is_role(role)]


def _is_role(words: str) -> bool:
    return bool(job_title(words)) or bare_word(words.rsplit(maxsplit=1)[-1]) in _TEAMS
