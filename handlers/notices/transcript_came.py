"""Tell a rep that a call's transcript has arrived, or ask which speaker the rep is.

The message contains no words from the call and no figures, because it may show on a locked screen.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card, Paragraph, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge import rep_names
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.times import format_short
from handlers.transcripts.refs import ref
from handlers.transcripts.whose import whose
from handlers.views.transcripts import talk_card, talk_questions
from storage import outbox
from storage.customers import accounts
from storage.sales_calls import calls
from storage.sources import fetched_transcripts, measured_calls, open_transcripts
from storage.tables import FetchedTranscript, OpenTranscript, Person
from storage.workspace import policies

NAME = "transcript_came"
TOOK_TOO_LONG = (
    "the transcript arrived, but reading it took too long. Download it, save it as plain text "
    "(.txt), and drop the text file here."
)
# If the rep has not answered our question about a transcript after this time, the transcript is
# deleted. Without the transcript, the message is useless.
USEFUL = timedelta(days=2)


async def tell_owner(
    session: AsyncSession, owner: Person, came: FetchedTranscript, now: datetime
) -> None:
    """Plan the message to the transcript's owner. The message is due at `now` (UTC)."""
    key = f"{came.id}:{now:%Y%m%d%H%M%S%f}"
    row = tell.row(owner, NAME, came.id, due_at=now, now=now, key=key, useful=USEFUL)
    await outbox.add(session, [row])


async def compose(notice: Notice) -> Composed:
    """Say that the figures of a call are ready, or ask which speaker the rep is.

    If the call has figures from another transcript by now, ask whether to replace these figures. If
    reading the transcript took too long, say so. Raises NoLongerUseful if

    - the call was deleted,
    - the figures and the transcript were both deleted, or
    - figures about people are switched off.
    """
    came = None
    if isinstance(notice.to, Person):  # only people have transcripts
        about = notice.rows[0].about or 0
        came = await fetched_transcripts.by_id(notice.session, notice.to, about)
    call = await calls.by_id(notice.session, notice.to.tenant, came.call_id) if came else None
    if came is None or call is None or not isinstance(notice.to, Person):
        raise NoLongerUseful("not on file any more")
    account = await accounts.by_id(notice.session, notice.to.tenant, call.account_id)
    when = format_short(call.starts_at, now=notice.now, zone=notice.to.zone)
    about_call = f"Your call with {shortened(account.name, 60)}, {when}" if account else "Your call"
    if await policies.figures_are_off(notice.session, notice.to.tenant):
        raise NoLongerUseful("not wanted any more")
    measured = await measured_calls.of_call(notice.session, notice.to, call.id)
    opened = await open_transcripts.of_file(notice.session, notice.to, came.digest)
    is_open = opened is not None and bool(opened.key)
    if measured is not None and not (is_open and measured.digest != came.digest):
        lead = f"{about_call}: I have the figures."
        show = Button(
            "Show me",
            talk_card.MAIN_FIGURES,
            ref(measured.id, measured.digest, measured.call_id),
            "primary",
            about=about_call,
        )
        said = Paragraph(spans(typed(lead), f" {talk_card.PRIVACY}"))
        return Composed(Card(lead, (said, Buttons((show,)))))
    if opened is None and not came.key:
        lead = f"{about_call}: {TOOK_TOO_LONG}"
        return Composed(card_saying(typed(lead)))
    if opened is None or not opened.key:
        raise NoLongerUseful("not on file any more")
    return Composed(await _question(notice, notice.to, opened, about_call))


async def _question(notice: Notice, rep: Person, opened: OpenTranscript, about_call: str) -> Card:
    """Ask which speaker the rep is.

    If we already know which speaker the rep is, ask whether to replace the call's figures.
    """
    found = whose(opened.labels, await rep_names.of(notice.session, rep, opened.labels))
    if opened.mine is not None or found.mine is not None:
        about = about_call.removeprefix("Your call with ")
        sure = talk_questions.sure(ref(opened.id, opened.digest), about, talk_questions.REPLACES)
        lead = f"{about_call}: the transcript arrived. {sure.summary}"
        return replace(sure, summary=lead)
    asked = talk_questions.who(ref(opened.id, opened.digest), opened.labels, found, {})
    lead = f"{about_call}: the transcript arrived, but I can't tell which speaker you are."
    return card_saying(typed(lead), *asked.blocks)


KIND = NoticeKind(NAME, "figures of your calls", compose, "person", alone=True, repeat=True)
