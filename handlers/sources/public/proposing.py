"""Propose answers from the texts that are on file about an account."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from handlers.coaching.proposals import LONGEST_QUOTE, SeenText, is_quoted, newest_first, proposals
from handlers.model.research import MAX_QUESTIONS, PageAnswer
from handlers.playbook.conditions import NAMES_IN_QUESTIONS
from handlers.playbook.loader import Playbook
from handlers.sources.public.public import place_of
from storage.choices import PublicSource
from storage.rights.erasure.names import FORMER_CONTACT
from storage.tables import ProposedAnswer, Snapshot

# A language model reads texts from these sources. The other sources have records instead of prose.
# From records, only the playbook's signals propose answers.
_PROSE: frozenset[PublicSource] = frozenset({"site", "feed", "jobs", "sec"})


@dataclass(frozen=True)
class PageOnFile:
    """A text for a language model."""

    seen: SeenText

    @property
    def lines_apart(self) -> str:
        """The text with an empty line after each line, so that each line is its own paragraph.

        Without the empty lines, `PageText` would take all lines for one paragraph.
        """
        return "\n\n".join(self.seen.text.splitlines())


@dataclass(frozen=True)
class PagesToRead:
    """What a language model is asked about an account: texts about it, and questions by id."""

    tenant: str
    account_id: int
    company: str = field(repr=False)
    texts: Sequence[PageOnFile]
    questions: Mapping[str, str]


def pages_to_read(
    account: tuple[str, int, str],
    snapshots: Iterable[Snapshot],
    playbook: Playbook,
    answered: Collection[str],
    now: datetime,
) -> PagesToRead:
    """Return what to ask a language model about an account.

    - The questions are those of the playbook's signals. Leave out `answered` questions and
      questions about people.
    - The texts are the prose on file about the account. If there are no questions, return no texts.

    `account` is the tenant, the account's id and its name.
    """
    left_out = {*answered, *(one.question for one in playbook.signals if one.person)}
    ids = {one.question for one in playbook.signals} - left_out
    asked = [one for one in playbook.questions if one.id in ids][:MAX_QUESTIONS]
    questions = {one.id: one.worded(NAMES_IN_QUESTIONS) for one in asked}
    prose = [_seen(one) for one in snapshots if questions and one.source in _PROSE]
    return PagesToRead(*account, [PageOnFile(one) for one in newest_first(prose, now)], questions)


def model_rows(
    pages: PagesToRead, page: PageOnFile, answers: Iterable[PageAnswer], model: str
) -> list[ProposedAnswer]:
    """Return what a language model proposes from a text, as rows that are not stored yet.

    Leave out an answer in these cases:

    - The sentence that it quotes has a link or markup, or is too long.
    - The sentence mentions somebody who was erased.

    We can't tell whether a claim names a person. So each row is stored as if its claim names a
    person. Such rows are deleted earlier than others.
    """
    return [
        _row(
            (pages.tenant, pages.account_id),
            (one.question_id, one.answer, one.quote.sentence),
            page.seen,
            names_person=True,
            model=model,
        )
        for one in answers
        if one.words == one.quote.sentence
        and len(one.words) <= LONGEST_QUOTE
        and FORMER_CONTACT not in one.words
    ]


def proposed_rows(
    account: tuple[str, int],
    snapshots: Iterable[Snapshot],
    playbook: Playbook,
    now: datetime,
    *,
    blocked: Collection[str] = (),
) -> list[ProposedAnswer]:
    """Return what the texts propose, as rows that are not stored yet.

    `account` is the tenant and the account's id. `blocked` has the places, such as a host, that a
    rep marked as another company's. Because the texts are long, the poller calls this function in a
    thread, before the poller begins a transaction.
    """
    texts = [_seen(one) for one in snapshots if place_of(one.source, one.url) not in blocked]
    return [
        _row(
            account,
            (one.question_id, one.claim, one.quote),
            one.text,
            names_person=one.names_person,
        )
        for one in proposals(texts, playbook.signals, now)
        if FORMER_CONTACT not in one.quote  # somebody who was erased
    ]


def still_quoted(
    rows: Iterable[ProposedAnswer], snapshots: Iterable[Snapshot], blocked: Collection[str]
) -> list[ProposedAnswer]:
    """Return the proposals whose quotes are still in the texts on file.

    Texts from `blocked` places do not count. The texts and places may have changed while we made
    the proposals: somebody may have been erased from a text, or a rep may have blocked the place of
    a text, such as its host, because the place is another company's.
    """
    on_file = {
        one.url: one.text for one in snapshots if place_of(one.source, one.url) not in blocked
    }
    return [row for row in rows if is_quoted(row.quote, on_file.get(row.url, ""))]


def _seen(one: Snapshot) -> SeenText:
    return SeenText(
        one.source,
        one.url,
        one.publisher,
        one.title,
        one.text,
        one.evidence,
        one.published_at,
        one.seen_at,
    )


def _row(
    account: tuple[str, int],
    said: tuple[str, str, str],
    text: SeenText,
    *,
    names_person: bool,
    model: str = "",
) -> ProposedAnswer:
    """Return a row. `said` is the question's id, the claim and the quote."""
    tenant, account_id = account
    question_id, claim, quote = said
    return ProposedAnswer(
        tenant=tenant,
        account_id=account_id,
        question_id=question_id,
        claim=claim,
        quote=quote,
        digest=sha256(f"{text.url}\n{quote}".encode()).hexdigest(),
        source=text.source,
        url=text.url,
        publisher=text.publisher,
        published_at=text.published_at,
        seen_at=text.seen_at,
        evidence=text.evidence,
        names_person=names_person,
        model=model,
    )
