"""Makes readable names of people and companies out of guest lists and addresses. Pure."""

from handlers import limits
from handlers.sources.records import Attendee
from storage import mail
from storage.accounts import comparable, tidy
from storage.text import storable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What may follow a comma without being a given name: "Ann Li, PhD", "Acme, Inc."
_SUFFIXES = _words("phd md mba jr sr ii iii esq dr inc ltd llc gmbh ag")
# Addresses that several people share; their first part is nobody's name.
_SHARED = _words(
    "admin accounts billing contact hello help info mail marketing office orders purchasing "
    "reception sales support team einkauf kontakt"
)
_MAX_WORDS = 3  # on each side of the comma in "Li, Ann"


def person_name(guest: Attendee) -> str:
    """The name of a guest: "Ann Li" for "Li, Ann", and for ann.li@acme.example without a name.

    If no name can be made of the address, the address itself; "" if the list has neither name nor
    address.
    """
    address = mail.normalised(guest.email) or ""
    said = _line(guest.name).strip("'\" ")
    if "@" in said or not comparable(said) or not any(map(str.isalpha, said)):
        return _line(_from_address(address))
    return _line(_given_name_first(_without_company(said))) or said


def company_name(domain: str) -> str:
    """The name that a mail domain suggests: "Acme" for "mail.acme.co.uk"."""
    owned = mail.within(domain)
    label = mail.readable(owned[-1] if owned else domain).partition(".")[0]
    return _line(" ".join(map(_capital, label.split("-")))) or domain


def _without_company(name: str) -> str:
    """ "Ann Li" for "Ann Li (Acme)" and "Ann Li | Acme"."""
    for mark in (" (", " [", " | ", " @ "):
        name = name.partition(mark)[0] or name
    return name


def _given_name_first(name: str) -> str:
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or not first or not last:
        return name.strip(" ,")
    if first.strip(".").replace(".", "").casefold() in _SUFFIXES:
        return last
    if "," in first or max(len(last.split()), len(first.split())) > _MAX_WORDS:
        return name
    return f"{first} {last}"


def _from_address(address: str) -> str:
    local = address.rpartition("@")[0].partition("+")[0]
    if local in _SHARED:
        return address
    for mark in "._-":
        local = local.replace(mark, " ")
    words = ["".join(char for char in word if not char.isdigit()) for word in local.split()]
    return " ".join(_capital(word) for word in words if word) or address


def _capital(word: str) -> str:
    """A word with a capital letter; a letter alone as an initial."""
    return f"{word.upper()}." if len(word) == 1 and word.isalpha() else word[:1].upper() + word[1:]


def _line(text: str) -> str:
    """The text on one line, tidied, and cut to what people may type as a name."""
    return tidy(" ".join(storable(text[: 2 * limits.of_input("account")]).split()))[
        : limits.of_input("account")
    ]
