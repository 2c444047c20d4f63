"""How much people may type, whatever they type it in.

A form shows these limits, and they are held again when it comes in: a client is not to be trusted.
"""

COMMAND = 3_000  # characters after a command's name
MESSAGE = 20_000  # of a message that a menu entry was chosen on
VALUE = 2_000  # of a button's value or a form's subject, which are our own
PEOPLE = 30  # in a call

USUAL = 3_000  # of an input that is not named here; it is what Slack takes as well
_NAME, _LINE, _LINK, _CLOCK, _LONG = 200, 1_000, 2_000, 40, 20_000
_TEXT = {
    "account": _NAME,
    "when": _NAME,
    "goes_out": _NAME,
    "minutes": 4,
    "coming": PEOPLE * 2 * _NAME,
    "join_url": _LINK,
    "industry": _NAME,
    "persona": _NAME,
    "competitor": _NAME,
    "headline": _NAME,  # one line; a feed's titles are cut to as much
    "line": _LINE,
    "link": _LINK,
    "url": _LINK,
    "source": _LINK,
    "tags": 2_000,
    "zone": 60,
    "opens_at": _CLOCK,
    "closes_at": _CLOCK,
    "work_from": _CLOCK,
    "quiet_from": _CLOCK,
    "quiet_to": _CLOCK,
    "agenda_at": _CLOCK,
    "research_at": _CLOCK,
    "brief_minutes": 4,
    "listen_minutes": 4,
    "reflect_minutes": 4,
    "most_a_day": 4,
    "heard": _LONG,
    "surprise": _LONG,
    "next_step": _LONG,
    "for_marketing": _LONG,
    "ours_promised": _LONG,
    "theirs_promised": _LONG,
    "body": _LONG,
}


def of_input(name: str) -> int:
    """The most characters of the input with this id."""
    return _TEXT.get(name, USUAL)


def too_long(typed: str, limit: int) -> str:
    """What is said about words over a limit; "" if they fit."""
    if len(typed) <= limit:
        return ""
    return f"That is {len(typed):,} characters. At most {limit:,} fit: please shorten it."
