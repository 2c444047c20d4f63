"""How much people may type, in commands, messages and forms.

Forms show these limits. They are checked again when a form is submitted, since clients cannot be
trusted.
"""

from storage.mail import MAX_DOMAIN

COMMAND = 3_000  # characters after a command's name
MESSAGE = 20_000  # of a message that somebody used a shortcut on, or shared a file with
VALUE = 2_000  # of a button's value or a form's subject, which we create ourselves
PEOPLE = 30  # in a call
DOMAINS = 10  # of an account
TRANSCRIPT_SIZE = 20_000_000  # bytes of a file: a transcript of eight hours takes 2 MB

USUAL = 3_000  # of an input that is not listed here; Slack has the same limit
_NAME, _LINE, _LINK, _CLOCK, _LONG = 200, 1_000, 2_000, 40, 20_000
_TEXT = {  # characters, by id of the input
    "account": _NAME,
    "when": _NAME,
    "about": _NAME,
    "goes_out": _NAME,
    "coming": PEOPLE * 2 * _NAME,
    "join_url": _LINK,
    "industry": _NAME,
    "domains": DOMAINS * (MAX_DOMAIN + 2),
    "persona": _NAME,
    "competitor": _NAME,
    "headline": _NAME,  # one line; the titles of feeds are cut to this length
    "line": _LINE,
    "link": _LINK,
    "url": _LINK,
    "address": _LINK,
    "source": _LINK,
    "tags": 2_000,
    "zone": 60,
    "work_from": _CLOCK,
    "quiet_from": _CLOCK,
    "quiet_to": _CLOCK,
    "most_a_day": 4,
    "heard": _LONG,
    "surprise": _LONG,
    "next_step": _LONG,
    "for_marketing": _LONG,
    "promised": _LONG,
    "body": _LONG,
}
_BY_LAST_WORD = {"at": _CLOCK, "minutes": 4}  # of an id that is not in _TEXT, such as agenda_at


def of_input(name: str) -> int:
    """The limit, in characters, of the input with this id."""
    return _TEXT.get(name) or _BY_LAST_WORD.get(name.rpartition("_")[2], USUAL)


def too_long(typed: str, limit: int) -> str:
    """The sentence about a text over the limit; "" if it fits."""
    if len(typed) <= limit:
        return ""
    return f"That is {len(typed):,} characters. The limit is {limit:,}: please shorten it."
