"""Convert the facts about a call to plain values, to choose what to look up."""

from collections.abc import Iterator

from handlers.coaching.buyer_words.mentions import first_mentions
from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.coaching.listening import NAME, Situation
from handlers.coaching.research import AccountFile, CallToResearch, DatedWords
from handlers.coaching.text.words import shortened
from handlers.knowledge import situations
from handlers.knowledge.facts import Facts
from handlers.playbook.conditions import Condition, KnownFact, ResearchCondition
from handlers.playbook.loader import Playbook
from handlers.transcripts.lines.deciding import tells_limit
from handlers.transcripts.speech.speech import plain_speech


def ahead(facts: Facts, playbook: Playbook, situation: Situation) -> CallToResearch:
    """Return the facts about a call that research questions depend on."""
    conditions: set[Condition | ResearchCondition] = {*situation.conditions}
    theirs = [BuyerQuote(facts.account.id, each.words, each.at.date()) for each in _theirs(facts)]
    if first_mentions(theirs, playbook.competitors):
        conditions.add("competitor_named")
    if facts.coming:
        conditions.add("contact_named")
    return CallToResearch(
        facts.account.id,
        facts.call.id,
        facts.stage,
        situation.kind,
        situation.roles,
        first=not facts.met_before,
        conditions=conditions,
        open_guesses=facts.open_guesses,
        names=names(facts),
    )


def names(facts: Facts) -> dict[str, str]:
    """Return the full names to fill into questions, by placeholder.

    Leave out a newcomer whose role we know, because questions about a newcomer ask for the role.
    """
    newcomer = situations.newcomer_of(facts)
    found = {"newcomer": newcomer if newcomer and not newcomer.role else None}
    if len(facts.coming) == 1:
        found["person"] = facts.coming[0]
    return {key: shortened(one.name, NAME) for key, one in found.items() if one is not None}


def on_file(facts: Facts) -> AccountFile:
    """Return what we know about the account, so that we skip answered questions."""
    return AccountFile(facts.answered_at(), tuple(_said(facts)), frozenset(_known(facts)))


def _said(facts: Facts) -> Iterator[DatedWords]:
    for row in facts.reflections:
        for words in (row.heard, row.surprise, row.next_step, row.for_marketing):
            if words:
                yield DatedWords(words, row.called_at)
    for finding in facts.findings:
        yield DatedWords(finding.text, finding.found_at)
    for promise in facts.promises:
        yield DatedWords(promise.text, promise.made_at)


def _theirs(facts: Facts) -> Iterator[DatedWords]:
    """Yield what the buyer said or promised. Leave out findings, next steps and our promises."""
    for row in facts.reflections:
        for words in (row.heard, row.surprise, row.for_marketing):
            if words:
                yield DatedWords(words, row.called_at)
    for promise in facts.promises:
        if promise.side == "theirs":
            yield DatedWords(promise.text, promise.made_at)


def _known(facts: Facts) -> Iterator[KnownFact]:
    """Yield the facts on file that answer a research question."""
    if facts.account.industry:
        yield "industry"
    if len(facts.coming) + len(facts.may_come) > 1:
        yield "several_people"
    if facts.with_us:
        yield "colleague"
    if facts.call.invitation:
        yield "invitation"
    for promise in facts.promises:
        if promise.state == "open":
            yield "our_promise" if promise.side == "ours" else "their_promise"
    if facts.reflections and facts.reflections[0].next_step:
        yield "next_step"
    heard = (line for row in facts.reflections for line in row.heard.splitlines())
    if any(tells_limit(plain_speech(line)) for line in heard):
        yield "signing_limit"
