"""Show an answer that public sources propose: claim, quote, where it is from, and buttons."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Note,
    Paragraph,
    Quote,
    Strong,
    is_web_address,
    link,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.knowledge.facts import Facts
from handlers.knowledge.look_ups import LookUps
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from storage.choices import CompanyEvidence
from storage.tables import ProposedAnswer

WHY: dict[CompanyEvidence, str] = {
    "own site": "on their own site",
    "linked": "their site links to it",
    "same domain": "it names their domain",
    "register number": "their site has the register number",
    "name only": "only the name is the same",
}
OUTCOME: Mapping[str, str] = {
    "found": "read",
    "nothing": "nothing there",
    "not linked": "not linked from their site",
    "failed": "no answer",
    "not allowed": "asks not to be read",
    "elsewhere": "leads to another domain",
    "parked": "is for sale",
    "needs a browser": "shows nothing without scripts",
}
SOURCES: Mapping[str, str] = {
    "site": "their site",
    "feed": "their news feed",
    "jobs": "a job board",
    "wikidata": "Wikidata",
    "sec": "the SEC",
    "dns": "mail records",
}


def proposed(rows: Sequence[ProposedAnswer], facts: Facts, value: str) -> Iterator[Block]:
    """Show the answers that are proposed to one question. Different answers come one below another.

    `value` is what the buttons of the card carry.
    """
    claims = {row.claim for row in rows}
    if len(claims) > 1 and len({row.source for row in rows}) > 1:
        yield Note(spans("These sources differ:"))
    for row in rows:
        yield from _one(row, facts, value)


def _one(row: ProposedAnswer, facts: Facts, value: str) -> Iterator[Block]:
    sure = row.evidence != "name only"
    lead = "Proposed: " if sure else "Possible, check the company: "
    yield Paragraph(spans(Strong(lead), typed(shortened(row.claim))))
    yield Quote(row.quote, said_where(row, facts.person.zone, row.seen_at))
    if is_web_address(row.url):
        yield Note(spans(link("source", row.url), f", {WHY[row.evidence]}."))
    else:
        yield Note(spans(f"{_capital(WHY[row.evidence])}."))
    about, carried = shortened(row.claim, 60), f"{row.id}:{value}"
    yield Buttons(
        (
            Button("Keep", "proposal.keep", carried, about=about),
            Button("Edit", "proposal.edit", carried, about=about),
            Button("Wrong", "proposal.wrong", carried, about=about),
            Button("Wrong company", "proposal.company", carried, about=about),
        )
    )


def said_where(row: ProposedAnswer, zone: str, now: datetime) -> str:
    """Return "jobs.lever.co, 18 November", or "northwind.example, undated, seen 25 November"."""
    today = day_of(now, zone)
    if row.published_at is None:
        return f"{row.publisher}, undated, seen {format_date(day_of(row.seen_at, zone), today)}"
    return f"{row.publisher}, {format_date(day_of(row.published_at, zone), today)}"


def tried(found: LookUps) -> Iterator[Block]:
    """Say what was tried if nothing is proposed to these questions."""
    if found.looked_up is None or found.looked_up.looked_at is None or found.proposed:
        return
    looks = [said for one in found.looked_up.tried if (said := _look(one))]
    if looks:
        yield Note(spans("No public source answers these. Tried: ", typed(f"{', '.join(looks)}.")))


def _look(tried: Mapping[str, Any]) -> str:
    """Return what one source gave, as in "jobs.lever.co/acme (no answer)", or ""."""
    source, said = SOURCES.get(tried["source"]), OUTCOME.get(tried["outcome"])
    where = shortened(tried["where"], 60) or source
    return f"{where} ({said})" if where and said else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
