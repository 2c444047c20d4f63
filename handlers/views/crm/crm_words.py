"""Sentences about the connected CRM and its data. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from handlers.coaching.text.words import shortened
from handlers.times.formatting import format_date, format_distance
from storage.choices import CrmKind, CrmTrouble
from storage.sources.crm_connections import WRITE
from storage.tables import CrmDeal

NAMES: dict[CrmKind, str] = {"hubspot": "HubSpot", "salesforce": "Salesforce"}
SHOWN = 60  # characters of a name or a next step in a brief
RECENT = timedelta(minutes=30)  # what was read within this time is "just read"
TROUBLE: dict[CrmTrouble, str] = {
    "no answer": "{} does not answer.",
    "asked to wait": "{} asked Attune to wait.",
    "limit reached": "Your company has used up its limit of requests to {} for today.",
    "no permission": "The key for {} lacks a permission that Attune needs.",
    "disconnected": "{} does not accept the key any more. Connect it again with a new key.",
    "refused": "{} refused Attune's request.",
    "gone": "{} does not have that any more.",
    "key missing": "The key for {} can't be decrypted any more. Connect it again.",
    "replaced": "It was meant for a CRM that is not connected any more.",
}
# What Attune does by itself if it can't read the CRM. For other trouble, somebody has to act.
_READS_AGAIN: dict[CrmTrouble, str] = {
    "no answer": " Attune will try again by itself.",
    "asked to wait": " Attune will read it again by itself.",
    "limit reached": " Attune will read it again tomorrow.",
}


def trouble_reading(trouble: CrmTrouble, kind: CrmKind) -> str:
    """Say why the CRM cannot be read, and whether Attune tries again by itself."""
    return TROUBLE[trouble].format(NAMES[kind]) + _READS_AGAIN.get(trouble, "")


def amount(deal: CrmDeal) -> str:
    """Return "40,000 EUR", or "" if the amount is not known."""
    if not deal.amount:
        return ""
    whole, _, cents = deal.amount.partition(".")
    sign = "-" if whole.startswith("-") else ""
    said = f"{sign}{int(whole.lstrip('-') or 0):,}"
    if cents.rstrip("0"):
        said += f".{cents[:2]:0<2}"
    return f"{said} {deal.currency}".rstrip()


def deal(one: CrmDeal, today: date, *, own_email: str | None, longest: int = SHOWN) -> str:
    """Return "Proposal sent, 40,000 EUR, closes 12 December, owned by Tom Berg"."""
    closes = ""
    if one.closes_on:
        past = one.closes_on < today
        closes = f"{'was to close' if past else 'closes'} {format_date(one.closes_on, today)}"
    is_own = one.owner_email and one.owner_email.lower() == (own_email or "").lower()
    is_named = one.owner_name and not is_own
    owner = f"owned by {shortened(one.owner_name, longest)}" if is_named else ""
    stage = shortened(one.stage_name, longest)
    return ", ".join(filter(None, (stage, amount(one), closes, owner)))


def day(one: date, today: date) -> str:
    """Return "today" or "12 December"."""
    return "today" if one == today else format_date(one, today)


def age(read_at: datetime | None, now: datetime) -> str:
    """Return "just read", "read 3 hours ago" or "not read yet"."""
    if read_at is None:
        return "not read yet"
    return "just read" if now - read_at < RECENT else f"read {format_distance(read_at, now)}"


def hidden(fields: Sequence[str]) -> str:
    """Name the fields that Attune is not allowed to read. Return "" if there are none."""
    shown = [one for one in fields if one != WRITE]
    return f"Not visible to Attune: {', '.join(shown[:10])}." if shown else ""
