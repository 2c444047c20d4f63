"""Show an answer that public sources propose: its claim, quote and source, and its buttons."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Note,
    Paragraph,
    Strong,
    Text,
    is_web_address,
    link,
    spans,
    typed,
)
from handlers.coaching.proposals import LONGEST_QUOTE
from handlers.coaching.text.words import shortened
from handlers.knowledge.facts import Facts
from handlers.knowledge.look_ups import LookUps
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.model_words import suggested_by
from storage.choices import CompanyEvidence
from storage.tables import ProposedAnswer

KEEP, EDIT, WRONG = "proposal.keep", "proposal.edit", "proposal.wrong"
COMPANY, MORE = "proposal.company", "proposal.more"
CUT = 160  # characters of a quote in a message
# Why we think that a source is about the company.
WHY: dict[CompanyEvidence, str] = {
    "own site": "on their own site",
    "linked": "their site links to it",
    "same domain": "it names their domain",
    "register number": "their site has the register number",
    "name only": "only the name is the same",
}
# What happened when we tried a source. "Not linked" has no entry here. It means that we did not try
# any source of this kind, because the company's site does not link to one.
OUTCOME: Mapping[str, str] = {
    "found": "read",
    "nothing": "nothing there",
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
    """Show the first of the answers that are proposed for one question, with two buttons.

    *More…* shows all these answers, each with all its buttons.

    `value` is the kind of card, a colon and the call's id: "brief:34". The value of a button is the
    answer's id, a colon and `value`: "12:brief:34".
    """
    first, *others = rows
    yield from _words(first, CUT)
    more = f" {len(others)} more found." if others else ""
    yield Note((*_from(first, facts.person.zone), *spans(", "), *_why(first), *spans(f".{more}")))
    yield Buttons((_button("Keep", KEEP, first, value), _button("More…", MORE, first, value)))


def in_full(rows: Sequence[ProposedAnswer], facts: Facts, value: str) -> Iterator[Block]:
    """Show all answers that are proposed for one question, one below another, with all buttons."""
    claims = {row.claim for row in rows}
    if len(claims) > 1 and len({row.source for row in rows}) > 1:
        yield Note(spans("These sources differ:"))
    for row in rows:
        yield from _words(row, LONGEST_QUOTE)
        yield Note((*_from(row, facts.person.zone), *spans(", "), *_why(row), *spans(".")))
        actions = (("Keep", KEEP), ("Edit", EDIT), ("Wrong", WRONG), ("Wrong company", COMPANY))
        yield Buttons(tuple(_button(label, act, row, value) for label, act in actions))


def stop_button(name: str, value: str) -> Button:
    """Return the button that stops looking up an account."""
    return Button(f"Don't look up {shortened(name, 40)}", "research.off", value)


def _words(row: ProposedAnswer, longest: int) -> Iterator[Block]:
    """Show the claim and the quote. If the claim contains the quote, show the quote only once."""
    sure = row.evidence != "name only"
    lead = Strong("Proposed: " if sure else "Possible, check the company: ")
    if row.quote and row.quote in row.claim:
        yield Paragraph(spans(lead, typed(with_quote(row.claim, row.quote))))
        return
    yield Paragraph(spans(lead, typed(shortened(row.claim))))
    yield Paragraph(spans(typed(f"“{shortened(row.quote, longest)}”")))


def with_quote(words: str, quote: str) -> str:
    """Put a quote in quotation marks where it occurs in these words, or add it after them.

    "They are hiring: Driver." becomes "They are hiring: “Driver”."
    """
    before, is_there, after = words.partition(quote)
    if not quote or not is_there:
        return f"{words} “{quote}”" if quote else words
    is_marked = before.endswith("“") and after.startswith("”")
    return words if is_marked else f"{before}“{quote}”{after}"


def _from(row: ProposedAnswer, zone: str) -> Text:
    """Return where the words are from, with a link to the page if there is one."""
    where = said_where(row, zone, row.seen_at).removeprefix(row.publisher)
    if is_web_address(row.url):
        return spans(link(row.publisher, row.url), typed(where))
    return spans(typed(f"{row.publisher}{where}"))


def _why(row: ProposedAnswer) -> Text:
    """Say why the source is about this company. If a model proposes the answer, name the model."""
    if not row.model:
        return spans(WHY[row.evidence])
    return spans(WHY[row.evidence], "; ", typed(suggested_by(row.model)))


def _button(label: str, action: str, row: ProposedAnswer, value: str) -> Button:
    return Button(label, action, f"{row.id}:{value}", about=shortened(row.claim, 60))


def said_where(row: ProposedAnswer, zone: str, now: datetime) -> str:
    """Return "jobs.lever.co, 18 November", or "northwind.example, undated, seen 25 November"."""
    today = day_of(now, zone)
    if row.published_at is None:
        return f"{row.publisher}, undated, seen {format_date(day_of(row.seen_at, zone), today)}"
    return f"{row.publisher}, {format_date(day_of(row.published_at, zone), today)}"


def sources_tried(found: LookUps) -> Iterator[Block]:
    """List the sources that were tried, if no answer is proposed for the call's questions."""
    if found.looked_up is None or found.looked_up.looked_at is None or found.proposed:
        return
    looks = [said for one in found.looked_up.tried if (said := _look(one))]
    if looks:
        yield Note(spans("No public source answers these. Tried: ", typed(f"{', '.join(looks)}.")))


def _look(tried: Mapping[str, Any]) -> str:
    """Say what happened with one source: "jobs.lever.co/acme (no answer)".

    Return "" if `OUTCOME` has no words for what happened, such as when the source was not tried.
    """
    source, said = SOURCES.get(tried["source"]), OUTCOME.get(tried["outcome"])
    where = shortened(tried["where"], 60) or source
    return f"{where} ({said})" if where and said else ""
