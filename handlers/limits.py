"""How much people may type in commands, messages and forms.

Forms enforce the limits. We check them again on submission, because we cannot trust clients.
"""

from storage.mail import MAX_DOMAIN

COMMAND = 3_000  # characters after a command's name
MESSAGE = 20_000  # characters of a message chosen with a shortcut, or sent with a file
VALUE = 2_000  # characters of a button's value or a form's subject; Attune creates both
PEOPLE = 30  # people in a call
DOMAINS = 10  # domains of an account
CRM_FIELD = 65_536  # characters of a field in a CRM; HubSpot takes no more
TRANSCRIPT_SIZE = 20_000_000  # bytes of a file; an eight-hour transcript takes about 2 MB
TRANSCRIPT_TEXT = 5_000_000  # bytes of spoken words in a file; eight hours take about 1.5 MB

USUAL = 3_000  # characters of any other input; Slack has the same limit
_NAME, _LINE, _LINK, _CLOCK, _LONG = 200, 1_000, 2_000, 40, 20_000
_TEXT = {  # characters, by the id of the input
    "account": _NAME,
    "team": _NAME,
    "manager": _NAME,
    "viewer": _NAME,
    "when": _NAME,
    "about": _NAME,
    "goes_out": _NAME,
    "coming": PEOPLE * 2 * _NAME,
    "join_url": _LINK,
    "industry": _NAME,
    "domains": DOMAINS * (MAX_DOMAIN + 2),
    "persona": _NAME,
    "competitor": _NAME,
    "headline": _NAME,  # one line; titles from feeds are cut to this length
    "line": _LINE,
    "comment": _LINE,
    "link": _LINK,
    "url": _LINK,
    "address": _LINK,
    "crm_address": _LINK,
    "crm_key": _LINE,
    "crm_id": _LINE,
    "crm_secret": _LINE,
    "crm_note": _LONG,
    "crm_step": 255,  # Salesforce takes no more
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
_BY_LAST_WORD = {"at": _CLOCK, "minutes": 4}  # for ids that are not in _TEXT, such as agenda_at


def of_input(name: str) -> int:
    """Return the limit of the input with this id, in characters."""
    return _TEXT.get(name) or _BY_LAST_WORD.get(name.rpartition("_")[2], USUAL)


def too_long(typed: str, limit: int) -> str:
    """Return a sentence about a text that is too long, or "" if the text fits."""
    if len(typed) <= limit:
        return ""
    return f"That is {len(typed):,} characters. The limit is {limit:,}. Please shorten the text."
