"""Make proposed answers from the texts that are on file about an account."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256

from handlers.coaching.proposals import SeenText, proposals
from handlers.playbook.loader import Playbook
from handlers.sources.public import place_of
from storage.rights.erasure.names import FORMER_CONTACT
from storage.tables import ProposedAnswer, Snapshot


def proposed_rows(
    account: tuple[str, int],
    snapshots: Iterable[Snapshot],
    playbook: Playbook,
    now: datetime,
    *,
    blocked: Collection[str] = (),
) -> list[ProposedAnswer]:
    """Return what the texts propose, as rows that are not stored yet.

    `account` is the tenant and the account's id. This reads long texts, so the poller calls it in a
    thread, before its transaction.
    """
    tenant, account_id = account
    texts = [
        SeenText(
            one.source,
            one.url,
            one.publisher,
            one.title,
            one.text,
            one.evidence,
            one.published_at,
            one.seen_at,
        )
        for one in snapshots
        if place_of(one.source, one.url) not in blocked
    ]
    return [
        ProposedAnswer(
            tenant=tenant,
            account_id=account_id,
            question_id=one.question_id,
            claim=one.claim,
            quote=one.quote,
            digest=sha256(f"{one.text.url}\n{one.quote}".encode()).hexdigest(),
            source=one.text.source,
            url=one.text.url,
            publisher=one.text.publisher,
            published_at=one.text.published_at,
            seen_at=one.text.seen_at,
            evidence=one.text.evidence,
            names_person=one.names_person,
        )
        for one in proposals(texts, playbook.signals, now)
        if FORMER_CONTACT not in one.quote  # somebody who was erased
    ]
