"""Parse the secret address of a calendar, as people paste it. Pure: it makes no connection.

Anybody with such an address can read the calendar, so never show or log the address. Show its
`label` instead.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from yarl import URL

from handlers.knowledge.web_addresses import NotFetched, public_address
from storage import mail

GOOGLE = "calendar.google.com"
FROM_GOOGLE = (
    "That is Google Calendar's page. On a computer, open its settings, choose your calendar on the "
    "left, and copy “Secret address in iCal format” at the bottom. If it is not there, your "
    "company's admin has turned it off."
)
GOOGLE_PUBLIC = (
    "That is your calendar's public address, which only works if the whole world may see your "
    "calendar. Instead, copy “Secret address in iCal format”, below it in your calendar's settings."
)
FROM_OUTLOOK = (
    "That is Outlook's page. In Outlook on the web, open Settings, Calendar, Shared calendars. "
    "Publish your calendar with “Can view all details”, and copy the ICS link."
)
FROM_APPLE = (
    "That is iCloud's page. In the Calendar app, share your calendar as a public calendar (anybody "
    "who has the link can read it), and copy its link. It starts with webcal://"
)
FROM_PROTON = (
    "That is Proton's page. In its settings, under Calendars, choose your calendar. Create a link "
    "with full view, and copy it."
)
FROM_FASTMAIL = (
    "That is Fastmail's page. In its settings, under Calendars, share all details of your "
    "calendar with everybody who has the link. Copy that link."
)
BOOKING_PAGE = (
    "That is a page where others book a time with you. Attune needs the address of the calendar "
    "that the bookings go to, such as your Google or Outlook calendar."
)
WEB_PAGE = (
    "That is a web page, not a calendar. Look for “iCal”, “ICS” or “subscribe” in your calendar's "
    "settings, and copy that address."
)
AN_EMAIL = (
    "That is an email address. Attune needs the calendar's own address, which starts with https:// "
    "or webcal://"
)
NOT_WHOLE = "Paste the whole address. It starts with https:// or webcal://"

HIDDEN = "(a calendar's address, hidden)"
_WORD = re.compile(r'[^\s<>|"]+')
# If a word in a message has one of these parts, the word counts as a secret address.
_SECRET_SCHEMES = ("webcal://", "webcals://", "ics://")
_SECRET_PATHS = (".ics", "/calendar/ical/", "/owa/calendar/", "/published/2/")

_WRAPPING = " \t\r\n<>\"'`“”‘’«»,;"
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_SUBSCRIPTIONS = ("webcal://", "webcals://", "feed://", "ics://")
# For these hosts, http:// becomes https://.
_ENCRYPTED = (GOOGLE, "office.com", "office365.com", "live.com", "icloud.com")
_BOOKING = ("calendly.com", "cal.com", "savvycal.com", "meetings.hubspot.com", "doodle.com")
_PAGES = (".html", ".htm", ".php", ".aspx")


def calendar_address(pasted: str) -> str:
    """Turn the address of a calendar, as pasted, into the web address that we read.

    Raises NotFetched, with a sentence for the person, if this can't be the address of a calendar.
    """
    typed = pasted.translate(_UNSEEN).strip(_WRAPPING)
    for scheme in _SUBSCRIPTIONS:
        if typed.lower().startswith(scheme):
            typed = f"https://{typed[len(scheme) :]}"
    if mail.normalised(typed):
        raise NotFetched(AN_EMAIL)
    if "://" not in typed:
        raise NotFetched(NOT_WHOLE)
    url = _as_file(public_address(typed))
    for is_page, sentence in _WRONG:
        if is_page(url):
            raise NotFetched(sentence)
    if url.scheme == "http" and _is_at(url, *_ENCRYPTED):
        url = url.with_scheme("https")
    return str(url)


def label(address: str) -> str:
    """Return the host of a calendar's address. The host is not secret."""
    host = URL(address).host or ""
    return host.removeprefix("www.")


def has_secret(text: str) -> bool:
    """Check whether a message has a word that looks like the secret address of a calendar."""
    return any(_is_secret(word) for word in _WORD.findall(text))


def without_secrets(text: str) -> str:
    """Replace each secret address of a calendar in a message with `HIDDEN`."""
    return _WORD.sub(lambda word: HIDDEN if _is_secret(word.group()) else word.group(), text)


def _is_secret(word: str) -> bool:
    lower = word.lower()
    if any(scheme in lower for scheme in _SECRET_SCHEMES):
        return True
    path = lower.partition("://")[2] or lower
    _, slash, path = path.partition("/")
    return any(one in f"{slash}{path}" for one in _SECRET_PATHS)


def owner_in(address: str) -> str:
    """Return the owner's email address from a Google Calendar address.

    Return "" if the address is not Google's, or does not contain the owner's email address.
    """
    url = URL(address)
    _, _, rest = url.raw_path.partition("/calendar/ical/")
    if not (_is_at(url, GOOGLE) and rest):
        return ""
    email = mail.normalised(unquote(rest.partition("/")[0])) or ""
    return "" if email.endswith(f".{GOOGLE}") else email


def _as_file(url: URL) -> URL:
    """Turn the address of a published Outlook calendar's page into the address of its file."""
    path = url.raw_path
    if _is_at(url, "office365.com", "office.com", "live.com") and path.endswith("/calendar.html"):
        return url.with_path(f"{path.removesuffix('.html')}.ics", encoded=True)
    return url


def _is_at(url: URL, *hosts: str) -> bool:
    found = (url.host or "").lower().rstrip(".")
    return any(found == host or found.endswith(f".{host}") for host in hosts)


def _is_file(url: URL) -> bool:
    return url.raw_path.lower().endswith(".ics")


def _is_google_page(url: URL) -> bool:
    if _is_at(url, "calendar.app.google", "calendar.app.goo.gl"):
        return True
    return _is_at(url, GOOGLE, "www.google.com") and "/calendar/ical/" not in url.raw_path


def _is_public_google(url: URL) -> bool:
    return _is_at(url, GOOGLE) and "/public/" in url.raw_path


def _is_outlook_page(url: URL) -> bool:
    hosts = ("outlook.office.com", "outlook.office365.com", "outlook.live.com", "outlook.com")
    return _is_at(url, *hosts, "outlook.cloud.microsoft") and not _is_file(url)


def _is_apple_page(url: URL) -> bool:
    return url.host in ("www.icloud.com", "icloud.com")


# The addresses that we refuse, with a sentence for the person who pasted one. Google's public
# address gives a calendar file, but that file is empty unless the calendar is public.
_WRONG: tuple[tuple[Callable[[URL], bool], str], ...] = (
    (_is_public_google, GOOGLE_PUBLIC),
    (_is_google_page, FROM_GOOGLE),
    (_is_outlook_page, FROM_OUTLOOK),
    (_is_apple_page, FROM_APPLE),
    (lambda url: url.host == "calendar.proton.me" and "/api/" not in url.raw_path, FROM_PROTON),
    (lambda url: url.host == "app.fastmail.com", FROM_FASTMAIL),
    (lambda url: _is_at(url, *_BOOKING) and not _is_file(url), BOOKING_PAGE),
    (lambda url: url.raw_path.lower().endswith(_PAGES), WEB_PAGE),
)
